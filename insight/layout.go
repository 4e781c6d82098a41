package insight

import (
	"context"
	"fmt"
	"io"

	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/sheet"
)

// Write writes a return as a workbook: as the template lays it out that stood when its first version was frozen, or as linli does. Code:
// ErrBroken where the text of that version of the rulebook is another now.
func (s *Service) Write(ctx context.Context, w io.Writer, tenant id.ID, r Return, p Printed, l i18n.Locale) error {
	if r.Body.Layout == nil {
		return workbook(w, p, l)
	}
	rules, err := s.Edition(ctx, tenant, r.Body.Rulebook, r.Body.Layout.Edition)
	if err != nil {
		return err
	}
	form := rules.Form(r.Body.Form)
	if form == nil {
		return ErrBroken
	}
	body, hash := rules.Workbook(form, string(l.Language))
	if hash != r.Body.Layout.Hash {
		return ErrBroken
	}
	t, err := sheet.ReadTemplate(body)
	if err != nil {
		return fmt.Errorf("the template of the return %s: %w", form.ID, err)
	}
	return Fill(w, t, r, p, l)
}

// Fill writes a return as its template lays it out.
func Fill(w io.Writer, t *sheet.Template, r Return, p Printed, l i18n.Locale) error {
	hidden := sheet.Text(l.Text("insight.return.hidden", nil))
	count := func(n Number) sheet.Cell {
		if n.Hidden {
			return hidden
		}
		return sheet.Integer(n.N)
	}
	one := map[string]sheet.Cell{"unit": sheet.Text(r.Body.Name), "period": sheet.Text(r.Body.From.String() + " – " + r.Body.To.String()),
		"version": sheet.Text(l.Text("insight.return.draft", nil))}
	if r.Version > 0 {
		one["version"], one["frozen"], one["hash"] = sheet.Integer(int64(r.Version)), sheet.Text(l.DateTime(r.Frozen)), sheet.Text(r.Masked().Hash)
	}
	if r.Reason != "" {
		one["reason"] = sheet.Text(l.Text("insight.restated."+r.Reason, nil))
	}
	if len(r.Body.Sums) > 0 {
		one["sums"] = sheet.Text(Addends(r.Body.Sums, l))
	}
	for i, c := range r.Body.Columns {
		one[c] = count(p.Total[i])
	}
	lists := map[string][][]sheet.Cell{}
	for i, t := range r.Body.Tables {
		lines := [][]sheet.Cell{}
		for _, row := range p.Parts[i].Rows {
			cells := []sheet.Cell{sheet.Text(row.Name)}
			for _, n := range row.N {
				cells = append(cells, count(n))
			}
			lines = append(lines, cells)
		}
		lists["by_"+t.Rows] = lines
	}
	return t.Fill(w, one, lists)
}
