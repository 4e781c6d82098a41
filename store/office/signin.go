package office

import (
	"context"
	"fmt"
	"time"

	"linli/office"
	"linli/platform/id"
	"linli/platform/oidc"
	"linli/store/dialect"
)

const (
	insertSession = `insert into signin_session (tenant_id, hash, id, account_id, door, method, created_at, seen_at, ends_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	deleteSession  = `delete from signin_session where tenant_id = $1 and id = $2`
	deleteSessions = `delete from signin_session where tenant_id = $1 and account_id = $2`
	touchSession   = `update signin_session set seen_at = $3 where tenant_id = $1 and id = $2 and seen_at < $3`
	selectSession  = `select s.hash, s.id, s.account_id, s.door, s.method, s.created_at, s.seen_at, s.ends_at,
			a.id, a.unit_id, a.organisation_id, a.login, a.name, a.language, a.password, a.totp, a.totp_step, a.closed_at, a.created_at, a.version
		from signin_session s join account a on a.tenant_id = s.tenant_id and a.id = s.account_id
		where s.tenant_id = $1 and s.hash = $2`
	selectSessionsOf = `select hash, id, account_id, door, method, created_at, seen_at, ends_at from signin_session
		where tenant_id = $1 and account_id = $2 and ends_at > $3 order by created_at desc, id desc`
	sweepSessions = `delete from signin_session where tenant_id = $1 and ends_at < $2`

	insertStep = `insert into signin_step (tenant_id, hash, kind, account_id, body, ends_at) values ($1, $2, $3, $4, $5, $6)`
	deleteStep = `delete from signin_step where tenant_id = $1 and hash = $2`
	selectStep = `select kind, account_id, body, ends_at from signin_step where tenant_id = $1 and hash = $2`
	sweepSteps = `delete from signin_step where tenant_id = $1 and ends_at < $2`

	insertEnrolment  = `insert into enrolment (tenant_id, hash, account_id, ends_at, by_id) values ($1, $2, $3, $4, $5)`
	approveEnrolment = `update enrolment set approver_id = $3, ends_at = $4 where tenant_id = $1 and hash = $2 and approver_id is null`
	deleteEnrolment  = `delete from enrolment where tenant_id = $1 and hash = $2`
	deleteEnrolments = `delete from enrolment where tenant_id = $1 and account_id = $2`
	selectEnrolment  = `select account_id, ends_at, by_id, approver_id from enrolment where tenant_id = $1 and hash = $2`
	selectUnapproved = `select e.hash, e.account_id, e.ends_at, e.by_id
		from enrolment e where e.tenant_id = $1 and e.approver_id is null and e.ends_at > $2 order by e.ends_at, e.account_id`
	sweepEnrolments = `delete from enrolment where tenant_id = $1 and ends_at < $2`

	insertPasskey = `insert into passkey (tenant_id, credential, account_id, name, body, created_at, used_at)
		values ($1, $2, $3, $4, $5, $6, $7)`
	updatePasskey  = `update passkey set body = $4, used_at = $5 where tenant_id = $1 and credential = $2 and account_id = $3`
	deletePasskey  = `delete from passkey where tenant_id = $1 and credential = $2 and account_id = $3`
	deletePasskeys = `delete from passkey where tenant_id = $1 and account_id = $2`
	insertLink     = `insert into signin_link (tenant_id, subject, account_id, created_at, used_at) values ($1, $2, $3, $4, $5)`
	updateLink     = `update signin_link set used_at = $4 where tenant_id = $1 and subject = $2 and account_id = $3`
	deleteLinks    = `delete from signin_link where tenant_id = $1 and account_id = $2`
	selectLink     = `select subject, account_id, created_at, used_at from signin_link where tenant_id = $1 and subject = $2`
	selectLinkOf   = `select subject, account_id, created_at, used_at from signin_link where tenant_id = $1 and account_id = $2`
	selectPasskeys = `select credential, name, body, created_at, used_at from passkey
		where tenant_id = $1 and account_id = $2 order by created_at, credential`
)

// SessionAt resolves a session with its account.
func (s *Store) SessionAt(ctx context.Context, tenant id.ID, h office.Hash) (office.Session, office.Account, error) {
	x, a := office.Session{Tenant: tenant}, office.Account{Tenant: tenant}
	var hash []byte
	err := s.db.QueryRow(ctx, selectSession, []any{tenant, h[:]}, append(sessionTargets(&x, &hash), targets(&a)...)...)
	x.Hash = h
	return x, a, found(err, "reading a session")
}

func sessionTargets(x *office.Session, hash *[]byte) []any {
	return []any{hash, &x.ID, &x.Account, &x.Door, &x.Method, &x.CreatedAt, &x.SeenAt, &x.EndsAt}
}

// SessionsOf lists an account's sessions that have not ended, newest first.
func (s *Store) SessionsOf(ctx context.Context, tenant, account id.ID, now time.Time) ([]office.Session, error) {
	var out []office.Session
	err := s.db.Query(ctx, selectSessionsOf, []any{tenant, account, now}, func(r *dialect.Rows) error {
		x := office.Session{Tenant: tenant}
		var hash []byte
		if err := r.Scan(sessionTargets(&x, &hash)...); err != nil {
			return err
		}
		if len(hash) != len(x.Hash) {
			return fmt.Errorf("a session's hash has %d bytes", len(hash))
		}
		x.Hash = office.Hash(hash)
		out = append(out, x)
		return nil
	})
	return out, found(err, "listing sessions")
}

// Step reads a half-done sign-in.
func (s *Store) Step(ctx context.Context, tenant id.ID, h office.Hash) (office.Step, error) {
	x := office.Step{Tenant: tenant, Hash: h}
	err := s.db.QueryRow(ctx, selectStep, []any{tenant, h[:]}, &x.Kind, &x.Account, &x.Body, &x.EndsAt)
	return x, found(err, "reading a sign-in step")
}

// Enrolment reads an enrolment.
func (s *Store) Enrolment(ctx context.Context, tenant id.ID, h office.Hash) (office.Enrolment, error) {
	x := office.Enrolment{Tenant: tenant, Hash: h}
	err := s.db.QueryRow(ctx, selectEnrolment, []any{tenant, h[:]}, &x.Account, &x.EndsAt, &x.By, &x.Approver)
	return x, found(err, "reading an enrolment")
}

// Unapproved lists the enrolments that wait for a second person.
func (s *Store) Unapproved(ctx context.Context, tenant id.ID, now time.Time) ([]office.Enrolment, error) {
	var out []office.Enrolment
	err := s.db.Query(ctx, selectUnapproved, []any{tenant, now}, func(r *dialect.Rows) error {
		x := office.Enrolment{Tenant: tenant}
		var hash []byte
		if err := r.Scan(&hash, &x.Account, &x.EndsAt, &x.By); err != nil {
			return err
		}
		if copy(x.Hash[:], hash) != len(x.Hash) {
			return fmt.Errorf("an enrolment's hash has %d bytes", len(hash))
		}
		out = append(out, x)
		return nil
	})
	return out, found(err, "listing enrolments")
}

// PasskeysOf lists an account's passkeys, oldest first.
func (s *Store) PasskeysOf(ctx context.Context, tenant, account id.ID) ([]office.Passkey, error) {
	var out []office.Passkey
	err := s.db.Query(ctx, selectPasskeys, []any{tenant, account}, func(r *dialect.Rows) error {
		p := office.Passkey{Tenant: tenant, Account: account}
		var body string
		err := r.Scan(&p.Credential, &p.Name, &body, &p.CreatedAt, &p.UsedAt)
		p.Body = []byte(body)
		out = append(out, p)
		return err
	})
	return out, found(err, "listing passkeys")
}

// LinkOf finds the account that is joined to somebody at the provider.
func (s *Store) LinkOf(ctx context.Context, tenant id.ID, subject oidc.Subject) (office.Link, error) {
	return s.link(ctx, selectLink, tenant, subject[:])
}

// LinkOfAccount reads how an account is joined to the provider.
func (s *Store) LinkOfAccount(ctx context.Context, tenant, account id.ID) (office.Link, error) {
	return s.link(ctx, selectLinkOf, tenant, account)
}

func (s *Store) link(ctx context.Context, query string, args ...any) (office.Link, error) {
	x := office.Link{Tenant: args[0].(id.ID)}
	var subject []byte
	err := s.db.QueryRow(ctx, query, args, &subject, &x.Account, &x.CreatedAt, &x.UsedAt)
	if err == nil && len(subject) != len(x.Subject) {
		return x, fmt.Errorf("the subject of a link has %d bytes", len(subject))
	}
	copy(x.Subject[:], subject)
	return x, found(err, "reading a link to a provider")
}
