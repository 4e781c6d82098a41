package mediation

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"linli/casefile"
	"linli/platform/fault"
)

// commands decodes the input of each event that a person may ask for.
var commands = map[casefile.Kind]func([]byte) (Command, error){
	"ask_statutory": decode[AskStatutory], "answer_statutory": decode[AnswerStatutory], "review_statutory": decode[ReviewStatutory],
	"answer_sender": decode[AnswerSender], "refer_out": decode[ReferOut], "end_referral": decode[EndReferral],
	"invite_joint": decode[InviteJoint], "agree_joint": decode[AgreeJoint], "answer_joint": decode[AnswerJoint], "leave_joint": decode[LeaveJoint],
	"apply": decode[Apply], "screen": decode[Screen], "talk": decode[Talk], "inform": decode[Inform],
	"not_accept": decode[NotAccept], "invite": decode[Invite], "consent": decode[GiveConsent], "refuse": decode[Refuse],
	"accept": decode[Accept], "propose": decode[Propose], "disclose": decode[Disclose],
	"agree_mediator": decode[AgreeMediator], "recuse": decode[Recuse], "schedule": decode[Schedule],
	"appoint": decode[Appoint], "end_authority": decode[EndAuthority], "hear": decode[Hear],
	"cancel_session": decode[CancelSession], "no_show": decode[NoShow], "begin": decode[Begin], "record": decode[Record],
	"note": decode[WriteNote], "investigate": decode[Investigate], "suspend": decode[Suspend], "resume": decode[Resume], "draft": decode[Draft],
	"offer_support": decode[OfferSupport], "pause": decode[Pause], "end_pause": decode[EndPause], "sign": decode[Sign], "refuse_sign": decode[RefuseSign], "ask_extension": decode[AskExtension],
	"agree_extension": decode[AgreeExtension], "withdraw": decode[Withdraw], "impasse": decode[Impasse],
	"oral": decode[Oral], "agree_oral": decode[AgreeOral], "register_oral": decode[RegisterOral],
	"agree_follow_up": decode[AgreeFollowUp], "stop_follow_up": decode[StopFollowUp], "follow_up": decode[AskFollowUp],
	"report_performance": decode[ReportPerformance], "confirm_performance": decode[ConfirmPerformance],
	"not_performed": decode[NotPerformed], "urge": decode[Urge], "tell_routes": decode[TellRoutes],
	"prepare_confirmation": decode[PrepareConfirmation], "join_confirmation": decode[JoinConfirmation],
	"confirm": decode[Confirm], "reject_confirmation": decode[RejectConfirmation],
	"withdraw_confirmation": decode[WithdrawConfirmation], "choose": decode[Choose],
	"void": decode[Void], "reopen": decode[Reopen], "agree_reopen": decode[AgreeReopen],
	"terminate": decode[Terminate], "statement": decode[Statement], "hand_over": decode[HandOver],
	"ask_slip": decode[AskSlip], "file_as": decode[FileAs], "ask_above": decode[AskAbove], "permit_notes": decode[PermitNotes], "wish_mediator": decode[WishMediator],
	"message": decode[SendMessage], "take_back": decode[TakeBack], "reply": decode[Reply],
	"vary": decode[Vary], "offer": decode[WriteOffer], "release_offer": decode[ReleaseOffer], "call_back_offer": decode[CallBackOffer],
	"read_offer": decode[ReadOffer], "answer_offer": decode[AnswerOffer], "agree_mode": decode[AgreeMode],
	"archive": decode[Archive], "ask_erasure": decode[AskErasure], "answer_erasure": decode[AnswerErasure], "party_ended": decode[PartyEnded], "succeed": decode[Succeed],
	"reach": decode[ChangeContact],
	"call":  decode[LogCall], "call_back": decode[CallBack], "undo": decode[Undo], "strike_party": decode[StrikeParty],
}

// Decode reads the input of an event from JSON, strictly: an unknown field is named, never dropped in silence. It
// returns fault.NotFound for an event that the machine does not know.
func Decode(event casefile.Kind, input []byte) (Command, error) {
	read, ok := commands[event]
	if !ok {
		return nil, fault.New(fault.NotFound, "mediation.event_unknown")
	}
	return read(input)
}

func decode[C Command](input []byte) (Command, error) {
	var c C
	if len(bytes.TrimSpace(input)) == 0 {
		return c, nil
	}
	d := json.NewDecoder(bytes.NewReader(input))
	d.DisallowUnknownFields()
	if err := d.Decode(&c); err != nil {
		f := fault.Wrap(fault.Invalid, "form.json", err)
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			f = f.At(wrong.Field)
		}
		return nil, f
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fault.New(fault.Invalid, "form.json")
	}
	return c, nil
}
