package mediation

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/job"
)

// told are the events of which a party hears by e-mail that something waits, and never what.
var told = []casefile.Kind{"not_accept", "accept", "silence", "propose", "recuse", "set_aside", "agreement_stands", "schedule", "cancel_session", "no_show", "draft", "effective",
	"ask_extension", "invite_joint", "answer_joint", "part_joint", "ask_slip", "deliver", "strike_party", "show_file", "transfer", "inherit", "correct_application", "correct_party", "add_party", "oral", "report_performance", "not_performed", "party_ended", "go_on", "urge", "tell_routes", "remedied", "performed",
	"prepare_confirmation", "confirm", "reject_confirmation", "withdraw_confirmation", "void", "vary", "breach_stands", "release_offer", "answer_offer", "reopen", "reopened", "reaccepted", "tell_statutory", "demand", "tell_demand", "urgent", "export", "decline", "withdraw", "impasse", "expire", "terminate"}

// mailJob tells one party that something waits on its page.
const mailJob = "mediation.mail"

// mails are the jobs that tell the parties who asked for it. A party that acts itself is not told of its own act.
func (s *Service) mails(ch *Change, e casefile.Event, now time.Time) ([]job.Job, error) {
	if !slices.Contains(told, e.Kind) && !tellsAgain(e) {
		return nil, nil
	}
	var out []job.Job
	carried := ch.Case.carriedTo(e)
	for _, p := range ch.Case.living() {
		if !p.mailed() || p.ID == e.By.Party || !e.Visibility.To(p.ID) && !slices.Contains(carried, p.ID) {
			continue
		}
		if p.Outside() && e.Visibility == casefile.Joint && !(p.AskedToJoin() && slices.Contains(ends, e.Kind)) {
			continue // what the others do is theirs; that it is over concerns whoever was still asked
		}
		j, err := job.New(ch.Tenant, s.IDs.New(), mailJob, job.Payload{"case": ch.Case.ID.String(), "party": p.ID.String()}, now, now)
		if err != nil {
			return nil, err
		}
		out = append(out, j)
	}
	return out, nil
}

// tellsAgain reports whether an event takes back what parties had been told.
func tellsAgain(e casefile.Event) bool {
	if e.Kind != "undo" {
		return false
	}
	u := into[undone](e.Body)
	return u.said() && (slices.Contains(told, u.Did) || slices.ContainsFunc(u.Follows, func(f followed) bool { return slices.Contains(told, f.Kind) }))
}

// carriedTo are the parties whom something reaches that the event itself does not show them: an offer of the other side,
// and the answer to their own.
func (c *Case) carriedTo(e casefile.Event) (out []id.ID) {
	var b struct {
		Offer id.ID `json:"offer"`
		Copy  id.ID `json:"copy"`
	}
	if json.Unmarshal(e.Body, &b) != nil {
		return nil
	}
	switch e.Kind {
	case "release_offer":
		for _, k := range c.Offer(b.Offer).Copies {
			out = append(out, k.To)
		}
	case "answer_offer":
		if o, _ := c.CopyOf(b.Copy); o != nil {
			out = append(out, o.Party)
		}
	}
	return out
}

// Address is where a party wants to be told by e-mail that something waits, with its code and language. It is opened for
// the job "mediation.mail" alone, and written down like every read. An empty address says that there is none any more.
func (s *Service) Address(ctx context.Context, tenant, caseID, party id.ID) (email, language string, code id.Code, err error) {
	defer wrap(&err, "address")
	o, err := s.Open(ctx, access.Actor{Kind: access.System, Tenant: tenant, Party: party, Via: "job"}, caseID, access.ForJob)
	if err != nil {
		return "", "", "", err
	}
	to := o.Contact[party]
	if !o.Case.Party(party).mailed() || !to.Reach.ByMail() { // it may have said otherwise since the job was made
		return "", "", "", nil
	}
	slips, err := s.Repo.Slips(ctx, tenant, caseID)
	if err != nil {
		return "", "", "", err
	}
	for _, x := range slips {
		if x.Party == party && x.EndedAt.IsZero() {
			return to.Email, o.Identity[party].Language, x.Code, nil
		}
	}
	return "", "", "", nil
}
