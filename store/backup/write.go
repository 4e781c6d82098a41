package backup

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"linli/platform/archive"
	"linli/store/dialect"
	"linli/store/migrations"
)

const (
	databaseName = "database.json"
	rowsPrefix   = "rows/"
	// chunk is how many bytes of rows an entry holds at least, but for the last of a table.
	chunk = 1 << 20
)

// Database is what an archive says of the database that it was taken from.
type Database struct {
	Engine dialect.Engine  `json:"engine"`
	Set    migrations.Set  `json:"set"`
	Schema int64           `json:"schema"` // number of the last migration
	Tables []dialect.Table `json:"tables"`
}

// Skip says which rows are left out: all of a table for a nil row, else the one given.
type Skip func(t dialect.Table, row []any) bool

// Write adds a database to an archive and returns how many rows it wrote.
func Write(ctx context.Context, db *dialect.DB, set migrations.Set, w *archive.Writer, skip Skip) (int64, error) {
	tables, err := db.Tables(ctx)
	if err != nil {
		return 0, err
	}
	d := Database{Engine: db.Engine(), Set: set}
	if d.Schema, err = migrations.Newest(db.Engine(), set); err != nil {
		return 0, err
	}
	for _, t := range tables {
		if migrations.Counts(t.Name) || skip(t, nil) {
			continue
		}
		for _, c := range t.Columns {
			if c.Kind != dialect.Integer && c.Kind != dialect.Text && c.Kind != dialect.Bytes {
				return 0, fmt.Errorf("column %s.%s is of the type %s, which no backup can hold", t.Name, c.Name, c.Kind)
			}
		}
		d.Tables = append(d.Tables, t)
	}
	text, err := json.Marshal(d)
	if err != nil {
		return 0, err
	}
	if err := w.Add(databaseName, text); err != nil {
		return 0, err
	}
	var total int64
	err = db.Snapshot(ctx, func(s *dialect.Snapshot) error {
		for _, t := range d.Tables {
			n, err := writeTable(ctx, s, t, w, skip)
			if err != nil {
				return fmt.Errorf("backing up table %s: %w", t.Name, err)
			}
			total += n
		}
		return nil
	})
	return total, err
}

func writeTable(ctx context.Context, s *dialect.Snapshot, t dialect.Table, w *archive.Writer, skip Skip) (n int64, err error) {
	var out bytes.Buffer
	chunks := 0
	flush := func() error {
		if out.Len() == 0 {
			return nil
		}
		chunks++
		err := w.Add(fmt.Sprintf("%s%s/%06d", rowsPrefix, t.Name, chunks), out.Bytes())
		out.Reset()
		return err
	}
	err = s.Each(ctx, t, func(row []any) error {
		if skip(t, row) {
			return nil
		}
		if err := encode(&out, t, row); err != nil {
			return err
		}
		if n++; out.Len() >= chunk {
			return flush()
		}
		return nil
	})
	if err != nil {
		return n, err
	}
	return n, flush()
}

// encode appends a row as one line.
func encode(out *bytes.Buffer, t dialect.Table, row []any) error {
	line := make([]any, len(row))
	for i, v := range row {
		switch v := v.(type) {
		case nil:
		case int64:
			line[i] = v
		case string:
			if !utf8.ValidString(v) {
				return fmt.Errorf("column %s holds text that is not UTF-8", t.Columns[i].Name)
			}
			line[i] = v
		case []byte:
			line[i] = base64.StdEncoding.EncodeToString(v)
		default:
			return fmt.Errorf("column %s holds a %T", t.Columns[i].Name, v)
		}
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	return e.Encode(line)
}

// decode is the inverse of encode.
func decode(text string, t dialect.Table) ([]any, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var row []any
	if err := d.Decode(&row); err != nil {
		return nil, err
	}
	if len(row) != len(t.Columns) {
		return nil, fmt.Errorf("a row of %d values in a table of %d columns", len(row), len(t.Columns))
	}
	for i, c := range t.Columns {
		if row[i] == nil {
			continue
		}
		text, isText := row[i].(string)
		number, isNumber := row[i].(json.Number)
		var err error
		switch {
		case c.Kind == dialect.Integer && isNumber:
			row[i], err = number.Int64()
		case c.Kind == dialect.Text && isText:
		case c.Kind == dialect.Bytes && isText:
			row[i], err = base64.StdEncoding.DecodeString(text)
		default:
			err = fmt.Errorf("a value of another kind than %s", c.Kind)
		}
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", c.Name, err)
		}
	}
	return row, nil
}
