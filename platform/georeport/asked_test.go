package georeport_test

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"linli/platform/fault"
	"linli/platform/georeport"
	"linli/platform/i18n"
)

var now = time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)

// says is what a fault tells in English, with its field: "field: sentence".
func says(t testing.TB, err error) string {
	t.Helper()
	words, e := i18n.Open()
	if e != nil {
		t.Fatal(e)
	}
	var l fault.List
	if !errors.As(err, &l) {
		l = fault.List{fault.Of(err)}
	}
	var out []string
	for _, f := range l {
		out = append(out, f.Field+": "+words.For(i18n.English, nil).Text(f.Key, f.Args))
	}
	return strings.Join(out, " | ")
}

const (
	noZone = "This date has no time zone. Please add Z or an offset, like 2026-05-24T00:00:00+08:00."
	noDate = "This is not a date and time. Please write it like 2026-05-24T00:00:00+08:00."
)

func TestDates(t *testing.T) {
	for s, want := range map[string]string{
		"2010-01-01T00:00:00Z":          "2010-01-01T00:00:00Z",
		"2010-01-01t00:00:00z":          "2010-01-01T00:00:00Z",
		"2010-01-01T08:00:00+08:00":     "2010-01-01T00:00:00Z",
		"2010-01-01T08:00:00 08:00":     "2010-01-01T00:00:00Z", // a plus sign decoded as a space
		"2010-01-01T08:00 08:00":        "2010-01-01T00:00:00Z",
		"2010-01-01T08:00:00+0800":      "2010-01-01T00:00:00Z",
		"2009-12-31T16:00:00.25-08:00":  "2010-01-01T00:00:00.25Z",
		" 2024-02-29T23:59:59Z ":        "2024-02-29T23:59:59Z",
		"2010-01-01T00:00:00":           noZone,
		"2010-01-01T00:00":              noZone,
		"2010-01-01 00:00:00":           noZone,
		"2010-01-01":                    noZone,
		"2010-02-30T00:00:00Z":          noDate,
		"2023-02-29T00:00:00Z":          noDate,
		"2010-01-01T25:00:00Z":          noDate,
		"0001-01-01T00:00:00Z":          noDate,
		"9999-01-01T00:00:00Z":          noDate,
		"yesterday":                     noDate,
		"1262304000":                    noDate,
		"2010-01-01T00:00:00Z; drop":    noDate,
		"":                              noDate,
		"2010-01-01T00:00:00+08:00 x y": noDate,
	} {
		at, err := georeport.ReadInstant("start_date", s)
		got := at.UTC().Format(time.RFC3339Nano)
		if err != nil {
			got = strings.TrimPrefix(says(t, err), "start_date: ")
		}
		if got != want {
			t.Errorf("%q: %s, want %s", s, got, want)
		}
	}
}

