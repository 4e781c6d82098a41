package office

import (
	"context"
	"slices"
	"strings"

	"linli/office"
	"linli/platform/id"
	"linli/store/dialect"
)

const (
	insertTag     = `insert into tenant_tag (tag, kind, tenant_id) values ($1, $2, $3)`
	selectTag     = `select tenant_id from tenant_tag where tag = $1`
	selectTenants = `select tenant_id from tenant_tag where kind = $1 order by tenant_id`

	insertTenant = `insert into tenant (tenant_id, slug, tag, name, zone, languages, rulebook, rooms, created_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
	updateTenant = `update tenant set name = $2, zone = $3, languages = $4, rulebook = $5, rooms = $6, version = $7
		where tenant_id = $1 and version = $8`
	selectTenant = `select slug, tag, name, zone, languages, rulebook, rooms, created_at, version from tenant where tenant_id = $1`

	insertUnit = `insert into unit (tenant_id, id, parent_id, level, code, name, address, phone, hours, closed_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
	updateUnit = `update unit set name = $3, address = $4, phone = $5, hours = $6, closed_at = $7, version = $8
		where tenant_id = $1 and id = $2 and version = $9`
	insertHeir  = `insert into unit_heir (tenant_id, unit_id, heir_id, place) values ($1, $2, $3, $4)`
	deleteHeirs = `delete from unit_heir where tenant_id = $1 and unit_id = $2`
	selectHeirs = `select unit_id, heir_id from unit_heir where tenant_id = $1 order by unit_id, place, heir_id`
	selectUnits = `select id, parent_id, level, code, name, address, phone, hours, closed_at, version from unit where tenant_id = $1 order by code`
)

// TenantOf resolves a tag or slug.
func (s *Store) TenantOf(ctx context.Context, tagOrSlug string) (id.ID, error) {
	var tenant id.ID
	err := s.db.QueryRow(ctx, selectTag, []any{tagOrSlug}, &tenant)
	return tenant, found(err, "finding a tenant")
}

// Tenants lists the ids of all tenants.
func (s *Store) Tenants(ctx context.Context) ([]id.ID, error) {
	var out []id.ID
	err := s.db.Query(ctx, selectTenants, []any{kindTag}, func(r *dialect.Rows) error {
		var tenant id.ID
		err := r.Scan(&tenant)
		out = append(out, tenant)
		return err
	})
	return out, found(err, "listing tenants")
}

// Tenant reads a tenant.
func (s *Store) Tenant(ctx context.Context, tenant id.ID) (office.Tenant, error) {
	t := office.Tenant{ID: tenant}
	var languages string
	err := s.db.QueryRow(ctx, selectTenant, []any{tenant}, &t.Slug, &t.Tag, &t.Name, &t.Zone, &languages, &t.Rulebook, &t.Rooms, &t.CreatedAt, &t.Version)
	t.Languages = strings.Split(languages, ",")
	return t, found(err, "reading a tenant")
}

// Units lists a tenant's units by code.
func (s *Store) Units(ctx context.Context, tenant id.ID) ([]office.Unit, error) {
	var out []office.Unit
	err := s.db.Query(ctx, selectUnits, []any{tenant}, func(r *dialect.Rows) error {
		u := office.Unit{Tenant: tenant}
		var level string
		err := r.Scan(&u.ID, &u.Parent, &level, &u.Code, &u.Name, &u.Desk.Address, &u.Desk.Phone, &u.Desk.Hours, &u.ClosedAt, &u.Version)
		u.Level = office.Level(level)
		out = append(out, u)
		return err
	})
	if err != nil {
		return nil, found(err, "listing units")
	}
	err = s.db.Query(ctx, selectHeirs, []any{tenant}, func(r *dialect.Rows) error {
		var unit, heir id.ID
		err := r.Scan(&unit, &heir)
		if i := slices.IndexFunc(out, func(u office.Unit) bool { return u.ID == unit }); i >= 0 {
			out[i].Heirs = append(out[i].Heirs, heir)
		}
		return err
	})
	return out, found(err, "listing what units became of others")
}
