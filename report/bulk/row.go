package bulk

import (
	"errors"
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/tabular"
)

// The reasons that only these tables have.
const (
	ZoneMissing   tabular.Reason = "zone_missing"   // a time without a zone, where none was given for the file
	TimeGap       tabular.Reason = "time_gap"       // an hour that clocks left out
	DateFuture    tabular.Reason = "date_future"    // after the import
	StatusUnknown tabular.Reason = "status_unknown" // a status that the map does not name
	TypeUnknown   tabular.Reason = "type_unknown"   // the office has no category for it, not even for the rest
	TextLong      tabular.Reason = "text_long"      // more than 4,000 characters
)

const (
	maxText    = 4000
	maxAddress = 300
)

// places says where the columns stand; each is a list of columns of which the first that is not empty counts.
type places struct {
	ref, requested, updated, closed, status, kind, description, notes, address, lat, long, point []int
}

type reader struct {
	Options
	header  []string
	at      places
	out     Result
	told    map[string]bool // types that are reported as mapped
	read    []int           // the columns that the map names
	persons int
}

// columnsOf finds the columns of the map in a header. What a map needs and the header has not is a fault; the rest may be missing.
func (r *reader) columnsOf(header []string) error {
	r.header = header
	c := r.Map.Columns
	for _, x := range []struct {
		names  Names
		at     *[]int
		needed bool
	}{
		{c.Ref, &r.at.ref, true}, {c.Requested, &r.at.requested, true}, {c.Type, &r.at.kind, true}, {c.Updated, &r.at.updated, false},
		{c.Closed, &r.at.closed, false}, {c.Status, &r.at.status, false}, {c.Description, &r.at.description, false}, {c.Notes, &r.at.notes, false},
		{c.Address, &r.at.address, false}, {c.Lat, &r.at.lat, false}, {c.Long, &r.at.long, false}, {c.Point, &r.at.point, false},
	} {
		for _, name := range x.names {
			if i := index(header, name); i >= 0 {
				*x.at, r.read = append(*x.at, i), append(r.read, i)
			}
		}
		if x.needed && len(*x.at) == 0 {
			return fault.New(fault.Invalid, "import.reports.column").With(fault.Args{"column": x.names[0]})
		}
	}
	return nil
}

// cell is the first of some columns that is not empty, and the name of its column.
func (r *reader) cell(fields []string, at []int) (value, column string) {
	for _, i := range at {
		if v := strings.TrimSpace(fields[i]); v != "" {
			return v, r.header[i]
		}
	}
	if len(at) > 0 {
		column = r.header[at[0]]
	}
	return "", column
}

func (r *reader) reject(no tabular.Rejection) {
	if no.Reason == tabular.ReasonPerson {
		r.persons++
	}
	no.File = r.Name
	r.out.Rejected = append(r.out.Rejected, no)
}

func (r *reader) mapped(line int, field, from, to string) {
	r.out.Mapped = append(r.out.Mapped, tabular.Mapping{File: r.Name, Line: line, Field: field, From: from, To: to})
}

// refPattern: what registers call a request by; never the beginning of a formula.
var refPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}()（）〔〕\[\]_./: #-]{0,63}$`)
})

