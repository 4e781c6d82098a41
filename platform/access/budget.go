package access

import (
	"context"
	"sync"
	"time"

	"linli/platform/id"
)

// DefaultReads is how many times an account may open sealed content within one sliding hour.
const DefaultReads = 200

const (
	budgetWindow = time.Hour
	maxBudgeted  = 4096 // accounts remembered at a time
)

// Alert says that an account has used up its read budget.
type Alert struct {
	Tenant, Account id.ID
	Reads           int // within the last hour
	At              time.Time
}

// Budget counts how often each account opens sealed content within a sliding hour. It lives in this process's memory and
// is bounded: with more accounts at work than it remembers, the one whose last read lies longest ago is forgotten. Behind
// several processes each has its own.
type Budget struct {
	reads int
	alert func(context.Context, Alert)

	mu       sync.Mutex
	accounts map[id.ID]*reading
}

// reading is a ring of the instants of an account's last reads.
type reading struct {
	at      []time.Time
	next    int
	last    time.Time
	alerted time.Time
}

// NewBudget allows each account so many reads within a sliding hour. alert, which may be nil, is called once an hour for
// an account that asks for more.
func NewBudget(reads int, alert func(context.Context, Alert)) *Budget {
	return &Budget{reads: reads, alert: alert, accounts: map[id.ID]*reading{}}
}

// Spend takes one read of the account's budget and reports whether there was one left.
func (b *Budget) Spend(ctx context.Context, tenant, account id.ID, now time.Time) bool {
	ok, alarm := b.spend(account, now)
	if alarm && b.alert != nil {
		b.alert(ctx, Alert{Tenant: tenant, Account: account, Reads: b.reads, At: now})
	}
	return ok
}

func (b *Budget) spend(account id.ID, now time.Time) (ok, alarm bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	r := b.accounts[account]
	if r == nil {
		b.makeRoom()
		r = &reading{}
		b.accounts[account] = r
	}
	r.last = now
	if len(r.at) < b.reads {
		r.at = append(r.at, now)
		return true, false
	}
	if b.reads > 0 && now.Sub(r.at[r.next]) >= budgetWindow {
		r.at[r.next] = now
		r.next = (r.next + 1) % b.reads
		return true, false
	}
	if !r.alerted.IsZero() && now.Sub(r.alerted) < budgetWindow {
		return false, false
	}
	r.alerted = now
	return false, true
}

// makeRoom forgets the account whose last read lies longest ago, when there are too many.
func (b *Budget) makeRoom() {
	if len(b.accounts) < maxBudgeted {
		return
	}
	var oldest id.ID
	for account, r := range b.accounts {
		if o := b.accounts[oldest]; o == nil || r.last.Before(o.last) {
			oldest = account
		}
	}
	delete(b.accounts, oldest)
}
