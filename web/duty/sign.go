package duty

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"linli/duty"
	"linli/rulebook"
	"linli/web/page"
)

// signPage shows a statement, and below it the ways to sign it: nobody signs what was not there to read.
type signPage struct {
	*view
	statement
	Reason  string // why so late, once that is said
	Passkey bool
}

// statement is a text as its reader reads it.
type statement struct {
	Language   string // in which it is read
	Official   string // name of the language that is authoritative; empty where it is this one
	Name       string // its title
	Paragraphs []string
	Hash       string
	Others     []page.Link // the other languages in which it can be read
}

// reads is the statement of a duty in the language that a reader asks for, or the nearest that there is; false where it has none.
func (v *view) reads(asked, at string) (statement, bool) {
	text, ok := v.Rules.Duties.Statement(v.Rule.Statement)
	if !ok {
		return statement{}, false
	}
	lang := asked
	if !slices.Contains(v.Rules.Languages, lang) {
		lang = text.Title.Nearest(string(v.Language))
	}
	out := statement{Language: lang, Name: text.Title.In(lang), Hash: text.Hash(lang)}
	for _, p := range text.Text {
		out.Paragraphs = append(out.Paragraphs, p.In(lang))
	}
	out.Official = v.official(out)
	for _, other := range v.Rules.Languages {
		if other != lang {
			out.Others = append(out.Others, page.Link{Text: v.t("duty.sign.read_in", "language", v.NameOf(other)), Href: at + "?in=" + url.QueryEscape(other)})
		}
	}
	return out, true
}

// official is the name of the language that is authoritative; empty where a statement is read in it.
func (v *view) official(s statement) string {
	if first := v.Rules.Languages[0]; first != s.Language {
		return v.NameOf(first)
	}
	return ""
}

// UnitName is the name of the unit that owes it.
func (v *view) UnitName() string { return v.units[v.Case.Unit] }

// With is the part of the addresses that says in which language it was read, and why it is late.
func (s *signPage) With() string {
	q := url.Values{"in": {s.Language}}
	if s.Reason != "" {
		q.Set("reason", s.Reason)
	}
	return "?" + q.Encode()
}

// Explains reports whether it is late, and why was not said yet.
func (s *signPage) Explains() bool { return s.now.After(s.last) && s.Reason == "" }

// ReasonItems are the reasons for which it is late.
func (s *signPage) ReasonItems() []page.Item { return (&actPage{view: s.view}).ReasonItems() }

// command is what whoever sends the page asks for.
func (s *signPage) command(text string) duty.Sign {
	return duty.Sign{Text: text, Language: s.Language, Reason: s.Reason}
}

func (p *Pages) signPage(r *http.Request) (*signPage, error) {
	v, err := p.view(r, false)
	if err != nil {
		return nil, err
	}
	if err := p.Duty.May(r.Context(), actor(r), v.Case, "sign"); err != nil {
		return nil, err
	}
	s := &signPage{view: v, Passkey: p.Duty.PasskeysOn()}
	q := r.URL.Query()
	if reason := q.Get("reason"); v.now.After(v.last) && slices.Contains(duty.Reasons(), reason) {
		s.Reason = reason
	}
	s.statement, _ = v.reads(q.Get("in"), v.Href("sign"))
	return s, nil
}

func (p *Pages) signForm(w http.ResponseWriter, r *http.Request) error {
	s, err := p.signPage(r)
	if err != nil {
		return err
	}
	if !slices.Contains(s.Next, "sign") {
		return seeOther(w, r, s.Href())
	}
	p.Render.Render(w, r, http.StatusOK, "duty/sign", s)
	return nil
}

// signDrawn takes a drawn signature with the code of the account's second factor.
func (p *Pages) signDrawn(w http.ResponseWriter, r *http.Request) error {
	form, err := page.ReadForm(r)
	if err != nil {
		return err
	}
	s, err := p.signPage(r)
	if err != nil {
		return err
	}
	s.Form = form
	drawing, err := form.Drawing()
	if err == nil {
		_, err = p.Duty.SignDrawn(r.Context(), actor(r), s.Case.ID, s.command(form.Value("text")), form.Value("one_time_code"), drawing)
	}
	if err == nil {
		p.Browser.Notify(w, "duty.done.sign")
		return seeOther(w, r, s.Href())
	}
	if !form.Take(err) {
		return err
	}
	p.Render.Render(w, r, form.Status(), "duty/sign", s)
	return nil
}

// passkeyBegin begins to sign by passkey.
func (p *Pages) passkeyBegin(w http.ResponseWriter, r *http.Request) error {
	s, err := p.signPage(r)
	if err != nil {
		return err
	}
	sent, err := page.ReadSigned(w, r)
	if err != nil {
		return err
	}
	c, err := p.Duty.BeginPasskey(r.Context(), actor(r), s.Case.ID, s.command(sent.Text))
	if err != nil {
		return err
	}
	return page.TellScript(w, c)
}

// passkeySign signs with the browser's answer.
func (p *Pages) passkeySign(w http.ResponseWriter, r *http.Request) error {
	s, err := p.signPage(r)
	if err != nil {
		return err
	}
	sent, err := page.ReadSigned(w, r)
	if err != nil {
		return err
	}
	if _, err := p.Duty.FinishPasskey(r.Context(), actor(r), s.Case.ID, s.command(sent.Text), sent.Answer); err != nil {
		return err
	}
	p.Browser.Notify(w, "duty.done.sign")
	return page.TellScript(w, map[string]string{"location": s.Href()})
}

// Statement is what is signed, for whoever sees the occurrence; nil where it has none.
func (v *view) Statement() *statement {
	s, ok := v.reads("", v.Href())
	if !ok {
		return nil
	}
	return &s
}

// how says by which means a statement was signed. A signature by passkey is checked anew for each reader who opens it.
func (v *view) how(e duty.Evidence) string {
	how := v.t("duty.sign.by_" + map[string]string{duty.OnPaper: "paper", duty.Drawn: "hand", duty.ByPasskey: "passkey"}[e.Signed.Means])
	if v.Opened != nil {
		if checked := v.Opened.Check(e); checked != "" {
			return v.t("duty.sign."+string(checked), "how", how)
		}
	}
	return how
}

// signed says how a statement was signed, in which post, and what text.
func (v *view) signed(e duty.Evidence) string {
	if e.Signed.Text == "" {
		return v.how(e)
	}
	return v.t("duty.sign.text_mark", "how", v.how(e), "post", v.post(rulebook.Post(e.Signed.Post)), "mark", strings.ToLower(e.Signed.Text[:16]))
}
