package house_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/consent"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
)

// pass lets time go by as a server lives through it: deadlines, then jobs, until nothing is left to do.
func pass(t *testing.T, w *apptest.World, d time.Duration) {
	t.Helper()
	w.Clock.Add(d)
	for range 3 { // a job may leave another
		if err := w.App.Tick(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := w.App.DoDue(w.Ctx); err != nil {
			t.Fatal(err)
		}
	}
}

// nowhere fails the test for every place in which a planted word stands.
func nowhere(t *testing.T, w *apptest.World) {
	t.Helper()
	for _, found := range whereIs(t, w, slices.Concat(apptest.Planted, secretWords)) {
		t.Error(found)
	}
}

func keyFiles(t *testing.T, w *apptest.World) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(w.App.Config.Keys, "keys.db*"))
	if err != nil || len(names) == 0 {
		t.Fatal("no files of the key store")
	}
	out := map[string][]byte{}
	for _, n := range names {
		text, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(n)] = text
	}
	return out
}

// invited is a case whose respondent has told and written something before it answers.
func invited(w *apptest.World) mediation.Case {
	c := w.To(mediation.Invited)
	b := c.Parties[1].ID
	c = w.Act(w.As("clerk"), c, mediation.Inform{Party: b, Language: "zh-Hans", How: "read_out"})
	c = w.Act(w.As("clerk"), c, mediation.Talk{Party: b, Concern: mediation.SeparateOnly, Text: "丈夫喝醉后摔东西"})
	return w.Act(w.Party(c, 1), c, mediation.Statement{Party: b, Text: "我愿意先道歉"})
}

func TestWhoRefusesIsForgottenAfterThirtyDays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := invited(w)
		b := backUp(t, w, c)
		who := c.Parties[1].ID
		c = w.Act(w.Party(c, 1), c, mediation.Refuse{Party: who, How: consent.Screen})
		if c.State != mediation.Declined {
			t.Fatalf("state %s", c.State)
		}
		pass(t, w, 29*24*time.Hour)
		if left, err := w.App.Mediation.Repo.Sealed(w.Ctx, w.Tenant(), c.ID); err != nil || len(left) != len(b.fields) {
			t.Errorf("a day early %d of %d fields are left, %v", len(left), len(b.fields), err)
		}
		pass(t, w, 25*time.Hour)
		b.gone(t, w, c, func(s vault.Scope) bool { return s.Kind == vault.Joint || s.Of == who })
		nowhere(t, w)
	})
}

func TestWhoDoesNotAnswerIsForgottenAfterThirtyDays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := invited(w)
		b := backUp(t, w, c)
		for range 40 {
			pass(t, w, 24*time.Hour)
			if now, err := w.App.Mediation.Repo.Case(w.Ctx, w.Tenant(), c.ID); err != nil {
				t.Fatal(err)
			} else if c = now; c.State == mediation.Declined {
				break
			}
		}
		if c.State != mediation.Declined || c.Reason != "no_answer" {
			t.Fatalf("silence left the case %s, %s", c.State, c.Reason)
		}
		pass(t, w, 31*24*time.Hour)
		b.gone(t, w, c, func(s vault.Scope) bool { return s.Kind == vault.Joint || s.Of == c.Parties[1].ID })
	})
}

// lastDue is the last day on which anything is due under the agreements of the cases: their files are kept from then.
func lastDue(t *testing.T, cases []mediation.Case) time.Time {
	t.Helper()
	var last time.Time
	for _, c := range cases {
		if c.Agreement == nil {
			continue
		}
		due, err := time.Parse(time.DateOnly, c.Agreement.LastDue())
		if err != nil {
			t.Fatal(err)
		}
		if due.After(last) {
			last = due
		}
	}
	return last
}

