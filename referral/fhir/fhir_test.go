package fhir_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/consent"
	"linli/platform/id"
	"linli/referral"
	"linli/referral/fhir"
)

// required are the elements with a cardinality of at least one in FHIR R4 (4.0.1), and besides those of the SDOH guide's profiles on which
// a receiver counts; under each the codes that are allowed, where the binding is required.
var required = map[string]map[string]string{
	"Bundle":         {"type": "collection", "timestamp": "", "entry": ""},
	"ServiceRequest": {"status": "draft active on-hold revoked completed entered-in-error unknown", "intent": "proposal plan directive order", "subject": "", "category": "", "code": "", "authoredOn": "", "performer": ""},
	"Task": {"status": "draft requested received accepted rejected ready cancelled in-progress on-hold failed completed entered-in-error",
		"intent": "unknown proposal plan order original-order reflex-order filler-order instance-order option", "code": "", "focus": "", "for": "", "authoredOn": "", "owner": ""},
	"Consent": {"status": "draft proposed active rejected inactive entered-in-error", "scope": "", "category": "", "patient": "", "policy": "", "dateTime": "", "provision": ""},
}

// TestEachStateIsSoundFHIR writes a referral in every state and holds each resource against the elements that FHIR requires.
func TestEachStateIsSoundFHIR(t *testing.T) {
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	u := func(n byte) id.ID { return id.ID{0x01, 0x90, 15: n} }
	record, err := consent.New(consent.Record{Tenant: u(1), ID: u(2), Case: u(3), Subject: u(4), Purpose: consent.Referral, Data: []consent.Datum{{Field: referral.FieldName, Kind: "identity"}},
		Notice: consent.Notice{Version: "1", Hash: consent.HashNotice("x"), Language: "en"}, Recipient: consent.Recipient{Kind: consent.Service, ID: u(5)}, Storage: consent.Storage{Place: "office", Rule: "referral"},
		Withdrawal: "any_time", Jurisdiction: "CN"})
	if err == nil {
		record, err = consent.Apply(record, consent.Act{Event: consent.Give, At: now, How: consent.Screen, By: consent.BySubject}, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	foreign := record
	foreign.ID = u(9)
	for _, s := range referral.Statuses {
		r := referral.Referral{ID: u(6), Need: "legal_aid", Service: u(5), Status: s, Drafted: now, Reason: referral.Ineligible, Outcome: "given", Records: []id.ID{record.ID}}
		out := fhir.Export(r, "Clinic", []referral.Said{{Line: "name", Text: "Adele"}}, []consent.Record{record, foreign}, u(7), now)
		body, err := json.Marshal(out)
		if err != nil {
			t.Fatal(err)
		}
		var bundle map[string]any
		if err := json.Unmarshal(body, &bundle); err != nil {
			t.Fatal(err)
		}
		kinds := []string{sound(t, bundle)}
		for _, e := range bundle["entry"].([]any) {
			kinds = append(kinds, sound(t, e.(map[string]any)["resource"].(map[string]any)))
		}
		if want := []string{"Bundle", "ServiceRequest", "Task", "Consent"}; !slices.Equal(kinds, want) {
			t.Errorf("%s: the bundle has %v", s, kinds)
		}
		if got := out.Entry[1].Resource.(fhir.Task).Status; got != string(s) {
			t.Errorf("%s is written as %s", s, got)
		}
	}
}

// TestTheNeedIsALineLikeTheOthers: a service that is told a name and nothing else learns from no resource what is needed.
func TestTheNeedIsALineLikeTheOthers(t *testing.T) {
	r := referral.Referral{ID: id.ID{1}, Need: "safety", Service: id.ID{2}, Status: referral.Requested}
	write := func(told ...referral.Said) string {
		body, err := json.Marshal(fhir.Export(r, "Clinic", told, nil, id.ID{4}, time.Unix(0, 0)))
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	if got := write(referral.Said{Line: referral.LineName, Text: "Adele"}); strings.Contains(got, `"safety"`) || !strings.Contains(got, `"masked"`) {
		t.Errorf("without the line it says %s", got)
	}
	if got := write(referral.Said{Line: referral.LineNeed, Text: "safety"}); !strings.Contains(got, `"code":"safety"`) || strings.Contains(got, `"masked"`) {
		t.Errorf("with the line it says %s", got)
	}
}

// sound reports what kind a resource is, and fails where an element that is required is missing or has a code that is not allowed.
func sound(t *testing.T, resource map[string]any) string {
	t.Helper()
	kind, _ := resource["resourceType"].(string)
	if required[kind] == nil {
		t.Fatalf("%q is no resource that is written", kind)
	}
	for name, codes := range required[kind] {
		value, there := resource[name]
		if !there || value == "" {
			t.Errorf("%s has no %s", kind, name)
			continue
		}
		if text, _ := value.(string); codes != "" && !slices.Contains(strings.Fields(codes), text) {
			t.Errorf("%s.%s is %v", kind, name, value)
		}
	}
	return kind
}
