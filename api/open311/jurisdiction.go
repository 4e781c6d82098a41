package open311

import (
	"errors"
	"slices"
	"strings"
	"time"

	"linli/office"
	"linli/platform/fault"
	"linli/platform/georeport"
	"linli/platform/id"
	"linli/rulebook"
)

// jurisdiction is the office, or the unit of one, whose reports are asked for.
type jurisdiction struct {
	tenant office.Tenant
	tree   office.Tree
	zone   *time.Location
	now    time.Time // of the question
	unit   id.ID     // zero: the whole office
	below  []id.ID   // the unit and those below it

	picture func(publicID id.ID) string

	rules      *rulebook.Rulebook
	categories []rulebook.Category // those that are services
}

// of finds the jurisdiction that a request names: "demo", "demo:A01", or none where there is a single office.
func (s *Server) of(c *call) (*jurisdiction, error) {
	ctx := c.http.Context()
	all, err := s.Office.Tenants(ctx)
	if err != nil {
		return nil, err
	}
	slug, code, _ := strings.Cut(strings.TrimSpace(c.values.Get("jurisdiction_id")), ":")
	if slug == "" && len(all) > 1 {
		return nil, fault.Field("jurisdiction_id", "open311.jurisdiction_missing")
	}
	i := slices.IndexFunc(all, func(t office.Tenant) bool {
		return t.Slug == slug || slug == "" || len(all) == 1 && strings.EqualFold(slug, s.Origin.Hostname())
	})
	if i < 0 {
		return nil, noJurisdiction
	}
	j := &jurisdiction{tenant: all[i], now: s.Clock.Now(), picture: func(publicID id.ID) string { return s.Picture(c.http, all[i].ID, publicID) }}
	if j.tree, err = s.Office.Tree(ctx, j.tenant.ID); err != nil {
		return nil, err
	}
	if code != "" {
		unit, ok := j.tree.ByCode(code)
		if !ok {
			return nil, noJurisdiction
		}
		j.unit, j.below = unit.ID, j.tree.Below(unit.ID)
	}
	rules, categories, err := s.Report.Categories(ctx, j.tenant.ID)
	if err != nil {
		return nil, err
	}
	j.rules, j.zone = rules, rules.Zone // the zone in which pages and promises count, too
	for _, x := range categories {
		if !x.Kind.AboutUnit() {
			j.categories = append(j.categories, x)
		}
	}
	return j, nil
}

var noJurisdiction = &fault.Error{Code: fault.NotFound, Key: "open311.jurisdiction_unknown", Field: "jurisdiction_id"}

// has reports whether a unit's reports belong to the jurisdiction.
func (j *jurisdiction) has(unit id.ID) bool { return j.unit.IsZero() || slices.Contains(j.below, unit) }

// service is the category of a service_code.
func (j *jurisdiction) service(code string) (rulebook.Category, error) {
	i := slices.IndexFunc(j.categories, func(x rulebook.Category) bool { return x.Code == code })
	if i < 0 {
		return rulebook.Category{}, &fault.Error{Code: fault.NotFound, Key: "open311.service_unknown", Field: "service_code"}
	}
	return j.categories[i], nil
}

// discovery answers where the endpoints are.
func (s *Server) discovery(c *call) error {
	all, err := s.Office.Tenants(c.http.Context())
	if err != nil {
		return err
	}
	change, names := "", []string{}
	var unread error
	for _, t := range all {
		rules, _, err := s.Report.Categories(c.http.Context(), t.ID)
		if err != nil { // an office with rules that cannot be read does not hide the others
			unread = errors.Join(unread, err)
			continue
		}
		change = max(change, rules.Effective.String()+" 00:00") // an instant: validators of others refuse what is none
		names = append(names, t.Name)
	}
	if len(names) == 0 && unread != nil {
		return unread
	}
	kind := "production"
	if s.Test {
		kind = "test"
	}
	args := fault.Args{"names": strings.Join(names, ", "), "url": s.Origin.String()}
	return c.send(200, georeport.EncodeDiscovery(c.format, georeport.Discovery{
		Changeset: change, Contact: c.words.Text("open311.contact", args), KeyService: c.words.Text("open311.key_service", args),
		Endpoints: []georeport.Endpoint{{Specification: georeport.Specification, URL: s.Origin.String() + Prefix + "v2", Changeset: change, Type: kind, Formats: georeport.Formats}},
	}))
}

// services answers what can be reported.
func (s *Server) services(c *call) error {
	j, err := s.of(c)
	if err != nil {
		return err
	}
	var out []georeport.Service
	for _, x := range j.categories {
		out = append(out, georeport.Service{Code: x.Code, Name: x.Label.In(string(c.lang)), Description: x.Hint.In(string(c.lang)), Metadata: len(x.Questions) > 0,
			Type: kindOf(x), Keywords: keywords(x, string(c.lang)), Group: x.Group.In(string(c.lang))})
	}
	return c.send(200, georeport.EncodeServices(c.format, out))
}

// kindOf: what is never public has no id that could be asked for.
func kindOf(x rulebook.Category) string {
	if x.Public {
		return georeport.Realtime
	}
	return georeport.Blackbox
}

// keywords are a category's names in the other languages.
func keywords(x rulebook.Category, lang string) string {
	var out []string
	for _, other := range []string{"zh-Hans", "zh-Hant", "en"} {
		if name := x.Label[other]; name != "" && other != lang && !slices.Contains(out, name) {
			out = append(out, strings.ReplaceAll(name, ",", " "))
		}
	}
	return strings.Join(out, ", ")
}

// definition answers which questions go with a service.
func (s *Server) definition(c *call) error {
	j, err := s.of(c)
	if err != nil {
		return err
	}
	x, err := j.service(c.part)
	if err != nil {
		return err
	}
	return c.send(200, georeport.EncodeDefinition(c.format, questions(x, string(c.lang))))
}

func questions(x rulebook.Category, lang string) georeport.Definition {
	d := georeport.Definition{ServiceCode: x.Code}
	for i, q := range x.Questions {
		a := georeport.Attribute{Variable: true, Code: q.Code, Datatype: georeport.Datatype(q.Datatype), Required: q.Required, Explained: q.Help.In(lang),
			Order: i + 1, Description: q.Label.In(lang)}
		for _, v := range q.Values {
			a.Values = append(a.Values, georeport.Value{Key: v.Code, Name: v.Label.In(lang)})
		}
		d.Attributes = append(d.Attributes, a)
	}
	return d
}
