package georeport

import (
	"time"

	"linli/platform/geo"
)

// The two states that the specification has.
const (
	Open   = "open"
	Closed = "closed"
)

// Request is one service request as it is shown in public.
type Request struct {
	ID          string
	Status      string // Open or Closed
	Notes       string // why, or more than the status says
	ServiceName string
	ServiceCode string
	Description string
	Agency      string
	Notice      string
	Requested   time.Time
	Updated     time.Time // for a closed one: when it was closed
	Expected    time.Time // zero: not told
	Address     string
	AddressID   string
	Zipcode     string
	Place       geo.Point // zero: not told
	MediaURL    string
}

// EncodeRequests writes requests.xml or .json, and likewise the answer for a single one.
func EncodeRequests(f Format, requests []Request) []byte {
	return encode(f, listOf("service_requests", requests, func(r Request) node {
		return objectOf("request", text("service_request_id", r.ID), text("status", r.Status), text("status_notes", r.Notes),
			text("service_name", r.ServiceName), text("service_code", r.ServiceCode), text("description", r.Description),
			text("agency_responsible", r.Agency), text("service_notice", r.Notice), instant("requested_datetime", r.Requested),
			instant("updated_datetime", r.Updated), instant("expected_datetime", r.Expected), text("address", r.Address),
			text("address_id", r.AddressID), text("zipcode", r.Zipcode), degrees("lat", r.Place, r.Place.Lat),
			degrees("long", r.Place, r.Place.Long), text("media_url", r.MediaURL))
	}))
}

// DecodeRequests reads another server's. Dates that cannot be read are zero, a place that is none likewise.
func DecodeRequests(f Format, body []byte) ([]Request, error) {
	root, err := parse(f, body)
	if err != nil {
		return nil, err
	}
	var out []Request
	for _, r := range root.items("service_requests") {
		one := Request{ID: r.text("service_request_id"), Status: r.text("status"), Notes: r.text("status_notes"), ServiceName: r.text("service_name"),
			ServiceCode: r.text("service_code"), Description: r.text("description"), Agency: r.text("agency_responsible"), Notice: r.text("service_notice"),
			Requested: r.instant("requested_datetime"), Updated: r.instant("updated_datetime"), Expected: r.instant("expected_datetime"),
			Address: r.text("address"), AddressID: r.text("address_id"), Zipcode: r.text("zipcode"), MediaURL: r.text("media_url")}
		if p, err := geo.Read(r.text("lat"), r.text("long"), geo.WGS84); err == nil {
			one.Place = p
		}
		out = append(out, one)
	}
	return out, nil
}

// Receipt is the answer to a request that was made: an id, or a token until there is one, never both.
type Receipt struct {
	ID     string
	Token  string
	Notice string
}

// EncodeReceipt writes the answer to a POST.
func EncodeReceipt(f Format, r Receipt) []byte {
	named := text("service_request_id", r.ID)
	if r.ID == "" {
		named = text("token", r.Token)
	}
	return encode(f, listOf("service_requests", []node{objectOf("request", named, text("service_notice", r.Notice), text("account_id", ""))}, same))
}

// EncodeToken writes the answer to a token.
func EncodeToken(f Format, r Receipt) []byte {
	return encode(f, listOf("service_requests", []node{objectOf("request", text("service_request_id", r.ID), text("token", r.Token))}, same))
}

func same(n node) node { return n }

// DecodeReceipt reads another server's answer to a POST or to a token. The id stays empty while there is none.
func DecodeReceipt(f Format, body []byte) (Receipt, error) {
	root, err := parse(f, body)
	if err != nil {
		return Receipt{}, err
	}
	for _, r := range root.items("service_requests") {
		return Receipt{ID: r.text("service_request_id"), Token: r.text("token"), Notice: r.text("service_notice")}, nil
	}
	return Receipt{}, errShape
}

// Error is one line of an answer that refuses.
type Error struct {
	Code        int
	Description string
}

// EncodeErrors writes an answer that refuses.
func EncodeErrors(f Format, errs []Error) []byte {
	return encode(f, listOf("errors", errs, func(e Error) node {
		return objectOf("error", number("code", e.Code), text("description", e.Description))
	}))
}

// DecodeErrors reads another server's.
func DecodeErrors(f Format, body []byte) ([]Error, error) {
	root, err := parse(f, body)
	if err != nil {
		return nil, err
	}
	var out []Error
	for _, e := range root.items("errors") {
		out = append(out, Error{Code: e.number("code"), Description: e.text("description")})
	}
	return out, nil
}
