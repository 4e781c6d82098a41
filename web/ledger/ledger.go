// Package ledger serves what anybody may see of an office's ledger, so that anybody can check it. Its routes:
//
//	GET  /ledger/{tenant}/checkpoint                       the newest checkpoint, a signed note
//	GET  /ledger/{tenant}/checkpoints?after=N              {"checkpoints":["…"]}, those with a size above N, smallest first
//	GET  /ledger/{tenant}/leaves?from=N                    leaf hashes from index N on, 32 bytes each, as far as signed
//	GET  /ledger/{tenant}/proof?leaf=H&size=N              {"index","size","hashes"}; without size, of the newest checkpoint
//	GET  /ledger/{tenant}/consistency?from=N&size=M        {"from","size","hashes"}; without size, to the newest checkpoint
//	GET  /schema/receipt.json                              the JSON Schema of a receipt
//	POST /verify                                           a receipt → {"proven":bool,"reason":"…"}
//
// Nothing here is personal: checkpoints are padded, leaves are hashes of salted commitments with dummies among them.
package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"

	"linli/platform/fault"
	"linli/platform/id"
	"linli/platform/ledger"
)

// Ledger is what the routes ask; *ledger.Ledger answers.
type Ledger interface {
	Checkpoint(ctx context.Context, tenant id.ID) (ledger.Checkpoint, error)
	Checkpoints(ctx context.Context, tenant id.ID, after int64, limit int) ([]ledger.Checkpoint, error)
	Leaves(ctx context.Context, tenant id.ID, from, limit int64, yield func(tlog.Hash) error) error
	Prove(ctx context.Context, tenant id.ID, leaf tlog.Hash, size int64) (ledger.Proof, error)
	Consistency(ctx context.Context, tenant id.ID, from, size int64) (ledger.Consistency, error)
	Verify(ctx context.Context, tenant id.ID, r *ledger.Receipt) (ledger.Result, error)
}

// Tenants finds a tenant by its public name; a fault NotFound when there is none.
type Tenants func(ctx context.Context, name string) (id.ID, error)

// Handlers are the routes.
type Handlers struct {
	ledger  Ledger
	tenants Tenants
	fail    func(w http.ResponseWriter, r *http.Request, err error)
}

// New returns the routes' handlers; fail renders an error as the program renders all of them.
func New(l Ledger, t Tenants, fail func(w http.ResponseWriter, r *http.Request, err error)) *Handlers {
	return &Handlers{l, t, fail}
}

// Register puts the routes on a mux.
func (h *Handlers) Register(mux *http.ServeMux) {
	mux.HandleFunc("GET /ledger/{tenant}/checkpoint", h.handle(h.checkpoint))
	mux.HandleFunc("GET /ledger/{tenant}/checkpoints", h.handle(h.checkpoints))
	mux.HandleFunc("GET /ledger/{tenant}/leaves", h.handle(h.leaves))
	mux.HandleFunc("GET /ledger/{tenant}/proof", h.handle(h.proof))
	mux.HandleFunc("GET /ledger/{tenant}/consistency", h.handle(h.consistency))
	mux.HandleFunc("GET /schema/receipt.json", h.schema)
	mux.HandleFunc("POST /verify", h.verify)
}

const (
	checkpointsAtOnce = 200
	leavesAtOnce      = 8192
)

// answer is what a route found; its headers are set only when all of it is there.
type answer struct {
	kind string
	body []byte
}

func (h *Handlers) handle(route func(r *http.Request, tenant id.ID) (answer, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		tenant, err := h.tenants(r.Context(), r.PathValue("tenant"))
		var a answer
		if err == nil {
			a, err = route(r, tenant)
		}
		if err != nil {
			h.fail(w, r, err)
			return
		}
		write(w, a)
	}
}

func write(w http.ResponseWriter, a answer) {
	w.Header().Set("Content-Type", a.kind)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	_, _ = w.Write(a.body) // the reader is gone: nobody is left to tell
}

func (h *Handlers) checkpoint(r *http.Request, tenant id.ID) (answer, error) {
	c, err := h.ledger.Checkpoint(r.Context(), tenant)
	return answer{"text/plain; charset=utf-8", c.Note}, err
}

func (h *Handlers) checkpoints(r *http.Request, tenant id.ID) (answer, error) {
	after, err := count(r, "after", 0)
	if err != nil {
		return answer{}, err
	}
	list, err := h.ledger.Checkpoints(r.Context(), tenant, after, checkpointsAtOnce)
	if err != nil {
		return answer{}, err
	}
	page := ledger.Page{Checkpoints: make([]string, len(list))}
	for i, c := range list {
		page.Checkpoints[i] = string(c.Note)
	}
	return asJSON(page)
}

func (h *Handlers) leaves(r *http.Request, tenant id.ID) (answer, error) {
	from, err := count(r, "from", 0)
	if err != nil {
		return answer{}, err
	}
	a := answer{kind: "application/octet-stream", body: []byte{}}
	err = h.ledger.Leaves(r.Context(), tenant, from, leavesAtOnce, func(hash tlog.Hash) error {
		a.body = append(a.body, hash[:]...)
		return nil
	})
	return a, err
}

func (h *Handlers) proof(r *http.Request, tenant id.ID) (answer, error) {
	var leaf ledger.HexID
	if err := leaf.UnmarshalText([]byte(r.URL.Query().Get("leaf"))); err != nil {
		return answer{}, fault.Wrap(fault.Invalid, "ledger.leaf.form", err).At("leaf")
	}
	size, err := count(r, "size", 0)
	if err != nil {
		return answer{}, err
	}
	p, err := h.ledger.Prove(r.Context(), tenant, tlog.Hash(leaf), size)
	if err != nil {
		return answer{}, err
	}
	return asJSON(p)
}

func (h *Handlers) consistency(r *http.Request, tenant id.ID) (answer, error) {
	from, err := count(r, "from", -1)
	if err != nil {
		return answer{}, err
	}
	size, err := count(r, "size", 0)
	if err != nil {
		return answer{}, err
	}
	p, err := h.ledger.Consistency(r.Context(), tenant, from, size)
	if err != nil {
		return answer{}, err
	}
	return asJSON(p)
}

func (h *Handlers) schema(w http.ResponseWriter, _ *http.Request) {
	write(w, answer{"application/schema+json", ledger.Schema})
}

// verify reads a receipt and checks it against the tree of today. What is no receipt is an answer like any other.
func (h *Handlers) verify(w http.ResponseWriter, r *http.Request) {
	got, err := Verify(r.Context(), h.ledger, h.tenants, http.MaxBytesReader(w, r.Body, ledger.MaxReceipt+1))
	var a answer
	if err == nil {
		a, err = asJSON(got)
	}
	if err != nil {
		h.fail(w, r, err)
		return
	}
	write(w, a)
}

// count reads a decimal query value; instead is the value of one that is not given.
func count(r *http.Request, name string, instead int64) (int64, error) {
	s := r.URL.Query().Get(name)
	if s == "" {
		return instead, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || n > 1<<53 {
		return 0, fault.Wrap(fault.Invalid, "ledger.number.form", errors.Join(errors.New(name), err)).At(name)
	}
	return n, nil
}

func asJSON(v any) (answer, error) {
	b, err := json.Marshal(v)
	return answer{"application/json", append(b, '\n')}, err
}
