package app

import (
	"context"
	"fmt"
	"time"

	"linli/consent"
	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
	"linli/referral"
	"linli/referral/directory"
)

// demoHelp are invented requests for help, each as far as one of the states of a referral: what is needed, in whose words, which service.
var demoHelp = []struct {
	need, text, service string
	until               referral.Status // empty: nobody has taken it yet
	show                bool
}{
	{"food", "这个月工资晚发，家里的米面只够三天。", "", "", true},
	{"legal_aid", "房东要我下周搬走，租约还有半年。", "律师坐班咨询", referral.Draft, true},
	{"debt_advice", "几家的分期叠在一起，想理清先还哪个。", "债务咨询", referral.Requested, true},
	{"work", "想找白天能接送孩子的工作。", "求职登记与推荐", referral.Accepted, false},
	{"disability_aids", "出院回家，想借一个轮椅。", "轮椅与拐杖借用", referral.InProgress, true},
	{"child_care", "上夜班，要找临时照看孩子的地方。", "临时托育", referral.OnHold, false},
	{"identity_papers", "身份证丢了，腿脚不便去不了大厅。", "上门代办证件", referral.Completed, true},
	{"rent_arrears", "押一付三一下拿不出来。", "临时租金周转", referral.Rejected, false},
	{"training", "想学电工，晚上有空。", "电工夜校", referral.Failed, false},
	{"counselling", "最近总睡不好，想找人说说。", "心理咨询", referral.Cancelled, false},
	{"school_enrolment", "孩子要转学，不知道带什么材料。", "转学与入学咨询", referral.InError, false},
}

// help has people ask for help, a worker refer them and services answer, up to every state of the road.
func (d *demo) help(ctx context.Context) error {
	var worker access.Actor
	var unit string
	for _, h := range d.office.Staff {
		for _, a := range d.staff[h.Unit][access.Referral] {
			worker, unit = a, h.Unit
		}
	}
	ends := d.clock.Now()
	d.clock.Set(ends.Add(-3 * time.Hour)) // this morning
	defer d.clock.Set(ends)
	for _, x := range demoHelp {
		asking := access.Actor{Kind: access.Resident, Tenant: d.office.Tenant.ID, Language: "zh-Hans", Via: office.Web}
		out, err := d.app.Referral.Ask(ctx, asking, referral.Ask{Needs: []string{x.need}, Text: x.text, Name: d.names.person(), Contact: d.names.contact(), Language: "普通话", Unit: d.office.Units[unit]}, nil)
		if err != nil {
			return fmt.Errorf("“%.30s”: %w", x.text, err)
		}
		p := &helpPlay{d: d, worker: worker, c: out.Case}
		p.person = asking
		p.person.Case, p.person.Party = out.Case.ID, out.Case.Person
		r := DemoResident{Kind: referral.Capability, Code: out.Code.String(), Role: "person", Case: out.Case.ID}
		if x.show {
			if r.Passphrase, err = d.app.Referral.FirstSlip(ctx, asking.Tenant, out.Code); err != nil {
				return err
			}
		}
		if x.until != "" {
			if err := p.play(ctx, x.need, x.service, x.until); err != nil {
				return fmt.Errorf("“%.30s”: %w", x.text, err)
			}
		}
		if r.State = string(p.c.State); x.show {
			d.helped = append(d.helped, r)
		}
	}
	return nil
}

// helpPlay is one request while it is played.
type helpPlay struct {
	d              *demo
	worker, person access.Actor
	c              referral.Case
}

func (p *helpPlay) do(ctx context.Context, a access.Actor, cmds ...referral.Command) (err error) {
	for _, cmd := range cmds {
		p.d.clock.Add(time.Minute)
		if p.c, err = p.d.app.Referral.Act(ctx, a, p.c.ID, cmd, nil); err != nil {
			return err
		}
	}
	return nil
}

