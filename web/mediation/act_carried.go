package mediation

import (
	"slices"
	"time"

	"linli/mediation"
	"linli/platform/id"
	"linli/web/page"
)

// What the mediator carries between the sides, and how people who do not sit in one room meet.

// statementOf begins the value of a statement in the choice of what is written; the round follows.
const statementOf = mediation.AStatement + ":"

func layOffer(s *sheet) []any {
	about := []page.Item{{Value: mediation.AnOffer, Text: s.t("offer.write.offer")}}
	for _, x := range s.Case.Sessions {
		if x.Mode == "writing" && !x.Begun.IsZero() {
			about = append(about, page.Item{Value: statementOf + x.ID.String(), Text: s.t("offer.write.round", "round", s.session(x))})
		}
	}
	return []any{
		s.partyRadios(func(p mediation.Party) bool { return p.Consent.Stands() }),
		s.radios("about", "offer.write.about", about, with{}),
		s.area("text", "offer.write.words", with{hint: "offer.write.staff_hint", rows: 6}),
	}
}

func readOffer(s *sheet) mediation.Command {
	x := mediation.WriteOffer{Party: s.chosen("party"), As: s.Form.Value("about"), Text: s.Form.Value("text")}
	if len(x.As) > len(statementOf) && x.As[:len(statementOf)] == statementOf {
		round, err := id.Parse(x.As[len(statementOf):])
		if err != nil {
			s.Form.Add("about", "form.choose")
		}
		x.As, x.Session = mediation.AStatement, round
	}
	return x
}

// offerItems offers the offers that fit, with the words that are at stake.
func (s *sheet) offerItems(fits func(mediation.Offer) bool) []page.Item {
	var out []page.Item
	for _, o := range s.Case.Offers {
		if fits(o) {
			out = append(out, page.Item{Value: o.ID.String(), Text: s.offerName(o), Hint: page.Text{Text: s.offerWords(o.ID)}})
		}
	}
	return out
}

// copyItems offers the copies that fit.
func (s *sheet) copyItems(fits func(mediation.Offer, mediation.Copy) bool) []page.Item {
	var out []page.Item
	for _, o := range s.Case.Offers {
		for _, k := range o.Copies {
			if o.Back.IsZero() && fits(o, k) {
				out = append(out, page.Item{Value: k.ID.String(), Text: s.t("offer.line.for", "offer", s.offerName(o), "party", s.party(k.To)), Hint: page.Text{Text: s.offerWords(k.ID)}})
			}
		}
	}
	return out
}

// offerName is what an offer is called: whose it is, and of when.
func (v *view) offerName(o mediation.Offer) string {
	return v.t("offer.line.of", "as", v.t("mediation.offer."+o.As), "party", v.party(o.Party), "when", v.DateTime(o.At))
}

func (v *view) offerWords(of id.ID) string {
	if v.Opened == nil {
		return ""
	}
	return v.Opened.Passage(mediation.FieldOffer, of)
}

func layReleaseOffer(s *sheet) []any {
	return []any{
		s.radios("offer", "offer.which", s.offerItems(mediation.Offer.Kept), with{}),
		s.speakers(false),
		s.box("confirmed", "offer.confirmed", with{hint: "offer.confirmed_hint"}),
	}
}

// owner is whose offer was chosen.
func (s *sheet) owner(offer id.ID) id.ID {
	if o := s.Case.Offer(offer); o != nil {
		return o.Party
	}
	return id.ID{}
}

func readReleaseOffer(s *sheet) mediation.Command {
	x := s.chosen("offer")
	return mediation.ReleaseOffer{Party: s.owner(x), Offer: x, Confirmed: s.yes("confirmed"), By: s.by()}
}

func layCallBackOffer(s *sheet) []any {
	return []any{s.radios("offer", "offer.which", s.offerItems(func(o mediation.Offer) bool { return o.Kept() || o.Recallable() }), with{})}
}

func readCallBackOffer(s *sheet) mediation.Command {
	x := s.chosen("offer")
	return mediation.CallBackOffer{Party: s.owner(x), Offer: x}
}

// receiver is who received the copy that was chosen.
func (s *sheet) receiver(copied id.ID) id.ID {
	if _, k := s.Case.CopyOf(copied); k != nil {
		return k.To
	}
	return id.ID{}
}

func unread(_ mediation.Offer, k mediation.Copy) bool { return k.Read.IsZero() }

func unanswered(o mediation.Offer, k mediation.Copy) bool {
	return o.As == mediation.AnOffer && !k.Read.IsZero() && k.Answer == ""
}

func layReadOffer(s *sheet) []any {
	return []any{s.radios("copy", "offer.which", s.copyItems(unread), with{})}
}

func readReadOffer(s *sheet) mediation.Command {
	x := s.chosen("copy")
	return mediation.ReadOffer{Party: s.receiver(x), Copy: x}
}

func layAnswerOffer(s *sheet) []any {
	return []any{
		s.radios("copy", "offer.which", s.copyItems(unanswered), with{}),
		s.speakers(false),
		s.radios("answer", "offer.answer.title", s.codes("mediation.offer.answer.", mediation.Answers...), with{}),
		s.area("text", "offer.answer.words", with{hint: "offer.answer.words_hint", rows: 4}),
		s.box("confirmed", "offer.confirmed", with{hint: "offer.confirmed_hint"}),
	}
}

func readAnswerOffer(s *sheet) mediation.Command {
	x := s.chosen("copy")
	return mediation.AnswerOffer{Party: s.receiver(x), Copy: x, Answer: s.Form.Value("answer"), Text: s.Form.Value("text"), Confirmed: s.yes("confirmed"), By: s.by()}
}

