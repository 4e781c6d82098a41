// Package consent keeps consent records 同意记录 and their acts.
package consent

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"linli/consent"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	insertRecord = `insert into consent (tenant_id, case_id, id, subject_id, schema_version, notice_version, notice_hash,
		notice_language, purpose, fields, recipient_kind, recipient_id, storage_place, storage_rule, withdrawal, jurisdiction,
		guardian_id, state, until, expires_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`
	updateState = `update consent set state = $5, until = $6, expires_at = $7, version = $8
		where tenant_id = $1 and case_id = $2 and id = $3 and version = $4`
	insertAct = `insert into consent_act (tenant_id, case_id, consent_id, seq, event, state, at, claimed_at, until, how, voice,
		account_id, reason) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`
	selectRecords = `select tenant_id, case_id, id, subject_id, schema_version, notice_version, notice_hash, notice_language,
		purpose, fields, recipient_kind, recipient_id, storage_place, storage_rule, withdrawal, jurisdiction, guardian_id,
		state, until, version
		from consent where tenant_id = $1 and case_id = $2 order by id`
	selectActs = `select consent_id, event, state, at, claimed_at, until, how, voice, account_id, reason
		from consent_act where tenant_id = $1 and case_id = $2 order by consent_id, seq`
	selectDue = `select case_id, id, expires_at from consent
		where tenant_id = $1 and expires_at > 0 and expires_at <= $2 order by expires_at, case_id, id limit $3`
	deleteRecords = `delete from consent where tenant_id = $1 and case_id = $2`
	deleteActs    = `delete from consent_act where tenant_id = $1 and case_id = $2`
)

// Queries lists the package's SQL.
func Queries() []string {
	return []string{insertRecord, updateState, insertAct, selectRecords, selectActs, selectDue, deleteRecords, deleteActs}
}

// Statements are what brings a record, as [consent.New] or [consent.Apply] left it, into a Change: a new row where the
// store has none, else the new state under the version that was read, and the acts that are new. When the version has
// moved, the Change fails with a *dialect.RowsError: read again and decide again, so that a withdrawal that came
// between is seen.
func Statements(r consent.Record) []dialect.Statement {
	if r.Stored == 0 {
		return Insert(r)
	}
	return UpdateState(r)
}

// Insert are the statements for a new record with the acts it has.
func Insert(r consent.Record) []dialect.Statement {
	change := []dialect.Statement{{Rows: 1, SQL: insertRecord, Args: []any{
		r.Tenant, r.Case, r.ID, r.Subject, r.Schema, r.Notice.Version, r.Notice.Hash, r.Notice.Language, string(r.Purpose),
		fields(r.Data), string(r.Recipient.Kind), r.Recipient.ID, r.Storage.Place, r.Storage.Rule, r.Withdrawal,
		r.Jurisdiction, r.Guardian, string(r.State), r.Until, r.Expires(), r.Version(),
	}}}
	return append(change, acts(r, 0)...)
}

// UpdateState are the statements for a record that the store holds at version r.Stored: the state, once, and each act
// since. A record without new acts needs none.
func UpdateState(r consent.Record) []dialect.Statement {
	if r.Version() == r.Stored {
		return nil
	}
	change := []dialect.Statement{{Rows: 1, SQL: updateState, Args: []any{
		r.Tenant, r.Case, r.ID, r.Stored, string(r.State), r.Until, r.Expires(), r.Version(),
	}}}
	return append(change, acts(r, r.Stored-1)...)
}

// Delete are the statements that remove a case's records, when its retention is over.
func Delete(tenant, caseID id.ID) []dialect.Statement {
	return []dialect.Statement{
		{Rows: dialect.AnyRows, SQL: deleteActs, Args: []any{tenant, caseID}},
		{Rows: dialect.AnyRows, SQL: deleteRecords, Args: []any{tenant, caseID}},
	}
}

