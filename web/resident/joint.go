package resident

import (
	"net/http"
	"slices"

	"linli/consent"
	"linli/mediation"
	"linli/platform/id"
)

type jointPage struct {
	*partyPage
	Units []jointUnit
}

// jointUnit is another unit that mediates, or would, with what this party said of it.
type jointUnit struct {
	mediation.JointUnit
	Name  string
	Guest bool // it belongs to another organisation
	Asks  bool // the party has not given its word
}

// Joint are the other units on which the party is asked, or that take part.
func (o *partyPage) Joint() []mediation.JointUnit {
	if !o.Inside() || !o.can("agree_joint") {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(o.Case.Joint), func(j mediation.JointUnit) bool { return !j.Ended.IsZero() })
}

// JointAsks reports whether another unit waits for this party's own word.
func (o *partyPage) JointAsks() bool { return o.jointWaits() && !o.SpokenFor("agree_joint") }

// jointWaits reports whether one waits for the party, whoever speaks for it.
func (o *partyPage) jointWaits() bool {
	return slices.ContainsFunc(o.Joint(), func(j mediation.JointUnit) bool { return o.asksJoint(j) })
}

func (o *partyPage) asksJoint(j mediation.JointUnit) bool {
	return j.Waits() && !slices.Contains(j.Agreed, o.Me.ID)
}

// AboutJoint is the notice that is read before the answer.
func (o *partyPage) AboutJoint() []string {
	return paragraphs(o.Rules.Text(o.lang, o.Rules.Mediation.Joint.Text))
}

func (p *Pages) jointOf(r *http.Request, own *partyPage) (*jointPage, error) {
	tree, err := p.Office.Tree(r.Context(), own.Case.Tenant)
	if err != nil {
		return nil, err
	}
	d := &jointPage{partyPage: own}
	for _, j := range own.Joint() {
		u, _ := tree.Unit(j.Unit)
		d.Units = append(d.Units, jointUnit{j, u.Name, u.Guest(), own.asksJoint(j)})
	}
	return d, nil
}

// jointForm shows the other units and the notice.
func (p *Pages) jointForm(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.take(r, v)
	if err != nil {
		return err
	}
	if len(own.Joint()) == 0 {
		return seeOther(w, r, own.At)
	}
	data, err := p.jointOf(r, own)
	if err != nil {
		return err
	}
	return p.show(w, r, own.Form, "joint", data)
}

// joint takes the party's word on one of them, also a no after a yes. Who said no is told to nobody.
func (p *Pages) joint(w http.ResponseWriter, r *http.Request, v *visitor) error {
	own, err := p.read(r, v)
	if err != nil {
		return err
	}
	data, err := p.jointOf(r, own)
	if err != nil {
		return err
	}
	unit, err := id.Parse(own.Form.Value("joint"))
	if err != nil || !slices.ContainsFunc(data.Units, func(j jointUnit) bool { return j.ID == unit }) {
		return seeOther(w, r, own.At)
	}
	answer := own.Form.Value("answer")
	if answer != "yes" && answer != "no" {
		own.Form.Add("answer", "form.choose")
		return p.show(w, r, own.Form, "joint", data)
	}
	word := mediation.AgreeJoint{Joint: unit, Party: own.Me.ID, Yes: answer == "yes", How: consent.Screen, Language: own.lang}
	if err := p.ask(r, v, own.Form, word); err != nil {
		if !own.Form.Take(err) {
			return err
		}
		return p.show(w, r, own.Form, "joint", data)
	}
	p.Edge.Notify(w, "joint.own.done_"+answer)
	return seeOther(w, r, own.At)
}
