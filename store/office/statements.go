package office

import (
	"strings"

	"linli/office"
	"linli/store/dialect"
)

// What a tag in tenant_tag is.
const (
	kindTag  = "tag"
	kindSlug = "slug"
)

// list collects the statements of a change.
type list []dialect.Statement

func (l *list) one(sql string, args ...any) {
	*l = append(*l, dialect.Statement{SQL: sql, Args: args, Rows: 1})
}

func (l *list) any(sql string, args ...any) {
	*l = append(*l, dialect.Statement{SQL: sql, Args: args, Rows: dialect.AnyRows})
}

// statements is a change as SQL. What must still be there comes first, so that a lost race costs little.
func statements(c office.Change) []dialect.Statement {
	var l list
	for _, h := range c.Finish {
		l.one(deleteStep, c.Tenant, h[:])
	}
	for _, h := range c.Spend {
		l.one(deleteEnrolment, c.Tenant, h[:])
	}
	l.rows(c)
	l.signIn(c)
	l.programs(c)
	if !c.Sweep.IsZero() {
		l.any(sweepSteps, c.Tenant, c.Sweep)
		l.any(sweepEnrolments, c.Tenant, c.Sweep)
		l.any(sweepSessions, c.Tenant, c.Sweep)
		l.any(sweepKeys, c.Tenant, c.Sweep)
	}
	for _, e := range c.Events {
		e.Tenant = c.Tenant
		l = append(l, InsertEvent(e))
	}
	return l
}

// rows are the changes to what the office is made of.
func (l *list) rows(c office.Change) {
	for _, t := range c.Tenants {
		languages := strings.Join(t.Languages, ",")
		if t.Version == 1 {
			l.one(insertTag, t.Tag, kindTag, t.ID)
			l.one(insertTag, t.Slug, kindSlug, t.ID)
			l.one(insertTenant, t.ID, t.Slug, t.Tag, t.Name, t.Zone, languages, t.Rulebook, t.Rooms, t.CreatedAt, t.Version)
			continue
		}
		l.one(updateTenant, t.ID, t.Name, t.Zone, languages, t.Rulebook, t.Rooms, t.Version, t.Version-1)
	}
	for _, u := range c.Units {
		if u.Version == 1 {
			l.one(insertUnit, c.Tenant, u.ID, u.Parent, string(u.Level), u.Code, u.Name, u.Desk.Address, u.Desk.Phone, u.Desk.Hours, u.ClosedAt, u.Version)
			continue
		}
		l.one(updateUnit, c.Tenant, u.ID, u.Name, u.Desk.Address, u.Desk.Phone, u.Desk.Hours, u.ClosedAt, u.Version, u.Version-1)
		if !u.ClosedAt.IsZero() {
			l.any(deleteHeirs, c.Tenant, u.ID)
		}
		for i, h := range u.Heirs {
			l.one(insertHeir, c.Tenant, u.ID, h, i)
		}
	}
	for _, a := range c.Accounts {
		if a.Version == 1 {
			l.one(insertAccount, c.Tenant, a.ID, a.Unit, a.Organisation, a.Login, a.Name, a.Language, a.Password, a.TOTP, a.TOTPStep, a.ClosedAt, a.CreatedAt, a.Version)
			continue
		}
		l.one(updateAccount, c.Tenant, a.ID, a.Name, a.Language, a.Password, a.TOTP, a.TOTPStep, a.ClosedAt, a.Version, a.Version-1)
	}
	for _, p := range c.Posts {
		if p.Version == 1 {
			l.one(insertPost, c.Tenant, p.ID, p.Unit, p.Account, string(p.Kind), p.From, p.To, p.Version)
			continue
		}
		l.one(updatePost, c.Tenant, p.ID, p.To, p.Version, p.Version-1)
	}
}

// signIn are the changes to who is signed in and how.
func (l *list) signIn(c office.Change) {
	for _, s := range c.EndSession {
		l.any(deleteSession, c.Tenant, s)
	}
	for _, a := range c.EndAll {
		l.any(deleteSessions, c.Tenant, a)
	}
	for _, a := range c.DropAll {
		l.any(deletePasskeys, c.Tenant, a)
		l.any(deleteLinks, c.Tenant, a)
	}
	for _, a := range c.Unlink {
		l.any(deleteLinks, c.Tenant, a)
	}
	for _, x := range c.Links {
		l.one(insertLink, c.Tenant, x.Subject[:], x.Account, x.CreatedAt, x.UsedAt)
	}
	for _, x := range c.UseLink {
		l.one(updateLink, c.Tenant, x.Subject[:], x.Account, x.UsedAt)
	}
	for _, a := range c.SpendAll {
		l.any(deleteEnrolments, c.Tenant, a)
	}
	for _, d := range c.Drop {
		l.one(deletePasskey, c.Tenant, d.Credential, d.Account)
	}
	for _, t := range c.Touch {
		l.any(touchSession, c.Tenant, t.Session, t.At)
	}
	for _, s := range c.Sessions {
		l.one(insertSession, c.Tenant, s.Hash[:], s.ID, s.Account, s.Door, s.Method, s.CreatedAt, s.SeenAt, s.EndsAt)
	}
	for _, s := range c.Steps {
		l.one(insertStep, c.Tenant, s.Hash[:], s.Kind, s.Account, s.Body, s.EndsAt)
	}
	for _, e := range c.Enrolments {
		l.one(insertEnrolment, c.Tenant, e.Hash[:], e.Account, e.EndsAt, e.By)
	}
	for _, e := range c.Approve {
		l.one(approveEnrolment, c.Tenant, e.Hash[:], e.Approver, e.EndsAt)
	}
	for _, p := range c.Passkeys {
		l.one(insertPasskey, c.Tenant, p.Credential, p.Account, p.Name, string(p.Body), p.CreatedAt, p.UsedAt)
	}
	for _, p := range c.UsePasskey {
		l.one(updatePasskey, c.Tenant, p.Credential, p.Account, string(p.Body), p.UsedAt)
	}
}
