package casefile

import (
	"slices"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

// Correction is what a person asks to have put right 更正请求, or objects to 反对. What was written before stays beside it: both are read together.
type Correction struct {
	ID       id.ID     `json:"id"`
	What     string    `json:"what"` // of [Wants]
	Asked    time.Time `json:"asked"`
	Answered time.Time `json:"answered,omitzero"`
	Answer   id.ID     `json:"answer,omitzero"` // the event whose words answer it
	Done     bool      `json:"done,omitempty"`  // it was done as the person asked
}

// Wants are what can be asked.
var Wants = []string{"correct", "object"}

// Erasure 删除请求 is the person's request that the office erase what it holds. While a term runs for which the file is kept, it is
// restricted: stored, and opened by nobody of the office but the archivist (个人信息保护法 art. 47).
type Erasure struct {
	Asked    time.Time `json:"asked"`
	Answered time.Time `json:"answered,omitzero"`
}

// Rights are what the one person of a case asked for about its own file. A case of several parties has a request for each of them
// instead (package mediation).
type Rights struct {
	Corrections []Correction `json:"corrections,omitempty"`
	Erasure     *Erasure     `json:"erasure,omitempty"` // replaced by its fold, never changed
}

// ChangeAsked and ChangeAnswered are the bodies of the events with which a change is asked for, and answered.
type (
	ChangeAsked struct {
		What string `json:"what"`
	}
	ChangeAnswered struct {
		Done bool `json:"done"`
	}
)

// Asks checks what is asked for. Error: fault.Field "what".
func Asks(what string) (ChangeAsked, error) {
	if !slices.Contains(Wants, what) {
		return ChangeAsked{}, fault.Field("what", "form.choose")
	}
	return ChangeAsked{what}, nil
}

// FoldChangeAsked brings in that something is to be put right, or was objected to.
func (r *Rights) FoldChangeAsked(e Event, b ChangeAsked) {
	r.Corrections = append(r.Corrections, Correction{ID: e.ID, What: b.What, Asked: e.At})
}

// FoldChangeAnswered brings in the answer to what waits.
func (r *Rights) FoldChangeAnswered(e Event, b ChangeAnswered) {
	x := r.ChangeWaits()
	x.Answered, x.Answer, x.Done = e.At, e.ID, b.Done
}

// FoldErasureAsked restricts the file.
func (r *Rights) FoldErasureAsked(e Event) { r.Erasure = &Erasure{Asked: e.At} }

// FoldErasureAnswered brings in the archivist's answer.
func (r *Rights) FoldErasureAnswered(e Event) {
	r.Erasure = &Erasure{Asked: r.Erasure.Asked, Answered: e.At}
}

// ChangeWaits is the change that waits for its answer, or nil.
func (r *Rights) ChangeWaits() *Correction {
	i := slices.IndexFunc(r.Corrections, func(x Correction) bool { return x.Answered.IsZero() })
	if i < 0 {
		return nil
	}
	return &r.Corrections[i]
}

// Restricted reports whether the file is stored and nothing else.
func (r *Rights) Restricted() bool { return r.Erasure != nil }

// Corrected is a change that was asked for, in its words, with the answer beside it.
type Corrected struct {
	Correction
	Text, Reply string
}

// Corrected are all changes that were asked for; written is what was written down, by event.
func (r *Rights) Corrected(written map[id.ID]string) (out []Corrected) {
	for _, x := range r.Corrections {
		out = append(out, Corrected{x, written[x.ID], written[x.Answer]})
	}
	return out
}

// RightsRule is one of the rules of a person's requests; it has the name of a guard.
type RightsRule struct {
	Name  string
	Holds func(*Rights) bool
}

// The rules of a person's requests.
var (
	ChangeOnce   = RightsRule{"change_waits", func(r *Rights) bool { return r.ChangeWaits() == nil }}
	ChangeOpen   = RightsRule{"no_change", func(r *Rights) bool { return r.ChangeWaits() != nil }}
	ErasureOnce  = RightsRule{"erasure_asked", func(r *Rights) bool { return r.Erasure == nil }}
	ErasureOpen  = RightsRule{"erasure_not_asked", func(r *Rights) bool { return r.Erasure != nil && r.Erasure.Answered.IsZero() }}
	Unrestricted = RightsRule{"restricted", func(r *Rights) bool { return !r.Restricted() }}
	rightsRules  = []RightsRule{ChangeOnce, ChangeOpen, ErasureOnce, ErasureOpen, Unrestricted}
)

// RightsRules are the names of these rules.
func RightsRules() (out []string) {
	for _, x := range rightsRules {
		out = append(out, x.Name)
	}
	return out
}

// RightsFault is the refusal of such a rule, which reads the same for every kind of case; nil for a guard of another kind.
func RightsFault(guard string) *fault.Error {
	if slices.Contains(RightsRules(), guard) {
		return fault.New(fault.Guard, "rights.guard."+guard)
	}
	return nil
}
