package consent_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/consent"
	"linli/platform/id"
	store "linli/store/consent"
	"linli/store/dialect"
	"linli/testkit"
	"linli/testkit/queries"
)

func TestQueries(t *testing.T) { queries.Check(t, ".", store.Queries()) }

var (
	now   = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	later = now.Add(30 * 24 * time.Hour)
)

func number(n byte) id.ID { return id.ID{0: 1, 6: 0x70, 8: 0x80, 15: n} }

func record(t *testing.T, n byte, guardian bool) consent.Record {
	t.Helper()
	d := consent.Record{
		Tenant: number(90), ID: number(n), Case: number(92), Subject: number(1),
		Notice:  consent.Notice{Version: "2026-1", Hash: consent.HashNotice("text"), Language: "zh-Hans"},
		Purpose: consent.Mediation, Data: []consent.Datum{{Field: "mediation.summary", Kind: "joint"}},
		Recipient: consent.Recipient{Kind: consent.Office, ID: number(93)}, Storage: consent.Storage{Place: "office", Rule: "mediation_file"},
		Withdrawal: "any_way", Jurisdiction: "CN",
	}
	if guardian {
		d.Guardian = number(2)
		d.Purpose, d.Recipient = consent.Publication, consent.Recipient{Kind: consent.Public}
		d.Data = []consent.Datum{{Field: "party.health", Kind: "private", Sensitive: true}}
	}
	r, err := consent.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func apply(t *testing.T, r consent.Record, acts ...consent.Act) consent.Record {
	t.Helper()
	for _, a := range acts {
		var err error
		if r, err = consent.Apply(r, a, nil); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

var (
	ask      = consent.Act{Event: consent.Request, At: now, Until: later, By: consent.ByOffice, Account: number(5)}
	give     = consent.Act{Event: consent.Give, At: now, Claimed: now.Add(-time.Hour), Until: later, How: consent.Oral, By: consent.BySubject, Account: number(5)}
	renew    = consent.Act{Event: consent.Renew, At: now, How: consent.Screen, By: consent.BySubject}
	withdraw = consent.Act{Event: consent.Withdraw, At: now, How: consent.Screen, By: consent.BySubject}
	end      = consent.Act{Event: consent.Terminate, At: now, By: consent.ByOffice, Account: number(5), Reason: "purpose_gone"}
)

func play(t *testing.T, db *dialect.DB, r consent.Record) error {
	t.Helper()
	change := store.Statements(r)
	if len(change) == 0 {
		t.Fatal("nothing to play")
	}
	return db.Play(t.Context(), change)
}

func only(t *testing.T, s *store.Store) consent.Record {
	t.Helper()
	all, err := s.OfCase(t.Context(), number(90), number(92))
	if err != nil || len(all) != 1 {
		t.Fatalf("%d records, %v", len(all), err)
	}
	return all[0]
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s := store.New(db)
		byGuardian := give
		byGuardian.By = consent.ByGuardian
		want := []consent.Record{
			record(t, 101, false), // brought in without proof: no act at all
			apply(t, record(t, 102, false), ask, give, renew, end),
			apply(t, record(t, 103, true), byGuardian),
		}
		for i, r := range want {
			if err := play(t, db, r); err != nil {
				t.Fatal(err)
			}
			want[i].Stored = r.Version()
		}
		got, err := s.OfCase(t.Context(), number(90), number(92))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got, cmp.Comparer(func(a, b []consent.Act) bool {
			return len(a) == len(b) && (len(a) == 0 || cmp.Equal(a, b))
		})); d != "" {
			t.Error(d)
		}
		for _, r := range got {
			if consent.Replay(r) != r.State {
				t.Errorf("replayed %s, stored %s", consent.Replay(r), r.State)
			}
		}
		if others, err := s.OfCase(t.Context(), number(91), number(92)); err != nil || len(others) != 0 {
			t.Errorf("another tenant reads %d records, %v", len(others), err)
		}

		// A record without acts is changed like any other.
		if err := play(t, db, apply(t, got[0], give)); err != nil {
			t.Fatal(err)
		}
		if got, err = s.OfCase(t.Context(), number(90), number(92)); err != nil || got[0].State != consent.Given || got[0].Stored != 2 {
			t.Errorf("%+v %v", got[0], err)
		}
		if change := store.Statements(got[0]); len(change) != 0 {
			t.Errorf("an unchanged record makes %d statements", len(change))
		}
	})
}

// TestWithdrawalWinsTheRace: two read the same version; the second to write is refused whole, reads again and decides
// again, and the person's withdrawal stands in either order.
func TestWithdrawalWinsTheRace(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s := store.New(db)
		for n, other := range []consent.Act{renew, end} {
			for _, withdrawFirst := range []bool{false, true} {
				if err := db.Play(t.Context(), store.Delete(number(90), number(92))); err != nil {
					t.Fatal(err)
				}
				if err := play(t, db, apply(t, record(t, byte(110+n), false), give)); err != nil {
					t.Fatal(err)
				}
				seen := only(t, s)
				first, second := other, withdraw
				if withdrawFirst {
					first, second = withdraw, other
				}
				if err := play(t, db, apply(t, seen, first)); err != nil {
					t.Fatal(err)
				}
				var moved *dialect.RowsError
				if err := play(t, db, apply(t, seen, second)); !errors.As(err, &moved) {
					t.Fatalf("the second act on the same version: %v", err)
				}
				again := only(t, s)
				if len(again.Acts) != 2 {
					t.Fatalf("%d acts after a refused change", len(again.Acts))
				}
				if next, err := consent.Apply(again, second, nil); err == nil {
					if err := play(t, db, next); err != nil {
						t.Fatal(err)
					}
				} else if !withdrawFirst {
					t.Fatalf("a withdrawal after %s is refused: %v", other.Event, err)
				}
				if last := only(t, s); last.State != consent.Withdrawn || last.Valid(now) {
					t.Errorf("%s against withdrawal: %s", other.Event, last.State)
				}
			}
		}
	})
}

func TestDueAndDelete(t *testing.T) {
	testkit.EachEngine(t, func(t *testing.T, db *dialect.DB) {
		s := store.New(db)
		byGuardian := give
		byGuardian.By, byGuardian.Until = consent.ByGuardian, time.Time{}
		for _, r := range []consent.Record{
			apply(t, record(t, 101, false), give),
			apply(t, record(t, 102, true), byGuardian), // ends when the person acts alone, which no clock knows
			apply(t, record(t, 103, false), give, withdraw),
			record(t, 104, false),
		} {
			if err := play(t, db, r); err != nil {
				t.Fatal(err)
			}
		}
		for at, want := range map[time.Time][]store.Ending{
			later.Add(-time.Microsecond): nil,
			later:                        {{number(92), number(101), later}},
			now.AddDate(1, 0, 0):         {{number(92), number(101), later}},
		} {
			got, err := s.Due(t.Context(), number(90), at, 10)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("due at %s: %s", at, d)
			}
		}
		if err := db.Play(t.Context(), store.Delete(number(90), number(92))); err != nil {
			t.Fatal(err)
		}
		if left, err := s.OfCase(t.Context(), number(90), number(92)); err != nil || len(left) != 0 {
			t.Errorf("%d records left, %v", len(left), err)
		}
	})
}
