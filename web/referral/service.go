package referral

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/referral/directory"
	"linli/web/page"
)

// servicePage is one service, as anybody reads and prints it.
type servicePage struct {
	directory.HelpService
	State                                                  *page.Tag
	By                                                     string // the organisation
	Needs, Areas, Spoken, Hours, Costs, Documents, Numbers []string
	Places                                                 []where
	Checked                                                time.Time
}

type where struct {
	Name, Address, Transport string
	Access                   []string
}

// Print marks the print button; without a script it stays hidden.
func (servicePage) Print() page.Attributes {
	return page.Attributes{"data-print": true, "hidden": true}
}

func (p *Pages) service(w http.ResponseWriter, r *http.Request) error {
	tenant, err := p.Tenant(r)
	if err != nil {
		return err
	}
	page.Of(r).Office = tenant.Name
	u, err := id.Parse(r.PathValue("service"))
	if err != nil || u.IsZero() {
		return directory.ErrNotFound
	}
	s, err := p.Directory.Show(r.Context(), tenant.ID, u)
	if err != nil {
		return err
	}
	data := describe(s, p.locale(r))
	p.Render.Render(w, r, http.StatusOK, "referral/service", data)
	return nil
}

func describe(s directory.HelpService, l i18n.Locale) *servicePage {
	d := &servicePage{HelpService: s, State: state(l, s.Status)}
	if s.Organization != nil {
		d.By = s.Organization.Name
	}
	d.Checked, _ = time.Parse(time.DateOnly, s.AssuredDate)
	for _, a := range s.Attributes {
		if a.TaxonomyTerm != nil {
			d.Needs = append(d.Needs, a.TaxonomyTerm.Name)
		}
	}
	for _, a := range s.ServiceAreas {
		d.Areas = append(d.Areas, a.Name)
	}
	for _, c := range s.Languages {
		d.Spoken = append(d.Spoken, spoken(l, []string{strings.ToLower(c.Code)})[0])
	}
	for _, c := range s.CostOptions {
		d.Costs = append(d.Costs, strings.TrimSpace(strings.Join([]string{c.Option, c.Amount.String(), c.Currency, c.AmountDescription}, " ")))
	}
	for _, x := range s.RequiredDocuments {
		d.Documents = append(d.Documents, x.Document)
	}
	d.add(l, s.Schedules, s.Phones)
	for _, at := range s.ServiceAtLocations {
		d.add(l, at.Schedules, at.Phones)
		if at.Location != nil {
			d.Places = append(d.Places, placeOf(at.Location))
		}
	}
	return d
}

func (d *servicePage) add(l i18n.Locale, schedules []directory.Schedule, phones []directory.Phone) {
	for _, x := range schedules {
		d.Hours = append(d.Hours, hours(l, x))
	}
	for _, x := range phones {
		d.Numbers = append(d.Numbers, strings.TrimSpace(x.Number+" "+x.Description))
	}
}

func placeOf(x *directory.Location) where {
	out := where{Name: x.Name, Transport: x.Transportation}
	for _, a := range x.Addresses {
		out.Address = directory.AddressLine(directory.Body{"state_province": a.StateProvince, "region": a.Region, "city": a.City, "address_1": a.Address1, "address_2": a.Address2})
	}
	for _, a := range x.Accessibility {
		out.Access = append(out.Access, a.Description)
	}
	return out
}

var weekdays = map[string]time.Weekday{"SU": time.Sunday, "MO": time.Monday, "TU": time.Tuesday, "WE": time.Wednesday, "TH": time.Thursday, "FR": time.Friday, "SA": time.Saturday}

// hours puts a schedule into words: its days with their times, or what its organisation says of it.
func hours(l i18n.Locale, s directory.Schedule) string {
	var days []string
	for word := range strings.SplitSeq(s.ByDay, ",") {
		if d, ok := weekdays[word]; ok {
			days = append(days, l.Text("date.weekday."+strconv.Itoa(int(d)), nil))
		}
	}
	if s.Freq != "WEEKLY" || len(days) == 0 || s.OpensAt == "" || s.ClosesAt == "" || s.Interval != "" && s.Interval != "1" {
		return strings.TrimSpace(s.Description + " " + s.OpensAt + "–" + s.ClosesAt)
	}
	if len(days) == 7 {
		days = []string{l.Text("directory.every_day", nil)}
	}
	return l.Text("directory.hours", fault.Args{"days": l.List(days), "from": short(s.OpensAt), "until": short(s.ClosesAt)})
}

func short(clock string) string { return clock[:min(5, len(clock))] }
