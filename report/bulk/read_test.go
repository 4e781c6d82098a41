package bulk_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/tabular"
	"linli/report/bulk"
)

var now = time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

var office = map[string]bool{"waste": true, "street_light": true, "road_surface": true, "facility": true, "water": true, "suggestion": true}

func opened(file string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(file)), nil }
}

func read(t testing.TB, file string, o bulk.Options) ([]bulk.Row, bulk.Result, error) {
	t.Helper()
	o.Name, o.Now, o.Known = "requests.csv", now, func(c string) bool { return office[c] }
	var rows []bulk.Row
	out, err := bulk.Read(t.Context(), opened(file), o, nil, func(r bulk.Row) error {
		rows = append(rows, r)
		return nil
	})
	if err == nil && out.Rows != len(rows)+len(out.Rejected) {
		t.Errorf("%d rows, %d told, %d rejected", out.Rows, len(rows), len(out.Rejected))
	}
	return rows, out, err
}

func sentence(t testing.TB, err error) string {
	t.Helper()
	words, e := i18n.Open()
	if e != nil {
		t.Fatal(e)
	}
	f := fault.Of(err)
	return words.For(i18n.English, nil).Text(f.Key, f.Args)
}

const laHead = "SRNumber,CreatedDate,UpdatedDate,ActionTaken,Owner,RequestType,Status,RequestSource,MobileOS,Anonymous,AssignTo,ServiceDate,ClosedDate," +
	"AddressVerified,ApproximateAddress,Address,HouseNumber,Direction,StreetName,Suffix,ZipCode,Latitude,Longitude,Location,TBMPage,TBMColumn,TBMRow,APC,CD,CDMember,NC,NCName,PolicePrecinct\n"

// la is a row of Los Angeles' form, invented.
func la(ref, created, closed, kind, status, address, lat, long string) string {
	point := ""
	return fmt.Sprintf("%s,%s,%s,SR Created,BOS,%s,%s,Call,,N,NC,,%s,Y,N,\"%s\",1,W,ANY,AVE,90026,%s,%s,%s,634,D,1,APC,13,Some Member,44,SOME NC,SOME\n",
		ref, created, created, kind, status, closed, address, lat, long, point)
}

func TestLosAngeles(t *testing.T) {
	pacific := zone(t, "America/Los_Angeles")
	rows, out, err := read(t, laHead+
		la("1-1", "12/31/2017 11:59:58 PM", "01/02/2018 09:00:00 AM", "Bulky Items", "Closed", "1 W ANY AVE, 90026", "34.073216645", "-118.266861909")+
		la("1-2", "12/31/2017 11:59:58 PM", "", "Single Streetlight Issue", "Open", "2 W ANY AVE, 90026", "", "")+
		la("1-3", "12/31/2017 11:59:58 PM", "12/31/2017 11:00:00 PM", "Homeless Encampment", "Cancelled", "3 W ANY AVE", "", "")+
		la("1-4", "12/31/2017 11:59:58 PM", "12/31/2017 11:59:59 PM", "Homeless Encampment", "Referred Out", "=cmd()", "", ""), bulk.Options{Zone: pacific})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		got = append(got, fmt.Sprintf("%d %s %s %s %s %s %s %s", r.Line, r.Ref, r.Category, r.Standing, r.Requested.UTC().Format(time.RFC3339), stamp(r.Closed), r.Place, r.Address))
	}
	want := []string{
		"2 1-1 waste closed 2018-01-01T07:59:58Z 2018-01-02T17:00:00Z 34.073217,-118.266862 1 W ANY AVE, 90026",
		"3 1-2 street_light open 2018-01-01T07:59:58Z - 0,0 2 W ANY AVE, 90026",
		"4 1-3 facility cancelled 2018-01-01T07:59:58Z 2018-01-01T07:59:58Z 0,0 3 W ANY AVE",
		"5 1-4 facility elsewhere 2018-01-01T07:59:58Z 2018-01-01T07:59:59Z 0,0 =cmd()",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	mapped := []tabular.Mapping{
		{File: "requests.csv", Line: 4, Field: "ClosedDate", From: "12/31/2017 11:00:00 PM", To: "2017-12-31T23:59:58-08:00"},
		{File: "requests.csv", Line: 4, Field: "RequestType", From: "Homeless Encampment", To: "facility"},
	}
	if diff := cmp.Diff(mapped, out.Mapped); diff != "" || out.Map != "la" {
		t.Error(out.Map, diff)
	}
}

