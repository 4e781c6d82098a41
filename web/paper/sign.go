package paper

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"linli/mediation"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/web/page"
)

type signPage struct {
	Form *page.Form
	marks
	offeredAt
	Base    string
	Act     string // in the address of the office's page
	As      string // party, mediator or seal
	Who     string // name or side of who signs
	Text    string // hash of the text that is signed
	Done    bool   // nothing is missing of this act
	Screen  bool   // may be drawn on the screen here
	Passkey bool   // may be signed by a passkey here
	Barred  bool   // the law keeps this type of dispute on paper
	Spoken  bool   // a guardian or those whom a group chose sign for the party, at the office
	Paused  time.Time
	Scan    bool // a scan can be added
	Before  []said
	Wait    string // message key: what comes before the signature; empty: nothing
	Ask     string // where that is recorded
	Today   time.Time

	Speakers []page.Item // who can sign for the party on paper; none: nobody but itself

	GiveCode bool   // a one-time code can be made for the party
	Code     string // the one made now
	Until    time.Time
	Speaks   string // the party's language, where linli has no texts in it
}

// At is the address of the act.
func (s signPage) At() string {
	if s.Act == "" {
		return s.Base + "/signature"
	}
	return s.Base + "/signature/" + s.Act
}

// inPaper stands before the fields of an interpreter in the form of a signature on paper, beside which is the form of the code.
const inPaper = "paper_"

// interpreterAt are the fields of an interpreter in one of the forms.
type interpreterAt struct {
	At   string // before their names
	Open bool   // the party speaks another language, or somebody was named
}

// Interprets offers to name who reads the text out.
func (s signPage) Interprets(at string) interpreterAt {
	return interpreterAt{at, s.Speaks != "" || slices.ContainsFunc([]string{"name", "language", "unbound", "consented"}, func(x string) bool { return s.Form.Value(at+"interpreter_"+x) != "" })}
}

// Signs is what a passkey of an account signs here, in the words of a message.
func (s signPage) Signs() string {
	if s.As == "seal" {
		return "seal"
	}
	return "staff"
}

// task is one act under the agreement and what the reader's page needs for it.
type task struct {
	mediation.Act
	c    mediation.Case
	who  string
	said mediation.Answered // what the party answered before it signs

	language string      // of the party
	signers  []page.Item // the party itself, and those who act for it
	speaks   string      // the same by its name, where linli has no texts in it
}

// acts lists what the agreement still needs, for the office's list.
func (p *Pages) acts(r *http.Request, o *mediation.Opened) []row {
	if o.Case.State != mediation.Signing {
		return nil
	}
	l := p.Texts.For(page.Of(r).Language, page.Of(r).Zone)
	var out []row
	for _, a := range o.Case.Missing() {
		name := o.Case.ActName(a)
		out = append(out, row{ID: name, Title: p.title(r, l, o.Case, a, o.Name)})
	}
	return out
}

func (p *Pages) title(r *http.Request, l i18n.Locale, c mediation.Case, a mediation.Act, name func(id.ID) string) string {
	switch a.As {
	case "party":
		x := c.Party(a.Of)
		if n := name(a.Of); n != "" {
			return l.Text("paper.role."+string(x.Role), nil) + l.Text("paper.colon", nil) + n
		}
		return l.Text("paper.role."+string(x.Role), nil)
	case "mediator":
		if n, err := p.Office.AccountName(r.Context(), c.Tenant, c.Engagement(a.Of).Account); err == nil {
			return l.Text("paper.role.mediator", nil) + l.Text("paper.colon", nil) + n
		}
		return l.Text("paper.role.mediator", nil)
	}
	if a.Of.IsZero() && len(c.Jointly()) == 0 {
		return l.Text("paper.role.seal", nil)
	}
	tree, err := p.Office.Tree(r.Context(), c.Tenant)
	unit, known := tree.Unit(cmp.Or(a.Of, c.Unit))
	if err != nil || !known {
		return l.Text("paper.role.seal", nil)
	}
	return l.Text("paper.role.seal", nil) + l.Text("paper.colon", nil) + unit.Name
}

