package mediation

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/web/page"
)

// sheet is the form of one act on one case: it lays out the fields for the page, and reads them when they come back.
type sheet struct {
	*view
	Form *page.Form
	r    *http.Request
	free []string // names of the radios that may be left unanswered
}

// with are texts that a field may have besides its label.
type with struct {
	hint   string // message key
	value  string // what the page suggests
	rows   int
	kind   string // of an input: "text", "number", "time"
	inline bool
	free   bool // of radios: may be left unanswered
}

// suggested is what a field shows before anybody typed: what the address of the page says, else what the form suggests.
func (s *sheet) suggested(name, value string) any {
	if q := s.r.URL.Query().Get(name); q != "" && s.r.Method == http.MethodGet {
		return q
	}
	if value == "" {
		return nil
	}
	return value
}

func (s *sheet) field(name, label string, o with) page.Field {
	f := page.Field{Name: name, ID: anchor(name), Label: page.Text{Text: s.t(label)}}
	if o.hint != "" {
		f.Hint.Text = s.t(o.hint)
	}
	return f
}

// anchor is a field's id in the page: the name without brackets and dots, which addresses cannot hold.
func anchor(name string) string {
	return strings.NewReplacer("[", "-", "]", "", ".", "-").Replace(name)
}

func (s *sheet) input(name, label string, o with) any {
	f := s.field(name, label, o)
	in := &page.Input{Field: f, Type: "text", Value: s.suggested(name, o.value)}
	switch o.kind {
	case "number":
		in.Inputmode, in.Classes = "numeric", "govuk-input--width-5"
	case "time":
		in.Type, in.Classes = "time", "govuk-input--width-5"
	case "email":
		in.Type, in.Autocomplete = "email", "off"
	}
	return in
}

func (s *sheet) area(name, label string, o with) any {
	return &page.Textarea{Field: s.field(name, label, o), Rows: o.rows}
}

func (s *sheet) choices(name, label string, items []page.Item, o with) page.Choices {
	c := page.Choices{Field: s.field(name, label, o), IDPrefix: anchor(name), Items: items,
		Fieldset: &page.Fieldset{Legend: page.Text{Text: s.t(label), Classes: "govuk-fieldset__legend--s"}}}
	c.Label = page.Text{}
	if o.inline {
		c.Classes = "govuk-radios--inline"
	}
	return c
}

func (s *sheet) radios(name, label string, items []page.Item, o with) any {
	if len(items) == 1 && o.value == "" {
		o.value = page.Item{Value: items[0].Value}.ValueText()
	}
	if o.free {
		s.free = append(s.free, name)
	}
	return &page.Radios{Choices: s.choices(name, label, items, o), Value: s.suggested(name, o.value)}
}

func (s *sheet) boxes(name, label string, items []page.Item, o with) any {
	return &page.Checkboxes{Choices: s.choices(name, label, items, o)}
}

// box is a single statement that is ticked or not.
func (s *sheet) box(name, label string, o with) any {
	return &page.Checkboxes{Choices: page.Choices{Field: s.field(name, label, o), IDPrefix: anchor(name),
		Items: []page.Item{{Value: "yes", Text: s.t(label)}}}}
}

func (s *sheet) day(name, label string, o with) any {
	f := s.field(name, label, o)
	f.Label = page.Text{}
	return &page.DateInput{Field: f, Fieldset: &page.Fieldset{Legend: page.Text{Text: s.t(label), Classes: "govuk-fieldset__legend--s"}}}
}

// choose offers codes whose words are messages under a common beginning.
func (s *sheet) codes(under string, codes ...string) []page.Item {
	out := make([]page.Item, len(codes))
	for i, c := range codes {
		out[i] = page.Item{Value: c, Text: s.t(under + c)}
	}
	return out
}

// partyItems offers the parties that fit.
func (s *sheet) partyItems(fits func(mediation.Party) bool) []page.Item {
	var out []page.Item
	for _, p := range s.Case.Parties {
		if p.Shredded.IsZero() && p.Gone.IsZero() && (fits == nil || fits(p)) {
			out = append(out, page.Item{Value: p.ID.String(), Text: s.party(p.ID)})
		}
	}
	return out
}

func (s *sheet) sessionItems(fits func(mediation.Session) bool) []page.Item {
	var out []page.Item
	for _, x := range s.Case.Sessions {
		if fits(x) {
			out = append(out, page.Item{Value: x.ID.String(), Text: s.session(x), Hint: page.Text{Text: s.parties(x.With)}})
		}
	}
	return out
}

func (s *sheet) engagementItems(fits func(mediation.Engagement) bool) []page.Item {
	var out []page.Item
	for _, e := range s.Case.Engagements {
		if e.To.IsZero() && fits(e) {
			out = append(out, page.Item{Value: e.ID.String(), Text: s.staff[e.Account]})
		}
	}
	return out
}

