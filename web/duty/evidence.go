package duty

import (
	"slices"

	"linli/duty"
	"linli/platform/id"
	"linli/rulebook"
)

// need is one kind of evidence that the rule asks for, with what is there.
type need struct {
	Name, Least string
	Missing     bool
	There       []piece
	Add, Adds   string // address of the form and what it is called; empty where the reader cannot add any
	Said        string // how many of the places were looked at
}

// piece is one version of one piece of evidence.
type piece struct {
	Says, When, Words string
	Answers           []line
	File, Change      string
	Picture           bool
	Inspection        string // address
	Replaced          bool
}

// Needs are the kinds of evidence in the order of the rule, each with its versions, the newest first.
func (v *view) Needs() []need {
	var out []need
	lacks := v.Case.Lacks(v.Rule)
	adds := slices.Contains(v.Next, "evidence")
	for _, x := range v.Rule.Evidence {
		if x.Kind == "coverage" {
			out = append(out, v.covered())
			continue
		}
		n := need{Name: v.t("duty.evidence." + x.Kind), Missing: slices.Contains(lacks, x.Kind), Adds: v.t("duty.evidence.add")}
		if x.Kind == "statement" {
			n.Adds = v.t("duty.evidence.add_scan")
		}
		if x.Least > 1 {
			n.Least = v.t("duty.evidence.least", "n", x.Least)
		}
		if adds && v.Case.State != duty.Checked && (x.Kind != "statement" || n.Missing) {
			n.Add = v.Href("evidence") + "?kind=" + x.Kind
		}
		for _, e := range slices.Backward(v.Case.Evidence) {
			if e.Kind == x.Kind {
				n.There = append(n.There, v.piece(e, adds))
			}
		}
		out = append(out, n)
	}
	return out
}

// covered are the places that are to be looked at, those that nobody has looked at yet first.
func (v *view) covered() need {
	n := need{Name: v.t("duty.evidence.coverage")}
	looked := 0
	for _, x := range v.Places {
		p := piece{Says: x.Name, When: v.t("duty.evidence.not_looked")}
		if !x.At.IsZero() {
			looked++
			p.When = v.t("duty.evidence.looked", "name", v.people[x.By], "at", v.DateTime(x.At))
			if x.Found {
				p.When += " · " + v.t("duty.evidence.found")
			}
			if !x.Case.IsZero() {
				p.Inspection = "/inspections/" + x.Case.String()
			}
			n.There = append(n.There, p)
			continue
		}
		n.There = slices.Insert(n.There, len(n.There)-looked, p)
	}
	n.Said = v.t("duty.evidence.covered", "listed", len(v.Places), "n", looked)
	if len(v.Places) == 0 {
		n.Said = v.t("duty.evidence.none_listed")
	}
	if v.Case.State == duty.Due && looked < len(v.Places) {
		n.Add, n.Adds = "/inspections/new?unit="+v.Case.Unit.String(), v.t("duty.evidence.inspect")
		if v.Rule.Kind == "round" {
			n.Add, n.Adds = "/rounds?unit="+v.Case.Unit.String(), v.t("duty.evidence.round")
		}
	}
	return n
}

func (v *view) piece(e duty.Evidence, adds bool) piece {
	out := piece{Says: v.says(e), Replaced: !e.Replaced.IsZero(), When: v.t("duty.evidence.by", "name", v.people[e.By], "at", v.DateTime(e.At))}
	if !e.Claimed.IsZero() {
		out.When += " · " + v.t("duty.claimed_at", "at", v.DateTime(e.Claimed))
	}
	if adds && !out.Replaced {
		out.Change = v.Href("evidence") + "?kind=" + e.Kind + "&replaces=" + e.ID.String()
	}
	if v.Opened == nil {
		return out
	}
	out.Words = v.Opened.Words[e.ID]
	if e.Type != "" {
		out.File, out.Picture = v.Href("files", e.ID.String()), e.Picture()
	}
	out.Answers = v.answers(v.Opened.Sheets[e.ID])
	if n, ok := v.Opened.Notices[e.ID]; ok {
		for _, x := range [][2]string{{"place", n.Place}, {"dead", v.Number(int64(n.Dead))}, {"injured", v.Number(int64(n.Injured))}, {"missing", v.Number(int64(n.Missing))}, {"action", n.Action}} {
			out.Answers = append(out.Answers, line{v.t("duty.notice_of." + x[0]), x[1]})
		}
	}
	return out
}

func (v *view) answers(sheet duty.Sheet) []line {
	var out []line
	list, _ := v.Rules.Duties.Checklist(v.Rule.Checklist)
	for _, q := range list.Questions {
		if a := sheet.Answers[q.ID]; a != "" {
			out = append(out, line{v.in(q.Text), v.t("duty.answer." + a)})
		}
	}
	for _, code := range sheet.Reports {
		c, err := id.ParseCode(code)
		if err == nil {
			out = append(out, line{v.t("duty.evidence.report"), c.String()})
		}
	}
	return out
}

// says is what the numbers of a piece of evidence say.
func (v *view) says(e duty.Evidence) string {
	switch e.Kind {
	case "statement":
		return v.signed(e)
	case "signatures":
		return v.t("duty.board.signed", "n", e.Number, "of", e.Listed, "share", v.Percent(float64(e.Number)/float64(max(e.Listed, 1)), 0))
	case "amounts":
		return v.t("duty.board.paid", "paid", v.Money(e.Paid, v.Rules.Currency), "planned", v.Money(e.Planned, v.Rules.Currency))
	case "attendance":
		var posts []string
		for _, x := range e.Posts {
			posts = append(posts, v.post(rulebook.Post(x)))
		}
		return v.t("duty.evidence.people", "n", e.Number) + v.after(v.List(posts))
	case "hours", "copies", "photographs":
		return v.t("duty.evidence.n_"+e.Kind, "n", e.Number)
	}
	return v.t("duty.evidence.there")
}

func (v *view) after(s string) string {
	if s == "" {
		return ""
	}
	return " · " + s
}
