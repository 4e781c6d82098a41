package georeport_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"linli/platform/geo"
	"linli/platform/georeport"
)

var pacific = time.FixedZone("", -8*60*60)

// TestTheSpecificationsOwnExamples: each answer has the elements of the specification's example, in its order.
func TestTheSpecificationsOwnExamples(t *testing.T) {
	at := time.Date(2010, 4, 14, 6, 37, 38, 0, pacific)
	for _, x := range []struct {
		name      string
		xml, json []byte
		wantXML   string
		wantJSON  string
	}{
		{"discovery", georeport.EncodeDiscovery("xml", discovery), georeport.EncodeDiscovery("json", discovery),
			`<discovery><changeset>2011-02-03 14:18</changeset><contact>call +1</contact><key_service>ask</key_service><endpoints><endpoint>` +
				`<specification>http://wiki.open311.org/GeoReport_v2</specification><url>http://open311.mycity.gov/v2</url><changeset>2010-11-23 09:01</changeset>` +
				`<type>production</type><formats><format>text/xml</format><format>application/json</format></formats></endpoint></endpoints></discovery>`,
			`{"changeset":"2011-02-03 14:18","contact":"call +1","key_service":"ask","endpoints":[{"specification":"http://wiki.open311.org/GeoReport_v2",` +
				`"url":"http://open311.mycity.gov/v2","changeset":"2010-11-23 09:01","type":"production","formats":["text/xml","application/json"]}]}`},
		{"services", georeport.EncodeServices("xml", services), georeport.EncodeServices("json", services),
			`<services><service><service_code>001</service_code><service_name>Cans left out 24x7</service_name><description></description>` +
				`<metadata>true</metadata><type>realtime</type><keywords>lorem, ipsum</keywords><group>sanitation</group></service></services>`,
			`[{"service_code":"001","service_name":"Cans left out 24x7","description":null,"metadata":true,"type":"realtime","keywords":"lorem, ipsum","group":"sanitation"}]`},
		{"definition", georeport.EncodeDefinition("xml", definition), georeport.EncodeDefinition("json", definition),
			`<service_definition><service_code>DMV66</service_code><attributes><attribute><variable>true</variable><code>WHISHETN</code>` +
				`<datatype>singlevaluelist</datatype><required>true</required><datatype_description></datatype_description><order>1</order>` +
				`<description>What is it?</description><values><value><key>123</key><name>Ford</name></value></values></attribute></attributes></service_definition>`,
			`{"service_code":"DMV66","attributes":[{"variable":true,"code":"WHISHETN","datatype":"singlevaluelist","required":true,` +
				`"datatype_description":null,"order":1,"description":"What is it?","values":[{"key":"123","name":"Ford"}]}]}`},
		{"receipt", georeport.EncodeReceipt("xml", georeport.Receipt{ID: "293944", Notice: "soon"}), georeport.EncodeReceipt("json", georeport.Receipt{ID: "293944", Notice: "soon"}),
			`<service_requests><request><service_request_id>293944</service_request_id><service_notice>soon</service_notice><account_id></account_id></request></service_requests>`,
			`[{"service_request_id":"293944","service_notice":"soon","account_id":null}]`},
		{"receipt with a token", georeport.EncodeReceipt("xml", georeport.Receipt{Token: "12345"}), georeport.EncodeReceipt("json", georeport.Receipt{Token: "12345"}),
			`<service_requests><request><token>12345</token><service_notice></service_notice><account_id></account_id></request></service_requests>`,
			`[{"token":"12345","service_notice":null,"account_id":null}]`},
		{"token", georeport.EncodeToken("xml", georeport.Receipt{ID: "638344", Token: "12345"}), georeport.EncodeToken("json", georeport.Receipt{ID: "638344", Token: "12345"}),
			`<service_requests><request><service_request_id>638344</service_request_id><token>12345</token></request></service_requests>`,
			`[{"service_request_id":"638344","token":"12345"}]`},
		{"requests", georeport.EncodeRequests("xml", requests(at)), georeport.EncodeRequests("json", requests(at)),
			`<service_requests><request><service_request_id>638344</service_request_id><status>closed</status><status_notes>Duplicate request.</status_notes>` +
				`<service_name>Sidewalk and Curb Issues</service_name><service_code>006</service_code><description></description><agency_responsible></agency_responsible>` +
				`<service_notice></service_notice><requested_datetime>2010-04-14T06:37:38-08:00</requested_datetime><updated_datetime>2010-04-14T06:37:38-08:00</updated_datetime>` +
				`<expected_datetime></expected_datetime><address>8TH AVE and JUDAH ST</address><address_id>545483</address_id><zipcode>94122</zipcode>` +
				`<lat>37.762222</lat><long>-122.465115</long><media_url></media_url></request></service_requests>`,
			`[{"service_request_id":"638344","status":"closed","status_notes":"Duplicate request.","service_name":"Sidewalk and Curb Issues","service_code":"006",` +
				`"description":null,"agency_responsible":null,"service_notice":null,"requested_datetime":"2010-04-14T06:37:38-08:00","updated_datetime":"2010-04-14T06:37:38-08:00",` +
				`"expected_datetime":null,"address":"8TH AVE and JUDAH ST","address_id":"545483","zipcode":"94122","lat":37.762222,"long":-122.465115,"media_url":null}]`},
		{"errors", georeport.EncodeErrors("xml", refusals), georeport.EncodeErrors("json", refusals),
			`<errors><error><code>403</code><description>Invalid api_key received</description></error><error><code>404</code><description>Unknown</description></error></errors>`,
			`[{"code":403,"description":"Invalid api_key received"},{"code":404,"description":"Unknown"}]`},
		{"nothing", georeport.EncodeRequests("xml", nil), georeport.EncodeRequests("json", nil), `<service_requests></service_requests>`, `[]`},
		{"updates", georeport.EncodeUpdates("xml", updates(at)), georeport.EncodeUpdates("json", updates(at)),
			`<service_request_updates><request_update><update_id>u1</update_id><service_request_id>7</service_request_id><status>in_progress</status>` +
				`<updated_datetime>2010-04-14T06:37:38-08:00</updated_datetime><description>begun</description><media_url></media_url></request_update></service_request_updates>`,
			`[{"update_id":"u1","service_request_id":"7","status":"in_progress","updated_datetime":"2010-04-14T06:37:38-08:00","description":"begun","media_url":null}]`},
		{"update receipt", georeport.EncodeUpdateReceipt("xml", "u1", ""), georeport.EncodeUpdateReceipt("json", "u1", ""),
			`<service_request_updates><request_update><update_id>u1</update_id></request_update></service_request_updates>`, `[{"update_id":"u1"}]`},
	} {
		t.Run(x.name, func(t *testing.T) {
			head := `<?xml version="1.0" encoding="utf-8"?>` + "\n"
			if diff := cmp.Diff(head+x.wantXML+"\n", string(x.xml)); diff != "" {
				t.Errorf("xml: %s", diff)
			}
			if diff := cmp.Diff(x.wantJSON+"\n", string(x.json)); diff != "" {
				t.Errorf("json: %s", diff)
			}
		})
	}
}

