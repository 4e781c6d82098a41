package app

import (
	"context"
	"fmt"

	"linli/platform/access"
	"linli/platform/id"
	"linli/report"
	"linli/report/recipient"
)

// demoRelay stands for the other office while the demo is furnished, so that nothing is connected to: it takes what it is sent,
// and answers the next time that it is asked.
type demoRelay struct {
	report.Relay
	d *demo
}

// Send gives a number, as the other office would.
func (demoRelay) Send(context.Context, id.ID, id.ID, report.Outgoing) (token, remote string, err error) {
	return "", "LD-2026-0417", nil
}

// Updates is what the other office says: it has put it right. Nothing is asked of it after that.
func (r demoRelay) Updates(_ context.Context, _ id.ID, x report.Sent) (report.Hear, error) {
	return report.Hear{To: x.To, Status: "closed", As: r.d.clock.Now(), IDs: []string{"1"}, Name: demoLampOffice,
		Text: "已派员到场，属线路老化，更换电缆二十米，四盏灯全部恢复。"}, nil
}

const demoLampOffice = "青石县路灯管理所"

// recipients lists the other office. No server has a name that ends in “.invalid”.
func (d *demo) recipients(ctx context.Context) error {
	first, err := d.app.administrators(ctx, d.office.Tenant.ID)
	if err != nil {
		return err
	}
	root := d.office.Units[demoRoot]
	admin := access.Actor{Kind: access.Staff, Tenant: d.office.Tenant.ID, Account: first[0].ID, Posts: []access.Post{{Kind: access.Administrator, Unit: root, Below: []id.ID{root}}},
		Language: "zh-Hans", Via: "web"}
	o, err := d.app.Recipients.Add(ctx, admin, recipient.Entry{Name: demoLampOffice, URL: "https://open311.lamps.invalid/v2", Jurisdiction: "qingshi",
		Takes: map[string]string{"street_light": "001"}, Updates: true})
	if err != nil {
		return fmt.Errorf("the other office: %w", err)
	}
	d.lamps, d.app.Report.Relay = o.ID, demoRelay{d.app.Report.Relay, d}
	return nil
}

// teller is who enters a report: its reporter, or the clerk who writes down what somebody says.
func (p *reportPlay) teller() access.Actor {
	if p.story.Heard == "" {
		return p.reporter
	}
	return p.d.staff[p.story.Unit][access.Clerk][0]
}

// split takes the second thing out of a report.
func (p *reportPlay) split(ctx context.Context, x step) error {
	who, err := p.who(x.name)
	if err != nil {
		return err
	}
	p.d.clock.Add(3e9)
	if _, _, err := p.d.app.Report.Split(ctx, who, p.c.ID, report.Split{Category: x.args[0], Text: x.words, Address: p.story.Address}, nil, nil, nil); err != nil {
		return err
	}
	p.c, err = p.d.app.Report.Repo.Case(ctx, p.c.Tenant, p.c.ID)
	return err
}

// publishWithPicture publishes a report with a copy of its photograph, covered as it is proposed.
func (p *reportPlay) publishWithPicture(ctx context.Context, x step) error {
	who, err := p.who(x.name)
	if err != nil {
		return err
	}
	p.d.clock.Add(2e9)
	cmd := report.Publish{}
	cmd.Text, cmd.Place, cmd.Answer = split(x.words)
	seen, err := p.d.app.Report.ProposeCovers(ctx, who, &p.c)
	if err != nil {
		return err
	}
	photo := p.c.Files[0].ID
	p.c, err = p.d.app.Report.Publish(ctx, who, p.c.ID, cmd, []report.ShowPicture{{File: photo, Cover: seen[photo], Clear: true}}, nil)
	return err
}
