package mediation

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/promise"
	"linli/web/page"
)

type duePage struct {
	Notices  *noticeBlock // nil where none is unread
	Groups   []dueGroup
	Whole    bool // one group by itself, page after page
	Mine     []listRow
	Intake   bool // the reader works at a counter
	Mediates bool // of an office that mediates
	Help     bool // and write down what somebody asks for
	Empty    bool
	Owed     []requestRow // what the reader's own posts owe beside the cases of lists
	Requests bool         // and nothing else is the reader's
	Intro    string       // message key: whose promises these are
	None     string       // message key: there are none, where Requests
	Feed     string       // the address of a calendar, just made
	Unit     bool         // the reader sees the unit's promises, not only those of own cases
}

// dueGroup is what is owed within one stretch of time.
type dueGroup struct {
	Key   string // late, today, week or waiting
	Tasks *page.TaskList
	Count int
	More  string // where the rest is

	rows []mediation.DueRow
}

// due is the home of staff: what the office owes, the most pressing first.
func (p *Pages) due(w http.ResponseWriter, r *http.Request) error { return p.showDue(w, r, "") }

func (p *Pages) showDue(w http.ResponseWriter, r *http.Request, feed string) error {
	a := actor(r)
	words, err := p.words(r.Context(), a, p.locale(r))
	if err != nil {
		return err
	}
	mediates := words.rules.Mediates()
	only, keeps := !mediates || p.Mediation.Access.Scope(a, "mediation.list").None, holdsAny(a, access.Records, access.Privacy)
	owes, err := p.owes(r)
	if err != nil {
		return err
	}
	if only && !keeps && !p.answers(a) && !owes {
		return seeOther(w, r, "/start") // whoever has no cases begins elsewhere
	}
	data := duePage{Empty: true, Intake: len(p.clerkIn(a)) > 0, Mediates: mediates, Help: words.rules.Helps() && p.entersHelp(a), Unit: holdsAny(a, access.Clerk, access.Lead)}
	show, after, err := dueAt(r.URL.Query())
	if err != nil {
		return err
	}
	data.Whole = show != ""
	if data.Owed, err = p.owedRows(r, words); err != nil {
		return err
	}
	data.Requests, data.Feed = only, feed
	p.dueIntro(r, &data, keeps)
	for _, key := range promise.Stretches {
		if show != "" && show != key {
			continue
		}
		g, err := p.dueGroup(r, words, key, after)
		if err != nil {
			return err
		}
		data.Empty = data.Empty && g.Count == 0
		data.Groups = append(data.Groups, g)
	}
	if only {
		data.Empty = data.Empty && len(data.Owed) == 0
	}
	if !data.Whole && (!only || p.answers(a) || owes) {
		if data.Notices, err = p.notices(r, words, data.Groups[0].rows); err != nil {
			return err
		}
	}
	if !data.Whole && !only {
		found, err := p.Mediation.List(r.Context(), a, mediation.Filter{Mine: true, Limit: 25})
		if err != nil {
			return err
		}
		data.Mine = words.rows(found.Rows, p.Mediation.Clock.Now())
	}
	p.Render.Render(w, r, http.StatusOK, "mediation/due", data)
	return nil
}

// dueRows is how many promises a group shows at once.
const dueRows = 20

func (p *Pages) dueGroup(r *http.Request, words *words, key string, after promise.Place) (dueGroup, error) {
	f := promise.Within(key, p.Mediation.Clock.Now(), words.Zone)
	f.After, f.Limit = after, dueRows+1
	lines, rows, err := p.dueLines(r, words, f)
	if err != nil {
		return dueGroup{}, err
	}
	g := dueGroup{Key: key, Tasks: &page.TaskList{IDPrefix: "due-" + key}, rows: rows}
	if len(lines) > dueRows {
		last := lines[dueRows-1]
		lines, g.More = lines[:dueRows], "/due?show="+key+"&after="+dueCursor(last.at)
	}
	g.Count = len(lines)
	for _, x := range lines {
		g.Tasks.Items = append(g.Tasks.Items, x.task)
	}
	return g, nil
}