var (
	discovery = georeport.Discovery{Changeset: "2011-02-03 14:18", Contact: "call +1", KeyService: "ask", Endpoints: []georeport.Endpoint{
		{Specification: georeport.Specification, URL: "http://open311.mycity.gov/v2", Changeset: "2010-11-23 09:01", Type: "production", Formats: georeport.Formats}}}
	services   = []georeport.Service{{Code: "001", Name: "Cans left out 24x7", Metadata: true, Type: georeport.Realtime, Keywords: "lorem, ipsum", Group: "sanitation"}}
	definition = georeport.Definition{ServiceCode: "DMV66", Attributes: []georeport.Attribute{{Variable: true, Code: "WHISHETN", Datatype: georeport.Single,
		Required: true, Order: 1, Description: "What is it?", Values: []georeport.Value{{Key: "123", Name: "Ford"}}}}}
	refusals = []georeport.Error{{Code: 403, Description: "Invalid api_key received"}, {Code: 404, Description: "Unknown"}}
)

func requests(at time.Time) []georeport.Request {
	return []georeport.Request{{ID: "638344", Status: georeport.Closed, Notes: "Duplicate request.", ServiceName: "Sidewalk and Curb Issues", ServiceCode: "006",
		Requested: at, Updated: at, Address: "8TH AVE and JUDAH ST", AddressID: "545483", Zipcode: "94122", Place: geo.Point{Lat: 37.762222, Long: -122.465115}}}
}

