package backup

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"linli/platform/fault"
	"linli/store/dialect"
)

var table = dialect.Table{Name: "t", Columns: []dialect.Column{{Name: "n", Kind: dialect.Integer}, {Name: "s", Kind: dialect.Text}, {Name: "b", Kind: dialect.Bytes}}}

// FuzzRow: a line of a backup is a row of its table, which is written as it was read, or refused.
func FuzzRow(f *testing.F) {
	for _, seed := range []string{`[1,"a","YQ=="]`, `[null,null,null]`, `[1]`, `[]`, `{}`, `null`, ``, `["1",1,1]`, `[1e999,"",""]`, `[1.5,"",""]`, `[9223372036854775808,"",""]`, `[1,"\ud800",""]`, `[1,"","%%"]`, `[1,"",""] [2,"",""]`, strings.Repeat("[", 20_000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		row, err := decode(line, table)
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := encode(&out, table, row); err != nil {
			t.Fatalf("%q is read as %v, which cannot be written: %v", line, row, err)
		}
		if again, err := decode(out.String(), table); err != nil || !reflect.DeepEqual(again, row) {
			t.Errorf("%q is written as %q: %v, %v", line, out.String(), again, err)
		}
	})
}

// FuzzEntry: an entry of an archive is the database's and read whole, or another's, or refused with a sentence.
func FuzzEntry(f *testing.F) {
	f.Add(databaseName, []byte(`{"set":"cases","schema":1,"tables":[{"name":"t","columns":[{"name":"n","kind":"integer"}]}]}`))
	f.Add(databaseName, []byte(`{"set":"cases","schema":99999}`))
	f.Add(databaseName, []byte(`{"set":"nobody"}`))
	f.Add(rowsPrefix+"t/000001", []byte("[1,\"a\",\"\"]\n[2,\"b\",\"\"]\n"))
	f.Add(rowsPrefix+"elsewhere/000001", []byte("[1]\n"))
	f.Add(rowsPrefix+"t/../../x", []byte("[1\n"))
	f.Add("blobs/x", []byte("x"))
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		r := Reader{Database{Tables: []dialect.Table{table}}}
		rows := 0
		ours, err := r.Entry(name, body, func(of dialect.Table, all [][]any) error {
			for _, row := range all {
				if len(row) != len(of.Columns) {
					t.Errorf("a row of %d values", len(row))
				}
			}
			rows += len(all)
			return nil
		})
		if err != nil && (!ours || rows > 0 || fault.Of(err).Code == fault.Internal && name != databaseName) {
			t.Errorf("%s: %v after %d rows", name, err, rows)
		}
	})
}
