package help

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"linli/casefile"
	"linli/casefile/breach"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/referral"
	"linli/web/aside"
	"linli/web/page"
)

// minePage is a request for help as the person who made it sees it.
type minePage struct {
	Form *page.Form
	words
	*referral.Opened
	At       string // where the person's page stands: /r/CODE/help
	Code     id.Code
	Unit     string
	Moved    []string // what the person is told where the unit that helped has ended and another has the case
	Referred []referred
	Owed     []owed
	Promised casefile.Promised // what was promised to the person
	Breaches []breach.Message  // what went wrong with what the case holds

	Act casefile.Kind // of the page of one act
	Of  *referred
	Q   question
}

// see opens the case for the person. The access row is written before anything is read.
func (p *Pages) see(r *http.Request) (*minePage, access.Actor, error) {
	p.discreet(r)
	who, err := p.Resident(r)
	if err != nil {
		return nil, who, err
	}
	o, err := p.Referral.Open(r.Context(), who, who.Case)
	if err != nil {
		return nil, who, err
	}
	code, err := id.ParseCode(r.PathValue("code"))
	if err != nil {
		return nil, who, referral.ErrNotFound
	}
	m := &minePage{Form: page.NewForm(nil), words: p.words(r), Opened: o, At: "/r/" + code.String() + "/help", Code: code}
	tree, err := p.Office.Tree(r.Context(), who.Tenant)
	if err != nil {
		return nil, who, err
	}
	unit, _ := tree.Unit(tree.Now(o.Case.Unit, p.Clock.Now()))
	m.Unit = unit.Name
	if left, _ := tree.Unit(o.Case.Moves.Before(o.Case.Unit)); !left.Open(p.Clock.Now()) {
		m.Moved = []string{m.Text("resident.moved.text", fault.Args{"day": m.LongDate(left.ClosedAt), "unit": unit.Name}), m.Text("resident.moved.ended", fault.Args{"unit": left.Name}), tree.Desk(unit.ID).Line(m.Locale)}
	}
	if slices.Contains(o.Case.Next([]casefile.Kind{"waive"}), "waive") {
		m.Promised = casefile.Promised{Rows: o.Promises, Rules: o.Rules, Now: p.Clock.Now()}
	}
	for _, x := range owedOf(o.Promises, o.Rules, m.lang) {
		if x.Open() {
			m.Owed = append(m.Owed, x)
		}
	}
	for i := range o.Case.Referrals {
		x := m.show(o, i, referral.OfPersonReferral)
		for _, act := range x.Next {
			if act == "agree" && o.Case.Ward() {
				continue // a guardian speaks at the counter
			}
			x.Acts = append(x.Acts, page.Link{Text: m.Text("help.mine."+string(act)+".title", nil), Href: m.At + "/" + strconv.Itoa(x.N) + "/" + string(act)})
		}
		m.Referred = append(m.Referred, x)
	}
	slices.Reverse(m.Referred)
	s := page.Of(r)
	s.Account = &page.Account{Name: m.Text("help.mine.page", nil), Href: m.At, SignOut: "/r/" + code.String() + "/leave"}
	return m, who, nil
}

// Waives is where a running promise is waived, or empty.
func (m *minePage) Waives(key string) string {
	if !m.Promised.Waivable()[key] {
		return ""
	}
	return "/r/" + m.Code.String() + "/waive?" + url.Values{"promise": {key}}.Encode()
}

// Title is what is needed; Tag how far it is.
func (m *minePage) Title() string { return m.needs(m.Case.Needs, m.Rules) }

// Tag is where the case stands.
func (m *minePage) Tag() page.Tag { return m.state(m.Case.State) }

// Acts are what the person can do about the case itself.
func (m *minePage) Acts() (out []page.Link) {
	for _, act := range m.Case.Next(referral.OfPerson) {
		out = append(out, page.Link{Text: m.Text("help.mine."+string(act)+".title", nil), Href: m.At + "/0/" + string(act)})
	}
	return out
}

// ActAt is the address of the act.
func (m *minePage) ActAt() string {
	n := 0
	if m.Of != nil {
		n = m.Of.N
	}
	return m.At + "/" + strconv.Itoa(n) + "/" + string(m.Act)
}

// Corrections are what the person asked to have put right, and objected to.
func (m *minePage) Corrections() []casefile.Corrected {
	return m.Opened.Case.Corrected(m.Opened.Written)
}

// Demanded are the demands of courts for papers of this case, the latest first.
func (m *minePage) Demanded() []aside.Told {
	said := func(n id.ID) string { return m.Written[n] }
	return aside.ToldOf(m.Case.Demanded, m.Opened.Demands, said, func(paper string) string { return m.Text("demand.paper."+paper, nil) })
}

// KeptUntil is when the rest of an ended case is destroyed by itself.
func (m *minePage) KeptUntil() time.Time { return m.Case.KeptUntil(m.Rules) }

// WantItems are what can be asked.
func (m *minePage) WantItems() (out []page.Item) {
	for _, what := range casefile.Wants {
		out = append(out, page.Item{Value: what, Text: m.Text("rights."+what, nil)})
	}
	return out
}

// Letters are the messages, the newest first.
func (m *minePage) Letters() []line { return letters(m.Opened) }

