package bulk

import (
	"context"
	"errors"
	"io"
	"time"

	"linli/platform/fault"
	"linli/platform/geo"
	"linli/platform/tabular"
)

// Row is one service request as it stood in another register.
type Row struct {
	Line        int
	Ref         string // its number there
	Category    string // a code of the office's rulebook
	Type        string // as the file calls it
	Description string
	Notes       string // what was done about it, in the file's words
	Address     string
	Place       geo.Point // zero: the file has none
	Standing    Standing
	Requested   time.Time
	Updated     time.Time // never before Requested
	Closed      time.Time // likewise; zero while it was open
}

// Options bound a reading.
type Options struct {
	Name  string // of the file, for reports
	Sheet string // of a workbook; empty: the first that is shown
	Map   *Map   // nil: recognised by the header
	Zone  *time.Location
	Now   time.Time                  // nothing was told later
	Known func(category string) bool // whether the office's rulebook has a category
}

// Result is what a reading found. Rows = rows told + len(Rejected).
type Result struct {
	Map      string
	Rows     int
	Rejected []tabular.Rejection
	Mapped   []tabular.Mapping // times that occurred twice, ends that lay before beginnings, types that became another; a type once
}

// What a file is that has no table.
var (
	errEmpty  = fault.New(fault.Invalid, "import.reports.empty")
	errHeader = fault.New(fault.Invalid, "import.reports.header")
)

// Read reads a text, or a sheet of a workbook where what open gives can be read at every place, as a file can: open is called more than
// once. each is told every good row, in the file's order; its error ends the reading.
// total, where it is not nil, is told how many lines a text has, or rows a sheet, before the first row. Errors: faults import.map.…, import.sheet.… and
// import.reports.… for a file that is none or is kept by persons, import.reports.zone where times have no zone and none was
// given; what is wrong with single rows is in the result.
func Read(ctx context.Context, open func() (io.ReadCloser, error), o Options, total func(lines int), each func(Row) error) (Result, error) {
	t, err := tableOf(open, o, total)
	if err != nil {
		return Result{}, err
	}
	defer t.close()
	if o.Map == nil {
		if o.Map, err = recognise(t.header); err != nil {
			return Result{}, err
		}
	}
	r := reader{Options: o, out: Result{Map: o.Map.Name, Rejected: []tabular.Rejection{}, Mapped: []tabular.Mapping{}}, told: map[string]bool{}}
	if err := r.columnsOf(t.header); err != nil {
		return Result{}, err
	}
	return r.all(ctx, t, each)
}

func (r *reader) all(ctx context.Context, t *table, each func(Row) error) (Result, error) {
	for {
		record, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil && r.out.Rows%256 == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return r.out, err
		}
		r.out.Rows++
		row, no := r.row(record)
		if no == nil {
			if err := each(row); err != nil {
				return r.out, err
			}
			continue
		}
		if no.Reason == ZoneMissing && r.out.Rows == 1+len(r.out.Rejected) { // no row before it had a time that could be read
			return r.out, fault.New(fault.Invalid, "import.reports.zone").With(fault.Args{"column": no.Field})
		}
		r.reject(*no)
	}
	if r.persons*2 > r.out.Rows {
		return r.out, fault.New(fault.Invalid, "import.reports.persons").With(fault.Args{"column": r.header[r.at.ref[0]]})
	}
	return r.out, nil
}

// survey reads a file through once: how its text is to be decoded, and how many lines it has.
func survey(open func() (io.ReadCloser, error)) (tabular.Decode, int, error) {
	f, err := open()
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	c := &counter{in: f}
	decode, err := tabular.Detect(c)
	if err != nil {
		return nil, 0, err
	}
	_, err = io.Copy(io.Discard, c)
	return decode, c.lines(), err
}

// counter counts lines that pass through it.
type counter struct {
	in   io.Reader
	n    int
	last byte
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	for _, b := range p[:n] {
		if b == '\n' {
			c.n++
		}
		c.last = b
	}
	return n, err
}

func (c *counter) lines() int {
	if c.last != '\n' && c.last != 0 {
		return c.n + 1
	}
	return c.n
}
