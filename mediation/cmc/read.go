package cmc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"linli/platform/calendar"
	"linli/platform/tabular"
)

// Case is a joined case. It names no person and has none of the tables' own words.
type Case struct {
	Number     string
	Registered calendar.Date
	Source     string // code: direct_intake, external_agency, court, police …
	Type       string // code of the dispute's type: neighbour, family …
	Outcome    string // [NotMediated], [Settled] or [NotSettled]
	Lines      Lines
}

// Lines says where a case stood, for reports; lines count from 1 and include the header.
type Lines struct{ Registered, Source, Relationship, Outcome int }

// Options bound a reading.
type Options struct {
	NotAfter calendar.Date // the day of the import in the office's zone: no case is registered later; zero: no bound
}

// Read reads the four tables of a folder. It returns a fault with code Invalid and a key "import.cmc.…" when the tables
// are not there or tell of persons, and the context's error when that ends. All else that is wrong is in the report. Cases come in the
// order of the file of registrations. Files are read as streams; memory grows with the number of cases alone.
func Read(ctx context.Context, fsys fs.FS, o Options) ([]Case, Report, error) {
	tables, err := recognise(fsys)
	if err != nil {
		return nil, Report{}, err
	}
	j := joiner{
		options: o, tables: tables, cases: map[string]*joined{},
		vocabularies: [kinds]vocabulary{source: newVocabulary(sources), relationship: newVocabulary(types), outcome: newVocabulary(outcomes)},
	}
	for _, t := range tables {
		if err := j.read(ctx, fsys, t); err != nil {
			return nil, Report{}, fmt.Errorf("reading %s: %w", t.file, err)
		}
	}
	cases, report := j.finish()
	return cases, report, nil
}

// joined is a case on its way.
type joined struct {
	number   string
	values   [kinds]string // the code, or the day
	lines    [kinds]int    // 0: not in this file
	rejected bool
}

// place is a rejection with the table it belongs to, for order.
type place struct {
	kind kind
	Rejection
}

type joiner struct {
	options      Options
	tables       [kinds]table
	vocabularies [kinds]vocabulary
	cases        map[string]*joined
	rejected     []place
	mapped       []Mapping
	paired       []Mapping

	numbers, persons int // of the table that is being read
}

func (j *joiner) read(ctx context.Context, fsys fs.FS, t table) error {
	text, err := detectFile(fsys, t.file)
	if err != nil {
		return err
	}
	f, err := fsys.Open(t.file)
	if err != nil {
		return err
	}
	defer f.Close()
	l, _, err := tabular.NewLines(f)
	if err != nil {
		return err
	}
	if _, err := l.Next(); err != nil { // the header
		return err
	}
	for {
		row, err := l.Next()
		if errors.Is(err, io.EOF) {
			return j.notByPersons(t)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", l.Number()+1, err)
		}
		if row.Number%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if len(row.Bytes) > 0 {
			j.row(t, row, text)
		}
	}
}

func detectFile(fsys fs.FS, file string) (tabular.Decode, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return tabular.Detect(f)
}

// row takes one row in: into its case, or among the rejected.
func (j *joiner) row(t table, row tabular.Line, text tabular.Decode) {
	c := cells(t.header, row, text)
	if c.blank {
		return
	}
	j.countPerson(c)
	if c.number == "" {
		j.reject(t, row.Number, c.field, c.reason)
		return
	}
	of := j.cases[c.number]
	if of == nil {
		of = &joined{number: c.number}
		j.cases[c.number] = of
	}
	if of.lines[t.kind] != 0 {
		j.rejectCase(of, t, row.Number, numberColumn, NumberTwice)
		return
	}
	of.lines[t.kind] = row.Number
	if c.reason != "" {
		j.rejectCase(of, t, row.Number, c.field, c.reason)
		return
	}
	value, published, reason := j.value(t.kind, c.value)
	if reason != "" {
		j.rejectCase(of, t, row.Number, columns[t.kind][0], reason)
		return
	}
	of.values[t.kind] = value
	if published != "" {
		j.mapped = append(j.mapped, Mapping{File: t.file, Line: row.Number, Field: columns[t.kind][0], From: c.value, To: published})
	}
}

// value reads the second cell of a row: a day or a label. published is set where it was written another way.
func (j *joiner) value(k kind, text string) (value, published string, reason Reason) {
	if k == registered {
		day, ok := readDay(text)
		if !ok || !j.options.NotAfter.IsZero() && day.After(j.options.NotAfter) {
			return "", "", DateInvalid
		}
		if value = day.String(); value != text {
			published = value
		}
		return value, published, ""
	}
	code, published, ok := j.vocabularies[k].find(text)
	if !ok {
		return "", "", LabelUnknown
	}
	return code, published, ""
}

func (j *joiner) reject(t table, number int, field string, why Reason) {
	j.rejected = append(j.rejected, place{t.kind, Rejection{File: t.file, Line: number, Field: field, Reason: why}})
}

// rejectCase rejects a case once, for the first thing that is wrong with it.
func (j *joiner) rejectCase(c *joined, t table, number int, field string, why Reason) {
	if !c.rejected {
		c.rejected = true
		j.reject(t, number, field, why)
	}
}

// finish joins what was read.
func (j *joiner) finish() ([]Case, Report) {
	j.pair()
	var cases []Case
	for number, c := range j.cases {
		for k := range kinds {
			if c.lines[k] == 0 {
				j.rejectCase(c, j.tables[k], 0, numberColumn, CaseMissing)
			}
		}
		if c.rejected {
			continue
		}
		day, err := calendar.ParseDate(c.values[registered])
		if err != nil {
			panic("cmc: a day that was read does not read again: " + err.Error()) //nolint:forbidigo // whoever kept the value had read it as a day
		}
		cases = append(cases, Case{
			Number: number, Registered: day, Source: c.values[source], Type: c.values[relationship], Outcome: c.values[outcome],
			Lines: Lines{c.lines[registered], c.lines[source], c.lines[relationship], c.lines[outcome]},
		})
	}
	slices.SortFunc(cases, func(a, b Case) int { return cmp.Compare(a.Lines.Registered, b.Lines.Registered) })
	slices.SortStableFunc(j.rejected, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.Line, b.Line))
	})
	report := Report{Registered: j.tables[registered].file, Rows: len(cases) + len(j.rejected), Rejected: []Rejection{}, Mapped: []Mapping{}, Paired: []Mapping{}}
	for _, p := range j.rejected {
		report.Rejected = append(report.Rejected, p.Rejection)
	}
	slices.SortFunc(j.paired, func(a, b Mapping) int { return cmp.Compare(a.Line, b.Line) })
	report.Mapped = append(report.Mapped, j.mapped...)
	report.Paired = append(report.Paired, j.paired...)
	return cases, report
}
