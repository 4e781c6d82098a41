package mediation

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/duty"
	"linli/mediation"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/notify"
	"linli/referral"
	"linli/report"
	"linli/report/inspection"
	"linli/rulebook/release"
	"linli/web/aside"
	"linli/web/page"
)

// Notices are the lines that linli wrote for an account: what a party did in its cases, what falls due, what is late.
type Notices interface {
	// Unread lists at most limit notices that the account has not marked as read, the newest first.
	Unread(ctx context.Context, tenant, account id.ID, limit int) ([]notify.Notice, error)
	// ReadByAccount marks a notice of the account as read; one that is read already, or another's, stays as it is.
	ReadByAccount(ctx context.Context, tenant, account, notice id.ID, now time.Time) error
}

// askSlipNotice tells that somebody at the counter needs a second member of staff.
const askSlipNotice = "mediation.notice.ask_slip"

// noticesShown is how many notices the Due page shows at once.
const noticesShown = 10

// noticeBlock is the unread notices of the Due page, folded below what is late. It stands open while somebody waits at the
// counter: a new slip is approved on the day on which it is asked for, or not at all.
type noticeBlock struct {
	Lines *page.TaskList
	Count string   // how many lines, "10+" where there are more
	IDs   []string // of the notices shown: only what was seen is marked as read
	More  bool
	Open  bool
}

// notices are the reader's unread notices, nil where there are none. A warning of what is late by now says nothing any
// more: it is marked as read with the others, unshown. The late promises are those of the page.
func (p *Pages) notices(r *http.Request, words *words, late []mediation.DueRow) (*noticeBlock, error) {
	a := actor(r)
	unread, err := p.Notices.Unread(r.Context(), a.Tenant, a.Account, noticesShown+1)
	if err != nil || len(unread) == 0 {
		return nil, err
	}
	b := &noticeBlock{Lines: &page.TaskList{IDPrefix: "notice"}, More: len(unread) > noticesShown}
	for _, n := range unread[:min(len(unread), noticesShown)] {
		b.IDs = append(b.IDs, n.ID.String())
		if overtaken(n, unread, late) {
			continue
		}
		line, err := p.notice(r, *words, n)
		if err != nil {
			return nil, err
		}
		b.Lines.Items = append(b.Lines.Items, line)
		b.Open = b.Open || strings.HasSuffix(n.Key, ".notice.ask_slip") && words.Date(n.At) == words.Date(p.Mediation.Clock.Now())
	}
	if len(b.Lines.Items) == 0 {
		return nil, nil
	}
	b.Count = strconv.Itoa(len(b.Lines.Items))
	if b.More {
		b.Count += "+"
	}
	return b, nil
}

// overtaken reports whether a notice warns of a promise that is late by now.
func overtaken(n notify.Notice, unread []notify.Notice, late []mediation.DueRow) bool {
	if n.Key != "promise.notice.warn" {
		return false
	}
	return slices.ContainsFunc(unread, func(x notify.Notice) bool {
		return x.Key == "promise.notice.late" && x.Case == n.Case && x.Args["rule"] == n.Args["rule"]
	}) || slices.ContainsFunc(late, func(x mediation.DueRow) bool { return x.Case == n.Case && x.Rule == n.Args["rule"] })
}

// elsewhere is where the cases of other capabilities are opened, by how the keys of their notices begin. Only those who may open
// a case are told of it.
var elsewhere = []struct{ key, at string }{
	{"issue.", "/reports/"},
	{referral.Capability + ".", "/help/"},
	{inspection.Capability + ".", "/inspections/"},
	{report.Capability + ".", "/complaints/"},
}

