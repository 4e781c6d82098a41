package ledger

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"linli/platform/fault"
)

// Source is a ledger to be audited: the store itself, an exported folder, or another office's address.
type Source interface {
	// Checkpoints yields the signed notes, smallest size first, up to the one that was the newest when the first was asked
	// for: a ledger may grow while it is audited, and its leaves are read afterwards.
	Checkpoints(ctx context.Context) iter.Seq2[[]byte, error]
	// Leaves yields all leaf hashes from index 0 on, in runs. A *Gap ends it where leaves are missing.
	Leaves(ctx context.Context) iter.Seq2[[]tlog.Hash, error]
	// Nodes yields all stored inner hashes from node index 0 on, in runs; nil when the source keeps none.
	Nodes(ctx context.Context) iter.Seq2[[]tlog.Hash, error]
}

// Gap says that a source lacks the leaf or inner hash of an index that it should have.
type Gap struct{ Index int64 }

func (g *Gap) Error() string { return fmt.Sprintf("ledger: nothing at index %d", g.Index) }

// FindingReason says what an audit found; its sentence has the message key "ledger.finding.<reason>".
type FindingReason string

// What an audit can find.
const (
	Truncated        FindingReason = "truncated"            // leaves From … To-1 are gone
	NodeDiffers      FindingReason = "node_differs"         // a stored inner hash over leaves From … To-1 is not theirs
	RootDiffers      FindingReason = "root_differs"         // leaves From … To-1 are not those that were signed
	Fork             FindingReason = "fork"                 // two signed roots of one size
	CheckpointBroken FindingReason = "checkpoint_malformed" // a checkpoint that is none
	CheckpointForged FindingReason = "checkpoint_unsigned"  // not signed by the office
	CheckpointAlien  FindingReason = "checkpoint_other"     // another office's
	CheckpointOrder  FindingReason = "checkpoint_order"     // its time lies before an earlier checkpoint's
)

// FindingReasons lists every reason, for the tests of translations.
func FindingReasons() []FindingReason {
	return []FindingReason{Truncated, NodeDiffers, RootDiffers, Fork, CheckpointBroken, CheckpointForged, CheckpointAlien, CheckpointOrder}
}

// Finding is one thing wrong with a ledger.
type Finding struct {
	Reason FindingReason `json:"reason"`
	From   int64         `json:"from"` // first leaf concerned, or the checkpoint's size
	To     int64         `json:"to"`   // one past the last leaf concerned, or the checkpoint's size
}

// Key is the message key of the finding's sentence.
func (f Finding) Key() string { return "ledger.finding." + string(f.Reason) }

// Args fill the sentence: leaves are counted from 1 there, both ends included.
func (f Finding) Args() fault.Args {
	switch f.Reason {
	case Truncated, NodeDiffers, RootDiffers:
		return fault.Args{"from": f.From + 1, "to": f.To}
	default:
		return fault.Args{"from": f.From}
	}
}

// Report of an audit. A ledger without findings is whole: its leaves are those that every checkpoint signed, so each
// checkpoint extends the one before.
type Report struct {
	Tenant      string    `json:"tenant"`
	Leaves      int64     `json:"leaves"`
	Checkpoints int       `json:"checkpoints"`
	Size        int64     `json:"size"` // of the newest checkpoint
	Findings    []Finding `json:"findings"`
}

// Whole reports whether nothing was found.
func (r *Report) Whole() bool { return len(r.Findings) == 0 }

const maxFindings = 100

func (r *Report) add(reason FindingReason, from, to int64) {
	if len(r.Findings) < maxFindings {
		r.Findings = append(r.Findings, Finding{reason, from, to})
	}
}

// Audit recomputes the tree of a tenant from its leaves and compares it with every stored inner hash and every
// checkpoint. keys must hold the office's verifiers. An error means that the source could not be read to its end; what is
// wrong with the ledger itself is in the report.
func Audit(ctx context.Context, tenant string, src Source, keys []note.Verifier) (*Report, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	a := &audit{report: &Report{Tenant: tenant, Findings: []Finding{}}, keys: keys}
	nextCheckpoint, stopCheckpoints := iter.Pull2(src.Checkpoints(ctx))
	defer stopCheckpoints()
	a.nextCheckpoint = nextCheckpoint
	if err := a.advance(); err != nil { // before any leaf is read: a source fixes here how far its checkpoints go
		return a.report, err
	}
	nodes := src.Nodes(ctx)
	if nodes != nil {
		next, stop := pull(ctx, cancel, nodes)
		defer stop()
		a.nextNodes = next
	}
	nextLeaves, stopLeaves := pull(ctx, cancel, src.Leaves(ctx))
	defer stopLeaves()
	return a.report, a.run(nextLeaves)
}

