package app

import (
	"context"
	"fmt"

	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
	"linli/report"
)

// complaints shows two complaints: one about a mediator of the first township, of whose answer a review is asked for, and one
// about a village that waits for the township's lead, by somebody who gave no name.
func (d *demo) complaints(ctx context.Context) error {
	town, village := demoRoot+"01", demoRoot+"0101"
	upper := d.staff[demoRoot][access.Lead][0]
	first, author, err := d.complain(ctx, report.File{Unit: d.office.Units[town], Mediator: d.staff[town][access.Mediator][0].Account, Category: "complaint_mediator",
		Text: "约好上午九点调解，调解员十点半才到，没有说明原因，也没有让我把话说完。希望以后按时，让双方都说完。"})
	if err != nil {
		return err
	}
	for _, step := range []struct {
		who access.Actor
		cmd report.Command
	}{
		{upper, report.Take{}}, {upper, report.Accept{}}, {upper, report.ProposeWords{Text: "有当事人反映调解会迟到一个半小时。请说明原因，以后按时到场。"}},
		{author, report.ReleaseWords{}}, {upper, report.Write{Text: "您的投诉已经受理，我们正在了解当天的情况。"}},
		{upper, report.GiveAnswer{Text: "经了解，调解员当天在另一个村处理纠纷，没有提前告知您，是我们的疏忽，向您道歉。今后时间有变，会提前一天通知。"}},
		{author, report.AskReview{Text: "答复只说了迟到，没有说为什么不让我把话说完。"}},
	} {
		if _, err := d.app.Report.Act(ctx, step.who, first, step.cmd, nil); err != nil {
			return fmt.Errorf("%s of the demo's complaint: %w", step.cmd.Kind(), err)
		}
	}
	_, _, err = d.complain(ctx, report.File{Unit: d.office.Units[village], Category: "complaint_office",
		Text: "去了两次，接待时间门都关着，也没有贴通知。"})
	return err
}

// complain files a complaint as anybody would, and returns it with its author.
func (d *demo) complain(ctx context.Context, f report.File) (id.ID, access.Actor, error) {
	tenant := d.office.Tenant.ID
	author := access.Actor{Kind: access.Resident, Tenant: tenant, Via: office.Web}
	code, err := d.app.Report.File(ctx, author, f, nil)
	if err != nil {
		return id.ID{}, author, fmt.Errorf("a complaint of the demo: %w", err)
	}
	slip, err := d.app.Report.Repo.Slip(ctx, tenant, code)
	author.Case, author.Party = slip.Case, slip.Party
	return slip.Case, author, err
}