// task finds the act that the address names. The office's seal is set by the lead, who sees the state and no content.
func (p *Pages) task(r *http.Request, who reader) (task, error) {
	c, _, err := p.Mediation.See(r.Context(), who.Actor, who.Of)
	if err != nil {
		return task{}, err
	}
	if c.Agreement == nil || c.State != mediation.Signing {
		return task{}, fault.New(fault.Guard, "paper.sign.nothing")
	}
	t := task{c: c, Act: mediation.Act{As: "party", Of: who.Own}}
	if who.Own.IsZero() {
		all := append(slices.Clone(c.Missing()), done(c)...)
		i := slices.IndexFunc(all, func(a mediation.Act) bool { return c.ActName(a) == r.PathValue("act") })
		if i < 0 {
			return task{}, mediation.ErrNotFound
		}
		t.Act = all[i]
	} else if !slices.Contains(c.Agreement.Parties, who.Own) {
		return task{}, mediation.ErrNotFound
	}
	name, l := func(id.ID) string { return "" }, p.Texts.For(page.Of(r).Language, page.Of(r).Zone)
	if t.As != "seal" {
		o, err := p.Mediation.Open(r.Context(), who.Actor, who.Of, access.ForWork)
		if err != nil {
			return task{}, err
		}
		if err := p.frame(r, who, o); err != nil {
			return task{}, err
		}
		name, t.said = o.Name, o.Answered[t.Of]
		if t.language = o.Identity[t.Of].Language; o.SpeaksOther(t.Of) {
			t.speaks = l.NameOf(t.language)
		}
		t.signers = []page.Item{{Value: "", Text: l.Text("staff.by.self", nil)}}
		for _, x := range c.ActingFor(t.Of, calendar.DateOf(p.Clock.Now(), cmp.Or(page.Of(r).Zone, time.UTC)).String()) {
			t.signers = append(t.signers, page.Item{Value: x.ID.String(), Text: l.Text("mediation.as."+x.Kind, nil) + l.Text("paper.colon", nil) + o.Acting[x.ID]})
		}
	}
	t.who = p.title(r, l, c, t.Act, name)
	return t, nil
}

func done(c mediation.Case) []mediation.Act {
	var out []mediation.Act
	for _, s := range c.Agreement.Acts {
		out = append(out, mediation.Act{As: s.As, Of: s.Of})
	}
	return out
}

// signForm shows how an act can be done: on the screen, where that is allowed, and on paper.
func (p *Pages) signForm(w http.ResponseWriter, r *http.Request, who reader) error {
	t, err := p.task(r, who)
	if err != nil {
		return err
	}
	return p.showSign(w, r, who, t, page.NewForm(nil), http.StatusOK)
}

func (p *Pages) showSign(w http.ResponseWriter, r *http.Request, who reader, t task, form *page.Form, status int) error {
	data, err := p.signPage(r.Context(), who, t, form)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, status, side(who)+"sign", data)
	return nil
}

// signPage says what can be done: a party on its own page signs for itself, a mediator for itself, the lead for the office.
func (p *Pages) signPage(ctx context.Context, who reader, t task, form *page.Form) (signPage, error) {
	rules, err := p.Mediation.Office.RulebookOf(ctx, t.c.Tenant, t.c.Rulebook, t.c.RulebookVersion)
	if err != nil {
		return signPage{}, err
	}
	kind, _ := rules.Mediation.DisputeType(t.c.Type)
	data := signPage{Form: form, Base: who.Base, As: t.As, Who: t.who, Text: t.c.Agreement.Text,
		Done: slices.Contains(done(t.c), t.Act), Barred: kind.ScreenSigningBarred, Scan: t.As != "seal", Today: p.Clock.Now()}
	if who.Own.IsZero() {
		data.Act = t.c.ActName(t.Act)
	}
	if until := t.c.Agreement.PausedUntil(); until.After(p.Clock.Now()) {
		data.Paused = until
	}
	if t.As == "party" {
		data.before(t, who)
		data.Spoken = t.c.SpokenFor("sign", t.Of)
		if len(t.signers) > 1 || data.Spoken {
			data.Speakers = t.signers
		}
	}
	own := t.As == "mediator" && t.c.Engagement(t.Of).Account == who.Account
	itself := t.As == "party" && !data.Spoken // a screen cannot tell who acts for somebody
	data.Screen = !data.Barred && (itself || own)
	data.GiveCode = !data.Barred && itself && who.Own.IsZero()
	data.Speaks = t.speaks
	data.Passkey = !data.Barred && p.Mediation.PasskeysOn() && (own || t.As == "seal" || itself && !who.Own.IsZero())
	return data, nil
}

