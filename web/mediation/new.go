package mediation

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/casefile"
	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

// intake is the clerk's form for an application that was made at the counter, by telephone or on paper.
type intake struct {
	Form *page.Form
	*words
	Units []page.Item
	units []id.ID
	tree  office.Tree
	r     *http.Request
	pages *Pages
	old   *mediation.Case // whose dispute is mediated anew in this one; nil: it is new
}

type newPage struct {
	Form    *page.Form
	Anew    string   // the case that this one follows
	Follows string   // its id
	Ways    *ownWays // the dispute is with the unit itself
	Source  []any
	Sent    []any // the letter of a body that sends
	Sends   bool  // one was chosen: the letter is asked for
	Dispute []any
	Parties []newParty
	Last    []any
}

// newParty is one party as the form holds it.
type newParty struct {
	N      int
	Fields []any
	More   []any // what most parties do not need
	Open   bool  // something stands in it
	Remove string
}

// maxPartyRows is how many parties the form holds.
const maxPartyRows = 20

func (p *Pages) intake(r *http.Request, f *page.Form) (*intake, error) {
	a := actor(r)
	units := p.clerkIn(a)
	if len(units) == 0 {
		return nil, p.Mediation.Access.Check(a, "mediation.apply", factsOf(a))
	}
	w, err := p.words(r.Context(), a, p.locale(r))
	if err != nil {
		return nil, err
	}
	in := &intake{Form: f, words: w, units: units, r: r, pages: p}
	if in.tree, err = p.Office.Tree(r.Context(), a.Tenant); err != nil {
		return nil, err
	}
	if in.old, err = p.followed(r, f); err != nil {
		return nil, err
	}
	for _, u := range units {
		in.Units = append(in.Units, page.Item{Value: u.String(), Text: w.units[u]})
	}
	return in, nil
}

// newForm is the empty form: one applicant and one other party.
func (p *Pages) newForm(w http.ResponseWriter, r *http.Request) error {
	f := page.NewForm(nil)
	f.Set("follows", r.URL.Query().Get("follows"))
	in, err := p.intake(r, f)
	if err != nil {
		return err
	}
	in.begin()
	return in.show(w)
}

// begin fills in what most cases have: one applicant and one other party.
func (in *intake) begin() {
	in.Form.Set("parties", "2")
	in.Form.Set("parties[0].role", string(mediation.Applicant))
	in.Form.Set("parties[1].role", string(mediation.Respondent))
	for i := range 2 {
		in.Form.Set(fmt.Sprintf("parties[%d].kind", i), "person")
	}
	in.Form.Set("source", "oral")
}

// moved adds or takes away a party where a button asks for it, and reports whether the form is to be shown again.
func (in *intake) moved() bool {
	f, do := in.Form, in.Form.Value("do")
	switch {
	case do == "add_party":
		n := in.rows()
		f.Set("parties", strconv.Itoa(min(n+1, maxPartyRows)))
		f.Set(fmt.Sprintf("parties[%d].kind", n), "person")
	case strings.HasPrefix(do, "remove_party:"):
		at, err := strconv.Atoi(strings.TrimPrefix(do, "remove_party:"))
		if n := in.rows(); err == nil && at >= 0 && at < n && n > 1 {
			dropRow(f, "parties", at, n, partyFields)
			f.Set("parties", strconv.Itoa(n-1))
		}
	default:
		return do == "change"
	}
	return true
}

// create reads the form: it adds or takes away a party, shows the answers to check, or saves the application.
func (p *Pages) create(w http.ResponseWriter, r *http.Request) error {
	f, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	in, err := p.intake(r, f)
	if err != nil {
		return err
	}
	if in.moved() {
		return in.show(w)
	}
	cmd := in.read()
	claimed := claimedAt(f, in.Zone, p.Mediation.Clock.Now(), time.Time{})
	if f.Faulty() {
		return in.show(w)
	}
	if f.Value("do") != "save" {
		return in.check(w, cmd, claimed)
	}
	return in.save(w, cmd, claimed)
}

// check asks the machine whether it would take the application, without saving anything, and shows the answers.
func (in *intake) check(w http.ResponseWriter, cmd mediation.Apply, claimed time.Time) error {
	a, m := actor(in.r), in.pages.Mediation
	by := casefile.By{Kind: a.Kind, Account: a.Account, Post: access.Clerk}
	_, err := mediation.Decide(mediation.Case{Tenant: a.Tenant}, cmd, by, m.Clock.Now(), claimed, mediation.Knowledge{Rules: in.rules}, m.IDs)
	if err != nil {
		if in.Form.Take(named(placed(err))) {
			return in.show(w)
		}
		return err
	}
	in.pages.Render.Render(w, in.r, http.StatusOK, "mediation/check", in.answers(cmd, claimed))
	return nil
}

