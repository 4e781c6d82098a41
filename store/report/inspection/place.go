package inspection

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"linli/platform/calendar"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/platform/job"
	"linli/platform/notify"
	"linli/report/inspection"
	cases "linli/store/casefile"
	"linli/store/dialect"
	jobs "linli/store/job"
)

const (
	placeColumns = `p.id, p.unit_id, p.name, p.lat, p.long, p.closed_at, coalesce(f.version, 0), coalesce(f.kind, ''), coalesce(f.area, ''), coalesce(f.keeper, ''),
		coalesce(f.operator, ''), f.contact_key, f.run_id, coalesce(f.former, '')`
	selectPlaces = `select ` + placeColumns + ` from report_place p left join inspection_place f on f.tenant_id = p.tenant_id and f.id = p.id
		where p.tenant_id = $1 order by coalesce(f.kind, ''), p.name, p.id`
	selectListed = `select ` + placeColumns + ` from report_place p left join inspection_place f on f.tenant_id = p.tenant_id and f.id = p.id
		where p.tenant_id = $1 and p.unit_id = $2 and p.closed_at = $3 order by p.id`
	selectPlace = `select ` + placeColumns + ` from report_place p left join inspection_place f on f.tenant_id = p.tenant_id and f.id = p.id
		where p.tenant_id = $1 and p.id = $2`
	upsertName = `insert into report_place (tenant_id, id, unit_id, name, lat, long, closed_at) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (tenant_id, id) do update set unit_id = excluded.unit_id, name = excluded.name, lat = excluded.lat, long = excluded.long, closed_at = excluded.closed_at`
	upsertPlace = `insert into inspection_place (tenant_id, id, version, kind, area, keeper, operator, contact_key, run_id, former)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		on conflict (tenant_id, id) do update set version = excluded.version, kind = excluded.kind, area = excluded.area, keeper = excluded.keeper,
		operator = excluded.operator, contact_key = excluded.contact_key, run_id = excluded.run_id, former = excluded.former
		where inspection_place.version = excluded.version - 1`
	deleteName  = `delete from report_place where tenant_id = $1 and id = $2`
	deletePlace = `delete from inspection_place where tenant_id = $1 and id = $2 and version = $3`
	insertStood = `insert into inspection_listed (tenant_id, id, version, at, unit_id, kind, ended) values ($1, $2, $3, $4, $5, $6, $7)`
	deleteStood = `delete from inspection_listed where tenant_id = $1 and id = $2`
	selectStood = `select id, unit_id, kind, ended from inspection_listed where tenant_id = $1 and at <= $2 order by id, version`
	insertVisit = `insert into inspection_visit (tenant_id, unit_id, day, id, place_id, at, account_id, body) values ($1, $2, $3, $4, $5, $6, $7, $8)`
	listVisits  = `select day, id, place_id, at, account_id, body from inspection_visit where tenant_id = $1 and unit_id = $2 and day >= $3 and day <= $4 order by day, id`
	insertRun   = `insert into import_run (tenant_id, id, kind, unit_id, started_at, ended_at, row_count, accepted, unchanged, rejected, undone_at)
		values ($1, $2, 'place', $3, $4, 0, 0, 0, 0, 0, 0)`
	closeRun = `update import_run set ended_at = $3, row_count = $4, accepted = $5, unchanged = $6, rejected = $7
		where tenant_id = $1 and id = $2 and ended_at = 0`
	selectRun = `select undone_at from import_run where tenant_id = $1 and id = $2 and kind = 'place'`
	undoRun   = `update import_run set undone_at = $3 where tenant_id = $1 and id = $2 and undone_at = 0`
)

var placeQueries = []string{selectPlaces, selectListed, selectPlace, upsertName, upsertPlace, deleteName, deletePlace, insertStood, deleteStood, selectStood, insertVisit, listVisits, insertRun, closeRun, selectRun, undoRun}

func scanPlace(scan func(...any) error) (inspection.Place, error) {
	var p inspection.Place
	var closed, lat, long int64
	var former string
	err := scan(&p.ID, &p.Unit, &p.Name, &lat, &long, &closed, &p.Version, &p.Kind, &p.Area, &p.Keeper, &p.Operator, &p.Key, &p.Run, &former)
	p.ClosedAt, p.Point = cases.Instant(closed), geo.Point{Lat: float64(lat) / 1e6, Long: float64(long) / 1e6}
	p.HasContact = !p.Key.IsZero()
	if former != "" {
		p.Former = json.RawMessage(former)
	}
	return p, err
}

// Places returns the places that were ever listed, by kind and name.
func (s *Store) Places(ctx context.Context, tenant id.ID) ([]inspection.Place, error) {
	return s.places(ctx, selectPlaces, tenant)
}

// ListedIn returns the places that are listed in a unit now.
func (s *Store) ListedIn(ctx context.Context, tenant, unit id.ID) ([]inspection.Place, error) {
	return s.places(ctx, selectListed, tenant, unit, cases.Order(time.Time{}))
}

func (s *Store) places(ctx context.Context, query string, args ...any) ([]inspection.Place, error) {
	var out []inspection.Place
	err := s.db.Query(ctx, query, args, func(r *dialect.Rows) error {
		p, err := scanPlace(r.Scan)
		out = append(out, p)
		return err
	})
	return out, err
}

