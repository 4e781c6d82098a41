package mediation

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
)

// states in which the machine has a row for an event that a person asks for; every other pair is refused.
var allowed = map[casefile.Kind][]State{
	"screen":        {Submitted},
	"talk":          slices.Concat([]State{Screening, Invited}, term, inForce),
	"inform":        slices.Concat(open, inForce),
	"not_accept":    {Screening},
	"invite":        {Screening},
	"consent":       slices.Concat(open, inForce),
	"party_ended":   slices.Concat(open, inForce),
	"succeed":       slices.Concat(open, inForce),
	"appoint":       slices.Concat(open, inForce),
	"end_authority": slices.Concat(open, inForce),
	"hear":          {Screening, Invited, Accepted, Assigned, Scheduled, InSession, Suspended, Signing, OralAgreed},
	"refuse":        slices.Concat([]State{Submitted, Screening, Invited}, term), // before an invitation only by whom a letter names
	"answer_sender": States,
	"ask_statutory": helped, "answer_statutory": States, "review_statutory": States, "tell_statutory": States, "withhold_statutory": States,
	"offer_survey":   slices.Concat(inForce, []State{Performed, Voided, Terminated}),
	"refer_out":      helped,
	"end_referral":   States,
	"accept":         {Invited},
	"invite_joint":   jointly,
	"answer_joint":   jointly,
	"agree_joint":    append(slices.Clone(partable), Signing),
	"leave_joint":    append(slices.Clone(partable), Signing),
	"propose":        {Accepted, Assigned, Scheduled, InSession, Suspended, Signing, OralAgreed, Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached},
	"disclose":       {Accepted, Assigned, Scheduled, InSession, Suspended, Signing, OralAgreed, Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached},
	"agree_mediator": {Accepted, Assigned, Scheduled, InSession, Suspended, Signing, OralAgreed, Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached},
	"wish_mediator":  {Invited, Accepted},
	"ask_above":      {Accepted, Signing, OralAgreed, Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached},
	"permit_notes": {Accepted, Assigned, Scheduled, InSession, Suspended, Signing, OralAgreed,
		Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached},
	"recuse": {Accepted, Assigned, Scheduled, InSession, Suspended, Signing, OralAgreed,
		Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached},
	"schedule":       {Assigned, Scheduled, InSession},
	"cancel_session": {Scheduled, InSession},
	"no_show":        {Scheduled, InSession},
	"begin":          {Scheduled, InSession},
	"record": {Accepted, Assigned, Scheduled, InSession, Suspended, Signing, OralAgreed, NotAccepted, Declined, Terminated, Performed, Voided,
		Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached},
	"note":            {Accepted, Assigned, Scheduled, InSession, Suspended, Signing},
	"investigate":     {Accepted, Assigned, Scheduled, InSession, Suspended},
	"suspend":         {InSession},
	"resume":          {Suspended},
	"draft":           {InSession},
	"pause":           {Signing},
	"end_pause":       {Signing},
	"offer_support":   {Signing},
	"sign":            {Signing},
	"refuse_sign":     {InSession, Signing},
	"ask_extension":   {Accepted, Assigned, Scheduled, InSession, Suspended, Signing, OralAgreed},
	"agree_extension": {Accepted, Assigned, Scheduled, InSession, Suspended, Signing, OralAgreed},
	"withdraw":        {Submitted, Screening, Invited, Accepted, Assigned, Scheduled, InSession, Suspended, Signing},
	"impasse":         {Assigned, Scheduled, InSession, Suspended, Signing},
	"terminate":       {Submitted, Screening, Invited, Accepted, Assigned, Scheduled, InSession, Suspended, Signing, Voided},
	"statement":       {Submitted, Screening, Invited, Accepted, Assigned, Scheduled, InSession, Suspended, Signing, OralAgreed},
	"hand_over":       slices.DeleteFunc(slices.Clone(States), func(s State) bool { return s == Archived }),
	"ask_slip":        States,
	"file_as":         slices.DeleteFunc(slices.Clone(States), func(s State) bool { return s == Archived }),
	"take_back":       States,
	"offer":           {Assigned, Scheduled, InSession, Suspended},
	"release_offer":   {Assigned, Scheduled, InSession, Suspended},
	"answer_offer":    {Assigned, Scheduled, InSession, Suspended},
	"call_back_offer": {Accepted, Assigned, Scheduled, InSession, Suspended, Signing, OralAgreed},
	"read_offer":      {Accepted, Assigned, Scheduled, InSession, Suspended, Signing, OralAgreed},
	"agree_mode":      {Scheduled, InSession},
	"reach":           States,
	"show_file":       slices.Concat(open, inForce, []State{Performed, Voided}), "call": slices.Concat(open, closed), "call_back": slices.Concat(open, closed), "undo": States, "strike_party": open, "transfer": slices.Concat(open, inForce), "take": slices.Concat([]State{Screening, Invited}, term, inForce), "correct_application": open, "add_party": open, "correct_party": slices.Concat(open, inForce, []State{Performed, Voided, Terminated}),
	"vary":    {Effective, Confirmed, Rejected, Withdrawn, Performing, Breached},
	"message": slices.Concat(open, inForce, []State{Performed, Voided, Terminated}),
	"reply":   slices.Concat(open, inForce, []State{Performed, Voided, Terminated}),

	"oral":                  {InSession},
	"agree_oral":            {InSession},
	"register_oral":         {OralAgreed},
	"agree_follow_up":       {Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached},
	"stop_follow_up":        {Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached, Performed, Voided, Terminated},
	"follow_up":             {Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached, Performed},
	"report_performance":    {Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached},
	"confirm_performance":   {Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached},
	"not_performed":         {Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached},
	"urge":                  {ConfirmationApplied, Breached},
	"tell_routes":           {ConfirmationApplied, Breached},
	"prepare_confirmation":  {Effective, Performing},
	"join_confirmation":     {Effective, Performing},
	"confirm":               {ConfirmationApplied},
	"reject_confirmation":   {ConfirmationApplied},
	"withdraw_confirmation": {Effective, Performing, ConfirmationApplied},
	"choose":                {Rejected, Withdrawn, Performing, Breached},
	"void":                  {Effective, ConfirmationApplied, Confirmed, Rejected, Withdrawn, Performing, Breached, Performed},
	"reopen":                {Terminated, Performed, Voided, Archived},
	"agree_reopen":          {Terminated, Performed, Voided, Archived},
	"ask_erasure":           {NotAccepted, Declined, Terminated, Performed, Voided, Archived},
	"answer_erasure":        {NotAccepted, Declined, Terminated, Performed, Voided, Archived},
	"archive":               {NotAccepted, Declined, Terminated, Performed, Voided, Effective, Confirmed, Rejected, Withdrawn, Performing, Breached},
}

