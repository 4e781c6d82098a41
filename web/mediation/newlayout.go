package mediation

import (
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/mediation"
	"linli/web/page"
)

// lay puts the fields of the intake form in the order in which people tell a dispute.
func (in *intake) lay() newPage {
	s := &sheet{view: &view{words: in.words}, Form: in.Form, r: in.r}
	var d newPage
	d.Form = in.Form
	if in.Form.Value("own_dispute") == "yes" {
		d.Ways = in.ways()
	}
	if in.old != nil {
		d.Anew, d.Follows = in.caseName(in.old), in.old.ID.String()
	}
	if len(in.Units) > 1 && in.old == nil {
		d.Dispute = append(d.Dispute, s.radios("unit", "staff.new.unit", in.Units, with{}))
	}
	d.Source = append(d.Dispute, s.radios("own_dispute", "staff.new.own", s.yesNo(), with{hint: "staff.new.own_hint", inline: true}),
		s.radios("source", "staff.new.source", in.sourceItems(), with{hint: "staff.new.source_hint"}))
	d.Sent = []any{s.input("sent.body", "staff.new.sent_body", with{}), s.input("sent.number", "staff.new.sent_number", with{}),
		s.day("sent.dated", "staff.new.sent_dated", with{})}
	_, d.Sends = in.rules.Mediation.Sender(in.Form.Value("source"))
	d.Dispute = append([]any(nil), s.day("claimed", "staff.new.received", with{hint: "staff.new.received_hint"}))
	if in.old == nil {
		d.Dispute = append(d.Dispute, &page.Select{Field: s.field("type", "staff.case.type", with{hint: "staff.new.type_hint"}), Items: in.typeItems()})
	}
	d.Dispute = append(d.Dispute, in.tell(s)...)
	for i := range in.rows() {
		d.Parties = append(d.Parties, in.layParty(s, i))
	}
	d.Last = []any{s.input("code", "staff.new.code", with{hint: "staff.new.code_hint"})}
	return d
}

func (in *intake) typeItems() []page.Item {
	out := []page.Item{{Value: "", Text: in.t("staff.field.choose")}}
	for _, t := range in.rules.Mediation.DisputeTypes {
		out = append(out, page.Item{Value: t.Code, Text: in.in(t.Label)})
	}
	return out
}

func (in *intake) sourceItems() []page.Item {
	var out []page.Item
	for _, x := range in.rules.Mediation.Sources {
		if x.Code != "online" { // that one a party makes itself
			out = append(out, page.Item{Value: x.Code, Text: in.in(x.Label)})
		}
	}
	return out
}

// tell are the fields for what the dispute is about.
func (in *intake) tell(s *sheet) []any {
	return []any{
		s.area("summary", "staff.new.summary", with{hint: "staff.new.summary_hint", rows: 6}),
		s.area("claims", "staff.new.claims", with{hint: "staff.new.claims_hint", rows: 3}),
		s.sum("", "staff.new.amount", "staff.new.amount_hint"),
	}
}

func (in *intake) layParty(s *sheet, i int) newParty {
	at := fmt.Sprintf("parties[%d].", i)
	p := newParty{N: i + 1}
	p.Fields = []any{
		s.radios(at+"role", "staff.new.role", s.codes("mediation.role.", string(mediation.Applicant), string(mediation.Respondent)), with{inline: true}),
		s.radios(at+"kind", "staff.new.kind", s.codes("mediation.kind.", "person", "organisation"), with{inline: true}),
		s.input(at+"name", "staff.new.name", with{hint: "staff.new.name_hint"}),
		s.input(at+"contact", "staff.party.contact", with{hint: "staff.new.contact_hint"}),
		s.area(at+"safe_contact", "staff.party.safe_contact", with{hint: "staff.party.safe_contact_hint", rows: 2}),
	}
	p.More = []any{
		s.input(at+"email", "staff.party.email", with{hint: "staff.new.email_hint", kind: "email"}),
		s.spoken(at+"language", "staff.party.language_hint"),
		s.input(at+"agent", "staff.new.agent", with{hint: "staff.new.agent_hint"}),
		s.input(at+"members", "staff.party.members", with{hint: "staff.new.members_hint", kind: "number"}),
		s.area(at+"representatives", "staff.party.representatives", with{hint: "staff.new.representatives_hint", rows: 3}),
	}
	for _, name := range []string{"email", "language", "agent", "members", "representatives"} {
		p.Open = p.Open || in.Form.Value(at+name) != ""
	}
	if in.rows() > 1 {
		p.Remove = "remove_party:" + strconv.Itoa(i)
	}
	return p
}