func acts(r consent.Record, from int64) []dialect.Statement {
	var out []dialect.Statement
	for i, a := range r.Acts[from:] {
		out = append(out, dialect.Statement{Rows: 1, SQL: insertAct, Args: []any{
			r.Tenant, r.Case, r.ID, from + int64(i) + 1, string(a.Event), string(a.State), a.At, a.Claimed, a.Until,
			string(a.How), string(a.By), a.Account, a.Reason,
		}})
	}
	return out
}

// field is one datum as the row keeps it.
type field struct {
	Field     string `json:"field"`
	Kind      string `json:"kind"`
	Sensitive bool   `json:"sensitive"`
}

func fields(data []consent.Datum) json.RawMessage {
	rows := make([]field, len(data))
	for i, d := range data {
		rows[i] = field(d)
	}
	b, err := json.Marshal(rows)
	if err != nil {
		panic("store/consent: strings always encode: " + err.Error()) //nolint:forbidigo // as it says
	}
	return b
}

// Store reads consent records.
type Store struct{ db *dialect.DB }

// New returns the store on a database.
func New(db *dialect.DB) *Store { return &Store{db: db} }

// OfCase lists a case's records with their acts, the oldest first.
func (s *Store) OfCase(ctx context.Context, tenant, caseID id.ID) ([]consent.Record, error) {
	var records []consent.Record
	err := s.db.Query(ctx, selectRecords, []any{tenant, caseID}, func(row *dialect.Rows) error {
		r, err := scan(row)
		records = append(records, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading the consents of a case: %w", err)
	}
	history, err := s.acts(ctx, tenant, caseID)
	if err != nil {
		return nil, err
	}
	for i := range records {
		r := &records[i]
		acts := history[r.ID]
		if int64(len(acts)) < r.Stored-1 {
			return nil, fmt.Errorf("reading the consents of a case: record %s was removed meanwhile", r.ID)
		}
		r.Acts = acts[:r.Stored-1] // an act that came between the two queries is not of this version
	}
	return records, nil
}

func scan(row *dialect.Rows) (consent.Record, error) {
	var r consent.Record
	var data json.RawMessage
	if err := row.Scan(&r.Tenant, &r.Case, &r.ID, &r.Subject, &r.Schema, &r.Notice.Version, &r.Notice.Hash,
		&r.Notice.Language, &r.Purpose, &data, &r.Recipient.Kind, &r.Recipient.ID, &r.Storage.Place, &r.Storage.Rule,
		&r.Withdrawal, &r.Jurisdiction, &r.Guardian, &r.State, &r.Until, &r.Stored); err != nil {
		return r, err
	}
	var rows []field
	if err := json.Unmarshal(data, &rows); err != nil {
		return r, fmt.Errorf("reading the fields of consent %s: %w", r.ID, err)
	}
	for _, f := range rows {
		r.Data = append(r.Data, consent.Datum(f))
	}
	return r, nil
}

func (s *Store) acts(ctx context.Context, tenant, caseID id.ID) (map[id.ID][]consent.Act, error) {
	history := map[id.ID][]consent.Act{}
	err := s.db.Query(ctx, selectActs, []any{tenant, caseID}, func(row *dialect.Rows) error {
		var of id.ID
		var a consent.Act
		if err := row.Scan(&of, &a.Event, &a.State, &a.At, &a.Claimed, &a.Until, &a.How, &a.By, &a.Account, &a.Reason); err != nil {
			return err
		}
		history[of] = append(history[of], a)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the acts of a case's consents: %w", err)
	}
	return history, nil
}

// Ending names a record whose time is over.
type Ending struct {
	Case, Record id.ID
	At           time.Time
}

// Due lists at most limit records of a tenant that have run out at the instant, the longest over first.
func (s *Store) Due(ctx context.Context, tenant id.ID, now time.Time, limit int) ([]Ending, error) {
	var out []Ending
	err := s.db.Query(ctx, selectDue, []any{tenant, now, limit}, func(row *dialect.Rows) error {
		var e Ending
		if err := row.Scan(&e.Case, &e.Record, &e.At); err != nil {
			return err
		}
		out = append(out, e)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing consents that ran out: %w", err)
	}
	return out, nil
}