// Stood returns which places the register held at an instant, as they were then: the last change of each until then.
func (s *Store) Stood(ctx context.Context, tenant id.ID, at time.Time) ([]inspection.Place, error) {
	var out []inspection.Place
	err := s.db.Query(ctx, selectStood, []any{tenant, at}, func(r *dialect.Rows) error {
		var p inspection.Place
		var ended bool
		if err := r.Scan(&p.ID, &p.Unit, &p.Kind, &ended); err != nil {
			return err
		}
		if n := len(out); n > 0 && out[n-1].ID == p.ID {
			out = out[:n-1]
		}
		if !ended {
			out = append(out, p)
		}
		return nil
	})
	return out, err
}

// Place returns one of them, or ErrNotFound.
func (s *Store) Place(ctx context.Context, tenant, place id.ID) (inspection.Place, error) {
	p, err := scanPlace(func(into ...any) error { return s.db.QueryRow(ctx, selectPlace, []any{tenant, place}, into...) })
	if errors.Is(err, dialect.ErrNoRows) {
		return inspection.Place{}, inspection.ErrNotFound
	}
	return p, err
}

// millionths is how a number of degrees stands in a column: both engines keep whole numbers alike.
func millionths(degrees float64) int64 { return int64(math.Round(degrees * 1e6)) }

// Keep writes places, all or nothing.
func (s *Store) Keep(ctx context.Context, tenant id.ID, all []inspection.Kept, also []job.Job, told []notify.Notice) error {
	var out []dialect.Statement
	for _, k := range all {
		p := &k.Place
		if !k.Drop.ID.IsZero() {
			out = append(out, cases.DropKey(tenant, k.Drop)...)
		}
		if k.Gone {
			out = append(out, dialect.Statement{SQL: deletePlace, Rows: 1, Args: []any{tenant, p.ID, p.Version - 1}},
				dialect.Statement{SQL: deleteName, Rows: 1, Args: []any{tenant, p.ID}}, dialect.Statement{SQL: deleteStood, Rows: dialect.AnyRows, Args: []any{tenant, p.ID}})
			continue
		}
		if k.Sealed != nil {
			out = append(out, cases.AddKey(tenant, k.Key), cases.AddSealed(tenant, *k.Sealed))
		}
		name := dialect.Statement{SQL: upsertName, Rows: 1, Args: []any{tenant, p.ID, p.Unit, p.Name, millionths(p.Point.Lat), millionths(p.Point.Long), cases.Order(p.ClosedAt)}}
		if p.Version == 0 { // it has nothing beside its name
			out = append(out, name)
			continue
		}
		out = append(out, name,
			dialect.Statement{SQL: upsertPlace, Rows: 1, Args: []any{tenant, p.ID, p.Version, p.Kind, p.Area, string(p.Keeper), p.Operator, p.Key, p.Run, string(p.Former)}},
			dialect.Statement{SQL: insertStood, Rows: 1, Args: []any{tenant, p.ID, p.Version, k.At, p.Unit, p.Kind, !p.ClosedAt.IsZero()}})
	}
	for _, j := range also {
		out = append(out, jobs.Insert(j))
	}
	for _, n := range told {
		out = append(out, jobs.InsertNotice(n))
	}
	return cases.Played(s.db.Play(ctx, out), inspection.ErrMoved)
}

// Visit writes a visit.
func (s *Store) Visit(ctx context.Context, tenant id.ID, v inspection.Visit) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode a visit: %w", err)
	}
	return s.db.Play(ctx, []dialect.Statement{{SQL: insertVisit, Rows: 1, Args: []any{tenant, v.Unit, v.Day.String(), v.ID, v.Place, v.At, v.By, json.RawMessage(body)}}})
}

// Visits returns those of a unit in a span of days, both inclusive, the oldest first.
func (s *Store) Visits(ctx context.Context, tenant, unit id.ID, from, until calendar.Date) ([]inspection.Visit, error) {
	var out []inspection.Visit
	err := s.db.Query(ctx, listVisits, []any{tenant, unit, from.String(), until.String()}, func(r *dialect.Rows) error {
		v := inspection.Visit{Unit: unit}
		var day string
		var body json.RawMessage
		if err := r.Scan(&day, &v.ID, &v.Place, &v.At, &v.By, &body); err != nil {
			return err
		}
		if err := json.Unmarshal(body, &v); err != nil {
			return fmt.Errorf("decode a visit: %w", err)
		}
		var err error
		v.Day, err = calendar.ParseDate(day)
		out = append(out, v)
		return err
	})
	return out, err
}

// OpenRun begins an import run.
func (s *Store) OpenRun(ctx context.Context, tenant, run, unit id.ID, at time.Time) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: insertRun, Rows: 1, Args: []any{tenant, run, unit, at}}})
}

// CloseRun writes down what became of a run.
func (s *Store) CloseRun(ctx context.Context, tenant, run id.ID, at time.Time, rows, accepted, unchanged, rejected int) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: closeRun, Rows: 1, Args: []any{tenant, run, at, rows, accepted, unchanged, rejected}}})
}

// Run reports when a run was undone; the zero time while it stands.
func (s *Store) Run(ctx context.Context, tenant, run id.ID) (undone time.Time, err error) {
	err = s.db.QueryRow(ctx, selectRun, []any{tenant, run}, &undone)
	if errors.Is(err, dialect.ErrNoRows) {
		return undone, inspection.ErrNoRun
	}
	return undone, err
}

// EndUndo writes down that a run was undone.
func (s *Store) EndUndo(ctx context.Context, tenant, run id.ID, at time.Time) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: undoRun, Rows: 1, Args: []any{tenant, run, at}}})
}
