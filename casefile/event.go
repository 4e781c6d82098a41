package casefile

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/platform/access"
	"linli/platform/clock"
	"linli/platform/id"
	"linli/platform/ledger"
	"linli/platform/vault"
)

// Kind names what happened, as the machine of the capability names it ("accept", "withdraw").
type Kind string

// By says who acted: an account with the post it acted in, a party, or linli itself (a deadline).
type By struct {
	Kind    access.ActorKind `json:"kind"`
	Account id.ID            `json:"account,omitzero"`
	Post    access.PostKind  `json:"post,omitempty"`
	Party   id.ID            `json:"party,omitzero"`
}

// System is linli acting by itself, on a deadline that a rulebook sets.
var System = By{Kind: access.System}

// Visibility says who may see an event or a note, besides the people at work on the case: every party, one party, or
// no party. It is the wall of a separate talk (caucus), held by keys as well as by this word.
type Visibility string

// Joint is visible to every party of the case. Office is visible to no party.
const (
	Joint  Visibility = "joint"
	Office Visibility = "office"
)

// Only is visible to some parties, mostly to one alone; to none it is the office's.
func Only(parties ...id.ID) Visibility {
	if len(parties) == 0 {
		return Office
	}
	var all []string
	for _, p := range parties {
		all = append(all, p.String())
	}
	return Visibility("party:" + strings.Join(all, " "))
}

// To reports whether a party may see it.
func (v Visibility) To(party id.ID) bool {
	return v == Joint || !party.IsZero() && slices.Contains(v.Parties(), party)
}

// Parties are those that may see it, where neither all nor none may.
func (v Visibility) Parties() (out []id.ID) {
	s, ok := strings.CutPrefix(string(v), "party:")
	if !ok {
		return nil
	}
	for _, x := range strings.Fields(s) {
		if p, err := id.Parse(x); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// Party is the one party that may see it, or the zero ID.
func (v Visibility) Party() id.ID {
	if all := v.Parties(); len(all) == 1 {
		return all[0]
	}
	return id.ID{}
}

// Event is one thing that happened to a case. State is a fold of events: replaying them gives the case.
type Event struct {
	ID   id.ID
	Case id.ID
	Seq  int64 // 1, 2, 3 … within the case; the case's version after the event
	Kind Kind

	At      time.Time // when linli recorded it, UTC
	Claimed time.Time // when it happened according to who entered it (a paper form entered later); zero when it is At

	By         By
	Visibility Visibility
	Reason     string          // a code of the rulebook, or empty
	Body       json.RawMessage // clear facts only: ids, dates, codes and numbers of things; never a person's words

	Secrets    [][32]byte // SHA-256 of each sealed field that the event wrote, in order: the ledger binds them too
	Salt       [16]byte   // destroyed with the case, after which the commitment says nothing
	Commitment [32]byte   // what the ledger holds of the event
}

// Happened is when the event took effect: the claimed time where one was given, else the recorded one.
func (e Event) Happened() time.Time {
	if !e.Claimed.IsZero() {
		return e.Claimed
	}
	return e.At
}

// canonical is the event as the ledger commits to it. Its form is part of the receipt's meaning and has a version.
func (e Event) canonical() ([]byte, error) {
	secrets := make([]string, len(e.Secrets))
	for i, s := range e.Secrets {
		secrets[i] = fmt.Sprintf("%x", s)
	}
	return json.Marshal(struct {
		V          int             `json:"v"`
		ID         id.ID           `json:"id"`
		Case       id.ID           `json:"case"`
		Seq        int64           `json:"seq"`
		Kind       Kind            `json:"kind"`
		At         int64           `json:"at"`
		Claimed    int64           `json:"claimed,omitempty"`
		By         By              `json:"by"`
		Visibility Visibility      `json:"visibility"`
		Reason     string          `json:"reason,omitempty"`
		Body       json.RawMessage `json:"body"`
		Secrets    []string        `json:"secrets,omitempty"`
	}{1, e.ID, e.Case, e.Seq, e.Kind, clock.Micros(e.At), clock.Micros(e.Claimed), e.By, e.Visibility, e.Reason, e.Body, secrets})
}

// Seal fixes the event: it binds the sealed fields written with it and computes the commitment under the salt.
func (e *Event) Seal(salt [16]byte, fields []vault.Sealed) error {
	e.Salt = salt
	e.Secrets = e.Secrets[:0]
	for _, f := range fields {
		e.Secrets = append(e.Secrets, sha256.Sum256(f.Body))
	}
	var err error
	e.Commitment, err = e.commit()
	return err
}

// Intact reports whether the event still is what was committed.
func (e Event) Intact() bool {
	c, err := e.commit()
	return err == nil && c == e.Commitment
}

func (e Event) commit() ([32]byte, error) {
	b, err := e.canonical()
	if err != nil {
		return [32]byte{}, fmt.Errorf("casefile: encode event %s: %w", e.Kind, err)
	}
	return ledger.Commit(e.Salt, b), nil
}

// Leaf is the row that carries the event's commitment to the ledger.
func (e Event) Leaf() ledger.Leaf {
	return ledger.Leaf{ID: e.ID, Event: e.ID, Commitment: e.Commitment, QueuedAt: e.At}
}

// Fold brings an event into the case that it happened to.
type Fold[C any] func(*C, Event) error

// On makes a fold of a function that takes the event's decoded body.
func On[C, B any](f func(*C, Event, B)) Fold[C] {
	return func(c *C, e Event) error {
		var b B
		if len(e.Body) > 0 {
			if err := json.Unmarshal(e.Body, &b); err != nil {
				return err
			}
		}
		f(c, e, b)
		return nil
	}
}
