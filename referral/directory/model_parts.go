package directory

import "encoding/json"

// Address is the address of a location.
type Address struct {
	ID            string `json:"id" hsds:"required,uuid"`
	LocationID    string `json:"location_id,omitempty" hsds:"link=location"`
	Attention     string `json:"attention,omitempty"`
	Address1      string `json:"address_1" hsds:"required"`
	Address2      string `json:"address_2,omitempty"`
	City          string `json:"city" hsds:"empty"`
	Region        string `json:"region,omitempty"`
	StateProvince string `json:"state_province" hsds:"empty"`
	PostalCode    string `json:"postal_code" hsds:"empty"`
	Country       string `json:"country" hsds:"required"`
	AddressType   string `json:"address_type" hsds:"required,enum=physical|postal|virtual"`
	Facts
}

// Accessibility is how a location serves people with disabilities.
type Accessibility struct {
	ID          string `json:"id" hsds:"required,uuid"`
	LocationID  string `json:"location_id,omitempty" hsds:"link=location"`
	Description string `json:"description,omitempty" hsds:"long"`
	Details     string `json:"details,omitempty" hsds:"long"`
	URL         string `json:"url,omitempty" hsds:"uri"`
	Facts
}

// Contact is whom to ask for at an organisation: its office's own data, never that of somebody who needs help.
type Contact struct {
	ID                  string  `json:"id" hsds:"required,uuid"`
	OrganizationID      string  `json:"organization_id,omitempty" hsds:"link=organization"`
	ServiceID           string  `json:"service_id,omitempty" hsds:"link=service"`
	ServiceAtLocationID string  `json:"service_at_location_id,omitempty" hsds:"link=service_at_location"`
	LocationID          string  `json:"location_id,omitempty" hsds:"link=location"`
	Name                string  `json:"name,omitempty"`
	Title               string  `json:"title,omitempty"`
	Department          string  `json:"department,omitempty"`
	Email               string  `json:"email,omitempty" hsds:"email"`
	Phones              []Phone `json:"phones,omitempty" hsds:"of=contact_id"`
	Facts
}

// Phone is a number under which an organisation answers.
type Phone struct {
	ID                  string      `json:"id" hsds:"required,uuid"`
	LocationID          string      `json:"location_id,omitempty" hsds:"link=location"`
	ServiceID           string      `json:"service_id,omitempty" hsds:"link=service"`
	OrganizationID      string      `json:"organization_id,omitempty" hsds:"link=organization"`
	ContactID           string      `json:"contact_id,omitempty" hsds:"link=contact"`
	ServiceAtLocationID string      `json:"service_at_location_id,omitempty" hsds:"link=service_at_location"`
	Number              string      `json:"number" hsds:"required"`
	Extension           json.Number `json:"extension,omitempty"`
	Type                string      `json:"type,omitempty"`
	Description         string      `json:"description,omitempty" hsds:"long"`
	Languages           []Language  `json:"languages,omitempty" hsds:"of=phone_id"`
	Facts
}

// Language is one that is spoken: by a service, at a location, on a telephone.
type Language struct {
	ID         string `json:"id" hsds:"required,uuid"`
	ServiceID  string `json:"service_id,omitempty" hsds:"link=service"`
	LocationID string `json:"location_id,omitempty" hsds:"link=location"`
	PhoneID    string `json:"phone_id,omitempty" hsds:"link=phone"`
	Name       string `json:"name,omitempty"`
	Code       string `json:"code,omitempty"`
	Note       string `json:"note,omitempty" hsds:"long"`
	Facts
}

// Schedule is when a service, a location or a service at a location is open: the recurrence of RFC 5545 as far as HSDS has
// it, and the times of day. See [Schedule.Open].
type Schedule struct {
	ID                  string      `json:"id" hsds:"required,uuid"`
	ServiceID           string      `json:"service_id,omitempty" hsds:"link=service"`
	LocationID          string      `json:"location_id,omitempty" hsds:"link=location"`
	ServiceAtLocationID string      `json:"service_at_location_id,omitempty" hsds:"link=service_at_location"`
	ValidFrom           string      `json:"valid_from,omitempty" hsds:"date"`
	ValidTo             string      `json:"valid_to,omitempty" hsds:"date"`
	DTStart             string      `json:"dtstart,omitempty" hsds:"date"`
	Timezone            json.Number `json:"timezone,omitempty"`
	Until               string      `json:"until,omitempty" hsds:"date"`
	Count               json.Number `json:"count,omitempty"`
	WkSt                string      `json:"wkst,omitempty" hsds:"enum=MO|TU|WE|TH|FR|SA|SU"`
	Freq                string      `json:"freq,omitempty" hsds:"enum=WEEKLY|MONTHLY"`
	Interval            json.Number `json:"interval,omitempty"`
	ByDay               string      `json:"byday,omitempty"`
	ByWeekNo            string      `json:"byweekno,omitempty"`
	ByMonthDay          string      `json:"bymonthday,omitempty"`
	ByYearDay           string      `json:"byyearday,omitempty"`
	Description         string      `json:"description,omitempty" hsds:"long"`
	OpensAt             string      `json:"opens_at,omitempty" hsds:"time"`
	ClosesAt            string      `json:"closes_at,omitempty" hsds:"time"`
	ScheduleLink        string      `json:"schedule_link,omitempty" hsds:"uri"`
	AttendingType       string      `json:"attending_type,omitempty"`
	Notes               string      `json:"notes,omitempty" hsds:"long"`
	Facts
}

