package office

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"rsc.io/qr"

	"linli/office"
	"linli/web/page"
)

type enrolPage struct {
	Form *page.Form
	office.Enrolling
	Picture template.HTML // the QR code of the second factor
}

func (p *Pages) enrolForm(w http.ResponseWriter, r *http.Request) error {
	p.Render.Render(w, r, http.StatusOK, "office/enrol", enrolPage{Form: page.NewForm(nil)})
	return nil
}

// enrol takes the code that the administrator handed over and shows what has to be set.
func (p *Pages) enrol(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	form.Require("code")
	if form.Faulty() {
		p.Render.Render(w, r, form.Status(), "office/enrol", enrolPage{Form: form})
		return nil
	}
	e, err := p.Office.Enrol(r.Context(), form.Value("code"), p.Browser.Client(r))
	if err != nil {
		return p.again(w, r, form, err, "office/enrol", enrolPage{Form: form})
	}
	return p.showEnrolling(w, r, page.NewForm(nil), e)
}

// enrolComplete takes the password, twice, and a code from the authenticator, and signs in.
func (p *Pages) enrolComplete(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	form.Require("password", "repeat", "code")
	password := r.PostFormValue("password")
	if !form.Faulty() && password != r.PostFormValue("repeat") {
		form.Add("repeat", "signin.password.differs")
	}
	step := form.Value("step")
	if !form.Faulty() {
		token, err := p.Office.CompleteEnrolment(r.Context(), step, password, form.Value("code"))
		if err == nil {
			next, err := p.signedIn(w, r, token, "/account")
			if err != nil {
				return err
			}
			p.Browser.Notify(w, "signin.enrol.done")
			return seeOther(w, r, next)
		}
		if errors.Is(err, office.ErrStepOver) {
			return p.again(w, r, form, err, "office/enrol", enrolPage{Form: form})
		}
		if !form.Take(err) {
			return err
		}
	}
	e, err := p.Office.Resume(r.Context(), step)
	if err != nil {
		return p.again(w, r, form, err, "office/enrol", enrolPage{Form: form})
	}
	return p.showEnrolling(w, r, form, e)
}

func (p *Pages) showEnrolling(w http.ResponseWriter, r *http.Request, form *page.Form, e office.Enrolling) error {
	form.Set("code", "")
	picture, err := drawQR(e.Address)
	if err != nil {
		return err
	}
	p.Render.Render(w, r, form.Status(), "office/enrolment", enrolPage{Form: form, Enrolling: e, Picture: picture})
	return nil
}

// drawQR draws a QR code as SVG, black on white in any colour scheme, with the quiet zone that readers need (ISO/IEC
// 18004 section 9.1: four modules).
func drawQR(text string) (template.HTML, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("drawing a QR code: %w", err)
	}
	const quiet = 4
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	side := code.Size + 2*quiet
	//nolint:gosec // numbers only
	return template.HTML(fmt.Sprintf(`<svg class="linli-qr" viewBox="0 0 %d %d" width="220" height="220" aria-hidden="true" focusable="false" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`,
		side, side, side, side, path.String())), nil
}