// reasonItems are the rulebook's reasons for an act, each with the text that the applicant gets with it. An
// ending reads the same whatever the reason, and a suspension has no text.
func (s *sheet) reasonItems(event string) []page.Item {
	var out []page.Item
	for _, r := range s.rules.Mediation.ReasonsFor(event) {
		it := page.Item{Value: r.Code, Text: s.in(r.Label)}
		if r.Text != "" && event == "not_accept" {
			it.Hint.Text = s.rules.Text(string(s.Language), r.Text)
		}
		out = append(out, it)
	}
	return out
}

// languageItems are the languages that the rulebook has texts in.
func (s *sheet) languageItems() []page.Item {
	var out []page.Item
	for _, l := range s.rules.Languages {
		out = append(out, page.Item{Value: l, Text: s.NameOf(l)})
	}
	return out
}

func (s *sheet) yesNo() []page.Item {
	return []page.Item{{Value: "yes", Text: s.t("page.yes")}, {Value: "no", Text: s.t("page.no")}}
}

// claimed are the fields for something that was done before it is entered.
func (s *sheet) claimed() any {
	return s.day("claimed", "staff.claimed", with{hint: "staff.claimed_hint"})
}

// unanswered notes each question of the form without an answer, in the question's own words; where one of the answers is
// empty, an empty field is that answer.
func (s *sheet) unanswered(fields []any) {
	for _, x := range fields {
		r, ok := x.(*page.Radios)
		if !ok || s.Form.Value(r.Name) != "" || s.Form.Wrong(r.Name) || slices.Contains(s.free, r.Name) ||
			slices.ContainsFunc(r.Items, func(i page.Item) bool { return i.ValueText() == "" }) {
			continue
		}
		s.Form.Add(r.Name, "form.choose")
	}
}

// unoffered reports whether one of these fields asks for a choice and offers none.
func (s *sheet) unoffered(fields []any) bool {
	return slices.ContainsFunc(fields, func(x any) bool {
		r, ok := x.(*page.Radios)
		return ok && len(r.Items) == 0 && !slices.Contains(s.free, r.Name)
	})
}

// chosen reads the id under a name; a missing choice is noted as a fault.
func (s *sheet) chosen(name string) id.ID {
	x, err := id.Parse(s.Form.Value(name))
	if err != nil || x.IsZero() {
		s.Form.Add(name, "form.choose")
		return id.ID{}
	}
	return x
}

// all reads the ids under a name.
func (s *sheet) all(name string) []id.ID {
	var out []id.ID
	for _, v := range s.Form.Values(name) {
		if x, err := id.Parse(v); err == nil && !x.IsZero() {
			out = append(out, x)
		} else {
			s.Form.Add(name, "form.choose")
		}
	}
	return out
}

func (s *sheet) yes(name string) bool { return s.Form.Value(name) == "yes" }

// when reads a day and, where one was given, a time of that day in the office's zone.
func (s *sheet) when(name string) time.Time {
	day := s.Form.Date(name, s.zone())
	typed := strings.ReplaceAll(s.Form.Value(name+"_time"), "：", ":")
	if day.IsZero() {
		return day
	}
	hour, minute, ok := strings.Cut(typed, ":")
	h, err1 := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	if !ok || err1 != nil || err2 != nil || h < 0 || h > 23 || m < 0 || m > 59 {
		s.Form.Add(name+"_time", "staff.field.time")
		return time.Time{}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), h, m, 0, 0, s.zone())
}

func (s *sheet) zone() *time.Location {
	if s.Zone == nil {
		return time.UTC
	}
	return s.Zone
}

// claimedAt is when the thing happened according to the form; zero is now. A day is all that people write down: noon
// stands for it, and never an instant before the application itself.
func claimedAt(f *page.Form, zone *time.Location, now, received time.Time) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	day := f.Date("claimed", zone)
	today := now.In(zone)
	if day.IsZero() || day.Year() == today.Year() && day.YearDay() == today.YearDay() {
		return time.Time{}
	}
	noon := day.Add(12 * time.Hour)
	if local := received.In(zone); noon.Before(received) && local.Year() == day.Year() && local.YearDay() == day.YearDay() {
		return received
	}
	return noon
}

