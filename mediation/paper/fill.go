package paper

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/rulebook"
)

// fill makes one paper's data out of what its reader may read.
type fill struct {
	o     *mediation.Opened
	names Names
	l     i18n.Locale
	lang  string // of the paper
	paper Paper
}

func (f fill) say(key string) string { return f.l.Text("paper."+key, nil) }

// data is what the paper's template asks for.
func (f fill) data() (any, error) {
	switch f.paper.Kind {
	case "application":
		return f.application(), nil
	case "acceptance":
		return f.acceptance(), nil
	case "session":
		return f.session(), nil
	case "agreement":
		return f.agreement()
	case "oral-register":
		return f.oral()
	case "performance":
		return f.performance()
	case "follow-up":
		return f.followUp()
	case "confirmation":
		return f.confirmation()
	case "investigation":
		return f.investigation()
	case "closing":
		return f.closing()
	case "statutory":
		return f.report()
	case "onward":
		return f.letter()
	case "reply":
		return f.reply(), nil
	}
	return f.notice(), nil
}

func (f fill) application() applicationData {
	d := applicationData{Office: f.names.Office.orOpen(), Case: f.clear(), Summary: f.o.Application.Summary, Claims: f.claims(),
		Taker: f.person(by(f.o, "apply", id.ID{}))}
	d.Oral = f.o.Case.Source == "oral" && d.Taker != ""
	d.Applicants, d.Respondents = f.sides(mediation.Applicant), f.sides(mediation.Respondent)
	return d
}

func (f fill) acceptance() acceptanceData {
	d := acceptanceData{Office: f.names.Office.orOpen(), Case: f.clear(), Summary: f.o.Application.Summary, Claims: f.claims(),
		Registrar: f.person(by(f.o, "accept", id.ID{}))}
	d.Applicants, d.Respondents = f.sides(mediation.Applicant), f.sides(mediation.Respondent)
	for _, e := range f.o.Case.Engagements {
		if e.Working() {
			d.Mediators = append(d.Mediators, named{f.person(e.Account)})
		}
	}
	return d
}

// notice fills the papers that go to one party.
func (f fill) notice() noticeData {
	c := &f.o.Case
	d := noticeData{Office: f.names.Office.orOpen(), Case: f.clear(), At: c.Ended, ReplyBy: c.AnswerBy(f.o.Rules),
		Routes: f.routes(), Reason: f.reason()}
	d.Reasons = lines(d.Reason)
	p := c.Party(f.paper.Party)
	d.Party = f.party(*p)
	for _, x := range c.Parties {
		if x.Role == mediation.Applicant {
			d.Applicants = append(d.Applicants, named{f.name(x)})
		}
	}
	d.GivenAt = p.Consent.Given
	d.ReadOut = f.readOut(f.o.InterpretedFor(p.ID, toldBy[f.paper.Kind]), d.Party.Name)
	d.Consents = []consentData{{What: f.say("consent.what"), To: f.names.Office.orOpen().Name, Purpose: f.say("consent.purpose"), Until: p.Consent.Ended}}
	return d
}

// toldBy is by which event a party was told what stands on a paper of its own.
var toldBy = map[string]string{"rights": "inform", "consent": "consent"}

// readOut is who read a paper out, with the party as the paper names it.
func (f fill) readOut(i mediation.Interpreted, to string) []readOutData {
	if i.Name == "" {
		return nil
	}
	return []readOutData{{to, i.Name, f.language(i.Language)}}
}

