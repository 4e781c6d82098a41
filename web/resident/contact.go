package resident

import (
	"strings"

	"linli/office"
	"linli/platform/fault"
	"linli/platform/i18n"
)

// contact is the line at the end of a resident's page that says how to reach people: telephone, hours, address, as far as
// the unit has said them; empty where it has said none of them.
func contact(l i18n.Locale, d office.Desk) string {
	var where []string
	d.Phone = strings.ReplaceAll(d.Phone, " ", "\u00a0") // a number stays on one line
	switch {
	case d.Phone != "" && d.Hours != "":
		where = append(where, l.Text("resident.contact.phone", fault.Args{"phone": d.Phone, "hours": d.Hours}))
	case d.Phone != "":
		where = append(where, d.Phone)
	}
	if d.Address != "" {
		where = append(where, d.Address)
	}
	if len(where) == 0 {
		return ""
	}
	return l.Text("resident.contact.line", fault.Args{"where": strings.Join(where, " · ")})
}
