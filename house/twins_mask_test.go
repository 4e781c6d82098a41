package house_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"linli/platform/id"
)

// opaque are columns of random bytes, ciphertexts, and hashes of these: they differ in any two worlds. What they hold is
// compared by how often a value comes twice.
var opaque = []string{"case_event.secrets", "case_event.salt", "case_event.commitment", "case_key.key_id", "sealed.body", "sealed.key_id", "slip.code", "slip.hash", "slip.session",
	"ledger_queue.commitment", "ledger_key.verifier", "ledger_key.sealed", "account.password", "account.totp", "signin_session.hash", "program_key.hash", "tenant.tag", "tenant_tag.tag",
	"enrolment.hash", "report_public.public_id", "report_update.public_id", "answer.request", "answer.asked", "answer.sealed"}

var (
	idText   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
	drawn    = regexp.MustCompile(`(public_id\\*":\\*"|PublicID:)[0-9a-f-]{36}`) // under which everybody finds a report: it tells no time
	hashText = regexp.MustCompile(`\b[0-9a-f]{64}\b`)
	markText = regexp.MustCompile(`/verify/[0-9A-Za-z_-]{60,}`) // a ciphertext
	codeText = regexp.MustCompile(`\b[0-9A-HJKMNP-TV-Z]{4}(-?[0-9A-HJKMNP-TV-Z]{4}){3}\b`)
)

// numbering gives each id of a world its rank: ids are ordered by when they were made, so equal lives give equal ranks.
type numbering struct{ rank map[string]int }

func number(all map[string][]row) numbering {
	seen := map[string]bool{}
	for table, list := range all {
		for _, r := range list {
			for c, v := range r {
				if slices.Contains(opaque, table+"."+c) {
					continue
				}
				switch v := v.(type) {
				case []byte:
					if len(v) == 16 {
						seen[hex.EncodeToString(v)] = true
					}
				case string:
					for _, x := range idText.FindAllString(drawn.ReplaceAllString(v, ""), -1) {
						seen[strings.ReplaceAll(x, "-", "")] = true
					}
				}
			}
		}
	}
	n := numbering{map[string]int{}}
	for i, x := range slices.Sorted(maps.Keys(seen)) {
		n.rank[x] = i
	}
	return n
}

// masked is a text with ids as ranks, and without random codes and hashes.
func (n numbering) masked(s string, people cast) string {
	s = drawn.ReplaceAllString(s, "$1")
	s = idText.ReplaceAllStringFunc(s, func(x string) string { return fmt.Sprintf("#%d", n.rank[strings.ReplaceAll(x, "-", "")]) })
	s = markText.ReplaceAllString(s, "/verify/MARK")
	s = hashText.ReplaceAllString(s, "HASH")
	s = codeText.ReplaceAllString(s, "CODE")
	return nameless(s, people)
}

// nameless is a text without the names and numbers of people.
func nameless(s string, people cast) string {
	var names []string
	for _, pair := range people {
		for _, p := range pair {
			if p.name != "" {
				names = append(names, p.name, "NAME", url.PathEscape(p.name), "NAME", p.contact, "CONTACT")
			}
		}
	}
	return strings.NewReplacer(names...).Replace(s)
}

// lines are the rows of all tables as text, sorted: what an administrator with the database reads.
func (n numbering) lines(all map[string][]row) []string {
	var out []string
	for table, list := range all {
		for _, r := range list {
			var b strings.Builder
			b.WriteString(table)
			for _, c := range slices.Sorted(maps.Keys(r)) {
				v := r[c]
				switch x := v.(type) {
				case []byte:
					switch {
					case slices.Contains(opaque, table+"."+c):
						v = "opaque"
					case len(x) == 16:
						v = fmt.Sprintf("#%d", n.rank[hex.EncodeToString(x)])
					default:
						v = hex.EncodeToString(x)
					}
				case string:
					v = n.masked(x, cast{}) // no name is masked here: none may stand in a row
					if slices.Contains(opaque, table+"."+c) {
						v = "opaque"
					}
				default:
					if slices.Contains(opaque, table+"."+c) {
						v = "opaque"
					}
				}
				fmt.Fprintf(&b, " %s=%v", c, v)
			}
			out = append(out, b.String())
		}
	}
	slices.Sort(out)
	return out
}

// repeats counts, for each column, how many pairs of rows of different cases share a value: whatever is derived from a
// person, by whatever function, comes twice for the one person and not for the five.
func repeats(all map[string][]row) map[string]int {
	out := map[string]int{}
	for table, list := range all {
		for i, a := range list {
			for _, b := range list[i+1:] {
				if caseOf(table, a) == caseOf(table, b) && caseOf(table, a) != "" {
					continue
				}
				for c := range a {
					if v, ok := a[c].([]byte); ok && len(v) > 0 {
						if w, ok := b[c].([]byte); ok && bytes.Equal(v, w) {
							out[table+"."+c]++
						}
					} else if s, ok := a[c].(string); ok && s != "" && s == b[c] {
						out[table+"."+c]++
					}
				}
			}
		}
	}
	return out
}

func caseOf(table string, r row) string {
	c := "case_id"
	if slices.Contains([]string{"mediation", "report", "inspection", "duty", "referral"}, table) {
		c = "id"
	}
	b, _ := r[c].([]byte)
	return hex.EncodeToString(b)
}

// apart shows where two texts part.
func apart(x, y string) string {
	at := 0
	for at < len(x) && at < len(y) && x[at] == y[at] {
		at++
	}
	return fmt.Sprintf("…%.200q in the one world and …%.200q in the other", x[max(0, min(at-60, len(x))):], y[max(0, min(at-60, len(y))):])
}

// summed are tallies without their shards, which are drawn from the random part of a case's id.
func summed(steps []row) []row {
	sums := map[string]row{}
	for _, r := range steps {
		k := fmt.Sprint(r["unit_id"], r["day"], r["type"], r["source"], r["month"], r["measure"], r["code"])
		if sums[k] == nil {
			sums[k] = maps.Clone(r)
			delete(sums[k], "shard")
			continue
		}
		for column, n := range r {
			if n, ok := n.(int64); ok && column != "shard" && column != "day" && column != "month" {
				sums[k][column] = sums[k][column].(int64) + n
			}
		}
	}
	return slices.Collect(maps.Values(sums))
}

func mentioned(s string, cases []id.ID) []id.ID {
	var out []id.ID
	for _, c := range cases {
		if strings.Contains(s, c.String()) {
			out = append(out, c)
		}
	}
	return out
}

// difference are the lines of a that b lacks, each as often as it is lacking.
func difference(a, b []string) []string {
	left := map[string]int{}
	for _, l := range b {
		left[l]++
	}
	var out []string
	for _, l := range a {
		if left[l]--; left[l] < 0 {
			out = append(out, l)
		}
	}
	return out
}
