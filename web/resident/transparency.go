package resident

import (
	"encoding/hex"
	"encoding/json"
	"net/http"
	"runtime"
	"time"

	"linli/platform/fault"
	"linli/web/page"
)

// transparencyPage is what anybody may know of the running program and its ledger.
type transparencyPage struct {
	Office   string
	Slug     string
	Build    string
	Compiler string // what a second build has to be made with to be the same
	Size     int64
	Root     string // hexadecimal
	At       time.Time
	Signed   bool // there is a checkpoint
	Counters []Counter
}

// compiler is the toolchain and the kind of machine that the program was built for.
var compiler = runtime.Version() + ", " + runtime.GOOS + "/" + runtime.GOARCH

// transparency shows which program runs, where its ledger stands, what was counted, and what linli cannot do.
func (p *Pages) transparency(w http.ResponseWriter, r *http.Request) error {
	t := visitorOf(r).tenant
	data := transparencyPage{Office: t.Name, Slug: t.Slug, Build: p.Build(), Compiler: compiler}
	head, err := p.Ledger.Checkpoint(r.Context(), t.ID)
	switch {
	case err == nil:
		data.Signed, data.Size, data.Root, data.At = true, head.Size, hex.EncodeToString(head.Root[:]), head.At
	case fault.Of(err).Code != fault.NotFound:
		return err
	}
	if p.Counters != nil {
		if data.Counters, err = p.Counters(r.Context(), t.ID); err != nil {
			return err
		}
	}
	if page.WantsJSON(r) {
		return p.transparencyJSON(w, data)
	}
	page.Of(r).Public = p.head(r)
	return p.show(w, r, nil, "transparency", data)
}

func (p *Pages) transparencyJSON(w http.ResponseWriter, data transparencyPage) error {
	type head struct {
		Size int64     `json:"size"`
		Root string    `json:"root"`
		Time time.Time `json:"time"`
	}
	out := struct {
		Tenant   string           `json:"tenant"`
		Build    string           `json:"build,omitempty"`
		Compiler string           `json:"compiler"`
		Ledger   *head            `json:"ledger"`
		Counters map[string]int64 `json:"counters"`
	}{data.Slug, data.Build, data.Compiler, nil, map[string]int64{}}
	if data.Signed {
		out.Ledger = &head{data.Size, data.Root, data.At}
	}
	for _, c := range data.Counters {
		if c.Under == 0 {
			out.Counters[c.Key] = c.N
		}
	}
	body, err := json.Marshal(out)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(body, '\n')) // the reader has gone if this fails
	return nil
}
