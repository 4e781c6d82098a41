package vault

import (
	"fmt"

	"linli/platform/id"
)

// Kind names a section of a case that has keys of its own.
type Kind string

// The kinds of section.
const (
	Joint      Kind = "joint"      // what both sides and the mediator may read
	Identity   Kind = "identity"   // who one party is
	Contact    Kind = "contact"    // how one party can be reached
	Private    Kind = "private"    // what one party told in confidence (caucus)
	Engagement Kind = "engagement" // one mediator's own notes; a successor gets none
	Attachment Kind = "attachment" // one attached file
	Statutory  Kind = "statutory"  // one report that the law demands, and why
	Register   Kind = "register"   // one entry of a register of the office: a demand of a court, an urgent access, a file that leaves
	Own        Kind = "own"        // what one account keeps for itself alone: what it calls the case, its views of a queue
	Letter     Kind = "letter"     // who sent the dispute here, kept until the reply to it can no longer be asked for
	Bundle     Kind = "bundle"     // the whole file of a case as one account had it printed: it holds what several sections hold, and goes with any of them
)

// Kinds lists every kind, in the order in which the documentation shows them.
func Kinds() []Kind {
	return []Kind{Joint, Identity, Contact, Private, Engagement, Attachment, Letter, Register, Statutory, Own, Bundle}
}

// Valid reports whether the kind is one of [Kinds].
func (k Kind) Valid() bool {
	switch k {
	case Joint, Identity, Contact, Private, Engagement, Attachment, Letter, Register, Statutory, Own, Bundle:
		return true
	}
	return false
}

// Scope is one section of a case: a kind, and whose it is.
type Scope struct {
	Kind Kind
	Of   id.ID // the party (identity, contact, private), the engagement, the attachment, the entry of a register, the report, the case of a letter, the account or the print; zero for joint
}

// Validate refuses an unknown kind, a joint scope with an owner and any other without one.
func (s Scope) Validate() error {
	if !s.Kind.Valid() {
		return fmt.Errorf("vault: %q is no kind of section", s.Kind)
	}
	if (s.Kind == Joint) != s.Of.IsZero() {
		return fmt.Errorf("vault: a %s section with owner %q", s.Kind, s.Of)
	}
	return nil
}

// Key says which data key seals which section of which case: a row of table case_key.
type Key struct {
	Case  id.ID
	Scope Scope
	ID    id.ID
}

// Find returns the key of a section among a case's keys.
func Find(keys []Key, s Scope) (id.ID, bool) {
	for _, k := range keys {
		if k.Scope == s {
			return k.ID, true
		}
	}
	return id.ID{}, false
}

// Sealed is one field under seal: a row of table sealed, whose primary key is tenant, case, field, owner.
//
// Given to [Vault.Seal] its Body is plaintext; from there on, and in the store, it is the body described in the
// package comment.
type Sealed struct {
	Case    id.ID
	Owner   id.ID  // the party, session, note, engagement or attachment that the field belongs to; in the joint section it may be zero
	Field   string // a name of the field table
	Key     id.ID
	Version int64 // counts the corrections of this field, from 1; an older body does not open as a newer one
	Body    []byte
}
