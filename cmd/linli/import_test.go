package main_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"linli/platform/sheet/sheettest"
)

// published is where the Community Mediation Centre's own tables lie on a developer's machine.
const published = "../../../shared/data"

type imported struct {
	Run                       string
	File                      string
	Rows, Accepted, Unchanged int
	Rejected, Mapped          []map[string]any
	Seconds                   float64
}

type figure struct {
	ID                     string
	Numerator, Denominator *int64
	Value, Low, High       *float64
	Cutoff                 string
	Suppressed             bool
}

// tables are n cases: every third was mediated, every sixth settled.
func tables(n int) map[string]string {
	out := map[string]string{"registered.csv": "date_registered,case_number\n", "source.csv": "case_number,type_of_intake\n",
		"relationship.csv": "case_number,type_of_dispute\n", "outcome.csv": "case_number,outcome_of_cases\n"}
	for i := range n {
		number := fmt.Sprintf("CAS-%05d", i)
		outcome := "Not Mediated"
		switch {
		case i%6 == 0:
			outcome = "Mediation With Settlement"
		case i%3 == 0:
			outcome = "Mediation Without Settlement"
		}
		out["registered.csv"] += fmt.Sprintf("2021-03-%02d,%s\n", 1+i%28, number)
		out["source.csv"] += number + ",Direct Intake\n"
		out["relationship.csv"] += number + ",Neighbour\n"
		out["outcome.csv"] += number + "," + outcome + "\n"
	}
	return out
}

// TestImportOpensAnOffice: on a machine where nothing was set up, an import can be tried at once.
func TestImportOpensAnOffice(t *testing.T) {
	linli(t, t.TempDir(), "import", "mediation", write(t, tables(6))).want(t, 0, "one was opened under the name “default”")
}

func TestImport(t *testing.T) { eachEngine(t, importAndUndo) }

func importAndUndo(t *testing.T, dir string) {
	folder := write(t, tables(60))
	first := linli(t, dir, "import", "mediation", folder, "--json").want(t, 0, "60 rows, 60 taken")
	var shape map[string]json.RawMessage
	if err := json.Unmarshal([]byte(first.stdout), &shape); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"run", "file", "rows", "accepted", "unchanged", "rejected", "mapped", "seconds"} {
		if _, ok := shape[key]; !ok {
			t.Errorf("the result has no %q", key)
		}
		delete(shape, key)
	}
	if len(shape) > 0 || !strings.Contains(first.stdout, `"rejected":[]`) {
		t.Errorf("the result is %s", first.stdout)
	}
	got := value[imported](t, first)
	if got.Rows != 60 || got.Accepted != 60 || got.Unchanged != 0 || got.File != folder {
		t.Errorf("%+v", got)
	}
	again := value[imported](t, linli(t, dir, "import", "mediation", folder, "--json").want(t, 0, ""))
	if again.Unchanged != 60 || again.Accepted != 0 || again.Run == got.Run {
		t.Errorf("a second time: %+v", again)
	}
	f := value[figure](t, linli(t, dir, "insight", "show", "mediation.uptake", "--json").want(t, 0, ""))
	if *f.Numerator != 20 || *f.Denominator != 60 || f.Suppressed {
		t.Errorf("%+v", f)
	}
	linli(t, dir, "insight", "show", "mediation.uptake").want(t, 0, "mediation.uptake: 20/60 = 33.3%")
	linli(t, dir, "ledger", "verify").want(t, 0, "default: whole.")
	writtenAsTheRulesLayItOut(t, dir)
	undo(t, dir, got.Run, 60)
}

