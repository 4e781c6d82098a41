package apptest

import (
	"slices"
	"time"

	"linli/app"
	"linli/consent"
	"linli/office"
	"linli/platform/access"
	"linli/platform/id"
	"linli/referral"
	"linli/referral/directory"
)

// Worker is an account of V1 that helps people to services.
func (w *World) Worker() access.Actor {
	w.T.Helper()
	if !slices.ContainsFunc(w.As("clerk").Posts, func(p access.Post) bool { return p.Kind == access.Referral }) {
		w.Give("clerk", "V1", access.Referral)
	}
	return w.As("clerk")
}

// Clinic enters a service into the directory that listens to those who need a lawyer, and confirms it.
func (w *World) Clinic(name string) id.ID {
	w.T.Helper()
	service, err := w.App.Directory.Save(w.Ctx, w.Worker(), id.ID{}, 0, directory.Sheet{NewOrganization: name, Name: name, Description: "法律援助", Status: "active"})
	w.must(err)
	return service
}

// Outside opens an account for the organisation of a service and signs it in: [World.Session] is its session.
func (w *World) Outside(login string, service id.ID) {
	w.T.Helper()
	owners, err := w.App.Directory.Owners(w.Ctx, w.Tenant(), []id.ID{service})
	w.must(err)
	w.must(w.App.Hire(w.Ctx, w.Office, app.Hire{Login: login, Name: login, Password: Password, Language: w.Language(), Unit: "T", Organisation: owners[service]}))
}

// Session signs an account in with its password and code, and returns what its browser keeps.
func (w *World) Session(login string) string {
	w.T.Helper()
	w.Clock.Add(time.Minute) // a one-time code is good once
	h := w.Hired(login)
	step, err := w.App.Office.Begin(w.Ctx, office.SignIn{Login: h.Login + "@" + w.Office.Tenant.Slug, Password: Password, Client: login})
	w.must(err)
	session, err := w.App.Office.Finish(w.Ctx, step, office.TOTPCode(h.Secret, w.Clock.Now()), login)
	w.must(err)
	return session
}

// Provider is an account of an organisation, signed in.
func (w *World) Provider(login string) access.Actor {
	w.T.Helper()
	in, err := w.App.Office.Resolve(w.Ctx, w.Session(login), office.Web)
	w.must(err)
	return in.Actor
}

// Request is an invented request for help in V1, full of planted words.
func (w *World) Request() referral.Ask {
	w.T.Helper()
	return referral.Ask{Unit: w.Unit("V1"), Needs: []string{"legal_aid"}, Text: w.say("阳台花盆坠落以后没有钱请律师", "No money for a lawyer after the flower pot fell"),
		Name: w.say("阿依古丽欧阳", "Adele Moreau"), Contact: w.say("13812345678", "212-555-0123"), Language: "ug"}
}

// Ask asks for help on the public page, and returns the case with its person.
func (w *World) Ask(x referral.Ask) (referral.Case, access.Actor) {
	w.T.Helper()
	w.Worker()
	out, err := w.App.Referral.Ask(w.Ctx, w.Anybody(), x, nil)
	w.must(err)
	return out.Case, access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Case: out.Case.ID, Party: out.Case.Person, Via: "web", Language: w.Language()}
}

// Help asks for events of a request for help and fails the test when one is refused.
func (w *World) Help(a access.Actor, c referral.Case, cmds ...referral.Command) referral.Case {
	w.T.Helper()
	for _, cmd := range cmds {
		w.Clock.Add(time.Minute)
		out, err := w.App.Referral.Act(w.Ctx, a, c.ID, cmd, nil)
		if err != nil {
			w.T.Fatalf("%s in %s: %v", cmd.Kind(), c.State, err)
		}
		c = out
	}
	return c
}

// Referred takes a new request as far as a referral that was sent to a service, and returns it with its person and the service.
func (w *World) Referred(service id.ID) (referral.Case, access.Actor, access.Actor) {
	w.T.Helper()
	c, person := w.Ask(w.Request())
	c = w.Help(w.Worker(), c, referral.Take{Apart: true})
	c, provider := w.ReferTo(c, person, service)
	return c, person, provider
}

// ReferTo refers the person of a taken case to one more service, with consent to three lines, and sends it.
func (w *World) ReferTo(c referral.Case, person access.Actor, service id.ID) (referral.Case, access.Actor) {
	w.T.Helper()
	worker := w.Worker()
	c = w.Help(worker, c, referral.Refer{Service: service, Need: "legal_aid", Lines: []string{referral.LineName, referral.LineContact, referral.LineWords, referral.LineHealth},
		Words: w.say("想请律师看看协议", "A lawyer should look at the agreement"), Health: w.say("腿伤不便上楼", "Cannot climb stairs")})
	r := c.Referrals[len(c.Referrals)-1]
	c = w.Help(person, c, referral.Agree{Referral: r.ID, Lines: []string{referral.LineName, referral.LineWords}, How: consent.Screen, Language: w.Language()})
	link, key, err := w.App.Referral.Request(w.Ctx, worker, c.ID, r.ID)
	w.must(err)
	provider, err := w.App.Referral.Enter(w.Ctx, w.Tenant(), link.Code, key)
	w.must(err)
	c, err = w.App.Referral.Repo.Case(w.Ctx, w.Tenant(), c.ID)
	w.must(err)
	return c, provider
}
