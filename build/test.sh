#!/bin/sh
# Runs the checks and tests and ends with one line that tells how they went.
#
#   build/test.sh all    everything, on both engines and in the browser; nothing is skipped for want of a program
#   build/test.sh fast   formatting, vet and `go test -short`, without the browser
set -u

which=$1
log=var/test.log
mkdir -p var
started=$(date +%s)
failed=""

# step NAME COMMAND…
step() {
	name=$1
	shift
	echo "== $name"
	"$@" || failed="$failed, $name"
}

# A test's heap is small: with Go's own setting a fifth of the processor goes to collecting its garbage.
GOGC=400
export GOGC

formatted() {
	wrong=$(find . -name '*.go' -not -path '*/node_modules/*' -not -path './var/*' -exec gofmt -l {} +)
	[ -z "$wrong" ] || { echo "gofmt would change:"; echo "$wrong"; return 1; }
}

packages() { go list ./... | grep -v '/node_modules/'; }

# tested ARGS… runs go test, shows its output as it comes, and keeps it.
tested() {
	{ go test "$@" 2>&1; echo "status $?"; } | grep --line-buffered -v 'no test files' | tee "$log" | grep --line-buffered -v '^status [0-9]*$'
	grep -q '^status 0$' "$log"
}

step gofmt formatted
# shellcheck disable=SC2046 # the list is meant to be split
case $which in
all)
	step vet go vet $(packages)
	if command -v golangci-lint >/dev/null; then step golangci-lint golangci-lint run; fi
	LINLI_TEST_REQUIRE=1
	export LINLI_TEST_REQUIRE
	step tests tested -p 2 -count=1 -timeout 25m $(packages)
	;;
fast)
	step vet go vet $(packages)
	step tests tested -p 2 -short -timeout 2m $(packages | grep -v -e '/e2e$' -e '/e2e/')
	;;
*)
	echo "usage: build/test.sh all|fast" >&2
	exit 2
	;;
esac

seconds=$(($(date +%s) - started))
slow=$(awk '$1 == "ok" && $3 + 0 >= 5 { printf "%8.1f s  %s\n", $3, $2 }' "$log" | sort -rn | head -n 10)
if [ -n "$slow" ]; then
	echo "== slowest packages"
	echo "$slow"
fi
if [ -n "$failed" ]; then
	grep -e '^FAIL' -e '^ *--- FAIL' "$log"
	echo "FAILED after $seconds s:${failed#,}"
	exit 1
fi
echo "PASSED in $seconds s: $(grep -c '^ok' "$log") packages"
