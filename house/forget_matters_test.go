package house_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/testkit"
)

// hoarder is a vault that says that it has destroyed a key, and keeps it.
type hoarder struct{ casefile.Vault }

// Shred destroys nothing.
func (hoarder) Shred(context.Context, id.ID, []id.ID, id.ID) error { return nil }

// outlived ends every matter that an office holds, lets every date of its retention pass, and lists by matter what is left of it: fields of
// an older copy that open, keys, jobs that gave up, pages and papers that still say something.
func (s *site) outlived(t *testing.T) (found map[string][]string, copies []backup) {
	t.Helper()
	for _, m := range s.matters {
		if v := s.fetch(t, s.account(m.staff[0]), m.page); v.status != http.StatusOK || v.opened == 0 {
			t.Fatalf("%s shows nothing of %s to %s: %d", m.page, m.name, m.staff[0], v.status)
		}
		copies = append(copies, backUpOf(t, s.World, m.repo, m.id))
	}
	for _, m := range s.matters {
		m.end()
	}
	pass(t, s.World, 3700*24*time.Hour)
	for range 4 { // what met a busy file is tried again
		pass(t, s.World, 2*time.Hour)
	}
	found = map[string][]string{}
	for i, m := range s.matters {
		found[m.name] = copies[i].left(t, s.World, s.stolen(t, m.id), everySection)
		for _, path := range []string{m.page, m.page + "/print/file.pdf"} {
			v := s.fetch(t, s.account(m.staff[0]), path)
			if words := shown(v); len(words) > 0 || v.opened > 0 {
				found[m.name] = append(found[m.name], fmt.Sprintf("%s opens %d texts and says %v", path, v.opened, words))
			}
		}
	}
	return found, copies
}

func everySection(vault.Scope) bool { return true }

// stolen is a grant for a case that needs nobody's right.
func (s *site) stolen(t *testing.T, of id.ID) access.Grant {
	t.Helper()
	s.Clock.Add(2 * time.Minute) // another process, or this one later: nothing is answered from memory
	self := access.Actor{Kind: access.System, Tenant: s.Tenant(), Via: "job"}
	g, err := s.App.Rights.Open(s.Ctx, s.App.Mediation.Recorder, s.Clock.Now(), self,
		access.Facts{Tenant: s.Tenant(), Unit: s.Unit("V1"), Case: of, Kind: mediation.Capability}, access.ForJob)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestNothingOfAMatterOutlivesItsRetention is refusal R7 for reports of every kind, requests for help, duties and inspections: at no time does
// a planted word stand in clear in a file, a row, a job, the server's files, the log or a backup; and when every date of the rulebook has passed,
// no older copy opens, no key, file or job is left, and no page or paper says anything.
func TestNothingOfAMatterOutlivesItsRetention(t *testing.T) {
	apptest.EachOf(t, apptest.Town(), func(t *testing.T, w *apptest.World) {
		held := everyKind(t, w)
		s := newSite(t, w)
		s.hold(t, held...)
		if n := len(filesOf(t, w)); n < 7 { // of three reports, an incident and an inspection, and what was printed of the reports
			t.Fatalf("only %d files are kept", n)
		}
		printed := s.fetch(t, s.account("clerk"), s.matters[0].page+"/print/file.pdf")
		if printed.status != http.StatusOK || len(shown(printed)) == 0 {
			t.Fatalf("the file of a report cannot be printed: %d", printed.status)
		}
		report(t, everywhere(t, w, apptest.Planted))
		cases, _ := w.Backup(t.TempDir())
		found, copies := s.outlived(t)
		for _, m := range s.matters {
			report(t, found[m.name])
		}
		report(t, everywhere(t, w, apptest.Planted))
		if left := filesOf(t, w); len(left) != 0 {
			t.Errorf("%d files are left", len(left))
		}
		for _, r := range rows(t, w.App.Stores.Cases)["sealed"] {
			if of, _ := r["case_id"].([]byte); slices.ContainsFunc(s.matters, func(m matter) bool { return slices.Equal(of, m.id[:]) }) {
				t.Errorf("a sealed %v is left", r["field"])
			}
		}
		s.broughtBack(t, cases, copies)
		brokenErasure(t, w)
	})
}

// broughtBack restores the cases of before with the keys of after: nothing of the matters opens, and no word stands anywhere.
func (s *site) broughtBack(t *testing.T, cases string, copies []backup) {
	t.Helper()
	_, keys := s.Backup(t.TempDir())
	place := s.Target(s.Place.Engine)
	if _, err := s.Restoring(place, cases, keys).Run(s.Ctx); err != nil {
		t.Fatal(err)
	}
	back := &site{World: s.Opened(t, place)}
	for i, m := range s.matters {
		report(t, copies[i].opens(back.World, back.stolen(t, m.id), everySection))
	}
	if _, err := back.App.EraseDue(back.Ctx); err != nil {
		t.Error(err)
	}
	report(t, whereIs(t, back.World, apptest.Planted))
}

// TestWhatIsHoardedIsFound breaks the refusal: where no key is destroyed, something of every matter is left, and is seen.
func TestWhatIsHoardedIsFound(t *testing.T) {
	w := apptest.NewIn(t, testkit.Embedded(t, "cases"), apptest.Origin, apptest.Town())
	held := everyKind(t, w)
	s := newSite(t, w)
	s.hold(t, held...)
	for _, x := range services(w.App) {
		x.Vault = hoarder{x.Vault}
	}
	found, _ := s.outlived(t)
	for _, m := range s.matters {
		if len(found[m.name]) == 0 {
			t.Errorf("nothing of %s was destroyed, and nothing was found", m.name)
		}
	}
}