// TestFilters: the questions of the specification and those that go wrong.
func TestFilters(t *testing.T) {
	days := func(n int) time.Time { return now.AddDate(0, 0, n) }
	for _, x := range []struct {
		query string
		want  georeport.Filter
		says  string
	}{
		{"", georeport.Filter{From: days(-90), To: now}, ""},
		{"status=&start_date=&service_code=,&page=", georeport.Filter{From: days(-90), To: now}, ""},
		{"service_request_id=1,2&service_request_id=3,,1&status=nonsense&start_date=never", georeport.Filter{IDs: []string{"1", "2", "3"}}, ""},
		{"service_code=001,002&status=OPEN,closed", georeport.Filter{Codes: []string{"001", "002"}, Status: []string{"open", "closed"}, From: days(-90), To: now}, ""},
		{"service_code=%25&status=_", georeport.Filter{}, "status: The status is open or closed."},
		{"service_code=%25,_", georeport.Filter{Codes: []string{"%", "_"}, From: days(-90), To: now}, ""},
		{"status=fixed,open", georeport.Filter{}, "status: The status is open or closed."},
		{"start_date=2026-08-24T08:00:00Z", georeport.Filter{From: days(-90), To: now}, ""},
		{"end_date=2026-11-22T16:00:00+08:00", georeport.Filter{From: days(-90), To: now}, ""},
		{"start_date=2026-08-24T08:00:00Z&end_date=2026-11-22T08:00:00Z", georeport.Filter{From: days(-90), To: now}, ""},
		{"start_date=2026-08-24T07:59:59Z&end_date=2026-11-22T08:00:00Z", georeport.Filter{}, "end_date: The two dates may not be more than 90 days apart."},
		{"start_date=2026-09-01T00:00:00-07:00&end_date=2026-11-30T00:00:00-08:00", // ninety days, between which clocks were put back
			georeport.Filter{From: time.Date(2026, 9, 1, 7, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)}, ""},
		{"start_date=2026-11-22T08:00:00Z&end_date=2026-11-21T08:00:00Z", georeport.Filter{}, "end_date: The end lies before the start."},
		{"start_date=2026-11-01&end_date=x", georeport.Filter{}, "start_date: " + noZone + " | end_date: " + noDate},
		{"page=3&page_size=50", georeport.Filter{Page: georeport.Page{Number: 3, Size: 50, Given: true}, From: days(-90), To: now}, ""},
		{"page=0&page_size=-1", georeport.Filter{}, "page: This must be a whole number from 1. | page_size: This must be a whole number from 1."},
		{"page=1e9", georeport.Filter{}, "page: This must be a whole number from 1."},
		{"page=99999999999999999999", georeport.Filter{}, "page: This must be a whole number from 1."},
		{"page=1000000000", georeport.Filter{}, "page: A page may begin after at most 100,000 rows. Please narrow the dates."},
		{"page_size=1001", georeport.Filter{}, "page_size: A page has at most 1,000 rows."},
		{"lat=31&q=anything", georeport.Filter{From: days(-90), To: now}, ""},
	} {
		q, err := url.ParseQuery(x.query)
		if err != nil {
			t.Fatal(err)
		}
		got, err := georeport.ReadFilter(q, now)
		if x.says != "" {
			if err == nil || says(t, err) != x.says {
				t.Errorf("%s: %v\nwant %s", x.query, err, x.says)
			}
			continue
		}
		if x.want.Number == 0 {
			x.want.Page = georeport.Page{Number: 1, Size: 1000}
		}
		if err != nil || !slices.Equal(got.IDs, x.want.IDs) || !slices.Equal(got.Codes, x.want.Codes) || !slices.Equal(got.Status, x.want.Status) ||
			got.Page != x.want.Page || !got.From.Equal(x.want.From) || !got.To.Equal(x.want.To) {
			t.Errorf("%s: %+v, %v\nwant %+v", x.query, got, err, x.want)
		}
	}
}

// TestTenThousandIDs: a list of ids has the bound that an answer has.
func TestTenThousandIDs(t *testing.T) {
	var ids []string
	for i := range 10_000 {
		ids = append(ids, strconv.Itoa(i))
	}
	if _, err := georeport.ReadFilter(url.Values{"service_request_id": {strings.Join(ids, ",")}}, now); err == nil || says(t, err) != "service_request_id: At most 1,000 ids can be asked for at once." {
		t.Errorf("%v", err)
	}
	if f, err := georeport.ReadFilter(url.Values{"service_request_id": {strings.Join(ids[:1000], ",")}}, now); err != nil || len(f.IDs) != 1000 {
		t.Errorf("%d, %v", len(f.IDs), err)
	}
}

var limits = georeport.Limits{Text: 64 << 10, File: 1000, Files: 2}

func post(t *testing.T, form string) (georeport.Post, error) {
	t.Helper()
	f, err := georeport.ReadForm("application/x-www-form-urlencoded; charset=utf-8", strings.NewReader(form), limits)
	if err != nil {
		return georeport.Post{}, err
	}
	return georeport.ReadPost(f)
}

// TestTheSpecificationsOwnPost: device and account do not get further than this.
func TestTheSpecificationsOwnPost(t *testing.T) {
	p, err := post(t, "api_key=xyz&jurisdiction_id=city.gov&service_code=001&lat=37.76524078&long=-122.4212043&address_string=1234+5th+street&email=smit333%40sfgov.edu&device_id=tt222111&account_id=123456&first_name=john&last_name=smith&phone=111111111&description=A+large+sinkhole+is+destroying+the+street&media_url=http%3A%2F%2F127.0.0.1%2Fx.jpg&attribute[WHISPAWN]=123456&attribute[WHISDORN]=COISL001&attribute[MANY][]=a&attribute[MANY][]=b")
	if err != nil {
		t.Fatal(err)
	}
	if p.ServiceCode != "001" || p.Place.String() != "37.765241,-122.421204" || p.Address != "1234 5th street" || p.Contact.Email != "smit333@sfgov.edu" ||
		p.Description != "A large sinkhole is destroying the street" || p.Answers["WHISPAWN"][0] != "123456" || !slices.Equal(p.Answers["MANY"], []string{"a", "b"}) ||
		!slices.Equal(p.MediaURL, []string{"http://127.0.0.1/x.jpg"}) {
		t.Errorf("%+v", p)
	}
}

