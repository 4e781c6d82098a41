package survey_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/app/apptest"
	"linli/insight/survey"
	"linli/platform/calendar"
	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/vault"
	"linli/store/dialect"
)

var safe = map[string]string{"by_day": "very", "after_dark": "rather", "help": "yes", "service": "very"}

// asked is a plan for both villages.
func asked(w *apptest.World) survey.Asked {
	return survey.Asked{Boxes: map[id.ID]int64{w.Unit("V1"): 900, w.Unit("V2"): 300}, Margin: 0.08, Expected: 0.5, Last: calendar.Date{Year: 2026, Month: 4, Day: 20}}
}

// begun is a wave in both villages, with the codes of its letters.
func begun(t *testing.T, w *apptest.World) (survey.Wave, map[string][]string) {
	t.Helper()
	wave, err := w.App.Survey.Begins(w.Ctx, w.As("upper.lead"), asked(w))
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string][]string{}
	for _, unit := range []string{"V1", "V2"} {
		if _, codes[unit], err = w.App.Survey.Letters(w.Ctx, w.As("upper.lead"), wave.ID, w.Unit(unit)); err != nil {
			t.Fatal(err)
		}
	}
	return wave, codes
}

func say(t *testing.T, w *apptest.World, codes []string, n int, answers map[string]string) {
	t.Helper()
	for _, c := range codes[:n] {
		if err := w.App.Survey.Answer(w.Ctx, w.Tenant(), c, answers); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAWaveIsPlannedByTheLeadOfTheWholeOffice(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		for _, login := range []string{"clerk", "lead", "statistician", "privacy", "admin"} {
			if _, err := w.App.Survey.Begins(w.Ctx, w.As(login), asked(w)); fault.Of(err).Code != fault.Forbidden {
				t.Errorf("%s plans a wave: %v", login, err)
			}
		}
		for name, x := range map[string]struct {
			change func(*survey.Asked)
			field  string
		}{
			"nobody is asked":  {func(x *survey.Asked) { x.Boxes = nil }, "boxes"},
			"two units in one": {func(x *survey.Asked) { x.Boxes[w.Unit("T")] = 2000 }, "boxes"},
			"no letterbox":     {func(x *survey.Asked) { x.Boxes[w.Unit("V1")] = 0 }, "boxes"},
			"a foreign unit":   {func(x *survey.Asked) { x.Boxes[w.App.IDs.New()] = 10 }, "boxes"},
			"another margin":   {func(x *survey.Asked) { x.Margin = 0.001 }, "margin"},
			"all answer":       {func(x *survey.Asked) { x.Expected = 1 }, "expected"},
			"yesterday":        {func(x *survey.Asked) { x.Last = calendar.Date{Year: 2026, Month: 3, Day: 1} }, "last"},
			"for ever":         {func(x *survey.Asked) { x.Last = calendar.Date{Year: 2027, Month: 3, Day: 1} }, "last"},
		} {
			plan := asked(w)
			x.change(&plan)
			if _, err := w.App.Survey.Begins(w.Ctx, w.As("upper.lead"), plan); fault.Of(err) == nil || fault.Of(err).Field != x.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		wave, codes := begun(t, w)
		// 1,200 letterboxes at 8 points: 134 answers, 101 and 34 of them in the villages; half of the letters are hoped for.
		for i, want := range []survey.Stratum{{Unit: w.Unit("V1"), Boxes: 900, Letters: 202, Step: 4}, {Unit: w.Unit("V2"), Boxes: 300, Letters: 68, Step: 4}} {
			got := wave.Plan.Strata[i]
			if got.Unit != want.Unit || got.Letters != want.Letters || got.Step != want.Step || got.Start < 1 || got.Start > got.Step {
				t.Errorf("stratum %d: %+v", i, got)
			}
		}
		again, second, err := w.App.Survey.Letters(w.Ctx, w.As("upper.lead"), wave.ID, w.Unit("V1"))
		if err != nil || slices.Equal(second, codes["V1"]) || again.ID != wave.ID {
			t.Errorf("letters printed again come in the same order: %v", err)
		}
		slices.Sort(second)
		if first := slices.Sorted(slices.Values(codes["V1"])); !slices.Equal(first, second) || len(slices.Compact(first)) != 202 {
			t.Error("printing letters again gives other voices")
		}
		for _, login := range []string{"lead", "statistician"} {
			if _, _, err := w.App.Survey.Letters(w.Ctx, w.As(login), wave.ID, w.Unit("V1")); fault.Of(err).Code != fault.Forbidden {
				t.Errorf("%s prints letters: %v", login, err)
			}
		}
	})
}

func TestALetterIsGoodOnceAndUntilItsLastDay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s := w.App.Survey
		wave, codes := begun(t, w)
		form, err := s.Ask(w.Ctx, w.Tenant(), strings.ToLower(survey.Show(codes["V1"][0])))
		if err != nil || form.ID != "neighbourhood" {
			t.Fatalf("as it is typed: %v", err)
		}
		say(t, w, codes["V1"], 1, safe)
		for name, c := range map[string]string{"used": codes["V1"][0], "invented": codes["V1"][1][:12] + "01234567", "mixed": codes["V1"][1][:12] + codes["V2"][1][12:]} {
			if err := s.Answer(w.Ctx, w.Tenant(), c, safe); !errors.Is(err, survey.ErrCode) {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.Clock.Set(time.Date(2026, 4, 20, 15, 59, 0, 0, time.UTC)) // 23:59 in Shanghai
		say(t, w, codes["V1"][1:], 1, safe)
		w.Clock.Add(time.Hour)
		if err := s.Answer(w.Ctx, w.Tenant(), codes["V1"][2], safe); !errors.Is(err, survey.ErrCode) {
			t.Errorf("after the last day: %v", err)
		}
		if _, _, err := s.Letters(w.Ctx, w.As("upper.lead"), wave.ID, w.Unit("V1")); !errors.Is(err, survey.ErrClosed) {
			t.Errorf("letters after the last day: %v", err)
		}
		// Nobody has to come for it to be closed.
		if err := s.Forget(w.Ctx, w.Tenant()); err != nil {
			t.Fatal(err)
		}
		closed, n, err := s.Wave(w.Ctx, w.As("upper.lead"), wave.ID)
		if err != nil || closed.Closed.IsZero() || !closed.Key.IsZero() || n != 2 {
			t.Errorf("on the day after: %+v %d %v", closed, n, err)
		}
		if err := s.Forget(w.Ctx, w.Tenant()); err != nil {
			t.Errorf("and the day after that: %v", err)
		}
	})
}

