package directory

import "encoding/json"

// The objects of HSDS 3.0, with url, service_capacity and unit of HSDS 3.1, under the names of the schemas. The key hsds of
// a field says what its schema asks:
//
//	required        must be there and not blank
//	empty           must be there, and may be blank
//	uuid uri email date time datetime   its format
//	enum=a|b        one of these
//	link=KIND       the id of an object that this one belongs to or speaks of
//	of=FIELD        objects whose FIELD holds the id of this one
//	by=FIELD        the object whose id stands in FIELD
//	root            nested only in a document that begins with this object
//	above           of a link: one of the same kind above this one, to which it does not belong
//	own             written by linli, filled in by nobody
//	long            a text of several lines

// Facts are what may be said of nearly every object.
type Facts struct {
	Attributes []Attribute `json:"attributes,omitempty" hsds:"of=link_id"`
	Metadata   []Metadata  `json:"metadata,omitempty" hsds:"of=resource_id"`
}

// Organization is who delivers services.
type Organization struct {
	ID                      string                   `json:"id" hsds:"required,uuid"`
	Name                    string                   `json:"name" hsds:"required"`
	AlternateName           string                   `json:"alternate_name,omitempty"`
	Description             string                   `json:"description" hsds:"required,long"`
	Email                   string                   `json:"email,omitempty" hsds:"email"`
	Website                 string                   `json:"website,omitempty" hsds:"uri"`
	AdditionalURLs          []URL                    `json:"additional_urls,omitempty" hsds:"of=organization_id"`
	TaxStatus               string                   `json:"tax_status,omitempty"`
	TaxID                   string                   `json:"tax_id,omitempty"`
	YearIncorporated        json.Number              `json:"year_incorporated,omitempty"`
	LegalStatus             string                   `json:"legal_status,omitempty"`
	Logo                    string                   `json:"logo,omitempty"`
	URI                     string                   `json:"uri,omitempty" hsds:"uri"`
	ParentOrganizationID    string                   `json:"parent_organization_id,omitempty" hsds:"link=organization,above"`
	Funding                 []Funding                `json:"funding,omitempty" hsds:"of=organization_id"`
	Contacts                []Contact                `json:"contacts,omitempty" hsds:"of=organization_id"`
	Phones                  []Phone                  `json:"phones,omitempty" hsds:"of=organization_id"`
	Locations               []Location               `json:"locations,omitempty" hsds:"of=organization_id"`
	Programs                []Program                `json:"programs,omitempty" hsds:"of=organization_id"`
	OrganizationIdentifiers []OrganizationIdentifier `json:"organization_identifiers,omitempty" hsds:"of=organization_id"`
	Services                []HelpService            `json:"services,omitempty" hsds:"of=organization_id,root"`
	Facts
}

// OrganizationIdentifier is the number of an organisation in a register of organisations.
type OrganizationIdentifier struct {
	ID               string `json:"id" hsds:"required,uuid"`
	OrganizationID   string `json:"organization_id,omitempty" hsds:"link=organization"`
	IdentifierScheme string `json:"identifier_scheme,omitempty"`
	IdentifierType   string `json:"identifier_type" hsds:"required"`
	Identifier       string `json:"identifier" hsds:"required"`
	Facts
}

// URL is a further address of an organisation or service (HSDS 3.1).
type URL struct {
	ID             string `json:"id" hsds:"required,uuid"`
	Label          string `json:"label,omitempty"`
	URL            string `json:"url" hsds:"required,uri"`
	OrganizationID string `json:"organization_id,omitempty" hsds:"link=organization"`
	ServiceID      string `json:"service_id,omitempty" hsds:"link=service"`
	Facts
}

// Program is what an organisation groups services under.
type Program struct {
	ID             string `json:"id" hsds:"required,uuid"`
	OrganizationID string `json:"organization_id,omitempty" hsds:"link=organization"`
	Name           string `json:"name" hsds:"required"`
	AlternateName  string `json:"alternate_name,omitempty"`
	Description    string `json:"description" hsds:"required,long"`
	Facts
}

