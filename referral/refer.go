package referral

import (
	"cmp"
	"slices"
	"time"

	"linli/casefile"
	"linli/consent"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/rulebook"
)

// Refer proposes a service for one of the needs, and which lines it would be told. The words are the person's: nothing of the
// case goes along by itself.
type Refer struct {
	Service id.ID    `json:"service"`
	Need    string   `json:"need"`
	Lines   []string `json:"lines"`
	Words   string   `json:"words,omitempty"`
	Health  string   `json:"health,omitempty"`
	Safety  string   `json:"safety,omitempty"`
}

// Words are what a service would be told in words, sealed, with what the service was called at that time.
type Words struct {
	Service string `json:"service"`
	Words   string `json:"words,omitempty"`
	Health  string `json:"health,omitempty"`
	Safety  string `json:"safety,omitempty"`
}

// Kind is the machine's event.
func (Refer) Kind() casefile.Kind { return "refer" }

type drafted struct {
	Referral id.ID    `json:"referral"`
	Service  id.ID    `json:"service"`
	Need     string   `json:"need"`
	Offered  []string `json:"offered"`
}

func (x Refer) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	if !slices.Contains(d.c.Needs, x.Need) {
		l.Add("need", "form.choose")
	}
	lines, ok := known(x.Lines)
	if !ok || len(lines) == 0 {
		l.Add("lines", "referral.field.lines")
	}
	for _, w := range []struct{ line, field, text string }{{LineWords, "words", x.Words}, {LineHealth, "health", x.Health}, {LineSafety, "safety", x.Safety}} {
		said := slices.Contains(lines, w.line)
		text(&l, w.field, w.text, maxText, said)
		if !said && w.text != "" {
			l.Add(w.field, "referral.field.words_not_chosen") // nothing is kept that is not offered
		}
	}
	if slices.Contains(lines, LineContact) && !d.c.Reached {
		l.Add("lines", "referral.field.no_contact")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.seal(vault.Private, d.c.Person, s.Event.ID, FieldWords, Words{d.Service, x.Words, x.Health, x.Safety})
	return drafted{s.Event.ID, x.Service, x.Need, lines}, nil
}

func foldRefer(c *Case, e casefile.Event, b drafted) {
	c.Referrals = append(c.Referrals, Referral{ID: b.Referral, Need: b.Need, Service: b.Service, Offered: b.Offered, Status: Draft, Drafted: e.At})
}

// Agree is the person's yes, line by line: lines that were offered and no others. Age and capacity are asked, used for the guard
// and forgotten.
type Agree struct {
	Referral       id.ID       `json:"referral"`
	Lines          []string    `json:"lines"`
	How            consent.How `json:"how"`
	Language       string      `json:"language"` // in which the notice was read
	Age            int         `json:"age,omitempty"`
	SelfSupporting bool        `json:"self_supporting,omitempty"`
	Limited        bool        `json:"limited,omitempty"`
	By             id.ID       `json:"by,omitzero"`     // the guardian who says it; zero: the person itself
	Until          string      `json:"until,omitempty"` // of a guardian: the month in which the person comes of age, YYYY-MM
}

// Kind is the machine's event.
func (Agree) Kind() casefile.Kind { return "agree" }

func (x Agree) referral() id.ID { return x.Referral }

func (x Agree) guardian() id.ID { return x.By }

type agreed struct {
	Referral     id.ID    `json:"referral"`
	Lines        []string `json:"lines"`
	Records      []id.ID  `json:"records"`
	Organisation id.ID    `json:"organisation,omitzero"`
}

