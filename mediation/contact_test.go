package mediation

import (
	"slices"
	"testing"

	"linli/platform/access"
	"linli/platform/vault"

	"linli/casefile"
	"linli/casefile/signing"
)

// TestHowAPartyIsReached: what its own word comes to, whatever stood there before.
func TestHowAPartyIsReached(t *testing.T) {
	const old, new = "old@example.org", "new@example.org"
	type facts struct{ mail, waits, told bool }
	for _, x := range []struct {
		name      string
		confirmed bool // the old address
		change    ChangeContact
		want      facts
	}{
		{"a first address waits", false, ChangeContact{Reach: ReachAny, Email: new}, facts{waits: true}},
		{"the confirmed one stays", true, ChangeContact{Reach: ReachMail, Email: old}, facts{mail: true}},
		{"another takes its place, and the old one is told", true, ChangeContact{Reach: ReachAny, Email: new}, facts{waits: true, told: true}},
		{"an address that was never confirmed is told nothing", false, ChangeContact{Reach: ReachAny, Email: new}, facts{waits: true}},
		{"it is taken out and told", true, ChangeContact{Reach: ReachAny, Contact: "13812345678"}, facts{told: true}},
		{"somebody else reads the old one", true, ChangeContact{Reach: ReachAny, Email: new, Quiet: true}, facts{waits: true}},
		{"by telephone only", true, ChangeContact{Reach: ReachPhone, Contact: "13812345678", Email: old}, facts{}},
		{"by telephone only, another address", true, ChangeContact{Reach: ReachPhone, Contact: "13812345678", Email: new}, facts{}},
		{"not at all", true, ChangeContact{Reach: ReachNone, Email: new}, facts{}},
		{"everything is taken out", true, ChangeContact{Reach: ReachAny}, facts{told: true}},
	} {
		t.Run(x.name, func(t *testing.T) {
			r := newRoad(t)
			app := application(r.unit)
			app.Parties[0].Email = old
			r.do(app)
			if x.confirmed {
				r.do(ConfirmContact{r.a(), &signing.Half{}})
			}
			r.know.Contact = ContactDetails{Email: old}
			x.change.Party = r.a()
			r.by = casefile.By{Kind: access.Resident, Party: r.a()}
			r.do(x.change)
			p, step := r.c.Party(r.a()), r.all[len(r.all)-1]
			if got := (facts{p.Mail, p.AddressWaits, len(p.Former) == 1}); got != x.want {
				t.Errorf("got %+v, want %+v", got, x.want)
			}
			if p.ContactLeft.IsZero() != x.change.empty() || p.ContactConfirmed.IsZero() == x.want.mail {
				t.Errorf("left %v, confirmed %v", p.ContactLeft, p.ContactConfirmed)
			}
			if !slices.Equal(step.Fresh, []vault.Scope{{Kind: vault.Contact, Of: r.a()}}) || step.Event.Visibility != casefile.Only(r.a()) {
				t.Errorf("the sections %v begin anew, seen by %s", step.Fresh, step.Event.Visibility)
			}
			for _, s := range step.Secrets {
				if s.Field == FieldFormer && s.Scope == (vault.Scope{Kind: vault.Contact, Of: r.a()}) {
					t.Error("the former address is sealed with the new one")
				}
			}
			sameOnReplay(t, r)
		})
	}
}

// TestWhatIsWrongWithAContact: each with the sentence that the party reads.
func TestWhatIsWrongWithAContact(t *testing.T) {
	r := newRoad(t).to(Screening)
	for key, x := range map[string]ChangeContact{
		"form.choose":                 {Contact: "13812345678"},
		"mediation.field.reach_phone": {Reach: ReachPhone, Email: "a@example.org"},
		"mediation.field.reach_mail":  {Reach: ReachMail, Contact: "13812345678"},
		"mediation.field.email":       {Reach: ReachAny, Email: "a@example.org, b@example.org"},
	} {
		x.Party = r.a()
		r.refused(key, x)
	}
	r.refused("mediation.guard.address_not_waiting", ConfirmContact{r.a(), &signing.Half{}})
	r.do(ChangeContact{Party: r.a(), Reach: ReachAny, Email: "a@example.org"})
	r.refused("mediation.guard.address_not_proven", ConfirmContact{Party: r.a()})
	r.refused("mediation.guard.address_not_proven", GiveSlip{Party: r.a(), ByMail: true})
	r.do(NotAccept{Reason: r.know.Rules.Mediation.ReasonsFor("not_accept")[0].Code, Text: "见告知书"})
	r.refused("mediation.guard.contact_not_needed", ChangeContact{Party: r.a(), Reach: ReachAny, Contact: "13812345678"})
	r.do(ChangeContact{Party: r.a(), Reach: ReachAny}) // taking it out is always possible
}

// A ward's slip may be in the hands of whom it spoke of: what it said alone of how to reach it is not undone with it.
func TestAWardsWordStands(t *testing.T) {
	for _, ward := range []bool{false, true} {
		r := newRoad(t)
		app := application(r.unit)
		if ward {
			app.Parties[0].Representatives = []NewRepresentative{{As: Guardian, Name: "监护人"}}
		}
		r.do(app, Screen{})
		r.do(Talk{Party: r.a(), Concern: NoConcernTold, SafeContact: "只打学校的电话"})
		r.do(ChangeContact{Party: r.a(), Reach: ReachAny, Email: "a@example.org"})
		if got := r.c.Party(r.a()).AddressWaits; got == ward {
			t.Errorf("ward %v: the address waits: %v", ward, got)
		}
	}
}
