package app

import (
	"net/url"
	"strconv"
	"strings"

	"linli/platform/fault"
	"linli/platform/notify"
)

// openMail sets up the mail server, if the operator named one.
func (a *App) openMail() error {
	if a.Config.SMTP == "" {
		return nil
	}
	if a.Config.URL == "" {
		return wrong("cli.config.smtp_url", "")
	}
	a.origin = strings.TrimSuffix(a.Config.URL, "/")
	c, err := mailConfig(a.Config.SMTP)
	if err != nil {
		return err
	}
	c.From, c.Origin = a.Config.MailFrom, a.origin
	if a.Mailer, err = notify.NewMailer(c, a.Texts, a.Clock); err != nil {
		return fault.Wrap(fault.Invalid, "cli.config.smtp", err)
	}
	return nil
}

// mailConfig reads smtp://USER:PASSWORD@HOST:PORT (STARTTLS), smtps://… (TLS from the first byte), or
// smtp+none://localhost:PORT for a mail server on this machine.
func mailConfig(address string) (notify.Config, error) {
	u, err := url.Parse(address)
	if err != nil {
		return notify.Config{}, wrong("cli.config.smtp", "") // the cause repeats the password
	}
	c := notify.Config{Host: u.Hostname(), User: u.User.Username()}
	c.Password, _ = u.User.Password()
	if p := u.Port(); p != "" {
		if c.Port, err = strconv.Atoi(p); err != nil {
			return notify.Config{}, wrong("cli.config.smtp", "")
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
		return notify.Config{}, wrong("cli.config.smtp", "")
	}
	return c, nil
}
