package resident

import (
	"net/http"
	"net/url"

	"linli/casefile"
	"linli/report"
	reportpages "linli/web/report"
)

// Waits is what is proposed to be taken out, on which the reporter can say no; or nil.
func (c *complaintPage) Waits() *reportpages.Waiting { return reportpages.WaitingIn(c.Opened) }

// Gone is what was taken out of the report, and when and why; never what it was.
func (c *complaintPage) Gone() []reportpages.TakenOut { return reportpages.TakenOutOf(&c.Case) }

// letTakeOut is what the author says to what is proposed to be taken out. It is asked on the report's own page.
func (p *Pages) letTakeOut(w http.ResponseWriter, r *http.Request, v *visitor, c *complaintPage) error {
	if r.Method != http.MethodPost {
		return seeOther(w, r, c.At)
	}
	if !c.Form.Looking() {
		cmd, done := reportpages.Let(c.Form, c.Act == (report.TakeOut{}).Kind())
		request, err := casefile.NewRequest(v.actor.Party, c.Form.Key(), []byte(r.URL.Path+"\n"+url.Values{"seen": {c.Form.Value("seen")}}.Encode()))
		if err == nil {
			_, err = p.Report.Act(r.Context(), v.actor, v.actor.Case, cmd, request)
		}
		if err == nil {
			p.Edge.Notify(w, done)
			return seeOther(w, r, c.At)
		}
		if !c.Form.Take(err) {
			return err
		}
	}
	return p.show(w, r, c.Form, c.template(), c)
}