// reason is what a closing notice says. A mediation that was ended gives every party the one sentence of a neutral
// ending, whatever the reason was: a sentence that stood only where safety is the reason would tell it. Elsewhere, where
// the rulebook marks the reason as neutral, neither it nor the office's own words leave the office.
func (f fill) reason() string {
	if f.o.Case.LastState() == mediation.Terminated {
		return f.o.Rules.Text(f.lang, mediation.EndingText(f.o.Rules))
	}
	r, ok := f.o.Rules.Mediation.Reason(f.o.Case.Reason)
	if !ok {
		return ""
	}
	text := f.o.Rules.Text(f.lang, r.Text)
	if r.Neutral {
		return text
	}
	parts := []string{text}
	if text == "" {
		parts[0] = r.Label.In(f.lang) + f.say("stop")
	}
	for _, e := range f.o.Events {
		if words := f.o.Passage(mediation.FieldReason, e.ID); words != "" && e.Reason == r.Code {
			parts = append(parts, words)
		}
	}
	return strings.Join(parts, "\n")
}

func (f fill) routes() []routeData {
	var out []routeData
	for _, r := range f.o.Rules.Mediation.Routes {
		where := r.Where.In(f.lang)
		if where == "" {
			where = open
		}
		out = append(out, routeData{r.Name.In(f.lang), r.Text.In(f.lang), where})
	}
	return out
}

func (f fill) session() recordData {
	s := f.o.Case.Session(f.paper.Session)
	d := recordData{Case: f.clear(), Recorder: f.person(by(f.o, "record", s.ID)),
		Session: sessionData{N: f.paper.Nth, StartedAt: s.Begun, EndedAt: s.Begun.Add(time.Duration(s.Minutes) * time.Minute),
			Place: f.o.Passage(mediation.FieldPlace, s.ID), Mode: f.say("mode." + s.Mode)},
		Record: f.speech(f.o.Passage(mediation.FieldRecord, s.ID)), Outcome: f.say(f.outcome(s))}
	for _, m := range s.More {
		if words := f.o.Passage(mediation.FieldRecord, m.ID); words != "" {
			d.Record = append(append(d.Record, spoken{"", f.l.Text("paper.record.more", fault.Args{"when": f.l.DateTime(m.At), "minutes": m.Minutes})}), f.speech(words)...)
		}
	}
	for _, e := range f.o.Case.Engagements {
		if !e.From.IsZero() && !e.From.After(s.Begun) && (e.To.IsZero() || e.To.After(s.Begun)) {
			d.Mediators = append(d.Mediators, named{f.person(e.Account)})
		}
	}
	var spoke []string
	for _, i := range f.o.Interpreted[s.ID] {
		who := i.Name
		if i.Language != "" {
			who = f.l.Text("page.noted", fault.Args{"text": who, "note": f.language(i.Language)})
		}
		spoke = append(spoke, who)
	}
	d.Interpreter = f.l.List(spoke)
	for _, p := range f.o.Case.Parties {
		if slices.Contains(s.Present, p.ID) || slices.ContainsFunc(s.More, func(m mediation.Recorded) bool { return slices.Contains(m.Present, p.ID) }) {
			d.Attendees = append(d.Attendees, attendee{f.name(p), f.role(p.Role)})
		}
	}
	return d
}

// outcome says how a session ended, as far as its readers know. A separate talk says nothing of the case.
func (f fill) outcome(s *mediation.Session) string {
	c := &f.o.Case
	if !f.paper.Party.IsZero() {
		return "outcome.separate"
	}
	later := slices.ContainsFunc(c.Sessions, func(x mediation.Session) bool { return len(x.With) > 1 && x.Begun.After(s.Begun) })
	switch {
	case later || c.State.Open() && c.Agreement == nil:
		return "outcome.goes_on"
	case c.Agreement != nil:
		return "outcome.agreed"
	}
	return "outcome.ended"
}

// clear are the case's clear facts in the paper's language.
func (f fill) clear() caseData {
	c, rules := &f.o.Case, f.o.Rules
	d := caseData{Number: Number(f.o, f.names.Unit), Type: c.Type, Source: c.Source, ReceivedAt: c.Received, AcceptedAt: c.Accepted}
	if t, ok := rules.Mediation.DisputeType(c.Type); ok {
		d.Type = t.Label.In(f.lang)
	}
	if i := slices.IndexFunc(rules.Mediation.Sources, func(s rulebook.Code) bool { return s.Code == c.Source }); i >= 0 {
		d.Source = rules.Mediation.Sources[i].Label.In(f.lang)
	}
	for _, p := range f.o.Promises {
		if p.Rule == "conclude" {
			d.DueAt = p.Due
		}
	}
	return d
}

