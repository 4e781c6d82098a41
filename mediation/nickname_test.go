package mediation_test

import (
	"strings"
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
)

// TestACaseIsCalledSomethingByOneAccountAlone: nobody else reads it, not at work on the case either; it is no event, it is taken back, and
// it is destroyed with the case.
func TestACaseIsCalledSomethingByOneAccountAlone(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		m := w.App.Mediation
		c := w.To(mediation.InSession)
		clerk, mediator := w.As("clerk"), w.As("mediator")
		call := func(a access.Actor, name string) {
			t.Helper()
			if err := m.CallCase(w.Ctx, a, c.ID, name); err != nil {
				t.Fatal(err)
			}
		}
		called := func(a access.Actor) string {
			t.Helper()
			names, err := m.CalledBy(w.Ctx, a)
			if err != nil {
				t.Fatal(err)
			}
			return names[c.ID]
		}
		before := len(w.Events(c))
		call(clerk, "  雨棚那件事 ")
		call(clerk, "雨棚")
		call(mediator, "三楼")
		if called(clerk) != "雨棚" || called(mediator) != "三楼" || called(w.As("lead")) != "" {
			t.Errorf("it is called %q, %q and %q", called(clerk), called(mediator), called(w.As("lead")))
		}
		if n := len(w.Events(c)); n != before {
			t.Errorf("%d events came of it", n-before)
		}
		for _, login := range []string{"clerk", "mediator"} {
			o, err := m.Open(w.Ctx, w.As(login), c.ID, access.ForWork)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range o.Texts {
				if x.Field == mediation.FieldNickname {
					t.Errorf("%s opens %q with the case", login, x.Text)
				}
			}
		}
		apptest.Refused(t, m.CallCase(w.Ctx, w.As("other.clerk"), c.ID, "别家的"), "access.not_found")
		apptest.Refused(t, m.CallCase(w.Ctx, clerk, c.ID, strings.Repeat("长", 41)), "form.too_long")
		if rows, names, err := m.Called(w.Ctx, clerk); err != nil || len(rows) != 1 || rows[0].ID != c.ID || names[c.ID] != "雨棚" {
			t.Errorf("the clerk finds %+v, %v", rows, err)
		}
		call(mediator, "")
		if called(mediator) != "" {
			t.Error("what was taken back is still there")
		}

		keys, err := m.Repo.Keys(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		own := 0
		for _, k := range keys {
			if k.Scope.Of == clerk.Account || k.Scope.Of == mediator.Account {
				own++
			}
		}
		if own != 1 {
			t.Errorf("%d keys of accounts are kept", own)
		}
		c = w.Act(w.Party(c, 1), c, mediation.Withdraw{Party: c.Parties[1].ID})
		w.Clock.Add(11 * 365 * 24 * 60 * 60 * 1e9)
		if _, _, err := m.Act(w.Ctx, access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: "job"}, c.ID, mediation.Erase{}, mediation.Ask{}); err != nil {
			t.Fatal(err)
		}
		if keys, err := m.Repo.Keys(w.Ctx, w.Tenant(), c.ID); err != nil || len(keys) != 0 {
			t.Errorf("%d keys outlive the case, %v", len(keys), err)
		}
		if names, err := m.CalledBy(w.Ctx, clerk); err != nil || len(names) != 0 {
			t.Errorf("a name outlives its case: %v, %v", names, err)
		}
		apptest.Refused(t, m.CallCase(w.Ctx, clerk, c.ID, "再起"), "nickname.erased")
		apptest.Refused(t, m.CallCase(w.Ctx, clerk, id.ID{9}, "没有"), "mediation.not_found")
	})
}
