package hsds

import (
	"net/http"
	"strings"
)

// upstream is where the schemas of HSDS 3.0 are published.
const upstream = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/"

type object = map[string]any

// meanings are the parameters and what each asks.
var meanings = map[string][2]string{
	"search": {"string", "words of names and descriptions; Chinese in any part of a name"}, "page": {"integer", "from 1"}, "per_page": {"integer", "25, at most 500"},
	"format": {"string", "json, or ndjson: everything, a line each"}, "taxonomy_term_id": {"string", "services of this need, or of one below it"},
	"taxonomy_id": {"string", "with a term of this taxonomy"}, "organization_id": {"string", "services of this organisation"},
	"modified_after": {"string", "changed then or later"}, "minimal": {"boolean", "id, name, status and modified_date alone"}, "full": {"boolean", "with all that is nested"},
	"full_service": {"boolean", "with the services in full"}, "postcode": {"string", "there, or with a service area that names it"},
	"proximity": {"string", "metres around the middle of what the directory has at the postcode"}, "top_only": {"boolean", "terms without a term above"}, "parent_id": {"string", "terms below this one"},
}

// document answers the OpenAPI document of this interface.
func (a *API) document(w http.ResponseWriter, r *http.Request) error {
	paths := object{"/": object{"get": object{"operationId": "getAPIMetaInformation", "summary": "What this interface is.",
		"responses": object{"200": content(object{"type": "object", "required": []string{"version", "profile", "openapi_url"}})}}}}
	for _, l := range lists {
		short, whole := upstream+"compiled/"+string(l.kind)+"_list.json", upstream+"compiled/"+string(l.kind)+".json"
		if len(l.params) < 3 || l.name == "taxonomy_terms" {
			short, whole = upstream+string(l.kind)+".json", upstream+string(l.kind)+".json"
		}
		if l.name == "organizations" {
			short, whole = upstream+"compiled/organization_list.json", upstream+"compiled/organization.json"
		}
		var params []object
		properties := object{}
		for _, name := range append(append([]string{}, l.params...), paging...) {
			params = append(params, object{"name": name, "in": "query", "description": meanings[name][1], "schema": object{"type": meanings[name][0]}})
			properties[name] = object{"type": meanings[name][0], "description": meanings[name][1]}
		}
		page := object{"allOf": []object{{"$ref": "#/components/schemas/Page"}}, "properties": object{"contents": object{"type": "array", "items": object{"$ref": short}}}}
		paths["/"+l.name] = object{
			"get":  object{"operationId": "list_" + l.name, "summary": "A page of " + l.name + ".", "parameters": params, "responses": object{"200": content(page)}},
			"post": object{"operationId": "search_" + l.name, "summary": "The same, with the filters in the body: they stand in no address and no log.", "requestBody": content(object{"type": "object", "properties": properties, "additionalProperties": false}), "responses": object{"200": content(page)}}}
		paths["/"+l.name+"/{id}"] = object{"get": object{"operationId": "get_" + l.name, "summary": "One with all that is nested.",
			"parameters": []object{{"name": "id", "in": "path", "required": true, "schema": object{"type": "string", "format": "uuid"}}},
			"responses":  object{"200": content(object{"$ref": whole}), "404": object{"description": "There is none."}}}}
	}
	number, truth := object{"type": "integer"}, object{"type": "boolean"}
	return answer(w, r, object{"openapi": "3.1.0", "info": object{"title": "Directory of services", "version": Version, "description": "HSDS 3.0, read only. Filters are joined with AND; an unknown one is refused."},
		"servers": []object{{"url": strings.TrimSuffix(a.Origin.JoinPath(Prefix).String(), "/")}}, "paths": paths,
		"components": object{"schemas": object{"Page": object{"type": "object", "properties": object{"total_items": number, "total_pages": number, "page_number": number, "size": number,
			"first_page": truth, "last_page": truth, "empty": truth}}}}})
}

func content(schema object) object {
	return object{"description": "JSON", "content": object{"application/json": object{"schema": schema}}}
}

// extends answers linli's profile: what it adds to the schemas of HSDS 3.0, as a JSON merge patch (RFC 7386) of each.
func (a *API) extends(w http.ResponseWriter, r *http.Request) error {
	return answer(w, r, object{
		"location.json": object{"properties": object{"location_type": object{"enum": []string{"physical", "postal", "virtual", "redacted"},
			"description": "redacted: a place, such as a shelter, that nothing public names; it comes in with an import and never goes out"}}},
		"service_at_location.json": object{"properties": object{"location": object{"description": "not there where the place is redacted"}}},
		"service.json":             object{"properties": object{"capacities": object{"type": "array"}, "additional_urls": object{"type": "array"}}},
		"organization.json":        object{"properties": object{"additional_urls": object{"type": "array"}}},
	})
}