// TestEveryRetentionEnds passes every date of the rulebook for every way in which a case can end: after the last one
// nothing opens, whatever copy of it somebody has, and the ledger still holds its leaves.
func TestEveryRetentionEnds(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		rules, err := w.App.Mediation.Office.Rulebook(w.Ctx, w.Tenant(), w.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		longest := 0
		for _, r := range rules.Mediation.Retention {
			longest = max(longest, r.Days)
		}
		if longest == 0 {
			t.Fatal("the rulebook has no retention")
		}
		var ended []mediation.Case
		var backups []backup
		for _, end := range []func() mediation.Case{
			func() mediation.Case { return wholeRoad(w) },
			func() mediation.Case {
				c := w.To(mediation.InSession)
				return w.Act(w.Party(c, 1), c, mediation.Withdraw{Party: c.Parties[1].ID})
			},
			func() mediation.Case {
				c := w.To(mediation.Submitted)
				return w.Act(w.Party(c, 0), c, mediation.Withdraw{Party: c.Parties[0].ID})
			},
			func() mediation.Case {
				c := w.To(mediation.Screening)
				return w.Act(w.As("clerk"), c, mediation.NotAccept{Reason: rules.Mediation.ReasonsFor("not_accept")[0].Code, Text: "请向法院起诉"})
			},
			func() mediation.Case {
				c := invited(w)
				return w.Act(w.Party(c, 1), c, mediation.Refuse{Party: c.Parties[1].ID, How: consent.Oral})
			},
		} {
			c := end()
			if c.State.Open() {
				t.Fatalf("a case in %s has not ended", c.State)
			}
			ended, backups = append(ended, c), append(backups, backUp(t, w, c))
		}
		w.Clock.Add(time.Hour)
		pass(t, w, time.Duration(longest+1)*24*time.Hour+lastDue(t, ended).Sub(w.Clock.Now()))
		pass(t, w, 2*time.Hour) // what met a busy file is tried again
		for i, c := range ended {
			t.Logf("%s, %s", c.State, c.Reason)
			backups[i].gone(t, w, c, func(vault.Scope) bool { return true })
			for _, e := range w.Events(c) {
				if e.Salt != [16]byte{} && e.Kind != "erase" {
					t.Errorf("the salt of %s is left", e.Kind)
				}
			}
		}
		nowhere(t, w)
		for _, n := range rows(t, w.App.Stores.Cases)["notice"] {
			if of, _ := n["case_id"].([]byte); n["key"] != "mediation.notice.erase" && slices.ContainsFunc(ended, func(c mediation.Case) bool { return bytes.Equal(of, c.ID[:]) }) {
				t.Errorf("the notice %v of a case that is erased is left", n["key"])
			}
		}
		if left := rows(t, w.App.Stores.Cases)["sealed"]; len(left) != 0 {
			t.Errorf("%d sealed fields are left", len(left))
		}
	})
}

// shy is a vault whose key store cannot be reached for a while.
type shy struct {
	casefile.Vault
	refusals int
}

func (v *shy) Shred(ctx context.Context, tenant id.ID, keys []id.ID, journal id.ID) error {
	if v.refusals > 0 {
		v.refusals--
		return fault.Wrap(vault.ErrUnavailable.Code, vault.ErrUnavailable.Key, errors.New("the key store does not answer"))
	}
	return v.Vault.Shred(ctx, tenant, keys, journal)
}

// TestAnErasureIsMadeUpFor: the case names its keys no more once the erasure is committed. If the process or the key
// store fails right then, the keys are destroyed later all the same.
func TestAnErasureIsMadeUpFor(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		v := &shy{Vault: w.App.Mediation.Vault}
		w.App.Mediation.Vault = v
		c := invited(w)
		b := backUp(t, w, c)
		who := c.Parties[1].ID
		c = w.Act(w.Party(c, 1), c, mediation.Refuse{Party: who, How: consent.Screen})
		v.refusals = 2
		pass(t, w, 31*24*time.Hour)
		if v.refusals != 0 {
			t.Fatalf("%d refusals were not met", v.refusals)
		}
		pass(t, w, time.Hour)
		b.gone(t, w, c, func(s vault.Scope) bool { return s.Kind == vault.Joint || s.Of == who })
	})
}

func TestAStoredAnswerIsDeletedAfterADay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		clerk := w.As("clerk")
		request, err := casefile.NewRequest(clerk.Account, "key-1", []byte("POST /api/v1/mediations"))
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = w.App.Mediation.Create(w.Ctx, clerk, w.Application(), mediation.Ask{Request: request,
			Answer: func(mediation.Case, []casefile.Slip) []byte { return []byte(strings.Join(apptest.Planted, " ")) }})
		if err != nil {
			t.Fatal(err)
		}
		pass(t, w, 23*time.Hour)
		if n := count(t, w.App.Stores.Cases)["answer"]; n != 1 {
			t.Fatalf("%d answers after 23 hours", n)
		}
		for _, found := range whereIs(t, w, apptest.Planted) {
			t.Error(found)
		}
		pass(t, w, 2*time.Hour)
		if n := count(t, w.App.Stores.Cases)["answer"]; n != 0 {
			t.Errorf("%d answers after 25 hours", n)
		}
	})
}

// TestKeysThatNoCaseUsesAreSwept: a key written ahead for a case that never came is gone after a week and a day, and one
// that a case uses stays.
func TestKeysThatNoCaseUsesAreSwept(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		c := w.Apply()
		abandoned, err := w.App.Vault.Take(w.Ctx, w.Tenant())
		if err != nil {
			t.Fatal(err)
		}
		pass(t, w, vault.OrphanAge+time.Hour)
		pass(t, w, vault.MarkAge+time.Hour)
		left := map[id.ID]bool{}
		for _, r := range rows(t, w.App.Stores.Keys)["wrapped_key"] {
			left[id.ID(r["key_id"].([]byte))] = true
		}
		if left[abandoned] {
			t.Error("a key without a case is left")
		}
		keys, err := w.App.Mediation.Repo.Keys(w.Ctx, w.Tenant(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range keys {
			if !left[k.ID] {
				t.Errorf("the key of the %s section is gone", k.Scope.Kind)
			}
		}
		if _, err := w.App.Mediation.Open(w.Ctx, w.As("clerk"), c.ID, access.ForWork); err != nil {
			t.Error(err)
		}
	})
}
