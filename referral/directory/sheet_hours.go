package directory

import (
	"slices"
	"strings"
	"time"
)

// inForm are the fields of a schedule that the form of hours holds.
var inForm = []string{"id", "service_id", "freq", "byday", "opens_at", "closes_at", "timezone"}

// formHours are the schedules of a service that the form can hold, with their hours: on days of each week, one stretch a day.
// What says more, such as a second stretch, a rule by the month or an end, is not in it, and a save leaves it as it is.
func formHours(there []*Node) (held []*Node, hours []Hours) {
	taken := map[time.Weekday]bool{}
	for _, n := range there {
		list := days(n.Body.Text("byday"))
		if !weekly(n, list) || slices.ContainsFunc(list, func(d nth) bool { return taken[d.day] }) {
			continue
		}
		held = append(held, n)
		for _, d := range list {
			taken[d.day] = true
			hours = append(hours, Hours{Day: d.day, From: n.Body.Text("opens_at"), Until: n.Body.Text("closes_at")})
		}
	}
	return held, hours
}

func weekly(n *Node, list []nth) bool {
	for name, value := range n.Body {
		if value != nil && value != "" && !slices.Contains(inForm, name) {
			return false
		}
	}
	return n.Body.Text("freq") == "WEEKLY" && len(list) > 0 && len(list) == strings.Count(n.Body.Text("byday"), ",")+1 &&
		n.Body.Text("opens_at") != "" && n.Body.Text("closes_at") != "" && !slices.ContainsFunc(list, func(d nth) bool { return d.n != 0 })
}
