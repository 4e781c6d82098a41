package resident

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/casefile/breach"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/promise"
	"linli/rulebook"
	"linli/web/page"
)

// partyPage is a case as one party sees it: what [mediation.Service.Open] gave, and nothing that it kept back.
type partyPage struct {
	Form *page.Form
	*mediation.Opened
	At     string // where the party's page stands: /r/CODE
	Code   id.Code
	Me     mediation.Party
	Office string
	Unit   string
	Desk   office.Desk // where people of the unit go

	Mails bool // whether this office sends e-mail

	Breaches []breach.Message // what went wrong with what the case holds

	ended office.Unit // whose case it was; zero: the unit works

	lang string
	say  i18n.Locale
	now  time.Time
}

// see opens the case for the party who asks. The access row is written before anything is read.
func (p *Pages) see(r *http.Request, v *visitor) (*partyPage, error) {
	o, err := p.Mediation.Open(r.Context(), v.actor, v.actor.Case, access.ForParty)
	if err != nil {
		return nil, err
	}
	return p.ownPage(r, o, v)
}

func (p *Pages) ownPage(r *http.Request, o *mediation.Opened, v *visitor) (*partyPage, error) {
	me := o.Case.Party(v.actor.Party)
	if me == nil {
		return nil, mediation.ErrNotFound
	}
	tree, err := p.Office.Tree(r.Context(), v.tenant.ID)
	if err != nil {
		return nil, err
	}
	unit := tree.Now(o.Case.Unit, p.Clock.Now())
	own := &partyPage{Form: page.NewForm(nil), Opened: o, At: "/r/" + v.code.String(), Code: v.code, Me: *me, Office: v.tenant.Name,
		Desk: tree.Desk(unit), Mails: p.Mails == nil || p.Mails(), lang: string(page.Of(r).Language), say: p.locale(r), now: p.Clock.Now()}
	if u, ok := tree.Unit(unit); ok {
		own.Unit = u.Name
	}
	if u, _ := tree.Unit(o.Case.Moves.Before(o.Case.Unit)); !u.Open(own.now) {
		own.ended = u
	}
	p.frame(r, own)
	return own, nil
}

// Frame gives a page of another package under /r/{code}/ the head of the party's own pages: its places, and the way out.
func (p *Pages) Frame(r *http.Request, o *mediation.Opened, party id.ID) error {
	v := &visitor{}
	if err := p.locate(r, v, Route{Kind: Own}); err != nil {
		return err
	}
	v.actor.Party = party
	_, err := p.ownPage(r, o, v)
	return err
}

// frame puts the party's own places into the head of the page, the end of the mediation among them.
func (p *Pages) frame(r *http.Request, own *partyPage) {
	l := p.locale(r)
	s := page.Of(r)
	s.Account = &page.Account{Name: l.Text("resident.party.page", nil), Href: own.At, SignOut: own.At + "/leave"}
	add := func(path, key string) {
		s.Nav = append(s.Nav, page.Link{Text: l.Text(key, nil), Href: own.At + path, Current: r.URL.Path == own.At+path})
	}
	s.Nav, s.Contact = nil, own.Desk.Line(l)
	add("", "resident.nav.home")
	if own.Inside() {
		if own.Case.State.Open() {
			add("/statement", "resident.nav.statement")
		}
		add("/papers", "resident.nav.papers")
	}
	add("/reads", "resident.nav.reads")
	switch {
	case own.MayWithdraw():
		add("/withdraw", "resident.nav.withdraw")
	case own.MayRefuse():
		add("/refuse", "resident.nav.refuse")
	}
}

// act asks for an event and says what was achieved. Sent twice, it happens once.
func (p *Pages) act(w http.ResponseWriter, r *http.Request, v *visitor, own *partyPage, cmd mediation.Command, done, template string) error {
	err := p.ask(r, v, own.Form, cmd)
	if err == nil {
		p.Edge.Notify(w, done)
		return seeOther(w, r, own.At)
	}
	if !own.Form.Take(err) {
		return err
	}
	return p.show(w, r, own.Form, template, own)
}

