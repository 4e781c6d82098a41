package resident

import (
	"strconv"

	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/id"
	"linli/report"
	"linli/web/aside"
)

// Demanded are the demands of courts for papers of this case, the latest first.
func (o *partyPage) Demanded() []aside.Told {
	said := func(n id.ID) string { return o.Passage(mediation.FieldDemandAnswer, n) }
	return aside.ToldOf(o.Case.Demanded, o.Demands, said, o.paperTitle)
}

// Demanded are the demands of courts for papers of this report, the latest first.
func (c *complaintPage) Demanded() []aside.Told {
	said := func(n id.ID) string { return c.Written[n] }
	return aside.ToldOf(c.Case.Demanded, c.Demands, said, func(paper string) string { return c.say.Text("demand.paper."+paper, nil) })
}

// WallsOf says of which kind of case the walls are that no demand passes.
func (o *partyPage) WallsOf() string { return mediation.Capability }

// WallsOf says of which kind of case the walls are that no demand passes.
func (c *complaintPage) WallsOf() string { return report.Capability }

// paperTitle is what a paper of an id is called; the party may not have the paper itself.
func (o *partyPage) paperTitle(name string) string {
	kind, nth := paper.Named(name)
	doc, _ := o.Rules.Mediation.Document(kind)
	title := doc.Title.In(o.lang)
	if nth > 0 {
		title += " " + strconv.Itoa(nth)
	}
	return title
}