// play takes the request as far as a state of its one referral.
func (p *helpPlay) play(ctx context.Context, need, service string, until referral.Status) error {
	found, err := p.d.app.Directory.Find(ctx, p.worker.Tenant, directory.Query{Kind: directory.KindService, Listed: true, Text: service}, id.ID{}, 1)
	if err != nil || len(found.Entries) == 0 {
		return fmt.Errorf("the service %s: %w", service, err)
	}
	err = p.do(ctx, p.worker, referral.Take{Apart: true}, referral.AddStep{Text: "先问清楚情况，再一起挑一家。"},
		referral.Refer{Service: found.Entries[0].ID, Need: need, Lines: []string{referral.LineName, referral.LineContact, referral.LineWords}, Words: "请尽快联系，下午方便。"})
	if err != nil || until == referral.Draft {
		return err
	}
	r := p.c.Referrals[0].ID
	if until == referral.InError {
		return p.do(ctx, p.worker, referral.EnterError{Referral: r})
	}
	if err := p.do(ctx, p.person, referral.Agree{Referral: r, Lines: []string{referral.LineName, referral.LineWords}, How: consent.Screen, Language: "zh-Hans"}); err != nil {
		return err
	}
	link, key, err := p.d.app.Referral.Request(ctx, p.worker, p.c.ID, r)
	if err != nil || until == referral.Requested {
		return err
	}
	provider, err := p.d.app.Referral.Enter(ctx, p.worker.Tenant, link.Code, key)
	if err != nil {
		return err
	}
	accept, begin := referral.Accept{Referral: r, Text: "收到，会联系。"}, referral.Begin{Referral: r}
	switch until {
	case referral.Rejected:
		return p.do(ctx, provider, referral.Reject{Referral: r, Reason: referral.DeclinedCapacity, Text: "这个月的名额用完了。"})
	case referral.Cancelled:
		if err := p.do(ctx, provider, accept); err != nil {
			return err
		}
		return p.do(ctx, p.person, referral.TakeBack{Referral: r})
	case referral.Accepted:
		return p.do(ctx, provider, accept)
	case referral.InProgress:
		return p.do(ctx, provider, accept, begin)
	case referral.OnHold:
		return p.do(ctx, provider, accept, begin, referral.Hold{Referral: r, Text: "等接种证明。"})
	case referral.Failed:
		return p.do(ctx, provider, accept, referral.Fail{Referral: r, Reason: referral.Ineligible, Text: "本期只收已经报名的。"})
	}
	if err := p.do(ctx, provider, accept, begin, referral.Complete{Referral: r, Outcome: "given", Text: "已经上门办好。"}); err != nil {
		return err
	}
	return p.do(ctx, p.person, referral.Received{Referral: r})
}

// provider opens the account of the organisation that is asked about debts, so that a referral waits for its answer.
func (d *demo) provider(ctx context.Context) (DemoProvider, error) {
	tenant := d.office.Tenant.ID
	found, err := d.app.Directory.Find(ctx, tenant, directory.Query{Kind: directory.KindService, Listed: true, Text: "债务咨询"}, id.ID{}, 1)
	if err != nil || len(found.Entries) == 0 {
		return DemoProvider{}, fmt.Errorf("the service that is asked about debts: %w", err)
	}
	service := found.Entries[0]
	owners, err := d.app.Directory.Owners(ctx, tenant, []id.ID{service.ID})
	if err != nil {
		return DemoProvider{}, err
	}
	h := Hire{Login: "provider", Name: "喻书田", Password: demoPassword, Language: "zh-Hans", Unit: demoRoot, Organisation: owners[service.ID]}
	if err := d.app.Hire(ctx, d.office, h); err != nil {
		return DemoProvider{}, err
	}
	hired := d.office.Staff[len(d.office.Staff)-1]
	return DemoProvider{Name: h.Login, Person: h.Name, Organisation: service.Card.Organization, Password: h.Password, Secret: office.ShowTOTPSecret(hired.Secret)}, nil
}
