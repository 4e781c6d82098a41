package duty

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

// newFeed makes an address that a calendar program subscribes to. It is shown once; the account page ends it.
func (p *Pages) newFeed(w http.ResponseWriter, r *http.Request) error {
	who, _ := officepages.Signed(r.Context())
	key, err := p.Office.IssueFeed(r.Context(), who)
	if err != nil {
		return err
	}
	return p.showBoard(w, r, p.Origin+"/duties.ics?key="+url.QueryEscape(key))
}

// feed is what an account has to do and to check, for a calendar program. The secret stands in the query, which no log keeps.
func (p *Pages) feed(w http.ResponseWriter, r *http.Request) error {
	who, err := p.Office.Resolve(r.Context(), r.URL.Query().Get("key"), office.Feed)
	if err != nil {
		return err
	}
	lang := page.Of(r).Language
	if l, ok := p.Texts.Parse(who.Account.Language); ok {
		lang = l
	}
	now := p.Duty.Clock.Now()
	rows, err := p.Duty.Due(r.Context(), who.Actor, promise.Filter{Limit: 500})
	if err != nil {
		return err
	}
	words, err := p.words(r.Context(), who.Actor.Tenant, p.Texts.For(lang, page.Of(r).Zone))
	if err != nil {
		return err
	}
	out := ical.Calendar{Name: words.t("duty.list.title")}
	for _, x := range rows {
		row, err := p.row(r.Context(), words, x)
		if err != nil {
			return err
		}
		// A deadline is an hour before its end, so that programs show it on the day itself.
		out.Events = append(out.Events, ical.Event{UID: x.Case.ID.String() + "-" + x.Case.Waits() + "@linli", Stamp: now, Start: x.Next.Add(-time.Hour), Length: time.Hour,
			Summary: words.t("duty.feed."+x.Case.Waits(), "duty", row.Name, "unit", words.units[x.Case.Unit])})
	}
	w.Header().Set("Content-Type", ical.MediaType)
	w.Header().Set("Cache-Control", "no-store")
	return out.Write(w)
}
