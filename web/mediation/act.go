package mediation

import (
	"net/http"
	"net/url"
	"slices"

	"linli/casefile"
	"linli/mediation"
	"linli/platform/fault"
	"linli/web/page"
)

// form is the page of one act: the fields it needs and how they are read. What an act does and who will see it are the
// messages staff.act.<event>.text; its success is staff.done.<event>.
type form struct {
	lay  func(*sheet) []any
	read func(*sheet) mediation.Command
	past bool               // can have happened before it is entered
	grow bool               // has rows that are added and taken away
	last func(*sheet) []any // fields after those rows
}

// forms are the acts of the machine that staff do here, each with its form.
var forms = map[casefile.Kind]form{
	"screen":        {lay: nothing, read: func(*sheet) mediation.Command { return mediation.Screen{} }},
	"talk":          {lay: layTalk, read: readTalk, past: true},
	"inform":        {lay: layInform, read: readInform, past: true},
	"invite":        {lay: nothing, read: func(*sheet) mediation.Command { return mediation.Invite{} }},
	"consent":       {lay: layConsent, read: readConsent, past: true},
	"refuse":        {lay: layRefuse, read: readRefuse, past: true},
	"accept":        {lay: nothing, read: func(*sheet) mediation.Command { return mediation.Accept{} }},
	"ask_statutory": {lay: layAskStatutory, read: readAskStatutory},
	"invite_joint":  {lay: layInviteJoint, read: readInviteJoint},
	"agree_joint":   {lay: layAgreeJoint, read: readAgreeJoint},
	"answer_joint":  {lay: layAnswerJoint, read: readAnswerJoint},
	"leave_joint":   {lay: layLeaveJoint, read: readLeaveJoint},
	"refer_out":     {lay: layReferOut, read: readReferOut},
	"end_referral":  {lay: layEndReferral, read: readEndReferral},
	"answer_sender": {lay: nothing, read: func(*sheet) mediation.Command { return mediation.AnswerSender{} }, past: true},

	"withdraw": {lay: layWithdraw, read: readWithdraw, past: true},

	"appoint":       {lay: layAppoint, read: readAppoint, past: true},
	"end_authority": {lay: layEndAuthority, read: readEndAuthority},
	"hear":          {lay: layHear, read: func(s *sheet) mediation.Command { return mediation.Hear{Party: s.chosen("party")} }, past: true},

	"party_ended": {lay: layPartyEnded, read: readPartyEnded, past: true},
	"succeed":     {lay: laySucceed, read: readSucceed},

	"propose":        {lay: layPropose, read: readPropose},
	"disclose":       {lay: layDisclose, read: readDisclose},
	"agree_mediator": {lay: layAgreeMediator, read: readAgreeMediator, past: true},
	"recuse":         {lay: layRecuse, read: readRecuse},
	"ask_above":      {lay: nothing, read: func(*sheet) mediation.Command { return mediation.AskAbove{} }},
	"call":           {lay: layCall, read: readCall, past: true},
	"call_back":      {lay: layCallBack, read: readCallBack, past: true},
	"undo":           {lay: layUndo, read: readUndo},
	"strike_party":   {lay: layStrike, read: readStrike},
	"add_party":      {lay: layAddParty, read: readAddParty},
	"correct_party":  {lay: layCorrectParty, read: readCorrectParty},

	"correct_application": {lay: layCorrect, read: readCorrect},
	"message":             {lay: layMessage, read: readMessage},
	"take_back":           {lay: layTakeBack, read: func(s *sheet) mediation.Command { return mediation.TakeBack{Message: s.chosen("message")} }},
	"vary":                {lay: layVary, read: readVary, grow: true, last: closeDraft},
	"offer":               {lay: layOffer, read: readOffer},
	"release_offer":       {lay: layReleaseOffer, read: readReleaseOffer},
	"call_back_offer":     {lay: layCallBackOffer, read: readCallBackOffer},
	"read_offer":          {lay: layReadOffer, read: readReadOffer},
	"answer_offer":        {lay: layAnswerOffer, read: readAnswerOffer},
	"agree_mode":          {lay: layAgreeMode, read: readAgreeMode},
	"wish_mediator":       {lay: layWish, read: readWish},
	"permit_notes":        {lay: layPermitNotes, read: readPermitNotes},
	"ask_slip": {lay: layAskSlip, read: func(s *sheet) mediation.Command {
		return mediation.AskSlip{Party: s.chosen("party"), Shown: s.Form.Value("shown")}
	}},
	"hand_over": {lay: layHandOver, read: readHandOver},

	"schedule":       {lay: laySchedule, read: readSchedule},
	"cancel_session": {lay: layPlanned, read: func(s *sheet) mediation.Command { return mediation.CancelSession{Session: s.chosen("session")} }},
	"no_show":        {lay: layPlanned, read: func(s *sheet) mediation.Command { return mediation.NoShow{Session: s.chosen("session")} }},
	"begin":          {lay: layPlanned, read: readBegin, past: true},
	"record":         {lay: layRecord, read: readRecord},
	"note":           {lay: layNote, read: readNote},
	"file_as":        {lay: layFileAs, read: readFileAs},
	"show_file":      {lay: layShowFile, read: readShowFile},
	"investigate":    {lay: layInvestigate, read: readInvestigate, past: true},

	"draft":     {lay: layDraft, read: readDraft, grow: true, last: closeDraft},
	"pause":     {lay: layPause, read: readPause},
	"end_pause": {lay: layEndPause, read: func(s *sheet) mediation.Command { return mediation.EndPause{Party: s.chosen("party")} }},

	"offer_support": {lay: laySupport, read: readSupport, past: true},

	"sign":        {lay: laySign, read: readSign, past: true},
	"refuse_sign": {lay: laySigner, read: func(s *sheet) mediation.Command { return mediation.RefuseSign{Party: s.chosen("party")} }},

	"oral":          {lay: layOral, read: readOral, grow: true, last: closeOral},
	"agree_oral":    {lay: layAgreeOral, read: readAgreeOral, past: true},
	"register_oral": {lay: layRegisterOral, read: func(s *sheet) mediation.Command { return mediation.RegisterOral{ReadBack: s.yes("read_back")} }},

	"report_performance":  {lay: layReport, read: readReport, past: true},
	"confirm_performance": {lay: layReceived, read: readReceived, past: true},
	"not_performed":       {lay: layMissed, read: readMissed},
	"urge":                {lay: nothing, read: func(*sheet) mediation.Command { return mediation.Urge{} }},
	"tell_routes":         {lay: nothing, read: func(*sheet) mediation.Command { return mediation.TellRoutes{} }},
	"agree_follow_up":     {lay: layAgreeFollowUp, read: readAgreeFollowUp, past: true},
	"stop_follow_up":      {lay: layStopFollowUp, read: readStopFollowUp, past: true},
	"follow_up":           {lay: layFollowUp, read: readFollowUp, past: true},

	"prepare_confirmation": {lay: layPrepare, read: readPrepare},
	"join_confirmation": {lay: layJoin, read: func(s *sheet) mediation.Command {
		return mediation.JoinConfirmation{Party: s.chosen("party"), By: s.by()}
	}, past: true},
	"confirm":               {lay: layRuling, read: func(s *sheet) mediation.Command { return mediation.Confirm{Ruling: s.file("ruling")} }, past: true},
	"reject_confirmation":   {lay: layRulingWords, read: readRejected, past: true},
	"withdraw_confirmation": {lay: layTakenBack, read: readTakenBack, past: true},
	"choose":                {lay: layChoose, read: readChoose},
	"ask_erasure":           {lay: layAskErasure, read: func(s *sheet) mediation.Command { return mediation.AskErasure{Party: s.chosen("party")} }},
	"answer_erasure":        {lay: layAnswerErasure, read: func(s *sheet) mediation.Command { return mediation.AnswerErasure{Party: s.chosen("party")} }},
	"archive":               {lay: nothing, read: func(*sheet) mediation.Command { return mediation.Archive{} }},
	"void":                  {lay: layRulingWords, read: readVoid, past: true},
	"reopen":                {lay: layReopen, read: func(s *sheet) mediation.Command { return mediation.Reopen{Text: s.Form.Value("text")} }},
	"agree_reopen":          {lay: layAgreeReopen, read: readAgreeReopen, past: true},

	"ask_extension": {lay: layExtension, read: readExtension},
	"agree_extension": {lay: layAgreeExtension, read: func(s *sheet) mediation.Command {
		return mediation.AgreeExtension{Party: s.chosen("party"), By: s.by()}
	}, past: true},

	"transfer": {lay: layTransfer, read: readTransfer},
	"take":     {lay: nothing, read: func(*sheet) mediation.Command { return mediation.Take{} }},

	"not_accept": {lay: layReason("not_accept"), read: func(s *sheet) mediation.Command {
		return mediation.NotAccept{Reason: s.Form.Value("reason"), Text: s.Form.Value("text")}
	}},
	"suspend": {lay: layReason("suspend"), read: func(s *sheet) mediation.Command {
		return mediation.Suspend{Reason: s.Form.Value("reason"), Text: s.Form.Value("text")}
	}},
	"resume": {lay: nothing, read: func(*sheet) mediation.Command { return mediation.Resume{} }},
	"impasse": {lay: layReason("impasse"), read: func(s *sheet) mediation.Command {
		return mediation.Impasse{Reason: s.Form.Value("reason"), Text: s.Form.Value("text")}
	}},
	"terminate": {lay: layReason("terminate"), read: func(s *sheet) mediation.Command {
		return mediation.Terminate{Reason: s.Form.Value("reason"), Text: s.Form.Value("text")}
	}},
	"statement": {lay: layStatement, read: readStatement, past: true},
}

