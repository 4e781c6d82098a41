package cmc

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"linli/platform/fault"
	"linli/platform/tabular"
)

// kind is one of the four tables.
type kind int

const (
	registered kind = iota
	source
	relationship
	outcome
	kinds
)

// words stand in the names of the files.
var words = [kinds]string{"registered", "source", "relationship", "outcome"}

// numberColumn and columns are the names of the columns, the published one first; they are compared folded.
const numberColumn = "case_number"

var numberNames = []string{numberColumn, "case_no", "案号", "案號", "案件编号", "案件編號"}

var columns = [kinds][]string{
	registered:   {"date_registered", "registration_date", "登记日期", "登記日期", "受理日期"},
	source:       {"type_of_intake", "来源", "來源", "案件来源", "案件來源"},
	relationship: {"type_of_dispute", "纠纷类型", "糾紛類型", "当事人关系", "當事人關係"},
	outcome:      {"outcome_of_cases", "结果", "結果", "调解结果", "調解結果"},
}

// header says where the two columns stand.
type header struct {
	comma         rune
	width         int // number of columns
	number, value int
}

// table is a file that was recognised.
type table struct {
	kind kind
	file string
	header
	columns []string // as the file names them
}

// readHeader reads the names of a file's columns and finds out what separates them: a comma, a tab or a semicolon, as
// spreadsheets write. It returns io.EOF for an empty file.
func readHeader(fsys fs.FS, file string) (fields []string, comma rune, err error) {
	f, err := fsys.Open(file)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	l, _, err := tabular.NewLines(f)
	if err != nil {
		return nil, 0, err
	}
	first, err := l.Next()
	if err != nil {
		return nil, 0, err
	}
	text, ok := tabular.UTF8(first.Bytes)
	if !ok {
		text, ok = tabular.GB18030(first.Bytes)
	}
	if !ok || first.TooLong || strings.ContainsRune(text, 0) {
		return nil, 0, errUnread
	}
	for _, comma := range []rune{',', '\t', ';'} {
		if fields, err := tabular.Fields(text, comma); err == nil && len(fields) > 1 {
			return fields, comma, nil
		}
	}
	return []string{text}, ',', nil
}

var errUnread = errors.New("cmc: the first line is not a header")

// at finds a column by any of its names; -1 when there is none or when there are two.
func at(fields, names []string) int {
	found := -1
	for i, f := range fields {
		if slices.ContainsFunc(names, func(n string) bool { return tabular.Fold(n) == tabular.Fold(f) }) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// recognise finds the four tables in a folder. Files that are none of them are left alone, unless one is missing and a
// file bears its name: then the fault says what is wrong with that file.
func recognise(fsys fs.FS) ([kinds]table, error) {
	var found [kinds][]table
	var other []string
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return [kinds]table{}, fault.Wrap(fault.Invalid, "import.cmc.folder", err)
	}
	for _, e := range entries {
		file := e.Name()
		if e.IsDir() || !strings.EqualFold(path.Ext(file), ".csv") {
			continue
		}
		fields, comma, err := readHeader(fsys, file)
		number := at(fields, numberNames)
		known := false
		for k := range kinds {
			if value := at(fields, columns[k]); err == nil && number >= 0 && value >= 0 {
				found[k] = append(found[k], table{k, file, header{comma, len(fields), number, value}, fields})
				known = true
			}
		}
		if !known {
			other = append(other, file)
		}
	}
	var tables [kinds]table
	for k := range kinds {
		if tables[k], err = choose(fsys, k, found[k], other); err != nil {
			return tables, err
		}
		if err = tables[k].withoutPersons(); err != nil {
			return tables, err
		}
	}
	return tables, nil
}

func choose(fsys fs.FS, k kind, found []table, other []string) (table, error) {
	if len(found) > 1 { // several with these columns: the name decides
		found = slices.DeleteFunc(slices.Clone(found), func(t table) bool { return !named(t.file, k) })
		if len(found) != 1 {
			return table{}, fault.New(fault.Invalid, "import.cmc.two_files").With(fault.Args{"table": words[k]})
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	for _, file := range other {
		if named(file, k) {
			return table{}, explain(fsys, file, k)
		}
	}
	return table{}, fault.New(fault.Invalid, "import.cmc.file_missing").With(fault.Args{"table": words[k]})
}

func named(file string, k kind) bool { return strings.Contains(strings.ToLower(file), words[k]) }

// explain says why a file that bears a table's name is not that table.
func explain(fsys fs.FS, file string, k kind) error {
	fields, _, err := readHeader(fsys, file)
	args := fault.Args{"file": file, "column": columns[k][0]}
	switch {
	case errors.Is(err, io.EOF):
		return fault.New(fault.Invalid, "import.cmc.empty").With(fault.Args{"file": file})
	case err != nil:
		return fault.Wrap(fault.Invalid, "import.cmc.header", err).With(fault.Args{"file": file})
	case at(fields, columns[k]) >= 0:
		args["column"] = numberColumn
	}
	return fault.New(fault.Invalid, "import.cmc.column_missing").With(args)
}
