package app

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"linli/mediation"
	"linli/office"
	"linli/platform/access"
	"linli/platform/calendar"
	"linli/platform/clock"
	"linli/platform/id"
)

// demo is an office while it is being furnished.
type demo struct {
	app      *App
	clock    *clock.Manual
	now      time.Time
	url      string
	progress func(total int)

	zone    *time.Location
	days    *calendar.Calendar
	today   calendar.Date // the present working day, or the next one
	random  *rand.Rand
	names   *nameDraw
	stories []story
	plays   []*play

	later   demoLater
	looks   inspectionStories
	places  map[string]id.ID // of the register, by name
	snaps   int              // photographs taken
	told    reportStories
	reports []*reportPlay
	lamps   id.ID            // the other office that takes reports of lamps
	helped  []DemoResident   // who asked for help, with the slips that are listed
	known   map[string]id.ID // listed places, by name

	office *Furnished
	staff  map[string]map[access.PostKind][]access.Actor // by unit code
}

// demoRulebook is the demo's: with the duties of a township office and the places that it looks at.
const demoRulebook = "cn-town"

// beat is one step of one story at its instant.
type beat struct {
	at time.Time
	do func(context.Context) error
}

func newDemo(a *App, c *clock.Manual, o DemoOptions) (*demo, error) {
	stories, err := readStories()
	if err != nil {
		return nil, err
	}
	told, err := readReports()
	if err != nil {
		return nil, err
	}
	looks, err := readInspections()
	if err != nil {
		return nil, err
	}
	rules, ok := a.Library.Current(demoRulebook, calendar.DateOf(o.Now, a.zone()))
	if !ok {
		return nil, fmt.Errorf("no version of the demo's rulebook is in effect on %s", o.Now.Format(time.DateOnly))
	}
	random := rand.New(rand.NewPCG(20, 26)) //nolint:gosec // no secret comes of it: the same office every time
	d := &demo{app: a, clock: c, now: o.Now, url: o.URL, progress: o.Progress, zone: rules.Zone, days: a.Library.Counted(rules).Calendar,
		random: random, names: newNames(random), stories: stories, told: told, looks: looks, staff: map[string]map[access.PostKind][]access.Actor{}}
	d.today = d.days.NextWorking(calendar.DateOf(o.Now, d.zone))
	return d, nil
}

// at is a time of day some working days from the present one.
func (d *demo) at(days, minute int) time.Time {
	day := d.days.AddWorkingDays(d.today, days)
	return day.Start(d.zone).Add(time.Duration(minute) * time.Minute)
}

// open opens the office a week before its first case.
func (d *demo) open(ctx context.Context) error {
	first := 0
	for _, s := range d.stories {
		first = max(first, s.Start)
	}
	d.clock.Set(d.at(-first-5, 9*60))
	units, staff := d.plan()
	var err error
	d.office, err = d.app.Furnish(ctx, office.Found{Slug: "demo", Name: "青石县邻里调解中心", Zone: d.zone.String(), Languages: []string{"zh-Hans", "zh-Hant", "en"},
		Rulebook: demoRulebook, Level: office.County, Code: demoRoot, Login: string(access.Administrator), Person: "宿安然", Desk: demoDesk}, units, staff)
	if err != nil {
		return err
	}
	if err := d.app.Office.SetRooms(ctx, commandLine(d.office.Tenant.ID), d.office.Units[demoRoot], "https://meet.example.org/{room}"); err != nil {
		return err
	}
	d.employ(d.office.Staff)
	d.app.Duty.Office = demoOffice{d.app.Duty.Office, d}
	return nil
}

// walk plays every story up to the present, in the order of time, and lets the nights do what nights do.
func (d *demo) walk(ctx context.Context) error {
	beats, err := d.beats()
	if err != nil {
		return err
	}
	for _, b := range beats {
		if err := d.until(ctx, b.at); err != nil {
			return err
		}
		if err := b.do(ctx); err != nil {
			return err
		}
		if d.progress != nil {
			d.progress(len(beats))
		}
	}
	if err := d.until(ctx, d.now); err != nil {
		return err
	}
	for _, p := range d.plays {
		c, err := d.app.Mediation.Repo.Case(ctx, d.office.Tenant.ID, p.c.ID)
		if err != nil {
			return err
		}
		if p.c = c; c.State != p.story.State {
			return fmt.Errorf("“%.30s” stands in %s, not in %s", p.story.Summary, c.State, p.story.State)
		}
	}
	if err := d.looksStand(); err != nil {
		return err
	}
	return d.reportsStand(ctx)
}

