package app

import (
	"context"
	"errors"
	"maps"

	"linli/mediation"
	"linli/platform/i18n"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
)

// mailsOf says of every kind of job that writes to somebody which mail it sends. Here, and in package notify, stands
// everything that leaves linli for a party by itself.
var mailsOf = map[string]notify.Kind{
	"mediation.mail":            notify.Waits,
	"mediation.remind":          notify.Waits,
	"mediation.confirm_address": notify.Address,
	"mediation.former_address":  notify.Changed,
	"mediation.again":           notify.Again,
	"referral.tell":             notify.Waits,
	"report.mail":               notify.Waits,
	"report.confirm_mail":       notify.Address,
}

// Mails says of every kind of job that writes to somebody which mail it sends.
func Mails() map[string]notify.Kind { return maps.Clone(mailsOf) }

// mail tells a party that something waits. Without a mail server nobody is told: the party's page says it all the same.
func (a *App) mail(ctx context.Context, j job.Job) error {
	c, err := j.Payload.ID("case")
	p, err2 := j.Payload.ID("party")
	if err := errors.Join(err, err2); err != nil {
		return job.Permanent(err)
	}
	if a.Mailer == nil {
		return nil
	}
	to, language, code, err := a.Mediation.Address(ctx, j.Tenant, c, p)
	if err != nil || to == "" {
		return err
	}
	return a.send(ctx, j, mailsOf[j.Kind], mediation.MailTo{To: to, Language: language}, "/r/"+string(code))
}

// remind tells one party, or the mediators, of a session that is to come. One that was called off or moved reminds nobody.
func (a *App) remind(ctx context.Context, j job.Job) error {
	c, err := j.Payload.ID("case")
	session, err2 := j.Payload.ID("session")
	if err := errors.Join(err, err2); err != nil {
		return job.Permanent(err)
	}
	if j.Payload["party"] == "" {
		return a.Mediation.RemindMediators(ctx, j.Tenant, c, session)
	}
	party, err := j.Payload.ID("party")
	if err != nil {
		return job.Permanent(err)
	}
	waits, err := a.Mediation.Reminds(ctx, j.Tenant, c, session, party)
	if err != nil || !waits {
		return err
	}
	return a.mail(ctx, j)
}

// remindDue leaves mails of the kind "mediation.mail" for those whom something concerns that falls due, or was due.
func (a *App) remindDue(ctx context.Context, j job.Job) error {
	c, err := j.Payload.ID("case")
	instalment, err2 := j.Payload.ID("instalment")
	if err := errors.Join(err, err2); err != nil {
		return job.Permanent(err)
	}
	return a.Mediation.RemindDue(ctx, j.Tenant, c, instalment, j.Payload["side"])
}

// confirmAddress asks a party to confirm the address that it left. Without a mail server nobody is asked, and no digits are
// made.
func (a *App) confirmAddress(ctx context.Context, j job.Job) error {
	c, p, err := ofParty(j)
	if err != nil || a.Mailer == nil {
		return err
	}
	letter, err := a.Mediation.AddressToConfirm(ctx, j.Tenant, c, p)
	if err != nil || letter.To == "" {
		return err
	}
	return a.send(ctx, j, mailsOf[j.Kind], letter, "/r")
}

// formerAddress tells an address that was taken out that nothing more will come, and destroys it. One that refuses mail, or
// cannot be reached for three days, is destroyed untold.
func (a *App) formerAddress(ctx context.Context, j job.Job) error {
	c, p, err := ofParty(j)
	section, err2 := j.Payload.ID("section")
	if err := errors.Join(err, err2); err != nil {
		return job.Permanent(err)
	}
	if a.Mailer != nil {
		letter, err := a.Mediation.FormerAddress(ctx, j.Tenant, c, p, section)
		if err == nil && letter.To != "" {
			err = a.send(ctx, j, mailsOf[j.Kind], letter, "/r")
		}
		if err != nil && !notify.Refuses(err) {
			return err
		}
	}
	return a.Mediation.ForgetFormer(ctx, j.Tenant, c, section)
}

// tellReporter writes to a reporter that something waits on its page, or asks whether an address is its own. One that refuses mail is destroyed,
// and the reporter's page and its handler's say so. The link leads to no report: whose code it is, is not in a mail.
func (a *App) tellReporter(ctx context.Context, j job.Job) error {
	c, err := j.Payload.ID("case")
	if err != nil {
		return job.Permanent(err)
	}
	if a.Mailer == nil {
		return nil
	}
	kind := mailsOf[j.Kind]
	letter, err := a.Report.Letter(ctx, j.Tenant, c, kind == notify.Address)
	if err != nil || letter.To == "" {
		return err
	}
	err = a.send(ctx, j, kind, mediation.MailTo{To: letter.To, Language: letter.Language, Digits: letter.Digits}, "/r")
	if notify.Refuses(err) {
		return a.Report.RefusesMail(ctx, j.Tenant, c)
	}
	return err
}

// again writes a way back to whoever left an address under the code; under any other code it does nothing.
func (a *App) again(ctx context.Context, j job.Job) error {
	if a.Mailer == nil {
		return nil
	}
	letter, err := a.Mediation.WayBack(ctx, j)
	if err != nil || letter.To == "" {
		return err
	}
	if err := a.send(ctx, j, mailsOf[j.Kind], letter, "/r/again"); err != nil {
		return errors.Join(err, a.Mediation.NotSent(ctx, j.Tenant, letter.Code))
	}
	return nil
}

// send sends what a job has to say, in the language of the person.
func (a *App) send(ctx context.Context, j job.Job, kind notify.Kind, letter mediation.MailTo, path string) error {
	lang, ok := a.Texts.Parse(letter.Language)
	if !ok {
		lang = i18n.Hans
	}
	m := notify.Message{ID: j.ID, Kind: kind, To: letter.To, Language: lang, Link: a.origin + path, Digits: letter.Digits}
	if kind == notify.Again {
		m.Digits, m.Secret = id.ShowPassphrase(letter.Digits), string(letter.Code)+"."+letter.Digits
	}
	return a.Mailer.Send(ctx, m)
}

// ofParty is the case and the party that a job names.
func ofParty(j job.Job) (c, party id.ID, err error) {
	c, err = j.Payload.ID("case")
	party, err2 := j.Payload.ID("party")
	if err = errors.Join(err, err2); err != nil {
		err = job.Permanent(err)
	}
	return c, party, err
}
