package app

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"linli/platform/notify"
)

// openMail sets up the mail server, if the operator named one.
func (a *App) openMail() error {
	if a.Config.SMTP == "" {
		return nil
	}
	if a.Config.URL == "" {
		return errors.New("LINLI_SMTP: mail needs LINLI_URL, to which its links lead")
	}
	a.origin = strings.TrimSuffix(a.Config.URL, "/")
	c, err := mailConfig(a.Config.SMTP)
	if err != nil {
		return err
	}
	c.From, c.Origin = a.Config.MailFrom, a.origin
	if a.Mailer, err = notify.NewMailer(c, a.Texts, a.Clock); err != nil {
		return fmt.Errorf("LINLI_SMTP: %w", err)
	}
	return nil
}

// mailConfig reads smtp://USER:PASSWORD@HOST:PORT (STARTTLS), smtps://… (TLS from the first byte), or
// smtp+none://localhost:PORT for a mail server on this machine.
func mailConfig(address string) (notify.Config, error) {
	u, err := url.Parse(address)
	if err != nil {
		return notify.Config{}, errors.New("LINLI_SMTP: not an address such as smtp://user:password@mail.example.org:587")
	}
	c := notify.Config{Host: u.Hostname(), User: u.User.Username()}
	c.Password, _ = u.User.Password()
	if p := u.Port(); p != "" {
		if c.Port, err = strconv.Atoi(p); err != nil {
			return notify.Config{}, fmt.Errorf("LINLI_SMTP: %q is no port", p)
		}
	}
	switch u.Scheme {
	case "smtp":
		c.TLS = notify.StartTLS
	case "smtps":
		c.TLS = notify.Implicit
	case "smtp+none":
		c.TLS = notify.NoTLS
	default:
		return notify.Config{}, fmt.Errorf("LINLI_SMTP: %q is not smtp, smtps or smtp+none", u.Scheme)
	}
	return c, nil
}