type audit struct {
	report         *Report
	keys           []note.Verifier
	edge           edge
	nextCheckpoint func() ([]byte, error, bool)
	nextNodes      func() ([]tlog.Hash, error, bool)

	stored  []tlog.Hash // inner hashes read and not yet compared
	compare bool
	head    *Head // the next checkpoint to reach
	last    Head  // the newest one seen
	good    int64 // size of the newest checkpoint whose root fits
	bad     bool  // a root did not fit: all later ones cannot either
}

func (a *audit) run(next func() ([]tlog.Hash, error, bool)) error {
	a.compare = a.nextNodes != nil
	var scratch []tlog.Hash
	for {
		leaves, err, ok := next()
		if gap := (*Gap)(nil); errors.As(err, &gap) {
			break // finish reports what the checkpoints signed beyond it
		}
		if err != nil {
			return fmt.Errorf("reading leaves: %w", err)
		}
		if !ok {
			break
		}
		for _, h := range leaves {
			scratch = a.edge.add(h, scratch[:0])
			if err := a.nodes(scratch); err != nil {
				return err
			}
			for a.head != nil && a.head.Size == a.edge.size {
				a.root()
				if err := a.advance(); err != nil {
					return err
				}
			}
		}
	}
	return a.finish()
}

// nodes compares the inner hashes that the newest leaf completed with the stored ones.
func (a *audit) nodes(computed []tlog.Hash) error {
	for i, h := range computed {
		for a.compare && len(a.stored) == 0 {
			run, err, ok := a.nextNodes()
			if gap := (*Gap)(nil); !ok || errors.As(err, &gap) {
				a.compare = false
				a.report.add(NodeDiffers, a.edge.size-2<<i, a.edge.size)
			} else if err != nil {
				return fmt.Errorf("reading inner hashes: %w", err)
			}
			a.stored = run
		}
		if !a.compare {
			return nil
		}
		if a.stored[0] != h {
			a.report.add(NodeDiffers, a.edge.size-2<<i, a.edge.size)
		}
		a.stored = a.stored[1:]
	}
	return nil
}

// root compares the tree as it stands with the checkpoint of its size.
func (a *audit) root() {
	switch {
	case a.edge.root() == a.head.Root:
		a.good = a.head.Size
	case !a.bad:
		a.bad = true
		a.report.add(RootDiffers, a.good, a.head.Size)
	}
}

// advance reads checkpoints up to the next one that is the office's and can still be reached.
func (a *audit) advance() error {
	a.head = nil
	for {
		signed, err, ok := a.nextCheckpoint()
		if err != nil {
			return fmt.Errorf("reading checkpoints: %w", err)
		}
		if !ok {
			return nil
		}
		a.report.Checkpoints++
		head, _, err := OpenCheckpoint(a.report.Tenant, signed, a.keys)
		if err != nil {
			claimed, _ := HeadOf(signed)
			a.report.add(findingOf(err), claimed.Size, claimed.Size)
			continue
		}
		if head.Size == a.last.Size && a.report.Size > 0 {
			if head.Root != a.last.Root {
				a.report.add(Fork, head.Size, head.Size)
			}
			continue
		}
		if head.At.Before(a.last.At) {
			a.report.add(CheckpointOrder, head.Size, head.Size)
		}
		a.last, a.report.Size = head, head.Size
		if head.Size > a.edge.size {
			a.head = &head
			return nil
		}
	}
}

func (a *audit) finish() error {
	a.report.Leaves = a.edge.size
	for a.head != nil { // checkpoints beyond the last leaf: read them all for their signatures and the newest size
		if err := a.advance(); err != nil {
			return err
		}
	}
	if a.report.Size > a.report.Leaves {
		a.report.add(Truncated, a.report.Leaves, a.report.Size)
	}
	return nil
}

func findingOf(err error) FindingReason {
	switch {
	case errors.Is(err, ErrOtherTenant):
		return CheckpointAlien
	case errors.Is(err, ErrUnsigned):
		return CheckpointForged
	default:
		return CheckpointBroken
	}
}

type run struct {
	hashes []tlog.Hash
	err    error
}

// pull reads a sequence in a goroutine of its own, a few runs ahead, so that reading and hashing take different cores.
func pull(ctx context.Context, cancel func(), seq iter.Seq2[[]tlog.Hash, error]) (next func() ([]tlog.Hash, error, bool), stop func()) {
	runs := make(chan run, 4)
	go func() {
		defer close(runs)
		for hashes, err := range seq {
			select {
			case runs <- run{hashes, err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	next = func() ([]tlog.Hash, error, bool) {
		r, ok := <-runs
		return r.hashes, r.err, ok
	}
	return next, func() {
		cancel()
		for range runs { // until the reader has ended
		}
	}
}
