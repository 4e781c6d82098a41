// Package fhir writes a referral as HL7 FHIR R4 (4.0.1) resources, for providers whose programs read them: a ServiceRequest, its Task and the
// Consent under which it was sent, in one Bundle of type collection. Names of elements are FHIR's. The person is the random number of the
// referral, so that two files of one person have nothing in common; what is told stands in the ServiceRequest, and only the lines that the person agreed to.
package fhir

import (
	"time"

	"linli/consent"
	"linli/platform/id"
	"linli/referral"
)

// Bundle is FHIR's Bundle (hl7.org/fhir/R4/bundle.html).
type Bundle struct {
	ResourceType string  `json:"resourceType"`
	ID           string  `json:"id"`
	Type         string  `json:"type"`
	Timestamp    string  `json:"timestamp"`
	Entry        []Entry `json:"entry"`
}

// Entry is one resource of a bundle.
type Entry struct {
	FullURL  string `json:"fullUrl"`
	Resource any    `json:"resource"`
}

// Reference names another resource, here or by its number.
type Reference struct {
	Reference  string      `json:"reference,omitempty"`
	Identifier *Identifier `json:"identifier,omitempty"`
	Display    string      `json:"display,omitempty"`
}

// Identifier is a number in a system of numbers.
type Identifier struct {
	System string `json:"system"`
	Value  string `json:"value"`
}

// Concept is a code with its system.
type Concept struct {
	Coding []Coding `json:"coding,omitempty"`
	Text   string   `json:"text,omitempty"`
}

// Coding is one code.
type Coding struct {
	System string `json:"system"`
	Code   string `json:"code"`
}

// Note is FHIR's Annotation.
type Note struct {
	Text string `json:"text"`
}

// ServiceRequest is what is asked for (hl7.org/fhir/R4/servicerequest.html).
type ServiceRequest struct {
	ResourceType string      `json:"resourceType"`
	ID           string      `json:"id"`
	Status       string      `json:"status"`
	Intent       string      `json:"intent"`
	Category     []Concept   `json:"category"`
	Code         Concept     `json:"code"`
	Subject      Reference   `json:"subject"`
	AuthoredOn   string      `json:"authoredOn"`
	Performer    []Reference `json:"performer"`
	Note         []Note      `json:"note,omitempty"`
}

// Task is how far it is (hl7.org/fhir/R4/task.html).
type Task struct {
	ResourceType string    `json:"resourceType"`
	ID           string    `json:"id"`
	Status       string    `json:"status"`
	StatusReason *Concept  `json:"statusReason,omitempty"`
	Intent       string    `json:"intent"`
	Code         Concept   `json:"code"`
	Focus        Reference `json:"focus"`
	For          Reference `json:"for"`
	AuthoredOn   string    `json:"authoredOn"`
	Owner        Reference `json:"owner"`
	Output       []Output  `json:"output,omitempty"`
}

// Output is what came of a task.
type Output struct {
	Type         Concept `json:"type"`
	ValueConcept Concept `json:"valueCodeableConcept"`
}

// Consent is the consent under which it was sent (hl7.org/fhir/R4/consent.html).
type Consent struct {
	ResourceType string    `json:"resourceType"`
	ID           string    `json:"id"`
	Status       string    `json:"status"`
	Scope        Concept   `json:"scope"`
	Category     []Concept `json:"category"`
	Patient      Reference `json:"patient"`
	DateTime     string    `json:"dateTime"`
	Policy       []Policy  `json:"policy"`
	Provision    Provision `json:"provision"`
}

// Policy is the notice that was read: its version and hash.
type Policy struct {
	URI string `json:"uri"`
}

// Provision says what may be disclosed to whom.
type Provision struct {
	Type   string    `json:"type"`
	Actor  []Actor   `json:"actor"`
	Code   []Concept `json:"code"`
	Period *Period   `json:"period,omitempty"`
}

// Actor is who receives.
type Actor struct {
	Role      Concept   `json:"role"`
	Reference Reference `json:"reference"`
}

// Period is until when.
type Period struct {
	End string `json:"end"`
}

