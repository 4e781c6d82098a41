package georeport

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/platform/fault"
)

// Bounds of one question. The first two are the specification's, the third linli's.
const (
	Span     = 90 * 24 * time.Hour
	MaxRows  = 1000
	MaxDepth = 100_000 // rows before the first one of a page
)

// Filter is what GET requests asks for.
type Filter struct {
	IDs      []string  // overrides everything else but the page; nil: not asked
	Codes    []string  // nil: all
	From, To time.Time // requested in between, both included
	Status   []string  // Open, Closed; nil: both
	Page
}

// Page is which part of an answer is asked for: the extension that several servers have beside the specification.
type Page struct {
	Number int  // from 1
	Size   int  // rows
	Given  bool // either was asked for
}

// Skips are how many rows come before the page.
func (p Page) Skips() int { return (p.Number - 1) * p.Size }

// ReadPage reads page and page_size. Errors: a fault.List.
func ReadPage(q url.Values) (Page, error) {
	var wrong fault.List
	p := Page{Number: count(q, "page", 1, &wrong), Size: count(q, "page_size", MaxRows, &wrong)}
	p.Given = strings.TrimSpace(q.Get("page")+q.Get("page_size")) != ""
	if p.Size > MaxRows {
		wrong = append(wrong, fault.Field("page_size", "open311.page_size").With(fault.Args{"max": MaxRows}))
	}
	if p.Number > 0 && p.Size > 0 && (p.Number-1) > MaxDepth/p.Size {
		wrong = append(wrong, fault.Field("page", "open311.page_deep").With(fault.Args{"max": MaxDepth}))
	}
	return p, wrong.Err()
}

// ReadFilter reads the parameters of GET requests. An empty parameter is the same as none, as the specification demands; one
// that it does not have is passed over, as clients send their own. Errors: a fault.List, each naming its parameter.
func ReadFilter(q url.Values, now time.Time) (Filter, error) {
	var wrong fault.List
	f := Filter{IDs: commas(q, "service_request_id"), Codes: commas(q, "service_code"), Status: commas(q, "status")}
	var err error
	if f.Page, err = ReadPage(q); err != nil {
		wrong = append(wrong, err.(fault.List)...) //nolint:errorlint,forcetypeassert // it returns nothing else
	}
	if len(f.IDs) > 0 {
		if len(f.IDs) > MaxRows {
			wrong = append(wrong, fault.Field("service_request_id", "open311.too_many").With(fault.Args{"max": MaxRows}))
		}
		return Filter{IDs: f.IDs, Page: f.Page}, wrong.Err()
	}
	for i, s := range f.Status {
		f.Status[i] = strings.ToLower(s)
		if f.Status[i] != Open && f.Status[i] != Closed {
			wrong.Add("status", "open311.status")
			break
		}
	}
	if f.From, f.To, err = ReadRange(q, Span, now); err != nil {
		wrong = append(wrong, err.(fault.List)...) //nolint:errorlint,forcetypeassert // it returns nothing else
	}
	return f, wrong.Err()
}

// ReadRange reads start_date and end_date. Where one is missing, the range is as long as it may be; where both are, it ends now.
// Errors: a fault.List.
func ReadRange(q url.Values, longest time.Duration, now time.Time) (from, to time.Time, err error) {
	var wrong fault.List
	read := func(field string) time.Time {
		s := strings.TrimSpace(q.Get(field))
		if s == "" {
			return time.Time{}
		}
		at, err := ReadInstant(field, s)
		if err != nil {
			wrong = append(wrong, fault.Of(err))
		}
		return at
	}
	from, to = read("start_date"), read("end_date")
	if len(wrong) > 0 {
		return time.Time{}, time.Time{}, wrong
	}
	switch {
	case from.IsZero() && to.IsZero():
		from, to = now.Add(-longest), now
	case from.IsZero():
		from = to.Add(-longest)
	case to.IsZero():
		to = from.Add(longest)
	case to.Before(from):
		wrong.Add("end_date", "open311.date_order")
	case span(from, to) > longest:
		wrong = append(wrong, fault.Field("end_date", "open311.date_span").With(fault.Args{"days": int(longest / (24 * time.Hour))}))
	}
	return from, to, wrong.Err()
}

// span is how long a range is by the clocks with which it was written, so that ninety days stay ninety days when clocks were
// put back in between; and never longer than it truly is.
func span(from, to time.Time) time.Duration {
	wall := func(t time.Time) time.Time { _, offset := t.Zone(); return t.Add(time.Duration(offset) * time.Second) }
	return min(to.Sub(from), wall(to).Sub(wall(from)))
}

// commas are the values of a parameter, which may come several times and each time with commas. None is given twice.
func commas(q url.Values, name string) []string {
	var out []string
	seen := map[string]bool{}
	for _, value := range q[name] {
		for part := range strings.SplitSeq(value, ",") {
			if part = strings.TrimSpace(part); part != "" && !seen[part] {
				seen[part] = true
				out = append(out, part)
			}
		}
	}
	return slices.Clip(out)
}

func count(q url.Values, field string, otherwise int, wrong *fault.List) int {
	s := strings.TrimSpace(q.Get(field))
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		wrong.Add(field, "open311.page")
		return otherwise
	}
	return n
}
