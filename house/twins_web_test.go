package house_test

import (
	"archive/zip"
	"bytes"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"linli/app/apptest"
	"linli/platform/id"
	"linli/testkit"
)

// twinSite is a twin world with its web.
type twinSite struct {
	*site
	people cast
}

func newTwinSite(t *testing.T, people cast) *twinSite {
	t.Helper()
	// The engine makes no difference to a page; the tables are compared on both.
	w := apptest.NewIn(t, testkit.Embedded(t, "cases"), apptest.Origin, apptest.Town())
	cases, held := twin(t, w, people)
	held = append(append(held, duties(t, w)...), inspecting(t, w))
	s := &twinSite{newSite(t, w, cases...), people}
	s.hold(t, held...)
	return s
}

// opacity gives each random text of a walk its place among those seen so far. Two worlds are equal when the same texts
// come again at the same places: what is made from a person, however it is scrambled, comes again for one person and not
// for five.
type opacity struct{ seen map[string]int }

// secrets are texts that differ in any two worlds: ids, hashes, tracking codes, passphrases, tokens, signatures, request
// numbers.
var secrets = regexp.MustCompile(idText.String() + `|` + codeText.String() + `|\b\d{4} \d{4} \d{4} \d{4}\b|\b[A-Z2-7]{16}\b|[A-Za-z0-9+/_-]{22,}={0,2}`)

func (o *opacity) masked(s string) string { return secrets.ReplaceAllStringFunc(s, o.place) }

func (o *opacity) place(x string) string {
	if strings.Trim(x, "abcdefghijklmnopqrstuvwxyz-_/") == "" {
		return x // words of a page
	}
	if _, ok := o.seen[x]; !ok {
		o.seen[x] = len(o.seen) + 1
	}
	return fmt.Sprintf("<%d>", o.seen[x])
}

// page is masked for the pages in which a secret is one word without a stroke, which is most of them; it takes a tenth of
// the time.
func (o *opacity) page(s string) string {
	var b strings.Builder
	begun, after := 0, 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] >= 'A' && s[i] <= 'Z' || s[i] >= 'a' && s[i] <= 'z' || s[i] == '-' || s[i] == '_') {
			continue
		}
		if i-begun >= 16 {
			b.WriteString(s[after:begun])
			b.WriteString(o.place(s[begun:i]))
			after = i
		}
		begun = i + 1
	}
	b.WriteString(s[after:])
	return b.String()
}

var inlinePicture = regexp.MustCompile(`data:image/png;base64,[A-Za-z0-9+/=&#;]+`)

// changing are headers that say nothing of what was asked.
var changing = []string{"Date", "X-Request-Id"}

// said is an answer as text, without what differs in any two worlds.
func (o *opacity) said(v visit, people cast) string {
	var b strings.Builder
	fmt.Fprintln(&b, v.status)
	body := v.body
	kind := v.header.Get("Content-Type")
	for _, name := range sortedKeys(v.header) {
		// A font holds the glyphs of a name, so that the length of a PDF is part of what stands in it.
		// The picture of a passphrase is as long as it is.
		if !slices.Contains(changing, name) && (name != "Content-Length" || kind != "application/pdf" && kind != "application/zip" && !inlinePicture.Match(body)) {
			fmt.Fprintln(&b, name, strings.Join(v.header[name], ", "))
		}
	}
	switch {
	case kind == "application/pdf":
		body = pdfText(body)
	case kind == "application/zip":
		body = zipText(body)
	case strings.HasPrefix(kind, "application/octet-stream"): // leaves of the ledger
		for chunk := range slices.Chunk(body, 32) {
			fmt.Fprintln(&b, hex.EncodeToString(chunk))
		}
		body = nil
	}
	if v.at.path == "/report-worker.js" {
		body = keptVersion.ReplaceAll(body, []byte("VERSION"))
	}
	b.Write(inlinePicture.ReplaceAll(body, []byte("PICTURE")))
	mask := o.page
	if slices.ContainsFunc(signed, func(x string) bool { return strings.Contains(v.at.path, x) }) {
		mask = o.masked
	}
	return nameless(mask(b.String()), people)
}

