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
