package consent

import (
	"time"

	"linli/platform/id"
)

// Controller is the office that answers for the data: the one name of a receipt, and an institution's.
type Controller struct {
	ID      id.ID  `json:"entity_id"`
	Name    string `json:"name"`
	Contact string `json:"contact"` // where to ask and to complain
	Address string `json:"address"`
}

// Receipt is the person's copy of a record, in the terms of ISO/IEC TS 27560. It says nothing that the record does not
// say, apart from the office's own name; the person is named by the subject id alone.
type Receipt struct {
	SchemaVersion string        `json:"schema_version"`
	ReceiptID     id.ID         `json:"receipt_id"`
	RecordID      id.ID         `json:"record_id"`
	CreatedAt     time.Time     `json:"created_at"`
	Subject       id.ID         `json:"pii_principal_id"`
	Notice        ReceiptNotice `json:"privacy_notice"`
	Purpose       Purpose       `json:"purpose"`
	Data          []ReceiptData `json:"pii_information"`
	Controller    Controller    `json:"pii_controller"`
	Recipients    []ReceiptTo   `json:"recipients"` // always one
	StoragePlace  string        `json:"storage_location"`
	RetentionRule string        `json:"retention_rule"`
	Withdrawal    string        `json:"withdrawal_method"`
	Jurisdiction  string        `json:"jurisdiction"`
	State         State         `json:"event_state"`
	Events        []ReceiptAct  `json:"events"`
}

// ReceiptNotice is [Notice] on a receipt.
type ReceiptNotice struct {
	Version  string `json:"version"`
	Hash     string `json:"sha256"`
	Language string `json:"language"`
}

// ReceiptData is [Datum] on a receipt.
type ReceiptData struct {
	Field     string `json:"field"`
	Kind      string `json:"category"`
	Sensitive bool   `json:"sensitive"`
}

// ReceiptTo is [Recipient] on a receipt.
type ReceiptTo struct {
	Kind RecipientKind `json:"kind"`
	ID   id.ID         `json:"entity_id,omitzero"`
}

// ReceiptAct is [Act] on a receipt. Which account wrote it down is the office's matter and is not on it.
type ReceiptAct struct {
	Type       Event     `json:"event_type"`
	State      State     `json:"event_state"`
	Time       time.Time `json:"event_time"`
	Claimed    time.Time `json:"claimed_time,omitzero"`
	Until      time.Time `json:"valid_until,omitzero"` // absent: until the case closes
	Expression How       `json:"method_of_expression,omitempty"`
	By         Voice     `json:"expressed_by"`
}

// NewReceipt writes the receipt of a record as it stands at the instant now.
func NewReceipt(receipt id.ID, r Record, office Controller, now time.Time) Receipt {
	out := Receipt{
		SchemaVersion: r.Schema, ReceiptID: receipt, RecordID: r.ID, CreatedAt: now, Subject: r.Subject,
		Notice:  ReceiptNotice(r.Notice),
		Purpose: r.Purpose, Controller: office,
		Recipients:   []ReceiptTo{ReceiptTo(r.Recipient)},
		StoragePlace: r.Storage.Place, RetentionRule: r.Storage.Rule,
		Withdrawal: r.Withdrawal, Jurisdiction: r.Jurisdiction, State: r.State,
		Data: []ReceiptData{}, Events: []ReceiptAct{},
	}
	for _, d := range r.Data {
		out.Data = append(out.Data, ReceiptData(d))
	}
	for _, a := range r.Acts {
		out.Events = append(out.Events, ReceiptAct{
			Type: a.Event, State: a.State, Time: a.At, Claimed: a.Claimed, Until: a.Until, Expression: a.How, By: a.By,
		})
	}
	return out
}

// Line is one line of a printed receipt: a label, and a value that is either text as it stands or the key of a text.
type Line struct {
	Label string    // message key
	Key   string    // message key of the value, or ""
	Text  string    // the value as it stands: an id, a version, a language tag
	At    time.Time // the value where it is an instant, shown in the office's zone; else zero
}

// Lines are the receipt for print, in reading order.
func (r Receipt) Lines() []Line {
	lines := []Line{
		{Label: "consent.receipt.purpose", Key: "consent.purpose." + string(r.Purpose)},
		{Label: "consent.receipt.state", Key: "consent.state." + string(r.State)},
		{Label: "consent.receipt.office", Text: r.Controller.Name},
		{Label: "consent.receipt.contact", Text: r.Controller.Contact},
		{Label: "consent.receipt.address", Text: r.Controller.Address},
	}
	for _, to := range r.Recipients {
		lines = append(lines, Line{Label: "consent.receipt.recipient", Key: "consent.recipient." + string(to.Kind)})
	}
	for _, d := range r.Data {
		lines = append(lines, Line{Label: "consent.receipt.data", Text: d.Field})
	}
	for _, a := range r.Events {
		lines = append(lines, Line{Label: "consent.event." + string(a.Type), At: a.Time})
		if a.Expression != "" {
			lines = append(lines, Line{Label: "consent.receipt.how", Key: "consent.how." + string(a.Expression)})
		}
		if !a.Until.IsZero() {
			lines = append(lines, Line{Label: "consent.receipt.until", At: a.Until})
		}
	}
	return append(lines,
		Line{Label: "consent.receipt.withdrawal", Text: r.Withdrawal},
		Line{Label: "consent.receipt.storage", Text: r.StoragePlace},
		Line{Label: "consent.receipt.retention", Text: r.RetentionRule},
		Line{Label: "consent.receipt.jurisdiction", Text: r.Jurisdiction},
		Line{Label: "consent.receipt.notice", Text: r.Notice.Version + " (" + r.Notice.Language + ")"},
		Line{Label: "consent.receipt.hash", Text: r.Notice.Hash},
		Line{Label: "consent.receipt.record", Text: r.RecordID.String()},
		Line{Label: "consent.receipt.number", Text: r.ReceiptID.String()},
		Line{Label: "consent.receipt.created", At: r.CreatedAt},
	)
}