// TestNothingLinksALetterToItsAnswer looks at what is kept while a survey runs, and tries afterwards with everything that somebody
// could have put aside meanwhile: the letters, a copy of the cases, and the running server's own keys.
func TestNothingLinksALetterToItsAnswer(t *testing.T) {
	apptest.Each(t, func(t *testing.T, w *apptest.World) {
		s := w.App.Survey
		wave, codes := begun(t, w)
		before := dump(t, w)
		say(t, w, codes["V1"], 25, safe)
		after := dump(t, w)
		for table, rows := range after {
			if rows != before[table] && table != "survey_tally" && table != "survey_used" {
				t.Errorf("an answer changes %s", table)
			}
		}
		if strings.Count(after["survey_tally"], "\n") != 4 || strings.Count(after["survey_used"], "\n") != 25 {
			t.Errorf("kept of 25 answers: %s", after["survey_tally"])
		}
		if strings.Contains(w.Log.String(), "survey") {
			t.Error("the log speaks of an answer")
		}
		running, _, err := s.Wave(w.Ctx, w.As("upper.lead"), wave.ID)
		if err != nil {
			t.Fatal(err)
		}
		aside := w.App.Vault.Secrets().Under(running.Key)
		if _, err := aside.Open(w.Ctx, w.Tenant(), "survey/"+wave.ID.String(), running.Sealed); err != nil {
			t.Fatalf("while it runs: %v", err)
		}
		if _, err := s.Estimated(w.Ctx, w.As("upper.lead"), wave.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("answers are read while it runs: %v", err)
		}
		for _, login := range []string{"lead", "clerk", "statistician"} {
			if err := s.Close(w.Ctx, w.As(login), wave.ID); fault.Of(err).Code != fault.Forbidden {
				t.Errorf("%s closes it: %v", login, err)
			}
		}
		if err := s.Close(w.Ctx, w.As("upper.lead"), wave.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.Close(w.Ctx, w.As("upper.lead"), wave.ID); !errors.Is(err, survey.ErrClosed) {
			t.Errorf("closed twice: %v", err)
		}
		if err := s.Answer(w.Ctx, w.Tenant(), codes["V1"][30], safe); !errors.Is(err, survey.ErrCode) {
			t.Errorf("after closing: %v", err)
		}
		// Without the secret no code leads to the hash of a used one, and the secret opens no more, also from a copy of its row.
		if _, err := aside.Open(w.Ctx, w.Tenant(), "survey/"+wave.ID.String(), running.Sealed); !errors.Is(err, vault.ErrShredded) {
			t.Errorf("the secret of a closed wave opens: %v", err)
		}
		if rest := dump(t, w)["survey_wave"]; strings.Contains(rest, fmt.Sprintf("%x", running.Sealed)) || strings.Contains(rest, fmt.Sprintf("%x", running.Key[:])) {
			t.Error("the row of a closed wave keeps its secret")
		}
		if w.Place.Engine != dialect.SQLite {
			return
		}
		for _, db := range []*dialect.DB{w.App.Stores.Cases, w.App.Stores.Keys} {
			if err := db.Truncate(w.Ctx); err != nil {
				t.Fatal(err)
			}
		}
		raw := files(t, w)
		if !bytes.Contains(raw, []byte("after_dark")) {
			t.Fatal("the files do not hold the counts")
		}
		if bytes.Contains(raw, running.Sealed) {
			t.Error("the sealed secret is in the files")
		}
		for _, c := range slices.Concat(codes["V1"], codes["V2"]) {
			if bytes.Contains(raw, []byte(c)) || bytes.Contains(raw, []byte(survey.Show(c))) || bytes.Contains(raw, []byte(c[3:12])) {
				t.Fatalf("a letter's code is in the files")
			}
		}
	})
}

// files are the bytes of all files of the cases and of the keys.
func files(t *testing.T, w *apptest.World) []byte {
	t.Helper()
	var out []byte
	for _, pattern := range []string{w.Place.File + "*", filepath.Join(w.App.Config.Keys, "keys.db*")} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("no file %s", pattern)
		}
		for _, name := range names {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, b...)
		}
	}
	return out
}
