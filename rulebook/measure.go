package rulebook

import "slices"

// Measure is a count that linli publishes: of cases, by unit and month, never of people. The list is closed in code, see
// [Measures]. Formulas of indicators read nothing else.
type Measure struct {
	Name string
	// Of is the measure of which it counts a part; empty where it stands alone.
	Of string
	// Apart is set where it and its own parts are hidden without hiding the whole: how long something took lies across what came of it,
	// and a row that cannot show the one can still show the other.
	Apart bool
	// Weighs is what conduct of the office it shows, one of [Conducts]. Empty: it may be shown and never weighed, for What.
	Weighs string
	What   string // what it shows where it is never weighed
}

// Conducts are what a scorecard may weigh: what the office itself did or left undone. The list is closed. An act without the consent
// that it needs is none of them: the machines refuse it, so that there is none to count, and a weight for it would always be earned.
func Conducts() []string {
	return []string{lateness, "back_dating", "missing_evidence", "unread_requests"}
}

const (
	lateness   = "lateness"
	volume     = "volume"
	settlement = "settlement"
	uptake     = "uptake"
	petitions  = "petitions and reviews"
	reopening  = "reopening"
	withdrawal = "withdrawal"
	helped     = "whether help came"
	others     = "what other services do"
	coverage   = "how much was looked at"
	signed     = "how much was signed"
)

// Measures are all of them. Those of mediation count a case on the day on which it was registered; mediation.month counts it
// where something happened to it; performance and promises count on the day on which they fall due; those of reports on the
// day on which the report came; those of requests for help by what is needed, a request (under each of its needs) on the day on
// which it came, a referral on the day on which it was sent, with what came of it, with the person's own word (told), and with how long the service took to its first answer, see [AnsweredIn]; public places that a duty
// has looked at, and statements that it has signed, on the last day of its period; entries on the day on which they were written down.
func Measures() []Measure {
	out := []Measure{
		{Name: "mediation.registered", What: volume},
		{Name: "mediation.mediated", Of: "mediation.registered", What: uptake},
		{Name: "mediation.settled", Of: "mediation.mediated", What: settlement},
		{Name: "mediation.confirmable", Of: "mediation.settled", What: settlement},
		{Name: "mediation.confirmed", Of: "mediation.confirmable", What: settlement},
		{Name: "mediation.performance_due", What: settlement},
		{Name: "mediation.part_performed", Of: "mediation.performance_due", What: settlement},
		{Name: "mediation.performed", Of: "mediation.performance_due", What: settlement},
		{Name: "mediation.month.accepted", What: volume},
		{Name: "mediation.month.not_begun", What: withdrawal},
		{Name: "mediation.month.mediated", What: uptake},
		{Name: "mediation.month.settled", What: settlement},
		{Name: "mediation.month.oral", Of: "mediation.month.settled", What: settlement},
		{Name: "mediation.month.confirmed", What: settlement},
		{Name: "mediation.month.performed", What: settlement},
		{Name: "mediation.month.ended", What: withdrawal},
		{Name: "mediation.month.joint", What: volume},
		{Name: "report.received", What: volume},
		{Name: "report.answered", Of: "report.received", What: volume},
		{Name: "report.closed", Of: "report.received", What: volume},
		{Name: "report.fixed", Of: "report.received", What: volume},
		{Name: "report.fixed_unshown", Of: "report.fixed", Weighs: "missing_evidence"},
		{Name: "report.reopened", Of: "report.received", What: reopening},
		{Name: "report.reviewed", Of: "report.received", What: petitions},
		{Name: "report.withdrawn", Of: "report.received", What: withdrawal},
		{Name: "report.unread", Of: "report.received", Weighs: "unread_requests"},
		{Name: "report.answer_due", Weighs: lateness},
		{Name: "report.answered_in_time", Of: "report.answer_due", Weighs: lateness},
		{Name: "referral.asked", What: volume},
		{Name: "referral.sent", What: volume},
		{Name: "referral.completed", Of: "referral.sent", What: helped},
		{Name: "referral.told", Of: "referral.sent", What: helped},
		{Name: "referral.received", Of: "referral.told", What: helped},
		{Name: "referral.not_received", Of: "referral.told", What: helped},
		{Name: "referral.answered_in_7_days", Of: "referral.sent", Apart: true, What: others},
		{Name: "referral.answered_in_3_days", Of: "referral.answered_in_7_days", What: others},
		{Name: "referral.answered_in_1_day", Of: "referral.answered_in_3_days", What: others},
		{Name: "referral.answer_due", What: others},
		{Name: "referral.answered_in_time", Of: "referral.answer_due", What: others},
		{Name: "duty.places_listed", What: coverage},
		{Name: "duty.places_looked", Of: "duty.places_listed", What: coverage},
		{Name: "duty.places_found", Of: "duty.places_looked", What: coverage},
		{Name: "duty.statements_owed", What: signed},
		{Name: "duty.statements_signed", Of: "duty.statements_owed", What: signed},
		{Name: "duty.statements_screen", Of: "duty.statements_signed", What: signed},
		{Name: "entry.claimed", What: volume},
		{Name: "entry.late", Of: "entry.claimed", Weighs: "back_dating"},
	}
	for _, capability := range []string{"mediation", "report", "referral", "duty"} {
		due := capability + ".promise_due"
		out = append(out, Measure{Name: due, Weighs: lateness}, Measure{Name: capability + ".promise_kept", Of: due, Weighs: lateness},
			Measure{Name: capability + ".promise_waived", Of: due, Weighs: lateness})
	}
	return out
}

