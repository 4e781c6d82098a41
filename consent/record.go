package consent

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"linli/platform/id"
)

// SchemaVersion names the form of a record, which a receipt repeats (ISO/IEC TS 27560 "schema version").
const SchemaVersion = "linli-consent-1"

// Purpose says what a consent is for. Each has a text in the translations, under "consent.purpose.".
type Purpose string

// The purposes. Publication stands apart from all others, and so does each disclosure.
const (
	Mediation   Purpose = "mediation"    // to take part in mediation
	Sharing     Purpose = "sharing"      // to show listed fields to another party
	ThirdPerson Purpose = "third_person" // to let a third person attend a session
	Handover    Purpose = "handover"     // to let a successor read a mediator's notes
	Reopening   Purpose = "reopening"    // to open a closed case again
	FollowUp    Purpose = "follow_up"    // to be asked afterwards, by message or at the office
	Referral    Purpose = "referral"     // to hand listed fields to a service
	Publication Purpose = "publication"  // to publish a redacted answer
)

// Purposes are all purposes, in the order in which lists show them.
func Purposes() []Purpose {
	return []Purpose{Mediation, Sharing, ThirdPerson, Handover, Reopening, FollowUp, Referral, Publication}
}

// RecipientKind says what receives the data.
type RecipientKind string

// The kinds of recipient. Public has no id; all others are one row of the store.
const (
	Office   RecipientKind = "office"   // a unit of the office
	Party    RecipientKind = "party"    // another party of the case
	Attendee RecipientKind = "attendee" // a third person in the room
	Mediator RecipientKind = "mediator" // one engagement
	Service  RecipientKind = "service"  // one service of the directory
	Public   RecipientKind = "public"   // everyone
)

// Recipient is the one who receives.
type Recipient struct {
	Kind RecipientKind
	ID   id.ID
}

// Datum is one field that the consent covers. All fields of a record are sensitive or none is: a yes to both would be
// bundled (个人信息保护法 art. 29 asks a separate consent for sensitive data).
type Datum struct {
	Field     string // name in the capability's field table, such as "party.contact"
	Kind      string // the section of the vault it lies in, such as "contact"
	Sensitive bool
}

// Notice is the text that was shown before the question.
type Notice struct {
	Version  string // the rulebook's version of the text
	Hash     string // SHA-256 of the text as shown, 64 hexadecimal digits
	Language string // BCP 47 tag of the language in which it was shown or read out
}

// HashNotice is the hash of a notice's text.
func HashNotice(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

// Storage says where and how long the data is kept, as codes of the rulebook.
type Storage struct {
	Place string // "office" or the code of another place
	Rule  string // the retention rule that ends it
}

// Record is one question to one person and everything that was answered to it.
type Record struct {
	Tenant       id.ID
	ID           id.ID
	Case         id.ID
	Subject      id.ID  // the party; random and of this case only
	Schema       string // [SchemaVersion] when the record was made
	Notice       Notice
	Purpose      Purpose
	Data         []Datum
	Recipient    Recipient
	Storage      Storage
	Withdrawal   string // code of the text that says how to withdraw
	Jurisdiction string // ISO 3166: "CN", "US-NY"
	Guardian     id.ID  // who speaks for a person without full capacity, random and of this case only; zero: the person itself
	State        State
	Until        time.Time // end of the running consent or of the time to answer; zero when neither runs or it ends with the case
	Acts         []Act     // oldest first; the history, never changed
	Stored       int64     // the version that the store held when the record was read; 0 for a new record
}

// Version counts the acts that led to the present state, from 1 for a record without any. The store changes a record
// only from the version that it was decided on ([Record.Stored]).
func (r Record) Version() int64 { return int64(len(r.Acts)) + 1 }

// Valid reports whether the consent holds at the instant: given, and its term not over. A guardian's ends when the person
// acts alone again, which somebody says: no day of birth is kept that could tell it.
func (r Record) Valid(now time.Time) bool {
	if r.State != Given && r.State != RenewedGiven {
		return false
	}
	return r.Until.IsZero() || now.Before(r.Until)
}

// Covers reports whether the record lists the field.
func (r Record) Covers(field string) bool {
	return slices.ContainsFunc(r.Data, func(d Datum) bool { return d.Field == field })
}

// Sensitive reports whether the record is one of sensitive data.
func (r Record) Sensitive() bool {
	return slices.ContainsFunc(r.Data, func(d Datum) bool { return d.Sensitive })
}

// Expires is the instant at which the record ends by itself; zero when nothing runs.
func (r Record) Expires() time.Time {
	switch r.State {
	case Requested, Given, RenewedGiven:
		return r.Until
	}
	return time.Time{}
}

func (r Record) clone() Record {
	r.Data = slices.Clone(r.Data)
	r.Acts = slices.Clone(r.Acts)
	return r
}