// notice is one line: what happened, in which case and when. A reader who may not see the case, as the lead of the unit
// above, learns the unit at most.
func (p *Pages) notice(r *http.Request, words words, n notify.Notice) (page.Task, error) {
	var line page.Task
	if strings.HasPrefix(n.Key, "breach.") {
		return breachNotice(r, words, n), nil
	}
	if n.Key == "demand.notice" {
		return page.Task{Title: page.Text{Text: words.Text(n.Key, nil)}, Href: "/demands", Hint: page.Text{Text: words.Date(n.At)}}, nil
	}
	if strings.HasPrefix(n.Key, "export.notice.") {
		return page.Task{Title: page.Text{Text: words.Text(n.Key, nil)}, Href: aside.ExportsAt(n.Case), Hint: page.Text{Text: words.Date(n.At)}}, nil
	}
	if strings.HasPrefix(n.Key, "urgent.notice.") {
		return urgentNotice(words, n.Key, n.Case, words.Date(n.At)), nil
	}
	if n.Key == inspection.NoticeInherit { // of places, which are no case
		return page.Task{Title: page.Text{Text: words.Text(n.Key, nil)}, Href: "/places?unit=" + n.Args["unit"], Hint: page.Text{Text: words.Date(n.At)}}, nil
	}
	if n.Key == release.NoticeProposed {
		return page.Task{Title: page.Text{Text: words.Text(n.Key, nil)}, Href: "/office/rulebook/" + n.Args["version"] + "/changes", Hint: page.Text{Text: words.Date(n.At)}}, nil
	}
	if strings.HasPrefix(n.Key, duty.Capability+".") { // the office's own people, of what the office owes
		name, err := p.dutyName(r, words, n.Tenant, n.Args["rule"])
		return page.Task{Title: page.Text{Text: words.Text(n.Key, fault.Args{"duty": name})}, Href: "/duties/" + n.Case.String(), Hint: page.Text{Text: words.Date(n.At)}}, err
	}
	if of, asks := strings.CutSuffix(n.Key, ".notice.ask_slip"); asks && of != mediation.Capability {
		return page.Task{Title: page.Text{Text: words.Text(n.Key, nil)}, Href: counterAt + of + "/" + n.Case.String(), Hint: page.Text{Text: words.Date(n.At)}}, nil
	}
	for _, from := range elsewhere {
		if strings.HasPrefix(n.Key, from.key) {
			if strings.HasSuffix(n.Key, ".notice.propose_take_out") { // also for the unit above, which sees nothing else of the report
				return page.Task{Title: page.Text{Text: words.Text(n.Key, nil)}, Href: from.at + n.Case.String() + "/take_out", Hint: page.Text{Text: words.Date(n.At)}}, nil
			}
			return page.Task{Title: page.Text{Text: words.Text(n.Key, nil)}, Href: from.at + n.Case.String(), Hint: page.Text{Text: words.Date(n.At)}}, nil
		}
	}
	c, _, err := p.Mediation.See(r.Context(), actor(r), n.Case)
	switch {
	case err == nil:
		line.Href, line.Hint.Text = "/mediations/"+n.Case.String(), words.told(c.Unit, c.Year, c.Number, c.Ref, c.Type, c.Received)
		if words.rules, err = p.rulesOf(r.Context(), &c); err != nil {
			return line, err
		}
	case fault.Of(err).Code == fault.Forbidden, fault.Of(err).Code == fault.NotFound:
		line.Hint.Text = words.t("staff.notices.not_yours")
		if unit, err := n.Args.ID("unit"); err == nil && words.units[unit] != "" {
			line.Hint.Text = words.units[unit]
		}
	default:
		return line, err
	}
	if n.Key == askSlipNotice { // also for the unit above, which sees nothing else of the case
		line.Href = "/mediations/" + n.Case.String() + "/lost"
	}
	if n.Key == "mediation.notice.ask_statutory" { // also for the privacy officer, who sees nothing else of the case
		line.Href = "/mediations/" + n.Case.String() + "/statutory"
	}
	switch n.Key {
	case "mediation.notice.ask_export", "mediation.notice.ask_given", "mediation.notice.approve_export":
		line.Href = exportAt(n.Case)
	}
	args := fault.Args{}
	if rule := n.Args["rule"]; rule != "" {
		args["promise"] = words.promise(rule)
	}
	line.Title.Text = words.Text(n.Key, args)
	line.Hint.Text += " · " + words.Date(n.At) // under the text: beside it, a narrow screen breaks the date into pieces
	return line, nil
}

// readNotices marks the notices that the reader was shown as read.
func (p *Pages) readNotices(w http.ResponseWriter, r *http.Request) error {
	f, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	a, shown := actor(r), f.Values("notice")
	for _, value := range shown[:min(len(shown), noticesShown)] {
		n, err := id.Parse(value)
		if err != nil {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		if err := p.Notices.ReadByAccount(r.Context(), a.Tenant, a.Account, n, p.Mediation.Clock.Now()); err != nil {
			return err
		}
	}
	p.Browser.Notify(w, "staff.done.notices")
	return seeOther(w, r, "/due")
}
