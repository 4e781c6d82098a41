package paper

import (
	"cmp"
	"net/http"
	"strings"

	"linli/mediation"
	"linli/platform/fault"
	"linli/web/page"
)

// draw takes a drawn signature. A party acts for itself: on its own page, or on the office's device, where it opens its
// case with its slip. Besides, it enters the one-time code that the office gave it. A mediator draws for no colleague, and
// a seal is no drawing.
func (p *Pages) draw(r *http.Request, who reader, t task, form *page.Form) error {
	signer := who.Actor
	switch t.As {
	case "party":
		if who.Own.IsZero() {
			party, err := p.Mediation.Enter(r.Context(), who.Tenant, form.Value("code"), form.Value("passphrase"))
			if err != nil {
				return err
			}
			if party.Case != who.Of || party.Party != t.Of {
				return mediation.ErrSlip
			}
			party.Via, party.Language = who.Via, who.Language
			signer = party
		}
	case "mediator":
		if t.c.Engagement(t.Of).Account != who.Account {
			return fault.New(fault.Guard, "paper.sign.not_yours")
		}
	default:
		return fault.New(fault.Guard, "paper.sign.on_paper")
	}
	picture, err := form.Drawing()
	if err != nil {
		return err
	}
	file := mediation.UploadInput{Party: signer.Party, Name: "signature.png", Reader: picture}
	_, err = p.Mediation.SignDrawn(r.Context(), signer, who.Of, t.command(form, "screen"), form.Value("one_time_code"), file)
	return err
}

// giveCode makes a one-time code for the party and shows it this once. Who reads the text out to the party is named with it.
func (p *Pages) giveCode(w http.ResponseWriter, r *http.Request, who reader) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	t, err := p.task(r, who)
	if err != nil {
		return err
	}
	if t.As != "party" {
		return mediation.ErrNotFound
	}
	code, until, err := p.Mediation.GiveCode(r.Context(), who.Actor, who.Of, mediation.GiveCode{Party: t.Of, Interpreter: t.interpreter(form, "")})
	if err != nil {
		if !form.Take(atInterpreter(err, "")) {
			return err
		}
		return p.showSign(w, r, who, t, form, form.Status())
	}
	data, err := p.signPage(r.Context(), who, t, form)
	if err != nil {
		return err
	}
	data.Code, data.Until = code[:3]+" "+code[3:], until
	p.Render.Render(w, r, http.StatusOK, side(who)+"sign", data)
	return nil
}

// interpreter is who reads the text out to the party; nobody where neither a name nor a language was given. Where the language is not
// said it is the party's own.
func (t task) interpreter(form *page.Form, at string) *mediation.Interpreting {
	at += "interpreter_"
	i := &mediation.Interpreting{Name: form.Value(at + "name"), Language: form.Value(at + "language"), Unbound: form.Checked(at + "unbound"), Consented: form.Checked(at + "consented")}
	if *i == (mediation.Interpreting{}) {
		return nil
	}
	i.Language = cmp.Or(i.Language, t.language)
	return i
}

// atInterpreter says at which field of the page a fault of an interpreter stands.
func atInterpreter(err error, at string) error {
	if err == nil {
		return nil
	}
	at += "interpreter_"
	f := fault.Of(err)
	if what, is := strings.CutPrefix(f.Field, "interpreter."); is {
		return f.At(at + what)
	}
	switch f.Key {
	case "mediation.guard.interpreter_bound":
		return f.At(at + "unbound")
	case "mediation.guard.interpreter_unwanted":
		return f.At(at + "consented")
	}
	return err
}
