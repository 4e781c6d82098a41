package mediation

import (
	"net/http"
	"strings"
	"time"

	"linli/mediation"
	"linli/platform/id"
	"linli/web/offline"
)

// offlineRecord is the session record: of a session that was begun, or one that is planned and held without a line.
type offlineRecord struct{ *Pages }

// Name is the form's name.
func (offlineRecord) Name() string { return "record" }

// Labels are the form's questions.
func (offlineRecord) Labels() map[string]string {
	return map[string]string{"said": "offline.record.said", "minutes": "staff.record.minutes", "present": "staff.record.present", "text": "staff.record.words"}
}

// Which sessions can be taken along: those around today.
const (
	offlineBefore = 7 * 24 * time.Hour
	offlineAfter  = 4 * 24 * time.Hour
)

// Things are the sessions around today of the cases at which the account is at work.
func (p offlineRecord) Things(r *http.Request) ([]offline.Thing, error) {
	now := p.Mediation.Clock.Now()
	all, err := p.Mediation.Calendar(r.Context(), actor(r), now.Add(-offlineBefore), now.Add(offlineAfter))
	if err != nil {
		return nil, err
	}
	var out []offline.Thing
	for _, x := range all {
		if !x.Own || x.Session.Off != "" || x.Session.Minutes > 0 {
			continue
		}
		v, err := p.seeCase(r, x.ID)
		if err != nil {
			return nil, err
		}
		if v.may("record") {
			out = append(out, v.thing("record", x.Session.ID, v.session(x.Session)))
		}
	}
	return out, nil
}

// Take gives a session: when and where it is held, and who is to come, by side and place.
func (p offlineRecord) Take(r *http.Request, of offline.Thing) (offline.Taken, error) {
	v, err := p.takeable(r, of, "record")
	if err != nil {
		return offline.Taken{}, err
	}
	s := v.Case.Session(of.Thing)
	if s == nil || s.Off != "" {
		return offline.Taken{}, noThing
	}
	out := offline.Taken{Thing: v.thing("record", s.ID, v.session(*s)), Stood: v.Case.Stands(s.ID), Start: s.Start, Parties: v.placed(s.With)}
	if !s.Begun.IsZero() {
		out.Start = s.Begun
	}
	if v.Opened != nil {
		out.Place = v.Opened.Passage(mediation.FieldPlace, s.ID)
	}
	return out, nil
}

// Send begins the session at the time that the draft tells, where nobody has done so meanwhile, and records it.
func (p offlineRecord) Send(r *http.Request, d offline.Draft) (offline.Answer, error) {
	s, err := p.draftSheet(r, d)
	if err != nil {
		return offline.Answer{}, err
	}
	s.Form.Set("session", d.Thing.Thing.String())
	cmd, ok := readRecord(s).(mediation.Record)
	if err := s.Form.Err(); err != nil || !ok {
		return offline.Answer{}, err
	}
	f, err := d.Arrival(actor(r).Account)
	var after mediation.Case
	if err == nil {
		after, err = p.Mediation.ArriveRecord(r.Context(), actor(r), d.Case, cmd, f)
	}
	return p.landed(r, d, after, err, func(v *view) (present, mine []offline.Line) {
		return v.recordLines(d.Thing.Thing), v.recordLine(d.Said, cmd.Minutes, cmd.Present, cmd.Text)
	})
}

func (v *view) recordLine(began time.Time, minutes int, present []id.ID, text string) []offline.Line {
	var names []string
	for _, p := range v.placed(present) {
		names = append(names, p.Name)
	}
	out := []offline.Line{v.line("offline.line.began", v.DateTime(began)), v.line("offline.line.minutes", v.Number(int64(minutes)))}
	if len(names) > 0 {
		out = append(out, v.line("offline.line.present", v.List(names)))
	}
	return append(out, v.line("offline.line.text", strings.TrimSpace(text)))
}

// recordLines are the records of a session that stand in the case, or what became of it.
func (v *view) recordLines(session id.ID) []offline.Line {
	s := v.Case.Session(session)
	switch {
	case s == nil:
		return nil
	case s.Off != "":
		return []offline.Line{v.line("offline.line.became", v.t("mediation.off."+s.Off))}
	case s.Minutes == 0:
		return []offline.Line{v.line("offline.line.became", v.session(*s))}
	}
	words := func(of id.ID) string {
		if v.Opened == nil {
			return ""
		}
		return v.Opened.Passage(mediation.FieldRecord, of)
	}
	out := v.recordLine(s.Begun, s.Minutes, s.Present, words(s.ID))
	for _, m := range s.More {
		out = append(out, v.line("offline.line.recorded", v.DateTime(m.At)))
		out = append(out, v.recordLine(s.Begun, m.Minutes, m.Present, words(m.ID))[1:]...)
	}
	return out
}
