package app_test

import (
	"testing"

	"linli/app/apptest"
	"linli/mediation"
	"linli/platform/access"
)

// The archive's list goes page by page through what is to be archived, in the order of what is due next, on both engines.
func TestTheArchiveIsListedPageByPage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		keeper := w.As("records")
		want := map[string]mediation.Case{}
		for range 3 {
			c := w.To(mediation.Assigned)
			c = w.Act(w.Party(c, 1), c, mediation.Withdraw{Party: c.Parties[1].ID})
			want[c.ID.String()] = c
		}
		w.To(mediation.Signing) // not closed: not in the archive
		f := mediation.ArchiveFilter{Unit: w.Unit("V1"), Limit: 2}
		seen := map[string]bool{}
		pages := 0
		for ; pages < 5; pages++ {
			got, err := w.App.Mediation.Archive(w.Ctx, keeper, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range got.Rows {
				if _, known := want[x.ID.String()]; !known || seen[x.ID.String()] || len(x.Lacking) > 0 || len(x.Endings) != 2 || x.Closed.IsZero() {
					t.Errorf("page %d: %+v", pages, x)
				}
				seen[x.ID.String()] = true
			}
			if f.After = got.Next; f.After == (mediation.Cursor{}) {
				break
			}
		}
		if len(seen) != 3 || pages != 1 {
			t.Errorf("%d cases on %d pages", len(seen), pages+1)
		}
		for _, c := range want {
			w.Act(keeper, c, mediation.Archive{})
			if _, err := w.App.Mediation.Open(w.Ctx, w.As("mediator"), c.ID, access.ForWork); err == nil {
				t.Error("who worked on the case reads an archived file")
			}
			if o, err := w.App.Mediation.Open(w.Ctx, keeper, c.ID, access.ForPrint); err != nil || o.Application.Summary == "" || len(o.Contact) > 0 {
				t.Errorf("the archivist opens %+v, %v", o, err)
			}
			o, err := w.App.Mediation.Open(w.Ctx, w.Party(c, 0), c.ID, access.ForParty)
			if err != nil || o.Case.State != mediation.Archived || o.Case.LastState() != mediation.Terminated {
				t.Errorf("a party reads %v, %v", o, err)
			}
			if row := o.Reads[0]; row.Post != access.Records || row.Purpose != access.ForPrint {
				t.Errorf("the party is told %+v", row)
			}
		}
		f = mediation.ArchiveFilter{Unit: w.Unit("V1"), Archived: true}
		if got, err := w.App.Mediation.Archive(w.Ctx, keeper, f); err != nil || len(got.Rows) != 3 || got.Rows[0].Since.IsZero() {
			t.Errorf("%d archived, %v", len(got.Rows), err)
		}
	})
}
