package mediation

import (
	"time"

	"linli/mediation"
	"linli/web/page"
)

// owesReply reports whether the reply to the body that sent the case can leave now.
func (v *view) owesReply() bool { return v.Case.OwesReply() && !v.Case.Sent.Opened.IsZero() }

// sender are the rows of a case that a letter brought: who wrote, which letter, and when the reply leaves. Who wrote is
// sealed and shown to whoever reads the content.
func (v *view) sender() []page.SummaryRow {
	x := v.Case.Sent
	if x == nil {
		return nil
	}
	row := func(key, value string) page.SummaryRow {
		return page.SummaryRow{Key: page.Text{Text: v.t(key)}, Value: page.Text{Text: value}}
	}
	var out []page.SummaryRow
	if v.Opened != nil && v.Opened.Letter.Body != "" {
		out = append(out, row("staff.case.sender", v.Opened.Letter.Body))
		if day, err := time.ParseInLocation(time.DateOnly, x.Dated, v.Zone); err == nil {
			out = append(out, row("staff.case.letter", v.t("staff.case.letter_is", "day", v.Date(day), "number", v.Opened.Letter.Number)))
		}
	}
	if x.Letter.IsZero() && v.Case.State.Open() {
		out = append(out, row("staff.case.scan", v.t("staff.case.letter_missing")))
	}
	reply := v.t("staff.case.reply_end")
	switch {
	case !x.Sent.IsZero():
		reply = v.t("staff.case.reply_sent", "day", v.Date(x.Sent))
	case !x.Opened.IsZero():
		reply = v.t("staff.case.reply_open")
	case !x.AtEnd:
		reply = v.t("staff.case.reply_due", "day", v.Date(lastDay(x.Due)))
	}
	return append(out, row("staff.case.reply", reply))
}

// letter is what was copied from the letter of a body that sends the dispute, or nil.
func (in *intake) letter() *mediation.NewSender {
	x := mediation.NewSender{Body: in.Form.Value("sent.body"), Number: in.Form.Value("sent.number")}
	if day := in.Form.Date("sent.dated", in.Zone); !day.IsZero() {
		x.Dated = day.Format(time.DateOnly)
	}
	if _, sends := in.rules.Mediation.Sender(in.Form.Value("source")); !sends && x == (mediation.NewSender{}) {
		return nil
	}
	return &x
}
