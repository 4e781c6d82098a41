package referral

import "linli/casefile"

// Commands are those that a program can send. Asking for help, slips, the key of a link, demands of courts and what linli does by itself are none.
var Commands = casefile.Commands[Command]{
	"take": Take{}, "step": AddStep{}, "step_done": StepDone{}, "appoint": Appoint{}, "appointment": EndAppointment{}, "message": Write{}, "reply": Reply{},
	"guardian": AddGuardian{}, "guardian_ends": EndGuardian{}, "refer": Refer{}, "agree": Agree{}, "decline": Decline{}, "revoke_link": RevokeLink{},
	"accept": Accept{}, "reject": Reject{}, "begin": Begin{}, "hold": Hold{}, "complete": Complete{}, "fail": Fail{}, "cancel": Cancel{},
	"take_back": TakeBack{}, "acknowledge": Acknowledge{}, "enter_error": EnterError{}, "received": Received{}, "not_received": NotReceived{},
	"close": Close{}, "leave": Leave{}, "ask_change": AskChange{}, "answer_change": AnswerChange{}, "ask_erasure": AskErasure{}, "answer_erasure": AnswerErasure{},
}
