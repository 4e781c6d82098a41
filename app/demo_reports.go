package app

import (
	"context"
	_ "embed"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"linli/office"
	"linli/platform/access"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/report"
)

//go:embed demo/reports.yaml
var demoReports []byte

// reportStories are the invented reports, and the places that the demo's units list for them.
type reportStories struct {
	Places []struct {
		Unit, Name string
		At         []float64
	}
	Reports []reportStory
}

// reportStory is one invented report: what somebody wrote, and what became of it.
type reportStory struct {
	Unit, Category, Key string // a key by which another is joined to it
	Start               int    // working days ago
	Text, Address       string
	Known               string // a listed place, by its name
	At                  []float64
	Answers             map[string][]string
	Named, Pass, Show   bool
	Look                bool   // it came in while too much came in
	Heard               string // a clerk wrote it down: at the counter or on the telephone
	Photo               bool   // with a photograph
	Then                []string
	State               report.State
}

// reportPlay is a report while its story is played.
type reportPlay struct {
	d          *demo
	story      *reportStory
	reporter   access.Actor
	name, call string
	code       id.Code
	passphrase string // of a listed one
	c          report.Case
}

// demoReportArgs is how many arguments the acts on a report take before their words.
var demoReportArgs = map[string]int{"assign": 1, "transfer": 1, "join": 1, "not_accept": 2, "split": 1}

// readReports reads the invented reports, strictly.
func readReports() (out reportStories, err error) {
	if err := yaml.Load(demoReports, &out, yaml.WithKnownFields()); err != nil {
		return out, fmt.Errorf("reading the demo's reports: %w", err)
	}
	for i := range out.Reports {
		if out.Reports[i].Unit == "" {
			out.Reports[i].Unit = demoRoot + "01"
		}
	}
	return out, nil
}

// listPlaces has the leads list the public places that a report can name without a map.
func (d *demo) listPlaces(ctx context.Context) error {
	d.known = map[string]id.ID{}
	for _, x := range d.told.Places {
		p, err := d.app.Report.ListPlace(ctx, d.staff[x.Unit][access.Lead][0], report.KnownPlace{Unit: d.office.Units[x.Unit], Name: x.Name, Point: pointAt(x.At)})
		if err != nil {
			return fmt.Errorf("the place %s: %w", x.Name, err)
		}
		d.known[x.Name] = p.ID
	}
	return nil
}

func pointAt(at []float64) geo.Point {
	if len(at) != 2 {
		return geo.Point{}
	}
	return geo.Point{Lat: at[0], Long: at[1]}
}

// reportBeats are all steps of all reports. They draw their hours by themselves, so that a report more moves no mediation.
func (d *demo) reportBeats() ([]beat, error) {
	random := rand.New(rand.NewPCG(20, 31)) //nolint:gosec // no secret comes of it: the same office every time
	var out []beat
	for i := range d.told.Reports {
		s := &d.told.Reports[i]
		p := &reportPlay{d: d, story: s, reporter: access.Actor{Kind: access.Resident, Tenant: d.office.Tenant.ID, Language: "zh-Hans", Via: office.Web}}
		if s.Named {
			p.name, p.call = d.names.person(), d.names.contact()
		}
		d.reports = append(d.reports, p)
		steps := []step{{name: "submit"}}
		for _, line := range s.Then {
			x, err := parseStep(line, demoReportArgs)
			if err != nil {
				return nil, fmt.Errorf("“%.30s”: %w", s.Text, err)
			}
			steps = append(steps, x)
		}
		day, minute := -s.Start, 0
		for j, x := range steps {
			if minute += 6 + random.IntN(20); x.gap > 0 || j == 0 {
				minute = 8*60 + 30 + random.IntN(150)
			}
			if day += x.gap; day >= 0 {
				return nil, fmt.Errorf("“%.30s”: %s is not in the past", s.Text, x.name)
			}
			out = append(out, beat{d.at(day, minute), func(ctx context.Context) error {
				if err := p.do(ctx, x); err != nil {
					return fmt.Errorf("%s of “%.30s”: %w", x.name, s.Text, err)
				}
				return nil
			}})
		}
	}
	return out, nil
}