// fields of guards: where on the form the reader can mend what a guard refuses.
var fieldOf = map[string]string{
	"mediation.guard.own_dispute": "own_dispute", "mediation.guard.same_unit": "unit", "mediation.guard.nobody_there": "unit",
	"mediation.guard.joint_never": "unit", "mediation.guard.joint_unit": "unit", "mediation.guard.joint_there": "unit", "mediation.guard.joint_unknown": "joint",
	"mediation.guard.joint_not_asked": "joint", "mediation.guard.joint_not_yours": "joint", "mediation.guard.joint_said": "party", "mediation.guard.joint_seconds": "lead",
	"mediation.guard.guardian_missing": "by", "mediation.guard.guardian_is_opponent": "known", "mediation.guard.guardian_tie": "tie",
	"mediation.guard.both_sides": "known", "mediation.guard.authority_not_written": "scope", "mediation.guard.representation_kind": "as",
	"mediation.guard.child_not_heard": "party", "mediation.guard.group_speaks": "by", "mediation.guard.authority_general": "by", "mediation.guard.guardian_by_law": "why", "mediation.guard.right_is_personal": "how",
	"mediation.guard.not_taking_part": "with", "mediation.guard.joined_before": "party",
	"mediation.guard.third_persons": "third_persons_consented", "mediation.guard.separate_only": "mode",
	"mediation.guard.mode_not_agreed": "session", "mediation.guard.mode_not_asked": "party", "mediation.guard.round_not_open": "about",
	"mediation.guard.offer_unknown": "offer", "mediation.guard.offer_released": "offer", "mediation.guard.offer_read": "offer", "mediation.guard.offer_nobody": "offer",
	"mediation.guard.booked": "start_time", "mediation.guard.booked_case": "start_time", "mediation.guard.away": "anyway",
	"mediation.guard.note_scope": "scope", "mediation.guard.one_lead": "lead", "mediation.guard.nobody_left": "to",
	"mediation.guard.not_a_colleague": "to", "mediation.guard.signers": "parties", "mediation.guard.waiver_undeclared": "no_waiver",
	"mediation.guard.paper_only": "method", "mediation.guard.support_not_offered": "act", "mediation.guard.wish_open": "act", "mediation.guard.no_pause": "party", "mediation.guard.interpreter_bound": "interpreter_unbound", "mediation.guard.interpreter_unwanted": "interpreter_consented",
	"mediation.guard.scan_unknown": "scan", "mediation.guard.not_a_mediator": "account", "mediation.guard.already_engaged": "account",
	"mediation.guard.party_not_invited": "party", "mediation.guard.party_not_informed": "party", "mediation.guard.party_not_talked": "party",
	"mediation.guard.already_consented": "party", "mediation.guard.signature_not_needed": "act", "mediation.guard.not_disclosed": "engagement",
	"mediation.guard.not_read_back": "read_back", "mediation.guard.nothing_due": "instalment", "mediation.guard.not_due_yet": "instalment",
	"mediation.guard.already_agreed": "party", "mediation.guard.not_a_signer": "party", "mediation.guard.follow_up_agreed": "party",
	"mediation.guard.follow_up_not_agreed": "party", "mediation.guard.reopening_not_asked": "party",
	"mediation.guard.confirmation_excluded": "excluded", "mediation.guard.person_asked": "consented",
	"mediation.guard.file_private": "attachment", "mediation.guard.no_such_file": "attachment", "mediation.guard.file_not_agreed": "agreed",
	"mediation.guard.undo_unknown": "event", "mediation.guard.undo_twice": "event", "mediation.guard.undo_stands": "event", "mediation.guard.undo_late": "event", "mediation.guard.undo_rests": "event", "mediation.guard.undo_since": "event", "mediation.guard.undo_own_word": "event", "mediation.guard.undo_not_yours": "event",
	"mediation.guard.call_not_owed": "call", "mediation.guard.party_touched": "party", "mediation.guard.party_last": "party",
	"mediation.guard.others_not_asked": "agreed", "mediation.guard.asked_to_join": "party", "mediation.guard.join_refused": "party", "mediation.guard.not_asked_to_join": "party", "mediation.guard.tie_at_work": "conflict",
}

// placed puts a guard's refusal at the field where it can be mended.
func placed(err error) error {
	var list fault.List
	if errors.As(err, &list) {
		out := slices.Clone(list)
		for i, f := range out {
			if at, _, of := strings.Cut(f.Field, ".instalments["); of { // the parts of a term are lines of one field
				out[i] = f.At(at + ".instalments")
			}
		}
		return out
	}
	f := fault.Of(err)
	switch of, what, _ := strings.Cut(f.Field, "."); { // the form has one interpreter
	case f.Field == "interpreters[0].party":
		return f.At("interpreter")
	case of == "interpreter" || of == "interpreters[0]":
		return f.At("interpreter_" + what)
	}
	if f.Code == fault.Guard && f.Field == "" && fieldOf[f.Key] != "" {
		return f.At(fieldOf[f.Key])
	}
	return err
}

// languageOf reads a language that a person chose, or the reader's own.
func (s *sheet) languageOf(name string) string { //nolint:unparam // the name of a field, as with what stands beside it
	if v := s.Form.Value(name); v != "" {
		return v
	}
	return string(s.Language)
}
