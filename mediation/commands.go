package mediation

import "linli/casefile"

// Commands are those of each event that a person may ask for.
var Commands = casefile.Commands[Command]{
	"ask_statutory": AskStatutory{}, "answer_statutory": AnswerStatutory{}, "review_statutory": ReviewStatutory{},
	"answer_sender": AnswerSender{}, "refer_out": ReferOut{}, "end_referral": EndReferral{},
	"invite_joint": InviteJoint{}, "agree_joint": AgreeJoint{}, "answer_joint": AnswerJoint{}, "leave_joint": LeaveJoint{},
	"apply": Apply{}, "screen": Screen{}, "talk": Talk{}, "inform": Inform{},
	"not_accept": NotAccept{}, "invite": Invite{}, "consent": GiveConsent{}, "refuse": Refuse{},
	"accept": Accept{}, "propose": Propose{}, "disclose": Disclose{},
	"agree_mediator": AgreeMediator{}, "recuse": Recuse{}, "schedule": Schedule{},
	"appoint": Appoint{}, "end_authority": EndAuthority{}, "hear": Hear{},
	"cancel_session": CancelSession{}, "no_show": NoShow{}, "begin": Begin{}, "record": Record{},
	"note": WriteNote{}, "investigate": Investigate{}, "suspend": Suspend{}, "resume": Resume{}, "draft": Draft{},
	"offer_support": OfferSupport{}, "pause": Pause{}, "end_pause": EndPause{}, "sign": Sign{}, "refuse_sign": RefuseSign{}, "ask_extension": AskExtension{},
	"agree_extension": AgreeExtension{}, "withdraw": Withdraw{}, "impasse": Impasse{},
	"oral": Oral{}, "agree_oral": AgreeOral{}, "register_oral": RegisterOral{},
	"agree_follow_up": AgreeFollowUp{}, "stop_follow_up": StopFollowUp{}, "follow_up": AskFollowUp{},
	"report_performance": ReportPerformance{}, "confirm_performance": ConfirmPerformance{},
	"not_performed": NotPerformed{}, "urge": Urge{}, "tell_routes": TellRoutes{},
	"prepare_confirmation": PrepareConfirmation{}, "join_confirmation": JoinConfirmation{},
	"confirm": Confirm{}, "reject_confirmation": RejectConfirmation{},
	"withdraw_confirmation": WithdrawConfirmation{}, "choose": Choose{},
	"void": Void{}, "reopen": Reopen{}, "agree_reopen": AgreeReopen{},
	"terminate": Terminate{}, "statement": Statement{}, "hand_over": HandOver{},
	"ask_slip": AskSlip{}, "show_file": ShowFile{}, "file_as": FileAs{}, "ask_above": AskAbove{}, "permit_notes": PermitNotes{}, "wish_mediator": WishMediator{},
	"message": SendMessage{}, "take_back": TakeBack{}, "reply": Reply{},
	"vary": Vary{}, "offer": WriteOffer{}, "release_offer": ReleaseOffer{}, "call_back_offer": CallBackOffer{},
	"read_offer": ReadOffer{}, "answer_offer": AnswerOffer{}, "agree_mode": AgreeMode{},
	"archive": Archive{}, "ask_erasure": AskErasure{}, "answer_erasure": AnswerErasure{}, "party_ended": PartyEnded{}, "succeed": Succeed{},
	"reach": ChangeContact{},
	"call":  LogCall{}, "call_back": CallBack{}, "undo": Undo{}, "strike_party": StrikeParty{},
	"correct_application": CorrectApplication{}, "correct_party": CorrectParty{}, "add_party": AddParty{},
	"transfer": Transfer{}, "take": Take{},
}
