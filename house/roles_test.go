package house_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/casefile"
	"linli/mediation"
	"linli/platform/access"
	"linli/platform/fault"
	"linli/platform/id"
)

// policyTable is what the policies say, as package access keeps it in its golden file: action → who → relation → answer.
func policyTable(t *testing.T) map[string]map[string]map[string]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root, "platform", "access", "testdata", "table.golden"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]map[string]string{}
	var action string
	for line := range strings.Lines(string(raw)) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "== "); ok {
			action = name
			out[action] = map[string]map[string]string{}
			continue
		}
		if len(line) < 14 {
			continue
		}
		who := strings.TrimSpace(line[:13])
		out[action][who] = map[string]string{}
		for _, cell := range strings.Fields(line[13:]) {
			relation, answer, _ := strings.Cut(cell, "=")
			out[action][who][relation] = answer
		}
	}
	return out
}

// asked is one act of the machine with the case that it is asked of.
type asked struct {
	action string
	c      mediation.Case
	of     func(party id.ID) mediation.Command // nil: no party
	cmd    mediation.Command
}

func (a asked) command(party id.ID) mediation.Command {
	if a.of != nil {
		return a.of(party)
	}
	return a.cmd
}

// acts are all acts of the machine that somebody, or linli itself, can ask for, each with a case in a state that has a row for it.
func acts(t *testing.T, w *apptest.World) []asked {
	t.Helper()
	cases := map[mediation.State]mediation.Case{}
	in := func(s mediation.State) mediation.Case {
		if c, ok := cases[s]; ok {
			return c
		}
		var c mediation.Case
		switch s {
		case mediation.Suspended:
			c = w.To(mediation.InSession)
			r, err := w.App.Mediation.Office.RulebookOf(w.Ctx, c.Tenant, c.Rulebook, c.RulebookVersion)
			if err != nil {
				t.Fatal(err)
			}
			c = w.Act(w.As("mediator"), c, mediation.Suspend{Reason: r.Mediation.ReasonsFor("suspend")[0].Code})
		case mediation.Terminated:
			c = w.To(mediation.InSession)
			c = w.Act(w.Party(c, 1), c, mediation.Withdraw{Party: c.Parties[1].ID})
		case mediation.Accepted:
			c = w.To(s)
			c = w.Act(w.As("clerk"), c, mediation.Propose{Account: w.Hired("mediator").Account, Lead: true})
		default:
			if s.InForce() && s != mediation.Effective || s == mediation.OralAgreed || s == mediation.Performed || s == mediation.Voided {
				c = w.After(s)
			} else {
				c = w.To(s)
			}
		}
		cases[s] = c
		return c
	}
	system := map[casefile.Kind]func(party id.ID) mediation.Command{
		"silence": func(id.ID) mediation.Command { return mediation.Silence{} }, "expire": func(id.ID) mediation.Command { return mediation.Expire{} },
		"shred":    func(p id.ID) mediation.Command { return mediation.Shred{Party: p} },
		"minimise": func(id.ID) mediation.Command { return mediation.Minimise{} }, "erase": func(id.ID) mediation.Command { return mediation.Erase{} },
		"attach": func(p id.ID) mediation.Command { return mediation.Attach{Party: p} }, "slip": func(p id.ID) mediation.Command { return mediation.GiveSlip{Party: p} },
		"slip_mail":       func(p id.ID) mediation.Command { return mediation.GiveSlip{Party: p, ByMail: true} },
		"confirm_contact": func(p id.ID) mediation.Command { return mediation.ConfirmContact{Party: p} }, "former_told": func(id.ID) mediation.Command { return mediation.FormerTold{} },
		"waive":          func(p id.ID) mediation.Command { return mediation.Waive{Party: p} },
		"begin_anew":     func(id.ID) mediation.Command { return mediation.BeginAnew{} },
		"inherit":        func(id.ID) mediation.Command { return mediation.Inherit{} },
		"deliver":        func(id.ID) mediation.Command { return mediation.Deliver{} },
		"reply_due":      func(id.ID) mediation.Command { return mediation.ReplyDue{} },
		"demand":         func(id.ID) mediation.Command { return mediation.Aside(casefile.AskDemand{}) },
		"answer_demand":  func(id.ID) mediation.Command { return mediation.Aside(casefile.AnswerDemand{}) },
		"keep_hold":      func(id.ID) mediation.Command { return mediation.Aside(casefile.KeepHold{}) },
		"end_demand":     func(id.ID) mediation.Command { return mediation.Aside(casefile.EndDemand{}) },
		"tell_demand":    func(id.ID) mediation.Command { return mediation.Aside(casefile.TellDemand{}) },
		"sign_code":      func(p id.ID) mediation.Command { return mediation.GiveCode{Party: p} },
		"offer_survey":   func(p id.ID) mediation.Command { return mediation.OfferSurvey{Party: p} },
		"ask_urgent":     func(id.ID) mediation.Command { return mediation.Aside(casefile.AskUrgent{}) },
		"approve_urgent": func(id.ID) mediation.Command { return mediation.Aside(casefile.ApproveUrgent{}) },
		"end_urgent":     func(id.ID) mediation.Command { return mediation.Aside(casefile.EndUrgent{}) },
		"check_urgent":   func(id.ID) mediation.Command { return mediation.Aside(casefile.CheckUrgent{}) },
		"ask_export":     func(id.ID) mediation.Command { return mediation.Aside(casefile.AskExport{}) },
		"ask_given":      func(id.ID) mediation.Command { return mediation.Aside(casefile.AskGiven{}) },
		"end_export":     func(id.ID) mediation.Command { return mediation.Aside(casefile.EndExport{}) },
		"approve_export": func(id.ID) mediation.Command { return mediation.Aside(casefile.ApproveExport{}) },
		"export":         func(id.ID) mediation.Command { return mediation.Aside(casefile.TakeExport{}) },
	}
	var out []asked
	done := map[casefile.Kind]bool{"apply": true, "bring_in": true, "from_paper": true} // those that make a case are tried by themselves
	for _, row := range mediation.Machine {
		if row.Follow != nil || done[row.Event] {
			continue
		}
		done[row.Event] = true
		state := row.From[0]
		if state == mediation.NotAccepted {
			state = mediation.Effective // also closed
		}
		a := asked{action: "mediation." + string(row.Event), c: in(state), of: system[row.Event]}
		if row.Event == "attach" {
			a.action = "mediation.upload"
		}
		if a.of == nil {
			a.of = func(p id.ID) mediation.Command {
				input, err := json.Marshal(map[string]id.ID{"party": p})
				if err != nil {
					t.Fatal(err)
				}
				if cmd, err := mediation.Commands.Decode(row.Event, input); err == nil {
					return cmd
				}
				cmd, err := mediation.Commands.Decode(row.Event, nil)
				if err != nil {
					t.Fatalf("%s: %v", row.Event, err)
				}
				return cmd
			}
		}
		out = append(out, a)
	}
	return append(out, asked{action: "mediation.seal", c: in(mediation.Signing), cmd: mediation.Sign{As: "seal"}})
}

