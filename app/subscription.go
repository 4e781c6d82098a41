package app

import (
	"context"
	"errors"
	"slices"

	"linli/office"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/platform/outbound"
	"linli/report"
	"linli/report/subscription"
	subscriptions "linli/store/report/subscription"
	"linli/web/edge"
)

// mostNews is how many new reports one mail names; the others stand on the page that it leads to.
const mostNews = 30

func (a *App) openSubscriptions() {
	a.Follows = &subscription.Service{Repo: subscriptions.New(a.Stores.Cases), Vault: a.Vault, Clock: a.Clock, IDs: a.IDs, Opens: a.opens, Wake: func() { a.worker.Nudge() }}
	a.FollowsOut = outbound.New(false)
}

// mailboxes bounds how often one mailbox is asked whether it wants to follow, three times and then three an hour: somebody else may
// have typed its address.
func (a *App) mailboxes() *edge.Limiter { return edge.NewLimiter(a.Clock, 3.0/60, 3) }

// subscribed tells somebody who follows the public list: whether the address wants that, or what was published since it was told last, as
// the public page has it at this moment. Where nothing was, nobody is told; an address that refuses mail is forgotten.
func (a *App) subscribed(ctx context.Context, j job.Job) error {
	x, to, err := a.Follows.Letter(ctx, j)
	if errors.Is(err, subscription.ErrNone) || err == nil && a.Mailer == nil && !x.Hook {
		return nil
	}
	if err != nil {
		return err
	}
	if x.Hook {
		return a.posted(ctx, j, x, to)
	}
	tree, err := a.Office.Tree(ctx, j.Tenant)
	if err != nil {
		return err
	}
	n := notify.News{ID: j.ID, To: to.Address, Page: a.origin + "/reported/follow/" + string(to.Code), More: a.origin + "/reported"}
	if n.Language, _ = a.Texts.Parse(x.Language); n.Language == "" {
		n.Language = i18n.Hans
	}
	if n.Of, err = a.named(ctx, j.Tenant, tree, n.Language, x.Category, x.Unit); err != nil {
		return err
	}
	told := x.Told
	if j.Payload["what"] == subscription.Daily {
		rows, err := a.news(ctx, j.Tenant, x)
		if err != nil || len(rows) == 0 {
			return err
		}
		told = rows[0].Since
		for _, r := range rows {
			title, err := a.named(ctx, j.Tenant, tree, n.Language, r.Category, r.Unit)
			if err != nil {
				return err
			}
			n.Items = append(n.Items, notify.Item{Title: title, Link: a.origin + "/reported/" + r.ID.String()})
		}
	}
	if err := a.Mailer.SendNews(ctx, n); notify.Refuses(err) {
		return a.Follows.Drop(ctx, j.Tenant, x)
	} else if err != nil || len(n.Items) == 0 {
		return err
	}
	return a.Follows.Told(ctx, j.Tenant, x, told)
}

// news are the reports that were published since somebody was told last, the newest first: to a program all of them, as it has no page on
// which the rest stands.
func (a *App) news(ctx context.Context, tenant id.ID, x subscription.Subscription) ([]report.Public, error) {
	f := report.PublishedFilter{Category: x.Category, Limit: mostNews}
	if !x.Unit.IsZero() {
		tree, err := a.Office.Tree(ctx, tenant)
		if err != nil {
			return nil, err
		}
		f.Units = tree.Below(x.Unit)
	}
	var out []report.Public
	for {
		rows, next, err := a.Report.Published(ctx, tenant, f)
		if i := slices.IndexFunc(rows, func(r report.Public) bool { return !r.Since.After(x.Told) }); i >= 0 {
			rows, next = rows[:i], id.ID{}
		}
		if out = append(out, rows...); err != nil || !x.Hook || next.IsZero() {
			return out, err
		}
		f.After = next
	}
}

// named are the office's own words for a category and a unit: all of them where there is none.
func (a *App) named(ctx context.Context, tenant id.ID, tree office.Tree, lang i18n.Language, category string, unit id.ID) (string, error) {
	rules, err := (&officeOf{a}).Rulebook(ctx, tenant, a.Clock.Now())
	if err != nil {
		return "", err
	}
	what, where := a.Texts.Text(lang, "reported.subscribe.everything", nil), a.Texts.Text(lang, "reported.areas.all", nil)
	if category != "" {
		what = category // as people wrote it then, where the rules no longer have it
	}
	if c, ok := rules.Report.Category(category); ok {
		what = c.Label.In(string(lang))
	}
	if u, ok := tree.Unit(unit); ok {
		where = u.Name
	}
	return what + " · " + where, nil
}
