package house_test

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"linli/app"
	"linli/app/apptest"
	"linli/platform/id"
	"linli/testkit"
)

// taking is an import, with files that are kept by persons.
type taking struct {
	name  string
	files []string
	bring func(file string) (taken int, err error)
}

// takings are the imports of an office besides that of mediations, which has tests of its own.
func takings(t *testing.T, w *apptest.World) []taking {
	t.Helper()
	who, phone := apptest.Planted[0], apptest.Planted[2]
	const reports, card = "service_request_id,requested_datetime,service_name,description,address\n", "11010519491231002X"
	request := ",2026-03-01T08:00:00+08:00,waste,A bin is full.,By the bridge\n"
	const services, owner = "id,organization_id,name,status\n", "22222222-2222-4222-8222-222222222222"
	return []taking{
		{"places", []string{"name,phone\n" + who + "," + phone + "\n", "phone,kind,name\n" + phone + ",market," + who + "\n", "unit,kind,name\nV1,market," + phone + "\n", "unit,kind,name\nV1,market," + card + "\n",
			"unit,kind,name\nV1,market," + who + "的住宅\n", "unit,kind,name,operator\nV1,market,市场," + phone + "\n"},
			func(file string) (int, error) {
				out, err := w.App.Inspect.ImportPlaces(w.Ctx, w.As("lead"), w.Unit("V1"), map[string]id.ID{"V1": w.Unit("V1")}, []byte(file))
				if len(out.Rejected) > 0 {
					return 0, err
				}
				return out.New + out.Changed, err
			}},
		{"services of others", []string{"persons.csv\nid,name,phone\n" + card + "," + who + "," + phone + "\n", "services.csv\n" + services + phone + "," + owner + "," + who + ",active\n",
			"services.csv\nphone,name\n" + phone + "," + who + "\n", "contacts.csv\nid,name\n" + card + "," + who + "\n"},
			func(file string) (int, error) {
				dir := t.TempDir()
				name, table, _ := strings.Cut(file, "\n")
				writeFile(t, filepath.Join(dir, name), []byte(table))
				out, err := w.App.ImportHSDS(w.Ctx, w.Office.Tenant, dir, nil)
				return out.Accepted, err
			}},
		{"reports of another register", []string{"name,phone,address\n" + who + "," + phone + ",x\n", reports + phone + request, reports + card + request, reports + who + phone + request},
			func(file string) (int, error) {
				out, err := w.App.ImportReports(w.Ctx, w.Office.Tenant, w.Unit("V1"),
					app.ReportFile{Name: "requests.csv", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(file)), nil }}, nil)
				return out.Accepted, err
			}},
	}
}

// takenIn brings every file in, and lists those of which anything was taken.
func takenIn(all []taking) (found []string) {
	for _, x := range all {
		for _, file := range x.files {
			if n, err := x.bring(file); n > 0 {
				found = append(found, fmt.Sprintf("%s: %d rows are taken of %q, %v", x.name, n, file, err))
			}
		}
	}
	return found
}

// TestEveryImportRefusesPersons is refusal R4 for the register of places, for the directory of services and for the reports of another register:
// a table that is found by a name, a telephone or the number of a card is taken in no row, and nothing of it stands anywhere afterwards.
func TestEveryImportRefusesPersons(t *testing.T) {
	w := apptest.NewIn(t, testkit.Embedded(t, "cases"), apptest.Origin, apptest.Town())
	w.Inspectors()
	w.Handler()
	all := takings(t, w)
	report(t, takenIn(all), whereIs(t, w, append([]string{"11010519491231002X"}, apptest.Planted...)))
	for _, x := range []struct {
		name, good string
	}{{"places", "unit,kind,name\nV1,market,新市场\n"}, {"services of others", "organizations.csv\nid,name,description\n22222222-2222-4222-8222-222222222222,Aid,Legal aid\n"},
		{"reports of another register", "service_request_id,requested_datetime,service_name,description,address\nA-1,2026-03-01T08:00:00+08:00,waste,A bin is full.,By the bridge\n"}} {
		for _, y := range all { // what is kept by its own number comes in: it was the persons that were refused
			if y.name != x.name {
				continue
			}
			if n, err := y.bring(x.good); n != 1 || err != nil {
				t.Errorf("%s: %d rows, %v", x.name, n, err)
			}
		}
	}
	for i := range all {
		all[i].bring = func(string) (int, error) { return 1, nil } // an import that judges nothing
	}
	if n := len(takenIn(all)); n != 14 {
		t.Errorf("imports take persons, and %d of 14 files were found", n)
	}
}
