package directory

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/platform/fault"
	"linli/platform/id"
	"linli/rulebook"
)

// sheetWriter turns a sheet into changes of objects. An object that is still the same keeps its id.
type sheetWriter struct {
	s      *Service
	owner  string // the service
	writes []Write
	err    error
}

// put notes an object as it shall be.
func (w *sheetWriter) put(k Kind, u id.ID, body Body) {
	body["id"] = u.String()
	values := map[string]any{}
	for name, v := range body {
		values[name] = v
	}
	read, field, reason := ShapeOf(k).check(values)
	if reason != "" && w.err == nil {
		w.err = fault.List{fault.Field(field, reason.Key())}
		return
	}
	w.writes = append(w.writes, Write{After: &Object{Kind: k, ID: u, Body: read}})
}

func (w *sheetWriter) organization(x *Sheet) {
	if name := strings.TrimSpace(x.NewOrganization); x.Organization.IsZero() {
		x.Organization = w.s.IDs.New()
		w.put(KindOrganization, x.Organization, Body{"name": name, "description": name})
	}
}

func (w *sheetWriter) service(o Opened, x *Sheet, today string, now time.Time) {
	body := Body{}
	for name, v := range o.Body {
		body[name] = v
	}
	for name, v := range map[string]string{"organization_id": x.Organization.String(), "name": x.Name, "description": x.Description, "status": x.Status, "email": x.Email, "fees_description": x.Cost,
		"application_process": x.HowTo, "eligibility_description": x.ForWhom, "alert": x.Alert, "assured_date": today, "last_modified": now.UTC().Format("2006-01-02T15:04:05.000Z")} {
		body[name] = strings.TrimSpace(v)
	}
	w.put(KindService, o.ID, body)
}

// settle makes the objects of a list what they shall be: one that is there already stays, others are removed or come new.
func (w *sheetWriter) settle(k Kind, there []*Node, want []Body, same ...string) {
	keyOf := func(b Body) string {
		out := ""
		for _, name := range same {
			out += b.Text(name) + "\x00"
		}
		return out
	}
	there = slices.Clone(there)
	for _, b := range want {
		i := slices.IndexFunc(there, func(n *Node) bool { return keyOf(n.Body) == keyOf(b) })
		if i >= 0 {
			there = slices.Delete(there, i, i+1)
			continue
		}
		w.put(k, w.s.IDs.New(), b)
	}
	for _, n := range there {
		w.writes = append(w.writes, Write{Before: &Kept{Object: n.Object}})
	}
}

// first keeps the first object of a list at one text, and removes it where the text is empty.
func (w *sheetWriter) first(k Kind, there []*Node, field, text string) {
	text = strings.TrimSpace(text)
	switch {
	case len(there) > 0 && text == "":
		w.writes = append(w.writes, Write{Before: &Kept{Object: there[0].Object}})
	case len(there) > 0:
		body, changed := overlay(there[0].Body, Body{field: text})
		if changed {
			w.put(k, there[0].ID, body)
		}
	case text != "":
		w.put(k, w.s.IDs.New(), Body{"service_id": w.owner, field: text})
	}
}

var dayNames = [7]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

func (w *sheetWriter) parts(o Opened, x *Sheet, zone json.Number) {
	w.first(KindPhone, o.Many["phones"], "number", x.Phone)
	w.first(KindArea, o.Many["service_areas"], "name", x.Area)
	var needs, languages, documents, hours []Body
	for _, t := range x.Needs {
		needs = append(needs, Body{"link_id": w.owner, "link_entity": "service", "taxonomy_term_id": t.String(), "link_type": "need"})
	}
	for _, c := range x.Languages {
		languages = append(languages, Body{"service_id": w.owner, "code": c})
	}
	for _, d := range x.Documents {
		documents = append(documents, Body{"service_id": w.owner, "document": d})
	}
	days := map[[2]string][]string{}
	var order [][2]string
	for _, h := range x.Hours {
		at := [2]string{h.From, h.Until}
		if days[at] == nil {
			order = append(order, at)
		}
		days[at] = append(days[at], dayNames[h.Day])
	}
	for _, at := range order {
		hours = append(hours, Body{"service_id": w.owner, "freq": "WEEKLY", "byday": strings.Join(days[at], ","), "opens_at": at[0], "closes_at": at[1], "timezone": zone})
	}
	w.settle(KindAttribute, slices.DeleteFunc(slices.Clone(o.Many["attributes"]), func(n *Node) bool { return n.Body.Text("taxonomy_term_id") == "" }), needs, "taxonomy_term_id")
	w.settle(KindLanguage, o.Many["languages"], languages, "code")
	w.settle(KindDocument, o.Many["required_documents"], documents, "document")
	held, _ := formHours(o.Many["schedules"])
	w.settle(KindSchedule, held, hours, "freq", "byday", "opens_at", "closes_at")
}

