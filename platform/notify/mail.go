package notify

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/wneessen/go-mail"

	"linli/platform/clock"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/job"
)

// The faults of sending. What the mail server said is not in them: it repeats addresses.
var (
	ErrAddress     = fault.Field("to", "notify.mail.address_invalid")
	ErrLink        = fault.Field("link", "notify.mail.link_invalid")
	ErrRefused     = fault.New(fault.Invalid, "notify.mail.refused")
	ErrUnreachable = fault.New(fault.Unavailable, "notify.mail.unreachable")
)

// Message is all that a mail may say.
type Message struct {
	ID       id.ID         // the reference in the text and the Message-ID: a mail sent twice is known as one
	Kind     Kind          // which of the few things it says
	To       string        // one address
	Language i18n.Language // of the person
	Link     string        // to a page under the origin; no query and no fragment, which could carry a secret
	Digits   string        // what an [Address] or an [Again] gives to type; empty for the others
	Secret   string        // of an [Again]: what follows the # of the link, and so reaches no server's log; empty for the others
}

// Mailer sends messages through one mail server.
type Mailer struct {
	config Config
	texts  *i18n.Bundle
	clock  clock.Clock
}

// NewMailer checks the settings.
func NewMailer(c Config, texts *i18n.Bundle, clock clock.Clock) (*Mailer, error) {
	c, err := c.normalize()
	if err != nil {
		return nil, err
	}
	return &Mailer{config: c, texts: texts, clock: clock}, nil
}

// Send sends one message. Its errors are the package's faults; those that no retry mends are marked [job.Permanent].
func (m *Mailer) Send(ctx context.Context, msg Message) error {
	letter, err := m.letter(msg)
	if err != nil {
		return job.Permanent(err)
	}
	return m.deliver(ctx, letter)
}

// deliver hands a letter to the mail server.
func (m *Mailer) deliver(ctx context.Context, letter *mail.Msg) error {
	var line connection
	client, err := m.client(&line)
	if err != nil {
		return fmt.Errorf("preparing the mail client: %w", err)
	}
	defer line.close()
	if err := client.DialWithContext(ctx); err != nil {
		// Nothing of the message has left yet, so the server's words name nobody but the office's own account.
		return fault.Wrap(ErrUnreachable.Code, ErrUnreachable.Key, err)
	}
	err = client.Send(letter)
	_ = client.Close() // a server that hangs up after it took the message has taken it
	if err == nil || letter.IsDelivered() {
		return nil
	}
	return failure(err)
}

// failure keeps of an error what names nobody: the step and the code, not the server's words.
func failure(err error) error {
	var at *mail.SendError
	if !errors.As(err, &at) {
		return fault.Wrap(ErrUnreachable.Code, ErrUnreachable.Key, errors.New("the connection broke off"))
	}
	why := fmt.Errorf("%s: SMTP code %d", at.Reason.String(), at.ErrorCode())
	if at.Reason == mail.ErrSMTPRcptTo && !at.IsTemp() {
		return job.Permanent(fault.Wrap(ErrRefused.Code, ErrRefused.Key, why))
	}
	return fault.Wrap(ErrUnreachable.Code, ErrUnreachable.Key, why)
}

// letter writes the message. Only the address, the link and the reference differ from one message to another.
func (m *Mailer) letter(msg Message) (*mail.Msg, error) {
	words, err := msg.words()
	if err != nil {
		return nil, err
	}
	text := func(key string) string {
		return m.texts.Text(msg.Language, key, fault.Args{"reference": msg.ID.String(), "digits": msg.Digits, "address": msg.Link})
	}
	body := []string{text(words.body), msg.address()}
	for _, key := range words.after {
		body = append(body, text(key))
	}
	return m.envelope(msg.ID, msg.To, msg.Language, msg.Link, Subject, body)
}

// envelope puts paragraphs into a letter to one address. Nothing that differs from one message to another stands in its head but
// the address and the reference.
func (m *Mailer) envelope(of id.ID, to string, lang i18n.Language, link, subject string, body []string) (*mail.Msg, error) {
	if !plainAddress(to) {
		return nil, ErrAddress
	}
	if !m.own(link) {
		return nil, ErrLink
	}
	if of.IsZero() {
		return nil, errors.New("notify: a message needs an id")
	}
	letter := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := letter.From(m.config.From); err != nil {
		return nil, errors.New("notify: the sender's address cannot be used")
	}
	if err := letter.To(to); err != nil {
		return nil, ErrAddress
	}
	letter.Subject(m.texts.Text(lang, subject, nil))
	letter.SetDateWithValue(m.clock.Now())
	letter.SetMessageIDWithValue(of.String() + "@" + m.domain())
	letter.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no holiday notice comes back
	letter.SetGenHeader("Content-Language", string(lang))
	letter.SetBodyString(mail.TypeTextPlain, strings.Join(body, "\r\n\r\n")+"\r\n")
	return letter, nil
}

// own reports whether a link leads to a page of this office and carries nothing beside the page.
func (m *Mailer) own(link string) bool {
	rest, ok := strings.CutPrefix(link, m.config.Origin)
	if !ok || !strings.HasPrefix(rest, "/") || strings.ContainsAny(rest, "?#\\@") {
		return false
	}
	if strings.ContainsFunc(link, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return false
	}
	_, err := url.Parse(link)
	return err == nil
}

func (m *Mailer) domain() string {
	_, domain, _ := strings.Cut(m.config.From, "@")
	return domain
}

func (m *Mailer) client(line *connection) (*mail.Client, error) {
	options := []mail.Option{
		mail.WithPort(m.config.Port), mail.WithTimeout(m.config.Timeout), mail.WithHELO(m.domain()),
		mail.WithoutNoop(), mail.WithoutRset(), // one message a connection
		mail.WithDialContextFunc(line.dial(m.config)),
	}
	switch m.config.TLS {
	case StartTLS:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory),
			mail.WithTLSConfig(&tls.Config{ServerName: m.config.Host, MinVersion: tls.VersionTLS12, RootCAs: m.config.roots}))
	case Implicit:
		options = append(options, mail.WithTLSPolicy(mail.TLSOpportunistic)) // the connection is TLS already
	case NoTLS:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if m.config.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover),
			mail.WithUsername(m.config.User), mail.WithPassword(m.config.Password))
	}
	return mail.NewClient(m.config.Host, options...)
}