// Plan are the steps; Appointments the times that were agreed.
func (m *minePage) Plan() []line { return (&view{Case: m.Case, Opened: m.Opened}).Plan() }

// Appointments are the times that were agreed.
func (m *minePage) Appointments() []line {
	return (&view{Case: m.Case, Opened: m.Opened}).Appointments()
}

// Readings are who read the case, and why.
func (m *minePage) Readings() (out []read) {
	for _, x := range m.Reads {
		if x.Kind != access.Resident { // who has the slip is the person alone
			reader, why := x.Words()
			out = append(out, read{x.Quarter, reader, why})
		}
	}
	return out
}

type read struct {
	Quarter         time.Time
	Reader, Purpose string
}

// Writes reports whether the act takes words.
func (m *minePage) Writes() bool {
	return slices.Contains([]casefile.Kind{"reply", "received", "not_received", "ask_change"}, m.Act)
}

func (p *Pages) mine(w http.ResponseWriter, r *http.Request) error {
	m, _, err := p.see(r)
	if err != nil {
		return p.enter(w, r, err)
	}
	if m.Breaches, err = p.Breaches(r.Context(), m.Case.Tenant, m.Case.ID); err != nil {
		return err
	}
	p.Render.Render(w, r, http.StatusOK, "help/mine", m)
	return nil
}

// enter leads whoever has not opened the code to where the passphrase is asked.
func (p *Pages) enter(w http.ResponseWriter, r *http.Request, err error) error {
	if fault.Of(err).Code != fault.Unauthenticated || r.Method != http.MethodGet {
		return err
	}
	return seeOther(w, r, "/r/"+url.PathEscape(r.PathValue("code")))
}

func (p *Pages) mineForm(w http.ResponseWriter, r *http.Request) error {
	m, _, err := p.minePage(r)
	if err != nil {
		return p.enter(w, r, err)
	}
	if m.Act == "" {
		return seeOther(w, r, m.At) // the case has moved on, and its page says so
	}
	p.Render.Render(w, r, http.StatusOK, "help/mine_act", m)
	return nil
}

// minePage is the page of one act, which is empty where the act does not fit any more.
func (p *Pages) minePage(r *http.Request) (*minePage, access.Actor, error) {
	m, who, err := p.see(r)
	if err != nil {
		return nil, who, err
	}
	act := casefile.Kind(r.PathValue("event"))
	of, err := number(r, &m.Case)
	if err != nil {
		return nil, who, err
	}
	if of == nil {
		if !slices.Contains(referral.OfPerson, act) {
			return nil, who, fault.New(fault.NotFound, "fault.not_found")
		}
		if slices.Contains(m.Case.Next(referral.OfPerson), act) {
			m.Act = act
		}
		return m, who, nil
	}
	if !slices.Contains(referral.OfPersonReferral, act) {
		return nil, who, fault.New(fault.NotFound, "fault.not_found")
	}
	i := slices.IndexFunc(m.Referred, func(x referred) bool { return x.ID == of.ID })
	m.Of, m.Q = &m.Referred[i], m.question(m.Opened, of)
	if slices.Contains(m.Of.Next, act) {
		m.Act = act
	}
	return m, who, nil
}

func (p *Pages) mineAct(w http.ResponseWriter, r *http.Request) error {
	m, who, err := p.minePage(r)
	if err != nil {
		return err
	}
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	if m.Form = form; m.Act == "" {
		return seeOther(w, r, m.At)
	}
	if !form.Looking() {
		cmd := m.command()
		if !form.Faulty() {
			ask, err := request(who.Party, r, form, r.PostForm)
			if err == nil {
				_, err = p.Referral.Act(r.Context(), who, who.Case, cmd, ask)
			}
			if err == nil {
				p.Edge.Notify(w, "help.done")
				return seeOther(w, r, m.At)
			}
			if !form.Take(err) {
				return err
			}
		}
	}
	p.Render.Render(w, r, form.Status(), "help/mine_act", m)
	return nil
}

// command is what the person asks for. Age is asked and forgotten: who is not of age is asked to come with the guardian.
func (m *minePage) command() referral.Command {
	of, text := id.ID{}, m.Form.Value("text")
	if m.Of != nil {
		of = m.Of.ID
	}
	switch m.Act {
	case "reply":
		m.Form.Require("text")
		return referral.Reply{Text: text}
	case "leave":
		return referral.Leave{}
	case "ask_change":
		m.Form.Require("what", "text")
		return referral.AskChange{What: m.Form.Value("what"), Text: text}
	case "ask_erasure":
		return referral.AskErasure{}
	case "agree":
		if len(lines(m.Form)) == 0 {
			m.Form.Add("lines", "referral.field.lines")
		}
		if m.Form.Value("alone") != "yes" {
			m.Form.Add("alone", "help.mine.alone_missing")
		}
		return referral.Agree{Referral: of, Lines: lines(m.Form), How: consent.Screen, Language: m.lang}
	case "decline":
		return referral.Decline{Referral: of, How: consent.Screen, Language: m.lang}
	case "received":
		return referral.Received{Referral: of, Text: text}
	case "not_received":
		return referral.NotReceived{Referral: of, Text: text}
	case "cancel":
		return referral.Cancel{Referral: of}
	}
	return referral.TakeBack{Referral: of}
}