func stamp(at time.Time) string {
	if at.IsZero() {
		return "-"
	}
	return at.UTC().Format(time.RFC3339)
}

// TestNewYorkAndSanFrancisco: two other exports, each known by its header, with fields that reach over line ends.
func TestNewYorkAndSanFrancisco(t *testing.T) {
	eastern := zone(t, "America/New_York")
	rows, out, err := read(t, "Unique Key,Created Date,Closed Date,Agency,Agency Name,Complaint Type,Descriptor,Location Type,Incident Zip,Incident Address,Intersection Street 1,City,Status,Resolution Description,Resolution Action Updated Date,Borough,Latitude,Longitude,Location\n"+
		"1,04/18/2019 09:55:45 PM,04/19/2019 03:45:24 AM,X,Y,Street Light Condition,Out,,10001,1 ANY STREET,,NEW YORK,Closed,\"Somebody\nlooked.\",04/19/2019 03:45:24 AM,MANHATTAN,40.7,-74,\"(40.7, -74.0)\"\n"+
		"2,2019-04-18T21:55:45.000,,X,Y,Noise,Loud,,10001,,SOME AVENUE,NEW YORK,In Progress,,,MANHATTAN,,,POINT (-74.1 40.8)\n", bulk.Options{Zone: eastern})
	if err != nil || len(rows) != 2 || out.Map != "new-york" {
		t.Fatalf("%+v %+v %v", rows, out, err)
	}
	if r := rows[0]; r.Notes != "Somebody\nlooked." || r.Description != "Out" || r.Category != "street_light" || stamp(r.Requested) != "2019-04-19T01:55:45Z" || r.Place.String() != "40.7,-74" {
		t.Errorf("%+v", r)
	}
	if r := rows[1]; r.Address != "SOME AVENUE" || r.Standing != bulk.Open || r.Line != 4 || r.Place.String() != "40.8,-74.1" {
		t.Errorf("%+v", r)
	}
	rows, out, err = read(t, "CaseID,Opened,Closed,Updated,Status,Status Notes,Responsible Agency,Category,Request Type,Request Details,Address,Street,Supervisor District,Neighborhood,Police District,Latitude,Longitude,Point,Source,Media URL\n"+
		"101,07/01/2008 12:11:00 AM,,,Open,,X,Street Defects,Pavement,Pot hole,1 ANY ST,ANY ST,1,SOMEWHERE,CENTRAL,0,0,\"(0.0, 0.0)\",Phone,http://127.0.0.1/x.jpg\n"+
		"102,07/01/2008 12:11:00 AM,,,Open,,X,Street Defects,Pavement,Pot hole,,,1,SOMEWHERE,CENTRAL,,,\"(37.7, -122.4)\",Phone,\n", bulk.Options{Zone: zone(t, "America/Los_Angeles")})
	if err != nil || len(rows) != 2 || out.Map != "san-francisco" || !rows[0].Place.IsZero() || rows[1].Place.String() != "37.7,-122.4" || rows[1].Address != "SOMEWHERE" || rows[0].Category != "road_surface" {
		t.Fatalf("%+v %+v %v", rows, out, err)
	}
}

// TestTheBulkForm: what linli exports comes in again without a zone given, because its times have theirs.
func TestTheBulkForm(t *testing.T) {
	rows, out, err := read(t, `"service_request_id","requested_datetime","updated_datetime","closed_date","status_description","status_notes","source","service_name","service_subtype","description","agency_responsible","address","lat","long"`+"\n"+
		`"638344","2010-04-14T06:37:38-08:00","2010-04-14T06:37:38-08:00","2010-04-14T06:37:38-08:00","closed","Duplicate Request.","Phone","waste","","'=1+1","","8TH AVE and JUDAH ST","37.762221815","-122.4651145"`+"\n", bulk.Options{})
	if err != nil || len(rows) != 1 || out.Map != "georeport" || rows[0].Notes != "Duplicate Request." || stamp(rows[0].Closed) != "2010-04-14T14:37:38Z" {
		t.Fatalf("%+v %+v %v", rows, out, err)
	}
}

