package house_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// clause is where a statement goes from naming columns to choosing, ordering or counting rows by them.
var clause = regexp.MustCompile(`(?i)\b(select|insert into|create table|where|having|order by|group by|index|on)\b`)

// chosenBy lists the clauses, other than those that only carry it, in which a text of SQL uses a column.
func chosenBy(text, column string) []string {
	var out []string
	for at := 0; ; {
		n := strings.Index(text[at:], column)
		if n < 0 {
			return out
		}
		at += n
		before := clause.FindAllString(text[:at], -1)
		if len(before) == 0 {
			out = append(out, "no clause")
		} else if last := strings.ToLower(before[len(before)-1]); last != "select" && last != "insert into" && last != "create table" {
			out = append(out, last)
		}
		at += len(column)
	}
}

// TestNobodyIsSoughtByTheLanguageOfANotice holds docs/decisions/0021: the language of a notice is carried with its
// record, and no statement selects, orders, counts or indexes by it.
func TestNobodyIsSoughtByTheLanguageOfANotice(t *testing.T) {
	seen := 0
	err := fs.WalkDir(os.DirFS("../store"), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".sql") {
			return err
		}
		b, err := os.ReadFile("../store/" + path)
		if err != nil {
			return err
		}
		texts := []string{string(b)}
		if strings.HasSuffix(path, ".go") {
			texts = strings.Split(string(b), "`")
		}
		for _, text := range texts {
			seen += strings.Count(text, "notice_language")
			for _, by := range chosenBy(text, "notice_language") {
				t.Errorf("%s uses the language of a notice after %q", path, by)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen == 0 {
		t.Error("no statement knows the column: this test holds nothing")
	}
	for _, broken := range []string{
		"select id from consent where tenant_id = $1 and notice_language = $2",
		"select count(*) from consent group by notice_language",
		"create index x on consent (notice_language)",
	} {
		if len(chosenBy(broken, "notice_language")) == 0 {
			t.Errorf("%q passes", broken)
		}
	}
}