type checkPage struct {
	Form    *page.Form
	Dispute []page.SummaryRow
	Parties []checkParty
	Hidden  []hidden // every answer, to be sent again
}

type checkParty struct {
	Title string
	Rows  []page.SummaryRow
}

// answers shows what was typed, to be checked before it is saved.
func (in *intake) answers(a mediation.Apply, claimed time.Time) checkPage {
	row := func(key, value string) page.SummaryRow {
		return page.SummaryRow{Key: page.Text{Text: in.t(key)}, Value: page.Text{HTML: typed(value)}}
	}
	received := in.t("staff.new.today")
	if !claimed.IsZero() {
		received = in.words.Date(claimed)
	}
	d := checkPage{Form: page.NewForm(nil)}
	d.Dispute = []page.SummaryRow{row("staff.case.unit", in.words.units[a.Unit]), row("staff.new.source", in.source(a.Source)),
		row("staff.case.received", received), row("staff.case.type", in.kind(a.Type)), row("staff.new.summary", a.Summary)}
	if a.Sent != nil {
		day := in.Form.Date("sent.dated", in.Zone)
		d.Dispute = append(d.Dispute, row("staff.case.sender", a.Sent.Body),
			row("staff.case.letter", in.t("staff.case.letter_is", "day", in.words.Date(day), "number", a.Sent.Number)))
	}
	if a.Claims != "" {
		d.Dispute = append(d.Dispute, row("staff.new.claims", a.Claims))
	}
	if a.Amount.Minor > 0 {
		d.Dispute = append(d.Dispute, row("staff.new.amount", in.Money(a.Amount.Minor, a.Amount.Currency)))
	}
	for i, p := range a.Parties {
		c := checkParty{Title: in.t("staff.new.party", "n", i+1)}
		c.Rows = []page.SummaryRow{row("staff.new.role", in.t("mediation.role."+string(p.Role))), row("staff.new.kind", in.t("mediation.kind."+p.Kind)),
			row("staff.new.name", p.Name)}
		members := ""
		if p.Members > 0 {
			members = in.words.Number(int64(p.Members))
		}
		for _, x := range [][2]string{{"staff.party.contact", p.Contact}, {"staff.party.safe_contact", p.SafeContact}, {"staff.party.email", p.Email},
			{"staff.party.language", in.NameOf(in.pages.Texts.TagOf(p.Language))}, {"staff.party.members", members},
			{"staff.new.agent", in.List(namedAs(p, mediation.Agent, mediation.Head))}, {"staff.party.representatives", in.List(namedAs(p, mediation.ForGroup))}} {
			if x[1] != "" {
				c.Rows = append(c.Rows, row(x[0], x[1]))
			}
		}
		d.Parties = append(d.Parties, c)
	}
	d.Hidden = carried(in.r.PostForm)
	return d
}

// namedAs are the names of those who are said to act for a party, of the given kinds.
func namedAs(p mediation.NewParty, kinds ...string) []string {
	var out []string
	for _, r := range p.Representatives {
		if slices.Contains(kinds, r.As) {
			out = append(out, r.Name)
		}
	}
	return out
}

// carried are all answers of a form as hidden fields, in the order of their names.
func carried(values url.Values) []hidden {
	var out []hidden
	for name, all := range values {
		if name == page.CSRFField || name == page.KeyField || name == "do" {
			continue
		}
		for _, v := range all {
			out = append(out, hidden{name, v})
		}
	}
	slices.SortStableFunc(out, func(a, b hidden) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// typed is a text of several lines as it was typed.
func typed(s string) template.HTML {
	return template.HTML(`<span class="linli-typed">` + template.HTMLEscapeString(s) + `</span>`) //nolint:gosec // escaped
}