func updates(at time.Time) []georeport.Update {
	return []georeport.Update{{ID: "u1", RequestID: "7", Status: georeport.StatusInProgress, Updated: at, Description: "begun"}}
}

func TestContentTypes(t *testing.T) {
	if x, j := georeport.XML.ContentType(), georeport.JSON.ContentType(); x != "text/xml; charset=utf-8" || j != "application/json; charset=utf-8" {
		t.Errorf("%s, %s", x, j)
	}
}

// TestWhatPeopleWroteComesThrough: whatever text stands in an answer, both formats are well-formed, say the same, and read
// again as what was written, but for what XML cannot hold.
func TestWhatPeopleWroteComesThrough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.TrimSpace(rapid.OneOf(rapid.String(), rapid.SampledFrom(awkward)).Draw(t, "text"))
		in := []georeport.Request{{ID: "1", Status: georeport.Open, ServiceCode: "001", Description: s, Requested: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}}
		var got [2]string
		for i, f := range georeport.Formats {
			out, err := georeport.DecodeRequests(f, georeport.EncodeRequests(f, in))
			if err != nil || len(out) != 1 || out[0].ServiceCode != "001" || !out[0].Requested.Equal(in[0].Requested) {
				t.Fatalf("%s: %v %v", f, out, err)
			}
			got[i] = out[0].Description
		}
		if got[0] != got[1] {
			t.Fatalf("XML says %q, JSON %q", got[0], got[1])
		}
		if want := strings.TrimSpace(strings.Map(holdable, strings.ToValidUTF8(s, "\ufffd"))); got[0] != want {
			t.Fatalf("%q became %q", want, got[0])
		}
	})
}

var awkward = []string{"]]>", "a<![CDATA[b]]>c", "<script>alert(1)</script>", "&amp; &lt;", "\x00\x01\x1f", "\ufffe\uffff", "line\r\nline\rline", "\xff\xfe", "001",
	"null", "𠮷野家", "\u202eevil", "👩‍👩‍👧", "e\u0301", "]]]]>><![CDATA[", "<!DOCTYPE a [<!ENTITY b \"c\">]>"}

func holdable(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
		return 0xfffd
	}
	return r
}

// TestXMLIsWellFormed reads the awkward texts with a reader of its own.
func TestXMLIsWellFormed(t *testing.T) {
	for _, s := range awkward {
		body := georeport.EncodeErrors(georeport.XML, []georeport.Error{{Code: 400, Description: s}})
		if strings.Contains(string(body), "]]>") {
			t.Errorf("%q ends a section: %s", s, body)
		}
		d := xml.NewDecoder(strings.NewReader(string(body)))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%q: %v", s, err)
				break
			}
		}
		if !json.Valid(georeport.EncodeErrors(georeport.JSON, []georeport.Error{{Code: 400, Description: s}})) {
			t.Errorf("%q is no JSON", s)
		}
	}
}

// TestAHostileAnswerIsRefused: what another server sends may be anything.
func TestAHostileAnswerIsRefused(t *testing.T) {
	laughs := `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><service_requests><request><service_request_id>&lol2;</service_request_id></request></service_requests>`
	outside := `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><service_requests><request><service_request_id>&x;</service_request_id></request></service_requests>`
	for name, x := range map[string]struct {
		format georeport.Format
		body   string
	}{
		"billion laughs":         {"xml", laughs},
		"external entity":        {"xml", outside},
		"entity without a type":  {"xml", `<service_requests>&x;</service_requests>`},
		"another character set":  {"xml", `<?xml version="1.0" encoding="utf-16"?><service_requests/>`},
		"nested without end":     {"xml", strings.Repeat("<a>", 100_000)},
		"nested":                 {"xml", strings.Repeat("<a>", 50) + strings.Repeat("</a>", 50)},
		"two roots":              {"xml", `<a/><b/>`},
		"cut":                    {"xml", `<service_requests><request>`},
		"nothing":                {"xml", ``},
		"a page":                 {"xml", `<html><body><br>Bad Gateway</body></html>`},
		"nested JSON":            {"json", strings.Repeat("[", 100_000)},
		"cut JSON":               {"json", `[{"service_request_id":`},
		"two values":             {"json", `[] []`},
		"a number that is none":  {"json", `[{"service_request_id":001}]`},
		"nothing for JSON":       {"json", ``},
		"nested quietly in JSON": {"json", strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40)},
	} {
		if got, err := georeport.DecodeReceipt(x.format, []byte(x.body)); err == nil {
			t.Errorf("%s: read as %+v", name, got)
		}
	}
	if _, err := georeport.DecodeRequests("json", []byte(strings.Repeat(" ", georeport.MaxAnswer)+"[]")); err == nil {
		t.Error("an answer above the bound is read")
	}
}

