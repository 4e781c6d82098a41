package app_test

import (
	"context"
	"errors"
	"testing"

	"linli/app/apptest"
	"linli/platform/access"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/referral"
)

// who is the key under which a context says which of two that race it belongs to.
type who struct{}

// paced is a repository in which two that race stand still before each step that another can overtake, until they are let go: reading the
// case, reading what it holds, and writing.
type paced struct {
	referral.Repo
	arrive chan int
	gates  [2]chan struct{}
}

func (p *paced) step(ctx context.Context) {
	if me, races := ctx.Value(who{}).(int); races {
		p.arrive <- me
		<-p.gates[me]
	}
}

func (p *paced) Case(ctx context.Context, tenant, c id.ID) (referral.Case, error) {
	p.step(ctx)
	return p.Repo.Case(ctx, tenant, c)
}

func (p *paced) Sealed(ctx context.Context, tenant, c id.ID) ([]vault.Sealed, error) {
	p.step(ctx)
	return p.Repo.Sealed(ctx, tenant, c)
}

func (p *paced) Play(ctx context.Context, c referral.Change) error {
	p.step(ctx)
	return p.Repo.Play(ctx, c)
}

// race lets two run side by side, one step of one of them at a time, as the schedule says. It returns at how many points there was a choice.
func (p *paced) race(ctx context.Context, schedule []int, run [2]func(context.Context)) (choices int) {
	const over = 2
	p.arrive, p.gates = make(chan int), [2]chan struct{}{make(chan struct{}), make(chan struct{})}
	waits := [2]bool{}
	live := 2
	for i, f := range run {
		go func() {
			f(context.WithValue(ctx, who{}, i))
			p.arrive <- over + i
		}()
		live += p.take(<-p.arrive, &waits)
	}
	for live > 0 {
		next := 0
		switch {
		case waits[0] && waits[1]:
			if choices < len(schedule) {
				next = schedule[choices]
			}
			choices++
		case waits[1]:
			next = 1
		}
		waits[next] = false
		p.gates[next] <- struct{}{}
		live += p.take(<-p.arrive, &waits)
	}
	return choices
}

// take notes that one of the two waits at a step, or is through: then one lives less.
func (p *paced) take(arrived int, waits *[2]bool) int {
	if arrived >= len(waits) {
		return -1
	}
	waits[arrived] = true
	return 0
}

// TestWithdrawalRacesAcceptance tries every order in which the steps of a withdrawal and of an acceptance that reads what it was told can
// fall, of a service that comes by its link and of one that comes with an account: the withdrawal always stands; an acceptance after it is told 409 and gets no line.
func TestWithdrawalRacesAcceptance(t *testing.T) {
	apptest.OnOne(t, func(t *testing.T, w *apptest.World) {
		repo := &paced{Repo: w.App.Referral.Repo}
		w.App.Referral.Repo = repo
		clinic := w.Clinic("甲站")
		w.Outside("jia", clinic)
		account := w.Provider("jia")
		doors := map[string]func(referral.Case, access.Actor) access.Actor{
			"link": func(_ referral.Case, link access.Actor) access.Actor { return link },
			"account": func(c referral.Case, link access.Actor) access.Actor {
				at, err := w.App.Referral.ComeTo(w.Ctx, account, c.Referral(link.Party).Link.Code)
				if err != nil {
					t.Fatal(err)
				}
				return at
			},
		}
		for door, comes := range doors {
			withdrawalRaces(t, w, repo, clinic, door, comes)
		}
	})
}

func withdrawalRaces(t *testing.T, w *apptest.World, repo *paced, clinic id.ID, door string, comes func(referral.Case, access.Actor) access.Actor) {
	t.Helper()
	orders, refused, told := 0, 0, 0
	for schedule := []int{}; ; {
		c, person, link := w.Referred(clinic)
		provider := comes(c, link)
		var withdrawn, accepted error
		taken := false
		points := repo.race(w.Ctx, schedule, [2]func(context.Context){
			func(ctx context.Context) {
				_, withdrawn = w.App.Referral.Act(ctx, person, c.ID, referral.TakeBack{Referral: provider.Party}, nil)
				taken = true
			},
			func(ctx context.Context) {
				if _, accepted = w.App.Referral.Act(ctx, provider, c.ID, referral.Accept{Referral: provider.Party}, nil); accepted != nil {
					return
				}
				x, err := w.App.Referral.OpenTold(ctx, provider)
				if err == nil && len(x.Lines) > 0 {
					told++
					if taken {
						t.Errorf("%s %v: what was taken back is told", door, schedule)
					}
				}
			},
		})
		after, err := repo.Repo.Case(w.Ctx, w.Tenant(), c.ID)
		if r := after.Referral(provider.Party); err != nil || withdrawn != nil || r.Status != referral.Cancelled || r.Reason != referral.ConsentWithdrawn || r.AskedErase.IsZero() {
			t.Errorf("%s %v: %+v, %v, %v", door, schedule, r, withdrawn, err)
		}
		if accepted != nil {
			refused++
			if !errors.Is(accepted, referral.ErrOver) {
				t.Errorf("%s %v: the service is told %v", door, schedule, accepted)
			}
		}
		if x, err := w.App.Referral.OpenTold(w.Ctx, provider); err != nil || len(x.Lines) > 0 {
			t.Errorf("%s %v: afterwards it reads %+v, %v", door, schedule, x, err)
		}
		orders++
		if schedule = following(schedule, points); schedule == nil {
			break
		}
	}
	if orders < 20 || refused == 0 || told == 0 {
		t.Errorf("by %s %d orders were tried: %d refused, %d told before", door, orders, refused, told)
	}
}

// following is the next schedule to try: the last choice that still has another way is taken the other way.
func following(schedule []int, points int) []int {
	full := make([]int, points)
	copy(full, schedule)
	for i := points - 1; i >= 0; i-- {
		if full[i] == 0 {
			return append(full[:i:i], 1)
		}
	}
	return nil
}