// row reads one record; the second value says why it is none.
func (r *reader) row(record tabular.Record) (Row, *tabular.Rejection) {
	refuse := func(field string, reason tabular.Reason) (Row, *tabular.Rejection) {
		return Row{}, &tabular.Rejection{Line: record.Line, Field: field, Reason: reason}
	}
	fields := record.Fields
	if record.Trouble != tabular.Fine {
		return refuse("", record.Trouble.Reason())
	}
	for len(fields) > len(r.header) && strings.TrimSpace(fields[len(fields)-1]) == "" {
		fields = fields[:len(fields)-1]
	}
	if len(fields) > len(r.header) {
		return refuse("", tabular.ReasonTooMany)
	}
	if len(fields) < len(r.header) {
		return refuse(r.header[len(fields)], tabular.ReasonMissing)
	}
	for _, i := range r.read {
		if reason := record.Unread[i]; reason != "" {
			return refuse(r.header[i], reason)
		}
	}
	out := Row{Line: record.Line}
	var column string
	switch out.Ref, column = r.cell(fields, r.at.ref); {
	case out.Ref == "":
		return refuse(column, tabular.ReasonMissing)
	case !refPattern().MatchString(out.Ref):
		return refuse(column, tabular.ReasonNumber)
	case tabular.OfPerson(out.Ref):
		return refuse(column, tabular.ReasonPerson)
	}
	for _, step := range []func(*Row, []string) (string, tabular.Reason){r.times, r.kind, r.texts, r.place} {
		if column, reason := step(&out, fields); reason != "" {
			return refuse(column, reason)
		}
	}
	return out, nil
}

// kind reads the type and the status.
func (r *reader) kind(out *Row, fields []string) (string, tabular.Reason) {
	kind, column := r.cell(fields, r.at.kind)
	if kind == "" {
		return column, tabular.ReasonMissing
	}
	code, named := r.Map.category(kind, r.Known)
	if code == "" {
		return column, TypeUnknown
	}
	if !named && !r.told[kind] && len(r.told) < 1000 {
		r.told[kind] = true
		r.mapped(out.Line, column, kind, code)
	}
	out.Type, out.Category = kind, code
	status, column := r.cell(fields, r.at.status)
	switch standing, ok := r.Map.status[tabular.Fold(status)]; {
	case ok:
		out.Standing = standing
	case status != "":
		return column, StatusUnknown
	case out.Closed.IsZero():
		out.Standing = Open
	default:
		out.Standing = Closed
	}
	if out.Standing == Open {
		out.Closed = time.Time{}
	} else if out.Closed.IsZero() {
		out.Closed = out.Updated
	}
	return "", ""
}

func (r *reader) texts(out *Row, fields []string) (column string, reason tabular.Reason) {
	for _, x := range []struct {
		at   []int
		into *string
		most int
	}{{r.at.description, &out.Description, maxText}, {r.at.notes, &out.Notes, maxText}, {r.at.address, &out.Address, maxAddress}} {
		if *x.into, column = r.cell(fields, x.at); utf8.RuneCountInString(*x.into) > x.most {
			return column, TextLong
		}
	}
	out.Address = strings.Join(strings.Fields(out.Address), " ")
	return "", ""
}

// place reads a point, which may be missing; half of one, or one that is none, is rejected.
func (r *reader) place(out *Row, fields []string) (column string, reason tabular.Reason) {
	lat, latColumn := r.cell(fields, r.at.lat)
	long, longColumn := r.cell(fields, r.at.long)
	if lat == "" && long == "" {
		point, column := r.cell(fields, r.at.point)
		if point == "" {
			return "", ""
		}
		latColumn, longColumn = column, column
		lat, long = pair(point)
	}
	p, err := geo.Read(lat, long, r.Map.Datum)
	if err == nil {
		out.Place = p
		return "", ""
	}
	if r.Map.Nowhere && errors.Is(err, geo.ErrZero) {
		return "", ""
	}
	f := fault.Of(err)
	column = latColumn
	if f.Field == "long" {
		column = longColumn
	}
	return column, tabular.Reason(f.Key)
}

var pairPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(POINT\s*)?\(?\s*([^\s,()]+)\s*[,\s]\s*([^\s,()]+)\s*\)?$`)
})

// pair takes a cell with two numbers apart: "(34.07, -118.26)" has the latitude first, "POINT (-118.26 34.07)" the longitude.
func pair(cell string) (lat, long string) {
	m := pairPattern().FindStringSubmatch(cell)
	switch {
	case m == nil:
		return cell, cell
	case m[1] != "":
		return m[3], m[2]
	}
	return m[2], m[3]
}
