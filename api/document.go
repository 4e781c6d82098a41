package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"linli/api/route"
	"linli/mediation"
	"linli/platform/id"
)

const schemas = "#/components/schemas/"

// describe is the document without its operations.
func describe() *huma.OpenAPI {
	registry := huma.NewMapRegistry(schemas, named)
	registry.RegisterTypeAlias(reflect.TypeFor[id.ID](), reflect.TypeFor[identifier]())
	return &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{Title: "linli", Version: "1", Description: "Mediation for an office that keeps its promises to people. " +
			"Every POST carries an Idempotency-Key: the same key and body give the same answer for 24 hours; another body is refused (422). " +
			"Errors are problem documents (RFC 9457) in the language of Accept-Language: zh-Hans, zh-Hant or en. " +
			"Unknown fields and parameters are refused, and named. What an account may not know of does not exist (404)."},
		Components: &huma.Components{Schemas: registry, Responses: refusals(registry), SecuritySchemes: map[string]*huma.SecurityScheme{
			"token": {Type: "http", Scheme: "bearer", Description: "an account's API token; it has the account's rights"}}},
	}
}

// named is the name of a type in the document: those of mediation have none before it, others that of their capability.
func named(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	of := path.Base(t.PkgPath())
	if !slices.Contains([]string{"report", "referral", "duty"}, of) {
		return name
	}
	if of = strings.ToUpper(of[:1]) + of[1:]; strings.Contains(name, of) {
		return name
	}
	return of + name
}

// identifier is how the document shows an id.
type identifier struct{}

// Schema is a UUID.
func (identifier) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "uuid"}
}

// problems are the refusals that a route can answer, with what they mean.
var problems = map[int]string{
	400: "A field or parameter is wrong, unknown or missing; on a POST also a missing Idempotency-Key.",
	401: "No token, or one that is unknown, over or revoked.",
	403: "The account may see this and may not do it.",
	404: "No such thing, or none that this account may know of.",
	409: "The case kept moving, or a request with this Idempotency-Key is still being worked on.",
	413: "The body is over 1 MiB.",
	415: "The body is not application/json.",
	422: "A rule of the machine refuses the event, or the Idempotency-Key came with another body before.",
	429: "The account has read many cases in a short time.",
	503: "The records cannot be reached; nothing was done.",
}

// refusals are the answers with a problem, which all routes share.
func refusals(registry huma.Registry) map[string]*huma.Response {
	out := map[string]*huma.Response{}
	for status, meaning := range problems {
		out[strconv.Itoa(status)] = &huma.Response{Description: meaning, Content: map[string]*huma.MediaType{
			"application/problem+json": {Schema: registry.Schema(route.Type[route.Problem](), true, "Problem")}}}
	}
	return out
}

func operation(doc *huma.OpenAPI, r *route.Route) *huma.Operation {
	registry := doc.Components.Schemas
	op := &huma.Operation{OperationID: r.Name, Method: r.Method, Path: r.Path, Summary: r.Summary, Description: r.Detail, Tags: []string{r.Area},
		Security: []map[string][]string{{"token": {}}}, Responses: map[string]*huma.Response{}}
	for _, p := range r.Within {
		op.Parameters = append(op.Parameters, parameter(p, "path"))
	}
	for _, p := range r.Query {
		op.Parameters = append(op.Parameters, parameter(p, "query"))
	}
	op.Parameters = append(op.Parameters, &huma.Param{Name: "Accept-Language", In: "header", Description: "language of problems; else the account's", Schema: &huma.Schema{Type: huma.TypeString}})
	refusals := []int{400, 401, 403, 404, 503}
	if r.Writes() {
		refusals = append(refusals, 409, 413, 415, 422)
		most := 255
		least := 1
		op.Parameters = append(op.Parameters, &huma.Param{Name: "Idempotency-Key", In: "header", Required: true,
			Description: "chosen by the caller, new for each thing to be done", Schema: &huma.Schema{Type: huma.TypeString, MinLength: &least, MaxLength: &most}})
		op.RequestBody = &huma.RequestBody{Required: !r.Empty, Content: map[string]*huma.MediaType{
			"application/json": {Schema: registry.Schema(r.Body, true, bodyName(r))}}}
	}
	if slices.ContainsFunc(r.Acts, func(act string) bool { return strings.HasSuffix(act, ".see") }) {
		refusals = append(refusals, 429)
	}
	op.Responses[strconv.Itoa(r.Status)] = &huma.Response{Description: "Done.", Content: map[string]*huma.MediaType{
		"application/json": {Schema: registry.Schema(r.Result, true, r.Name)}}}
	for _, status := range refusals {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Ref: "#/components/responses/" + strconv.Itoa(status)}
	}
	return op
}