func TestEveryPairOfStateAndEvent(t *testing.T) {
	for _, event := range Events() {
		if event == "apply" {
			continue
		}
		if allowed[event] == nil {
			t.Errorf("the table of this test lacks %s", event)
		}
		cmd, err := Commands.Decode(event, []byte(`{}`))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range States {
			c := Case{State: s, Version: 1, Sent: &Sender{}, Agreement: &Agreement{}, Breach: &Breach{}, Confirmation: &Confirmation{}}
			r := newRoad(t)
			_, err := Decide(c, cmd, r.by, r.clock.Now(), time.Time{}, r.know, r.ids)
			refused := key(err) == "mediation.guard.state"
			if want := !slices.Contains(allowed[event], s); refused != want {
				t.Errorf("%s in %s: refused for its state = %v, want %v (%v)", event, s, refused, want, err)
			}
		}
	}
}

// A replay finds the row by event and state alone.
func TestAnEventHasOneRowInAState(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range Machine {
		for _, s := range row.From {
			at := string(row.Event) + " in " + string(s)
			if seen[at] {
				t.Errorf("%s has two rows", at)
			}
			seen[at] = true
		}
	}
}

func TestNobodyAsksForWhatLinliAdds(t *testing.T) {
	for _, row := range Machine {
		if row.Follow == nil {
			continue
		}
		if _, err := Commands.Decode(row.Event, nil); err == nil {
			t.Errorf("%s can be asked for", row.Event)
		}
	}
}

