package mediation

import (
	"encoding/json"
	"fmt"
	"regexp"
	"testing"
	"time"

	"pgregory.net/rapid"

	"linli/platform/access"
	"linli/platform/id"
)

var aHash = regexp.MustCompile(`\b[0-9a-f]{64}\b`) // of a text that holds ids

var anID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)

// masked numbers the ids of a text in the order in which they come.
func masked(s string) string {
	rank := map[string]int{}
	return anID.ReplaceAllStringFunc(s, func(x string) string {
		if _, ok := rank[x]; !ok {
			rank[x] = len(rank)
		}
		return fmt.Sprintf("#%d", rank[x])
	})
}

// asSeen is everything of a road that a party is given, without the words, which the keys wall off.
func (r *road) asSeen(party id.ID) string {
	r.t.Helper()
	o := &Opened{Case: r.c, Rules: r.know.Rules}
	for _, s := range r.all {
		o.Events = append(o.Events, s.Event)
	}
	o.through(party, r.clock.Now())
	for i := range o.Events { // sealing comes after deciding
		o.Events[i].Salt, o.Events[i].Commitment = [16]byte{}, [32]byte{}
	}
	b, err := json.Marshal([]any{o.Case, o.Case.Version, o.Case.Next(), o.Events, o.Promises})
	if err != nil {
		r.t.Fatal(err)
	}
	return masked(aHash.ReplaceAllString(string(b), "HASH"))
}

// jointly is what can happen with every party; nil where it cannot happen now.
func (r *road) jointly(what string) Command {
	both := []id.ID{r.a(), r.b()}
	first := func(ok func(Session) bool) id.ID {
		for _, s := range r.c.Sessions {
			if len(s.With) > 1 && ok(s) {
				return s.ID
			}
		}
		return id.ID{}
	}
	switch what {
	case "schedule":
		return Schedule{Mode: "joint", With: both, Start: r.clock.Now().Add(24 * time.Hour)}
	case "cancel":
		return CancelSession{first(Session.Planned)}
	case "begin":
		return Begin{Session: first(Session.Planned)}
	case "record":
		return Record{Session: first(func(s Session) bool { return !s.Begun.IsZero() && s.Minutes == 0 }), Minutes: 60, Present: both, Text: "双方到场"}
	case "suspend":
		return Suspend{Reason: "appraisal"}
	case "resume":
		return Resume{}
	case "draft":
		return r.draft()
	case "refuse":
		return RefuseSign{r.b()}
	case "own":
		return Schedule{Mode: "separate", With: []id.ID{r.b()}, Start: r.clock.Now().Add(48 * time.Hour).Truncate(time.Hour).Add(30 * time.Minute)}
	case "impasse":
		return Impasse{Reason: "impasse"}
	}
	return Withdraw{Party: r.b()}
}

// apart is what happens in a separate talk with the first party alone.
func (r *road) apart(what string) Command {
	var planned, begun id.ID
	for _, s := range r.c.Sessions {
		if len(s.With) != 1 || s.With[0] != r.a() {
			continue
		}
		if s.Planned() {
			planned = s.ID
		}
		if !s.Begun.IsZero() {
			begun = s.ID
		}
	}
	switch what {
	case "begin":
		return Begin{Session: planned}
	case "cancel":
		return CancelSession{planned}
	case "no_show":
		return NoShow{planned}
	case "record":
		return Record{Session: begun, Minutes: 30, Present: []id.ID{r.a()}, Text: "底线是三百元"}
	case "note":
		return WriteNote{Scope: NoteOfParty, Party: r.a(), Session: begun, Text: "先道歉"}
	}
	return Schedule{Mode: "separate", With: []id.ID{r.a()}, Start: r.clock.Now().Truncate(time.Hour).Add(2 * time.Hour)} // never near the other's
}