// TestRowsThatAreNone: each has its line, its column and its reason, and the others are read.
func TestRowsThatAreNone(t *testing.T) {
	pacific := zone(t, "America/Los_Angeles")
	const at, shut = "12/31/2017 11:59:58 PM", "01/01/2018 01:00:00 AM"
	good := la("1-0", at, shut, "Bulky Items", "Closed", "1 ANY AVE", "34", "-118")
	for name, x := range map[string]struct {
		row    string
		field  string
		reason tabular.Reason
	}{
		"latitude without longitude": {la("1-1", at, shut, "Bulky Items", "Closed", "1", "34", ""), "Longitude", "geo.long_missing"},
		"swapped":                    {la("1-1", at, shut, "Bulky Items", "Closed", "1", "-118.2", "34.1"), "Latitude", "geo.swapped"},
		"NaN":                        {la("1-1", at, shut, "Bulky Items", "Closed", "1", "NaN", "34.1"), "Latitude", "geo.not_number"},
		"beyond a float":             {la("1-1", at, shut, "Bulky Items", "Closed", "1", "34", "1e400"), "Longitude", "geo.long_range"},
		"nought":                     {la("1-1", at, shut, "Bulky Items", "Closed", "1", "0", "0.0"), "Latitude", "geo.zero"},
		"a comma":                    {la("1-1", at, shut, "Bulky Items", "Closed", "1", `"34,07"`, "-118"), "Latitude", "geo.comma"},
		"no number":                  {la("", at, shut, "Bulky Items", "Closed", "1", "", ""), "SRNumber", "field_missing"},
		"a formula for a number":     {la("=1+1", at, shut, "Bulky Items", "Closed", "1", "", ""), "SRNumber", "number_invalid"},
		"a telephone for a number":   {la("13812345678", at, shut, "Bulky Items", "Closed", "1", "", ""), "SRNumber", "person_number"},
		"no time":                    {la("1-1", "", shut, "Bulky Items", "Closed", "1", "", ""), "CreatedDate", "field_missing"},
		"no such day":                {la("1-1", "02/30/2017 11:59:58 PM", shut, "Bulky Items", "Closed", "1", "", ""), "CreatedDate", "date_invalid"},
		"a wrong end":                {la("1-1", at, "soon", "Bulky Items", "Closed", "1", "", ""), "ClosedDate", "date_invalid"},
		"the future":                 {la("1-1", "12/31/2090 11:59:58 PM", "", "Bulky Items", "Open", "1", "", ""), "CreatedDate", "date_future"},
		"an hour that was left out":  {la("1-1", "03/12/2017 02:30:00 AM", "", "Bulky Items", "Open", "1", "", ""), "CreatedDate", "time_gap"},
		"another status":             {la("1-1", at, shut, "Bulky Items", "Vanished", "1", "", ""), "Status", "status_unknown"},
		"no type":                    {la("1-1", at, shut, "", "Closed", "1", "", ""), "RequestType", "field_missing"},
		"an address without end":     {la("1-1", at, shut, "Bulky Items", "Closed", strings.Repeat("长", 301), "", ""), "Address", "text_long"},
		"a quotation mark alone":     {"1-1,\"x\n", "", "bad_quote"},
		"too few fields":             {"1-1,x\n", "UpdatedDate", "field_missing"},
		"too many fields":            {strings.TrimSuffix(good, "\n") + ",x\n", "", "field_too_many"},
		"no characters":              {"1-1,\xff\xff\n", "", "bad_encoding"},
	} {
		t.Run(name, func(t *testing.T) {
			rows, out, err := read(t, laHead+good+x.row+good, bulk.Options{Zone: pacific})
			if err != nil || len(rows) != 2 {
				t.Fatalf("%d rows, %v", len(rows), err)
			}
			if diff := cmp.Diff([]tabular.Rejection{{File: "requests.csv", Line: 3, Field: x.field, Reason: x.reason}}, out.Rejected); diff != "" {
				t.Error(diff)
			}
			words, err := i18n.Open()
			if err != nil {
				t.Fatal(err)
			}
			for _, lang := range i18n.Languages() {
				if !words.Has(lang, x.reason.Key()) {
					t.Errorf("%s has no words for %s", lang, x.reason)
				}
			}
		})
	}
}