func nothing(*sheet) []any { return nil }

type actPage struct {
	Form                       *page.Form
	Title, Event, Action, Back string
	Case                       string // what the case is called
	Fields                     []any
	Hidden                     []hidden
	Terms                      []termForm  // of a draft
	Closing                    []any       // fields after the terms
	Ends                       bool        // the act ends something
	Button                     string      // message key: what pressing it does
	To                         string      // whom the act is for, where the button names it
	Nothing                    string      // why there is nothing to do here, in place of the fields
	Same                       string      // what every party reads, whatever the reason
	Elsewhere                  []page.Link // where the same can be done on the screen or with a passkey
	NoticeTitle, Notice        string      // what is read to the party
	OfferTitle, Offer          string      // of an interpreter, where a party speaks another language
	Interpreter                *interpreterFields
}

// actForm shows the form of an act.
func (p *Pages) actForm(w http.ResponseWriter, r *http.Request) error {
	return p.showAct(w, r, page.NewForm(nil))
}

// act reads the form of an act and asks the service for it.
func (p *Pages) act(w http.ResponseWriter, r *http.Request) error {
	v, f, err := p.formOf(r)
	if err != nil {
		return err
	}
	typed, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	if f.grow && grow(typed) {
		return p.lay(w, r, v, f, typed)
	}
	if to := v.recipient(r); r.PathValue("event") == "message" && to != nil && !r.PostForm.Has("text") {
		return seeOther(w, r, v.Href("message")+"?to="+to.ID.String()) // the recipient was chosen: the page of the message is its own
	}
	s := &sheet{view: v, Form: typed, r: r}
	cmd := f.read(s)
	s.unanswered(f.lay(s))
	ask := mediation.Ask{}
	if f.past {
		ask.Claimed = claimedAt(typed, s.Zone, p.Mediation.Clock.Now(), s.notBefore(cmd))
	}
	if err := typed.Err(); err != nil {
		return p.lay(w, r, v, f, typed)
	}
	if d, ok := drafts(cmd); ok && typed.Value("do") != "save" {
		return p.checkDraft(w, r, v, f, typed, cmd, d)
	}
	if ask.Request, err = request(r, typed); err == nil {
		var after mediation.Case
		if after, _, err = p.Mediation.Act(r.Context(), v.actor, v.Case.ID, cmd, ask); err == nil {
			p.Browser.Notify(w, "staff.done."+r.PathValue("event"))
			return seeOther(w, r, p.onward(v, after))
		}
	}
	if !typed.Take(placed(err)) {
		return err
	}
	if v, _, err = p.formOf(r); err != nil { // it may have moved: the page shows the case as it stands
		return err
	}
	return p.lay(w, r, v, f, typed)
}

