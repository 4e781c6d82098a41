package apptest

import (
	"linli/platform/access"
	"linli/report"
)

// Handler is an account of V1 that handles its queue.
func (w *World) Handler() access.Actor {
	w.T.Helper()
	for _, p := range w.As("clerk").Posts {
		if p.Kind == access.Handler {
			return w.As("clerk")
		}
	}
	w.Give("clerk", "V1", access.Handler)
	return w.As("clerk")
}

// Issue is an invented report about a place in V1, full of planted words.
func (w *World) Issue() report.Submit {
	w.T.Helper()
	return report.Submit{Unit: w.Unit("V1"), Category: "street_light", Text: w.say("阳台花盆坠落处的路灯不亮", "The lamp by the flower pot is out"),
		Address: w.say("桂花巷七号", "7 Osmanthus Lane"), Answers: map[string][]string{"fault": {"out"}},
		Name: w.say("阿依古丽欧阳", "Adele Moreau"), Contact: w.say("13812345678", "212-555-0123")}
}

// Submit submits a report on the public page and returns it with its reporter.
func (w *World) Submit(f report.Submit) (report.Case, access.Actor) {
	w.T.Helper()
	filed, err := w.App.Report.Submit(w.Ctx, w.Anybody(), f, nil, nil)
	w.must(err)
	return w.Complained(filed.Code)
}
