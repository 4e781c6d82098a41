package casefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"reflect"
	"slices"

	"linli/platform/fault"
)

// Commands are what a program can ask of a machine: by each event the empty command, whose exported fields are what is sent.
type Commands[C any] map[Kind]C

// Events are the events that can be asked for, sorted.
func (m Commands[C]) Events() []Kind { return slices.Sorted(maps.Keys(m)) }

// Decode reads a command from JSON, strictly: an unknown field is refused, never dropped in silence. Errors: fault.Invalid
// "form.json", at the field where one is of the wrong type; fault.NotFound for an event that there is not.
func (m Commands[C]) Decode(event Kind, input []byte) (C, error) {
	cmd, ok := m[event]
	if !ok {
		return cmd, fault.New(fault.NotFound, "fault.not_found")
	}
	if len(bytes.TrimSpace(input)) == 0 {
		return cmd, nil
	}
	into := reflect.New(reflect.TypeOf(cmd))
	d := json.NewDecoder(bytes.NewReader(input))
	d.DisallowUnknownFields()
	if err := d.Decode(into.Interface()); err != nil {
		f := fault.Wrap(fault.Invalid, "form.json", err)
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			f = f.At(wrong.Field)
		}
		return cmd, f
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return cmd, fault.New(fault.Invalid, "form.json")
	}
	return into.Elem().Interface().(C), nil //nolint:forcetypeassert // it has the type of the command
}
