package report

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"linli/platform/geo"
	"linli/platform/id"
	"linli/report"
	cases "linli/store/casefile"
	"linli/store/dialect"
)

const (
	publicColumns = `public_id, case_id, unit_id, category, kind, state, open, published_at, received_at, updated_at, expected_at, fixed_at, closed_at,
		words, place, answer, lat, long, pictures`
	upsertPublic = `insert into report_public (tenant_id, ` + publicColumns + `)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', '', '', 0, 0, 0)
		on conflict (tenant_id, public_id) do update set unit_id = excluded.unit_id, state = excluded.state, open = excluded.open,
		published_at = excluded.published_at, updated_at = excluded.updated_at, expected_at = excluded.expected_at, fixed_at = excluded.fixed_at,
		closed_at = excluded.closed_at`
	updateShown  = `update report_public set words = $3, place = $4, answer = $5, lat = $6, long = $7, pictures = $8 where tenant_id = $1 and public_id = $2`
	deletePublic = `delete from report_public where tenant_id = $1 and public_id = $2`
	selectPublic = `select ` + publicColumns + ` from report_public where tenant_id = $1 and public_id = $2`
	listPublic   = `select ` + publicColumns + ` from report_public where tenant_id = $1 and received_at >= $2 and (received_at, public_id) < ($3, $4)
		order by received_at desc, public_id desc limit $5`

	selectPlaces = `select id, unit_id, name, lat, long, closed_at from report_place where tenant_id = $1 order by unit_id, name, id`
	selectPlace  = `select id, unit_id, name, lat, long, closed_at from report_place where tenant_id = $1 and id = $2`
	upsertPlace  = `insert into report_place (tenant_id, id, unit_id, name, lat, long, closed_at) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (tenant_id, id) do update set unit_id = excluded.unit_id, name = excluded.name, lat = excluded.lat, long = excluded.long, closed_at = excluded.closed_at`
	selectArea = `select corners from report_area where tenant_id = $1`
	upsertArea = `insert into report_area (tenant_id, corners) values ($1, $2) on conflict (tenant_id) do update set corners = excluded.corners`
)

var publicQueries = []string{insertUpdate, deleteUpdates, listUpdates, upsertPublic, updateShown, deletePublic, selectPublic, listPublic, listPublished, listPublishedIn, listPublishedOf, countStanding, insertPicture, deletePictures, selectPicture, selectPlaces, selectPlace, upsertPlace, selectArea, upsertArea}

// publicRows are the statements that keep what everybody may read in step with the report. What is withdrawn or erased is
// gone there too.
func publicRows(c *report.Change) []dialect.Statement {
	p := c.Public
	if p == nil {
		return nil
	}
	if p.State == report.Withdrawn || c.Erased {
		return unseen(c.Tenant, p.ID)
	}
	out := []dialect.Statement{{SQL: upsertPublic, Rows: 1, Args: []any{c.Tenant, p.ID, p.Case, p.Unit, p.Category, string(p.Sort), string(p.State), p.Open,
		cases.Order(p.Since), p.Received, p.Updated, cases.Order(p.Expected), cases.Order(p.Fixed), cases.Order(p.Closed)}}}
	if x := c.Shown; x != nil {
		out = append(out, dialect.Statement{SQL: updateShown, Rows: 1, Args: []any{c.Tenant, p.ID, x.Text, x.Place, x.Answer, millionths(x.Point.Lat), millionths(x.Point.Long), len(x.Pictures)}},
			dialect.Statement{SQL: deletePictures, Rows: dialect.AnyRows, Args: []any{c.Tenant, p.ID}})
		for i, picture := range x.Pictures {
			out = append(out, dialect.Statement{SQL: insertPicture, Rows: 1, Args: []any{c.Tenant, p.ID, i, picture.JPEG}})
		}
	}
	return append(out, updated(c)...)
}

// unseen are the statements after which nobody reads anything of a report.
func unseen(tenant, publicID id.ID) (out []dialect.Statement) {
	for _, sql := range []string{deletePublic, deletePictures, deleteUpdates} {
		out = append(out, dialect.Statement{SQL: sql, Rows: dialect.AnyRows, Args: []any{tenant, publicID}})
	}
	return out
}

func scanPublic(tenant id.ID, scan func(...any) error) (report.Public, error) {
	x := report.Public{Tenant: tenant}
	var since, expected, fixed, closed, lat, long int64
	err := scan(&x.ID, &x.Case, &x.Unit, &x.Category, &x.Sort, &x.State, &x.Open, &since, &x.Received, &x.Updated, &expected, &fixed, &closed,
		&x.Text, &x.Place, &x.Answer, &lat, &long, &x.Copies)
	x.Expected, x.Fixed, x.Closed = cases.Instant(expected), cases.Instant(fixed), cases.Instant(closed)
	x.Since, x.Point = cases.Instant(since), point(lat, long)
	x.Published = !x.Since.IsZero()
	return x, err
}

