package notify

import (
	"context"
	"errors"

	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/job"
)

// News is all that a mail to somebody who follows a public page may say: the office's own names of what is new, and where it stands. What
// people wrote has no place in it, for a mail cannot be taken back.
type News struct {
	ID       id.ID
	To       string
	Language i18n.Language
	Of       string // what is followed, in the office's words
	Page     string // where the mails are confirmed and stopped: a page, which takes the one click of RFC 8058 as well
	Items    []Item // none: the mail asks whether the address wants them
	More     string // to the whole list
}

// Item is one new entry.
type Item struct{ Title, Link string }

// SendNews sends one message to somebody who follows a public page. Its errors are those of [Mailer.Send].
func (m *Mailer) SendNews(ctx context.Context, n News) error {
	text := func(key string) string { return m.texts.Text(n.Language, key, fault.Args{"of": n.Of}) }
	subject, body := "notify.news.ask_subject", []string{text("notify.news.ask"), n.Page, text("notify.news.ask_stop")}
	if len(n.Items) > 0 {
		subject, body = "notify.news.subject", []string{text("notify.news.body")}
		for _, x := range n.Items {
			if !m.own(x.Link) {
				return job.Permanent(ErrLink)
			}
			body = append(body, x.Title+"\r\n"+x.Link)
		}
		body = append(body, text("notify.news.more"), n.More, text("notify.news.stop"), n.Page)
	}
	if !m.own(n.More) {
		return job.Permanent(ErrLink)
	}
	letter, err := m.envelope(n.ID, n.To, n.Language, n.Page, subject, body)
	if err != nil {
		return job.Permanent(err)
	}
	letter.SetGenHeader("List-Unsubscribe", "<"+n.Page+">")                    // RFC 8058, 3.1
	letter.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click") // the same
	return m.deliver(ctx, letter)
}

// Refuses reports whether nothing sent to an address will ever arrive.
func Refuses(err error) bool { return errors.Is(err, ErrRefused) || errors.Is(err, ErrAddress) }
