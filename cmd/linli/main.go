// Command linli is the working system of a neighbourhood office: `linli demo` shows it, `linli help` tells the rest.
//
// Exit codes: 0 ran and found nothing wrong; 1 findings (a check that fails, a rule that refuses); 2 wrong usage or input;
// 3 the system failed. Results go to standard output, as one JSON value with --json; progress and sentences go to
// standard error, in the language of LC_ALL or LANG.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"linli/platform/fault"
)

// Exit codes; other programs rely on them.
const (
	exitOK       = 0
	exitFindings = 1
	exitUsage    = 2
	exitSystem   = 3
)

func main() {
	collect(os.Getenv)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// commands are all that linli can do from the command line.
type commands struct {
	Demo      demoCommand      `cmd:"" help:"Serve a furnished office with invented cases."`
	DemoCode  demoCodeCommand  `cmd:"" name:"demo-code" help:"Print the present one-time code of a demo login."`
	Init      initCommand      `cmd:"" help:"Open an office and print its first administrator's enrolment code."`
	Migrate   migrateCommand   `cmd:"" help:"Bring the databases to this program's schema."`
	Serve     serveCommand     `cmd:"" help:"Serve the office."`
	Doctor    doctorCommand    `cmd:"" help:"Look whether anything is wrong with an office."`
	Backup    backupCommand    `cmd:"" help:"Copy the cases and files, without keys, while the office works on."`
	Keys      keysCommand      `cmd:"" help:"Back up, check and rotate keys."`
	Restore   restoreCommand   `cmd:"" help:"Bring an office back from a backup of the cases and one of the keys."`
	Erase     eraseCommand     `cmd:"" help:"Erase what retention makes due."`
	Import    importCommand    `cmd:"" help:"Bring in what was kept before linli, or take it back."`
	Export    exportCommand    `cmd:"" help:"Write what the office publishes, or one case by an approved request."`
	Insight   insightCommand   `cmd:"" help:"Show figures."`
	Rulebook  rulebookCommand  `cmd:"" help:"Check and test rulebooks."`
	Languages languagesCommand `cmd:"" help:"Check the languages that an office adds."`
	Ledger    ledgerCommand    `cmd:"" help:"Verify the ledger."`
	Bench     benchCommand     `cmd:"" passthrough:"" help:"Measure this machine."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
}

// leave carries the exit code of --help out of kong.
type leave struct{ code int }

// run is the whole program but for the process around it.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case leave:
			code = p.code
		default:
			panic(p) //nolint:forbidigo // what another raised goes on
		}
	}()
	words, err := newWords(os.Getenv)
	if err != nil {
		fmt.Fprintln(stderr, "linli:", err)
		return exitSystem
	}
	t := &terminal{stdin: stdin, stdout: stdout, stderr: stderr, words: words}
	var all commands
	parser, err := kong.New(&all, kong.Name("linli"), kong.Description("The working system of a neighbourhood office."),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { panic(leave{code}) }), //nolint:forbidigo // run recovers it: kong has no other way out of --help
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(t))
	if err != nil {
		fmt.Fprintln(stderr, "linli:", err)
		return exitSystem
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(stderr, "linli:", err)
		var wrong *kong.ParseError
		if errors.As(err, &wrong) {
			_ = wrong.Context.PrintUsage(true)
		}
		return exitUsage
	}
	return t.end(ctx, chosen.Run())
}

// errFindings says that a command has shown what it found, and that this is not nothing.
var errFindings = errors.New("findings")

// usage is an error of whoever typed the command.
type usage struct{ error }

// end says what went wrong and chooses the exit code.
func (t *terminal) end(ctx context.Context, err error) int {
	var list fault.List
	var wrong usage
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errFindings):
		return exitFindings
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		t.say("cli.stopped", nil)
		return exitSystem
	case errors.As(err, &wrong):
		fmt.Fprintln(t.stderr, "linli:", wrong.error)
		return exitUsage
	case errors.As(err, &list):
		for _, f := range list {
			t.sayFault(f)
		}
		return exitUsage
	}
	f := fault.Of(err)
	if f.Code == fault.Internal && f.Key == "fault.internal" {
		fmt.Fprintln(t.stderr, "linli:", err)
		return exitSystem
	}
	t.sayFault(f)
	switch f.Code {
	case fault.Invalid, fault.NotFound:
		return exitUsage
	case fault.Internal, fault.Unavailable:
		return exitSystem
	}
	return exitFindings
}