// standing is one way in which somebody stands to a case, as the columns of the policies' table call it.
type standing struct {
	relation string
	unit     string // of the post
	account  func(c mediation.Case) (id.ID, bool)
	tenant   id.ID
}

// TestEveryActByEveryRole asks for every act of the machine in every role and relation. The service must answer as the
// policies' table says: whoever may, gets as far as the machine (and is refused there, for an instant in the future);
// whoever may not is refused with the policy's own words, learns nothing of a hidden case, and leaves no row behind.
func TestEveryActByEveryRole(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		table := policyTable(t)
		all := acts(t, w)
		stranger := w.App.IDs.New()
		nobody := func(mediation.Case) (id.ID, bool) { return stranger, true }
		standings := []standing{
			{"assigned", "V1", func(c mediation.Case) (id.ID, bool) {
				who := c.Assigned()
				return append(who, id.ID{})[0], len(who) > 0 && c.State.Open()
			}, w.Tenant()},
			{"assigned-elsewhere", "V2", func(c mediation.Case) (id.ID, bool) {
				who := c.Assigned()
				return append(who, id.ID{})[0], len(who) > 0 && c.State.Open()
			}, w.Tenant()},
			{"proposed", "V1", func(c mediation.Case) (id.ID, bool) {
				who := c.Proposed()
				return append(who, id.ID{})[0], len(who) > 0
			}, w.Tenant()},
			{"unit", "V1", func(c mediation.Case) (id.ID, bool) { return stranger, c.State.Open() }, w.Tenant()},
			{"unit-closed", "V1", func(c mediation.Case) (id.ID, bool) { return stranger, !c.State.Open() }, w.Tenant()},
			{"other-unit", "V2", nobody, w.Tenant()},
			{"parent", "T", nobody, w.Tenant()},
			{"other-tenant", "V1", nobody, w.App.IDs.New()},
		}
		before := count(t, w.App.Stores.Cases)
		tried, refused := 0, 0
		try := func(x asked, a access.Actor, party id.ID, who, relation string) {
			want, ok := table[x.action][who][relation]
			if !ok {
				t.Fatalf("the policies' table has no answer for %s by %s, %s", x.action, who, relation)
			}
			tried++
			_, _, err := w.App.Mediation.Act(w.Ctx, a, x.c.ID, x.command(party), mediation.Ask{Claimed: w.Clock.Now().Add(time.Hour)})
			if got := answer(t, err, x.action); got != want {
				t.Errorf("%s in %s by %s, %s: %s (%v), and the policies say %s", x.action, x.c.State, who, relation, got, err, want)
			}
			if want != "yes" {
				refused++
			}
		}
		for _, x := range all {
			a, b := x.c.Parties[0].ID, x.c.Parties[1].ID
			for _, s := range standings {
				account, ok := s.account(x.c)
				if !ok {
					continue
				}
				for _, kind := range access.PostKinds() {
					post := access.Post{Kind: kind, Unit: w.Unit(s.unit)}
					if s.unit == "T" && kind.ReachesBelow() {
						post.Below = []id.ID{w.Unit("T"), w.Unit("V1"), w.Unit("V2")}
					}
					try(x, access.Actor{Kind: access.Staff, Tenant: s.tenant, Account: account, Posts: []access.Post{post}, Via: "web"}, a, string(kind), s.relation)
				}
				try(x, access.Actor{Kind: access.Staff, Tenant: s.tenant, Account: account, Via: "web"}, a, "no post", s.relation)
			}
			resident := func(c, party id.ID) access.Actor {
				return access.Actor{Kind: access.Resident, Tenant: w.Tenant(), Case: c, Party: party, Via: "web"}
			}
			try(x, resident(x.c.ID, a), a, "resident", "own")
			try(x, resident(x.c.ID, b), b, "resident", "own")
			try(x, resident(w.App.IDs.New(), a), a, "resident", "other-case")
			try(x, resident(x.c.ID, w.App.IDs.New()), a, "resident", "left")
			try(x, resident(id.ID{}, id.ID{}), a, "resident", "no-case")
			for _, via := range []string{"job", "cli", "web"} {
				try(x, access.Actor{Kind: access.System, Tenant: w.Tenant(), Via: via}, a, "system", via)
			}
			try(x, access.Actor{Kind: access.Public, Tenant: w.Tenant(), Via: "web"}, a, "public", "web")
		}
		if tried < 2000 || refused < 1000 {
			t.Errorf("%d tried, %d refused", tried, refused)
		}
		after := count(t, w.App.Stores.Cases)
		for _, table := range []string{"access_row"} { // linli's own look at the private talks, before the machine refused
			delete(before, table)
			delete(after, table)
		}
		for _, g := range grown(before, after) {
			t.Error(g)
		}
	})
}

