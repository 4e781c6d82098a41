package notify

import (
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/job"
)

// Staff is all that a mail to somebody who works here may say: how much there is to do, the numbers of cases, and where. It has no
// place for a name or a word of anybody.
type Staff struct {
	ID       id.ID
	To       string
	Language i18n.Language
	Link     string // to a page under the origin
	Digits   string // that confirm the address; then it says nothing else

	Late, Today, Week int // promises that are late, fall due today, and within a week
	Sessions          int // that the account holds until the end of the next day
	Codes             []string
}

var codeOf = regexp.MustCompile(`^[0-9]{4}-[0-9]{1,6}$`)

// SendStaff sends one message to somebody who works here. Its errors are those of [Mailer.Send].
func (m *Mailer) SendStaff(ctx context.Context, s Staff) error {
	body, err := m.ofStaff(s)
	if err != nil {
		return job.Permanent(err)
	}
	letter, err := m.envelope(s.ID, s.To, s.Language, s.Link, "notify.staff.subject", body)
	if err != nil {
		return job.Permanent(err)
	}
	return m.deliver(ctx, letter)
}

// ofStaff are the paragraphs of a message.
func (m *Mailer) ofStaff(s Staff) ([]string, error) {
	text := func(key string, args fault.Args) string { return m.texts.Text(s.Language, key, args) }
	if s.Digits != "" {
		if !digitsOf[Address].MatchString(s.Digits) {
			return nil, errors.New("notify: an address is confirmed by six digits")
		}
		return []string{text("notify.staff.address", fault.Args{"digits": s.Digits}), s.Link, text("notify.staff.address_stop", nil)}, nil
	}
	for _, c := range s.Codes {
		if !codeOf.MatchString(c) {
			return nil, errors.New("notify: a mail to staff names cases by year and number alone")
		}
	}
	body := []string{text("notify.staff.body", fault.Args{"late": strconv.Itoa(s.Late), "today": strconv.Itoa(s.Today), "week": strconv.Itoa(s.Week), "sessions": strconv.Itoa(s.Sessions)})}
	if len(s.Codes) > 0 {
		body = append(body, text("notify.staff.codes", fault.Args{"codes": strings.Join(s.Codes, ", ")}))
	}
	return append(body, s.Link, text("notify.staff.stop", nil)), nil
}
