package mediation

import (
	"slices"
	"testing"
	"time"

	"linli/casefile"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/promise"
)

// 几个申请人里有一个不愿意调解的，别人的申请照常办理；只剩一个申请人的，他不愿意，才是撤回申请。
func TestOneOfSeveralApplicantsSaysNo(t *testing.T) {
	for name, at := range map[string]State{"before anybody was invited": Screening, "while the others are asked": Invited} {
		t.Run(name, func(t *testing.T) {
			r := newRoad(t).to(at)
			if at == Screening {
				r.refused("mediation.guard.applies_alone", Refuse{r.a(), "oral"}) // whoever applies alone withdraws
			}
			r.do(AddParty{Role: Applicant, As: "person", Name: "丁"})
			d := r.newest().ID
			r.refused("mediation.guard.others_apply", Withdraw{d})
			if at == Screening {
				r.refused("mediation.guard.applies_alone", Refuse{r.b(), "oral"})
			}
			r.do(Refuse{d, "oral"})
			if r.c.State != at {
				t.Fatalf("the others' application is %s", r.c.State)
			}
			if got := r.c.shreds(r.last().Event); !slices.Equal(got, []id.ID{d}) {
				t.Errorf("its data are to be destroyed: %v", got)
			}
			r.refused("mediation.guard.join_refused", r.consent(d))
			sameOnReplay(t, r)

			alone := *r
			if alone.do(Withdraw{alone.a()}); alone.c.State != Terminated {
				t.Errorf("whoever applies alone now withdraws: %s", alone.c.State)
			}
			for _, p := range []id.ID{r.a(), r.b()} {
				if r.c.Party(p).Informed.IsZero() {
					r.do(Inform{Party: p, Language: r.lang, How: "read_out"}, Talk{Party: p, Concern: NoConcernTold})
				}
			}
			if at == Screening {
				r.do(Invite{})
			}
			if r.do(r.consent(r.a()), r.consent(r.b()), Accept{}); r.c.State != Accepted || r.c.atFirst() != 2 {
				t.Errorf("the others mediate: %s, %d of them", r.c.State, r.c.atFirst())
			}
			sameOnReplay(t, r)
		})
	}
}

// Who wrote the application with others and then said no reads nothing of what these do; and a no that was written down wrongly is
// taken back as if it had not been.
func TestWhoAppliedAndSaidNoReadsNoMore(t *testing.T) {
	r := newRoad(t).to(Invited)
	r.do(AddParty{Role: Applicant, As: "person", Name: "丁"})
	d := r.newest().ID
	r.do(Refuse{r.a(), "oral"}) // it had not consented
	me := access.Actor{Kind: access.Resident, Tenant: r.c.Tenant, Case: r.c.ID, Party: r.a()}
	if mayOpen(me, &r.c, vault.Scope{Kind: vault.Joint}) || mayOpen(me, &r.c, vault.Scope{Kind: vault.Identity, Of: r.b()}) {
		t.Error("it reads what the others do")
	}
	back := *r
	if err := back.undo("refuse"); err != nil {
		t.Fatal(err)
	}
	if p := back.c.Party(r.a()); p.Outside() || !mayOpen(me, &back.c, vault.Scope{Kind: vault.Joint}) {
		t.Error("it is not as before")
	}
	if r.do(Refuse{d, "oral"}); r.c.State != Declined {
		t.Errorf("nobody applies any more: %s", r.c.State)
	}
}

// 几个申请人里有一个到期没有答复的，同样只是他自己不参加；申请人都没有答复，或者对方没有答复的，调解才不开始。
func TestOneOfSeveralApplicantsIsSilent(t *testing.T) {
	over := func(r *road, yes ...id.ID) {
		r.do(AddParty{Role: Applicant, As: "person", Name: "丁"})
		for _, p := range yes {
			if !r.c.Party(p).Informed.IsZero() {
				continue
			}
			r.do(Inform{Party: p, Language: r.lang, How: "read_out"}, Talk{Party: p, Concern: NoConcernTold})
		}
		for _, p := range yes {
			r.do(r.consent(p))
		}
		r.clock.Set(answerDue(&r.c, r.know.Rules).Add(time.Minute))
		r.by = casefile.System
		r.do(Silence{})
	}
	for name, x := range map[string]struct {
		yes  func(r *road) []id.ID
		want State
	}{
		"another agreed":               {func(r *road) []id.ID { return []id.ID{r.a(), r.b()} }, Invited},
		"the respondent is silent too": {func(r *road) []id.ID { return []id.ID{r.a()} }, Declined},
		"every applicant is silent":    {func(r *road) []id.ID { return []id.ID{r.b()} }, Declined},
		"nobody has answered":          {func(r *road) []id.ID { return nil }, Declined},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoad(t).to(Invited)
			over(r, x.yes(r)...)
			d := r.newest()
			if r.c.State != x.want || !d.Consent.Silent {
				t.Fatalf("the application is %s", r.c.State)
			}
			sameOnReplay(t, r)
			if x.want != Invited {
				return
			}
			e := r.last().Event
			if got := r.c.shreds(e); !slices.Equal(got, []id.ID{d.ID}) || !d.Outside() {
				t.Errorf("its data are to be destroyed: %v, and it is outside: %v", got, d.Outside())
			}
			if !e.Visibility.To(d.ID) || e.Visibility.To(r.a()) || !slices.Contains(told, e.Kind) {
				t.Errorf("who is told that it takes no part: %s", e.Visibility)
			}
			if owed := r.owes("invitation"); slices.ContainsFunc(owed, func(p casefile.PromiseRow) bool { return p.Subject == d.ID && p.State != promise.Kept }) {
				t.Errorf("the outcome of its invitation: %+v", owed)
			}
			r.refused("mediation.guard.answer_time_runs", Silence{})
			r.by = casefile.By{Kind: access.Staff, Account: r.clerk, Post: access.Clerk}
			r.refused("mediation.guard.join_refused", r.consent(d.ID))
			if r.do(Accept{}); r.c.State != Accepted || r.c.atFirst() != 2 {
				t.Errorf("the others mediate: %s, %d of them", r.c.State, r.c.atFirst())
			}
			sameOnReplay(t, r)
		})
	}
}