// Funding is where the money for an organisation or service comes from.
type Funding struct {
	ID             string `json:"id" hsds:"required,uuid"`
	OrganizationID string `json:"organization_id,omitempty" hsds:"link=organization"`
	ServiceID      string `json:"service_id,omitempty" hsds:"link=service"`
	Source         string `json:"source,omitempty"`
	Facts
}

// CostOption is what a service costs. The amount is as HSDS has it: a decimal number of the currency's major unit.
type CostOption struct {
	ID                string      `json:"id" hsds:"required,uuid"`
	ServiceID         string      `json:"service_id,omitempty" hsds:"link=service"`
	ValidFrom         string      `json:"valid_from,omitempty" hsds:"date"`
	ValidTo           string      `json:"valid_to,omitempty" hsds:"date"`
	Option            string      `json:"option,omitempty"`
	Currency          string      `json:"currency,omitempty"`
	Amount            json.Number `json:"amount,omitempty"`
	AmountDescription string      `json:"amount_description,omitempty" hsds:"long"`
	Facts
}

// RequiredDocument is what has to be brought along.
type RequiredDocument struct {
	ID        string `json:"id" hsds:"required,uuid"`
	ServiceID string `json:"service_id,omitempty" hsds:"link=service"`
	Document  string `json:"document,omitempty"`
	URI       string `json:"uri,omitempty" hsds:"uri"`
	Facts
}

// ServiceArea is for where a service is.
type ServiceArea struct {
	ID          string `json:"id" hsds:"required,uuid"`
	ServiceID   string `json:"service_id,omitempty" hsds:"link=service"`
	Name        string `json:"name,omitempty"`
	Description string `json:"description,omitempty" hsds:"long"`
	Extent      string `json:"extent,omitempty" hsds:"long"`
	ExtentType  string `json:"extent_type,omitempty"`
	URI         string `json:"uri,omitempty"`
	Facts
}

// Taxonomy is a list of terms: of needs, of kinds of help.
type Taxonomy struct {
	ID          string     `json:"id" hsds:"required,uuid"`
	Name        string     `json:"name" hsds:"required"`
	Description string     `json:"description" hsds:"required,long"`
	URI         string     `json:"uri,omitempty" hsds:"uri"`
	Version     string     `json:"version,omitempty"`
	Metadata    []Metadata `json:"metadata,omitempty" hsds:"of=resource_id"`
}

// TaxonomyTerm is one term of a taxonomy.
type TaxonomyTerm struct {
	ID             string     `json:"id" hsds:"required,uuid"`
	Code           string     `json:"code,omitempty"`
	Name           string     `json:"name" hsds:"required"`
	Description    string     `json:"description" hsds:"required,long"`
	ParentID       string     `json:"parent_id,omitempty" hsds:"link=taxonomy_term,above"`
	Taxonomy       string     `json:"taxonomy,omitempty"`
	TaxonomyDetail *Taxonomy  `json:"taxonomy_detail,omitempty" hsds:"by=taxonomy_id"`
	Language       string     `json:"language,omitempty"`
	TaxonomyID     string     `json:"taxonomy_id,omitempty" hsds:"link=taxonomy"`
	TermURI        string     `json:"term_uri,omitempty" hsds:"uri"`
	Metadata       []Metadata `json:"metadata,omitempty" hsds:"of=resource_id"`
}

// Attribute says that a term holds of an object.
type Attribute struct {
	ID             string        `json:"id" hsds:"required,uuid"`
	LinkID         string        `json:"link_id,omitempty" hsds:"link=*"`
	TaxonomyTermID string        `json:"taxonomy_term_id,omitempty" hsds:"link=taxonomy_term"`
	LinkType       string        `json:"link_type,omitempty"`
	LinkEntity     string        `json:"link_entity,omitempty" hsds:"own"`
	Value          string        `json:"value,omitempty"`
	TaxonomyTerm   *TaxonomyTerm `json:"taxonomy_term,omitempty" hsds:"by=taxonomy_term_id"`
	Metadata       []Metadata    `json:"metadata,omitempty" hsds:"of=resource_id"`
}

// Metadata is one change of an object where the data come from.
type Metadata struct {
	ID               string `json:"id" hsds:"required,uuid"`
	ResourceID       string `json:"resource_id,omitempty" hsds:"link=*"`
	ResourceType     string `json:"resource_type,omitempty" hsds:"own"`
	LastActionDate   string `json:"last_action_date" hsds:"required,date"`
	LastActionType   string `json:"last_action_type" hsds:"required"`
	FieldName        string `json:"field_name" hsds:"required"`
	PreviousValue    string `json:"previous_value" hsds:"empty,long"`
	ReplacementValue string `json:"replacement_value" hsds:"empty,long"`
	UpdatedBy        string `json:"updated_by" hsds:"required"`
}

// MetaTableDescription says how a table is written.
type MetaTableDescription struct {
	ID           string `json:"id" hsds:"required,uuid"`
	Name         string `json:"name,omitempty"`
	Language     string `json:"language,omitempty"`
	CharacterSet string `json:"character_set,omitempty"`
	Facts
}