func parameter(p route.Parameter, in string) *huma.Param {
	s := &huma.Schema{Type: huma.TypeString}
	switch p.Format {
	case "integer", "boolean":
		s.Type = p.Format
	default:
		s.Format = p.Format
		for _, c := range p.Choice {
			s.Enum = append(s.Enum, c)
		}
	}
	return &huma.Param{Name: p.Name, In: in, Description: p.Doc, Required: in == "path", Schema: s}
}

// bodyName is the name of an event's body: "AgreeMediatorEvent" for .../agree_mediator.
func bodyName(r *route.Route) string {
	var out strings.Builder
	for word := range strings.SplitSeq(r.Path[strings.LastIndex(r.Path, "/")+1:], "_") {
		out.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	if r.Area != "mediation" { // several machines know an acceptance
		out.WriteString(strings.ToUpper(r.Area[:1]) + r.Area[1:])
	}
	return out.String() + "Event"
}

// choices are the fields that hold one of a few words, by the schema and the property.
func choices() map[string][]string {
	states := make([]string, len(mediation.States))
	for i, s := range mediation.States {
		states[i] = string(s)
	}
	roles := []string{string(mediation.Applicant), string(mediation.Respondent)}
	return map[string][]string{
		"Standing.state": states, "Case.state": states, "Item.state": states, "Created.state": states,
		"NewParty.role": roles, "NewParty.kind": {"person", "organisation"}, "Side.role": roles, "Party.role": roles, "CreatedParty.role": roles,
		"ScheduleEvent.mode": mediation.Modes, "Session.mode": mediation.Modes,
		"SignEvent.as": {"party", "mediator", "seal"}, "SignEvent.method": {"paper"}, // the other ways are proved on their own pages
		"NoteEvent.scope":        {mediation.NoteJoint, mediation.NoteOfParty, mediation.NoteOfMediator},
		"InvestigateEvent.scope": {mediation.NoteJoint, mediation.NoteOfMediator}, "InvestigateEvent.way": mediation.InvestigationWays,
		"DiscloseEvent.conflict": {string(mediation.NoConflict), string(mediation.Tie), string(mediation.Disqualifying)},
		"Screened.answer":        mediation.ScreeningAnswers,
		"TalkEvent.concern":      {string(mediation.NoConcernTold), string(mediation.SeparateOnly), string(mediation.Violence)},
	}
}

// document is the OpenAPI document of the routes.
func document(routes []*route.Route) []byte {
	described := describe()
	for _, r := range routes {
		described.AddOperation(operation(described, r))
	}
	return render(described)
}

// render writes the document: lists are never null, and fields of few words say which.
func render(doc *huma.OpenAPI) []byte {
	all := doc.Components.Schemas.Map()
	for name, s := range all {
		for field, p := range s.Properties {
			if p.Type == huma.TypeArray {
				p.Nullable = false
			}
			for _, word := range choices()[name+"."+field] {
				p.Enum = append(p.Enum, word)
			}
		}
	}
	withheld := all["Case"].Properties["content"]
	all["Case"].Properties["content"] = &huma.Schema{Description: withheld.Description,
		AnyOf: []*huma.Schema{{Ref: withheld.Ref}, {Type: "null"}}}
	b, err := json.Marshal(doc)
	if err == nil {
		var out bytes.Buffer
		err = json.Indent(&out, b, "", "  ")
		b = append(out.Bytes(), '\n')
	}
	if err != nil {
		panic("api: a document that JSON cannot hold: " + err.Error()) //nolint:forbidigo // found by the first test that builds the routes
	}
	return b
}

func (a *API) serveDocument(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
	w.Header().Set("Cache-Control", "public, max-age=300")
	_, _ = w.Write(a.document()) // the reader may have gone; there is nobody left to tell
}