// save opens the case. The same form sent twice opens one case.
func (in *intake) save(w http.ResponseWriter, cmd mediation.Apply, claimed time.Time) error {
	req, err := request(in.r, in.Form)
	if err == nil {
		ask := mediation.Ask{Claimed: claimed, Request: req, Answer: func(c mediation.Case, _ []casefile.Slip) []byte {
			b, err := json.Marshal(c.ID)
			if err != nil {
				return nil
			}
			return b
		}}
		var answer []byte
		if _, answer, err = in.pages.Mediation.Create(in.r.Context(), actor(in.r), cmd, ask); err == nil {
			var made id.ID
			if err := json.Unmarshal(answer, &made); err != nil {
				return fmt.Errorf("the answer of an application: %w", err)
			}
			return seeOther(w, in.r, "/mediations/"+made.String()+"/created")
		}
	}
	if !in.Form.Take(named(placed(err))) {
		return err
	}
	return in.show(w)
}

// named tells which party a missing name is: one sentence for two fields helps nobody.
func named(err error) error {
	var list fault.List
	if !errors.As(err, &list) {
		return err
	}
	out := slices.Clone(list)
	for i, f := range out {
		var n int
		if _, none := fmt.Sscanf(f.Field, "parties[%d].name", &n); none == nil && f.Key == "form.required" {
			out[i] = fault.Field(f.Field, "staff.new.name_missing").With(fault.Args{"n": n + 1})
		}
	}
	return out
}

func (in *intake) show(w http.ResponseWriter) error {
	in.pages.Render.Render(w, in.r, in.Form.Status(), "mediation/new", in.lay())
	return nil
}

// rows is how many parties the form shows.
func (in *intake) rows() int {
	n, err := strconv.Atoi(in.Form.Value("parties"))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, maxPartyRows)
}

var partyFields = []string{"role", "kind", "name", "contact", "safe_contact", "email", "language", "agent", "members", "representatives"}

// read makes a command of the form.
func (in *intake) read() mediation.Apply {
	a := mediation.Apply{Type: in.Form.Value("type"), Source: in.Form.Value("source"), Summary: in.Form.Value("summary"), Claims: in.Form.Value("claims"), Code: in.Form.Value("code"), OwnDispute: in.Form.Value("own_dispute") == "yes", Unit: in.unit()}
	if in.Form.Value("own_dispute") == "" {
		in.Form.Add("own_dispute", "form.choose")
	}
	a.Amount = in.money(in.Form, "")
	if in.old != nil {
		a.Follows, a.Type = in.old.ID, in.old.Type
	}
	a.Sent = in.letter()
	for i := range in.rows() {
		at := fmt.Sprintf("parties[%d].", i)
		x := mediation.NewParty{Role: mediation.Role(in.Form.Value(at + "role")), Kind: in.Form.Value(at + "kind"), Name: in.Form.Value(at + "name"),
			Contact: in.Form.Value(at + "contact"), SafeContact: in.Form.Value(at + "safe_contact"), Email: in.Form.Value(at + "email"),
			Language: in.Form.Value(at + "language"), Members: int(in.Form.Number(at + "members"))}
		if agent := in.Form.Value(at + "agent"); agent != "" {
			as := mediation.Agent
			if x.Kind == "organisation" {
				as = mediation.Head
			}
			x.Representatives = append(x.Representatives, mediation.NewRepresentative{As: as, Name: agent})
		}
		for line := range strings.Lines(in.Form.Value(at + "representatives")) {
			if line = strings.TrimSpace(line); line != "" {
				x.Representatives = append(x.Representatives, mediation.NewRepresentative{As: mediation.ForGroup, Name: line})
			}
		}
		a.Parties = append(a.Parties, x)
	}
	return a
}

// unit is where the application is made: the clerk's own unit, or the one that was chosen.
func (in *intake) unit() id.ID {
	if in.old != nil {
		return in.old.Unit
	}
	if len(in.units) == 1 {
		return in.units[0]
	}
	u, err := id.Parse(in.Form.Value("unit"))
	if err != nil {
		return id.ID{}
	}
	return u
}
