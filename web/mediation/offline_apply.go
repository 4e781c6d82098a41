package mediation

import (
	"fmt"
	"net/http"

	"linli/casefile"
	"linli/mediation"
	"linli/mediation/paper"
	"linli/platform/id"
	"linli/web/offline"
	"linli/web/page"
)

// offlineApply is an application at the counter while there is no line: with a slip that was reserved beforehand, so that the
// person leaves with one.
type offlineApply struct{ *Pages }

// offlineSlips is how many slips are offered at a time.
const offlineSlips = 3

// Name is the form's name.
func (offlineApply) Name() string { return "apply" }

// Labels are the form's questions.
func (offlineApply) Labels() map[string]string {
	return map[string]string{"said": "offline.apply.said", "unit": "staff.new.unit", "type": "staff.case.type", "own_dispute": "staff.new.own", "summary": "staff.new.summary"}
}

// Things are slips for people who may come. Each has a random name of its own, and is made when it is taken along.
func (p offlineApply) Things(r *http.Request) ([]offline.Thing, error) {
	if len(p.clerkIn(actor(r))) == 0 {
		return nil, nil
	}
	var out []offline.Thing
	for range offlineSlips {
		x := p.Mediation.IDs.New()
		out = append(out, offline.Thing{Form: "apply", Case: x, Thing: x, Name: p.locale(r).Text("offline.apply.slip", nil)})
	}
	return out, nil
}

// Take reserves a slip and gives it with what the form's lists offer.
func (p offlineApply) Take(r *http.Request, of offline.Thing) (offline.Taken, error) {
	in, err := p.offlineIntake(r, nil)
	if err != nil {
		return offline.Taken{}, err
	}
	held, err := p.Mediation.ReserveSlip(r.Context(), actor(r), in.units[0])
	if err != nil {
		return offline.Taken{}, err
	}
	s := paper.Slip{Origin: p.Origin, Code: held.Code, Passphrase: held.Passphrase}
	drawn, err := page.QR(s.URL(), 8)
	if err != nil {
		return offline.Taken{}, err
	}
	of.Name, of.When = in.t("offline.apply.slip"), held.Code.String()
	out := offline.Taken{Thing: of, Stood: "reserved", Options: map[string][]offline.Option{}, Slip: &offline.Slip{Code: held.Code.String(),
		Passphrase: id.ShowPassphrase(held.Passphrase), Address: s.CheckURL(), Picture: string(drawn)}}
	for _, t := range in.rules.Mediation.DisputeTypes {
		out.Options["type"] = append(out.Options["type"], offline.Option{Value: t.Code, Text: in.in(t.Label)})
	}
	for _, u := range in.Units {
		out.Options["unit"] = append(out.Options["unit"], offline.Option{Value: u.ValueText(), Text: u.Text})
	}
	return out, nil
}

// offlineIntake is the clerk's form of the office, filled with what came from a device: one applicant and one other party.
func (p offlineApply) offlineIntake(r *http.Request, d *offline.Draft) (*intake, error) {
	f := page.NewForm(nil)
	if d != nil {
		f = page.NewForm(d.Fields)
	}
	in, err := p.intake(r, f)
	if err != nil {
		return nil, err
	}
	in.Form.Set("parties", "2")
	in.Form.Set("source", "oral")
	for i, role := range []mediation.Role{mediation.Applicant, mediation.Respondent} {
		in.Form.Set(fmt.Sprintf("parties[%d].role", i), string(role))
		in.Form.Set(fmt.Sprintf("parties[%d].kind", i), "person")
	}
	return in, nil
}

// Send opens the case under the code that the person left with.
func (p offlineApply) Send(r *http.Request, d offline.Draft) (offline.Answer, error) {
	in, err := p.offlineIntake(r, &d)
	if err != nil {
		return offline.Answer{}, err
	}
	cmd := in.read()
	if err := in.Form.Err(); err != nil {
		return offline.Answer{}, err
	}
	code, err := id.ParseCode(d.Code)
	if err != nil {
		return offline.Answer{}, casefile.ErrNotReserved
	}
	f, err := d.Arrival(actor(r).Account)
	if err == nil {
		_, err = p.Mediation.ArriveApply(r.Context(), actor(r), cmd, code, f)
	}
	if err != nil {
		return offline.Answer{}, named(placed(err))
	}
	return offline.Answer{Outcome: offline.Sent}, nil
}