// toAgree are the sessions to come that somebody who is to take part has not agreed to.
func toAgree(x mediation.Session) bool { return x.Planned() && x.Remote() }

func layAgreeMode(s *sheet) []any {
	return []any{
		s.radios("session", "staff.field.session", s.sessionItems(toAgree), with{}),
		s.partyRadios(func(p mediation.Party) bool { return p.Consent.Stands() }),
		s.radios("answer", "offer.mode.answer", s.yesNo(), with{inline: true}),
	}
}

func readAgreeMode(s *sheet) mediation.Command {
	return mediation.AgreeMode{Session: s.chosen("session"), Party: s.chosen("party"), Yes: s.Form.Value("answer") == "yes"}
}

// carriedRow is what one party lets be carried to the other side, as those at work on the case see it.
type carriedRow struct {
	Title, Text, Wall string
	Standing          []string
	Acts              []action
}

// carried are the offers, the newest first.
func (v *view) carried() []carriedRow {
	var out []carriedRow
	for _, o := range slices.Backward(v.Case.Offers) {
		row := carriedRow{Title: v.offerName(o), Text: v.offerWords(o.ID), Wall: v.wall(o.Party)}
		say := func(key string, at time.Time, pairs ...any) {
			row.Standing = append(row.Standing, v.t(key, append(pairs, "when", v.DateTime(at))...))
		}
		add := func(event, query string) {
			if v.may(event) {
				row.Acts = append(row.Acts, action{event, v.t("mediation.event." + event), v.Href(event) + query})
			}
		}
		switch {
		case !o.Back.IsZero():
			say("offer.standing.back", o.Back)
		case o.Kept():
			row.Standing = append(row.Standing, v.t("offer.standing.kept"))
			add("release_offer", "?offer="+o.ID.String())
			add("call_back_offer", "?offer="+o.ID.String())
		case o.Through.IsZero():
			say("offer.standing.released", o.Released)
		default:
			say("offer.standing.through", o.Released, "name", v.staff[o.Through])
		}
		if o.Recallable() {
			add("call_back_offer", "?offer="+o.ID.String())
		}
		for _, k := range o.Copies {
			switch {
			case !o.Back.IsZero():
			case k.Read.IsZero():
				row.Standing = append(row.Standing, v.t("offer.standing.unread", "party", v.party(k.To)))
				add("read_offer", "?copy="+k.ID.String())
			default:
				say("offer.standing.read", k.Read, "party", v.party(k.To))
			}
			switch {
			case k.Answer != "":
				say("offer.standing.answered", k.Answered, "party", v.party(k.To), "answer", v.t("mediation.offer.answer."+k.Answer))
				if words := v.offerWords(k.Heard); words != "" {
					row.Standing = append(row.Standing, words)
				}
			case unanswered(o, k):
				add("answer_offer", "?copy="+k.ID.String())
			}
		}
		out = append(out, row)
	}
	return out
}

// fitsCarried is fits for what is carried between the sides.
func (v *view) fitsCarried(e string) (fits, known bool) {
	c := &v.Case
	offers := func(ok func(mediation.Offer) bool) bool { return slices.ContainsFunc(c.Offers, ok) }
	copies := func(ok func(mediation.Offer, mediation.Copy) bool) bool {
		return offers(func(o mediation.Offer) bool {
			return o.Back.IsZero() && slices.ContainsFunc(o.Copies, func(k mediation.Copy) bool { return ok(o, k) })
		})
	}
	switch e {
	case "release_offer":
		return offers(mediation.Offer.Kept), true
	case "call_back_offer":
		return offers(func(o mediation.Offer) bool { return o.Kept() || o.Recallable() }), true
	case "read_offer":
		return copies(unread), true
	case "answer_offer":
		return copies(unanswered), true
	case "agree_mode":
		return slices.ContainsFunc(c.Sessions, toAgree), true
	}
	return false, false
}

// toAgreeNext is the first session to come that waits for somebody's word on the way of meeting.
func toAgreeNext(v *view) (string, bool) {
	for _, x := range v.Case.Sessions {
		if !toAgree(x) || x.ModeAgreed() {
			continue
		}
		for _, p := range x.With {
			if !slices.Contains(x.Agreed, p) {
				return "?session=" + x.ID.String() + "&party=" + p.String(), true
			}
		}
	}
	return "", false
}

// remote are the particulars of a session by telephone, by video or in writing, and how each party is told of one to come.
func (v *view) remote(s mediation.Session) (modes, tell []string) {
	if !s.Remote() {
		return nil, nil
	}
	if s.Mode == "writing" {
		modes = append(modes, v.t("offer.mode.round", "n", v.Case.Round(s), "day", s.Until))
	}
	if len(s.Called) > 0 {
		modes = append(modes, v.t("offer.mode.called_back", "parties", v.parties(s.Called)))
	}
	for _, p := range s.With {
		key := "offer.mode.waits"
		if slices.Contains(s.Agreed, p) {
			key = "offer.mode.yes"
		}
		modes = append(modes, v.t(key, "party", v.party(p)))
		if how := v.Opened.Contact[p]; s.Planned() && (how.SafeContact != "" || how.Contact != "") {
			line := how.SafeContact
			if line == "" {
				line = how.Contact
			}
			tell = append(tell, v.t("offer.mode.tell", "party", v.party(p), "how", line))
		}
	}
	return modes, tell
}