// TestServersDiffer: what real servers send besides what the specification's examples have.
func TestServersDiffer(t *testing.T) {
	for body, want := range map[string]string{
		`[{"service_request_id":293944}]`:                     "293944",
		`[{"service_request_id":12345678901234567890}]`:       "12345678901234567890",
		`{"service_requests":[{"service_request_id":"a-7"}]}`: "a-7",
		"\ufeff" + `[{"service_request_id":"001"}]`:           "001",
		`[{"service_request_id":null,"token":"t"}]`:           "",
		`<service_requests type="array"><request><service_request_id> 7 </service_request_id></request></service_requests>`:                               "7",
		`<service_requests xmlns="http://wiki.open311.org/GeoReport_v2"><request><service_request_id>8</service_request_id></request></service_requests>`: "8",
		`<service_requests><request><service_request_id><![CDATA[9]]></service_request_id></request></service_requests>`:                                  "9",
	} {
		f := georeport.JSON
		if strings.HasPrefix(body, "<") {
			f = georeport.XML
		}
		if got, err := georeport.DecodeReceipt(f, []byte(body)); err != nil || got.ID != want {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
}

// TestUpdatesOutOfOrder: updates are applied by their own dates, whatever order they come in.
func TestUpdatesOutOfOrder(t *testing.T) {
	body := `[{"update_id":"3","service_request_id":"7","status":"CLOSED","updated_datetime":"2026-01-03T00:00:00Z"},
		{"update_id":"1","service_request_id":"7","status":"In Progress","updated_datetime":"2026-01-01T08:00:00+08:00"},
		{"update_id":"2","service_request_id":"7","status":"something new","updated_datetime":"2026-01-02T00:00:00Z"},
		{"update_id":"","service_request_id":"7","status":"open","updated_datetime":"2026-01-04T00:00:00Z"},
		{"update_id":"5","service_request_id":"7","status":"open","updated_datetime":"yesterday"}]`
	got, err := georeport.DecodeUpdates(georeport.JSON, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	var last time.Time
	for _, u := range got {
		seen = append(seen, u.ID+" "+string(u.Status))
		if !u.Fresh(last) {
			t.Errorf("%s is older than the one before", u.ID)
		}
		last = u.Updated
	}
	if diff := cmp.Diff([]string{"1 in_progress", "2 unchanged", "3 closed"}, seen); diff != "" {
		t.Error(diff)
	}
	if got[0].Fresh(last) {
		t.Error("an update of before counts after a later one")
	}
}

func TestOtherAnswersAreReadAgain(t *testing.T) {
	for _, f := range georeport.Formats {
		d, err := georeport.DecodeDiscovery(f, georeport.EncodeDiscovery(f, discovery))
		if diff := cmp.Diff(discovery, d); diff != "" || err != nil {
			t.Errorf("%s: %v %s", f, err, diff)
		}
		s, err := georeport.DecodeServices(f, georeport.EncodeServices(f, services))
		if diff := cmp.Diff(services, s); diff != "" || err != nil {
			t.Errorf("%s: %v %s", f, err, diff)
		}
		def, err := georeport.DecodeDefinition(f, georeport.EncodeDefinition(f, definition))
		if diff := cmp.Diff(definition, def); diff != "" || err != nil {
			t.Errorf("%s: %v %s", f, err, diff)
		}
		e, err := georeport.DecodeErrors(f, georeport.EncodeErrors(f, refusals))
		if diff := cmp.Diff(refusals, e); diff != "" || err != nil {
			t.Errorf("%s: %v %s", f, err, diff)
		}
	}
}