// party shows the party's page, or asks for the passphrase.
func (p *Pages) party(w http.ResponseWriter, r *http.Request) error {
	v := visitorOf(r)
	if !v.in {
		return p.enterForm(w, r)
	}
	if v.helped {
		return seeOther(w, r, "/r/"+v.code.String()+"/help")
	}
	if v.complains {
		return p.complaint(w, r, v)
	}
	own, err := p.see(r, v)
	if err != nil {
		return err
	}
	if !own.Inside() {
		return p.show(w, r, own.Form, "invitation", own)
	}
	if p.Breaches != nil {
		if own.Breaches, err = p.Breaches(r.Context(), own.Case.Tenant, own.Case.ID); err != nil {
			return err
		}
	}
	return p.show(w, r, own.Form, "party", own)
}

// Inside reports whether the party has taken part: it applied, it once consented, or an agreement binds it that was made on paper. Before that, an invitation tells it
// no more than what kind of dispute it is.
func (o *partyPage) Inside() bool {
	return o.Case.Asks(&o.Me) || !o.Me.Consent.Given.IsZero() || o.Case.Binds(o.Me.ID)
}

// Type is the kind of dispute in the reader's language.
func (o *partyPage) Type() string {
	t, _ := o.Rules.Mediation.DisputeType(o.Case.Type)
	return t.Label.In(o.lang)
}

// StateKey and NextKey are the texts of where the case stands and what happens next.
func (o *partyPage) StateKey() string { return "resident.state." + string(o.Case.State) }

// NextKey is what happens next.
func (o *partyPage) NextKey() string { return "resident.next." + string(o.Case.State) }

// Routes are the other ways that stay open after an ending, in the rulebook's words. The reason itself is not shown: it
// may be somebody else's.
func (o *partyPage) Routes() []string {
	last := o.Case.LastState()
	if last.Open() || last.InForce() || last == mediation.Performed {
		return nil
	}
	key := mediation.EndingText(o.Rules)
	if reason, ok := o.Rules.Mediation.Reason(o.Case.Reason); ok && reason.Text != "" && last != mediation.Terminated {
		key = reason.Text
	}
	return paragraphs(o.Rules.Text(o.lang, key))
}

// Lang is the reader's language, for the rulebook's labels.
func (o *partyPage) Lang() string { return o.lang }

// Notice is the notice of rights and duties.
func (o *partyPage) Notice() []string {
	return paragraphs(o.Rules.Text(o.lang, o.Rules.Mediation.Notice.Text))
}

// Reach is how the party asked to be reached.
func (o *partyPage) Reach() mediation.ContactDetails { return o.Contact[o.Me.ID] }

// Next is the next appointment to which this party is asked, or nil.
func (o *partyPage) Next() *mediation.Session {
	var next *mediation.Session
	for i := range o.Case.Sessions {
		s := &o.Case.Sessions[i]
		if s.Planned() && slices.Contains(s.With, o.Me.ID) && (next == nil || s.Start.Before(next.Start)) {
			next = s
		}
	}
	return next
}

// Place is where a session is held, or empty.
func (o *partyPage) Place(s *mediation.Session) string { return o.Passage(mediation.FieldPlace, s.ID) }

// owed is one promise of the office in the reader's words.
type owed struct {
	promise.Promise
	Title, Law, Article string
}

// Owed are the promises that run; Settled are those that have ended.
func (o *partyPage) Owed() []owed { return o.promises(true) }

// Settled are the promises that have ended, void ones apart.
func (o *partyPage) Settled() []owed { return o.promises(false) }

func (o *partyPage) promises(open bool) []owed { return owedOf(o.Promises, o.Rules, o.lang, open) }

func owedOf(rows []casefile.PromiseRow, rules *rulebook.Rulebook, lang string, open bool) []owed {
	var out []owed
	for _, row := range rows {
		rule, known := rules.Promise(row.Rule)
		if !known || row.Open() != open || row.State == promise.Void {
			continue
		}
		x := owed{Promise: row.Promise, Title: rule.Title.In(lang), Article: rule.Source.Article}
		if rule.Source.Law != "office" {
			x.Law = rules.Law(rule.Source.Law).Title.In(lang)
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b owed) int { return a.Due.Compare(b.Due) })
	return out
}

// Capacity are the ages from which a person decides alone.
func (o *partyPage) Capacity() rulebook.Capacity { return o.Rules.Mediation.Capacity }

func paragraphs(text string) []string {
	return slices.DeleteFunc(strings.Split(text, "\n"), func(s string) bool { return strings.TrimSpace(s) == "" })
}
