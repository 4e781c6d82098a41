package resident

import (
	"net/http"

	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/ical"
)

// appointment is the party's next session for its own calendar. Whoever looks at the telephone reads a time and the word
// "appointment": no place, no number, no reason.
func (p *Pages) appointment(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.see(r, v)
	if err != nil {
		return err
	}
	next := own.Next()
	if next == nil {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	c := ical.Calendar{Events: []ical.Event{{UID: next.ID.String() + "@linli", Stamp: p.Clock.Now(), Start: next.Start, Length: mediation.SessionLasts,
		Summary: p.locale(r).Text("resident.ics.title", nil)}}}
	w.Header().Set("Content-Type", ical.MediaType)
	w.Header().Set("Content-Disposition", `attachment; filename="appointment.ics"`)
	w.Header().Set("Cache-Control", "no-store")
	return c.Write(w)
}
