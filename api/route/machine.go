package route

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"linli/casefile"
	"linli/platform/fault"
	"linli/platform/id"
)

// Machine says how the events of a machine are asked for: each has its path, and the fields of its command are the body.
type Machine[C any] struct {
	Area     string // of the document, and of the acts: AREA.EVENT
	Path     string // of all cases
	Within   []Parameter
	Commands casefile.Commands[C]
	Result   reflect.Type             // how the case stands after it
	Claims   bool                     // the body takes the time that is claimed beside the fields of the command
	Also     map[casefile.Kind]string // a second act with which an event can be allowed
	Large    map[casefile.Kind]bool   // events whose body brings a file
	Act      func(context.Context, *Call, id.ID, C, time.Time) (Answer, error)
	Texts    map[casefile.Kind][2]string // summary and detail, where the name of the event says too little
}

// claim is the field that an event takes beside those of its command.
type claim struct {
	Claimed time.Time `json:"claimed,omitzero" doc:"when it happened, where that was before now"`
}

// Routes are the routes of the events, sorted.
func (m Machine[C]) Routes() []*Route {
	var out []*Route
	for _, event := range m.Commands.Events() {
		acts := []string{m.Area + "." + string(event)}
		if also := m.Also[event]; also != "" {
			acts = append(acts, also)
		}
		r := &Route{Method: "POST", Path: m.Path + "/{id}/" + string(event), Name: strings.ReplaceAll(string(event), "_", "-") + "-" + m.Area, Area: m.Area,
			Summary: "Ask for the event " + string(event), Acts: acts, Within: m.Within, Body: m.body(event), Empty: true, Large: m.Large[event], Result: m.Result, Status: 200,
			Handle: func(ctx context.Context, c *Call) (Answer, error) { return m.act(ctx, c, event) }}
		if t, ok := m.Texts[event]; ok {
			r.Summary, r.Detail = t[0], t[1]
		}
		out = append(out, r)
	}
	return out
}

// body is the body of an event: the fields of its command, and claimed.
func (m Machine[C]) body(event casefile.Kind) reflect.Type {
	var fields []reflect.StructField
	if m.Claims {
		fields = reflect.VisibleFields(reflect.TypeFor[claim]())
	}
	for _, f := range reflect.VisibleFields(reflect.TypeOf(m.Commands[event])) {
		if f.IsExported() && f.Tag.Get("json") != "-" {
			fields = append(fields, f)
		}
	}
	return reflect.StructOf(fields)
}

func (m Machine[C]) act(ctx context.Context, c *Call, event casefile.Kind) (Answer, error) {
	of, err := c.ID()
	if err != nil {
		return Answer{}, err
	}
	body, at := c.Body, claim{}
	if m.Claims {
		if body, at, err = apart(body); err != nil {
			return Answer{}, err
		}
	}
	cmd, err := m.Commands.Decode(event, body)
	if err != nil {
		return Answer{}, err
	}
	return m.Act(ctx, c, of, cmd, at.Claimed)
}

// apart splits a body into the fields of the command and the time that it claims.
func apart(body []byte) (rest []byte, at claim, err error) {
	var fields map[string]json.RawMessage
	err = json.Unmarshal(body, &fields)
	if err == nil {
		err = json.Unmarshal(body, &at)
	}
	if err == nil {
		delete(fields, "claimed")
		rest, err = json.Marshal(fields)
	}
	if err != nil {
		return nil, at, fault.Wrap(fault.Invalid, "form.json", err)
	}
	return rest, at, nil
}
