package mediation

import (
	"net/http"
	"net/url"
	"time"

	"linli/office"
	"linli/platform/ical"
	"linli/promise"
	officepages "linli/web/office"
	"linli/web/page"
)

// dueFeedPath is where calendar programs fetch. The secret stands in the query, which no log keeps.
const dueFeedPath = "/due.ics"

// dueFeedRows is how many promises of each kind a calendar holds, the next due first.
const dueFeedRows = 500

// newDueFeed makes an address that a calendar program subscribes to. It is shown once; the account page ends it.
func (p *Pages) newDueFeed(w http.ResponseWriter, r *http.Request) error {
	who, _ := officepages.Signed(r.Context())
	key, err := p.Office.IssueFeed(r.Context(), who)
	if err != nil {
		return err
	}
	return p.showDue(w, r, p.Origin+dueFeedPath+"?key="+url.QueryEscape(key))
}

// dueFeed is the page Due of an account for a calendar program: what is promised, of cases of every kind, and when that ends. What
// waits while its clock stands still has no day and is not in it.
func (p *Pages) dueFeed(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Office.Resolve(r.Context(), r.URL.Query().Get("key"), office.Feed)
	if err != nil {
		return err
	}
	r = r.WithContext(officepages.With(r.Context(), who))
	lang := page.Of(r).Language
	if l, ok := p.Texts.Parse(who.Account.Language); ok {
		lang = l
	}
	words, err := p.words(r.Context(), who.Actor, p.Texts.For(lang, page.Of(r).Zone))
	if err != nil {
		return err
	}
	owed, err := p.owedRows(r, words)
	if err != nil {
		return err
	}
	lines, _, err := p.dueLines(r, words, promise.Filter{Limit: dueFeedRows})
	if err != nil {
		return err
	}
	out, now := ical.Calendar{Name: words.t("staff.due.title")}, p.Mediation.Clock.Now()
	add := func(at promise.Place, summary string) {
		// A deadline is an hour before its end, so that programs show it on the day itself.
		out.Events = append(out.Events, ical.Event{UID: at.Case.String() + "-" + at.Key + "@linli", Stamp: now, Start: at.Due.Add(-time.Hour), Length: time.Hour, Summary: summary})
	}
	for _, x := range owed {
		add(x.at, x.Title)
	}
	for _, x := range lines {
		add(x.at, x.entry)
	}
	w.Header().Set("Content-Type", ical.MediaType)
	w.Header().Set("Cache-Control", "no-store")
	return out.Write(w)
}

// entry is a promise in a calendar, with what tells its case from others.
func (w *words) entry(promise, about string) string {
	return w.t("staff.due.feed.entry", "promise", promise, "case", about)
}
