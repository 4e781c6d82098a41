package rulebook

import "slices"

// inspectionFile is the file of inspections.
const inspectionFile = "inspection.yaml"

// Inspection is what the rulebook says of inspections of public places 检查: what is written down on the spot, who gets an order to
// put something right, how long that may take, and to whom the office turns where it is not done. Which places there are, and
// what is looked at in each, stands in duties.yaml.
type Inspection struct {
	// Recipients are the kinds of places that an organisation runs: it gets the order. In every other place nobody does, and a
	// finding goes to whoever is responsible.
	Recipients []string `rb:"recipients"`
	// Term is for how many days an order gives time at most.
	Term Limit `rb:"term_days"`
	// Extension is for how many days more it can, once, where that is asked for before the term ends.
	Extension Limit `rb:"extension_days"`
	// Bodies are the public bodies to which a danger is handed on that the office cannot have removed.
	Bodies []Code `rb:"bodies"`
	// Documents are the papers of an inspection, by their templates.
	Documents []Document `rb:"documents"`
	// Kept is for how many days an inspection is kept after it was closed.
	Kept Limit `rb:"kept_days"`
	// Promises are what the office owes once it has looked: the term of an order is added to that of the rule that starts with it.
	Promises []PromiseRule `rb:"promises"`
}

// InspectionEvents are the kinds of event of an inspection that a rule may name.
func InspectionEvents() []string {
	return []string{"begin", "record", "pass", "order", "ask_extension", "extend", "refuse_extension", "reinspect", "approve", "send_back", "close", "escalate", "supervise", "publish", "cancel"}
}

// Document is the paper with the id.
func (x *Inspection) Document(id string) (Document, bool) {
	for _, d := range x.Documents {
		if d.ID == id {
			return d, true
		}
	}
	return Document{}, false
}

// Gets reports whether an order goes to somebody in places of the kind.
func (x *Inspection) Gets(kind string) bool { return slices.Contains(x.Recipients, kind) }

// PlaceKind is the kind of public place with the code.
func (d *Duties) PlaceKind(code string) (PlaceKind, bool) {
	for _, k := range d.Places {
		if k.Code == code {
			return k, true
		}
	}
	return PlaceKind{}, false
}

// ChecklistsOf are the checklists for places of a kind, in the rulebook's order.
func (d *Duties) ChecklistsOf(kind string) []Checklist {
	var out []Checklist
	for _, c := range d.Checklists {
		if slices.Contains(c.Places, kind) {
			out = append(out, c)
		}
	}
	return out
}

func (d *draft) checkInspection() {
	x := &d.inspects
	for i, kind := range x.Recipients {
		d.closedIn(inspectionFile, pathf("recipients[%d]", i), "kind of public place", kind, PlaceKinds())
	}
	for i, b := range x.Bodies {
		d.checkID(inspectionFile, pathf("bodies[%d].code", i), b.Code)
	}
	for i, doc := range x.Documents {
		d.checkID(inspectionFile, pathf("documents[%d].id", i), doc.ID)
		d.checkTemplate(inspectionFile, pathf("documents[%d].template", i), doc.Template)
	}
	for i, p := range x.Promises {
		path := pathf("promises[%d]", i)
		d.checkPromise(inspectionFile, path, p)
		if p.Capability != "inspection" {
			d.at(inspectionFile, path+".capability", "%q has a file of its own: the promises here are about inspections", p.Capability)
		}
		if slices.Contains(p.Start, "order") && p.Clock.Unit != Days {
			d.at(inspectionFile, path+".clock", "%q cannot be added to the term of an order, which is in days: write days", p.Clock)
		}
	}
	for path, l := range map[string]Limit{"term_days": x.Term, "extension_days": x.Extension, "kept_days": x.Kept} {
		d.checkSource(inspectionFile, path+".source", l.Source)
		if l.N > longestRetention {
			d.at(inspectionFile, path+".n", "%d days are more than sixty years: nothing is kept for ever", l.N)
		}
	}
}