// Public returns what everybody may read of a report, by its public id, or ErrNotFound.
func (s *Store) Public(ctx context.Context, tenant, publicID id.ID) (report.Public, error) {
	x, err := scanPublic(tenant, func(into ...any) error {
		return s.db.QueryRow(ctx, selectPublic, []any{tenant, publicID}, into...)
	})
	if errors.Is(err, dialect.ErrNoRows) {
		return report.Public{}, report.ErrNotFound
	}
	return x, err
}

// publicPage is how many rows are read at once where some of them are left out.
const publicPage = 500

// PublicList returns what everybody may read of reports, the newest first. Unit, category and state are looked at row by row:
// a list is of one span of time, which the index bounds.
func (s *Store) PublicList(ctx context.Context, tenant id.ID, f report.PublicFilter) ([]report.Public, error) {
	until, below := cases.Order(f.Until), id.ID{}
	if !f.After.ID.IsZero() {
		until, below = cases.Order(f.After.Received), f.After.ID
	}
	var out []report.Public
	for {
		read := 0
		err := s.db.Query(ctx, listPublic, []any{tenant, f.From, until, below[:], publicPage}, func(r *dialect.Rows) error {
			x, err := scanPublic(tenant, r.Scan)
			read++
			until, below = cases.Order(x.Received), x.ID
			if len(out) < f.Limit && fits(&x, f) {
				out = append(out, x)
			}
			return err
		})
		if err != nil || read < publicPage || len(out) >= f.Limit {
			return out, err
		}
	}
}

func fits(x *report.Public, f report.PublicFilter) bool {
	return (f.Unit.IsZero() || x.Unit == f.Unit) && (len(f.Categories) == 0 || slices.Contains(f.Categories, x.Category)) &&
		(f.Open == nil || x.Open == *f.Open) && (!f.Published || x.Published)
}

// millionths is how a number of degrees stands in a column: both engines keep whole numbers alike.
func millionths(degrees float64) int64 { return int64(math.Round(degrees * 1e6)) }

func point(lat, long int64) geo.Point {
	return geo.Point{Lat: float64(lat) / 1e6, Long: float64(long) / 1e6}
}

func scanPlace(scan func(...any) error) (report.KnownPlace, error) {
	var p report.KnownPlace
	var closed, lat, long int64
	err := scan(&p.ID, &p.Unit, &p.Name, &lat, &long, &closed)
	p.ClosedAt, p.Point = cases.Instant(closed), point(lat, long)
	return p, err
}

// Places returns the places that were ever listed, by unit and name.
func (s *Store) Places(ctx context.Context, tenant id.ID) ([]report.KnownPlace, error) {
	var out []report.KnownPlace
	err := s.db.Query(ctx, selectPlaces, []any{tenant}, func(r *dialect.Rows) error {
		p, err := scanPlace(r.Scan)
		out = append(out, p)
		return err
	})
	return out, err
}

// KnownPlace returns one of them, or ErrNotFound.
func (s *Store) KnownPlace(ctx context.Context, tenant, place id.ID) (report.KnownPlace, error) {
	p, err := scanPlace(func(into ...any) error { return s.db.QueryRow(ctx, selectPlace, []any{tenant, place}, into...) })
	if errors.Is(err, dialect.ErrNoRows) {
		return report.KnownPlace{}, report.ErrNotFound
	}
	return p, err
}

// PutPlace writes a place.
func (s *Store) PutPlace(ctx context.Context, tenant id.ID, p report.KnownPlace) error {
	return s.db.Play(ctx, []dialect.Statement{{SQL: upsertPlace, Rows: 1, Args: []any{tenant, p.ID, p.Unit, p.Name, millionths(p.Point.Lat), millionths(p.Point.Long), cases.Order(p.ClosedAt)}}})
}

// Area returns what the office serves; empty where no bound is set.
func (s *Store) Area(ctx context.Context, tenant id.ID) (area geo.Area, err error) {
	var corners json.RawMessage
	err = s.db.QueryRow(ctx, selectArea, []any{tenant}, &corners)
	if errors.Is(err, dialect.ErrNoRows) {
		return nil, nil
	}
	if err == nil {
		err = json.Unmarshal(corners, &area)
	}
	return area, err
}

// PutArea sets it.
func (s *Store) PutArea(ctx context.Context, tenant id.ID, area geo.Area) error {
	b, err := json.Marshal(area)
	if err != nil {
		return fmt.Errorf("encode an area: %w", err)
	}
	return s.db.Play(ctx, []dialect.Statement{{SQL: upsertArea, Rows: 1, Args: []any{tenant, json.RawMessage(b)}}})
}