// onward is where the reader goes after an act: to the case, unless the act closed it to the reader.
func (p *Pages) onward(v *view, after mediation.Case) string {
	if after.ID.IsZero() { // a repeated request: what it did stands
		return v.Href()
	}
	after.Tenant = v.actor.Tenant
	if p.Mediation.Access.Check(v.actor, "mediation.see", after.Facts()) != nil {
		return "/due"
	}
	return v.Href()
}

// formOf finds the case and the form of an address, and refuses whoever may not do the act.
func (p *Pages) formOf(r *http.Request) (*view, form, error) {
	event := casefile.Kind(r.PathValue("event"))
	f, ok := forms[event]
	if !ok {
		return nil, form{}, fault.New(fault.NotFound, "fault.not_found")
	}
	v, err := p.see(r)
	if err != nil {
		return nil, form{}, err
	}
	if !v.mayDo(event) {
		return nil, form{}, p.Mediation.Access.Check(v.actor, "mediation."+string(event), v.Case.Facts())
	}
	if !v.may("read") || event == "ask_slip" { // asking for a new slip needs no word of the case
		return v, f, nil
	}
	v, err = p.open(r)
	return v, f, err
}

func (p *Pages) showAct(w http.ResponseWriter, r *http.Request, typed *page.Form) error {
	v, f, err := p.formOf(r)
	if err != nil {
		return err
	}
	event := casefile.Kind(r.PathValue("event"))
	if event == "prepare_confirmation" && v.rules.Mediation.Confirmation == nil { // where no court confirms, there is no such form
		return fault.New(fault.NotFound, "fault.not_found")
	}
	if !slices.Contains(v.Case.Next(), event) {
		return fault.New(fault.Guard, "mediation.guard.state").With(fault.Args{"event": fault.Text("mediation.event." + string(event)), "state": fault.Text("mediation.state." + string(v.Case.State))})
	}
	switch event {
	case "vary":
		typed = page.NewForm(v.standing())
	case "correct_application":
		typed = page.NewForm(v.stated())
	}
	return p.lay(w, r, v, f, typed)
}

