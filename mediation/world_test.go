package mediation

import (
	"fmt"
	"io/fs"
	"sync"
	"testing"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
	"linli/rulebooks"
)

// road takes one case through the machine, without a database.
type road struct {
	t     *testing.T
	c     Case
	know  Knowledge
	clock *clock.Manual
	ids   *id.Source
	all   []Step
	by    casefile.By

	clerk, mediator, unit id.ID

	lang, kind string // that people speak, and the kind of dispute
}

var shipped = sync.OnceValues(func() (*rulebook.Rulebook, error) { return shippedBook("cn") })

func shippedBook(id string) (*rulebook.Rulebook, error) {
	sub, err := fs.Sub(rulebooks.FS, id)
	if err != nil {
		return nil, err
	}
	rules, findings, err := rulebook.Load(sub)
	if err == nil && len(findings) > 0 {
		err = fmt.Errorf("%v", findings)
	}
	return rules, err
}

func newRoad(t *testing.T) *road {
	t.Helper()
	rules, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return newRoadUnder(t, rules)
}

// newRoadUnder is a road under another rulebook.
func newRoadUnder(t *testing.T, rules *rulebook.Rulebook) *road {
	t.Helper()
	c := clock.NewManual(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC))
	r := &road{t: t, lang: rules.Languages[0], kind: rules.Mediation.DisputeTypes[0].Code, clock: c, ids: id.NewSource(c, nil)}
	r.clerk, r.mediator, r.unit = r.ids.New(), r.ids.New(), r.ids.New()
	r.c.Tenant = r.ids.New()
	r.know = Knowledge{Rules: rules, Mediators: []id.ID{r.mediator}, Concern: map[id.ID]Concern{}, Due: map[string]time.Time{}, Names: map[id.ID]string{}}
	r.by = casefile.By{Kind: access.Staff, Account: r.clerk, Post: access.Clerk}
	return r
}

func (r *road) try(cmd Command) error { return r.tryAt(cmd, time.Time{}) }

func (r *road) tryAt(cmd Command, claimed time.Time) error {
	d, err := Decide(r.c, cmd, r.by, r.clock.Now(), claimed, r.know, r.ids)
	if err != nil {
		return err
	}
	r.c = d.Case
	r.all = append(r.all, d.Steps...)
	r.clock.Add(time.Minute)
	return nil
}

func (r *road) do(cmds ...Command) *road {
	r.t.Helper()
	for _, c := range cmds {
		if err := r.try(c); err != nil {
			r.t.Fatalf("%s in %s: %v", c.Kind(), r.c.State, err)
		}
	}
	return r
}

func (r *road) refused(key string, cmd Command) {
	r.t.Helper()
	err := r.try(cmd)
	if err == nil || fault.Of(err).Key != key {
		r.t.Errorf("%s in %s: %v, want %s", cmd.Kind(), r.c.State, err, key)
	}
}

func (r *road) as(account id.ID, post access.PostKind) *road {
	r.by = casefile.By{Kind: access.Staff, Account: account, Post: post}
	return r
}

func (r *road) a() id.ID { return r.c.Parties[0].ID }
func (r *road) b() id.ID { return r.c.Parties[1].ID }

func application(unit id.ID) Apply {
	return Apply{Unit: unit, Type: "neighbour", Summary: "楼上漏水，天花板发霉", Parties: []NewParty{
		{Role: Applicant, Kind: "person", Name: "甲"}, {Role: Respondent, Kind: "person", Name: "乙"}}}
}

func (r *road) consent(p id.ID) Command {
	return GiveConsent{Party: p, How: consent.Written, Language: r.lang, Age: 40}
}

// to takes a fresh case along the shortest road to a state.
func (r *road) to(s State) *road {
	r.t.Helper()
	steps := []struct {
		state State
		do    func()
	}{
		{Submitted, func() {
			a := application(r.unit)
			a.Type = r.kind
			r.do(a)
		}},
		{Screening, func() { r.do(Screen{}) }},
		{Invited, func() {
			r.do(Inform{Party: r.a(), Language: r.lang, How: "read_out"}, Talk{Party: r.a(), Concern: NoConcernTold}, Invite{})
		}},
		{Accepted, func() {
			r.do(Inform{Party: r.b(), Language: r.lang, How: "read_out"}, Talk{Party: r.b(), Concern: NoConcernTold}, r.consent(r.a()), r.consent(r.b()), Accept{})
		}},
		{Assigned, func() {
			r.do(Propose{r.mediator, true})
			e := r.c.Engagements[len(r.c.Engagements)-1].ID
			r.as(r.mediator, access.Mediator).do(Disclose{Engagement: e, Conflict: NoConflict})
			r.as(r.clerk, access.Clerk).do(AgreeMediator{Engagement: e, Party: r.a(), Agree: true}, AgreeMediator{Engagement: e, Party: r.b(), Agree: true})
		}},
		{Scheduled, func() {
			r.as(r.mediator, access.Mediator).do(Schedule{Mode: "joint", With: []id.ID{r.a(), r.b()}, Start: r.clock.Now().Add(time.Hour)})
		}},
		{InSession, func() { r.do(Begin{Session: r.c.Sessions[len(r.c.Sessions)-1].ID}) }},
		{Signing, func() { r.do(r.draft()).offered() }},
		{Effective, func() { r.signAll() }},
	}
	begun := r.c.State == "" // a road goes on from where it is
	for _, st := range steps {
		if !begun {
			begun = st.state == r.c.State
			continue
		}
		st.do()
		if r.c.State != st.state {
			r.t.Fatalf("state %s, want %s", r.c.State, st.state)
		}
		if st.state == s {
			return r
		}
	}
	r.t.Fatalf("no road to %s", s)
	return r
}

func (r *road) draft() Draft {
	return Draft{Language: r.lang, Parties: []id.ID{r.a(), r.b()}, Facts: "2026年2月起渗水", Issues: "维修费用由谁承担", Responsibility: "乙方承担维修", NoWaiver: true,
		Terms: []Term{{Obligor: r.b(), Obligee: r.a(), Type: "money", Text: "赔偿维修费", Amount: Money{120000, r.know.Rules.Currency}, Due: "2026-04-30", Delivery: "银行转账"}}}
}

func (r *road) sign(as string, of id.ID) Sign {
	s := Sign{As: as, Method: "paper", Text: r.c.Agreement.Text}
	switch as {
	case "party":
		s.Party = of
	case "mediator":
		s.Engagement = of
	}
	return s
}

// offered has every party of the draft offered what it is offered before it signs; nobody wants anything.
func (r *road) offered() *road {
	r.t.Helper()
	for _, m := range r.c.Missing() {
		if m.As == "party" && r.c.Agreement.Offered(m.Of) == nil {
			r.do(offer(m.Of))
		}
	}
	return r
}

func offer(party id.ID) OfferSupport {
	return OfferSupport{Party: party, How: "read_out", Support: NotWanted, Advice: NotWanted, Aloud: Had, Home: NotWanted}
}

func (r *road) signAll() {
	r.t.Helper()
	r.offered()
	for _, m := range r.c.Missing() {
		r.do(r.sign(m.As, m.Of))
	}
}

func faultOf(err error) *fault.Error {
	if err == nil {
		return &fault.Error{}
	}
	return fault.Of(err)
}

func key(err error) string { return faultOf(err).Key }

// r0 is an account that no case knows.
func r0(t *testing.T) id.ID { return newRoad(t).mediator }
