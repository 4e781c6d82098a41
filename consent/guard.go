package consent

import (
	"slices"

	"linli/platform/id"
)

// guard returns the message key of its refusal, or "" when the act may pass.
type guard func(r Record, a Act, opponents []id.ID) string

// ownWord: the act is the person's or the guardian's, never the office's. A person may always speak without the
// guardian to say no or to withdraw.
func ownWord(r Record, a Act, _ []id.ID) string {
	if a.By == BySubject || a.By == ByGuardian && !r.Guardian.IsZero() {
		return ""
	}
	return "consent.guard.own_word"
}

// expressed: it is written down how the person said it, and by which clerk where no trace of the person's own remains. What is said on the
// own screen nobody else writes down.
func expressed(_ Record, a Act, _ []id.ID) string {
	switch a.How {
	case Written:
		return ""
	case Screen:
		if a.Account.IsZero() {
			return ""
		}
		return "consent.guard.own_screen"
	case Oral, Thumbprint:
		if !a.Account.IsZero() {
			return ""
		}
		return "consent.guard.clerk_missing"
	}
	return "consent.guard.how_missing"
}

// guardianSpeaks: where there is a guardian, the yes is the guardian's.
func guardianSpeaks(r Record, a Act, _ []id.ID) string {
	if !r.Guardian.IsZero() == (a.By == ByGuardian) {
		return ""
	}
	return "consent.guard.guardian_speaks"
}

// guardianFree: a guardian who is a party on the other side speaks for nobody here (民法典 art. 35: the guardian acts
// in the ward's interest).
func guardianFree(r Record, _ Act, opponents []id.ID) string {
	if !r.Guardian.IsZero() && slices.Contains(opponents, r.Guardian) {
		return "consent.guard.guardian_opposes"
	}
	return ""
}

// inTime: a request is answered, and a consent renewed, before it ended; after that a new record is asked.
func inTime(r Record, a Act, _ []id.ID) string {
	if !r.Until.IsZero() && !a.At.Before(r.Until) {
		return "consent.guard.over"
	}
	return ""
}

// termAhead: a yes holds for some time yet.
func termAhead(_ Record, a Act, _ []id.ID) string {
	if !a.Until.IsZero() && !a.Until.After(a.At) {
		return "consent.guard.term_past"
	}
	return ""
}

// officeAsks: the question is the office's.
func officeAsks(_ Record, a Act, _ []id.ID) string {
	if a.By != ByOffice && a.By != BySystem {
		return "consent.guard.office_only"
	}
	return termAhead(Record{}, a, nil)
}

// byOffice: an account ends or invalidates it and answers for that.
func byOffice(_ Record, a Act, _ []id.ID) string {
	if a.By != ByOffice || a.Account.IsZero() {
		return "consent.guard.office_only"
	}
	return ""
}

// bySystem: only the clock makes a consent expire.
func bySystem(_ Record, a Act, _ []id.ID) string {
	if a.By != BySystem {
		return "consent.guard.system_only"
	}
	return ""
}

// due: the term is over indeed.
func due(r Record, a Act, _ []id.ID) string {
	if end := r.Expires(); end.IsZero() || a.At.Before(end) {
		return "consent.guard.not_due"
	}
	return ""
}

// reasonGiven: the office says why, as a code of the rulebook.
func reasonGiven(_ Record, a Act, _ []id.ID) string {
	if a.Reason == "" {
		return "consent.guard.reason_missing"
	}
	return ""
}