// writtenAsTheRulesLayItOut: a workbook has the template of the rulebook, as on the page, and no layout of its own.
func writtenAsTheRulesLayItOut(t *testing.T, dir string) {
	t.Helper()
	linli(t, dir, "insight", "return", "2021-03", "--out", "return.xlsx").want(t, 0, "")
	body, err := os.ReadFile(filepath.Join(dir, "return.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if got := sheettest.Read(t, body)[0].Cells; got["A11"] != "Together" || got["A13"] != "By kind of dispute" {
		t.Errorf("the workbook is %v", got)
	}
}

// undo takes a run back, and shows that it is gone and cannot be taken back twice.
func undo(t *testing.T, dir, run string, n int64) {
	t.Helper()
	r := linli(t, dir, "import", "undo", run, "--json").want(t, 0, "")
	if taken := value[struct{ Undone, Kept int64 }](t, r); taken.Undone != n || taken.Kept != 0 {
		t.Errorf("undone: %+v", taken)
	}
	f := value[figure](t, linli(t, dir, "insight", "show", "mediation.overall", "--json").want(t, 0, ""))
	if *f.Numerator != 0 || *f.Denominator != 0 || f.Value != nil {
		t.Errorf("after the undo: %+v", f)
	}
	linli(t, dir, "import", "undo", run).want(t, 1, "undone already")
	linli(t, dir, "import", "undo", "01890000-0000-7000-8000-000000000000").want(t, 2, "no such import")
	linli(t, dir, "import", "undo", "everything").want(t, 2, "no such import")
}

func TestImportOfWhatWasPublished(t *testing.T) {
	if _, err := os.Stat(published); err != nil || testing.Short() {
		t.Skip("the published tables are not beside this project")
	}
	folder, err := filepath.Abs(published)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	first := value[imported](t, linli(t, dir, "import", "mediation", folder, "--json").want(t, 0, ""))
	if first.Rows != 7194 || first.Accepted != 7194 || len(first.Rejected) != 0 || len(first.Mapped) != 12 {
		t.Errorf("%d rows, %d accepted, %d rejected, %d mapped", first.Rows, first.Accepted, len(first.Rejected), len(first.Mapped))
	}
	again := value[imported](t, linli(t, dir, "import", "mediation", folder, "--json").want(t, 0, ""))
	if again.Unchanged != 7194 || again.Accepted != 0 || len(again.Mapped) != 12 {
		t.Errorf("a second time %d unchanged, %d accepted, %d mapped", again.Unchanged, again.Accepted, len(again.Mapped))
	}
	for id, c := range map[string]struct{ n, of int64 }{"mediation.uptake": {2776, 7194}, "mediation.settlement": {2069, 2776}, "mediation.overall": {2069, 7194}} {
		f := value[figure](t, linli(t, dir, "insight", "show", id, "--json").want(t, 0, ""))
		if f.ID != id || *f.Numerator != c.n || *f.Denominator != c.of || f.Suppressed {
			t.Errorf("%s: %d/%d", id, *f.Numerator, *f.Denominator)
		}
		low, high := wilson(float64(c.n), float64(c.of))
		for name, d := range map[string]float64{"value": *f.Value - float64(c.n)/float64(c.of), "low": *f.Low - low, "high": *f.High - high} {
			if math.Abs(d) > 1e-9 {
				t.Errorf("%s: %s is off by %g", id, name, d)
			}
		}
	}
	year := value[figure](t, linli(t, dir, "insight", "show", "mediation.uptake", "--from", "2011-01-01", "--to", "2011-12-31", "--json").want(t, 0, ""))
	if *year.Denominator <= 0 || *year.Denominator >= 7194 {
		t.Errorf("one year counts %d", *year.Denominator)
	}
	undo(t, dir, first.Run, 7194)
}

// wilson is the score interval, written out once more: E. B. Wilson, 1927.
func wilson(k, n float64) (low, high float64) {
	const z = 1.959964
	p := k / n
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return middle - half, middle + half
}

func TestBadTables(t *testing.T) {
	with := func(edit func(files map[string]string)) map[string]string {
		files := tables(8)
		edit(files)
		return files
	}
	eachEngine(t, func(t *testing.T, dir string) { badTables(t, dir, with) })
}

// badTables holds, word for word, what is said of tables that cannot be read as they are: a refusal of the folder, or a
// line for each place.
func badTables(t *testing.T, dir string, with func(edit func(files map[string]string)) map[string]string) {
	for name, c := range map[string]struct {
		files    map[string]string
		code     int
		said     string
		rejected int
		mapped   int
	}{
		"an empty folder":    {nil, 2, "linli: The folder has no table “registered”.\n", 0, 0},
		"a table is missing": {with(func(f map[string]string) { delete(f, "outcome.csv") }), 2, "linli: The folder has no table “outcome”.\n", 0, 0},
		"a column is missing": {with(func(f map[string]string) {
			f["source.csv"] = strings.Replace(f["source.csv"], "type_of_intake", "colour", 1)
		}), 2, "linli: source.csv has no column type_of_intake, or has it twice.\n", 0, 0},
		"a quote that opens nothing": {with(func(f map[string]string) {
			f["source.csv"] = strings.Replace(f["source.csv"], "CAS-00003,Direct Intake", `CAS-00003,Direct "Intake`, 1)
		}), 0, "source.csv:5: A quotation mark opens or closes nothing.\n", 1, 0},
		"a label of another kind": {with(func(f map[string]string) {
			f["relationship.csv"] = strings.Replace(f["relationship.csv"], "CAS-00002,Neighbour", "CAS-00002,Enemy", 1)
		}), 0, "relationship.csv:4: type_of_dispute: This label is not known.\n", 1, 0},
		"a label in another spelling": {with(func(f map[string]string) {
			f["relationship.csv"] = strings.Replace(f["relationship.csv"], "CAS-00002,Neighbour", "CAS-00002,NEIGHBOUR ", 1)
		}), 0, "", 0, 1},
		"an identity card for a case number": {with(func(f map[string]string) {
			f["source.csv"] += "11010519491231002X,Direct Intake\n"
		}), 0, "source.csv:10: case_number: This is the number of an identity card or a mobile telephone, not of a case. It was not taken.\n", 1, 0},
		"a mobile telephone for a case number": {with(func(f map[string]string) {
			for name := range f {
				f[name] = strings.Replace(f[name], "CAS-00002", "13812345678", 1)
			}
		}), 0, "registered.csv:4: case_number: This is the number of an identity card or a mobile telephone, not of a case. It was not taken.\n", 1, 0},
		"a table by telephones": {with(func(f map[string]string) {
			f["outcome.csv"] = strings.ReplaceAll(f["outcome.csv"], "CAS-0", "138-1234-")
		}), 2, "linli: Most numbers in column case_number of outcome.csv are those of identity cards or mobile telephones. linli imports no table of persons.\n", 0, 0},
		"a column of names": {with(func(f map[string]string) {
			f["outcome.csv"] = strings.Replace(f["outcome.csv"], "outcome_of_cases", "outcome_of_cases,姓名", 1)
		}), 2, "linli: outcome.csv has a column of persons: number 3 (“姓名”). linli imports no table of persons. Please take the column out.\n", 0, 0},
		"a day that is none": {with(func(f map[string]string) {
			f["registered.csv"] = strings.Replace(f["registered.csv"], "2021-03-02", "2021-02-30", 1)
		}), 0, "registered.csv:3: date_registered: There is no such day, or it lies in the future or before 1900. Days are written 2011-01-03.\n", 1, 0},
		"ten megabytes in one field": {with(func(f map[string]string) {
			f["source.csv"] += "CAS-00009," + strings.Repeat("x", 10<<20) + "\n"
		}), 0, "source.csv:10: The line is longer than 64 KiB.\n", 1, 0},
		"GB18030": {with(func(f map[string]string) {
			text := strings.ReplaceAll(strings.ReplaceAll(f["relationship.csv"], "Neighbour", "邻里"), "case_number,type_of_dispute", "案号,纠纷类型")
			f["relationship.csv"], _ = simplifiedchinese.GB18030.NewEncoder().String(text)
		}), 0, "", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := linli(t, dir, "import", "mediation", write(t, c.files), "--json").want(t, c.code, c.said)
			if c.code != 0 {
				if r.stdout != "" {
					t.Errorf("a refused import prints %s", r.stdout)
				}
				return
			}
			got := value[imported](t, r)
			if len(got.Rejected) != c.rejected || len(got.Mapped) != c.mapped || got.Rows != got.Accepted+got.Unchanged+len(got.Rejected) {
				t.Errorf("%+v", got)
			}
			for _, x := range got.Rejected {
				if x["file"] == "" || x["reason"] == "" || x["field"] == nil || x["line"] == nil {
					t.Errorf("rejected: %v", x)
				}
			}
		})
	}
	linli(t, dir, "import", "mediation", "nowhere").want(t, 2, "nowhere is not a folder")
}

