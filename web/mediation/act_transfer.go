package mediation

import (
	"linli/mediation"
	"linli/web/page"
)

// layTransfer offers the other open units of the office, by name.
func layTransfer(s *sheet) []any {
	units, err := s.pages.Mediation.Destinations(s.ctx, &s.Case)
	if err != nil || len(units) == 0 {
		return []any{page.InsetText{Text: s.t("staff.transfer.nobody")}}
	}
	items := []page.Item{{Value: "", Text: s.t("staff.field.choose")}}
	for _, u := range units {
		items = append(items, page.Item{Value: u.String(), Text: s.units[u]})
	}
	return []any{
		&page.Select{Field: s.field("unit", "staff.transfer.unit", with{hint: "staff.transfer.unit_hint"}), Items: items},
		s.area("text", "staff.transfer.why", with{hint: "staff.transfer.why_hint"}),
	}
}

func readTransfer(s *sheet) mediation.Command {
	return mediation.Transfer{Unit: s.file("unit"), Text: s.Form.Value("text")}
}
