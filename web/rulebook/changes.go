package rulebook

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/rulebook"
	"linli/rulebook/release"
	"linli/web/page"
)

// told are differences as everybody reads them: first the deadlines, one by one, then how much else changes and where, and last every
// single place.
type told struct {
	Promises []string
	Areas    []string
	Exact    []rulebook.Difference
}

// tell says in plain words what a version says otherwise than another.
func tell(l i18n.Locale, was, now *rulebook.Rulebook, all []rulebook.Difference) told {
	out := told{Exact: all}
	lang := string(l.Language)
	length := func(x rulebook.Length) string { return l.Text(x.Key(), fault.Args{"n": x.N}) }
	for _, capability := range rulebook.Capabilities() {
		for _, rule := range now.Promises(capability) {
			args := fault.Args{"promise": rule.Title.In(lang), "now": length(rule.Clock)}
			old, known := was.Promise(rule.ID)
			switch {
			case !known:
				out.Promises = append(out.Promises, l.Text("rulebook.told.new", args))
			case old.Clock != rule.Clock:
				args["was"] = length(old.Clock)
				out.Promises = append(out.Promises, l.Text("rulebook.told.clock", args))
			}
			if known && rule.OpenCases {
				out.Promises = append(out.Promises, l.Text("rulebook.told.open_cases", args))
			}
		}
		for _, rule := range was.Promises(capability) {
			if _, stays := now.Promise(rule.ID); !stays {
				out.Promises = append(out.Promises, l.Text("rulebook.told.gone", fault.Args{"promise": rule.Title.In(lang)}))
			}
		}
	}
	count := map[string]int{}
	for _, d := range all {
		count[area(d.File)]++
	}
	for _, a := range areas {
		if count[a] > 0 {
			out.Areas = append(out.Areas, l.Text("rulebook.told.places", fault.Args{"area": l.Text("rulebook.area."+a, nil), "n": count[a]}))
		}
	}
	return out
}

// areas are what the files of a rulebook are about.
var areas = []string{"promises", "calendars", "mediation", "report", "inspection", "needs", "duties", "indicators", "posts", "laws", "rulebook", "texts", "documents", "tests"}

func area(file string) string {
	name, _, _ := strings.Cut(strings.TrimSuffix(file, ".yaml"), "/")
	if name == "returns" {
		name = "documents"
	}
	if slices.Contains(areas, name) {
		return name
	}
	return "rulebook"
}

type changesPage struct {
	Form *page.Form
	release.Version
	Href  string
	Look  release.Look
	Told  told
	Moved []movedRow
	Open  int
	Part  bool
	Most  int
	Day   time.Time // on which it takes effect, or would if it were released today
	Steps []string
	Own   bool // the reader had a hand in it, and another person decides
}

type movedRow struct {
	Title string
	release.Moved
}

// changes shows what a version says otherwise, what that does to what is open, and to a second person the way to release it.
func (p *Pages) changes(w http.ResponseWriter, r *http.Request) error {
	return p.layChanges(w, r, page.NewForm(nil))
}

func (p *Pages) layChanges(w http.ResponseWriter, r *http.Request, form *page.Form) error {
	ctx, a := r.Context(), actor(r)
	x, err := of(r)
	if err != nil {
		return err
	}
	v, _, err := p.Versions.Show(ctx, a, x)
	if err != nil {
		return err
	}
	data := changesPage{Most: release.MostOwed, Form: form, Version: v, Href: at(v.ID)}
	if data.Look, err = p.Versions.Look(ctx, a, x); err != nil {
		return err
	}
	_, now, err := p.Versions.List(ctx, a)
	if err != nil {
		return err
	}
	if data.Look.Sound() {
		data.Told = tell(p.locale(r), now, data.Look.Book, data.Look.Differences)
		day := v.Effective
		if v.State != release.Released {
			if day, err = p.Versions.WouldTakeEffect(ctx, a.Tenant, data.Look.Book); err != nil {
				return err
			}
		}
		all, err := p.Versions.Moves(ctx, a, data.Look, day)
		if err != nil {
			return err
		}
		data.Open, data.Part = all.Open, all.Part
		for _, m := range all.Rules {
			if m.Moves > 0 {
				data.Moved = append(data.Moved, movedRow{m.Rule.Title.In(string(page.Of(r).Language)), m})
			}
		}
		data.Day = day.Start(page.Of(r).Zone)
	}
	steps := p.Versions.Next(ctx, a, v)
	for _, step := range []string{"release", "send_back"} {
		if slices.Contains(steps, step) {
			data.Steps = append(data.Steps, step)
		}
	}
	data.Own = v.State == release.Proposed && !slices.Contains(steps, "release")
	p.Render.Render(w, r, form.Status(), "rulebook/changes", data)
	return nil
}

// decide is the second person's word on the text that stood on the page.
func (p *Pages) decide(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	x, err := of(r)
	if err != nil {
		return err
	}
	if _, _, err := p.Versions.Show(r.Context(), actor(r), x); err != nil { // before anything of the form is said
		return err
	}
	do := form.Value("do")
	if do != "release" && do != "send_back" {
		return fault.New(fault.Invalid, "form.unreadable")
	}
	if err := p.Versions.Act(r.Context(), actor(r), x, do, form.Value("read")); err != nil {
		if !form.Take(err) {
			return err
		}
		return p.layChanges(w, r, form)
	}
	p.Browser.Notify(w, "rulebook.done."+do)
	return seeOther(w, r, at(x))
}

type publicPage struct {
	release.Standing
	Title, Summary string
	Since          time.Time
	From           time.Time // the day of the next one
	Told           told
	Laws           []string
}

// public shows everybody under which version the office works, and what the next one says otherwise.
func (p *Pages) public(w http.ResponseWriter, r *http.Request) error {
	tenant, err := p.Tenant(r)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(tenant.Zone)
	if err != nil {
		return err
	}
	page.Of(r).Office, page.Of(r).Zone = tenant.Name, zone
	x, err := p.Versions.Standing(r.Context(), tenant.ID)
	if err != nil {
		return err
	}
	lang := string(page.Of(r).Language)
	data := publicPage{Standing: x, Title: x.Now.Title.In(lang), Summary: x.Now.Summary.In(lang), Since: x.Now.Effective.Start(zone)}
	for _, law := range x.Now.Laws {
		data.Laws = append(data.Laws, law.Title.In(lang))
	}
	if x.Next != nil {
		data.From = x.Effective.Start(zone)
		data.Told = tell(p.locale(r), x.Now, x.Next, x.Differences)
	}
	p.Render.Render(w, r, http.StatusOK, "rulebook/public", data)
	return nil
}