func TestTheRoadToAnAgreementInForce(t *testing.T) {
	r := newRoad(t).to(Effective)
	if got := r.c.Agreement.Effective; !got.Equal(r.all[len(r.all)-2].Event.At) {
		t.Errorf("in force from %v, want the last signature's instant", got)
	}
	if r.all[len(r.all)-1].Event.Kind != "effective" || r.all[len(r.all)-1].Event.By != casefile.System {
		t.Errorf("the last event is %+v", r.all[len(r.all)-1].Event)
	}
	var measures []string
	for _, s := range r.all {
		for _, m := range s.Tallies {
			if !strings.Contains(m.Measure, ".month.") {
				measures = append(measures, m.Measure)
			}
		}
	}
	if diff := cmp.Diff([]string{"mediation.registered", "mediation.mediated", "mediation.settled", "mediation.performance_due", "mediation.confirmable"}, measures); diff != "" {
		t.Error(diff)
	}
}

func TestReplayGivesTheSameCase(t *testing.T) {
	for _, s := range []State{Submitted, Screening, Invited, Accepted, Assigned, Scheduled, InSession, Signing, Effective} {
		r := newRoad(t).to(s)
		sameOnReplay(t, r)
		if s.Open() {
			r.do(Withdraw{r.b()})
			sameOnReplay(t, r)
		}
	}
}

func sameOnReplay(t *testing.T, r *road) {
	t.Helper()
	var events []casefile.Event
	for _, s := range r.all {
		events = append(events, s.Event)
	}
	got, err := Replay(r.c.Tenant, events)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r.c, got); diff != "" {
		t.Errorf("replay of %s: %s", r.c.State, diff)
	}
	// The stored row is the case's JSON: it must come back whole.
	b, err := json.Marshal(r.c)
	if err != nil {
		t.Fatal(err)
	}
	stored := Case{Tenant: r.c.Tenant, Version: r.c.Version, Number: r.c.Number}
	if err := json.Unmarshal(b, &stored); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r.c, stored); diff != "" {
		t.Errorf("stored form of %s: %s", r.c.State, diff)
	}
}

func TestNoWordOfAPersonIsInAnEvent(t *testing.T) {
	r := newRoad(t).to(Effective)
	for _, s := range r.all {
		for _, word := range []string{"甲", "乙", "漏水", "渗水", "赔偿", "zh-Hans\",\"age"} {
			if strings.Contains(string(s.Event.Body), word) {
				t.Errorf("%s says %q in clear: %s", s.Event.Kind, word, s.Event.Body)
			}
		}
	}
}

func TestIntakeGuards(t *testing.T) {
	r := newRoad(t)
	alone := application(r.unit)
	alone.Parties = alone.Parties[1:]
	r.refused("mediation.guard.applicant_missing", alone)
	group := application(r.unit)
	group.Parties[0].Members = 60
	for _, name := range []string{"一", "二", "三", "四", "五", "六"} {
		group.Parties[0].Representatives = append(group.Parties[0].Representatives, NewRepresentative{As: ForGroup, Name: name})
	}
	r.refused("mediation.guard.representatives", group)
	r.know.Duplicate = true
	r.refused("mediation.guard.duplicate", application(r.unit))
	r.know.Duplicate = false

	r.to(Screening)
	r.refused("mediation.guard.applicants_informed", Invite{})
	r.do(Inform{Party: r.a(), Language: "zh-Hans", How: "read_out"})
	r.refused("mediation.guard.applicants_talked", Invite{})
	r.do(Talk{Party: r.a(), Concern: Violence})
	r.know.Concern[r.a()] = Violence
	r.refused("mediation.guard.not_suitable", Invite{})
	r.do(NotAccept{Reason: firstReason(r, "not_accept"), Text: "请向法院起诉"})
	if r.c.State != NotAccepted || r.c.Ended.IsZero() {
		t.Errorf("state %s, ended %v", r.c.State, r.c.Ended)
	}
}