// until moves the clock on, with the work that is done at midnight and in the evening of each day in between: deadlines that
// pass, answers that did not come, what is destroyed in time.
func (d *demo) until(ctx context.Context, t time.Time) error {
	for {
		now := d.clock.Now()
		if !t.After(now) { // the step before took longer: time does not go back
			return nil
		}
		day := calendar.DateOf(now, d.zone)
		next := day.Start(d.zone).Add(23*time.Hour + 30*time.Minute)
		if !now.Before(next) {
			next = day.AddDays(1).Start(d.zone).Add(5 * time.Minute)
		}
		if t.Before(next) {
			d.clock.Set(t)
			return nil
		}
		d.clock.Set(next)
		if err := d.app.Tick(ctx); err != nil {
			return err
		}
		for begun := 1; begun > 0; {
			var err error
			if begun, err = d.app.worker.Pass(ctx); err != nil {
				return err
			}
			d.app.worker.Wait()
		}
	}
}

// beats are all steps of all stories in the order of time.
func (d *demo) beats() ([]beat, error) {
	var out []beat
	for i := range d.stories {
		s := &d.stories[i]
		p := d.cast(s, i)
		d.plays = append(d.plays, p)
		steps, err := s.steps()
		if err != nil {
			return nil, fmt.Errorf("“%.30s”: %w", s.Summary, err)
		}
		day, minute := -s.Start, 0
		for j, x := range steps {
			if minute += 8 + d.random.IntN(18); x.gap > 0 || j == 0 {
				minute = 9*60 + d.random.IntN(90)
			}
			if day += x.gap; day >= 0 {
				return nil, fmt.Errorf("“%.30s”: %s is not in the past", s.Summary, x.name)
			}
			if x.name == "begin" || x.name == "session" || x.name == "no_show" {
				minute = max(minute, firstSession+5)
			}
			out = append(out, beat{d.at(day, minute), func(ctx context.Context) error {
				if err := p.do(ctx, x); err != nil {
					return fmt.Errorf("%s of “%.30s”: %w", x.name, s.Summary, err)
				}
				return nil
			}})
		}
	}
	reports, err := d.reportBeats()
	if err != nil {
		return nil, err
	}
	looks, err := d.inspectionBeats()
	if err != nil {
		return nil, err
	}
	out = append(append(append(out, reports...), looks...), d.dutyBeats()...)
	slices.SortStableFunc(out, func(a, b beat) int { return cmp.Compare(a.at.UnixMicro(), b.at.UnixMicro()) })
	return out, nil
}

// firstSession is when sessions begin, in minutes of the day.
const firstSession = 14*60 + 30

// cast gives a story its people.
func (d *demo) cast(s *story, turn int) *play {
	p := &play{d: d, story: s, clerk: d.staff[s.Unit][access.Clerk][0], lead: d.staff[s.Unit][access.Lead][0]}
	p.mediators = d.staff[s.Unit][access.Mediator]
	if len(p.mediators) == 0 { // a village asks its township
		p.mediators = d.staff[s.Unit[:len(demoRoot)+2]][access.Mediator]
	}
	if turn%3 == 2 { // two cases in three go to the one who signs in
		p.mediators = []access.Actor{p.mediators[1], p.mediators[0]}
	}
	if keepers := d.staff[s.Unit][access.Records]; len(keepers) > 0 {
		p.records = keepers[0]
	}
	if officers := d.staff[demoRoot][access.Privacy]; len(officers) > 0 {
		p.officer = officers[0]
		p.officer.Posts = []access.Post{{Kind: access.Privacy, Unit: d.office.Units[demoRoot], Below: []id.ID{d.office.Units[s.Unit]}}}
	}
	p.apply = d.application(s)
	return p
}

// demoDialect is what a party speaks for whom somebody interprets.
const demoDialect = "闽南话"

// application is the story as its applicant tells it.
func (d *demo) application(s *story) mediation.Apply {
	person := func(role mediation.Role) mediation.NewParty {
		return mediation.NewParty{Role: role, Kind: "person", Name: d.names.person(), Contact: d.names.contact(), Language: "zh-Hans"}
	}
	a, b := person(mediation.Applicant), person(mediation.Respondent)
	if s.Interpreter == "a" {
		a.Language = demoDialect
	}
	if s.B.Name != "" {
		b.Representatives = []mediation.NewRepresentative{{As: mediation.Head, Name: b.Name}}
		b.Name, b.Kind = s.B.Name, s.B.Kind
	}
	if s.Group {
		a.Members = 23
		for range 3 {
			a.Representatives = append(a.Representatives, mediation.NewRepresentative{As: mediation.ForGroup, Name: d.names.person()})
		}
	}
	out := mediation.Apply{Unit: d.office.Units[s.Unit], Type: s.Type, Summary: s.Summary, Claims: s.Claims, Parties: []mediation.NewParty{a, b}}
	if x := s.Sent; x.Kind != "" {
		out.Source, out.Sent = x.Kind, &mediation.NewSender{Body: x.Body, Number: x.Number} // of the day on which it came
	}
	if s.Yuan > 0 {
		out.Amount = yuan(s.Yuan)
	}
	if s.Third {
		out.Parties = append(out.Parties, person(mediation.Respondent))
	}
	return out
}

func yuan(n int64) mediation.Money { return mediation.Money{Minor: 100 * n, Currency: "CNY"} }
