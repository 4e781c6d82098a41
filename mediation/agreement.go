package mediation

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"linli/casefile"
	"linli/casefile/signing"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/vault"
)

// Draft writes down what the parties agreed. Its fields are those of 人民调解法 art. 29, as the rulebook requires them.
type Draft struct {
	Partial        bool    `json:"partial,omitempty"` // settles a part of the dispute, or between some of the parties
	Language       string  `json:"language"`          // of the authoritative text
	Parties        []id.ID `json:"parties"`
	Facts          string  `json:"facts"`
	Issues         string  `json:"issues"`
	Responsibility string  `json:"responsibility"`
	Terms          []Term  `json:"terms"`
	NoWaiver       bool    `json:"no_waiver"` // the mediator declares that no term gives up a right that cannot be given up
}

// Term is one thing that one party owes another.
type Term struct {
	Obligor  id.ID  `json:"obligor"`
	Obligee  id.ID  `json:"obligee"`
	Type     string `json:"kind"` // money, act, apology, other
	Text     string `json:"text"`
	Amount   Money  `json:"amount,omitzero"`
	Due      string `json:"due"` // YYYY-MM-DD, in the office's zone
	Delivery string `json:"method"`

	Instalments []Part `json:"instalments,omitempty"` // of money: the parts make up the amount
}

// Text is the sealed text of an agreement.
type Text struct {
	Parties        []NamedParty `json:"parties"`
	Facts          string       `json:"facts"`
	Issues         string       `json:"issues"`
	Responsibility string       `json:"responsibility"`
	Terms          []Term       `json:"terms"`
	Salt           id.ID        `json:"salt"` // random: the hash in clear columns tells nothing to who guesses at the text, and outlives it
}

// NamedParty is a party as the agreement names it.
type NamedParty struct {
	ID   id.ID  `json:"id"`
	Role Role   `json:"role"`
	Name string `json:"name"`
}

