package report

import (
	"fmt"
	"mime/multipart"
	"net/http"

	"linli/casefile"
	"linli/office"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/report"
	"linli/web/offline"
	"linli/web/page"
)

// Offline is the form in which a clerk without a line writes down what somebody tells, with a slip that was reserved beforehand.
// What is about a unit of the office is not written on a device: whom it is about decides who may read it.
func (p *Pages) Offline() []offline.Form { return []offline.Form{offlineIntake{p}} }

type offlineIntake struct{ *Pages }

// offlineSlips is how many slips are offered at a time.
const offlineSlips = 3

// Name is the form's name.
func (offlineIntake) Name() string { return "report" }

// Labels are the form's questions.
func (offlineIntake) Labels() map[string]string {
	return map[string]string{"said": "offline.report.said", "category": "issue.form.category", "unit": "issue.form.unit", "address": "issue.form.address",
		"place_id": "issue.form.place", "description": "intake.description", "name": "report.new.name", "contact": "report.new.contact"}
}

// Things are slips for people who may come. Each has a random name of its own, and is made when it is taken along.
func (p offlineIntake) Things(r *http.Request) ([]offline.Thing, error) {
	if !p.Report.MayWrite(actor(r)) {
		return nil, nil
	}
	words, err := p.words(r.Context(), r)
	if err != nil {
		return nil, err
	}
	var out []offline.Thing
	for range offlineSlips {
		x := p.Report.IDs.New()
		out = append(out, offline.Thing{Form: "report", Case: x, Thing: x, Name: words.Text("offline.report.slip", nil)})
	}
	return out, nil
}

// Take reserves a slip and gives it with what the form's lists offer.
func (p offlineIntake) Take(r *http.Request, of offline.Thing) (offline.Taken, error) {
	n, err := p.intakePage(r, page.NewForm(nil))
	if err != nil {
		return offline.Taken{}, err
	}
	held, err := p.Report.ReserveSlip(r.Context(), actor(r))
	if err != nil {
		return offline.Taken{}, err
	}
	address := p.Origin + "/r/" + held.Code.String()
	drawn, err := page.QR(address+"#"+held.Passphrase, 6)
	if err != nil {
		return offline.Taken{}, err
	}
	out := n.Along()
	out.Thing, out.Stood = of, "reserved"
	out.Name, out.When = n.words.Text("offline.report.slip", nil), held.Code.String()
	out.Slip = &offline.Slip{Code: held.Code.String(), Passphrase: id.ShowPassphrase(held.Passphrase), Address: address, Picture: string(drawn)}
	return out, nil
}

// Along is what a form about a place or a service needs where there is no line: the categories with their questions, the places
// and the units.
func (t *Telling) Along() offline.Taken {
	out := offline.Taken{Options: map[string][]offline.Option{}}
	for _, c := range t.Rules.Report.Categories {
		if c.Kind.AboutUnit() {
			continue
		}
		out.Options["category"] = append(out.Options["category"], offline.Option{Value: c.Code, Text: c.Label.In(t.lang)})
		of := Telling{Category: c, lang: t.lang}
		for i, a := range of.Asks() {
			ask := offline.Ask{Name: a.Name, Of: c.Code, Type: a.Type, Label: a.Label, Hint: a.Hint, Required: c.Questions[i].Required}
			for _, x := range a.Items {
				ask.Options = append(ask.Options, offline.Option{Value: x.ValueText(), Text: x.Text})
			}
			out.Asks = append(out.Asks, ask)
		}
	}
	for _, x := range t.Places {
		out.Options["place_id"] = append(out.Options["place_id"], offline.Option{Value: x.ID.String(), Text: x.Name})
	}
	for _, u := range t.Units {
		out.Options["unit"] = append(out.Options["unit"], offline.Option{Value: u.ID.String(), Text: u.Name})
	}
	return out
}

// arrive opens the report of a draft, or finds the one that it opened before.
func (p offlineIntake) arrive(r *http.Request, d offline.Draft) (id.Code, error) {
	n, err := p.intakePage(r, page.NewForm(d.Fields))
	if err != nil {
		return "", err
	}
	if n.AboutUnit() {
		return "", fault.Field("category", "form.choose")
	}
	n.CheckWhere()
	n.CheckTell()
	if err := n.Form.Err(); err != nil {
		return "", err
	}
	cmd, err := n.Submit()
	if err != nil {
		return "", err
	}
	cmd.Heard = n.Form.Value("heard")
	code, err := id.ParseCode(d.Code)
	if err != nil {
		return "", casefile.ErrNotReserved
	}
	f, err := d.Arrival(actor(r).Account)
	if err != nil {
		return "", err
	}
	filed, err := p.Report.ArriveSubmit(r.Context(), actor(r), cmd, code, f)
	return filed.Code, err
}

// Send opens the report under the code that the person left with.
func (p offlineIntake) Send(r *http.Request, d offline.Draft) (offline.Answer, error) {
	if _, err := p.arrive(r, d); err != nil {
		return offline.Answer{}, err
	}
	return offline.Answer{Outcome: offline.Sent}, nil
}

// Photograph adds a photograph to the report, as its reporter: who wrote it down need not be who handles it.
func (p offlineIntake) Photograph(r *http.Request, d offline.Draft, n int, file *multipart.FileHeader) error {
	code, err := p.arrive(r, d)
	if err != nil {
		return err
	}
	slip, err := p.Report.Repo.Slip(r.Context(), actor(r).Tenant, code)
	if err != nil {
		return err
	}
	once, err := d.Once(actor(r).Account, n, file)
	if err != nil {
		return err
	}
	f, err := file.Open()
	if err != nil {
		return fmt.Errorf("opening a photograph: %w", err)
	}
	defer f.Close()
	reporter := access.Actor{Kind: access.Resident, Tenant: actor(r).Tenant, Case: slip.Case, Party: slip.Party, Via: office.Web}
	_, _, err = p.Report.UploadOnce(r.Context(), reporter, slip.Case, file.Filename, f, once, func(report.Attachment) []byte { return nil })
	return err
}
