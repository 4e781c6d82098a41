package bench

import (
	"context"
	"fmt"
	"io"
	"time"

	"linli/app"
)

// slice is how many rows are imported while what they send is noted for the floor: of a whole file that is too much to hold.
const slice = 2000

// imports brings files of service requests in, in the GeoReport bulk form, until there are as many as the size says: invented rows,
// one like the other. Each figure of import is a slice of rows beside the same statements in bare bulk inserts; import.memory is
// what the process holds after a tenth and after all of the rows.
func imports(ctx context.Context, r *runner, w *world) error {
	part := min(slice, r.sizes[0]/2)
	for _, n := range r.sizes {
		began, before := time.Now(), w.size
		var rss [2]float64
		for i, until := range []int{before + (n-before)/10, n} {
			if err := w.bring(ctx, until-w.size); err != nil {
				return fmt.Errorf("importing to %d: %w", until, err)
			}
			rss[i] = resident("self")
		}
		fmt.Fprintf(r.log, "import: to %d rows in %s, %.0f/s; %.0f MB after a tenth of them, %.0f MB after all\n", n, time.Since(began).Round(time.Second),
			float64(n-before)/time.Since(began).Seconds(), rss[0], rss[1])
		if err := w.restart(ctx); err != nil {
			return err
		}
		w.floor.batch = part // a bulk insert commits once
		if err := w.mirror(ctx, func() error { return w.bring(ctx, part) }); err != nil {
			return err
		}
		f := &figures{}
		for turn := range r.repeats {
			var took time.Duration
			all, err := w.trace.during(func() error {
				return r.profiled(turn, func() error {
					began := time.Now()
					err := w.bring(ctx, part)
					took = time.Since(began)
					return err
				})
			})
			if err != nil {
				return err
			}
			bare, err := w.floor.again(ctx, only(all, nothing))
			if err != nil {
				return err
			}
			f.add(float64(part)/took.Seconds(), float64(part)/bare.Seconds(), nil)
		}
		memory := figures{values: []float64{rss[1]}, floors: []float64{rss[0]}}
		r.report(f.result("import", w, perSecond), memory.result("import.memory", w, megabytes))
	}
	return nil
}

// bring imports so many new rows.
func (w *world) bring(ctx context.Context, n int) error {
	t, err := w.app.Office.TenantByID(ctx, w.tenant)
	if err != nil {
		return err
	}
	first := w.size
	file := app.ReportFile{Name: "bench.csv", Open: func() (io.ReadCloser, error) { return requests(first, n), nil }}
	done, err := w.app.ImportReports(ctx, t, w.unit, file, nil)
	if err != nil {
		return err
	}
	if done.Accepted != n {
		return fmt.Errorf("of %d rows %d were accepted", n, done.Accepted)
	}
	w.size += n
	return nil
}

// requests is a file of invented service requests, made while it is read.
func requests(first, n int) io.ReadCloser {
	out, in := io.Pipe()
	go func() {
		_, err := io.WriteString(in, "service_request_id,requested_datetime,updated_datetime,closed_date,status,service_name,description,address,lat,long\n")
		day := time.Date(2025, 1, 1, 8, 0, 0, 0, time.UTC)
		for i := first; i < first+n && err == nil; i++ {
			at := day.Add(time.Duration(i%300) * 24 * time.Hour).Format(time.RFC3339)
			_, err = fmt.Fprintf(in, "b-%d,%s,%s,%s,closed,street_light,村口第%d盏路灯不亮，晚上走路看不清。,柳树村村口%d号灯杆,%.6f,%.6f\n", i, at, at, at, i, i, 31.2+float64(i%1000)/1e5, 121.4+float64(i%997)/1e5)
		}
		_ = in.CloseWithError(err) // the reader hears it
	}()
	return out
}
