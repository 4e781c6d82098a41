package house_test

import (
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"linli/app/apptest"
	"linli/mediation"
	"linli/mediation/cmc"
	"linli/platform/fault"
	"linli/platform/i18n"
	"linli/platform/id"
)

// elsewhere is how every case but one stands: its rows in every table, and its place in each list.
type elsewhere struct {
	rows   map[string][]row
	places []string
}

func others(t *testing.T, w *apptest.World, but id.ID) elsewhere {
	t.Helper()
	s := elsewhere{rows: map[string][]row{}}
	for table, all := range rows(t, w.App.Stores.Cases) {
		for _, r := range all {
			if of := caseOf(table, r); of != "" && of != hex.EncodeToString(but[:]) {
				s.rows[table] = append(s.rows[table], r)
			}
		}
	}
	for _, login := range []string{"clerk", "mediator", "lead", "upper.lead"} {
		s.places = append(s.places, queues(t, w, w.As(login))...)
	}
	s.places = slices.DeleteFunc(s.places, func(p string) bool { return strings.Contains(p, but.String()) })
	return s
}

// touched lists what became otherwise of the other cases.
func touched(a, b elsewhere) (found []string) {
	for table, all := range b.rows {
		if !reflect.DeepEqual(a.rows[table], all) {
			found = append(found, table+" has other rows of another case")
		}
	}
	for table := range a.rows {
		if b.rows[table] == nil {
			found = append(found, table+" has lost the rows of other cases")
		}
	}
	if !slices.Equal(a.places, b.places) {
		found = append(found, fmt.Sprintf("another case has another place or date:\n%s\n%s", strings.Join(a.places, "\n"), strings.Join(b.places, "\n")))
	}
	return found
}

// TestWhoWithdrawsLosesNothingElsewhere is refusal R5: of two cases of the same two people one is withdrawn, and then one
// is refused; every row, date, promise and place in a queue of the other stays as it was.
func TestWhoWithdrawsLosesNothingElsewhere(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		first, second, third := w.To(mediation.Invited), w.To(mediation.Accepted), w.To(mediation.Invited)
		before := others(t, w, first.ID)
		if len(before.rows) < 8 || len(before.places) < 4 {
			t.Fatalf("%d tables and %d places are compared", len(before.rows), len(before.places))
		}
		w.Act(w.Party(first, 0), first, mediation.Withdraw{Party: first.Parties[0].ID})
		report(t, touched(before, others(t, w, first.ID)))

		before = others(t, w, third.ID)
		w.Act(w.Party(third, 1), third, mediation.Refuse{Party: third.Parties[1].ID, How: "screen"})
		after := others(t, w, third.ID)
		report(t, touched(before, after))

		for _, x := range [][2]string{
			{"a date of the other case moves", "update promise set due_at = due_at + 60000000 where case_id = "},
			{"the other case is moved in a list", "update mediation set due_at = due_at + 60000000 where id = "},
			{"a promise of the other case ends", "delete from promise where case_id = "},
		} {
			broken(t, w, x[1], second.ID)
			now := others(t, w, third.ID)
			if len(touched(after, now)) == 0 {
				t.Errorf("%s, and nothing was found", x[0])
			}
			after = now
		}
	})
}

// broken runs a statement about one case.
func broken(t *testing.T, w *apptest.World, statement string, c id.ID) {
	t.Helper()
	at := "?"
	if w.Place.URL != "" {
		at = "$1"
	}
	administer(t, w, statement+at, c[:])
}

// keyedByPersons tries to bring in tables whose rows are found by a person, and lists those that are taken.
func keyedByPersons(t *testing.T, texts *i18n.Bundle, read func(fstest.MapFS) error) (found []string) {
	t.Helper()
	for _, column := range []string{"name", "id_number", "phone", "person_id", "姓名", "身份证号", "身分證字號", "手机号", "户号"} {
		tables := fstest.MapFS{}
		for file, second := range map[string]string{"registered.csv": "date_registered", "source.csv": "type_of_intake", "relationship.csv": "type_of_dispute", "outcome.csv": "outcome_of_cases"} {
			tables[file] = &fstest.MapFile{Data: []byte(column + "," + second + "\n13812345678,2021-03-01\n")}
		}
		f := fault.Of(read(tables))
		want := "registered.csv has no column case_number, or has it twice."
		if f == nil {
			found = append(found, "tables by "+column+" are taken")
		} else if said := texts.For(i18n.English, time.UTC).Text(f.Key, f.Args); f.Code != fault.Invalid || said != want {
			found = append(found, fmt.Sprintf("tables by %s: %q instead of %q", column, said, want))
		}
	}
	return found
}

