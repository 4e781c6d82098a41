// Command linli-verify checks a receipt from an office that runs linli.
//
//	linli-verify RECEIPT.json [--checkpoint FILE [--consistency FILE]] [--key VERIFIER]...
//
// It is written apart from the server, from docs/ledger.md and RFC 6962 alone, and shares no code with it, not even a
// library: a defect or a lie in the one should not be repeated by the other. It asks no network.
//
// What it trusts is, in this order: the keys given with --key; else the keys named in the checkpoint given with
// --checkpoint, which came by another road than the receipt (the office's page, a newspaper, a witness); else the keys
// that the receipt's own checkpoint names. The last shows that the receipt is whole, but not whose it is, and the answer's
// reason is then "proven_own_key".
//
// Exit codes: 0 proven, 1 not proven, 2 wrong usage, 3 a file cannot be read. Standard output has one line of JSON,
// {"proven":bool,"reason":"…"}; standard error has the sentence for a person, in the language of LANG.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv))
}

const (
	exitProven    = 0
	exitNotProven = 1
	exitUsage     = 2
	exitSystem    = 3
)

type options struct {
	receipt, checkpoint, consistency string
	keys                             []string
}

func run(args []string, stdin io.Reader, stdout, stderr io.Writer, env func(string) string) int {
	language := languageOf(env)
	o, help, ok := parseArgs(args)
	if help {
		fmt.Fprintln(stdout, usage[language])
		return exitProven
	}
	if !ok {
		fmt.Fprintln(stderr, usage[language])
		return exitUsage
	}
	in, code := gather(o, stdin, stderr, language)
	if code != exitProven {
		return code
	}
	reason := judge(in)
	proven := reason == proven || reason == provenOwnKey
	answer, err := json.Marshal(struct {
		Proven bool   `json:"proven"`
		Reason string `json:"reason"`
	}{proven, reason})
	if err == nil {
		_, err = fmt.Fprintln(stdout, string(answer))
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitSystem
	}
	fmt.Fprintln(stderr, sentence(language, reason))
	if !proven {
		return exitNotProven
	}
	return exitProven
}

// parseArgs takes flags before and after the file name alike.
func parseArgs(args []string) (o options, help, ok bool) {
	for i := 0; i < len(args); i++ {
		name, value, joined := strings.Cut(args[i], "=")
		switch name {
		case "-h", "-help", "--help":
			return o, true, true
		case "--checkpoint", "-checkpoint", "--consistency", "-consistency", "--key", "-key":
			if !joined {
				if i++; i == len(args) {
					return o, false, false
				}
				value = args[i]
			}
			if value == "" {
				return o, false, false
			}
			switch strings.TrimLeft(name, "-") {
			case "checkpoint":
				o.checkpoint = value
			case "consistency":
				o.consistency = value
			case "key":
				o.keys = append(o.keys, value)
			}
		default:
			if o.receipt != "" || args[i] == "" || args[i] != "-" && strings.HasPrefix(args[i], "-") {
				return o, false, false
			}
			o.receipt = args[i]
		}
	}
	return o, false, o.receipt != "" && (o.consistency == "" || o.checkpoint != "")
}

// gather reads the files and the keys.
func gather(o options, stdin io.Reader, stderr io.Writer, language string) (evidence, int) {
	var in evidence
	for _, k := range o.keys {
		v, ok := parseVerifier(k)
		if !ok {
			fmt.Fprintln(stderr, badKey[language])
			return in, exitUsage
		}
		in.keys = append(in.keys, v)
	}
	for _, f := range []struct {
		path string
		to   *[]byte
	}{{o.receipt, &in.receipt}, {o.checkpoint, &in.checkpoint}, {o.consistency, &in.consistency}} {
		if f.path == "" {
			continue
		}
		data, err := read(f.path, stdin)
		if err != nil {
			fmt.Fprintf(stderr, unreadable[language]+"\n", err)
			return in, exitSystem
		}
		*f.to = data
	}
	in.hasCheckpoint, in.hasConsistency = o.checkpoint != "", o.consistency != ""
	return in, exitProven
}

// maxFile is one byte more than anything that can be good, so that what is longer is refused and never held in memory.
const maxFile = 128<<10 + 1

func read(path string, stdin io.Reader) ([]byte, error) {
	if path == "-" {
		return io.ReadAll(io.LimitReader(stdin, maxFile))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile))
}
