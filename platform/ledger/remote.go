package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// URLSource audits an office over the network. base is the address of its ledger, such as
// "https://office.example/ledger/demo".
func URLSource(client *http.Client, base string) (Source, error) {
	u, err := url.Parse(strings.TrimSuffix(base, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, errors.New("ledger: not the address of a ledger")
	}
	return &urlSource{client, u.String()}, nil
}

type urlSource struct {
	client *http.Client
	base   string
}

// Page is the answer of GET /ledger/{tenant}/checkpoints?after=N.
type Page struct {
	Checkpoints []string `json:"checkpoints"`
}

const maxPage = 64 << 20 // bytes that an answer may have

func (s *urlSource) Checkpoints(ctx context.Context) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		newest, err := s.get(ctx, "/checkpoint")
		if err != nil {
			yield(nil, err)
			return
		}
		head, err := HeadOf(newest)
		if err != nil {
			yield(nil, err)
			return
		}
		for after := int64(0); after < head.Size; {
			body, err := s.get(ctx, "/checkpoints?after="+strconv.FormatInt(after, 10))
			if err != nil {
				yield(nil, err)
				return
			}
			var page Page
			if err := json.Unmarshal(body, &page); err != nil {
				yield(nil, fmt.Errorf("reading checkpoints: %w", err))
				return
			}
			before := after
			for _, c := range page.Checkpoints {
				n := sized([]byte(c))
				if n.size > head.Size || !yield(n.note, nil) {
					return
				}
				after = max(after, n.size)
			}
			if after == before { // also an office that repeats itself comes to an end
				return
			}
		}
	}
}

func (s *urlSource) Leaves(ctx context.Context) iter.Seq2[[]tlog.Hash, error] {
	return func(yield func([]tlog.Hash, error) bool) {
		for from := int64(0); ; {
			body, err := s.get(ctx, "/leaves?from="+strconv.FormatInt(from, 10))
			if err != nil {
				yield(nil, err)
				return
			}
			if len(body) < tlog.HashSize {
				return
			}
			page := make([]tlog.Hash, len(body)/tlog.HashSize)
			for i := range page {
				page[i] = tlog.Hash(body[i*tlog.HashSize:])
			}
			if !yield(page, nil) {
				return
			}
			from += int64(len(page))
		}
	}
}

func (s *urlSource) Nodes(context.Context) iter.Seq2[[]tlog.Hash, error] { return nil }

func (s *urlSource) get(ctx context.Context, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+path, nil)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", s.base+path, err)
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("asking %s: %w", s.base+path, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("asking %s: %s", s.base+path, resp.Status)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxPage))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", s.base+path, err)
	}
	return body, nil
}
