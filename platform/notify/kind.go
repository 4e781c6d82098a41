package notify

import (
	"errors"
	"regexp"
	"slices"
)

// Kind is one of the few things that a mail can say. Whoever adds one adds it here, where the tests of the safe-contact
// rule find it.
type Kind string

// The kinds.
const (
	Waits   Kind = "waits"   // something waits on the page behind the link
	Address Kind = "address" // the address was given; digits that are typed on the person's own page confirm it
	Changed Kind = "changed" // the address was taken out, and nothing else comes here
	Again   Kind = "again"   // a way back to a page whose slip was lost
)

// Kinds lists every kind.
func Kinds() []Kind { return []Kind{Waits, Address, Changed, Again} }

// Subject is the message key of every mail's subject, whatever it says.
const Subject = "notify.mail.subject"

// words are the message keys of a mail: what stands before the link, and what after it.
type words struct {
	body  string
	after []string
}

var said = map[Kind]words{
	Waits:   {"notify.mail.body", []string{"notify.mail.reference", "notify.mail.stop"}},
	Address: {"notify.mail.address_body", []string{"notify.mail.reference", "notify.mail.address_stop"}},
	Changed: {"notify.mail.changed_body", []string{"notify.mail.reference", "notify.mail.changed_stop"}},
	Again:   {"notify.mail.again_body", []string{"notify.mail.again_digits", "notify.mail.reference", "notify.mail.again_stop"}},
}

// Texts are the message keys of everything that mails of a kind say.
func (k Kind) Texts() []string {
	return slices.Concat([]string{Subject, said[k].body}, said[k].after)
}

var (
	digitsOf   = map[Kind]*regexp.Regexp{Address: regexp.MustCompile(`^[0-9]{6}$`), Again: regexp.MustCompile(`^([0-9]{4}-){3}[0-9]{4}$`)}
	secretPart = regexp.MustCompile(`^[0-9A-Z]{16}\.[0-9]{16}$`)
)

// words are what the message says. It refuses a kind that is not there, and digits or a secret where they do not belong.
func (m Message) words() (words, error) {
	w, known := said[m.Kind]
	digits, has := digitsOf[m.Kind]
	switch {
	case !known:
		return w, errors.New("notify: the message says nothing that a mail can say")
	case has && !digits.MatchString(m.Digits) || !has && m.Digits != "":
		return w, errors.New("notify: digits are for an address to be confirmed and for a way back, and for nothing else")
	case m.Kind == Again && !secretPart.MatchString(m.Secret) || m.Kind != Again && m.Secret != "":
		return w, errors.New("notify: a secret is for a way back, and for nothing else")
	}
	return w, nil
}

// address is the link as it stands in the text, with what follows the # of a way back.
func (m Message) address() string {
	if m.Secret == "" {
		return m.Link
	}
	return m.Link + "#" + m.Secret
}