// HelpService is a service: what somebody in need of it gets. HSDS calls it service.
type HelpService struct {
	ID                     string              `json:"id" hsds:"required,uuid"`
	OrganizationID         string              `json:"organization_id,omitempty" hsds:"link=organization"`
	ProgramID              string              `json:"program_id,omitempty" hsds:"link=program"`
	Name                   string              `json:"name" hsds:"required"`
	AlternateName          string              `json:"alternate_name,omitempty"`
	Description            string              `json:"description,omitempty" hsds:"long"`
	URL                    string              `json:"url,omitempty" hsds:"uri"`
	AdditionalURLs         []URL               `json:"additional_urls,omitempty" hsds:"of=service_id"`
	Email                  string              `json:"email,omitempty" hsds:"email"`
	Status                 string              `json:"status" hsds:"required,enum=active|inactive|defunct|temporarily closed"`
	InterpretationServices string              `json:"interpretation_services,omitempty" hsds:"long"`
	ApplicationProcess     string              `json:"application_process,omitempty" hsds:"long"`
	FeesDescription        string              `json:"fees_description,omitempty" hsds:"long"`
	WaitTime               string              `json:"wait_time,omitempty"`
	Fees                   string              `json:"fees,omitempty"`
	Accreditations         string              `json:"accreditations,omitempty" hsds:"long"`
	EligibilityDescription string              `json:"eligibility_description,omitempty" hsds:"long"`
	MinimumAge             json.Number         `json:"minimum_age,omitempty"`
	MaximumAge             json.Number         `json:"maximum_age,omitempty"`
	AssuredDate            string              `json:"assured_date,omitempty" hsds:"date,own"`
	AssurerEmail           string              `json:"assurer_email,omitempty" hsds:"email"`
	Licenses               string              `json:"licenses,omitempty" hsds:"long"`
	Alert                  string              `json:"alert,omitempty"`
	LastModified           string              `json:"last_modified,omitempty" hsds:"datetime,own"`
	Phones                 []Phone             `json:"phones,omitempty" hsds:"of=service_id"`
	Schedules              []Schedule          `json:"schedules,omitempty" hsds:"of=service_id"`
	ServiceAreas           []ServiceArea       `json:"service_areas,omitempty" hsds:"of=service_id"`
	ServiceAtLocations     []ServiceAtLocation `json:"service_at_locations,omitempty" hsds:"of=service_id"`
	Languages              []Language          `json:"languages,omitempty" hsds:"of=service_id"`
	Organization           *Organization       `json:"organization,omitempty" hsds:"by=organization_id"`
	Funding                []Funding           `json:"funding,omitempty" hsds:"of=service_id"`
	CostOptions            []CostOption        `json:"cost_options,omitempty" hsds:"of=service_id"`
	Program                *Program            `json:"program,omitempty" hsds:"by=program_id"`
	RequiredDocuments      []RequiredDocument  `json:"required_documents,omitempty" hsds:"of=service_id"`
	Contacts               []Contact           `json:"contacts,omitempty" hsds:"of=service_id"`
	Capacities             []ServiceCapacity   `json:"capacities,omitempty" hsds:"of=service_id"`
	Facts
}

// ServiceCapacity is how many units a service has and has left (HSDS 3.1).
type ServiceCapacity struct {
	ID          string      `json:"id" hsds:"required,uuid"`
	ServiceID   string      `json:"service_id,omitempty" hsds:"link=service"`
	UnitID      string      `json:"unit_id,omitempty" hsds:"link=unit"`
	Unit        *Unit       `json:"unit,omitempty" hsds:"by=unit_id"`
	Available   json.Number `json:"available" hsds:"required"`
	Maximum     json.Number `json:"maximum,omitempty"`
	Description string      `json:"description,omitempty" hsds:"long"`
	Updated     string      `json:"updated" hsds:"required,datetime,own"`
	Facts
}

// Unit is what a capacity is counted in: beds, hours (HSDS 3.1).
type Unit struct {
	ID         string `json:"id" hsds:"required,uuid"`
	Name       string `json:"name" hsds:"required"`
	Scheme     string `json:"scheme,omitempty"`
	Identifier string `json:"identifier,omitempty"`
	URI        string `json:"uri,omitempty" hsds:"uri"`
	Facts
}

// ServiceAtLocation is a service at one of its places.
type ServiceAtLocation struct {
	ID          string       `json:"id" hsds:"required,uuid"`
	ServiceID   string       `json:"service_id,omitempty" hsds:"link=service"`
	LocationID  string       `json:"location_id,omitempty" hsds:"link=location"`
	Description string       `json:"description,omitempty" hsds:"long"`
	Contacts    []Contact    `json:"contacts,omitempty" hsds:"of=service_at_location_id"`
	Phones      []Phone      `json:"phones,omitempty" hsds:"of=service_at_location_id"`
	Schedules   []Schedule   `json:"schedules,omitempty" hsds:"of=service_at_location_id"`
	Location    *Location    `json:"location,omitempty" hsds:"by=location_id"`
	Service     *HelpService `json:"service,omitempty" hsds:"by=service_id,root"`
	Facts
}

// Redacted is the location_type of a place that nothing public names: a shelter. It is the one value that linli's profile
// adds to HSDS 3.0.
const Redacted = "redacted"

// Location is a place, an address for letters, or a place on the net.
type Location struct {
	ID                     string          `json:"id" hsds:"required,uuid"`
	LocationType           string          `json:"location_type" hsds:"required,enum=physical|postal|virtual|redacted"`
	URL                    string          `json:"url,omitempty" hsds:"uri"`
	OrganizationID         string          `json:"organization_id,omitempty" hsds:"link=organization"`
	Name                   string          `json:"name,omitempty"`
	AlternateName          string          `json:"alternate_name,omitempty"`
	Description            string          `json:"description,omitempty" hsds:"long"`
	Transportation         string          `json:"transportation,omitempty" hsds:"long"`
	Latitude               json.Number     `json:"latitude,omitempty"`
	Longitude              json.Number     `json:"longitude,omitempty"`
	ExternalIdentifier     string          `json:"external_identifier,omitempty"`
	ExternalIdentifierType string          `json:"external_identifier_type,omitempty"`
	Languages              []Language      `json:"languages,omitempty" hsds:"of=location_id"`
	Addresses              []Address       `json:"addresses,omitempty" hsds:"of=location_id"`
	Contacts               []Contact       `json:"contacts,omitempty" hsds:"of=location_id"`
	Accessibility          []Accessibility `json:"accessibility,omitempty" hsds:"of=location_id"`
	Phones                 []Phone         `json:"phones,omitempty" hsds:"of=location_id"`
	Schedules              []Schedule      `json:"schedules,omitempty" hsds:"of=location_id"`
	Facts
}