func TestWhatAPostMayNotBe(t *testing.T) {
	long := strings.Repeat("邻", 4000)
	if p, err := post(t, "service_code=1&address_string=x&description="+url.QueryEscape(long)); err != nil || p.Description != long {
		t.Errorf("4,000 characters are %d bytes, and refused: %v", len(long), err)
	}
	composed := strings.Repeat("e\u0301", 4000)
	if p, err := post(t, "service_code=1&address_string=x&description="+url.QueryEscape(composed)); err != nil || p.Description != strings.Repeat("é", 4000) {
		t.Errorf("4,000 characters written in two signs each: %v", err)
	}
	for form, want := range map[string]string{
		"":                                   "service_code: service_code was not provided. | lat: Please provide lat and long, an address_string or an address_id.",
		"service_code=1&lat=31.2":            "long: There is a latitude without a longitude.",
		"service_code=1&lat=121.4&long=31.2": "lat: Latitude and longitude seem to be swapped.",
		"service_code=1&lat=31,23&long=121":  "lat: There is a comma in this number. Please write degrees with a point, like 31.23, and latitude and longitude each in its own field.",
		"service_code=1&lat=1e400&long=121":  "lat: A latitude lies between -90 and 90.",
		"service_code=1&address_string=x&description=" + url.QueryEscape(long+"x"): "description: This may have at most 4,000 characters.",
		"service_code=1&service_code=2&address_string=x":                           "service_code: This was given twice, with different values. | service_code: service_code was not provided.",
		"service_code=1&lat=31&long=121&datum=mars":                                "datum: This system of coordinates is not known. linli reads wgs84, gcj02 and bd09.",
		"service_code=%ff&address_string=x":                                        ": The text must be UTF-8.",
		"service_code=1%00&address_string=x":                                       ": The text must be UTF-8.",
		"service_code=%zz":                                                         ": The form cannot be read.",
		"description=" + strings.Repeat("x", 70<<10):                               ": The form is too large.",
	} {
		if _, err := post(t, form); err == nil || says(t, err) != want {
			t.Errorf("%.80s: %v\nwant %s", form, err, want)
		}
	}
	for media, want := range map[string]string{
		"text/xml":         ": Please send a form: application/x-www-form-urlencoded or multipart/form-data.",
		"application/json": ": Please send a form: application/x-www-form-urlencoded or multipart/form-data.",
		"":                 ": Please send a form: application/x-www-form-urlencoded or multipart/form-data.",
		"application/x-www-form-urlencoded; charset=gbk": ": The text must be UTF-8.",
	} {
		if _, err := georeport.ReadForm(media, strings.NewReader(`<!DOCTYPE a>`), limits); err == nil || says(t, err) != want {
			t.Errorf("%s: %v", media, err)
		}
	}
}

func TestPlainText(t *testing.T) {
	if p, err := post(t, "service_code=1&address_string="+url.QueryEscape("a\r\nBcc: b")); err != nil || p.Address != "a Bcc: b" {
		t.Errorf("a line end gets into an address: %q, %v", p.Address, err)
	}
}

func multi(parts ...string) string {
	return strings.Join(parts, "") + "--B--\r\n"
}

func field(name, value string) string {
	return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
}

func file(name, value string) string {
	return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"../../x.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n" + value + "\r\n"
}

func TestMultipart(t *testing.T) {
	read := func(body string) (georeport.Form, error) {
		return georeport.ReadForm(`multipart/form-data; boundary=B`, strings.NewReader(body), limits)
	}
	f, err := read(multi(field("service_code", "001"), field("attribute[A][]", "x"), field("attribute[A][]", "y"), file("media", "picture"), file("other", "nothing")))
	if err != nil {
		t.Fatal(err)
	}
	p, err := georeport.ReadPost(f)
	if p.ServiceCode != "001" || !slices.Equal(p.Answers["A"], []string{"x", "y"}) || len(p.Media) != 1 || string(p.Media[0].Body) != "picture" {
		t.Errorf("%+v, %v", p, err)
	}
	for body, want := range map[string]string{
		multi(file("media", "1"), file("media[]", "2"), file("media", "3")): "media: At most 2 files can be sent at once.",
		multi(file("media", strings.Repeat("x", 1001))):                     "media: The form is too large.",
		multi(field("description", strings.Repeat("x", 70<<10))):            ": The form is too large.",
		field("a", "cut"): ": The form cannot be read.",
		multi(slices.Repeat([]string{field("a", "b")}, 600)...): ": The form is too large.",
	} {
		if _, err := read(body); err == nil || says(t, err) != want {
			t.Errorf("%.60q: %v\nwant %s", body, err, want)
		}
	}
}

