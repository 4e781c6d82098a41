package app_test

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile/bundle"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	keystore "linli/store/keys"
)

// printed counts what there is of printed files: rows, keys and blobs of a case.
func printed(t *testing.T, w *apptest.World, c id.ID) (keys []id.ID, blobs int) {
	t.Helper()
	all, err := w.App.Mediation.Repo.Keys(w.Ctx, w.Tenant(), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range all {
		if k.Scope.Kind == vault.Bundle {
			keys = append(keys, k.ID)
		}
	}
	names, err := w.App.Blobs.Names(w.Ctx, w.Tenant())
	if err != nil {
		t.Fatal(err)
	}
	return keys, len(names)
}

func hasKey(t *testing.T, w *apptest.World, key id.ID) bool {
	t.Helper()
	found, err := keystore.New(w.App.Stores.Keys).Get(w.Ctx, w.Tenant(), []id.ID{key})
	if err != nil {
		t.Fatal(err)
	}
	return len(found) > 0
}

// asked has an account ask for the whole file of a case, and does what is due.
func asked(t *testing.T, w *apptest.World, who access.Actor, c mediation.Case) bundle.Bundle {
	t.Helper()
	if err := w.App.Bundles.Ask(w.Ctx, who, mediation.Capability, c.ID, "zh-Hans"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.App.DoDue(w.Ctx); err != nil {
		t.Fatal(err)
	}
	b, err := w.App.Bundles.Repo.Latest(w.Ctx, w.Tenant(), c.ID, who.Account)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestTheWholeFileIsMadeBesideTheRequest: asked for, made by a job as the account that asked, fetched by it alone, and a day
// later gone with its key.
func TestTheWholeFileIsMadeBesideTheRequest(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		if _, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"}); err != nil {
			t.Fatal(err)
		}
		c := w.To(mediation.Effective)
		clerk, mediator := w.As("clerk"), w.As("mediator")
		s := w.App.Bundles
		if err := s.Ask(w.Ctx, clerk, mediation.Capability, c.ID, "zh-Hans"); err != nil {
			t.Fatal(err)
		}
		first, err := s.Latest(w.Ctx, clerk, mediation.Capability, c.ID)
		if err != nil || !first.Running(w.Clock.Now()) {
			t.Fatalf("what was just asked for stands so: %+v, %v", first, err)
		}
		if _, _, err := s.Fetch(w.Ctx, clerk, mediation.Capability, c.ID); !errors.Is(err, bundle.ErrNone) {
			t.Errorf("before it is made: %v", err)
		}
		w.Clock.Add(access.Quarter) // what the clerk did with the case before is another reading
		b := asked(t, w, clerk, c)
		if b.ID != first.ID || b.Ready.IsZero() || b.Of == 0 || b.Done != b.Of {
			t.Errorf("asking again while it waits: %+v", b)
		}
		reads, err := w.App.Mediation.Reads.Readings(w.Ctx, w.Tenant(), c.ID, id.ID{}, time.Time{}, 1)
		if err != nil || len(reads) != 1 || reads[0].Account != clerk.Account || reads[0].Purpose != access.ForPrint || !reads[0].At.Equal(w.Clock.Now()) {
			t.Errorf("the access row of the job: %+v, %v", reads, err)
		}
		pdf, name, err := s.Fetch(w.Ctx, clerk, mediation.Capability, c.ID)
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) || name == "file" {
			t.Errorf("%d bytes called %q, %v", len(pdf), name, err)
		}
		if _, _, err := s.Fetch(w.Ctx, mediator, mediation.Capability, c.ID); !errors.Is(err, bundle.ErrNone) {
			t.Errorf("a colleague fetches what the clerk asked for: %v", err)
		}
		if _, _, err := s.Fetch(w.Ctx, w.As("lead"), mediation.Capability, c.ID); err == nil || errors.Is(err, bundle.ErrNone) {
			t.Errorf("who may not print learns whether there is a file: %v", err)
		}
		keys, blobs := printed(t, w, c.ID)
		if len(keys) != 1 || blobs != 1 {
			t.Fatalf("%d keys, %d blobs", len(keys), blobs)
		}
		w.Clock.Add(bundle.Kept)
		if _, err := w.App.DoDue(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if left, blobs := printed(t, w, c.ID); len(left) != 0 || blobs != 0 || hasKey(t, w, keys[0]) {
			t.Errorf("a day later: %d keys, %d blobs, the key is there: %v", len(left), blobs, hasKey(t, w, keys[0]))
		}
		if _, err := s.Latest(w.Ctx, clerk, mediation.Capability, c.ID); !errors.Is(err, bundle.ErrNone) {
			t.Errorf("a day later: %v", err)
		}
	})
}

