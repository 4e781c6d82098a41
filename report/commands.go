package report

import "linli/casefile"

// Commands are those that a program can send. Filing, slips, files, demands of courts and what linli does by itself are none, nor is to let
// words be taken out, which nobody does who has not looked at them on a page.
var Commands = casefile.Commands[Command]{
	"take": Take{}, "accept": Accept{}, "not_accept": NotAccept{}, "extend": Extend{}, "answer": GiveAnswer{}, "decide_review": DecideReview{},
	"propose_words": ProposeWords{}, "message": Write{}, "reply": Reply{}, "release_words": ReleaseWords{}, "refuse_words": RefuseWords{},
	"ask_review": AskReview{}, "ask_second_review": AskSecondReview{}, "close": Close{}, "withdraw": Withdraw{},
	"assign": Assign{}, "transfer": Transfer{}, "start": Start{}, "interim": ReplyMeanwhile{}, "fix": Fix{}, "recheck": Recheck{},
	"recheck_failed": FailRecheck{}, "reopen": Reopen{}, "send_back": SendBack{}, "join": Join{}, "part": Part{}, "note": Note{},
	"forward": Forward{}, "split": Split{},
	"publish": Publish{}, "unpublish": Unpublish{}, "propose_take_out": ProposeTakeOut{},
	"ask_change": AskChange{}, "answer_change": AnswerChange{}, "ask_erasure": AskErasure{}, "answer_erasure": AnswerErasure{},
}