// sign does the act. On the screen it is the act of whoever drew; on paper the office enters what the paper shows.
func (p *Pages) sign(w http.ResponseWriter, r *http.Request, who reader) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	t, err := p.task(r, who)
	if err != nil {
		return err
	}
	if form.Value("method") == "screen" {
		err = p.draw(r, who, t, form)
	} else {
		err = p.onPaper(r, who, t, form)
	}
	if err != nil {
		status := http.StatusUnauthorized
		if f := fault.Of(err); f.Code == fault.Unauthenticated && f.Field == "" {
			form.Add("passphrase", f.Key)
		} else if !form.Faulty() && !form.Take(err) {
			return err
		} else {
			status = form.Status()
		}
		return p.showSign(w, r, who, t, form, status)
	}
	p.Browser.Notify(w, "paper.sign.done")
	http.Redirect(w, r, t.onward(who), http.StatusSeeOther) //nolint:gosec // a page of this site
	return nil
}

// onward is where an act that is done leads.
func (t task) onward(who reader) string {
	if who.Own.IsZero() && t.As != "seal" {
		return who.Base + "/papers"
	}
	return who.Base
}

// sign is the act in the words of the machine.
func (t task) sign(method string) mediation.Sign {
	s := mediation.Sign{As: t.As, Method: method}
	switch t.As {
	case "party":
		s.Party = t.Of
	case "mediator":
		s.Engagement = t.Of
	case "seal":
		s.Unit = t.Of
	}
	return s
}

func (t task) command(form *page.Form, method string) mediation.Sign {
	s := t.sign(method)
	s.Text = form.Value("text")
	return s
}

// onPaper enters an act that was done on paper, with the day on the paper and, where there is one, its scan.
func (p *Pages) onPaper(r *http.Request, who reader, t task, form *page.Form) error {
	if !who.Own.IsZero() {
		return mediation.ErrNotFound // a party's paper is entered by the office that has it in its hands
	}
	claimed, err := p.claimed(r, form, t)
	if err != nil {
		return err
	}
	cmd := t.command(form, "paper")
	if t.As == "party" {
		cmd.Interpreter = t.interpreter(form, inPaper)
		if by := form.Value("by"); by != "" {
			if cmd.By, err = id.Parse(by); err != nil {
				return fault.Field("by", "form.choose")
			}
		}
	}
	if scans := form.Files("scan"); len(scans) > 0 && scans[0].Size > 0 && t.As != "seal" {
		prints, err := form.Prints(1)
		if err != nil {
			return err
		}
		f, err := scans[0].Open()
		if err != nil {
			return err
		}
		defer f.Close() // read to its end or not at all
		_, err = p.Mediation.SignWith(r.Context(), who.Actor, who.Of, cmd, mediation.UploadInput{Shared: true, Name: scans[0].Filename, Prints: prints[0], Reader: f}, claimed)
		return atField(atInterpreter(atSpeaker(err), inPaper), "scan")
	}
	_, _, err = p.Mediation.Act(r.Context(), who.Actor, who.Of, cmd, mediation.Ask{Claimed: claimed})
	return atInterpreter(atSpeaker(err), inPaper)
}

// atSpeaker says at the field of who signs for the party what is wrong with that.
func atSpeaker(err error) error {
	if err == nil {
		return nil
	}
	switch f := fault.Of(err); f.Key {
	case "mediation.guard.guardian_missing", "mediation.guard.group_speaks", "mediation.guard.authority_general", "mediation.guard.representative_unknown":
		return f.At("by")
	}
	return err
}

// claimed is when the paper was signed: at noon of the day on it, but not before the text was there; zero for today.
func (p *Pages) claimed(r *http.Request, form *page.Form, t task) (time.Time, error) {
	zone := page.Of(r).Zone
	if zone == nil {
		zone = time.UTC
	}
	day := form.Date("signed", zone)
	if form.Faulty() {
		return time.Time{}, form.Err()
	}
	now := p.Clock.Now().In(zone)
	if day.IsZero() || day.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return time.Time{}, nil
	}
	drafted := t.c.SignedFrom(t.Act).In(zone)
	if day.AddDate(0, 0, 1).Before(drafted) || day.AddDate(0, 0, 1).Equal(drafted) {
		return time.Time{}, fault.Field("signed", "paper.sign.before_text")
	}
	at := day.Add(12 * time.Hour)
	if at.Before(drafted) {
		at = drafted
	}
	return at, nil
}
