package tabular_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"linli/platform/tabular"
)

func all(t *testing.T, file string) (header string, rows []string) {
	t.Helper()
	text, err := tabular.Detect(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	r, err := tabular.NewRecords(strings.NewReader(file), text)
	if err != nil {
		return err.Error(), nil
	}
	for {
		record, err := r.Next()
		if errors.Is(err, io.EOF) {
			return strings.Join(r.Header, "|"), rows
		}
		if err != nil {
			t.Fatal(err)
		}
		row := fmt.Sprintf("%d:%s", record.Line, strings.Join(record.Fields, "|"))
		if record.Trouble != tabular.Fine {
			row = fmt.Sprintf("%d!%d", record.Line, record.Trouble)
		}
		rows = append(rows, row)
	}
}

func TestRecords(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("编号,说明\n1,路灯\n2,\"两\n行\"\n")
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("编号\t说明\n1\t路灯\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		file, header string
		rows         []string
	}{
		"plain":                      {"a,b\n1,2\n\n , \n3,4", "a|b", []string{"2:1|2", "5:3|4"}},
		"CRLF and a mark":            {"\ufeffa;b\r\n1;2\r\n", "a|b", []string{"2:1|2"}},
		"a field over lines":         {"a,b\n1,\"x\n\ny \"\"q\"\"\"\n2,z\n", "a|b", []string{"2:1|x\n\ny \"q\"", "5:2|z"}},
		"a quotation mark alone":     {"a,b\n1,\"x\n2,y\n3,z\n", "a|b", []string{"2!1", "3:2|y", "4:3|z"}},
		"a quotation mark within":    {"a,b\n1,x\"y\n2,z\n", "a|b", []string{"2!1", "3:2|z"}},
		"closed far away":            {"a,b\n1,\"x\n" + strings.Repeat("2,y\n", 300) + "3,\"z\"\n", "a|b", append(append([]string{"2!1"}, lines(3, 300)...), "303:3|z")},
		"no character":               {"a,b\n1,\xff\n2,y\n", "a|b", []string{"2!2", "3:2|y"}},
		"a nul":                      {"a,b\n1,\x00\n2,y\n", "a|b", []string{"2!3", "3:2|y"}},
		"a line without end":         {"a,b\n1," + strings.Repeat("x", tabular.MaxLine) + "\n2,y\n", "a|b", []string{"2!4", "3:2|y"}},
		"GB18030":                    {gb, "编号|说明", []string{"2:1|路灯", "3:2|两\n行"}},
		"UTF-16":                     {wide, "编号|说明", []string{"2:1|路灯"}},
		"nothing":                    {"", "EOF", nil},
		"one column":                 {"a\n1\n", "tabular: the first line is not a header", nil},
		"a header that is no text":   {"\xff\xff,b\n1,2\n", "tabular: the first line is not a header", nil},
		"a header over lines":        {"a,\"b\nc\"\n1,2\n", "a|b\nc", []string{"3:1|2"}},
		"semicolons within a header": {"\"a,b\";c\n1;2\n", "a,b|c", []string{"2:1|2"}},
	} {
		t.Run(name, func(t *testing.T) {
			header, rows := all(t, x.file)
			if header != x.header {
				t.Errorf("header %q, want %q", header, x.header)
			}
			if diff := cmp.Diff(x.rows, rows); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func lines(from, n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("%d:2|y", from+i))
	}
	return out
}

// FuzzRecords: whatever a file holds, it is read to its end, line after line.
func FuzzRecords(f *testing.F) {
	f.Add("a,b\n1,\"x\n2,y\n")
	f.Add("\ufeffa;b\r\n\"\"\"\n")
	f.Fuzz(func(t *testing.T, file string) {
		text, err := tabular.Detect(strings.NewReader(file))
		if err != nil {
			return
		}
		r, err := tabular.NewRecords(strings.NewReader(file), text)
		if err != nil {
			return
		}
		last := 0
		for {
			record, err := r.Next()
			if err != nil {
				return
			}
			if record.Line <= last {
				t.Fatalf("line %d after %d", record.Line, last)
			}
			last = record.Line
		}
	})
}
