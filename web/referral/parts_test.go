package referral_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"linli/platform/id"
	"linli/referral/directory"
)

var changesField = regexp.MustCompile(`name="changes" value="(\d+)"`)

// sends posts a form over what its page shows now.
func (o *office) sends(path string, values url.Values) (int, string) {
	o.t.Helper()
	if m := changesField.FindStringSubmatch(o.page("worker", http.MethodGet, path, nil)); m != nil && !values.Has("changes") {
		values.Set("changes", m[1])
	}
	return o.ask("worker", http.MethodPost, path, values)
}

func (o *office) done(path string, values url.Values) string {
	o.t.Helper()
	status, to := o.sends(path, values)
	if status != http.StatusSeeOther {
		o.t.Fatalf("%s: %d %.2000s", path, status, to)
	}
	return to
}

// entered is a service with an organisation and a place, and the addresses of their pages.
func (o *office) entered() (service, location, public string) {
	o.t.Helper()
	at := o.done("/directory/new", url.Values{"new_organization": {"阳光法律社"}, "name": {"周末咨询"}, "status": {"active"}, "place": {"小院"}, "address": {"安和路 1 号"}, "city": {"青石县"}})
	u := strings.TrimPrefix(at, "/directory/")
	service = "/directory/service/" + u
	m := regexp.MustCompile(`/directory/location/[0-9a-f-]{36}`).FindString(o.page("worker", http.MethodGet, service, nil))
	return service, m, "/services/" + u
}

func TestAPartIsAddedChangedAndTakenOutByName(t *testing.T) {
	o := newOffice(t)
	service, _, public := o.entered()
	phone := o.done(service+"/add/phones", url.Values{"number": {"0000-555 0901"}, "description": {"夜间"}})
	says(t, o.page("worker", http.MethodGet, service, nil), "0000-555 0901", phone)
	says(t, o.page("", http.MethodGet, public, nil), "0000-555 0901")
	o.done(phone+"/edit", url.Values{"number": {"0000-555 0902"}})
	says(t, o.page("", http.MethodPost, "/services", url.Values{"text": {"咨询"}}), "0000-555 0902") // the list, too
	contact := o.done(service+"/add/contacts", url.Values{"name": {"皇甫清扬"}})
	o.done(contact+"/edit", url.Values{"name": {"司徒远山"}})
	who := o.Hired("worker").Name
	history := o.page("worker", http.MethodGet, service, nil)
	history = history[strings.Index(history, `id="history"`):]
	says(t, history, who+" added Telephone (0000-555 0901)", who+" changed Telephone (0000-555 0902)", "Number: 0000-555 0901 → 0000-555 0902", "Description: 夜间 → nothing", who+" changed Contact")
	if strings.Contains(history, "皇甫清扬") || strings.Contains(history, "司徒远山") {
		t.Error("the history keeps the name of a contact who was taken out")
	}

	if status, body := o.sends(phone+"/edit", url.Values{"number": {""}, "changes": {"2"}}); status == http.StatusSeeOther {
		t.Error("a telephone without a number is saved")
	} else {
		says(t, body, "Fill in “Number”.", "Must be filled in: Number")
	}
	if status, _ := o.sends(phone+"/edit", url.Values{"number": {"1"}, "changes": {"1"}}); status != http.StatusConflict {
		t.Errorf("a form of an older version: %d", status)
	}
	if to := o.done(phone+"/edit", url.Values{"do": {"remove"}}); to != service {
		t.Errorf("back at %s", to)
	}
	if body := o.page("", http.MethodGet, public, nil); strings.Contains(body, "0000-555 09") {
		t.Error("a telephone that was taken out is public")
	}
	says(t, o.page("worker", http.MethodGet, service, nil), who+" took out Telephone (0000-555 0902)")
	if status, _ := o.ask("worker", http.MethodGet, phone, nil); status != http.StatusNotFound {
		t.Errorf("its page: %d", status)
	}
}

