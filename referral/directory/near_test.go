package directory_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/referral/directory"
)

// scattered are so many services on a spiral around a point, each further than the one before; of every seventh the place is secret, and
// every third says that it is always open.
func scattered(n int) (from geo.Point, documents string, public map[string]geo.Point) {
	from, public = geo.Point{Lat: 31, Long: 121}, map[string]geo.Point{}
	var all []map[string]any
	for i := range n {
		uuid := func(kind int) string { return fmt.Sprintf("%08d-0000-4000-8000-%012d", kind, i+1) }
		kind := "physical"
		far := 0.00005 * float64(i+1)
		turn := [][2]float64{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}[i%4]
		at, _ := geo.New(from.Lat+far*turn[0], from.Long+far*turn[1], geo.WGS84)
		if i%7 == 6 {
			kind = "redacted"
		} else {
			public[uuid(1)] = at
		}
		service := map[string]any{"id": uuid(1), "name": "援助", "status": "active", "service_at_locations": []any{map[string]any{"id": uuid(2), "location": map[string]any{"id": uuid(3), "location_type": kind,
			"latitude": at.Lat, "longitude": at.Long}}}}
		if i%3 == 0 {
			service["schedules"] = []any{map[string]any{"id": uuid(4), "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": "00:00", "closes_at": "24:00", "timezone": 8}}
		}
		all = append(all, service)
	}
	b, _ := json.Marshal(all)
	return from, string(b), public
}

// TestTheNearestComesFirst, each once, with how far it is, whether few have the words or very many, on every page of the list; a secret
// place is nowhere, and what is 200 km away is not near.
func TestTheNearestComesFirst(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		for _, n := range []int{60, 1300} { // below and above the number that is looked at each by itself
			from, documents, public := scattered(n)
			bring(t, w, write(t, "scattered.json", documents))
			q := directory.Query{Kind: directory.KindService, Listed: true, Near: &from}
			want := slices.SortedFunc(maps.Keys(public), func(a, b string) int {
				return cmp.Or(cmp.Compare(geo.Distance(from, public[a]), geo.Distance(from, public[b])), cmp.Compare(a, b))
			})
			var got []string
			for skip := 0; skip < 100; skip += 20 {
				found, more, err := w.App.Directory.Near(w.Ctx, w.Tenant(), q, skip, 20)
				if err != nil || more != (skip+20 < len(public)) {
					t.Fatalf("%d behind %d: more %t, %v", len(found), skip, more, err)
				}
				for _, x := range found {
					got = append(got, x.ID.String())
					if x.At != public[x.ID.String()] || x.Metres != geo.Distance(from, x.At) || x.Card.Name != "援助" {
						t.Errorf("%s is at %v, said to be %.1f m away", x.ID, x.At, x.Metres)
					}
				}
			}
			if !slices.Equal(got, want[:min(100, len(want))]) {
				t.Errorf("of %d: %v", n, got)
			}
			q.Open = time.Date(2026, 3, 4, 4, 0, 0, 0, time.UTC)
			open, _, err := w.App.Directory.Near(w.Ctx, w.Tenant(), q, 0, 5)
			if err != nil || len(open) != 5 || !slices.IsSortedFunc(open, func(a, b directory.Nearby) int { return cmp.Compare(a.Metres, b.Metres) }) {
				t.Errorf("open ones: %d %v", len(open), err)
			}
			for _, x := range open {
				if len(x.Card.Schedules) == 0 {
					t.Errorf("%s is not open", x.ID)
				}
			}
			off := geo.Point{Lat: 29.1, Long: 121} // 211 km
			q = directory.Query{Kind: directory.KindService, Listed: true, Near: &off}
			if found, more, err := w.App.Directory.Near(w.Ctx, w.Tenant(), q, 0, 20); err != nil || len(found) > 0 || more {
				t.Errorf("%d are near to what is far away: %v", len(found), err)
			}
		}
	})
}

// meanwhile is a directory in which something else happens just before its index is written.
type meanwhile struct {
	directory.Repo
	happens func()
}

func (m *meanwhile) Index(ctx context.Context, tenant id.ID, pairs [][2]*directory.Entry) error {
	if m.happens != nil {
		happens := m.happens
		m.happens = nil
		happens()
	}
	return m.Repo.Index(ctx, tenant, pairs)
}

// TestAPlaceThatBecomesSecretIsNowhereAtOnce: neither an import that read it before, nor a stop between the change and the index, leaves it
// where it was.
func TestAPlaceThatBecomesSecretIsNowhereAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		from, public, _ := scattered(1)
		moved := strings.Replace(public, "121", "121.001", 1)
		secret := strings.Replace(public, "physical", "redacted", 1)
		there := func() int {
			t.Helper()
			found, _, err := w.App.Directory.Near(w.Ctx, w.Tenant(), directory.Query{Kind: directory.KindService, Listed: true, Near: &from}, 0, 20)
			if err != nil {
				t.Fatal(err)
			}
			return len(found)
		}
		bring(t, w, write(t, "public.json", public))
		if there() != 1 {
			t.Fatal("the public place is not near")
		}
		repo := w.App.Directory.Repo
		w.App.Directory.Repo = &meanwhile{repo, func() { bring(t, w, write(t, "secret.json", secret)) }}
		bring(t, w, write(t, "moved.json", moved))
		w.App.Directory.Repo = repo
		if n := there(); n != 0 {
			t.Errorf("an import that had read the place before it was secret left it in %d", n)
		}

		bring(t, w, write(t, "public.json", public))
		w.App.Directory.Repo = &meanwhile{repo, func() { panic("power cut") }}
		func() {
			defer func() { _ = recover() }()
			bring(t, w, write(t, "secret.json", secret))
		}()
		w.App.Directory.Repo = repo
		if there() != 1 {
			t.Fatal("nothing was cut")
		}
		ctx, stop := context.WithTimeout(w.Ctx, 30*time.Second)
		over := make(chan struct{})
		go func() {
			w.App.Work(ctx, nil)
			close(over)
		}()
		for there() != 0 && ctx.Err() == nil {
			runtime.Gosched()
		}
		stop()
		<-over
		if n := there(); n != 0 {
			t.Errorf("after a stop the place is in %d", n)
		}
	})
}