// TestChangedCaseIsLeftAsItIs: a case that was brought in before with another content is told, and not overwritten.
func TestChangedCaseIsLeftAsItIs(t *testing.T) { eachEngine(t, changedCase) }

func changedCase(t *testing.T, dir string) {
	files := tables(20)
	linli(t, dir, "import", "mediation", write(t, files)).want(t, 0, "20 taken")
	files["outcome.csv"] = strings.Replace(files["outcome.csv"], "CAS-00001,Not Mediated", "CAS-00001,Mediation With Settlement", 1)
	got := value[imported](t, linli(t, dir, "import", "mediation", write(t, files), "--json").want(t, 0, "was brought in before, with other content"))
	if got.Unchanged != 19 || len(got.Rejected) != 1 || got.Rows != 20 || got.Rejected[0]["file"] != "registered.csv" || got.Rejected[0]["line"] != 3.0 {
		t.Errorf("%+v", got)
	}
}

func TestInsightRefusals(t *testing.T) { eachEngine(t, insightRefusals) }

func insightRefusals(t *testing.T, dir string) {
	linli(t, dir, "import", "mediation", write(t, tables(6))).want(t, 0, "6 taken")
	for name, c := range map[string]struct {
		args []string
		code int
		said string
	}{
		"unknown":    {[]string{"person.risk"}, 2, "linli: There is no such indicator.\n"},
		"bad day":    {[]string{"mediation.uptake", "--from", "2021-02-30"}, 2, "real date"},
		"backwards":  {[]string{"mediation.uptake", "--from", "2021-03-01", "--to", "2021-02-01"}, 2, "linli: The last day lies before the first.\n"},
		"no unit":    {[]string{"mediation.uptake", "--unit", "ZZ"}, 2, "no unit with the code ZZ"},
		"no tenant":  {[]string{"mediation.uptake", "--tenant", "zz"}, 2, "no office called zz"},
		"suppressed": {[]string{"mediation.uptake"}, 0, "not shown"},
	} {
		t.Run(name, func(t *testing.T) {
			linli(t, dir, append([]string{"insight", "show"}, c.args...)...).want(t, c.code, c.said)
		})
	}
	f := value[figure](t, linli(t, dir, "insight", "show", "mediation.uptake", "--json").want(t, 0, ""))
	if !f.Suppressed || f.Numerator != nil || f.Denominator != nil || f.Value != nil || f.Low != nil || f.High != nil {
		t.Errorf("a small cell is shown: %+v", f)
	}
}
