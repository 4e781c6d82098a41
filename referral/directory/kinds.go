package directory

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"sync"
)

// Kind is the name of an HSDS object, as its schema has it.
type Kind string

// The kinds that the program speaks of by name.
const (
	KindOrganization Kind = "organization"
	KindService      Kind = "service"
	KindPlace        Kind = "service_at_location"
	KindLocation     Kind = "location"
	KindTaxonomy     Kind = "taxonomy"
	KindTerm         Kind = "taxonomy_term"
	KindAttribute    Kind = "attribute"
	KindMetadata     Kind = "metadata"
	KindSchedule     Kind = "schedule"
	KindAddress      Kind = "address"
	KindPhone        Kind = "phone"
	KindLanguage     Kind = "language"
	KindArea         Kind = "service_area"
	KindCost         Kind = "cost_option"
	KindDocument     Kind = "required_document"
	KindContact      Kind = "contact"
	KindProgram      Kind = "program"
	KindUnit         Kind = "unit"
	KindCapacity     Kind = "service_capacity"
	KindTable        Kind = "meta_table_description"
)

// Shape is what HSDS says of a kind.
type Shape struct {
	Kind   Kind
	File   string // of the tabular form
	Later  bool   // not in HSDS 3.0: of 3.1
	Fields []FieldShape
	index  map[string]int
}

// FieldShape is one field of a kind.
type FieldShape struct {
	Name            string
	Number          bool
	Required, Empty bool // Empty: must be there and may be blank
	Format          string
	Enum            []string
	Link            Kind   // the kind whose id it holds; "*" for any
	Child           Kind   // of the objects that are nested here; empty for a value
	Of, By          string // the child's field, or this object's, that holds the id
	Many            bool
	Root            bool // nested only in a document that begins with this object
	Owner           bool // the object it links to is what this one belongs to
	Own             bool // linli writes it, nobody fills it in
	Long            bool // a text of several lines
}

// Value reports whether the field stands in the object itself.
func (f *FieldShape) Value() bool { return f.Child == "" }

// Field finds a field by its name.
func (s *Shape) Field(name string) (*FieldShape, bool) {
	i, ok := s.index[name]
	if !ok {
		return nil, false
	}
	return &s.Fields[i], true
}

// kinds are the structs of the model in the order of the tabular form: what is linked to comes before what links.
var kinds = []struct {
	kind  Kind
	file  string
	later bool
	of    reflect.Type
}{
	{KindTaxonomy, "taxonomies.csv", false, reflect.TypeFor[Taxonomy]()},
	{KindTerm, "taxonomy_terms.csv", false, reflect.TypeFor[TaxonomyTerm]()},
	{KindOrganization, "organizations.csv", false, reflect.TypeFor[Organization]()},
	{"organization_identifier", "organization_identifiers.csv", false, reflect.TypeFor[OrganizationIdentifier]()},
	{KindProgram, "programs.csv", false, reflect.TypeFor[Program]()},
	{KindService, "services.csv", false, reflect.TypeFor[HelpService]()},
	{KindLocation, "locations.csv", false, reflect.TypeFor[Location]()},
	{KindPlace, "service_at_location.csv", false, reflect.TypeFor[ServiceAtLocation]()},
	{KindAddress, "addresses.csv", false, reflect.TypeFor[Address]()},
	{KindContact, "contacts.csv", false, reflect.TypeFor[Contact]()},
	{KindPhone, "phones.csv", false, reflect.TypeFor[Phone]()},
	{KindSchedule, "schedules.csv", false, reflect.TypeFor[Schedule]()},
	{KindArea, "service_areas.csv", false, reflect.TypeFor[ServiceArea]()},
	{KindLanguage, "languages.csv", false, reflect.TypeFor[Language]()},
	{"accessibility", "accessibility.csv", false, reflect.TypeFor[Accessibility]()},
	{KindCost, "cost_options.csv", false, reflect.TypeFor[CostOption]()},
	{"funding", "funding.csv", false, reflect.TypeFor[Funding]()},
	{KindDocument, "required_documents.csv", false, reflect.TypeFor[RequiredDocument]()},
	{KindUnit, "units.csv", true, reflect.TypeFor[Unit]()},
	{KindCapacity, "service_capacity.csv", true, reflect.TypeFor[ServiceCapacity]()},
	{"url", "urls.csv", true, reflect.TypeFor[URL]()},
	{KindAttribute, "attributes.csv", false, reflect.TypeFor[Attribute]()},
	{KindMetadata, "metadata.csv", false, reflect.TypeFor[Metadata]()},
	{KindTable, "meta_table_descriptions.csv", false, reflect.TypeFor[MetaTableDescription]()},
}

// Kinds are the shapes of all kinds, drawn from the structs of the model.
var Kinds = sync.OnceValue(func() []*Shape {
	byType := map[reflect.Type]Kind{}
	for _, k := range kinds {
		byType[k.of] = k.kind
	}
	out := make([]*Shape, len(kinds))
	for i, k := range kinds {
		s := &Shape{Kind: k.kind, File: k.file, Later: k.later, index: map[string]int{}}
		for _, f := range reflect.VisibleFields(k.of) {
			if !f.Anonymous {
				s.index[nameOf(f)] = len(s.Fields)
				s.Fields = append(s.Fields, fieldOf(f, byType))
			}
		}
		for i := range s.Fields {
			f := &s.Fields[i]
			f.Owner = f.Owner && !slices.ContainsFunc(s.Fields, func(g FieldShape) bool { return g.By == f.Name && !g.Root })
		}
		out[i] = s
	}
	return out
})

// Asked are the fields that a person fills in: not the id, nor what the place of an object says, nor what linli writes.
func (s *Shape) Asked() []*FieldShape {
	var out []*FieldShape
	for i := range s.Fields {
		if f := &s.Fields[i]; f.Value() && f.Name != "id" && !f.Owner && !f.Own {
			out = append(out, f)
		}
	}
	return out
}

// ShapeOf is the shape of a kind, or nil where there is no such kind.
func ShapeOf(k Kind) *Shape {
	for _, s := range Kinds() {
		if s.Kind == k {
			return s
		}
	}
	return nil
}

func nameOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

func fieldOf(f reflect.StructField, byType map[reflect.Type]Kind) FieldShape {
	out := FieldShape{Name: nameOf(f), Number: f.Type == reflect.TypeFor[json.Number]()}
	switch f.Type.Kind() {
	case reflect.Slice:
		out.Child, out.Many = byType[f.Type.Elem()], true
	case reflect.Pointer:
		out.Child = byType[f.Type.Elem()]
	}
	for _, word := range strings.Split(f.Tag.Get("hsds"), ",") {
		name, value, _ := strings.Cut(word, "=")
		switch name {
		case "required":
			out.Required = true
		case "empty":
			out.Required, out.Empty = true, true
		case "enum":
			out.Enum = strings.Split(value, "|")
		case "link":
			out.Link, out.Format, out.Owner = Kind(value), "uuid", true
		case "above":
			out.Owner = false
		case "own":
			out.Own = true
		case "long":
			out.Long = true
		case "of":
			out.Of = value
		case "by":
			out.By = value
		case "root":
			out.Root = true
		case "":
		default:
			out.Format = name
		}
	}
	return out
}

// shapeOfFile finds the kind whose table a file of the tabular form is, by the file's name or by the kind's.
func shapeOfFile(name string) *Shape {
	i := slices.IndexFunc(Kinds(), func(s *Shape) bool { return s.File == name || string(s.Kind) == strings.TrimSuffix(name, ".csv") })
	if i < 0 {
		return nil
	}
	return Kinds()[i]
}
