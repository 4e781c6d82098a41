package apptest

import "linli/mediation"

// SenderBody and SenderNumber are what stands on the letter of [World.Sent].
const (
	SenderBody   = "石桥镇来函单位"
	SenderNumber = "石函〔2026〕7号"
)

// Sent makes a body send what the world's people tell from now on; empty: nobody does.
func (w *World) Sent(kind string) {
	w.Tells = nil
	if kind == "" {
		return
	}
	w.Tells = func() mediation.Apply {
		a := w.Application()
		a.Source, a.Sent = kind, &mediation.NewSender{Body: SenderBody, Number: SenderNumber, Dated: w.Clock.Now().Format("2006-01-02")}
		return a
	}
}

// letter files the scan of the letter that brought a case, if one did.
func (w *World) letter(c mediation.Case) mediation.Case {
	if c.Sent == nil {
		return c
	}
	return w.Act(w.As("clerk"), c, mediation.Attach{Attachment: w.App.IDs.New(), Name: "letter.pdf", Type: "application/pdf", Size: 1})
}
