package mediation

import (
	"bytes"
	"context"
	"slices"
	"time"

	"linli/mediation"
	"linli/platform/id"
	"linli/store/dialect"
)

// Two devices that book one mediator for the same time both write, and the second of them has to see the first. Each takes
// the row of the mediator's diary before it looks: the second waits there until the first has committed, and what it looks
// at afterwards holds the first one's row (READ COMMITTED: each statement sees what was committed before it).
const (
	takeDiary = `insert into diary (tenant_id, account_id, n) values ($1, $2, 1)
		on conflict (tenant_id, account_id) do update set n = diary.n + 1`
	insertBooking = `insert into booking (tenant_id, account_id, session_id, case_id, starts_at, ends_at) values ($1, $2, $3, $4, $5, $6)`
	deleteBooking = `delete from booking where tenant_id = $1 and account_id = $2 and session_id = $3`
	checkDiary    = `update diary set n = n + 1 where tenant_id = $1 and account_id = $2 and not exists (select 1 from booking b
		where b.tenant_id = $1 and b.account_id = $2 and b.case_id <> $3 and b.starts_at < $4 and b.ends_at > $5)`
	selectBookings = `select session_id, case_id, starts_at, ends_at from booking
		where tenant_id = $1 and account_id = $2 and starts_at < $4 and ends_at > $3 order by starts_at, session_id`
)

// Bookings returns the times within a stretch in which a mediator is taken.
func (s *Store) Bookings(ctx context.Context, tenant, account id.ID, from, until time.Time) ([]mediation.Booking, error) {
	var out []mediation.Booking
	err := s.db.Query(ctx, selectBookings, []any{tenant, account, from, until}, func(r *dialect.Rows) error {
		b := mediation.Booking{Account: account}
		err := r.Scan(&b.Session, &b.Case, &b.From, &b.Until)
		out = append(out, b)
		return err
	})
	return out, err
}

// bookings writes the diaries on. Where a session is being scheduled, the mediators have to be free; the diaries are taken
// in the order of their accounts, so that two changes never wait for each other.
func bookings(c mediation.Change) []dialect.Statement {
	var out []dialect.Statement
	for _, b := range c.Freed {
		out = append(out, dialect.Statement{SQL: deleteBooking, Rows: dialect.AnyRows, Args: []any{c.Tenant, b.Account, b.Session}})
	}
	all := slices.Clone(c.Booked)
	slices.SortFunc(all, func(a, b mediation.Booking) int { return bytes.Compare(a.Account[:], b.Account[:]) })
	for _, b := range all {
		out = append(out, dialect.Statement{SQL: takeDiary, Rows: 1, Args: []any{c.Tenant, b.Account}},
			dialect.Statement{SQL: insertBooking, Rows: 1, Args: []any{c.Tenant, b.Account, b.Session, b.Case, b.From, b.Until}})
		if c.Free {
			out = append(out, dialect.Statement{SQL: checkDiary, Rows: 1, Args: []any{c.Tenant, b.Account, b.Case, b.Until, b.From}})
		}
	}
	return out
}
