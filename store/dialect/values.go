package dialect

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"

	"linli/platform/clock"
)

// step is a statement of a Change with its arguments as the engines take them: nothing is computed once a batch runs.
type step struct {
	*statement
	args []any
	rows int64
}

func (db *DB) steps(change []Statement) ([]step, error) {
	steps := make([]step, len(change))
	for i, c := range change {
		s := db.parse(c.SQL)
		args, err := values(s, c.Args)
		if err != nil {
			return nil, fmt.Errorf("statement %d: %w", i, err)
		}
		steps[i] = step{statement: s, args: args, rows: c.Rows}
	}
	return steps, nil
}

func values(s *statement, args []any) ([]any, error) {
	if len(args) != s.params {
		return nil, fmt.Errorf("%d arguments for %d placeholders: %s", len(args), s.params, s.postgres)
	}
	out := make([]any, len(args))
	for i, a := range args {
		v, err := value(a)
		if err != nil {
			return nil, fmt.Errorf("argument $%d: %w", i+1, err)
		}
		out[i] = v
	}
	return out, nil
}

// value is a as both engines keep it.
func value(a any) (any, error) {
	switch a := a.(type) {
	case nil, int64, string:
		return a, nil
	case int:
		return int64(a), nil
	case []byte:
		if a == nil {
			return nil, nil
		}
		return a, nil
	case json.RawMessage:
		if a == nil {
			return nil, nil
		}
		return string(a), nil
	case time.Time:
		return clock.Micros(a), nil
	case bool:
		return bit(a), nil
	}
	v, err := driver.DefaultParameterConverter.ConvertValue(a)
	if err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case time.Time:
		return clock.Micros(v), nil
	case bool:
		return bit(v), nil
	}
	return v, nil
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// targets wraps those targets of Scan that database/sql would not fill as this package promises.
func targets(dest []any) []any {
	for i, d := range dest {
		switch d := d.(type) {
		case *time.Time:
			dest[i] = (*instant)(d)
		case *json.RawMessage:
			dest[i] = (*document)(d)
		}
	}
	return dest
}

type instant time.Time

func (t *instant) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*t = instant{}
	case int64:
		*t = instant(clock.FromMicros(v))
	default:
		return fmt.Errorf("an instant is microseconds, not a %T", v)
	}
	return nil
}

type document json.RawMessage

func (d *document) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*d = nil
	case string:
		*d = document(v)
	case []byte:
		*d = append(document(nil), v...)
	default:
		return fmt.Errorf("a JSON document is text, not a %T", v)
	}
	return nil
}