func (p *Pages) lay(w http.ResponseWriter, r *http.Request, v *view, f form, typed *page.Form) error {
	event := r.PathValue("event")
	s := &sheet{view: v, Form: typed, r: r}
	d := actPage{Form: typed, Title: v.t("mediation.event." + event), Event: event, Action: v.Href(event), Back: v.Href(), Case: v.Title(),
		Ends: slices.Contains(endings, casefile.Kind(event))}
	d.Button = "mediation.event." + event
	switch event {
	case "undo":
		if len(v.undoable()) == 0 {
			d.Nothing = v.t("calls.undo.nothing", "minutes", int(mediation.UndoWithin.Minutes()))
		}
	case "inform":
		d.Button = "staff.act.inform.button"
	case "draft", "vary":
		d.Button = "staff.act.draft.check"
	case "message":
		d.Button, d.To = "staff.message.choose", ""
		if p := v.recipient(r); p != nil {
			d.Button, d.To = "staff.message.send", v.party(p.ID)
		}
	case "impasse", "terminate":
		d.Same = v.t("staff.act.same", "words", v.rules.Text(string(v.Language), mediation.EndingText(v.rules)))
	}
	fields := f.lay(s)
	if d.Nothing == "" && s.unoffered(fields) {
		d.Nothing = v.t("staff.act.nothing")
	}
	if f.past {
		fields = append(fields, s.claimed())
	}
	for _, x := range fields {
		if h, ok := x.(hidden); ok {
			d.Hidden = append(d.Hidden, h)
			continue
		}
		if x != nil {
			d.Fields = append(d.Fields, x)
		}
	}
	if f.grow {
		d.Terms, d.Closing = s.terms(), f.last(s)
	}
	if event == "sign" {
		d.Elsewhere = s.signPages()
	}
	d.NoticeTitle, d.Notice = v.notice(casefile.Kind(event))
	if d.Interpreter = s.layInterpreter(casefile.Kind(event)); d.Interpreter != nil || event == "schedule" {
		d.OfferTitle, d.Offer = v.interpreting()
	}
	p.Render.Render(w, r, typed.Status(), "mediation/act", d)
	return nil
}

// notice is what the parties are told before an act, with its heading; empty where nothing is.
func (v *view) notice(event casefile.Kind) (title, text string) {
	rules := &v.rules.Mediation
	switch event {
	case "inform", "consent":
		return v.t("staff.inform.notice"), v.rules.Text(string(v.Language), rules.Notice.Text)
	case "offer_support":
		return v.t("fair.offer.heading"), v.t("fair.offer.read")
	case "agree_joint":
		return v.t("joint.notice"), v.rules.Text(string(v.Language), rules.Joint.Text)
	case "refer_out":
		return v.t("staff.letter.notice"), v.rules.Text(string(v.Language), rules.Referral.Text)
	case "agree_follow_up":
		return v.t("staff.follow_up.notice"), v.rules.Text(string(v.Language), rules.FollowUp.Text)
	case "prepare_confirmation", "join_confirmation":
		return v.t("staff.confirmation.notice"), v.rules.Text(string(v.Language), rules.Confirms().Text)
	case "agree_reopen":
		return v.t("staff.reopen.notice"), v.rules.Text(string(v.Language), rules.Reopening.Text) + "\n\n" + v.rules.Text(string(v.Language), rules.Notice.Text)
	}
	return "", ""
}

// request makes the form's key and content one request: sending it twice does it once.
func request(r *http.Request, f *page.Form) (*casefile.Request, error) {
	body := []byte(r.Method + " " + r.URL.Path + "\n")
	values := url.Values{}
	for name, v := range r.PostForm {
		if name != page.CSRFField && name != page.KeyField {
			values[name] = v
		}
	}
	return casefile.NewRequest(actor(r).Account, f.Key(), append(body, values.Encode()...))
}
