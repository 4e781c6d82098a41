package migrations_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/store/dialect"
	"linli/store/migrations"
	"linli/testkit"
)

// before runs a test on a database as it was before a migration; up brings it to now.
func before(t *testing.T, name string, test func(t *testing.T, db *dialect.DB, bytes func(string) string, up func())) {
	t.Helper()
	testkit.EachEmpty(t, func(t *testing.T, db *dialect.DB) {
		all, err := migrations.Status(t.Context(), db, migrations.Cases)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(all, func(m migrations.Migration) bool { return strings.HasSuffix(m.Name, name) })
		if _, err := migrations.UpTo(t.Context(), db, migrations.Cases, all[i-1].Version); err != nil {
			t.Fatal(err)
		}
		bytes := func(hex string) string {
			if db.Engine() == dialect.Postgres {
				return `'\x` + hex + `'`
			}
			return "x'" + hex + "'"
		}
		test(t, db, bytes, func() {
			if _, err := migrations.Up(t.Context(), db, migrations.Cases); err != nil {
				t.Fatal(err)
			}
		})
	})
}

// TestKeysThatWereThereStayTheirPrograms: each key of a program is an entry of the office under the id that its reports name; one of an
// account that was closed held no more, and holds no more; and the sessions of people stay.
func TestKeysThatWereThereStayTheirPrograms(t *testing.T) {
	before(t, "_program.sql", func(t *testing.T, db *dialect.DB, b func(string) string, up func()) {
		for i, closed := range []int{0, 7} {
			account := b(fmt.Sprintf("a%d", i))
			execute(t, db, fmt.Sprintf(`insert into account (tenant_id, id, unit_id, login, name, language, password, totp_step, closed_at, created_at, version)
				values (%s, %s, %s, 'login%d', 'n', 'en', '', 0, %d, 1, 1)`, b("01"), account, b("02"), i, closed))
			for j, door := range []string{"open311", "api"} {
				execute(t, db, fmt.Sprintf(`insert into signin_session (tenant_id, hash, id, account_id, door, method, created_at, seen_at, ends_at)
					values (%s, %s, %s, %s, '%s', 'x', 3, 4, 5)`, b("01"), b(fmt.Sprintf("c%d%d%d", i, j, i)), b(fmt.Sprintf("d%d", 2*i+j)), account, door))
			}
		}
		up()
		hex := "hex(%s)"
		if db.Engine() == dialect.Postgres {
			hex = "upper(encode(%s, 'hex'))"
		}
		if got := column1(t, db, "select "+fmt.Sprintf(hex, "id")+" || ' ' || name from program order by id"); !slices.Equal(got, []string{"D0 login0", "D2 login1"}) {
			t.Errorf("the programs are %q", got)
		}
		if got := column1(t, db, "select "+fmt.Sprintf(hex, "program_id")+" || ends_at from program_key"); !slices.Equal(got, []string{"D05"}) {
			t.Errorf("their keys are %q", got)
		}
		if got := column1(t, db, "select door from signin_session"); !slices.Equal(got, []string{"api", "api"}) {
			t.Errorf("the sessions are %q", got)
		}
	})
}

// TestUpdatesThatWereThereAreToldByTheWeek: of what happened before, everybody is told at the end of its week; of what is not public, nobody.
func TestUpdatesThatWereThereAreToldByTheWeek(t *testing.T) {
	before(t, "_report_update.sql", func(t *testing.T, db *dialect.DB, b func(string) string, up func()) {
		sunday, monday := time.Date(2026, 3, 8, 23, 59, 59, 0, time.UTC), time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)
		execute(t, db, fmt.Sprintf(`insert into report_public (tenant_id, public_id, case_id, unit_id, category, kind, state, open, published_at, received_at, updated_at,
			expected_at, fixed_at, closed_at, words, place, answer, lat, long, pictures) values (%s, %s, %s, %s, 'c', 'k', 's', 1, 0, 1, 1, 0, 0, 0, '', '', '', 0, 0, 0)`, b("01"), b("0b"), b("0c"), b("0d")))
		for seq, e := range []struct {
			of, kind string
			at       time.Time
		}{{"0c", "submit", sunday}, {"0c", "accept", sunday}, {"0c", "note", sunday}, {"0c", "fix", monday}, {"0e", "accept", monday}} {
			execute(t, db, fmt.Sprintf(`insert into case_event (tenant_id, case_id, seq, id, kind, at, claimed_at, by_kind, by_post, visibility, reason, body, secrets, salt, commitment)
				values (%s, %s, %d, %s, '%s', %d, 0, '', '', '', '', '{}', %s, %s, %s)`, b("01"), b(e.of), seq, b("0f"), e.kind, e.at.UnixMicro(), b(""), b(""), b("")))
		}
		up()
		want := []string{fmt.Sprint("accept ", monday.UnixMicro()), fmt.Sprint("fix ", monday.AddDate(0, 0, 7).UnixMicro())}
		if got := column1(t, db, "select kind || ' ' || told_at from report_update order by seq"); !slices.Equal(got, want) {
			t.Errorf("told is %q, want %q", got, want)
		}
	})
}