// TestAnHourThatCameTwice: of two instants that clocks showed as one time it is the first, and the report says so.
func TestAnHourThatCameTwice(t *testing.T) {
	rows, out, err := read(t, laHead+la("1-1", "11/05/2017 01:30:00 AM", "", "Bulky Items", "Open", "1", "", ""), bulk.Options{Zone: zone(t, "America/Los_Angeles")})
	if err != nil || len(rows) != 1 || stamp(rows[0].Requested) != "2017-11-05T08:30:00Z" {
		t.Fatalf("%+v %v", rows, err)
	}
	want := tabular.Mapping{File: "requests.csv", Line: 2, Field: "CreatedDate", From: "11/05/2017 01:30:00 AM", To: "2017-11-05T01:30:00-07:00"}
	if diff := cmp.Diff([]tabular.Mapping{want, {File: want.File, Line: 2, Field: "UpdatedDate", From: want.From, To: want.To}}, out.Mapped); diff != "" {
		t.Error(diff)
	}
	lordHowe := la("1-1", "04/02/2017 01:45:00 AM", "", "Bulky Items", "Open", "1", "", "") // half an hour twice
	rows, out, err = read(t, laHead+lordHowe, bulk.Options{Zone: zone(t, "Australia/Lord_Howe")})
	if err != nil || len(rows) != 1 || stamp(rows[0].Requested) != "2017-04-01T14:45:00Z" || len(out.Mapped) != 2 {
		t.Errorf("%+v %+v %v", rows, out, err)
	}
}

// TestFilesThatAreNone: what is wrong with a whole file is said before anything is taken.
func TestFilesThatAreNone(t *testing.T) {
	row := la("1-1", "12/31/2017 11:59:58 PM", "", "Bulky Items", "Open", "1", "", "")
	phone := la("13812345678", "12/31/2017 11:59:58 PM", "", "Bulky Items", "Open", "1", "", "")
	m, err := bulk.LoadMap(strings.NewReader("{name: x, columns: {ref: Case, requested: Opened, type: Kind}, other: [waste]}"))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		file string
		o    bulk.Options
		want string
	}{
		{"", bulk.Options{}, "The file is empty."},
		{"nothing\n", bulk.Options{}, "The first line of the file does not name columns."},
		{"a,b\n1,2\n", bulk.Options{}, "The columns are those of no city that linli knows. Please give a map with --map FILE."},
		{laHead + row, bulk.Options{}, "The times in column CreatedDate have no time zone. Please give it, for example --zone America/Los_Angeles."},
		{"a,b\n1,2\n", bulk.Options{Map: m}, "The file has no column Case."},
		{laHead + phone + phone + row, bulk.Options{Zone: time.UTC}, "Most numbers in column SRNumber are those of identity cards or mobile telephones. linli imports no table of persons."},
	} {
		if _, _, err := read(t, x.file, x.o); err == nil || sentence(t, err) != x.want {
			t.Errorf("%.20q: %v", x.file, err)
		}
	}
	stop := errors.New("stop")
	_, err = bulk.Read(t.Context(), opened(laHead+row), bulk.Options{Zone: time.UTC, Now: now, Known: func(string) bool { return true }}, nil, func(bulk.Row) error { return stop })
	if !errors.Is(err, stop) {
		t.Errorf("%v", err)
	}
}

