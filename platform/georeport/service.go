package georeport

// Specification is how discovery names GeoReport v2.
const Specification = "http://wiki.open311.org/GeoReport_v2"

// Discovery says where the endpoints are. Every field is required.
type Discovery struct {
	Changeset  string // sortable: when anything here last changed
	Contact    string
	KeyService string // how to get an api_key
	Endpoints  []Endpoint
}

// Endpoint is one place that answers.
type Endpoint struct {
	Specification string
	URL           string
	Changeset     string // when its services last changed
	Type          string // "production" or "test"
	Formats       []Format
}

// EncodeDiscovery writes discovery.xml or discovery.json.
func EncodeDiscovery(f Format, d Discovery) []byte {
	return encode(f, objectOf("discovery", text("changeset", d.Changeset), text("contact", d.Contact), text("key_service", d.KeyService),
		listOf("endpoints", d.Endpoints, func(e Endpoint) node {
			return objectOf("endpoint", text("specification", e.Specification), text("url", e.URL), text("changeset", e.Changeset), text("type", e.Type),
				listOf("formats", e.Formats, func(f Format) node { return text("format", f.Media()) }))
		})))
}

// DecodeDiscovery reads another server's.
func DecodeDiscovery(f Format, body []byte) (Discovery, error) {
	root, err := parse(f, body)
	if err != nil {
		return Discovery{}, err
	}
	d := Discovery{Changeset: root.text("changeset"), Contact: root.text("contact"), KeyService: root.text("key_service")}
	for _, e := range root.part("endpoints").parts {
		one := Endpoint{Specification: e.text("specification"), URL: e.text("url"), Changeset: e.text("changeset"), Type: e.text("type")}
		for _, format := range e.part("formats").parts {
			for _, known := range Formats {
				if format.own() == known.Media() {
					one.Formats = append(one.Formats, known)
				}
			}
		}
		d.Endpoints = append(d.Endpoints, one)
	}
	return d, nil
}

// When a service has given a request its id.
const (
	Realtime = "realtime" // at once
	Batch    = "batch"    // by a token
	Blackbox = "blackbox" // never
)

// Service is one kind of request that can be made.
type Service struct {
	Code        string
	Name        string
	Description string
	Metadata    bool   // it has questions: ask for its definition
	Type        string // Realtime, Batch or Blackbox
	Keywords    string // separated by commas
	Group       string
}

// EncodeServices writes services.xml or services.json.
func EncodeServices(f Format, services []Service) []byte {
	return encode(f, listOf("services", services, func(s Service) node {
		return objectOf("service", text("service_code", s.Code), text("service_name", s.Name), text("description", s.Description),
			boolean("metadata", s.Metadata), text("type", s.Type), text("keywords", s.Keywords), text("group", s.Group))
	}))
}

// DecodeServices reads another server's.
func DecodeServices(f Format, body []byte) ([]Service, error) {
	root, err := parse(f, body)
	if err != nil {
		return nil, err
	}
	var out []Service
	for _, s := range root.items("services") {
		out = append(out, Service{Code: s.text("service_code"), Name: s.text("service_name"), Description: s.text("description"),
			Metadata: s.text("metadata") == "true", Type: s.text("type"), Keywords: s.text("keywords"), Group: s.text("group")})
	}
	return out, nil
}

// Datatype is what kind of answer an attribute takes.
type Datatype string

// The datatypes.
const (
	String   Datatype = "string" // without line breaks
	Number   Datatype = "number"
	Datetime Datatype = "datetime"
	Text     Datatype = "text" // with line breaks
	Single   Datatype = "singlevaluelist"
	Multi    Datatype = "multivaluelist"
)

// Definition is the questions of a service.
type Definition struct {
	ServiceCode string
	Attributes  []Attribute
}

// Attribute is one question, or where it is no variable a text to read.
type Attribute struct {
	Variable    bool
	Code        string
	Datatype    Datatype
	Required    bool
	Explained   string // of the datatype
	Order       int    // from 1
	Description string
	Values      []Value
}

// Value is one choice of a list.
type Value struct{ Key, Name string }

// EncodeDefinition writes services/CODE.xml or .json.
func EncodeDefinition(f Format, d Definition) []byte {
	return encode(f, objectOf("service_definition", text("service_code", d.ServiceCode), listOf("attributes", d.Attributes, func(a Attribute) node {
		parts := []node{boolean("variable", a.Variable), text("code", a.Code), text("datatype", string(a.Datatype)), boolean("required", a.Required),
			text("datatype_description", a.Explained), number("order", a.Order), text("description", a.Description)}
		if a.Datatype == Single || a.Datatype == Multi {
			parts = append(parts, listOf("values", a.Values, func(v Value) node {
				return objectOf("value", text("key", v.Key), text("name", v.Name))
			}))
		}
		return objectOf("attribute", parts...)
	})))
}

// DecodeDefinition reads another server's.
func DecodeDefinition(f Format, body []byte) (Definition, error) {
	root, err := parse(f, body)
	if err != nil {
		return Definition{}, err
	}
	d := Definition{ServiceCode: root.text("service_code")}
	for i, a := range root.part("attributes").parts {
		one := Attribute{Variable: a.text("variable") != "false", Code: a.text("code"), Datatype: Datatype(a.text("datatype")),
			Required: a.text("required") == "true", Explained: a.text("datatype_description"), Order: i + 1, Description: a.text("description")}
		for _, v := range a.part("values").parts {
			one.Values = append(one.Values, Value{v.text("key"), v.text("name")})
		}
		d.Attributes = append(d.Attributes, one)
	}
	return d, nil
}