// TestEachWrongFieldIsNamed: each with its sentence, in one go.
func TestEachWrongFieldIsNamed(t *testing.T) {
	o := newOffice(t)
	service, location, _ := o.entered()
	for _, x := range []struct {
		path   string
		values url.Values
		says   []string
	}{
		{service + "/add/schedules", url.Values{"valid_from": {"soon"}, "opens_at": {"9"}, "timezone": {"east"}, "freq": {"DAILY"}},
			[]string{"Not a day such as 2026-03-01", "Not a time of day such as 09:30", "Not a number", "None of the words that this field takes"}},
		{service + "/add/schedules", url.Values{"valid_from": {" "}}, []string{"Fill in at least one field", `href="#valid_from"`}},
		{service + "/add/service_at_locations", url.Values{}, []string{"Must be filled in: Location", `href="#location_id"`}},
		{service + "/add/service_at_locations", url.Values{"location_id": {"11111111-1111-4111-8111-111111111111"}}, []string{"There is no such entry: choose one"}},
		{service + "/edit", url.Values{"name": {"x"}, "status": {"active"}, "organization_id": {""}, "url": {"example"}}, []string{`href="#organization_id"`, "begins with its scheme"}},
		{location + "/edit", url.Values{"location_type": {"physical"}, "latitude": {"31.2"}}, []string{`href="#longitude"`}},
		{location + "/edit", url.Values{"location_type": {"physical"}, "latitude": {"131.2"}, "longitude": {"21"}}, []string{`href="#latitude"`}},
		{"/directory/all/taxonomy_term/new", url.Values{"name": {"刑满释放人员"}, "description": {"d"}}, []string{"never what somebody is", `href="#name"`}},
	} {
		status, body := o.sends(x.path, x.values)
		if status == http.StatusSeeOther {
			t.Errorf("%s: %v is taken", x.path, x.values)
			continue
		}
		says(t, body, x.says...)
	}
	for _, path := range []string{"/directory/person/11111111-1111-4111-8111-111111111111", "/directory/all/contact", service + "/add/organization", service + "/add/services", "/directory/service/x"} {
		if status, _ := o.ask("worker", http.MethodGet, path, nil); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}

// TestAPlaceMadeSecretOnItsPageIsInNothingPublic, and what is written about it afterwards is not either.
func TestAPlaceMadeSecretOnItsPageIsInNothingPublic(t *testing.T) {
	o := newOffice(t)
	_, location, public := o.entered()
	o.done(location+"/edit", url.Values{"location_type": {"physical"}, "name": {"小院"}, "latitude": {"31.5"}, "longitude": {"121.5"}})
	around := directory.Query{Kind: directory.KindService, Text: "咨询"}
	if n := o.placesOf(around); n != 1 {
		t.Fatalf("the service is at %d places", n)
	}
	o.done(location+"/edit", url.Values{"location_type": {"redacted"}, "name": {"小院"}, "latitude": {"31.5"}, "longitude": {"121.5"}})
	o.done(location+"/add/accessibility", url.Values{"description": {"后门有坡道"}})
	if n := o.placesOf(around); n != 0 {
		t.Error("the index knows where a secret place is")
	}
	for _, path := range []string{public, "/hsds/services/" + strings.TrimPrefix(public, "/services/"), "/hsds/services?full=true"} {
		_, body := o.ask("", http.MethodGet, path, nil)
		for _, secret := range []string{"小院", "安和路", "31.5", "后门"} {
			if strings.Contains(body, secret) {
				t.Errorf("%s tells %s", path, secret)
			}
		}
	}
	says(t, o.page("worker", http.MethodGet, location, nil), "小院", "后门有坡道", "安和路 1 号")
}

// placesOf is how many places the index has of the one service that a query finds.
func (o *office) placesOf(q directory.Query) int {
	o.t.Helper()
	found, err := o.App.Directory.Find(o.Ctx, o.Tenant(), q, id.ID{}, 2)
	if err != nil || len(found.Entries) != 1 {
		o.t.Fatal(found, err)
	}
	return len(found.Entries[0].Places)
}

// TestWhatOthersNameStays: a place that a service names is not taken out under it; what belongs to two stays with the other.
func TestWhatOthersNameStays(t *testing.T) {
	o := newOffice(t)
	service, location, _ := o.entered()
	if status, body := o.sends(location+"/edit", url.Values{"do": {"remove"}}); status != http.StatusConflict {
		t.Errorf("a place that a service names is taken out: %d", status)
	} else {
		says(t, body, "Other entries name it")
	}
	says(t, o.page("worker", http.MethodGet, location, nil), "Service: 周末咨询", "小院")
	says(t, o.page("worker", http.MethodGet, location+"/edit", nil), "A change here shows wherever this entry is used")

	both := o.App.IDs.New()
	u, of := strings.TrimPrefix(service, "/directory/service/"), strings.TrimPrefix(location, "/directory/location/")
	err := o.App.Directory.Repo.Write(o.Ctx, o.Tenant(), o.Clock.Now(), []directory.Write{{After: &directory.Object{Kind: directory.KindPhone, ID: both,
		Body: directory.Body{"id": both.String(), "number": "0000-555 0999", "service_id": u, "location_id": of}}}})
	if err != nil {
		t.Fatal(err)
	}
	if to := o.done(service+"/edit", url.Values{"do": {"remove"}}); to != "/directory" {
		t.Errorf("back at %s", to)
	}
	says(t, o.page("worker", http.MethodGet, location, nil), "0000-555 0999")
	if strings.Contains(o.page("", http.MethodPost, "/services", url.Values{"text": {"咨询"}}), "/services/"+u) {
		t.Error("a service that was taken out is found")
	}
	if body := o.page("worker", http.MethodGet, "/directory/phone/"+both.String(), nil); strings.Contains(body, u) {
		t.Error("a telephone still belongs to a service that is gone")
	}
	o.done(location+"/edit", url.Values{"do": {"remove"}})
}