func TestAnswers(t *testing.T) {
	d := georeport.Definition{ServiceCode: "1", Attributes: []georeport.Attribute{
		{Variable: true, Code: "S", Datatype: georeport.String, Required: true},
		{Variable: true, Code: "N", Datatype: georeport.Number},
		{Variable: true, Code: "D", Datatype: georeport.Datetime},
		{Variable: true, Code: "T", Datatype: georeport.Text},
		{Variable: true, Code: "C", Datatype: georeport.Single, Values: []georeport.Value{{Key: "001", Name: "one"}, {Key: "1", Name: "other"}}},
		{Variable: true, Code: "M", Datatype: georeport.Multi, Values: []georeport.Value{{Key: "a", Name: "A"}, {Key: "b,c", Name: "B"}, {Key: "d", Name: "D"}}},
		{Code: "NOTE", Datatype: georeport.String, Required: true, Description: "Only to read."},
	}}
	ok := map[string][]string{"S": {"x"}, "N": {"-1.5e3"}, "D": {"2026-01-01T00:00:00Z"}, "T": {"two\nlines"}, "C": {"001"}, "M": {"a,d", "b,c", "a"},
		"email": {"somebody@example.org"}, "NOTE": {"x"}}
	got, err := d.Answers(ok)
	if err != nil || got["C"][0] != "001" || !slices.Equal(got["M"], []string{"a", "d", "b,c"}) || got["email"] != nil || got["NOTE"] != nil {
		t.Errorf("%v, %v", got, err)
	}
	for _, x := range []struct{ code, value, want string }{
		{"S", "", "attribute[S]: This question must be answered."},
		{"S", "two\nlines", "attribute[S]: This must be one line."},
		{"N", "many", "attribute[N]: This must be a number."},
		{"N", "NaN", "attribute[N]: This must be a number."},
		{"N", "0x10", "attribute[N]: This must be a number."},
		{"D", "2026-01-01", "attribute[D]: " + noZone},
		{"C", "2", "attribute[C]: This is none of the choices."},
		{"M", "a,z", "attribute[M]: This is none of the choices."},
		{"T", strings.Repeat("长", 4001), "attribute[T]: This may have at most 4,000 characters."},
	} {
		given := map[string][]string{"S": {"x"}}
		given[x.code] = []string{x.value}
		if _, err := d.Answers(given); err == nil || says(t, err) != x.want {
			t.Errorf("%s=%.20s: %v, want %s", x.code, x.value, err, x.want)
		}
	}
	if _, err := d.Answers(map[string][]string{"S": {"a", "b"}}); err == nil || says(t, err) != "attribute[S]: This was given twice, with different values." {
		t.Errorf("two values of one: %v", err)
	}
}

func TestPostedUpdates(t *testing.T) {
	read := func(form string) (georeport.PostedUpdate, error) {
		f, err := georeport.ReadForm("application/x-www-form-urlencoded", strings.NewReader(form), limits)
		if err != nil {
			t.Fatal(err)
		}
		return georeport.ReadPostedUpdate(f)
	}
	u, err := read("service_request_id=7&update_id=u1&status=IN_PROGRESS&updated_datetime=2026-01-01T00:00:00 08:00&description=begun&email=a@b.cn&last_name=X")
	if err != nil || u.ID != "u1" || u.RequestID != "7" || u.Status != georeport.StatusInProgress || u.Updated.UTC().Hour() != 16 || u.Description != "begun" {
		t.Errorf("%+v, %v", u, err)
	}
	if u, err := read("service_request_id=7&update_id_ext=9&status=closed&updated_datetime=2026-01-01T00:00:00Z"); err != nil || u.ID != "9" {
		t.Errorf("%+v, %v", u, err)
	}
	_, err = read("status=DONE&updated_datetime=2026-01-01")
	want := "service_request_id: service_request_id was not provided. | update_id_ext: update_id was not provided. | status: This status is not known. | updated_datetime: " + noZone
	if err == nil || says(t, err) != want {
		t.Errorf("%v", err)
	}
}
