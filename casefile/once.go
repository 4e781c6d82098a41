package casefile

import (
	"context"
	"errors"

	"linli/platform/fault"
	"linli/platform/id"
)

// Answers keeps what requests were answered. A fault.NotFound says that one is new.
type Answers interface {
	Answer(ctx context.Context, tenant id.ID, key [32]byte) (Answer, error)
}

// Once does what a request asks for, unless it was done before: then it returns the stored answer. A request that another goroutine of
// this process works on is ErrStillRunning; its key with another body is ErrKeyReused. Without a request it is done, and no more.
func (r *Running) Once(ctx context.Context, tenant id.ID, q *Request, kept Answers, do func() ([]byte, error)) ([]byte, error) {
	if q == nil {
		return do()
	}
	done, err := r.Claim(q)
	if err != nil {
		return nil, err
	}
	defer done()
	answer, err := do()
	if err == nil {
		return answer, nil
	}
	if before, known := kept.Answer(ctx, tenant, q.ID()); known == nil { // it may have failed because it was done already
		if answer, known = q.Open(before); known == nil || errors.Is(known, ErrKeyReused) {
			return answer, known
		}
	}
	return nil, err
}

// Done reports whether a request was answered before, so that what is dear is not done once more; never without a request. Error:
// ErrKeyReused.
func (q *Request) Done(ctx context.Context, kept Answers, tenant id.ID) (bool, error) {
	if q == nil {
		return false, nil
	}
	before, err := kept.Answer(ctx, tenant, q.ID())
	if f := fault.Of(err); f != nil && f.Code == fault.NotFound {
		return false, nil
	}
	if err == nil {
		_, err = q.Open(before)
	}
	return err == nil, err
}
