package paper

import (
	"slices"

	"linli/mediation"
	"linli/platform/i18n"
)

// joint are the other units that mediate the case, by name, and those whose seal stands under the agreement.
func (f fill) joint() []named {
	var out []named
	for _, j := range f.o.Case.Joint {
		sealed := f.o.Case.Agreement != nil && slices.ContainsFunc(f.o.Case.Agreement.Acts, func(s mediation.Signature) bool { return s.As == "seal" && s.Of == j.Unit })
		if name := orOpen(f.names.Joint[j.Unit]); (j.Takes() || sealed) && !slices.Contains(out, named{name}) {
			out = append(out, named{name})
		}
	}
	return out
}

// head is whose papers these are: the office's, and of a case that two units mediate both, with the one that leads first.
func (o Order) head(l i18n.Locale) string {
	all := []string{o.Names.Office.Name}
	for _, u := range o.Opened.Case.Jointly() {
		if name := o.Names.Joint[u]; name != "" {
			all = append(all, name)
		}
	}
	return l.List(all)
}
