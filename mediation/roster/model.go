package roster

import (
	"slices"
	"strings"
	"time"

	"linli/platform/id"
)

// Languages are the codes that an entry can name (ISO 639-3 where there is no two-letter code; sgn is sign language). Their
// names are the messages roster.language.CODE.
var Languages = []string{"zh", "yue", "nan", "hak", "wuu", "ug", "bo", "mn", "za", "ii", "ko", "kk", "en", "es", "fr", "ru", "ar", "sgn"}

// Entry is what one mediator says of itself.
type Entry struct {
	Account   id.ID      `json:"-"`
	Version   int64      `json:"-"` // 0: nothing was written yet
	Types     []string   `json:"types,omitempty"`
	Languages []string   `json:"languages,omitempty"`
	Units     []id.ID    `json:"units,omitempty"` // that it serves; none: every unit that its post reaches
	Hours     []Hours    `json:"hours,omitempty"`
	Leave     []Leave    `json:"leave,omitempty"`
	Training  []Training `json:"training,omitempty"`
	Listed    bool       `json:"listed,omitempty"` // agreed to stand on the public page; taking it back works at once
	Changed   time.Time  `json:"changed,omitzero"` // when skills, languages, areas, hours or training changed last
	Confirmed *Confirmed `json:"confirmed,omitempty"`
}

// Confirmed is what the lead has confirmed of an entry, and what the public sees of it.
type Confirmed struct {
	At        time.Time `json:"at"`
	By        id.ID     `json:"by"`
	Types     []string  `json:"types,omitempty"`
	Languages []string  `json:"languages,omitempty"`
}

// Hours are a stretch of one day of the week, in minutes after midnight in the office's zone.
type Hours struct {
	Day   time.Weekday `json:"day"`
	From  int          `json:"from"`
	Until int          `json:"until"`
}

// Leave are days without mediation, both inclusive, as YYYY-MM-DD.
type Leave struct {
	From  string `json:"from"`
	Until string `json:"until"`
}

// Training is one training that the mediator took part in.
type Training struct {
	Day     string `json:"day"` // YYYY-MM-DD
	Topic   string `json:"topic"`
	Minutes int    `json:"minutes"`
}

// Current reports whether the lead has confirmed the entry as it stands.
func (e Entry) Current() bool {
	return e.Confirmed != nil && !e.Changed.After(e.Confirmed.At)
}

// Trained is how many minutes of training the mediator has in a year.
func (e Entry) Trained(year string) int {
	n := 0
	for _, t := range e.Training {
		if strings.HasPrefix(t.Day, year+"-") {
			n += t.Minutes
		}
	}
	return n
}

// Speaks reports whether the mediator speaks a language, given as a BCP 47 tag: "zh-Hans" is spoken by who speaks zh.
func (e Entry) Speaks(tag string) bool {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return base != "" && slices.Contains(e.Languages, base)
}

// Serves reports whether the mediator serves a unit.
func (e Entry) Serves(unit id.ID) bool { return len(e.Units) == 0 || slices.Contains(e.Units, unit) }

// Why a mediator is not there at a time.
const (
	OnLeave      = "leave"
	OutsideHours = "hours"
)

// Away says why the mediator is not there for the whole of a time, or is empty. Who states no hours has none that one could
// be outside of.
func (e Entry) Away(start time.Time, length time.Duration, zone *time.Location) string {
	at := start.In(zone)
	day := at.Format(time.DateOnly)
	if slices.ContainsFunc(e.Leave, func(l Leave) bool { return l.From <= day && day <= l.Until }) {
		return OnLeave
	}
	from := at.Hour()*60 + at.Minute()
	until := from + int(length/time.Minute)
	if len(e.Hours) > 0 && !slices.ContainsFunc(e.Hours, func(h Hours) bool { return h.Day == at.Weekday() && h.From <= from && until <= h.Until }) {
		return OutsideHours
	}
	return ""
}
