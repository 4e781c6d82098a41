package directory

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
)

// readCSV reads one table of the tabular form. Its header names the fields; empty cells say nothing.
func readCSV(in io.Reader, shape *Shape, k *sink) error {
	buffered := bufio.NewReader(in)
	if mark, err := buffered.Peek(3); err == nil && bytes.Equal(mark, []byte{0xef, 0xbb, 0xbf}) {
		_, _ = buffered.Discard(3) // it was just peeked
	}
	r := csv.NewReader(buffered)
	r.FieldsPerRecord, r.ReuseRecord = -1, true
	var header []string
	for {
		cells, err := r.Read()
		var wrong *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &wrong):
			if err := k.reject(wrong.StartLine, "", BadQuote); err != nil {
				return err
			}
			continue
		case err != nil:
			return err
		}
		line, _ := r.FieldPos(0)
		if header == nil {
			header = headerOf(cells)
			k.unknown(shape, line, valuesOf(header, header))
			continue
		}
		if err := k.cells(shape, header, cells, line); err != nil {
			return err
		}
	}
}

func headerOf(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = strings.ToLower(strings.TrimSpace(c))
	}
	return out
}

func valuesOf(header, cells []string) map[string]any {
	out := make(map[string]any, len(header))
	for i, name := range header {
		out[name] = plainCell(cells[i])
	}
	return out
}

func (k *sink) cells(shape *Shape, header, cells []string, line int) error {
	row := Row{File: k.file, Line: line, Shape: shape}
	if len(cells) != len(header) {
		row.Reason = FieldCount
		return k.row(row)
	}
	row.Body, row.Field, row.Reason = shape.check(valuesOf(header, cells))
	if row.Reason == "" {
		if name, missing := shape.tabular(row.Body); missing {
			row.Body, row.Field, row.Reason = nil, name, Missing
		}
	}
	return k.row(row)
}

// required are the links without which a row of the tabular form says nothing: in a nested document the place says them.
var required = map[Kind][]string{
	KindAttribute: {"link_id", "taxonomy_term_id", "link_entity"}, KindCost: {"service_id"}, KindMetadata: {"resource_id", "resource_type"},
	"organization_identifier": {"organization_id"}, "program": {"organization_id"}, KindService: {"organization_id"},
	KindPlace: {"service_id", "location_id"}, "service_capacity": {"service_id", "unit_id"},
}

// Needs reports whether an object of a kind says nothing without the link.
func Needs(k Kind, field string) bool { return slices.Contains(required[k], field) }

func (s *Shape) tabular(b Body) (string, bool) {
	for _, name := range required[s.Kind] {
		if b.Text(name) == "" {
			return name, true
		}
	}
	return "", false
}