func TestMaps(t *testing.T) {
	for text, want := range map[string]string{
		"name: [":  "The map cannot be read.",
		"name: x":  "The map lacks",
		"phone: x": "The map cannot be read.",
		"{columns: {ref: a, requested: b, type: c, phone: d}, other: [x]}":       "The map cannot be read.",
		"{columns: {ref: a, requested: b, type: c}}":                             "The map lacks other, or it is not understood.",
		"{columns: {ref: a, requested: b, type: c}, other: [x], datum: mars}":    "The map lacks datum, or it is not understood.",
		"{columns: {ref: a, requested: b, type: c}, other: [x], status: {a: b}}": "The map lacks status.a, or it is not understood.",
	} {
		if _, err := bulk.LoadMap(strings.NewReader(text)); err == nil || !strings.HasPrefix(sentence(t, err), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	maps, err := bulk.Maps()
	if err != nil || len(maps) != 4 {
		t.Fatalf("%d maps, %v", len(maps), err)
	}
	m, err := bulk.LoadMap(strings.NewReader("{name: 本区, columns: {ref: [编号, 序号], requested: 时间, type: 类别, address: 地点, lat: 纬度, long: 经度}, dates: [YYYY年M月D日 HH:mm], datum: gcj02, types: {路灯: [street_light]}, other: [waste]}"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := simplifiedchinese.GB18030.NewEncoder().String("编号,时间,类别,地点,纬度,经度\nA-1,2017年3月1日 08:30,路灯,人民路,31.17530398364597,121.531541859215\n")
	if err != nil {
		t.Fatal(err)
	}
	rows, _, err := read(t, file, bulk.Options{Map: m, Zone: zone(t, "Asia/Shanghai")})
	if err != nil || len(rows) != 1 || rows[0].Address != "人民路" || rows[0].Category != "street_light" || stamp(rows[0].Requested) != "2017-03-01T00:30:00Z" || rows[0].Place.String() != "31.177428,121.527211" {
		t.Errorf("%+v %v", rows, err)
	}
}

// TestAMillionRowsTakeNoMoreMemory: a file is never held, nor what was read of it.
func TestMemoryIsFlat(t *testing.T) {
	row := la("1-1", "12/31/2017 11:59:58 PM", "", "Bulky Items", "Open", "1 ANY AVE", "34", "-118")
	held := func(n int) uint64 {
		seen := 0
		_, err := bulk.Read(t.Context(), func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(strings.NewReader(laHead), &again{row: row, left: n})), nil
		}, bulk.Options{Zone: time.UTC, Now: now, Known: func(string) bool { return true }}, func(lines int) {
			if lines != n {
				t.Errorf("%d lines of %d", lines, n)
			}
		}, func(bulk.Row) error { seen++; return nil })
		if err != nil || seen != n {
			t.Fatalf("%d rows, %v", seen, err)
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	few, many := held(1000), held(30_000)
	if many > few+2<<20 {
		t.Errorf("%d bytes after 1,000 rows, %d after 30,000", few, many)
	}
}

// again is a file that repeats a row.
type again struct {
	row  string
	left int
	rest string
}

func (a *again) Read(p []byte) (int, error) {
	if a.rest == "" {
		if a.left == 0 {
			return 0, io.EOF
		}
		a.left, a.rest = a.left-1, a.row
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

// TestTheRealFile reads what Los Angeles published, where the machine has it; its licence keeps it out of the project.
func TestTheRealFile(t *testing.T) {
	folder := os.Getenv("LINLI_TEST_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	name := filepath.Join(folder, "la311-2017.csv")
	if _, err := os.Stat(name); err != nil {
		t.Skip("la311-2017.csv is not here; set LINLI_TEST_DATA to its folder")
	}
	counts := map[string]int{}
	out, err := bulk.Read(t.Context(), func() (io.ReadCloser, error) { return os.Open(name) },
		bulk.Options{Name: "la311-2017.csv", Zone: zone(t, "America/Los_Angeles"), Now: now, Known: func(c string) bool { return office[c] }}, nil, func(r bulk.Row) error {
			counts["rows"]++
			counts[string(r.Standing)]++
			counts[r.Category]++
			if r.Place.IsZero() {
				counts["nowhere"]++
			}
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"rows": 9999, "closed": 9739, "cancelled": 246, "elsewhere": 9, "open": 5, "nowhere": 1753,
		"waste": 4432 + 800 + 740 + 403 + 229, "facility": 2863 + 256 + 153, "street_light": 51 + 43, "water": 28, "suggestion": 1}
	if diff := cmp.Diff(want, counts); diff != "" || out.Rows != 9999 || len(out.Rejected) != 0 {
		t.Errorf("%d rows, %d rejected %s", out.Rows, len(out.Rejected), diff)
	}
	t.Logf("%d mapped", len(out.Mapped))
}

// FuzzRead: whatever a file holds, each of its rows is told or rejected.
func FuzzRead(f *testing.F) {
	f.Add(laHead + la("1-1", "12/31/2017 11:59:58 PM", "", "Bulky Items", "Open", "1", "34", "-118"))
	f.Add("service_request_id,requested_datetime,service_name\n1,2010-04-14T06:37:38-08:00,waste\n\"\n")
	f.Fuzz(func(t *testing.T, file string) {
		n := 0
		out, err := bulk.Read(t.Context(), opened(file), bulk.Options{Zone: time.UTC, Now: now, Known: func(string) bool { return true }}, nil, func(r bulk.Row) error {
			n++
			if r.Ref == "" || r.Category == "" || r.Requested.IsZero() || r.Updated.Before(r.Requested) || r.Standing == "" {
				t.Fatalf("%+v", r)
			}
			return nil
		})
		if err == nil && out.Rows != n+len(out.Rejected) {
			t.Fatalf("%d rows, %d told, %d rejected", out.Rows, n, len(out.Rejected))
		}
	})
}
