package referral

import (
	"encoding/json"
	"reflect"
	"slices"

	"linli/casefile"
	"linli/platform/fault"
)

// events are the commands that a program can send, by the event that they ask for.
var events = map[casefile.Kind]Command{
	"take": Take{}, "step": AddStep{}, "step_done": StepDone{}, "appoint": Appoint{}, "appointment": EndAppointment{}, "message": Write{}, "reply": Reply{},
	"guardian": AddGuardian{}, "guardian_ends": EndGuardian{}, "refer": Refer{}, "agree": Agree{}, "decline": Decline{}, "revoke_link": RevokeLink{},
	"accept": Accept{}, "reject": Reject{}, "begin": Begin{}, "hold": Hold{}, "complete": Complete{}, "fail": Fail{}, "cancel": Cancel{},
	"take_back": TakeBack{}, "acknowledge": Acknowledge{}, "enter_error": EnterError{}, "received": Received{}, "not_received": NotReceived{},
	"close": Close{}, "leave": Leave{},
}

// Events are the events that a program can ask for, sorted. Asking for help, slips, the key of a link and what linli does by itself
// are none.
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
