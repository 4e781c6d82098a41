package georeport_test

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"linli/platform/georeport"
)

// FuzzAnswer: whatever another server sends is read or refused, and what was read is sent on in a form that reads again.
func FuzzAnswer(f *testing.F) {
	for _, s := range awkward {
		f.Add(true, georeport.EncodeErrors(georeport.XML, []georeport.Error{{Code: 1, Description: s}}))
		f.Add(false, georeport.EncodeErrors(georeport.JSON, []georeport.Error{{Code: 1, Description: s}}))
	}
	f.Add(false, georeport.EncodeRequests(georeport.JSON, requests(now)))
	f.Add(true, georeport.EncodeUpdates(georeport.XML, updates(now)))
	f.Fuzz(func(t *testing.T, isXML bool, body []byte) {
		format := georeport.JSON
		if isXML {
			format = georeport.XML
		}
		_, _ = georeport.DecodeUpdates(format, body)
		_, _ = georeport.DecodeDefinition(format, body)
		_, _ = georeport.DecodeDiscovery(format, body)
		first, err := georeport.DecodeRequests(format, body)
		if err != nil {
			return
		}
		sent := georeport.EncodeRequests(georeport.XML, first)
		again, err := georeport.DecodeRequests(georeport.XML, sent)
		if err != nil || len(again) != len(first) {
			t.Fatalf("%q was read as %+v and sent as %s: %v", body, first, sent, err)
		}
	})
}

// FuzzForm: whatever a client posts is taken or refused with a sentence, and holds no more than its limits.
func FuzzForm(f *testing.F) {
	f.Add("application/x-www-form-urlencoded", []byte("service_code=001&lat=1&long=2&attribute[A][]=x&description=%F0%9F%91%A9"))
	f.Add("multipart/form-data; boundary=B", []byte(multi(field("service_code", "1"), file("media", "x"))))
	f.Add("multipart/form-data; boundary=", []byte("--"))
	f.Fuzz(func(t *testing.T, media string, body []byte) {
		form, err := georeport.ReadForm(media, bytes.NewReader(body), limits)
		if err != nil {
			return
		}
		p, err := georeport.ReadPost(form)
		if err == nil && (p.ServiceCode == "" || p.Place.IsZero() && p.Address == "" && p.AddressID == "") {
			t.Fatalf("taken: %+v", p)
		}
		if utf8.RuneCountInString(p.Description) > georeport.MaxDescription || strings.ContainsAny(p.Address, "\r\n\x00") || len(p.Media) > limits.Files {
			t.Fatalf("taken: %+v", p)
		}
		_, _ = georeport.ReadPostedUpdate(form)
	})
}

// FuzzFilter: a question is answered within the bounds, whatever it is.
func FuzzFilter(f *testing.F) {
	f.Add("start_date=2010-01-01T00:00:00%2B08:00&end_date=2010-02-01T00:00:00+08:00&status=open&page=2&page_size=10")
	f.Add("service_request_id=1,2,%25&page=-1")
	f.Fuzz(func(t *testing.T, query string) {
		q, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		got, err := georeport.ReadFilter(q, now)
		if err != nil {
			return
		}
		if got.Size < 1 || got.Size > georeport.MaxRows || got.Number < 1 || got.Number*got.Size > georeport.MaxDepth+2*georeport.MaxRows || len(got.IDs) > georeport.MaxRows {
			t.Fatalf("%s: %+v", query, got)
		}
	})
}