// signed are parts of addresses where signatures, pictures and passphrases are shown.
var signed = []string{"receipt", "my-file", "slip", "ledger", "verify", "apply", "counter"}

func sortedKeys(h http.Header) []string {
	var out []string
	for k := range h {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// zipText is what stands in the files of an archive, each under its name.
func zipText(archive []byte) []byte {
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return []byte("no archive: " + err.Error())
	}
	var out bytes.Buffer
	for _, f := range r.File {
		body, err := fs.ReadFile(r, f.Name)
		if path.Ext(f.Name) == ".pdf" {
			body = pdfText(body)
		}
		fmt.Fprintf(&out, "%s %v\n%s\n", f.Name, err, body)
	}
	return ofPapers.ReplaceAll(out.Bytes(), []byte("PAPER"))
}

// ofPapers are the hash and the size of a paper, in which the glyphs of a name are.
var ofPapers = regexp.MustCompile(`\b[0-9a-f]{64}\b|\b\d+ KB\b`)

// keptVersion is the hash of a page, in which ids of units are; the page itself is compared under its own address.
var keptVersion = regexp.MustCompile(`"version":"[0-9a-f]{12}"`)

// pdfText is what stands on the pages of a PDF, without spaces and ends of lines: a signature breaks where its letters do.
func pdfText(pdf []byte) []byte {
	cmd := exec.Command("pdftotext", "-raw", "-", "-") // in the order of drawing: a wide value that wraps must not change places with its label
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		return []byte("no PDF: " + err.Error())
	}
	return bytes.Join(bytes.Fields(out), nil)
}

// heard is everything that the visitors of a world were answered.
type heard struct {
	of, said []string
	names    []named
	visits   []visit
}

// hear walks through a world with one method; only, which may be nil, leaves stops out.
func (s *twinSite) hear(t *testing.T, method string, only func(*visitor, stop) bool) heard {
	t.Helper()
	h := heard{names: s.names()}
	o := &opacity{seen: map[string]int{}}
	s.walk(t, method, only, func(v visit) {
		said := strings.ReplaceAll(o.said(v, s.people), `"`+s.Office.Tenant.Tag+".", `"TAG.`) // a token begins with the tag of its tenant
		h.of, h.said = append(h.of, v.who.name+" "+v.at.label), append(h.said, said)
		h.visits = append(h.visits, v)
	})
	return h
}

// differently lists where two worlds were answered differently.
func differently(a, b heard) (found []string) {
	if !slices.Equal(a.of, b.of) {
		return []string{fmt.Sprintf("%d addresses in the one world, %d in the other", len(a.of), len(b.of))}
	}
	for i, x := range a.said {
		if x != b.said[i] {
			found = append(found, a.of[i]+": "+apart(x, b.said[i]))
		}
	}
	return found
}

// together are the addresses that show several cases: by unit and account, never by person.
var together = map[string]string{
	"GET /mediations":         "the list of a unit's cases",
	"GET /due":                "what the office owes, by unit and account",
	"GET /calendar":           "an account's own sessions, or those of its units, by their time",
	"GET /offline/things":     "what an account can take along of its own cases",
	"GET /api/v1/mediations":  "the same list for programs",
	"GET /api/v1/promises":    "the same promises for programs",
	"GET /reports":            "the queue of a unit",
	"GET /complaints":         "the desk of a post, by what is due",
	"GET /help":               "the requests of a unit, by what is due",
	"GET /inspections":        "those of a unit",
	"POST /reports/assign":    "shows the queue again",
	"POST /reports/views":     "the same",
	"GET /duties":             "what the office itself owes",
	"GET /duties/board":       "the same, by state",
	"GET /duties/shifts":      "the same, by day",
	"GET /duties/statements":  "which units have signed",
	"GET /api/v1/reports":     "the queue for programs",
	"GET /api/v1/referrals":   "the requests for programs",
	"GET /api/v1/duties":      "the duties for programs",
	"POST /due/notices":       "leads back to what is due",
	"GET /mediations/new":     "none; asked here so that the row is seen to be needed",
	"POST /api/v1/mediations": "none; the same",
}

