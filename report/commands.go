package report

import (
	"encoding/json"
	"reflect"
	"slices"

	"linli/casefile"
	"linli/platform/fault"
)

// events are the commands that a program can send, by the event that they ask for.
var events = map[casefile.Kind]Command{
	"take": Take{}, "accept": Accept{}, "not_accept": NotAccept{}, "extend": Extend{}, "answer": GiveAnswer{}, "decide_review": DecideReview{},
	"propose_words": ProposeWords{}, "message": Write{}, "reply": Reply{}, "release_words": ReleaseWords{}, "refuse_words": RefuseWords{},
	"ask_review": AskReview{}, "ask_second_review": AskSecondReview{}, "close": Close{}, "withdraw": Withdraw{},
	"assign": Assign{}, "transfer": Transfer{}, "start": Start{}, "interim": ReplyMeanwhile{}, "fix": Fix{}, "recheck": Recheck{},
	"recheck_failed": FailRecheck{}, "reopen": Reopen{}, "send_back": SendBack{}, "join": Join{}, "part": Part{}, "note": Note{},
	"forward": Forward{},
	"publish": Publish{}, "unpublish": Unpublish{}, "take_out": TakeOut{},
}

// Events are the events that a program can ask for, sorted. Filing, slips, files and what linli does by itself are none.
func Events() []casefile.Kind {
	out := make([]casefile.Kind, 0, len(events))
	for k := range events {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// New is an empty command for an event, or nil; its exported fields are what a program sends.
func New(event casefile.Kind) Command { return events[event] }

// Decode reads a command from JSON. Errors: fault.Invalid "form.json", ErrNotFound for an event that there is not.
func Decode(event casefile.Kind, body []byte) (Command, error) {
	cmd, ok := events[event]
	if !ok {
		return nil, ErrNotFound
	}
	into := reflect.New(reflect.TypeOf(cmd))
	if len(body) > 0 {
		if err := json.Unmarshal(body, into.Interface()); err != nil {
			return nil, fault.Wrap(fault.Invalid, "form.json", err)
		}
	}
	return into.Elem().Interface().(Command), nil //nolint:forcetypeassert // it has the type of a command
}