// place keeps the first place of a service.
func (w *sheetWriter) place(o Opened, x *Sheet, country string) {
	var at, location, address *Node
	if list := o.Many["service_at_locations"]; len(list) > 0 {
		at = list[0]
		if location = at.One["location"]; location != nil && len(location.Many["addresses"]) > 0 {
			address = location.Many["addresses"][0]
		}
	}
	if strings.TrimSpace(x.Place+x.Address) == "" {
		if at != nil {
			w.writes = append(w.writes, Write{Before: &Kept{Object: at.Object}}) // the location may be another's too
		}
		return
	}
	kind := "physical"
	if x.Redacted {
		kind = Redacted
	}
	body, where := Body{"organization_id": x.Organization.String()}, w.s.IDs.New()
	if location != nil {
		body, where = location.Body, location.ID
	}
	body, _ = overlay(body, Body{"name": x.Place, "location_type": kind})
	w.put(KindLocation, where, body)
	if at == nil || location == nil {
		w.put(KindPlace, w.s.IDs.New(), Body{"service_id": w.owner, "location_id": where.String()})
	}
	lines, house := Body{"location_id": where.String(), "state_province": "", "postal_code": "", "country": country, "address_type": "physical"}, w.s.IDs.New()
	if address != nil {
		lines, house = address.Body, address.ID
	}
	if x.Address != "" {
		lines, _ = overlay(lines, Body{"address_1": x.Address, "city": x.City})
		w.put(KindAddress, house, lines)
	}
}

// country is where the office stands, ISO 3166-1. Under a rulebook of no country it is ZZ, which the standard leaves to its users and CLDR
// reads as unknown: HSDS wants one.
func country(rules *rulebook.Rulebook) string {
	code, _, _ := strings.Cut(rules.Jurisdiction(), "-")
	if len(code) != 2 {
		return "ZZ"
	}
	return code
}

// SheetOf is the sheet of a service.
func SheetOf(n *Node) (Sheet, error) {
	var v HelpService
	if err := n.Into(&v); err != nil {
		return Sheet{}, fmt.Errorf("the sheet: %w", err)
	}
	x := Sheet{Organization: n.Body.ID("organization_id"), Name: v.Name, Description: v.Description, Status: v.Status, Cost: v.FeesDescription, HowTo: v.ApplicationProcess,
		ForWhom: v.EligibilityDescription, Alert: v.Alert, Email: v.Email}
	for _, a := range n.Many["attributes"] {
		if u := a.Body.ID("taxonomy_term_id"); !u.IsZero() {
			x.Needs = append(x.Needs, u)
		}
	}
	if len(v.ServiceAreas) > 0 {
		x.Area = v.ServiceAreas[0].Name
	}
	if len(v.Phones) > 0 {
		x.Phone = v.Phones[0].Number
	}
	for _, l := range v.Languages {
		x.Languages = append(x.Languages, l.Code)
	}
	for _, d := range v.RequiredDocuments {
		x.Documents = append(x.Documents, d.Document)
	}
	var held []*Node
	held, x.Hours = formHours(n.Many["schedules"])
	x.MoreHours = len(n.Many["schedules"]) - len(held)
	if len(v.ServiceAtLocations) > 0 && v.ServiceAtLocations[0].Location != nil {
		l := v.ServiceAtLocations[0].Location
		x.Place, x.Redacted = l.Name, l.LocationType == Redacted
		if len(l.Addresses) > 0 {
			x.Address, x.City = l.Addresses[0].Address1, l.Addresses[0].City
		}
	}
	return x, nil
}