// TestTablesByPersonAreRefused is refusal R4: what is brought in is found by the number of a case. A table that is found
// by a name, a number of a person or a telephone is refused, and the sentence says which column is asked for.
func TestTablesByPersonAreRefused(t *testing.T) {
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	report(t, keyedByPersons(t, texts, func(tables fstest.MapFS) error {
		_, _, err := cmc.Read(t.Context(), tables, cmc.Options{})
		return err
	}))
	if len(keyedByPersons(t, texts, func(fstest.MapFS) error { return nil })) == 0 {
		t.Error("an import takes persons as keys, and nothing was found")
	}
}

// personsTaken tries to bring in tables whose cases have numbers of persons, or which have a column of persons beside the
// number of a case, and lists those that are taken or refused in other words.
func personsTaken(t *testing.T, texts *i18n.Bundle, read func(fstest.MapFS) ([]cmc.Case, cmc.Report, error)) (found []string) {
	t.Helper()
	tables := func(head, number string) fstest.MapFS {
		out := fstest.MapFS{}
		for file, x := range map[string][2]string{"registered.csv": {"date_registered", "2021-03-01"}, "source.csv": {"type_of_intake", "Courts"},
			"relationship.csv": {"type_of_dispute", "Neighbour"}, "outcome.csv": {"outcome_of_cases", "Not Mediated"}} {
			out[file] = &fstest.MapFile{Data: []byte("case_number," + x[0] + head + "\nA-1," + x[1] + ",-\nA-2," + x[1] + ",-\n" + number + "," + x[1] + ",-\n")}
		}
		return out
	}
	says := func(what string, lang i18n.Language, key string, args fault.Args, want string) {
		if said := texts.For(lang, time.UTC).Text(key, args); said != want {
			found = append(found, fmt.Sprintf("%s: %q instead of %q", what, said, want))
		}
	}
	for _, number := range []string{"11010519491231002X", "440524188001010014", "13812345678", "138-1234-5678", "张三13812345678"} {
		cases, rejected, err := read(tables(",note", number))
		if err != nil {
			t.Fatal(err)
		}
		if len(cases) != 2 || len(rejected.Rejected) != 1 {
			found = append(found, fmt.Sprintf("a case called %s is taken: %d cases", number, len(cases)))
			continue
		}
		r := rejected.Rejected[0]
		if r.File != "registered.csv" || r.Line != 4 || r.Field != "case_number" {
			found = append(found, fmt.Sprintf("%s is refused at %s:%d: %s", number, r.File, r.Line, r.Field))
		}
		for lang, want := range map[i18n.Language]string{
			i18n.English: "This is the number of an identity card or a mobile telephone, not of a case. It was not taken.",
			i18n.Hans:    "这是身份证号或手机号，不是案号，未予导入。",
			i18n.Hant:    "這是身分證號碼或手機號碼，不是案號，未匯入。",
		} {
			says(number, lang, r.Reason.Key(), nil, want)
		}
	}
	for _, column := range []string{"name", "phone", "id_number", "姓名", "手机号", "身份证号", "電話", "身分證字號"} {
		_, _, err := read(tables(","+column, "A-3"))
		f := fault.Of(err)
		if f == nil || f.Code != fault.Invalid {
			found = append(found, "tables with a column "+column+" are taken")
			continue
		}
		word := fmt.Sprint(f.Args["word"])
		for lang, want := range map[i18n.Language]string{
			i18n.English: "registered.csv has a column of persons: number 3 (“" + word + "”). linli imports no table of persons. Please take the column out.",
			i18n.Hans:    "registered.csv 的第 3 列（“" + word + "”）是个人信息。linli 不导入以人为单位的表格，请先删去这一列。",
			i18n.Hant:    "registered.csv 的第 3 欄（「" + word + "」）是個人資料。linli 不匯入以人為單位的表格，請先刪除這一欄。",
		} {
			says("a column "+column, lang, f.Key, f.Args, want)
		}
	}
	return found
}

// TestNumbersOfPersonsAreRefused is refusal R4 once more: a header that says case_number does not make a case number of an
// identity card, which would stand in the clear; and a table that tells of persons beside its cases is none of linli's.
func TestNumbersOfPersonsAreRefused(t *testing.T) {
	texts, err := i18n.Open()
	if err != nil {
		t.Fatal(err)
	}
	read := func(tables fstest.MapFS) ([]cmc.Case, cmc.Report, error) {
		return cmc.Read(t.Context(), tables, cmc.Options{})
	}
	report(t, personsTaken(t, texts, read))
	// An import that judges the headers alone, and one that takes rows by whatever they are called.
	byHeaders := func(tables fstest.MapFS) ([]cmc.Case, cmc.Report, error) {
		return []cmc.Case{{Number: "A-1"}, {Number: "A-2"}, {Number: "13812345678"}}, cmc.Report{}, nil
	}
	if n := len(personsTaken(t, texts, byHeaders)); n != 13 {
		t.Errorf("an import that judges headers takes persons, and %d of 13 ways were found", n)
	}
}