// dueLines are the promises of every kind that a filter leaves of what the reader owes, the next due first; rows are those of mediations.
func (p *Pages) dueLines(r *http.Request, words *words, f promise.Filter) (lines []dueLine, rows []mediation.DueRow, err error) {
	now := p.Mediation.Clock.Now()
	if rows, err = p.Mediation.Due(r.Context(), actor(r), f); err != nil {
		return nil, nil, err
	}
	for _, x := range rows {
		tag := words.left(x.Due, now)
		if f.Paused {
			tag = page.Tag{Text: words.t("promise.state.paused"), Classes: "govuk-tag--grey"}
		}
		hint := words.t("staff.due.hint", "case", words.told(x.Unit, x.Year, x.No, x.Ref, x.Type, x.Received), "day", words.LongDate(lastDay(x.Due)))
		lines = append(lines, dueLine{x.Place(), words.entry(words.promise(x.Rule), words.name(x.Unit, x.Year, x.No, x.Ref, x.Type, x.Received)), page.Task{Title: page.Text{Text: words.promise(x.Rule)},
			Hint: page.Text{Text: hint}, Href: "/mediations/" + x.Case.String(), Status: page.TaskStatus{Tag: &tag}}})
	}
	for _, of := range []dueOf{p.dueReports, p.dueDuties, p.dueHelp, p.dueInspections} {
		more, err := of(r, words, f)
		if err != nil {
			return nil, nil, err
		}
		lines = append(lines, more...)
	}
	// One place in the order is a place in the list of each kind.
	slices.SortFunc(lines, func(a, b dueLine) int { return a.at.Compare(b.at) })
	return lines, rows, nil
}

// owedRows are what the reader's posts owe beside what is owed on the cases of the lists: the authority's hours first, then answers to
// persons, demands and checks, then codes that wait for a second person.
func (p *Pages) owedRows(r *http.Request, words *words) ([]requestRow, error) {
	out, err := p.owedBreaches(r, words)
	if err != nil {
		return nil, err
	}
	here, err := p.Mediation.OwedHere(r.Context(), actor(r))
	if err != nil {
		return nil, err
	}
	beside, err := p.owedAside(r, words)
	if err != nil {
		return nil, err
	}
	accounts, err := p.owedAccounts(r, words)
	return slices.Concat(out, words.requests(here, p.Mediation.Clock.Now()), beside, accounts), err
}

// lastDay is the day on which a promise can still be kept: one that falls due at midnight ends with the day before.
func lastDay(due time.Time) time.Time { return due.Add(-time.Microsecond) }

// dueCursor writes the place of a row for an address; dueAt reads it.
func dueCursor(at promise.Place) string {
	return url.QueryEscape(strconv.FormatInt(clock.Micros(at.Due), 10) + "~" + at.Case.String() + "~" + at.Key)
}

func dueAt(q url.Values) (show string, after promise.Place, err error) {
	wrong := fault.New(fault.NotFound, "fault.not_found")
	if show = q.Get("show"); show == "" {
		return "", after, nil
	}
	if !slices.Contains(promise.Stretches, show) {
		return "", after, wrong
	}
	if q.Get("after") == "" {
		return show, after, nil
	}
	parts := strings.SplitN(q.Get("after"), "~", 3)
	if len(parts) != 3 {
		return "", after, wrong
	}
	micros, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil {
		return "", after, wrong
	}
	if after.Case, err = id.Parse(parts[1]); err != nil {
		return "", after, wrong
	}
	after.Due, after.Key = clock.FromMicros(micros), parts[2]
	return show, after, nil
}

// clerkIn are the units in which the account may enter applications.
func (p *Pages) clerkIn(a access.Actor) []id.ID {
	var out []id.ID
	for _, post := range a.Posts {
		if p.Mediation.Access.Check(a, "mediation.apply", access.Facts{Tenant: a.Tenant, Unit: post.Unit, Kind: mediation.Capability}) == nil && !slices.Contains(out, post.Unit) {
			out = append(out, post.Unit)
		}
	}
	return out
}

func holdsAny(a access.Actor, kinds ...access.PostKind) bool {
	return slices.ContainsFunc(a.Posts, func(p access.Post) bool { return slices.Contains(kinds, p.Kind) })
}