// The systems of codes.
const (
	systemNeed    = "https://linli.example/fhir/need"
	systemAbsent  = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
	systemLine    = "https://linli.example/fhir/line"
	systemReason  = "https://linli.example/fhir/reason"
	systemOutcome = "https://linli.example/fhir/outcome"
	systemService = "https://linli.example/fhir/hsds-service"
	systemPerson  = "https://linli.example/fhir/referral-subject"
	systemScope   = "http://terminology.hl7.org/CodeSystem/consentscope"
	systemLOINC   = "http://loinc.org"
	systemRole    = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
	systemTask    = "http://hl7.org/fhir/CodeSystem/task-code"
	systemSDOH    = "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"
)

func code(system, c string) Concept { return Concept{Coding: []Coding{{system, c}}} }

func urn(u id.ID) string { return "urn:uuid:" + u.String() }

func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// requested is the status of the ServiceRequest that goes with each status of the Task.
var requested = map[referral.Status]string{referral.Draft: "draft", referral.Requested: "active", referral.Accepted: "active", referral.InProgress: "active", referral.OnHold: "on-hold",
	referral.Completed: "completed", referral.Rejected: "revoked", referral.Failed: "revoked", referral.Cancelled: "revoked", referral.InError: "entered-in-error"}

// Export writes one referral at an instant. told are the lines that may be told at that moment, as [referral.Service.OpenTold] gives them;
// none where nothing may be told any more. Only consents of this referral are written.
func Export(r referral.Referral, service string, told []referral.Said, records []consent.Record, task id.ID, now time.Time) Bundle {
	subject := Reference{Identifier: &Identifier{systemPerson, r.ID.String()}}
	to := Reference{Identifier: &Identifier{systemService, r.Service.String()}, Display: service}
	ask := ServiceRequest{ResourceType: "ServiceRequest", ID: r.ID.String(), Status: requested[r.Status], Intent: "order", Category: []Concept{code(systemSDOH, "sdoh-category-unspecified")},
		Code: code(systemAbsent, "masked"), Subject: subject, AuthoredOn: instant(r.Drafted), Performer: []Reference{to}}
	for _, x := range told {
		if x.Line == referral.LineNeed { // a line like the others: without the person's yes nobody is told what is needed
			ask.Code = code(systemNeed, x.Text)
		}
		ask.Note = append(ask.Note, Note{x.Line + ": " + x.Text})
	}
	t := Task{ResourceType: "Task", ID: task.String(), Status: string(r.Status), Intent: "order", Code: code(systemTask, "fulfill"), Focus: Reference{Reference: urn(r.ID)}, For: subject,
		AuthoredOn: instant(r.Drafted), Owner: to}
	if r.Reason != "" {
		why := code(systemReason, r.Reason)
		t.StatusReason = &why
	}
	if r.Outcome != "" {
		t.Output = []Output{{Type: code(systemSDOH, "resulting-activity"), ValueConcept: code(systemOutcome, r.Outcome)}}
	}
	out := Bundle{ResourceType: "Bundle", ID: r.ID.String(), Type: "collection", Timestamp: instant(now), Entry: []Entry{{urn(r.ID), ask}, {urn(task), t}}}
	for _, x := range records {
		for _, own := range r.Records {
			if own == x.ID {
				out.Entry = append(out.Entry, Entry{urn(x.ID), agreed(x, subject, to, now)})
			}
		}
	}
	return out
}

// agreed writes a consent: active while it holds, else inactive; a no is rejected.
func agreed(x consent.Record, subject, to Reference, now time.Time) Consent {
	status := "inactive"
	switch {
	case x.Valid(now):
		status = "active"
	case x.State == consent.Refused:
		status = "rejected"
	}
	c := Consent{ResourceType: "Consent", ID: x.ID.String(), Status: status, Scope: code(systemScope, "patient-privacy"), Category: []Concept{code(systemLOINC, "59284-0")}, Patient: subject,
		DateTime: instant(x.Acts[0].At), Policy: []Policy{{"urn:sha256:" + x.Notice.Hash}}, Provision: Provision{Type: "permit", Actor: []Actor{{code(systemRole, "IRCP"), to}}}}
	if x.State == consent.Refused {
		c.Provision.Type = "deny"
	}
	for _, d := range x.Data {
		c.Provision.Code = append(c.Provision.Code, code(systemLine, referral.LineOf(d.Field)))
	}
	if !x.Until.IsZero() {
		c.Provision.Period = &Period{instant(x.Until)}
	}
	return c
}
