// Package dialect is the only place that knows which engine keeps linli's rows: SQLite in a folder, or PostgreSQL.
//
// A store package (store/casefile, store/mediation …) holds a *DB and uses three of its methods:
//
//	err := db.Play(ctx, []dialect.Statement{
//		{SQL: updateState, Args: []any{tenant, caseID, state, version}, Rows: 1}, // *RowsError unless exactly one row changed
//		{SQL: insertEvent, Args: []any{tenant, caseID, seq, at}, Rows: 1},        // *DuplicateError when the key is taken
//		{SQL: deleteDraft, Args: []any{tenant, caseID}, Rows: dialect.AnyRows},
//	})
//	err = db.Query(ctx, selectDue, []any{tenant, unit, limit}, func(r *dialect.Rows) error {
//		var c Case
//		if err := r.Scan(&c.ID, &c.Due, &c.State); err != nil { return err }
//		cases = append(cases, c)
//		return nil
//	})
//	err = db.QueryRow(ctx, selectCase, []any{tenant, caseID}, &c.State, &c.Version) // ErrNoRows when there is none
//
// # Play: all or nothing
//
// The statements of one Play are a Change: all of them hold, durably, when Play returns nil, and none of them otherwise
// (save "store.uncertain", below). A Change is decided before it is played; nothing can be read inside. A decision that
// rests on a row names the row's version in its WHERE and demands Rows: 1.
//
//   - On SQLite one goroutine writes. It takes what waits, plays each Change under a savepoint of its own, commits once
//     and only then answers each. ctx can stop a Change that still waits; once it is taken, Play waits for its answer.
//   - On PostgreSQL a Change is one pipelined batch, one round trip, READ COMMITTED. ctx can stop it until it is sent.
//
// Errors of Play: *[RowsError], *[DuplicateError], the context's error, or a *fault.Error with code unavailable and the
// key "store.full" (no room), "store.unreachable" (no connection; nothing was written), "store.busy" (another writer held
// on through every retry; nothing was written) or "store.uncertain" (the connection broke while the answer was awaited: the
// Change may hold or not; read before you play it again). Serialization failures, deadlocks and a busy file are retried
// inside Play, with jitter.
//
// # Values
//
// Arguments and targets of Scan may be: id.ID (16 bytes; the zero ID is NULL, so a key column that may be "none" takes
// u[:] instead), time.Time (microseconds since 1970 UTC; the zero time is 0, NULL reads as the zero time), bool (0 or 1),
// json.RawMessage (text), string, []byte, the integers, and *T or sql.Null[T] of string and integers where NULL is meant.
// A target []byte belongs to the caller, a [Raw] does not.
//
// # The shared subset of SQL
//
// Statements are written once, for both engines:
//
//   - placeholders $1, $2 … (a number may repeat; the arguments count as many as the highest number);
//   - no semicolon at the end;
//   - insert into … values (…), (…) [on conflict (cols) do nothing | do update set c = excluded.c [where …]];
//     in do update and its where, columns of the existing row are written table.column (PostgreSQL wants it);
//   - insert into … select …: give the select a where clause if an "on conflict" follows ("where true");
//   - update … set … where …; delete from … where …; no alias in update or delete, no "update … from", no "returning";
//   - select with inner and left join (cross join where SQLite has to take the tables in the order in which they stand), group by, having, order by, limit $n, union all, exists, in ($1, $2), case, coalesce,
//     lower (ASCII only on SQLite), count, sum, min, max, cast(x as bigint), cast(x as text), common table expressions, row values in comparisons:
//     (due_at, id) > ($2, $3) pages by key; never offset;
//   - comparisons, and, or, not, is null, is not distinct from, like (case-sensitive), || on text, + - * / % on integers (integer division on both);
//   - sum() of integers: cast(coalesce(sum(n), 0) as bigint); two-argument min/max differ: use case;
//   - bitwise &, | alike; no booleans (0/1), no now(), no random(), no json operators, no regular expressions, no arrays,
//     no for update, no collate; order by text is by bytes on both (PostgreSQL databases are made with collation C);
//   - order by on a column that may be NULL sorts differently: make it not null, or write "order by (x is null), x";
//   - where PostgreSQL cannot tell a parameter's type (a bare "$1 is null", "select $1"), write cast($1 as bigint);
//   - column types: BLOB/BYTEA, TEXT, INTEGER/BIGINT; SQLite tables are STRICT, WITHOUT ROWID; tenant_id first in every
//     key and index, and in every statement.
//
// What the engines must do differently is chosen by [DB.Engine], in this package wherever possible.
//
// # Listing the SQL
//
// Each store package keeps its SQL in package-level string constants and lists them all:
//
//	func Queries() []string { return []string{selectCase, updateState, insertEvent} }
//
// SQL put together at run time (a list with optional filters) is listed in each form that can arise, or in enough forms
// that each part occurs once. One test a package, in an external test package:
//
//	func TestQueries(t *testing.T) { queries.Check(t, ".", casefile.Queries()) } // linli/testkit/queries
//
// It prepares each statement on both engines against the migrated schema, demands tenant_id in each (exempt: table
// tenant_tag), and fails when a constant of the package that holds SQL is missing from the list.
package dialect
