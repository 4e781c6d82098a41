package inspection

import (
	"encoding/json"
	"reflect"
	"slices"

	"linli/casefile"
	"linli/platform/fault"
)

// events are the commands that a program can send, by the event that they ask for.
var events = map[casefile.Kind]Command{
	"record": Record{}, "pass": Pass{}, "order": GiveOrder{}, "ask_extension": AskExtension{}, "extend": Extend{}, "refuse_extension": RefuseExtension{},
	"reinspect": Reinspect{}, "approve": Approve{}, "send_back": SendBack{}, "close": Close{}, "escalate": Escalate{}, "supervise": Supervise{},
	"publish": Publish{}, "cancel": Cancel{},
}

// Events are the events that a program can ask for, sorted. Beginning, files and what linli does by itself are none.
func Events() []casefile.Kind {
	out := make([]casefile.Kind, 0, len(events))
	for k := range events {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

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