// Hash is the SHA-256 of the text with its salt, in hexadecimal: what a signature refers to.
func (t Text) Hash() string {
	b, err := json.Marshal(t)
	if err != nil {
		panic("mediation: an agreement that JSON cannot hold: " + err.Error()) //nolint:forbidigo // the text is made of strings, numbers and days
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// Kind is the machine's event.
func (Draft) Kind() casefile.Kind { return "draft" }

type drafted struct {
	Agreement   id.ID        `json:"agreement"`
	Partial     bool         `json:"partial,omitempty"`
	Language    string       `json:"language"`
	Parties     []id.ID      `json:"parties"`
	Text        string       `json:"text"`
	Instalments []Instalment `json:"instalments"`
	SignedBy    []string     `json:"signed_by,omitempty"`
}

// draft is the text under its own name: what makes an agreement, written or oral.
func (a Draft) draft() Draft { return a }

func (a Draft) decide(d *decision, s *Step) (any, error) {
	if err := a.check(d, true); err != nil {
		return nil, err
	}
	return a.write(d, s), nil
}

// write seals the text of an agreement and lists what it owes.
func (a Draft) write(d *decision, s *Step) drafted {
	t := Text{Facts: a.Facts, Issues: a.Issues, Responsibility: a.Responsibility, Terms: a.Terms, Salt: d.ids.New()}
	for _, p := range a.Parties {
		t.Parties = append(t.Parties, NamedParty{p, d.c.Party(p).Role, d.Names[p]})
	}
	agreement := d.ids.New()
	s.Secrets = append(s.Secrets, secret(vault.Joint, id.ID{}, agreement, FieldAgreement, t))
	return drafted{agreement, a.Partial, a.Language, a.Parties, t.Hash(), a.instalments(d.ids), d.Rules.Mediation.Agreement.SignedBy}
}

// check refuses what no agreement may say, and where whole is set what it must say and does not.
func (a Draft) check(d *decision, whole bool) error {
	var l fault.List
	need := map[string]bool{"terms": true}
	for _, f := range d.Rules.Mediation.Agreement.Fields {
		need[f.Code] = whole && f.Required || need[f.Code]
	}
	if !slices.Contains(d.Rules.Languages, a.Language) {
		l.Add("language", "mediation.field.language")
	}
	text(&l, "facts", a.Facts, maxText, need["facts"])
	text(&l, "issues", a.Issues, maxText, need["issues"])
	text(&l, "responsibility", a.Responsibility, maxText, need["responsibility"])
	if len(a.Terms) == 0 && need["terms"] {
		l.Add("terms", "form.required")
	}
	if len(a.Terms) > 50 {
		l = append(l, fault.Field("terms", "mediation.field.terms_many").With(fault.Args{"max": 50}))
	}
	for i, t := range a.Terms {
		a.checkTerm(&l, d, fmt.Sprintf("terms[%d].", i), t, need)
	}
	forbid(&l, d, "facts", a.Facts)
	forbid(&l, d, "issues", a.Issues)
	forbid(&l, d, "responsibility", a.Responsibility)
	for i, t := range a.Terms {
		forbid(&l, d, fmt.Sprintf("terms[%d].text", i), t.Text)
		forbid(&l, d, fmt.Sprintf("terms[%d].method", i), t.Delivery)
	}
	return l.Err()
}

func (a Draft) checkTerm(l *fault.List, d *decision, at string, t Term, need map[string]bool) {
	if !slices.Contains([]string{"money", "act", "apology", "other"}, t.Type) {
		l.Add(at+"kind", "mediation.field.term_kind")
	}
	if !slices.Contains(a.Parties, t.Obligor) {
		l.Add(at+"obligor", "mediation.field.term_party")
	}
	if t.Obligor == t.Obligee || !slices.Contains(a.Parties, t.Obligee) {
		l.Add(at+"obligee", "mediation.field.term_party")
	}
	text(l, at+"text", t.Text, maxText, true)
	text(l, at+"method", t.Delivery, maxContact, need["method"])
	if t.Type == "money" && t.Amount.Minor <= 0 {
		l.Add(at+"amount", "mediation.field.amount")
	} else if t.Type == "money" && !i18n.KnownCurrency(t.Amount.Currency) {
		l.Add(at+"amount", "mediation.field.currency")
	}
	checkParts(l, d, at, t)
	if t.Due == "" {
		if need["due"] && len(t.Instalments) == 0 {
			l.Add(at+"due", "form.required")
		}
	} else {
		checkDay(l, d, at+"due", t.Due)
	}
}

// forbid refuses words that would give up a right that nobody can give up: complaint, petition, suit, benefit or the
// reporting of a crime (人民调解法 art. 3, 32). The rulebook lists the phrases; for the rest the mediator declares.
func forbid(l *fault.List, d *decision, field, words string) {
	if found := d.Rules.Mediation.Waivers(words); len(found) > 0 {
		w := found[0]
		f := fault.Field(field, "mediation.field.waiver_"+w.Right).With(fault.Args{"phrase": words[w.Start:w.End]})
		*l = append(*l, d.named(f, d.Rules.Mediation.Protects(w.Right)))
	}
}

func foldDraft(c *Case, e casefile.Event, b drafted) {
	c.Agreement = &Agreement{ID: b.Agreement, Partial: b.Partial, Language: b.Language, Drafted: e.Happened(), Text: b.Text, Parties: b.Parties,
		Mediators: c.atWork(), Instalments: b.Instalments, SignedBy: b.SignedBy}
}

// Sign is one act that brings the agreement into force: of a party, of a mediator, or the office's seal. On paper its
// day is the day on the paper (the command's claimed time).
type Sign struct {
	As         string `json:"as"` // party, mediator or seal
	Party      id.ID  `json:"party,omitzero"`
	Engagement id.ID  `json:"engagement,omitzero"`
	Unit       id.ID  `json:"unit,omitzero"` // of a seal: the joint unit whose it is; zero: the unit that leads
	By         id.ID  `json:"by,omitzero"`   // the representative who signs for the party; zero: the party itself
	Method     string `json:"method"`        // paper; screen and passkey have ways of their own
	Text       string `json:"text"`          // hash of the text that was signed
	Scan       id.ID  `json:"scan,omitzero"` // attachment with the signed paper or the drawn signature

	Interpreter *Interpreting `json:"interpreter,omitempty"` // of a party: who read the text out to it

	proven bool           // [Service.SignDrawn] or [Service.FinishPasskey] looks after what shows the act
	proof  *signing.Proof // of a signature by passkey
	used   signing.Half   // the one-time code that goes with the act
	code   id.ID          // the act at which it was given
}

// Kind is the machine's event.
func (Sign) Kind() casefile.Kind { return "sign" }

func (x Sign) party() id.ID { return x.Party }

func (x Sign) speaker() id.ID { return x.By }

// act is whose act it is, in the form in which the agreement counts what is missing.
func (x Sign) act() Act {
	switch x.As {
	case "party":
		return Act{x.As, x.Party}
	case "mediator":
		return Act{x.As, x.Engagement}
	}
	return Act{x.As, x.Unit}
}

// Methods are the ways to sign.
var Methods = []string{"paper", "screen", "passkey"}

// Act names one act that an agreement needs.
type Act struct {
	As string
	Of id.ID
}

func (x Sign) decide(d *decision, s *Step) (any, error) {
	if !slices.Contains(Methods, x.Method) {
		return nil, fault.Field("method", "mediation.field.sign_method")
	}
	if !strings.EqualFold(x.Text, d.c.Agreement.Text) {
		return nil, fault.Field("text", "mediation.field.other_text")
	}
	if err := d.interpreted(s, x.Interpreter, x.Party, vault.Joint); err != nil {
		return nil, err
	}
	out := Signature{As: x.As, Of: x.act().Of, Method: x.Method, At: s.Event.Happened(), Scan: x.Scan, By: x.By, Code: x.code}
	if x.proof != nil {
		out.Proof = s.Event.ID
		s.Secrets = append(s.Secrets, secret(vault.Joint, id.ID{}, out.Proof, FieldProof, x.proof))
	}
	if x.used.Kind != "" {
		s.Used = append(s.Used, x.used)
	}
	return out, nil
}

func foldSign(c *Case, _ casefile.Event, b Signature) { c.Agreement.Acts = append(c.Agreement.Acts, b) }

// missing lists the acts that the agreement still needs: every party of it, every mediator who drafted it and is still at
// work, the seal of each unit that mediates. Who came after the draft was not there and signs nothing. An oral agreement needs the parties'
// word and the register, which the lead mediator keeps. Where the rulebook says whose acts a written one needs, the others
// are not asked for.
func (a *Agreement) missing(c *Case) []Act {
	var need []Act
	for _, p := range a.Parties {
		need = append(need, Act{"party", p})
	}
	if a.Oral {
		if e := c.registrar(); e != nil {
			need = append(need, Act{"mediator", e.ID})
		}
	} else {
		for _, m := range a.Mediators {
			if e := c.Engagement(m); e != nil && e.Working() {
				need = append(need, Act{"mediator", m})
			}
		}
		need = append(need, Act{As: "seal"})
		for _, u := range c.Jointly() {
			need = append(need, Act{"seal", u})
		}
	}
	return slices.DeleteFunc(need, func(n Act) bool {
		return !a.Oral && len(a.SignedBy) > 0 && !slices.Contains(a.SignedBy, n.As) || slices.ContainsFunc(a.Acts, func(s Signature) bool { return s.As == n.As && s.Of == n.Of })
	})
}

// ActName names an act in an address: party-2, mediator-1, seal, seal-2 of the first joint unit.
func (c *Case) ActName(a Act) string {
	switch a.As {
	case "party":
		return "party-" + strconv.Itoa(1+slices.IndexFunc(c.Parties, func(x Party) bool { return x.ID == a.Of }))
	case "mediator":
		return "mediator-" + strconv.Itoa(1+slices.IndexFunc(c.Engagements, func(x Engagement) bool { return x.ID == a.Of }))
	case "seal":
		if !a.Of.IsZero() {
			return "seal-" + strconv.Itoa(2+slices.IndexFunc(c.Joint, func(x JointUnit) bool { return x.Unit == a.Of && x.Ended.IsZero() }))
		}
	}
	return a.As
}

// Missing lists the acts that the agreement under signature still needs.
func (c *Case) Missing() []Act {
	if c.Agreement == nil || c.SignedOnPaper() {
		return nil
	}
	return c.Agreement.missing(c)
}

// signed reports whether every act is there.
func (c *Case) signed() bool {
	return c.Agreement != nil && !c.unmediated() && len(c.Agreement.missing(c)) == 0
}

// foldEffective dates the agreement from the last of all acts (人民调解法 art. 29), an oral one from the parties' agreement.
func foldEffective(c *Case, _ casefile.Event, _ struct{}) {
	for _, s := range c.Agreement.Acts {
		if s.At.After(c.Agreement.Effective) && (s.As == "party" || !c.Agreement.Oral) {
			c.Agreement.Effective = s.At
		}
	}
	if c.Standing != nil { // what its parties agreed anew takes its place
		c.Former, c.Standing = append(c.Former, superseded(c.Standing.Agreement, c.Agreement.Effective)), nil
	}
	if c.Agreement.OnTheSpot {
		for i := range c.Agreement.Instalments {
			x := &c.Agreement.Instalments[i]
			x.Done = append(x.Done, Performance{At: c.Agreement.Effective, Amount: x.Amount})
			x.Fulfilled = c.Agreement.Effective
		}
	}
}

// RefuseSign takes a party out of a draft: nobody is bound, and the session goes on.
type RefuseSign struct {
	Party id.ID `json:"party"`
}

// Kind is the machine's event.
func (RefuseSign) Kind() casefile.Kind { return "refuse_sign" }

func (r RefuseSign) party() id.ID { return r.Party }

func (r RefuseSign) decide(*decision, *Step) (any, error) { return ofParty{r.Party}, nil }

func foldRefuseSign(c *Case, _ casefile.Event, _ ofParty) { c.Agreement = nil }
