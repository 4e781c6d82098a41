package office_test

import (
	"strings"
	"testing"
	"time"

	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
)

// TestAProgramsKeys: one program under all its keys; the key before goes on for a fortnight, or ends at once; and who may.
func TestAProgramsKeys(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, signed := w.enrol(w.Code)
		admin := func() office.SignedIn { // freshly signed in
			signed.Since = w.clock.Now()
			return signed
		}
		p, first, err := w.AddProgram(t.Context(), admin(), " Next county ")
		if err != nil || p.Name != "Next county" || len(p.Keys) != 1 {
			t.Fatalf("%+v, %v", p, err)
		}
		asks := func(key string) id.ID {
			t.Helper()
			x, err := w.ProgramOf(t.Context(), key)
			if err != nil {
				wants(t, err, "signin.session.over")
			}
			return x.ID
		}
		if asks(first) != p.ID || !asks("nonsense").IsZero() || !asks(first+"x").IsZero() {
			t.Error("the key is not the program's")
		}
		if _, err := w.Resolve(t.Context(), first, office.API); err == nil {
			t.Error("a program's key signs somebody in")
		}
		_, _, err = w.AddProgram(t.Context(), admin(), "next COUNTY")
		wants(t, err, "program.field.taken")
		_, _, err = w.AddProgram(t.Context(), admin(), " ")
		wants(t, err, "office.name.missing")

		w.clock.Add(80 * 24 * time.Hour)
		_, err = w.RenewProgram(t.Context(), signed, p.ID, false)
		wants(t, err, "signin.not_fresh")
		shown, err := w.Program(t.Context(), signed.Actor, p.ID)
		if err != nil || !shown.Ending || shown.Keys[0].SeenAt.IsZero() {
			t.Errorf("%+v, %v", shown, err)
		}
		second, err := w.RenewProgram(t.Context(), admin(), p.ID, false)
		if err != nil || asks(first) != p.ID || asks(second) != p.ID {
			t.Fatalf("the two do not overlap: %v", err)
		}
		w.clock.Add(11 * 24 * time.Hour) // the first is over by itself, before a fortnight
		if !asks(first).IsZero() || asks(second) != p.ID {
			t.Error("a new key made the one before last longer")
		}
		third, err := w.RenewProgram(t.Context(), admin(), p.ID, false)
		if err != nil {
			t.Fatal(err)
		}
		w.clock.Add(15 * 24 * time.Hour)
		if !asks(second).IsZero() || asks(third) != p.ID {
			t.Error("the key before goes on after a fortnight")
		}
		fourth, err := w.RenewProgram(t.Context(), admin(), p.ID, true)
		if err != nil || !asks(third).IsZero() || asks(fourth) != p.ID {
			t.Errorf("the key before does not end at once: %v", err)
		}
		if err := w.RenameProgram(t.Context(), admin(), p.ID, "The county beside"); err != nil {
			t.Fatal(err)
		}
		if err := w.RevokeProgram(t.Context(), admin(), p.ID); err != nil || !asks(fourth).IsZero() {
			t.Errorf("a key holds after all were ended: %v", err)
		}
		all, err := w.Programs(t.Context(), signed.Actor)
		if err != nil || len(all) != 1 || all[0].Name != "The county beside" || len(all[0].Keys) != 0 {
			t.Errorf("%+v, %v", all, err)
		}
		if again, err := w.RenewProgram(t.Context(), admin(), p.ID, false); err != nil || asks(again) != p.ID {
			t.Errorf("it gets no new key: %v", err)
		}
		wants(t, w.RevokeProgram(t.Context(), admin(), id.ID{1}), "office.not_found")

		_, code := w.account(signed.Actor, w.Root.ID, "lead")
		_, lead := w.enrol(code)
		_, err = w.Programs(t.Context(), lead.Actor)
		wants(t, err, "access.refused.office.manage")
		_, _, err = w.AddProgram(t.Context(), lead, "Mine")
		wants(t, err, "access.refused.office.manage")
		_, err = w.FurnishProgram(t.Context(), signed.Actor, "Mine")
		wants(t, err, "access.refused.office.manage")
		x, code := w.account(signed.Actor, w.Root.ID, "auditor")
		w.post(signed.Actor, x.ID, w.Root.ID, access.Privacy)
		_, auditor := w.enrol(code)
		events, err := w.Record(t.Context(), auditor.Actor, id.ID{}, 50)
		if err != nil {
			t.Fatal(err)
		}
		told := map[string]int{}
		for _, e := range events {
			if strings.HasPrefix(e.Kind, "program.") {
				told[e.Kind]++
			}
		}
		if told["program.added"] != 1 || told["program.renewed"] != 4 || told["program.revoked"] != 1 || told["program.changed"] != 1 {
			t.Errorf("the record says %v", told)
		}
	})
}
