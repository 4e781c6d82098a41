package mediation

import (
	"slices"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// Archive 归档 puts the file of a closed case into the archive. From then on it is the archivist's to open, and the clocks of
// retention end it.
type Archive struct{}

// Kind is the machine's event.
func (Archive) Kind() casefile.Kind { return "archive" }

func (Archive) decide(*decision, *Step) (any, error) { return nil, nil }

// Deposit says since when a file lies in the archive, and how its case had ended.
type Deposit struct {
	At   time.Time `json:"at"`
	From State     `json:"from"`
}

func foldArchive(c *Case, e casefile.Event, _ struct{}) {
	c.Deposit = &Deposit{At: e.At, From: c.State}
}

// LastState is where the case stood when it was archived, and its state while it is not: an archived case ended as it had
// ended.
func (c *Case) LastState() State {
	if c.State == Archived && c.Deposit != nil {
		return c.Deposit.From
	}
	return c.State
}

// nothingAwaited: of an agreement in force nothing falls due any more since the rulebook's days, or the payees were told how
// to sue or to enforce. Whether everything came nobody has to say.
var nothingAwaited = Guard{Name: "still_due", Holds: func(d *decision) bool { return !d.now.Before(d.c.QuietFrom(d.Rules)) },
	Args: func(d *decision) fault.Args {
		return fault.Args{"from": fault.Day(d.c.QuietFrom(d.Rules).In(d.Rules.Zone))}
	},
	Rule: func(d *decision) *rulebook.Source {
		if r := d.Rules.Mediation.ArchiveAfterDays; r != nil {
			return &r.Source
		}
		return nil
	}}

// QuietFrom is the first instant of the day from which nothing more is awaited of an agreement in force: the rulebook's days
// after the last due day, or after it came into force where no day was agreed; at once where the payees were told the other
// routes. It is zero for a case without an agreement in force.
func (c *Case) QuietFrom(rules *rulebook.Rulebook) time.Time {
	if !c.State.InForce() || c.Agreement == nil || c.Breach != nil && !c.Breach.Routes.IsZero() {
		return time.Time{}
	}
	days := 0
	if r := rules.Mediation.ArchiveAfterDays; r != nil {
		days = r.N
	}
	last := c.Agreement.Effective.In(rules.Zone)
	if due, err := time.ParseInLocation(time.DateOnly, c.Agreement.LastDue(), rules.Zone); err == nil && due.After(last) {
		last = due
	}
	return time.Date(last.Year(), last.Month(), last.Day()+1+days, 0, 0, 0, 0, rules.Zone)
}

// papersThere: one case is one file (一案一卷), and the file holds what the rulebook says it must.
var papersThere = Guard{Name: "papers_missing", Holds: func(d *decision) bool { return len(d.c.Lacking(d.Rules)) == 0 },
	Args: func(d *decision) fault.Args { return fault.Args{"papers": Titles(d.c.Lacking(d.Rules), d.Rules)} }}

// Titles names papers in each language of the rulebook.
func Titles(papers []rulebook.Document, rules *rulebook.Rulebook) fault.Label {
	out := fault.Label{}
	for _, lang := range rules.Languages {
		between := ", "
		if strings.HasPrefix(lang, "zh") {
			between = "、"
		}
		var names []string
		for _, p := range papers {
			names = append(names, p.Title.In(lang))
		}
		out[lang] = strings.Join(names, between)
	}
	return out
}

// inFile reports whether a file is an original that lies in the case file.
func (c *Case) inFile(file id.ID) bool {
	return slices.ContainsFunc(c.Attachments, func(f Attachment) bool { return f.ID == file && c.Filed(f) != "" })
}

// Ending is what the retention of the rulebook still brings for a closed case.
type Ending struct {
	Rule rulebook.Retention
	At   time.Time // not before this instant
	Done bool
}

// Endings are what the rulebook's retention brings for a closed case, in the order in which it comes: what is destroyed,
// when, and under which rule. It is empty while the case is open, and once everything is gone.
func (c *Case) Endings(rules *rulebook.Rulebook) []Ending {
	if c.State.Open() || !c.Erased.IsZero() {
		return nil
	}
	var out []Ending
	for _, r := range rules.Mediation.Retention {
		if keeps(r, c) {
			out = append(out, Ending{Rule: r, At: c.keptUntil(r, rules.Zone), Done: r.Then == "minimise" && !c.Minimised.IsZero()})
		}
	}
	slices.SortStableFunc(out, func(a, b Ending) int { return a.At.Compare(b.At) })
	return out
}
