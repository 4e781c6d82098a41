package mediation

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"linli/platform/i18n"
	"linli/rulebook"
)

func newYork(t *testing.T) *rulebook.Rulebook {
	t.Helper()
	rules, err := shippedBook("us-ny")
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

// Every refusal that names a rule names one of New York's, or the office's own.
func TestRefusalsNameTheLawOfTheirOffice(t *testing.T) {
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	rules := newYork(t)
	d := &decision{Knowledge: Knowledge{Rules: rules}, c: Case{Type: "estate"}}
	seen := map[string]bool{}
	for _, row := range Machine {
		for _, g := range row.Guards {
			if g.Rule == nil || seen[g.Name] {
				continue
			}
			seen[g.Name] = true
			s := g.Rule(d)
			if s == nil {
				t.Errorf("%s names no rule", g.Name)
				continue
			}
			if strings.HasPrefix(g.Name, "confirmation_") || g.Name == "not_written" {
				if s.Law != "" {
					t.Errorf("%s names %+v, and there is no confirmation", g.Name, s)
				}
				continue // never said: another guard stands before it
			}
			if s.Law != "office" && rules.Law(s.Law).Title["en"] == "" {
				t.Errorf("%s names %+v", g.Name, s)
			}
			said := texts.For(i18n.English, rules.Zone).Fault(d.named(refuse(g.Name), s), "")
			if strings.ContainsFunc(said, func(r rune) bool { return unicode.Is(unicode.Han, r) }) || s.Law != "office" && !strings.Contains(said, "("+rules.Law(s.Law).Title["en"]+cited(s.Article)) {
				t.Errorf("%s is refused with %q", g.Name, said)
			}
		}
	}
	if len(seen) < 8 {
		t.Errorf("only %d refusals name a rule", len(seen))
	}
}

// The parties' signatures bring an agreement into force; no seal is asked for. Nothing counts as confirmable.
func TestTheRoadInNewYork(t *testing.T) {
	r := newRoadUnder(t, newYork(t)).to(Signing)
	if diff := cmp.Diff([]Act{{"party", r.a()}, {"party", r.b()}}, r.c.Missing()); diff != "" {
		t.Error(diff)
	}
	r.refused("mediation.guard.signature_not_needed", r.sign("seal", r.c.ID))
	r.do(r.sign("party", r.a()))
	if r.c.State != Signing {
		t.Errorf("one signature makes it %s", r.c.State)
	}
	if r.do(r.sign("party", r.b())); r.c.State != Effective {
		t.Errorf("both signatures leave it %s", r.c.State)
	}
	var measures []string
	for _, s := range r.all {
		for _, m := range s.Tallies {
			if !strings.Contains(m.Measure, ".month.") {
				measures = append(measures, m.Measure)
			}
		}
	}
	if diff := cmp.Diff([]string{"mediation.registered", "mediation.mediated", "mediation.settled", "mediation.performance_due"}, measures); diff != "" {
		t.Error(diff)
	}
	r.refused("mediation.guard.confirmation_unknown", PrepareConfirmation{Court: "County Court", Venue: "office_place"})
	if _, ok := r.c.ConfirmationEnds(r.know.Rules); ok {
		t.Error("an application to a court has a last day")
	}
	if r.do(Void{Text: "fraud"}); r.all[len(r.all)-1].Tallies[0].N != -1 || len(r.all[len(r.all)-1].Tallies) != 3 {
		t.Errorf("taken back are %+v", r.all[len(r.all)-1].Tallies)
	}
}

func TestAnOralAgreementIsNotEnoughInNewYork(t *testing.T) {
	r := newRoadUnder(t, newYork(t)).to(InSession)
	o := Oral{Language: "en", Parties: r.draft().Parties, Performed: true, NoWaiver: true, Terms: r.draft().Terms}
	r.refused("mediation.guard.writing_demanded", o)
	if err := faultOf(r.try(o)); err.Rule == nil || err.Rule.Article != "§ 849-b (4) (d)" {
		t.Errorf("the refusal names %+v", err.Rule)
	}
}

// cited is how a passage of a law stands behind its name; a practice that is written down has no passages.
func cited(article string) string {
	if article == "" {
		return ")"
	}
	return ", §"
}
