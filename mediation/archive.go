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