// links lists the answers that name two cases, or a case that the asker does not ask about: that would join what one
// person has with us.
func links(h heard) (found []string) {
	for i, v := range h.visits {
		var named []int
		for k, c := range h.names {
			text := string(v.body) + fmt.Sprint(v.header)
			if strings.Contains(text, c.id.String()) || slices.ContainsFunc(c.codes, func(x id.Code) bool { return x != "" && strings.Contains(text, x.String()) }) {
				named = append(named, k)
			}
		}
		if len(named) > 1 && (v.who.isParty() || together[v.at.route] == "") {
			found = append(found, fmt.Sprintf("%s names %d cases", h.of[i], len(named)))
		}
		if len(named) == 1 && named[0] != v.at.of && together[v.at.route] == "" {
			found = append(found, fmt.Sprintf("%s names %s", h.of[i], h.names[named[0]].name))
		}
	}
	return found
}

var (
	logTime  = regexp.MustCompile(`"time":"[^"]*"`)
	logBytes = regexp.MustCompile(`(\.pdf|/r/CODE/CODE|/slip|/link|/inspection-record|/CODE)","status":200,"bytes":\d+`)
)

// logged are the lines of a world's log.
func (s *twinSite) logged() []string {
	o := &opacity{seen: map[string]int{}}
	var out []string
	for line := range strings.Lines(s.Log.String()) {
		out = append(out, o.masked(logBytes.ReplaceAllString(logTime.ReplaceAllString(line, ""), ".pdf")))
	}
	return out
}

// differentLines lists in what two logs differ, and the names that stand in one.
func differentLines(a, b []string, people cast) (found []string) {
	for _, l := range difference(a, b) {
		found = append(found, "only the one log says "+l)
	}
	for _, l := range difference(b, a) {
		found = append(found, "only the other log says "+l)
	}
	for _, l := range a {
		if nameless(l, people) != l {
			found = append(found, "the log names somebody: "+l)
		}
	}
	if len(a) < 1000 {
		found = append(found, fmt.Sprintf("only %d lines of a log were compared", len(a)))
	}
	return found
}

// TestOnePersonInFiveCasesIsAnsweredAsFivePersonsAre is refusal R1 over the web: every route of the program, asked by
// everybody. No response of any role links two cases of one person.
func TestOnePersonInFiveCasesIsAnsweredAsFivePersonsAre(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of pages take their time")
	}
	a, b := newTwinSite(t, one), newTwinSite(t, five)
	compared := 0
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		var saidA, saidB heard
		var group sync.WaitGroup
		group.Go(func() { saidA = a.hear(t, method, nil) })
		group.Go(func() { saidB = b.hear(t, method, nil) })
		group.Wait()
		report(t, differently(saidA, saidB), links(saidA), links(saidB))
		compared += len(saidA.said)
		if method == http.MethodGet { // afterwards nothing is as it was
			brokenPages(t, a, b)
		}
	}
	if compared < 2000 {
		t.Errorf("only %d answers were compared", compared)
	}
	report(t, differentLines(a.logged(), b.logged(), a.people), differentRows(kept(t, a.World, a.people), kept(t, b.World, b.people)))
	brokenTraces(t, a, b)
}

// report fails the test for what was found, as far as anybody reads.
func report(t *testing.T, lists ...[]string) {
	t.Helper()
	found := slices.Concat(lists...)
	for _, x := range found[:min(len(found), 20)] {
		t.Error(x)
	}
}
