package rulebook

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"slices"
	"strings"

	"linli/platform/sheet"
)

// Cells are the names of the cells of a return's workbook that hold one value: what the return is of, which version of it and since
// when, its hash, and under the name of each of its counts the total.
func (r *Return) Cells() []string {
	out := []string{"unit", "period", "version", "frozen", "reason", "hash"}
	for _, c := range r.Columns {
		out = append(out, c.Counts)
	}
	if len(r.Also) > 0 {
		out = append(out, "sums")
	}
	return out
}

// Lists are the names of the cells from which the lines of its tables go down, a name and its counts in each.
func (r *Return) Lists() []string {
	var out []string
	for _, t := range r.Tables {
		out = append(out, "by_"+t.Rows)
	}
	return out
}

func workbookName(workbook, lang string) string { return workbook + "." + lang + ".xlsx" }

// Workbook is the template of a return's workbook in the language, or in the language of the law where there is none in it, with the
// hash over its templates in all languages. It is nil where linli lays the workbook out itself.
func (r *Rulebook) Workbook(of *Return, lang string) (body []byte, hash string) {
	if of.Workbook == "" {
		return nil, ""
	}
	sum := sha256.New()
	for _, try := range r.Languages {
		file, err := fs.ReadFile(r.files, workbookName(of.Workbook, try))
		if err != nil {
			continue
		}
		sum.Write(file)
		if body == nil || try == lang {
			body = file
		}
	}
	return body, hex.EncodeToString(sum.Sum(nil))
}

// checkWorkbook demands each figure of a return in each template of its workbook, and no name that the return does not know.
func (d *draft) checkWorkbook(file, at string, r Return) {
	if r.Workbook == "" || len(d.header.Languages) == 0 {
		return
	}
	if first := workbookName(r.Workbook, d.header.Languages[0]); path.Dir(r.Workbook) != workbooks || !d.folder.names[first] {
		d.at(file, at, "there is no file %q in the rulebook: workbooks stand in %s/", first, workbooks)
		return
	}
	names := append(r.Cells(), r.Lists()...)
	for _, lang := range d.header.Languages {
		name := workbookName(r.Workbook, lang)
		if !d.folder.names[name] {
			continue
		}
		whole := place{name, 1, 1}
		body, err := fs.ReadFile(d.book.files, name)
		if err != nil {
			d.addf(whole, "the workbook cannot be read")
			continue
		}
		t, err := sheet.ReadTemplate(body)
		if err != nil {
			d.addf(whole, "%s", err)
			continue
		}
		for _, n := range names {
			if !slices.Contains(t.Names(), n) {
				d.addf(whole, "no cell has the name %s, which the return %s fills", n, r.ID)
			}
		}
		for _, n := range t.Names() {
			if !slices.Contains(names, n) {
				d.addf(whole, "the return %s has nothing for the name %s; it fills %s", r.ID, n, strings.Join(names, ", "))
			}
		}
		for _, n := range r.Lists() {
			if reason := t.Grows(n, r.Lists()); reason != "" {
				d.addf(whole, "%s", reason)
			}
		}
	}
}

// workbooks is the folder of the templates of workbooks.
const workbooks = "returns"