// Number is the case's number as the rulebook writes it, or as it stands on paper where the case came from there; empty before
// acceptance.
func Number(o *mediation.Opened, unit string) string {
	if o.Case.Number == 0 {
		return o.Case.Ref
	}
	return o.Rules.Mediation.Number.Format(unit, o.Case.Year, o.Case.Number)
}

func (f fill) claims() string {
	a := f.o.Application
	if a.Amount.Minor <= 0 {
		return a.Claims
	}
	return strings.TrimSpace(a.Claims + "\n" + f.l.Text("paper.amount", fault.Args{"amount": f.l.Money(a.Amount.Minor, a.Amount.Currency)}))
}

func (f fill) sides(r mediation.Role) []partyData {
	var out []partyData
	for _, p := range f.o.Case.Parties {
		if p.Role == r {
			out = append(out, f.party(p))
		}
	}
	return out
}

// party is a party as the paper may name it: in full on its own paper and on the office's, by name alone on one that
// others get.
func (f fill) party(p mediation.Party) partyData {
	d := partyData{Name: f.name(p)}
	if len(f.paper.To) == 0 || len(f.paper.To) == 1 && f.paper.To[0] == p.ID {
		d.Contact = f.o.Contact[p.ID].Contact
		d.Guardian, d.Agent = f.acting(p, mediation.Guardian), f.acting(p, mediation.Agent, mediation.Head, mediation.ForGroup)
	}
	return d
}

// acting names those who act for a party, of the given kinds.
func (f fill) acting(p mediation.Party, kinds ...string) string {
	var names []string
	for _, r := range f.o.Case.Representatives {
		if r.Party == p.ID && r.Ended.IsZero() && slices.Contains(kinds, r.Kind) && f.o.Acting[r.ID] != "" {
			name := f.o.Acting[r.ID]
			if r.Kind == mediation.Head || r.Kind == mediation.ForGroup { // the line of the paper is that of an agent
				name = f.l.Text("page.noted", fault.Args{"text": name, "note": fault.Text("mediation.as." + r.Kind)})
			}
			names = append(names, name)
		}
	}
	return f.l.List(names)
}

// name is a party's name where the reader knows it; else the place stays empty. Its side is no name.
func (f fill) name(p mediation.Party) string { return f.o.Name(p.ID) }

func (f fill) role(r mediation.Role) string { return f.say("role." + string(r)) }

func (f fill) person(account id.ID) string { return f.names.People[account] }

func (f fill) language(code string) string {
	if l, ok := i18n.Parse(code); ok {
		return f.say("language." + strings.ToLower(strings.ReplaceAll(string(l), "-", "_")))
	}
	return code
}

// speech is a record by speaker: a line that begins with a short name and a colon starts one, any other goes on.
func (f fill) speech(record string) []spoken {
	var out []spoken
	for _, line := range lines(record) {
		who, said, ok := strings.Cut(line, "：")
		if !ok {
			who, said, ok = strings.Cut(line, ": ")
		}
		switch ok = ok && who != "" && said != "" && utf8.RuneCountInString(who) <= 16 && !strings.ContainsFunc(who, unicode.IsPunct); {
		case ok:
			out = append(out, spoken{who, strings.TrimSpace(said)})
		case len(out) == 0:
			out = append(out, spoken{"", line}) // nobody is named: nobody gets a label
		default:
			out[len(out)-1].Text += "\n" + line
		}
	}
	return out
}

// lines are the lines of a text that are not blank: each matter in dispute is one.
func lines(s string) []string {
	var out []string
	for l := range strings.Lines(s) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}
