package mediation

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/web/page"
)

// archivePage is the archive of one unit: what is to be put into it, or what lies in it. No row bears a name.
type archivePage struct {
	Form     *page.Form
	Unit     string
	Units    []page.Link // of the others that the reader keeps
	Archived bool
	Other    page.Link    // the other half of the archive
	Requests []requestRow // of parties, that wait for an answer
	Rows     []archiveRow
	Pages    page.Pagination
}

type archiveRow struct {
	Href, Name, Hint string
	Closed, Since    time.Time
	Erased           time.Time
	Lacking          []string
	Endings          []endingLine
	State            page.Tag
}

// endingLine is one thing that the rulebook's retention destroys, on a day.
type endingLine struct {
	What string
	At   time.Time
	Done bool
}

// archive shows the archivist the archive of a unit.
func (p *Pages) archive(w http.ResponseWriter, r *http.Request) error {
	a, q := actor(r), r.URL.Query()
	kept := keptBy(a)
	if len(kept) == 0 {
		return p.Mediation.Access.Check(a, "mediation.archive", factsOf(a))
	}
	f := mediation.ArchiveFilter{Unit: kept[0], Archived: q.Get("show") == "archived"}
	if q.Has("unit") {
		unit, err := id.Parse(q.Get("unit"))
		if err != nil {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		f.Unit = unit
	}
	trail := q["at"]
	if len(trail) > maxTrail || q.Get("show") != "" && !f.Archived {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	var err error
	if len(trail) > 0 {
		if f.After, err = cursorAt(trail[len(trail)-1]); err != nil {
			return err
		}
	}
	found, err := p.Mediation.Archive(r.Context(), a, f)
	if err != nil {
		return err
	}
	words, err := p.words(r.Context(), a, p.locale(r))
	if err != nil {
		return err
	}
	data := archivePage{Form: page.NewForm(nil), Unit: words.units[f.Unit], Archived: f.Archived, Other: page.Link{Text: words.t("keep.archive.kept"), Href: archiveAt(f.Unit, true, nil)}}
	if f.Archived {
		data.Other = page.Link{Text: words.t("keep.archive.waiting"), Href: archiveAt(f.Unit, false, nil)}
	}
	for _, u := range kept {
		if u != f.Unit {
			data.Units = append(data.Units, page.Link{Text: words.units[u], Href: archiveAt(u, f.Archived, nil)})
		}
	}
	if len(trail) == 0 {
		owed, err := p.Mediation.Owed(r.Context(), a, f.Unit)
		if err != nil {
			return err
		}
		data.Requests = words.requests(owed, p.Mediation.Clock.Now())
	}
	for _, x := range found.Rows {
		data.Rows = append(data.Rows, words.archived(x))
	}
	if len(trail) > 0 {
		data.Pages.Previous = &page.PageLink{Text: words.t("staff.list.sooner"), Href: archiveAt(f.Unit, f.Archived, trail[:len(trail)-1])}
	}
	if found.Next != (mediation.Cursor{}) && len(trail) < maxTrail {
		data.Pages.Next = &page.PageLink{Text: words.t("staff.list.later"), Href: archiveAt(f.Unit, f.Archived, append(slices.Clone(trail), cursorText(found.Next)))}
	}
	p.Render.Render(w, r, http.StatusOK, "mediation/archive", data)
	return nil
}

// keptBy are the units whose archive an account keeps.
func keptBy(a access.Actor) []id.ID {
	var out []id.ID
	for _, x := range a.Posts {
		if x.Kind == access.Records && !slices.Contains(out, x.Unit) {
			out = append(out, x.Unit)
		}
	}
	return out
}

func archiveAt(unit id.ID, archived bool, trail []string) string {
	q := url.Values{"unit": {unit.String()}, "at": trail}
	if archived {
		q.Set("show", "archived")
	}
	return "/archive?" + q.Encode()
}

func (w *words) archived(x mediation.ArchiveRow) archiveRow {
	row := archiveRow{Href: "/mediations/" + x.ID.String(), Name: w.told(x.Unit, x.Year, x.Number, x.Ref, x.Type, x.Received),
		Closed: x.Closed, Since: x.Since, Erased: x.Erased, State: w.state(x.State)}
	for _, d := range x.Lacking {
		row.Lacking = append(row.Lacking, w.in(d.Title))
	}
	for _, e := range x.Endings {
		row.Endings = append(row.Endings, w.ending(e))
	}
	return row
}

func (w *words) ending(e mediation.Ending) endingLine {
	return endingLine{What: w.t("keep.then."+e.Rule.Then, "what", w.in(e.Rule.Label)), At: e.At, Done: e.Done}
}

func layAskErasure(s *sheet) []any { return []any{s.partyRadios(s.toAskErasure)} }

func layAnswerErasure(s *sheet) []any { return []any{s.partyRadios(s.toAnswer)} }

// toAskErasure reports whether a party has not asked to be erased.
func (v *view) toAskErasure(p mediation.Party) bool {
	return p.Shredded.IsZero() && v.Case.Erasure(p.ID) == nil
}

// toAnswer reports whether a party's request to be erased waits for its answer.
func (v *view) toAnswer(p mediation.Party) bool {
	x := v.Case.Erasure(p.ID)
	return x != nil && x.Answered.IsZero()
}

// requestRow is a promise that the archivist or the privacy officer owes, in a case without a name.
type requestRow struct {
	Href, Name, Title string
	Left              page.Tag

	at promise.Place // when, and which
}

func (w *words) requests(rows []mediation.DueRow, now time.Time) []requestRow {
	var out []requestRow
	for _, x := range rows {
		href := "/mediations/" + x.Case.String()
		if !x.Subject.IsZero() {
			href = demandAt(x.Case, x.Subject)
			if x.Rule == "urgent_check" {
				href = urgentAt(x.Case)
			}
		}
		out = append(out, requestRow{Href: href, Name: w.told(x.Unit, x.Year, x.No, x.Ref, x.Type, x.Received),
			Title: w.promise(x.Rule), Left: w.left(x.Due, now), at: x.Place()})
	}
	return out
}