func firstReason(r *road, event string) string {
	for _, x := range r.know.Rules.Mediation.Reasons {
		if slices.Contains(x.For, event) {
			return x.Code
		}
	}
	r.t.Fatalf("the rulebook has no reason for %s", event)
	return ""
}

func TestConsentOfEachParty(t *testing.T) {
	r := newRoad(t).to(Screening)
	r.refused("mediation.guard.party_not_invited", r.consent(r.b()))
	r.do(Inform{Party: r.a(), Language: "zh-Hans", How: "read_out"}, Talk{Party: r.a(), Concern: NoConcernTold}, Invite{})
	r.refused("mediation.guard.party_not_informed", r.consent(r.b()))
	r.do(Inform{Party: r.b(), Language: "zh-Hans", How: "read_out"})
	r.refused("mediation.guard.party_not_talked", r.consent(r.b()))
	r.do(Talk{Party: r.b(), Concern: NoConcernTold}, r.consent(r.a()))
	r.refused("mediation.guard.already_consented", r.consent(r.a()))
	r.refused("mediation.guard.consents_missing", Accept{})

	of := func(age int, self bool) GiveConsent {
		return GiveConsent{Party: r.b(), How: "written", Language: "zh-Hans", Age: age, SelfSupporting: self}
	}
	r.refused("mediation.guard.guardian_missing", of(7, false))
	r.refused("mediation.guard.guardian_missing", of(15, false))
	r.refused("mediation.guard.guardian_missing", of(16, false))
	r.do(of(16, true), Accept{})
	if r.c.State != Accepted || r.c.Year != 2026 {
		t.Errorf("%s, year %d", r.c.State, r.c.Year)
	}
}

func TestRefusalAndSilenceEndTheInvitation(t *testing.T) {
	r := newRoad(t).to(Invited)
	r.do(Refuse{r.b(), "oral"})
	if r.c.State != Declined || r.c.Reason != "refused" {
		t.Errorf("%s %s", r.c.State, r.c.Reason)
	}

	r = newRoad(t).to(Invited)
	r.by = casefile.System
	r.refused("mediation.guard.answer_time_runs", Silence{})
	r.clock.Add(30 * 24 * time.Hour)
	r.do(Silence{})
	for _, p := range r.c.Parties {
		if p.Consent.Stands() == p.Consent.Silent {
			t.Errorf("a party that consents (%v) is silent (%v)", p.Consent.Stands(), p.Consent.Silent)
		}
	}
	if r.c.State != Declined || r.c.Reason != "no_answer" {
		t.Errorf("silence leads to %s %s", r.c.State, r.c.Reason)
	}
	r.do(Shred{r.b()})
	r.refused("mediation.guard.party_unknown", Shred{r.b()})
	drop := r.all[len(r.all)-1].Drop
	for scope, want := range map[vault.Scope]bool{
		{Kind: vault.Joint}: true, {Kind: vault.Identity, Of: r.b()}: true, {Kind: vault.Contact, Of: r.b()}: true,
		{Kind: vault.Private, Of: r.b()}: true, {Kind: vault.Identity, Of: r.a()}: false, {Kind: vault.Private, Of: r.a()}: false,
	} {
		if drop(scope) != want {
			t.Errorf("%v is destroyed: %v, want %v", scope, !want, want)
		}
	}
}

