package bench

import "context"

// scenario is one thing that is measured. It has either office, which runs on each engine and size, or own, or alone. bare ones have
// no floor in a copy of the databases.
type scenario struct {
	name   string
	bare   bool
	office func(ctx context.Context, r *runner, w *world) error
	own    func(ctx context.Context, r *runner, w *world) error // in an office of its own, on SQLite
	alone  func(ctx context.Context, r *runner) error
}

// scenarios in the order in which they run: those that add cases to the database come last.
var scenarios = []scenario{
	{name: "list", office: list},
	{name: "open", office: open},
	{name: "page", bare: true, office: pages},
	{name: "create", office: create},
	{name: "act", office: act},
	{name: "mixed", office: mixed},
	{name: "report", office: reports},
	{name: "start", bare: true, office: start},
	{name: "processes", bare: true, office: several},
	{name: "ledger", alone: ledgers},
	{name: "pdf", alone: pdfs},
	{name: "insight", own: insights},
	{name: "sweep", own: sweeps},
	{name: "recompute", own: recomputes},
	{name: "import", own: imports},
	{name: "directory", own: directories},
}

func names() []string {
	var out []string
	for _, s := range scenarios {
		out = append(out, s.name)
	}
	return out
}