func (x Agree) decide(d *decision, s *Step) (any, error) {
	var l fault.List
	lines, ok := known(x.Lines)
	if !ok || len(lines) == 0 || slices.ContainsFunc(lines, func(line string) bool { return !slices.Contains(d.r.Offered, line) }) {
		l.Add("lines", "referral.field.lines")
	}
	if x.Age < 0 || x.Age > 130 {
		l.Add("age", "mediation.field.age")
	}
	until, err := lapses(x, d.Rules.Zone)
	if err != nil || !until.IsZero() && !until.After(d.now) {
		l.Add("until", "referral.field.until")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	s.Lapses = until
	b := agreed{Referral: d.r.ID, Lines: lines, Organisation: d.Organisation}
	need, _ := d.Rules.Help.Need(d.r.Need)
	ordinary, sensitive := apart(lines, need)
	for _, part := range []struct {
		lines  []string
		notice rulebook.Notice
	}{{ordinary, d.Rules.Help.Notice}, {sensitive, d.Rules.Help.Sensitive}} {
		if len(part.lines) == 0 {
			continue
		}
		r, err := d.record(part.lines, part.notice, x.Language, x.By)
		if err == nil {
			r, err = consent.Apply(r, d.voiced(consent.Give, x.How, x.By, until), nil)
		}
		if err != nil {
			return nil, err
		}
		s.Consents, b.Records = append(s.Consents, r), append(b.Records, r.ID)
	}
	return b, nil
}

// lapses is when a guardian's yes ends: with the first day of the month in which the person comes of age, so that no day of birth
// is kept and no guardian speaks for a grown person.
func lapses(x Agree, zone *time.Location) (time.Time, error) {
	if x.By.IsZero() || x.Until == "" {
		return time.Time{}, nil
	}
	return time.ParseInLocation("2006-01", x.Until, zone)
}

// record is the record of one question: these lines, this service, this notice.
func (d *decision) record(lines []string, notice rulebook.Notice, language string, guardian id.ID) (consent.Record, error) {
	var data []consent.Datum
	need, _ := d.Rules.Help.Need(d.r.Need)
	for _, line := range lines {
		datum := lineData[line]
		datum.Sensitive = Sensitive(line, need)
		data = append(data, datum)
	}
	return consent.New(consent.Record{
		Tenant: d.c.Tenant, ID: d.ids.New(), Case: d.c.ID, Subject: d.c.Person, Purpose: consent.Referral, Data: data,
		Notice:    consent.Notice{Version: notice.Version, Hash: consent.HashNotice(d.Rules.Text(language, notice.Text)), Language: cmp.Or(d.Rules.TextIn(language, notice.Text), language)},
		Recipient: consent.Recipient{Kind: consent.Service, ID: d.r.Service}, Storage: consent.Storage{Place: "office", Rule: "referral"},
		Withdrawal: "any_time", Jurisdiction: d.Rules.Jurisdiction(), Guardian: guardian,
	})
}

// voiced is an act of the person or its guardian.
func (d *decision) voiced(event consent.Event, how consent.How, guardian id.ID, until time.Time) consent.Act {
	act := consent.Act{Event: event, At: d.now, How: how, By: consent.BySubject, Account: d.by.Account, Until: until}
	if !guardian.IsZero() {
		act.By = consent.ByGuardian
	}
	return act
}

func foldAgree(r *Referral, _ casefile.Event, b agreed) {
	r.Lines, r.Records, r.Declined, r.Organisation = b.Lines, append(r.Records, b.Records...), time.Time{}, b.Organisation
}

// Decline is a no to the question, of the person or of a guardian. Nothing follows from it, and no reason is asked.
type Decline struct {
	Referral id.ID       `json:"referral"`
	How      consent.How `json:"how"`
	Language string      `json:"language"`
	By       id.ID       `json:"by,omitzero"`
}

// Kind is the machine's event.
func (Decline) Kind() casefile.Kind { return "decline" }

func (x Decline) referral() id.ID { return x.Referral }

func (x Decline) guardian() id.ID { return x.By }

func (x Decline) decide(d *decision, s *Step) (any, error) {
	need, _ := d.Rules.Help.Need(d.r.Need)
	ordinary, sensitive := apart(d.r.Offered, need)
	b := agreed{Referral: d.r.ID}
	for _, part := range []struct {
		lines  []string
		notice rulebook.Notice
	}{{ordinary, d.Rules.Help.Notice}, {sensitive, d.Rules.Help.Sensitive}} {
		if len(part.lines) == 0 {
			continue
		}
		r, err := d.record(part.lines, part.notice, x.Language, x.By)
		if err == nil {
			r, err = consent.Apply(r, d.voiced(consent.Refuse, x.How, x.By, time.Time{}), nil)
		}
		if err != nil {
			return nil, err
		}
		s.Consents, b.Records = append(s.Consents, r), append(b.Records, r.ID)
	}
	return b, nil
}

func foldDecline(r *Referral, e casefile.Event, b agreed) {
	r.Declined, r.Records = e.At, append(r.Records, b.Records...)
}

// Request sends the referral: from now on the service may answer, and read the lines. The key of the link is shown this once.
type Request struct {
	Referral id.ID `json:"referral"`

	link Link
}

// Kind is the machine's event.
func (Request) Kind() casefile.Kind { return "request" }

func (x Request) referral() id.ID { return x.Referral }

type linked struct {
	Referral id.ID `json:"referral"`
	Link     Link  `json:"link"`
}

func (x Request) decide(d *decision, _ *Step) (any, error) { return linked{d.r.ID, x.link}, nil }

func foldRequest(r *Referral, e casefile.Event, b linked) { r.Requested, r.Link = e.At, b.Link }

// RenewLink gives the service another key; the one before opens nothing any more. RevokeLink closes the door without another.
type (
	RenewLink struct {
		Referral id.ID `json:"referral"`

		link Link
	}
	RevokeLink struct {
		Referral id.ID `json:"referral"`
	}
)

// Kind is the machine's event.
func (RenewLink) Kind() casefile.Kind { return "link" }

// Kind is the machine's event.
func (RevokeLink) Kind() casefile.Kind { return "revoke_link" }

func (x RenewLink) referral() id.ID { return x.Referral }

func (x RevokeLink) referral() id.ID { return x.Referral }

func (x RenewLink) decide(d *decision, _ *Step) (any, error) { return linked{d.r.ID, x.link}, nil }

func (x RevokeLink) decide(*decision, *Step) (any, error) { return x, nil }

func foldLink(r *Referral, _ casefile.Event, b linked) { r.Link = b.Link }

func foldRevoke(r *Referral, e casefile.Event, _ RevokeLink) { r.Link.Revoked = e.At }

// how is the way in which a word of the person comes: on its own screen, or written down at the counter.
func (d *decision) how() consent.How {
	if d.by.Kind == access.Staff {
		return consent.Oral
	}
	return consent.Screen
}
