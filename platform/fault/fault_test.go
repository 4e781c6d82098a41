package fault_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"linli/platform/fault"
)

func TestErrorNamesCodeKeyFieldAndCause(t *testing.T) {
	err := fault.Wrap(fault.Invalid, "form.required", io.EOF).At("summary").With(fault.Args{"max": 5, "a": 1})
	if got, want := err.Error(), "invalid: form.required (summary) a=1 max=5: EOF"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	if !errors.Is(err, io.EOF) {
		t.Error("the cause is lost")
	}
}

func TestIsComparesCodeAndKey(t *testing.T) {
	gone := fault.New(fault.NotFound, "case.not_found")
	if !errors.Is(fmt.Errorf("load: %w", gone.At("code")), gone) {
		t.Error("a wrapped fault with a field is not its sentinel")
	}
	if errors.Is(fault.New(fault.Forbidden, "case.not_found"), gone) {
		t.Error("another code counts as the same fault")
	}
}

func TestOf(t *testing.T) {
	if fault.Of(nil) != nil {
		t.Error("Of(nil) is not nil")
	}
	if got := fault.Of(io.EOF); got.Code != fault.Internal || !errors.Is(got, io.EOF) {
		t.Errorf("Of(io.EOF) = %v", got)
	}
	var l fault.List
	if l.Err() != nil {
		t.Error("an empty list is an error")
	}
	l.Add("name", "form.required")
	if got := fault.Of(l.Err()); got.Field != "name" {
		t.Errorf("Of(list) = %v", got)
	}
}

func TestEveryCodeHasAStatus(t *testing.T) {
	for _, c := range []fault.Code{fault.Invalid, fault.Unauthenticated, fault.Forbidden, fault.NotFound, fault.Conflict, fault.Guard,
		fault.Reused, fault.TooLarge, fault.TooMany, fault.Unavailable} {
		if s := c.Status(); s < 400 || s == 500 {
			t.Errorf("%s has status %d", c, s)
		}
	}
}
