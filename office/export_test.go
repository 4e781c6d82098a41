package office

import (
	"encoding/binary"
	"testing"
)

// Occupy takes one of the hasher's places until it is released.
func Occupy(h *Hasher) (release func()) {
	h.places <- struct{}{}
	return func() { <-h.places }
}

// Stolen looks a password up in the list that is built in.
func Stolen(t *testing.T, password string) bool {
	t.Helper()
	found, err := stolen(fold(password))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// CountStolen is how many passwords the list has.
func CountStolen(t *testing.T) int {
	t.Helper()
	list, err := leaked.ReadFile("leaked/passwords.bin")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for ; len(list) > 0; n++ {
		_, size := binary.Uvarint(list)
		if size <= 0 {
			t.Fatal("the list is damaged")
		}
		list = list[size:]
	}
	return n
}

// MostlyWords asks the rule for words of an office.
func MostlyWords(password string, t Tenant, account Account) bool {
	return mostlyWords(fold(password), words(t, account))
}
