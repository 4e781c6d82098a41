package bench

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	reportapi "linli/api/report"
	"linli/casefile"
	"linli/platform/geo"
	"linli/platform/id"
	"linli/report"
)

// Reports at the office of the benchmark: where they are posted, and the queue of those that nobody has taken up.
const (
	reportsPath = "/api/v1/reports"
	newReports  = reportsPath + "?unit=V1&state=received"
)

// hazard is an ordinary report.
func (w *world) hazard() report.Submit {
	return report.Submit{Category: "street_light", Unit: w.unit, Point: geo.Point{Lat: 31.23, Long: 121.47}, Address: "柳树村村口 3 号灯杆",
		Text: "村口的路灯从上周三起不亮，晚上老人和孩子从这里过，看不清台阶。", Heard: report.AtCounter,
		Answers: map[string][]string{"fault": {"out"}}}
}

// lamp opens the pattern of a report: most are new, some are taken up.
func (w *world) lamp(ctx context.Context, i int) error {
	clerk, err := w.as(ctx, "clerk")
	if err != nil {
		return err
	}
	request, err := casefile.NewRequest(clerk.Account, rand.Text(), []byte("pattern"))
	if err != nil {
		return err
	}
	filed, err := w.app.Report.Submit(ctx, clerk, w.hazard(), request, nil)
	if err != nil || i%5 < 3 {
		return err
	}
	return w.work(ctx, filed.Case.ID, report.Take{})
}

// work does something with a report as its handler.
func (w *world) work(ctx context.Context, of id.ID, all ...report.Command) error {
	handler, err := w.as(ctx, "handler")
	if err != nil {
		return err
	}
	for _, cmd := range all {
		if _, err := w.app.Report.Act(ctx, handler, of, cmd, nil); err != nil {
			return fmt.Errorf("%s: %w", cmd.Kind(), err)
		}
	}
	return nil
}

// reports measures with reports what list, open, create and mixed measure with mediations: the queue, a whole report with a
// hundred events, a new one, and new ones beside the readers of the queue.
func reports(ctx context.Context, r *runner, w *world) error {
	at := w.hazard().Point
	body := reportapi.NewReport{Category: "street_light", Unit: "V1", Description: w.hazard().Text,
		Place: reportapi.ReportPlace{Lat: &at.Lat, Long: &at.Long, Address: w.hazard().Address}, Answers: []reportapi.ReportAnswer{{Code: "fault", Values: w.hazard().Answers["fault"]}}}
	for _, measure := range []func() error{
		func() error { return w.listing(ctx, r, "report.list", "handler", newReports, theQueue) },
		func() error { return w.openReports(ctx, r) },
		func() error { return w.creating(ctx, r, "report.create", reportsPath, body) },
		func() error { return w.mixing(ctx, r, "report.mixed", reportsPath, body, "handler", newReports) },
	} {
		if err := measure(); err != nil {
			return err
		}
	}
	return nil
}

// theQueue is the rows that the queue of reports shows.
func theQueue(sql string) bool {
	return strings.HasPrefix(sql, "select id, state, category, kind, taken")
}

func (w *world) openReports(ctx context.Context, r *runner) error {
	many := min(128, max(r.ops/12, connections))
	ids := make([]id.ID, many)
	err := w.mirror(ctx, func() error {
		clerk, err := w.as(ctx, "clerk")
		if err != nil {
			return err
		}
		return parallel(many, 2*connections, func(i int) error {
			filed, err := w.app.Report.Submit(ctx, clerk, w.hazard(), nil, nil)
			if err != nil {
				return err
			}
			ids[i] = filed.Case.ID
			all := []report.Command{report.Take{}}
			for len(all) < events-1 {
				all = append(all, report.Note{Text: "已联系供电所，答复排在本周四上午检修，带备用灯头和镇流器。"})
			}
			return w.work(ctx, ids[i], all...)
		})
	})
	if err != nil {
		return err
	}
	return w.opening(ctx, r, "report.open", "handler", reportsPath, ids)
}
