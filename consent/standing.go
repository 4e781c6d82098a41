package consent

import (
	"slices"
	"time"

	"linli/platform/id"
)

// Question asks whether something may be done: with whose data, for what, towards whom, with which field. An empty
// field asks for the purpose as such.
type Question struct {
	Subject   id.ID
	Purpose   Purpose
	Recipient Recipient
	Field     string
}

// Allows answers a question from the records of a case. It is yes only when a record is valid now and nobody who may
// speak for the person says no: of each voice (the person, each guardian) the latest record that was answered counts,
// and one refusal or withdrawal stops everything, so two guardians who disagree are a no. A question that is still
// open, or was never answered, leaves the earlier answer standing. A guardian's record is not heard any more once the
// person has answered alone.
func Allows(records []Record, q Question, now time.Time) bool {
	latest := map[id.ID]Record{} // by guardian; the zero id is the person
	var alone Record
	for _, r := range records {
		if r.Subject != q.Subject || r.Purpose != q.Purpose || r.Recipient != q.Recipient || q.Field != "" && !r.Covers(q.Field) || !r.answered() {
			continue
		}
		if before, ok := latest[r.Guardian]; !ok || newer(r, before) {
			latest[r.Guardian] = r
		}
		if r.Guardian.IsZero() && newer(r, alone) {
			alone = r
		}
	}
	yes := false
	for voice, r := range latest {
		switch {
		case !voice.IsZero() && newer(alone, r):
		case r.State == Refused || r.State == Withdrawn || r.State == Invalidated:
			return false
		case r.Valid(now):
			yes = true
		}
	}
	return yes
}

// answered reports whether a word of the person's or a guardian's was ever recorded.
func (r Record) answered() bool {
	return slices.ContainsFunc(r.Acts, func(a Act) bool { return a.By == BySubject || a.By == ByGuardian })
}

// newer orders records by their ids, which are time-ordered: the question that was put last.
func newer(a, b Record) bool {
	return string(a.ID[:]) > string(b.ID[:])
}

// Due returns the act by which a record ends by itself, when its time has come.
func Due(r Record, now time.Time) (Act, bool) {
	end := r.Expires()
	if end.IsZero() || now.Before(end) {
		return Act{}, false
	}
	return Act{Event: Expire, At: now, By: BySystem}, true
}
