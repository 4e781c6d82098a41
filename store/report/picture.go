package report

import (
	"context"
	"errors"

	"linli/platform/id"
	"linli/report"
	"linli/store/dialect"
)

// The copies of photographs that everybody sees go with the row of their report, in its transaction.
const (
	insertPicture  = `insert into report_picture (tenant_id, public_id, n, copy) values ($1, $2, $3, $4)`
	deletePictures = `delete from report_picture where tenant_id = $1 and public_id = $2`
	selectPicture  = `select copy from report_picture where tenant_id = $1 and public_id = $2 and n = $3`
)

// PublicPicture returns the copy of a photograph that everybody sees, by its place from 0, or ErrNotPublished.
func (s *Store) PublicPicture(ctx context.Context, tenant, publicID id.ID, n int) ([]byte, error) {
	var out []byte
	err := s.db.QueryRow(ctx, selectPicture, []any{tenant, publicID, n}, &out)
	if errors.Is(err, dialect.ErrNoRows) {
		return nil, report.ErrNotPublished
	}
	return out, err
}