// TestThePrintedFileFollowsTheCase: the job opens with what the account may when it runs, and what destroys a section of the
// case destroys the print of it.
func TestThePrintedFileFollowsTheCase(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		if _, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"}); err != nil {
			t.Fatal(err)
		}
		s := w.App.Bundles
		c := w.To(mediation.InSession)
		mediator := w.As("mediator")
		if err := s.Ask(w.Ctx, mediator, mediation.Capability, c.ID, "en"); err != nil {
			t.Fatal(err)
		}
		c = w.Act(mediator, c, mediation.Recuse{Engagement: c.Engagements[0].ID, Reason: "mediator_unavailable"})
		if _, err := w.App.DoDue(w.Ctx); err != nil {
			t.Fatal(err)
		}
		b, err := s.Repo.Latest(w.Ctx, w.Tenant(), c.ID, mediator.Account)
		if keys, blobs := printed(t, w, c.ID); err != nil || b.Failed == "" || !b.Ready.IsZero() || len(keys)+blobs > 0 {
			t.Errorf("for a mediator who has left: %+v, %d keys, %d blobs, %v", b, len(keys), blobs, err)
		}
		w.Tells = func() mediation.Apply {
			a := w.Application()
			a.Parties = append(a.Parties, a.Parties[1])
			return a
		}
		c = w.To(mediation.Submitted)
		asked(t, w, w.As("clerk"), c)
		keys, _ := printed(t, w, c.ID)
		if len(keys) != 1 {
			t.Fatalf("%d keys", len(keys))
		}
		w.Act(w.As("clerk"), c, mediation.StrikeParty{Party: c.Parties[1].ID, Why: "somebody_else"})
		if left, blobs := printed(t, w, c.ID); len(left) != 0 || blobs != 0 || hasKey(t, w, keys[0]) {
			t.Errorf("after a party was struck, whose name is in it: %d keys, %d blobs, the key is there: %v", len(left), blobs, hasKey(t, w, keys[0]))
		}
	})
}

// meanwhile prints as a binder does, and lets something happen after the case was read.
type meanwhile struct {
	bundle.Binder
	then func()
}

func (m meanwhile) Bind(ctx context.Context, a access.Actor, b bundle.Bundle, tell func(done, of int) error) ([]byte, error) {
	pdf, err := m.Binder.Bind(ctx, a, b, tell)
	m.then()
	return pdf, err
}

// TestNoPrintOutlivesWhatAPartyTookOut: how a party is reached stands in the printed file. Once the party takes it out, no print has it,
// whether it was ready or in the making; what is printed afterwards is kept.
func TestNoPrintOutlivesWhatAPartyTookOut(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		if _, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"}); err != nil {
			t.Fatal(err)
		}
		c, clerk := w.To(mediation.Submitted), w.As("clerk")
		takesOut := func() {
			party := w.Party(c, 0)
			c = w.Act(party, c, mediation.ChangeContact{Party: party.Party, Reach: mediation.ReachNone})
		}
		asked(t, w, clerk, c)
		keys, _ := printed(t, w, c.ID)
		if len(keys) != 1 {
			t.Fatalf("%d keys", len(keys))
		}
		takesOut()
		if left, blobs := printed(t, w, c.ID); len(left) != 0 || blobs != 0 || hasKey(t, w, keys[0]) {
			t.Errorf("of the print that was ready: %d keys, %d blobs, the key is there: %v", len(left), blobs, hasKey(t, w, keys[0]))
		}
		binder := w.App.Bundles.Binders[mediation.Capability]
		w.App.Bundles.Binders[mediation.Capability] = meanwhile{binder, takesOut}
		b := asked(t, w, clerk, c)
		if left, blobs := printed(t, w, c.ID); len(left) != 0 || blobs != 0 || !b.Ready.IsZero() || b.Failed != "" {
			t.Errorf("of the print in the making: %d keys, %d blobs, %+v", len(left), blobs, b)
		}
		w.App.Bundles.Binders[mediation.Capability] = binder
		w.Clock.Add(10 * time.Minute)
		if _, err := w.App.DoDue(w.Ctx); err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.App.Bundles.Fetch(w.Ctx, clerk, mediation.Capability, c.ID); err != nil {
			t.Errorf("printed anew: %v", err)
		}
	})
}

// TestWhatIsDestroyedFindsEveryPrint: a change that was decided before a print was ready, and is played after it, is decided anew.
func TestWhatIsDestroyedFindsEveryPrint(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		if _, err := w.App.Site(&url.URL{Scheme: "http", Host: "localhost:8080"}); err != nil {
			t.Fatal(err)
		}
		c, clerk := w.To(mediation.Submitted), w.As("clerk")
		repo := w.App.Mediation.Repo
		first := true
		w.App.Mediation.Repo = printedFirst{repo, func() {
			if first {
				first = false
				asked(t, w, clerk, c)
			}
		}}
		party := w.Party(c, 0)
		w.Act(party, c, mediation.ChangeContact{Party: party.Party, Reach: mediation.ReachNone})
		if left, blobs := printed(t, w, c.ID); first || len(left) != 0 || blobs != 0 {
			t.Errorf("%d keys, %d blobs", len(left), blobs)
		}
	})
}

// printedFirst is a store before whose changes something happens.
type printedFirst struct {
	mediation.Repo
	then func()
}

func (p printedFirst) Play(ctx context.Context, c mediation.Change) error {
	p.then()
	return p.Repo.Play(ctx, c)
}