// Two worlds that differ by separate talks with one party only are one world to the other: state, dates, counts, numbers
// of events and promises, and what can be done next.
func TestASeparateTalkIsNothingToTheOtherParty(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		with, without := newRoad(t).to(Assigned), newRoad(t).to(Assigned)
		talks := 0
		for i := range rapid.IntRange(1, 14).Draw(rt, "steps") {
			if rapid.Bool().Draw(rt, fmt.Sprint("apart ", i)) {
				what := rapid.SampledFrom([]string{"schedule", "schedule", "begin", "record", "cancel", "no_show", "note"}).Draw(rt, fmt.Sprint("talk ", i))
				if with.try(with.apart(what)) == nil {
					talks++
					without.clock.Add(time.Minute)
				}
			} else {
				what := rapid.SampledFrom([]string{"schedule", "schedule", "cancel", "begin", "begin", "record", "suspend", "resume", "draft", "refuse", "own", "impasse", "withdraw"}).Draw(rt, fmt.Sprint("joint ", i))
				if without.try(without.jointly(what)) == nil {
					with.do(with.jointly(what))
				}
			}
			hours := time.Duration(rapid.IntRange(0, 100).Draw(rt, fmt.Sprint("hours ", i))) * time.Hour
			with.clock.Add(hours)
			without.clock.Add(hours)
			if a, b := with.asSeen(with.b()), without.asSeen(without.b()); a != b {
				n := 0
				for n < min(len(a), len(b)) && a[n] == b[n] {
					n++
				}
				rt.Fatalf("after %d talks with the first party the other sees\n…%s\ninstead of\n…%s", talks, a[max(0, n-80):min(len(a), n+80)], b[max(0, n-80):min(len(b), n+80)])
			}
		}
	})
}

// What the parties share, each of them sees as it is.
func TestBothSeeTheJointRoadAsItIs(t *testing.T) {
	for _, s := range []State{Submitted, Screening, Invited, Accepted, Assigned, Scheduled, InSession, Signing, Effective} {
		r := newRoad(t).to(s)
		for _, p := range []id.ID{r.a(), r.b()} {
			o := &Opened{Case: r.c, Rules: r.know.Rules}
			for _, x := range r.all {
				o.Events = append(o.Events, x.Event)
			}
			o.through(p, r.clock.Now())
			if o.Case.State != s {
				t.Errorf("%s looks like %s", s, o.Case.State)
			}
		}
	}
}

// The party of a separate talk sees it, its state and its promise.
func TestTheTalkIsThereForItsOwnParty(t *testing.T) {
	r := newRoad(t).to(Assigned)
	r.as(r.mediator, access.Mediator).do(r.apart("schedule")).do(r.apart("begin"))
	look := func(p id.ID) Opened {
		o := Opened{Case: r.c, Rules: r.know.Rules}
		for _, x := range r.all {
			o.Events = append(o.Events, x.Event)
		}
		o.through(p, r.clock.Now())
		return o
	}
	recorded := func(o Opened) bool {
		for _, p := range o.Promises {
			if p.Rule == "session_record" {
				return true
			}
		}
		return false
	}
	a, b := look(r.a()), look(r.b())
	if a.Case.State != InSession || len(a.Case.Sessions) != 1 || !a.Case.Mediated || !recorded(a) {
		t.Errorf("its own party sees %s, %d sessions, %v", a.Case.State, len(a.Case.Sessions), a.Case.Mediated)
	}
	if b.Case.State != Assigned || len(b.Case.Sessions) != 0 || b.Case.Mediated || recorded(b) {
		t.Errorf("the other sees %s, %d sessions, %v", b.Case.State, len(b.Case.Sessions), b.Case.Mediated)
	}
	r.do(WriteNote{Scope: NoteJoint, Session: r.c.Sessions[0].ID, Text: "下次带发票"})
	if n := look(r.b()).Case.Notes; len(n) != 1 || !n[0].Session.IsZero() {
		t.Errorf("a note for everybody names the talk: %+v", n)
	}
}

// However a mediation ends, a party is owed and told the same: nothing in its promises tells withdrawal, impasse and a
// closure for safety apart.
func TestEveryEndingLooksTheSame(t *testing.T) {
	for _, from := range []State{Screening, Invited, Accepted, InSession} {
		var first, how string
		for _, end := range []Command{Withdraw{}, Impasse{Reason: "impasse"}, Terminate{Reason: "not_suitable"}, Terminate{Reason: "sham_suspected"}, Terminate{Reason: "impasse"}} {
			r := newRoad(t).to(from)
			if w, ok := end.(Withdraw); ok {
				w.Party = r.a()
				end = w
			}
			if find(end.Kind(), from) == nil {
				continue
			}
			r.do(end)
			o := &Opened{Case: r.c, Rules: r.know.Rules}
			for _, s := range r.all {
				o.Events = append(o.Events, s.Event)
			}
			o.through(r.b(), r.clock.Now())
			seen := string(o.Case.State)
			for _, p := range o.Promises {
				seen += fmt.Sprintf(" %s=%s", p.Rule, p.State)
			}
			if first == "" {
				first, how = seen, string(end.Kind())
			}
			if seen != first {
				t.Errorf("from %s, %v looks like\n%s\nand %s like\n%s", from, end, seen, how, first)
			}
		}
	}
}