// answer says in the words of the policies' table what an error means.
func answer(t *testing.T, err error, action string) string {
	t.Helper()
	if err == nil {
		return "done, in the future"
	}
	f := fault.Of(err)
	switch {
	case f.Code == fault.Forbidden && f.Key == "access.refused."+action:
		return "no"
	case f.Code == fault.NotFound:
		return "-"
	case f.Code == fault.Unauthenticated:
		return "sign-in"
	case f.Key == "mediation.field.claimed_future":
		return "yes"
	}
	return string(f.Code) + " " + f.Key
}

// TestNobodySpeaksForAnotherParty: a party's act in the other's name is as if the case were not there.
func TestNobodySpeaksForAnotherParty(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		tried := 0
		all := acts(t, w)
		before := count(t, w.App.Stores.Cases)
		for _, x := range all {
			cmd := x.command(x.c.Parties[1].ID)
			b, err := json.Marshal(cmd)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(strings.ToLower(string(b)), `"party":"`+x.c.Parties[1].ID.String()) {
				continue
			}
			_, _, err = w.App.Mediation.Act(w.Ctx, w.Party(x.c, 0), x.c.ID, cmd, mediation.Ask{})
			if got := answer(t, err, x.action); got != "-" && got != "no" {
				t.Errorf("%s by the other party: %v", x.action, err)
			}
			tried++
		}
		if tried < 8 {
			t.Errorf("only %d acts concern a party", tried)
		}
		for _, g := range grown(before, count(t, w.App.Stores.Cases)) {
			t.Error(g)
		}
	})
}

// TestOnlyTheOwnUnitTakesApplications: an application goes to one unit, and is taken there or by the resident alone; what stands on
// paper there its clerk alone brings in.
func TestOnlyTheOwnUnitTakesApplications(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		before := count(t, w.App.Stores.Cases)
		for _, login := range []string{"mediator", "second", "lead", "other.clerk", "other.mediator", "upper.lead", "admin", "privacy", "statistician", "records"} {
			_, _, err := w.App.Mediation.Create(w.Ctx, w.As(login), w.Application(), mediation.Ask{})
			if f := fault.Of(err); err == nil || f.Code != fault.Forbidden || f.Key != "access.refused.mediation.apply" {
				t.Errorf("%s: %v", login, err)
			}
			_, _, err = w.App.Mediation.FromPaper(w.Ctx, w.As(login), mediation.FromPaper{Apply: w.Application()}, mediation.Ask{})
			if f := fault.Of(err); err == nil || f.Code != fault.Forbidden || f.Key != "access.refused.mediation.from_paper" {
				t.Errorf("%s brings in from paper: %v", login, err)
			}
		}
		after := count(t, w.App.Stores.Cases)
		maps.DeleteFunc(before, func(table string, _ int) bool { return slices.Contains([]string{"signin_session"}, table) })
		maps.DeleteFunc(after, func(table string, _ int) bool { return slices.Contains([]string{"signin_session"}, table) })
		for _, g := range grown(before, after) {
			t.Error(g)
		}
	})
}