// do plays one step.
func (p *reportPlay) do(ctx context.Context, x step) error {
	switch x.name {
	case "submit":
		return p.submit(ctx)
	case "split":
		return p.split(ctx, x)
	case "publish":
		if p.story.Photo {
			return p.publishWithPicture(ctx, x)
		}
	}
	who, cmd, err := p.command(x)
	if err != nil {
		return err
	}
	p.d.clock.Add(2 * time.Minute)
	if p.c, err = p.d.app.Report.Act(ctx, who, p.c.ID, cmd, nil); err != nil || x.name != "take" {
		return err
	}
	_, err = p.d.app.Report.Open(ctx, who, p.c.ID) // whoever takes it reads it, and its reporter sees that
	return err
}

// submit reports it as anybody would, and keeps the code; a listed reporter gets its passphrase at once, as on the page.
func (p *reportPlay) submit(ctx context.Context) (err error) {
	s, d := p.story, p.d
	if s.Category == "grievance" {
		p.code, err = d.app.Report.File(ctx, p.reporter, report.File{Unit: d.office.Units[s.Unit], Category: s.Category, Text: s.Text, Name: p.name, Contact: p.call}, nil)
	} else {
		var filed report.Filed
		filed, err = d.app.Report.Submit(ctx, p.teller(), report.Submit{Unit: d.office.Units[s.Unit], Category: s.Category, Text: s.Text, Address: s.Address,
			Point: pointAt(s.At), Known: d.known[s.Known], Answers: s.Answers, Name: p.name, Contact: p.call, MayPass: s.Pass, MayShow: s.letsShow(), Look: s.Look, Heard: s.Heard}, nil, nil)
		p.code = filed.Code
	}
	if err != nil {
		return err
	}
	return p.filed(ctx)
}

// filed is the report as it came in, with its reporter let in by the slip.
func (p *reportPlay) filed(ctx context.Context) error {
	s, d := p.story, p.d
	slip, err := d.app.Report.Repo.Slip(ctx, p.reporter.Tenant, p.code)
	if err != nil {
		return err
	}
	p.reporter.Case, p.reporter.Party = slip.Case, slip.Party
	if s.Show {
		if p.passphrase, err = d.app.Report.FirstSlip(ctx, p.reporter.Tenant, p.code); err != nil {
			return err
		}
	}
	if s.Photo {
		picture, err := demoPhotograph(demoReported + len(s.Text))
		if err != nil {
			return err
		}
		if _, err := d.app.Report.Upload(ctx, p.reporter, slip.Case, "IMG_0101.jpg", picture); err != nil {
			return err
		}
	}
	p.c, err = d.app.Report.Repo.Case(ctx, p.reporter.Tenant, slip.Case)
	return err
}

// reportLogins are the ways of the listed reporters into their reports.
func (d *demo) reportLogins() (out []DemoResident) {
	for _, p := range d.reports {
		if p.story.Show {
			out = append(out, DemoResident{Kind: report.Capability, Code: p.code.String(), Passphrase: p.passphrase, State: string(p.c.State), Role: "reporter", Case: p.c.ID})
		}
	}
	return out
}

// reportsStand checks that every report has come as far as its story says.
func (d *demo) reportsStand(ctx context.Context) error {
	for _, p := range d.reports {
		c, err := d.app.Report.Repo.Case(ctx, p.reporter.Tenant, p.c.ID)
		if err != nil {
			return err
		}
		if p.c = c; c.State != p.story.State {
			return fmt.Errorf("“%.30s” stands in %s, not in %s", p.story.Text, c.State, p.story.State)
		}
	}
	return nil
}

// split takes the words of a publication apart: words, place, what was done.
func split(words string) (text, place, answer string) {
	parts := append(strings.SplitN(words, "|", 3), "", "")
	return parts[0], parts[1], parts[2]
}

// letsShow reports whether its reporter let the answer be published: where the story publishes one.
func (s *reportStory) letsShow() bool {
	return slices.ContainsFunc(s.Then, func(step string) bool { return strings.Contains(step, " publish ") && strings.Count(step, "|") > 1 })
}
