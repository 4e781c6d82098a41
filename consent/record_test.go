package consent

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
)

func TestCheckNamesTheField(t *testing.T) {
	for name, c := range map[string]struct {
		edit  func(*Record)
		field string
		key   string
	}{
		"no subject":                  {func(r *Record) { r.Subject = id.ID{} }, "subject", "missing"},
		"no fields":                   {func(r *Record) { r.Data = nil }, "data", "data_count"},
		"a field twice":               {func(r *Record) { r.Data = append(r.Data, r.Data[0]) }, "data.1", "wrong"},
		"sensitive beside plain":      {func(r *Record) { r.Data = append(r.Data, Datum{"party.health", "private", true}) }, "data.1", "bundled"},
		"a hash of another kind":      {func(r *Record) { r.Notice.Hash = "d41d8cd98f00b204e9800998ecf8427e" }, "notice.hash", "wrong"},
		"no language":                 {func(r *Record) { r.Notice.Language = "" }, "notice.language", "wrong"},
		"a purpose of its own making": {func(r *Record) { r.Purpose = "marketing" }, "purpose", "wrong"},
		"no recipient":                {func(r *Record) { r.Recipient = Recipient{} }, "recipient", "wrong"},
		"a recipient without id":      {func(r *Record) { r.Recipient.ID = id.ID{} }, "recipient", "missing"},
		"to oneself":                  {func(r *Record) { r.Purpose, r.Recipient = Sharing, Recipient{Party, subject} }, "recipient", "wrong"},
		"publication to one":          {func(r *Record) { r.Purpose = Publication }, "purpose", "publication_apart"},
		"mediation to everyone":       {func(r *Record) { r.Recipient = Recipient{Kind: Public} }, "purpose", "publication_apart"},
		"own guardian":                {func(r *Record) { r.Guardian = subject }, "guardian", "wrong"},
	} {
		t.Run(name, func(t *testing.T) {
			d := draft()
			c.edit(&d)
			_, err := New(d)
			if !errors.Is(err, fault.New(fault.Invalid, "consent.field."+c.key)) || !strings.Contains(err.Error(), "("+c.field+")") {
				t.Errorf("error %v, want %s at %s", err, c.key, c.field)
			}
		})
	}
	for name, edit := range map[string]func(*Record){
		"publication to everyone": func(r *Record) { r.Purpose, r.Recipient = Publication, Recipient{Kind: Public} },
		"sensitive alone":         func(r *Record) { r.Data = []Datum{{"party.health", "private", true}} },
		"a state of a federation": func(r *Record) { r.Jurisdiction = "US-NY" },
	} {
		d := draft()
		edit(&d)
		if _, err := New(d); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNoNames puts a name into each text of a record in turn: none of them takes it.
func TestNoNames(t *testing.T) {
	for _, name := range []string{"王伟", "Wang Wei", "wang.wei@example.org", "13800138000 home"} {
		d := draft()
		texts := map[string]*string{
			"schema": &d.Schema, "notice.version": &d.Notice.Version, "notice.hash": &d.Notice.Hash, "notice.language": &d.Notice.Language,
			"purpose": (*string)(&d.Purpose), "field": &d.Data[0].Field, "kind": &d.Data[0].Kind, "recipient": (*string)(&d.Recipient.Kind),
			"place": &d.Storage.Place, "rule": &d.Storage.Rule, "withdrawal": &d.Withdrawal, "jurisdiction": &d.Jurisdiction, "state": (*string)(&d.State),
		}
		d.Schema, d.State = SchemaVersion, Unknown
		if n := countStrings(reflect.TypeOf(Record{})); n != len(texts) {
			t.Fatalf("a record has %d texts, the test tries %d", n, len(texts))
		}
		for which, text := range texts {
			before := *text
			*text = name
			if d.Check() == nil {
				t.Errorf("%q passes as %s", name, which)
			}
			*text = before
		}
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
	}
}

// countStrings counts the texts of a type, those of acts apart, which [Act.check] holds.
func countStrings(t reflect.Type) int {
	switch {
	case t == reflect.TypeFor[Act]() || t == reflect.TypeFor[time.Time]():
		return 0
	case t.Kind() == reflect.String:
		return 1
	case t.Kind() == reflect.Struct:
		n := 0
		for i := range t.NumField() {
			n += countStrings(t.Field(i).Type)
		}
		return n
	case t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer:
		return countStrings(t.Elem())
	}
	return 0
}

func TestAllows(t *testing.T) {
	ask := Question{Subject: subject, Purpose: Mediation, Recipient: draft().Recipient}
	next := byte(100)
	record := func(guardian id.ID, acts ...Act) Record {
		next++
		r := fresh(t, func(r *Record) {
			r.ID = number(next)
			r.Guardian = guardian
		})
		for _, a := range acts {
			if !guardian.IsZero() && a.By == BySubject {
				a.By = ByGuardian
			}
			var err error
			if r, err = Apply(r, a, opponents); err != nil {
				t.Fatal(err)
			}
		}
		return r
	}
	forGood := Act{Event: Give, At: now, How: Screen, By: BySubject}
	self := id.ID{}
	for name, c := range map[string]struct {
		records []Record
		at      time.Time
		want    bool
	}{
		"nothing asked":                 {nil, now, false},
		"asked":                         {[]Record{record(self, good(Request))}, now, false},
		"given":                         {[]Record{record(self, good(Give))}, now, true},
		"given, a moment too late":      {[]Record{record(self, good(Give))}, later, false},
		"given and withdrawn":           {[]Record{record(self, good(Give), good(Withdraw))}, now, false},
		"a new record after withdrawal": {[]Record{record(self, good(Give), good(Withdraw)), record(self, good(Give))}, now, true},
		"withdrawn, and asked again":    {[]Record{record(self, good(Give), good(Withdraw)), record(self, good(Request))}, now, false},
		"given, and asked again":        {[]Record{record(self, good(Give)), record(self, good(Request))}, now, true},
		"asked again in vain":           {[]Record{record(self, forGood), record(self, good(Request), good(Expire))}, later, true},
		"given, and refused when asked": {[]Record{record(self, forGood), record(self, good(Request), good(Refuse))}, now, false},
		"one guardian":                  {[]Record{record(mother, forGood)}, now, true},
		"two guardians agree":           {[]Record{record(mother, forGood), record(father, forGood)}, now, true},
		"two guardians disagree":        {[]Record{record(mother, forGood), record(father, good(Refuse))}, now, false},
		"and in the other order":        {[]Record{record(father, good(Refuse)), record(mother, forGood)}, now, false},
		"the guardian's word was ended": {[]Record{record(mother, forGood, good(Terminate))}, now, false},
		"own word, now acting alone":    {[]Record{record(mother, good(Refuse)), record(self, forGood)}, now, true},
		"own no, now acting alone":      {[]Record{record(mother, forGood), record(self, good(Refuse))}, now, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Allows(c.records, ask, c.at); got != c.want {
				t.Errorf("allowed %v, want %v", got, c.want)
			}
		})
	}
	given := []Record{record(self, forGood)}
	for name, q := range map[string]Question{
		"another person":    {Subject: mother, Purpose: Mediation, Recipient: ask.Recipient},
		"another purpose":   {Subject: subject, Purpose: FollowUp, Recipient: ask.Recipient},
		"another recipient": {Subject: subject, Purpose: Mediation, Recipient: Recipient{Office, number(94)}},
		"another field":     {Subject: subject, Purpose: Mediation, Recipient: ask.Recipient, Field: "party.contact"},
	} {
		if Allows(given, q, now) {
			t.Errorf("a consent reaches %s", name)
		}
	}
	ask.Field = "mediation.summary"
	if !Allows(given, ask, now) {
		t.Error("a consent does not reach the field that it lists")
	}
}

func TestDue(t *testing.T) {
	r := in(t, Given)
	if _, due := Due(r, later.Add(-time.Microsecond)); due {
		t.Error("due before its time")
	}
	act, due := Due(r, later)
	if !due {
		t.Fatal("not due at its time")
	}
	if r, err := Apply(r, act, nil); err != nil || r.State != Expired || !r.Expires().IsZero() {
		t.Errorf("%s %v", r.State, err)
	}
}

func TestReceipt(t *testing.T) {
	r := in(t, RenewedGiven)
	receipt := NewReceipt(number(7), r, Controller{ID: number(93), Name: "Demo office", Contact: "office@example.org", Address: "1 Demo Road"}, later)
	b, err := json.Marshal(receipt)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"schema_version", "receipt_id", "record_id", "created_at", "pii_principal_id", "privacy_notice",
		"purpose", "pii_information", "pii_controller", "recipients", "storage_location", "retention_rule", "withdrawal_method",
		"jurisdiction", "event_state", "events"} {
		if v, ok := got[field]; !ok || v == "" || v == nil {
			t.Errorf("the receipt lacks %s", field)
		}
	}
	if n := len(got["recipients"].([]any)); n != 1 {
		t.Errorf("%d recipients", n)
	}
	if strings.Contains(string(b), clerk.String()) {
		t.Error("the receipt names the clerk's account")
	}
	if n := len(got["events"].([]any)); n != 3 {
		t.Errorf("%d events", n)
	}
}