func TestRetentionEndsACase(t *testing.T) {
	r := newRoad(t).to(Effective)
	r.by = casefile.System
	r.refused("mediation.guard.retention_runs", Erase{})
	r.clock.Add(731 * 24 * time.Hour)
	r.refused("mediation.guard.retention_runs", Minimise{}) // the agreement is due later than it took effect
	r.clock.Add(90 * 24 * time.Hour)
	r.refused("mediation.guard.retention_runs", Erase{})
	r.do(Minimise{})
	r.clock.Add(10 * 365 * 24 * time.Hour)
	if drop := r.all[len(r.all)-1].Drop; !drop(vault.Scope{Kind: vault.Contact, Of: r.a()}) || drop(vault.Scope{Kind: vault.Joint}) {
		t.Error("minimising destroys the contacts and nothing else")
	}
	r.do(Erase{})
	if r.c.Erased.IsZero() || r.c.State != Effective {
		t.Errorf("erased %v, state %s", r.c.Erased, r.c.State)
	}
	r.refused("mediation.guard.erased", Erase{})
	sameOnReplay(t, r)
	if _, err := Commands.Decode("erase", nil); err == nil {
		t.Error("somebody can ask for an erasure before its time")
	}
}

func TestMediators(t *testing.T) {
	r := newRoad(t).to(Accepted)
	r.refused("mediation.guard.not_a_mediator", Propose{r.clerk, true})
	r.refused("mediation.guard.one_lead", Propose{r.mediator, false})
	r.do(Propose{r.mediator, true})
	first := r.c.Engagements[0].ID
	r.refused("mediation.guard.already_engaged", Propose{r.mediator, false})
	r.refused("mediation.guard.not_disclosed", AgreeMediator{Engagement: first, Party: r.a(), Agree: true})
	r.refused("mediation.guard.not_your_engagement", Disclose{Engagement: first, Conflict: NoConflict})

	r.as(r.mediator, access.Mediator).do(Disclose{Engagement: first, Conflict: Disqualifying})
	if len(r.c.Proposed()) != 0 {
		t.Error("a disqualified mediator is still on the case")
	}
	r.as(r.clerk, access.Clerk).do(Propose{r.mediator, true})
	second := r.c.Engagements[1].ID
	r.as(r.mediator, access.Mediator).do(Disclose{Engagement: second, Conflict: NoConflict})
	r.as(r.clerk, access.Clerk).do(AgreeMediator{Engagement: second, Party: r.a(), Agree: true}, AgreeMediator{Engagement: second, Party: r.b(), Agree: true})
	if r.c.State != Assigned || !slices.Contains(r.c.Assigned(), r.mediator) {
		t.Errorf("%s, assigned %v", r.c.State, r.c.Assigned())
	}
	r.do(Recuse{Engagement: second, Reason: firstReason(r, "recuse")})
	if r.c.State != Accepted || slices.Contains(r.c.Assigned(), r.mediator) {
		t.Errorf("after the recusal: %s, assigned %v", r.c.State, r.c.Assigned())
	}
}

func TestSessions(t *testing.T) {
	r := newRoad(t).to(Assigned).as(r0(t), access.Mediator)
	both := []id.ID{r.a(), r.b()}
	start := r.clock.Now().Add(24 * time.Hour)
	r.refused("mediation.guard.third_persons", Schedule{Mode: "joint", With: both, Start: start, ThirdPersons: 1})
	r.refused("mediation.field.with_one", Schedule{Mode: "separate", With: both, Start: start})
	r.know.Concern[r.b()] = SeparateOnly
	r.refused("mediation.guard.separate_only", Schedule{Mode: "joint", With: both, Start: start})
	r.do(Schedule{Mode: "separate", With: both[:1], Start: start, Place: "调解室"})
	if v := r.all[len(r.all)-1].Event.Visibility; v != casefile.Only(r.a()) {
		t.Errorf("a separate talk is visible to %s", v)
	}
	session := r.c.Sessions[0].ID
	r.do(NoShow{session})
	if r.c.State != Assigned {
		t.Errorf("after a no-show: %s", r.c.State)
	}
	r.refused("mediation.guard.state", CancelSession{session})
	delete(r.know.Concern, r.b())
	r.do(Schedule{Mode: "joint", With: both, Start: start})
	r.refused("mediation.guard.state", r.draft())
	r.do(Begin{Session: r.c.Sessions[1].ID})
}