// OfReferrals are the measures that are counted along needs and, apart from that, along services.
func OfReferrals() []string {
	out := []string{"referral.sent", "referral.completed", "referral.told", "referral.received", "referral.not_received", "referral.answer_due", "referral.answered_in_time"}
	for _, x := range AnsweredIn() {
		out = append(out, x.Measure)
	}
	return out
}

// AnswerTime is a measure of the referrals that were sent: those whose service first answered within so many days.
type AnswerTime struct {
	Measure string
	Days    int
}

// AnsweredIn are the measures of the time to the first answer, the shortest first; what none of them counts was answered later, or not at
// all. The first answer is that the service takes it on or that it does not: a referral that somebody ends before counts as not answered.
// Days are calendar days of the office's zone, and the day on which it was sent is not one of them (民法典 art. 201; New York General
// Construction Law § 20): "within 1 day" is until the end of the next one.
func AnsweredIn() []AnswerTime {
	return []AnswerTime{{"referral.answered_in_1_day", 1}, {"referral.answered_in_3_days", 3}, {"referral.answered_in_7_days", 7}}
}

var measures = func() map[string]Measure {
	out := map[string]Measure{}
	for _, m := range Measures() {
		out[m.Name] = m
	}
	return out
}()

// MeasureNamed is the measure of a name; ok is false where linli publishes none.
func MeasureNamed(name string) (m Measure, ok bool) {
	m, ok = measures[name]
	return m, ok
}

func measureNames() []string {
	var out []string
	for _, m := range Measures() {
		out = append(out, m.Name)
	}
	return out
}

// weighable says of which conduct a quotient speaks: every measure of its numerator shows the same one, and its denominator
// counts what that conduct is a part of. Where that is not so, it names the measure that is only shown, and what it shows.
func weighable(numerator, denominator []string) (conduct, shown, what string) {
	of := []string{}
	for _, name := range numerator {
		m := measures[name]
		switch {
		case m.Weighs == "":
			return "", name, m.What + ": that is shown and never weighed"
		case conduct != "" && conduct != m.Weighs:
			return "", name, "another conduct of the office: each weight is of one conduct"
		}
		conduct, of = m.Weighs, append(of, m.Of)
	}
	for _, name := range denominator {
		if m := measures[name]; m.Weighs != conduct && !slices.Contains(of, name) {
			return "", name, m.What + ": that is shown and never weighed"
		}
	}
	return conduct, "", ""
}
