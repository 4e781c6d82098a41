package mediation

import (
	"net/http"
	"time"

	"linli/casefile/breach"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/notify"
	"linli/promise"
	"linli/web/page"
)

// owedBreaches says that the authority is to be told of breaches, to the officer who keeps their register: hours count there.
func (p *Pages) owedBreaches(r *http.Request, words *words) (rows []requestRow, err error) {
	if p.Breaches == nil {
		return nil, nil
	}
	owed, err := p.Breaches.Owed(r.Context(), actor(r))
	if err != nil {
		return nil, err
	}
	for _, x := range owed {
		rows = append(rows, requestRow{Href: "/breaches/" + x.Entry.ID.String(), Title: words.promise(breach.Rule), Left: words.left(x.Due, p.Mediation.Clock.Now()),
			Name: words.t("breach.due", "what", words.t("breach.cause."+x.Entry.Cause), "time", words.DateTime(x.Due.In(zoneOf(words.Zone)))),
			at:   promise.Place{Due: x.Due, Case: x.Entry.ID, Key: breach.Rule}})
	}
	return rows, nil
}

// owedAccounts are the codes of accounts that wait for the reader as their second person.
func (p *Pages) owedAccounts(r *http.Request, words *words) (rows []requestRow, err error) {
	if !holdsAny(actor(r), access.Lead, access.Privacy) {
		return nil, nil
	}
	waiting, err := p.Office.Waiting(r.Context(), actor(r))
	if err != nil {
		return nil, err
	}
	for _, x := range waiting {
		title := "help.providers.due"
		if x.Account.Organisation.IsZero() {
			title = "help.providers.due_staff"
		}
		if x.Approve {
			rows = append(rows, requestRow{Href: "/office/providers", Title: words.t(title), Left: words.left(x.EndsAt, p.Mediation.Clock.Now()), Name: x.Account.Name,
				at: promise.Place{Due: x.EndsAt, Case: x.Account.ID, Key: title}})
		}
	}
	return rows, nil
}

func zoneOf(z *time.Location) *time.Location {
	if z == nil {
		return time.UTC
	}
	return z
}

// breachNotice is a line about the register of breaches: for its keeper, or for a second person.
func breachNotice(r *http.Request, words words, n notify.Notice) page.Task {
	href := "/breaches/" + n.Args["breach"]
	switch {
	case n.Key == breach.NoticeSecond:
		href += "/notice"
	case !holdsAny(actor(r), access.Privacy): // the next of the chain, who keeps no register
		href = "/breaches"
	}
	return page.Task{Title: page.Text{Text: words.Text(n.Key, fault.Args{})}, Href: href, Hint: page.Text{Text: words.Date(n.At)}}
}
