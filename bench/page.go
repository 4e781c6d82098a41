package bench

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"regexp"
	"time"
)

// firstPages are where a resident begins, without the map.
var firstPages = []string{"/", "/apply", "/report", "/ask", "/complain", "/services", "/reported", "/statistics", "/transparency", "/r"}

// asset is what a page brings with it on a first visit.
var asset = regexp.MustCompile(`(?:href|src)="(/static/[^"#]+)"`)

// pages asks for each page on which a resident begins, one after the other on one connection, as a browser does that was never
// here: how long the server takes for the slowest of them, and what the heaviest of them weighs with everything that it brings.
func pages(ctx context.Context, r *runner, w *world) error {
	c, err := dial(ctx, w.addr, "Accept-Encoding: gzip")
	if err != nil {
		return err
	}
	defer c.close()
	heaviest, weights := 0, map[string]int{}
	for _, path := range firstPages {
		sum, err := c.visit(path, weights)
		if err != nil {
			return err
		}
		heaviest = max(heaviest, sum)
	}
	var slowest figures
	for _, path := range firstPages {
		var f figures
		for range r.repeats {
			each := make([]time.Duration, max(1, r.ops/50))
			for i := range each {
				began := time.Now()
				if err := c.do(http.MethodGet, path, "", nil, http.StatusOK); err != nil {
					return err
				}
				each[i] = time.Since(began)
			}
			f.add(quantile(each, 0.5), 0, each)
		}
		fmt.Fprintf(r.log, "page: %s %.2f ms\n", path, median(f.values))
		if median(f.values) > median(slowest.values) {
			slowest = f
		}
	}
	weight := figures{values: []float64{float64(heaviest) / 1000}, floors: []float64{0}}
	r.report(slowest.result("page", w, milliseconds), weight.result("page.weight", w, kilobytes))
	return nil
}

// visit is what a page and everything that it brings weigh over the wire, in bytes, without the heads of the answers.
func (c *client) visit(path string, known map[string]int) (int, error) {
	if err := c.do(http.MethodGet, path, "", nil, http.StatusOK); err != nil {
		return 0, err
	}
	sum := c.body.Len()
	text := bytes.Clone(c.body.Bytes())
	seen := map[string]bool{}
	for _, m := range asset.FindAllSubmatch(text, -1) {
		name := string(m[1])
		if seen[name] {
			continue
		}
		seen[name] = true
		if _, ok := known[name]; !ok {
			if err := c.do(http.MethodGet, name, "", nil, http.StatusOK); err != nil {
				return 0, err
			}
			known[name] = c.body.Len()
		}
		sum += known[name]
	}
	return sum, nil
}
