// Package office keeps the office's own rows (office.Repo) and the access rows (access.Recorder) on both engines.
package office

import (
	"context"
	"errors"
	"fmt"

	"linli/office"
	"linli/store/dialect"
)

// Store keeps the office. It is safe for use by many goroutines.
type Store struct{ db *dialect.DB }

// New returns a store in a migrated database.
func New(db *dialect.DB) *Store { return &Store{db} }

var _ office.Repo = (*Store)(nil)

// Queries lists every statement of the package.
func Queries() []string {
	return []string{
		insertTag, selectTag, selectTenants, insertTenant, updateTenant, selectTenant, insertRulebook, selectRulebooks,
		insertUnit, updateUnit, selectUnits, insertHeir, deleteHeirs, selectHeirs,
		insertAccount, updateAccount, selectAccount, selectAccountByLogin, selectAccounts, selectAccountsFor,
		insertPost, updatePost, selectPostsOf, selectPostsIn, selectHolders, selectPosts,
		insertSession, deleteSession, deleteSessions, touchSession, selectSession, selectSessionsOf, sweepSessions,
		insertStep, deleteStep, selectStep, sweepSteps,
		insertEnrolment, approveEnrolment, deleteEnrolment, deleteEnrolments, selectEnrolment, selectUnapproved, sweepEnrolments,
		insertPasskey, updatePasskey, deletePasskey, deletePasskeys, selectPasskeys,
		insertLink, updateLink, deleteLinks, selectLink, selectLinkOf,
		insertProgram, updateProgram, upsertKey, touchKey, sweepKeys, selectPrograms, selectKeys, selectKey,
		insertEvent, selectEvents,
		insertAccess, selectReadings, selectLatest,
	}
}

// Play commits the change; see office.Repo.
func (s *Store) Play(ctx context.Context, c office.Change) error {
	err := s.db.Play(ctx, statements(c))
	var rows *dialect.RowsError
	var duplicate *dialect.DuplicateError
	switch {
	case errors.As(err, &rows):
		return office.ErrMoved
	case errors.As(err, &duplicate):
		return office.ErrTaken
	case err != nil:
		return fmt.Errorf("keeping a change of the office: %w", err)
	}
	return nil
}

// found puts office.ErrNotFound in the place of no row.
func found(err error, doing string) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, dialect.ErrNoRows):
		return office.ErrNotFound
	}
	return fmt.Errorf("%s: %w", doing, err)
}
