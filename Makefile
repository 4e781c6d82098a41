# make demo    builds everything and serves a furnished office at http://localhost:8080
# make test    installs what the tests need where it may, and runs all of them
# make check   the fast part of the tests, under two minutes
# make bench   measures (bench/README.md tells what and how)
# make build   writes ./linli, ./linli-verify and ./linli.cdx.json, which says what linli is made of
# make assets  brings styles, scripts, fonts and the cascade that finds faces into the Go tree
# make shots   takes the pictures of docs/tour.md from a demo office that is being served
# make clean   removes what was built; data under var/ stays

# One set of flags for everything: with another set the compiler builds the database driver again, which takes a minute.
export CGO_ENABLED := 0
export GOFLAGS := -trimpath -buildvcs=false
export PATH := $(PATH):/usr/local/go/bin

# Functions begin at each 16th byte and not at each 32nd: half a megabyte. Linli's own functions are not copied into their
# callers: 2.5 MB, and no processor time that could be measured, since most of that goes to SQLite, JSON and cryptography,
# which are compiled as ever.
LINK := -gcflags "linli/...=-l" -ldflags "-s -w -funcalign=16"
LIGHTHOUSE := e2e/lighthouse/node_modules/.package-lock.json
ASSETS := web/static/dist/manifest.json platform/document/fonts/OFL.txt platform/redact/picture/cascade/facefinder

.PHONY: demo test check bench build assets tools shots clean
.DELETE_ON_ERROR:

demo: build
	./linli demo

test: tools assets $(LIGHTHOUSE)
	@build/test.sh all

check: assets
	@build/test.sh fast

bench: build
	./linli bench

build: assets
	go build $(LINK) -o linli ./cmd/linli
	go build $(LINK) -o linli-verify ./cmd/linli-verify
	go run ./build/sbom linli > linli.cdx.json

assets: $(ASSETS)

tools:
	@build/tools.sh test

# npm writes this file last; it is as new as the installed packages.
node_modules/.package-lock.json: package.json package-lock.json
	@build/tools.sh build
	npm ci --no-audit --no-fund
	@touch $@

# Lighthouse brings two hundred packages, of which none is wanted where linli is built.
$(LIGHTHOUSE): e2e/lighthouse/package.json e2e/lighthouse/package-lock.json
	npm ci --no-audit --no-fund --prefix e2e/lighthouse
	@touch $@

web/static/dist/manifest.json: node_modules/.package-lock.json build/assets.mjs build/bundle.mjs $(shell find web/design -type f 2>/dev/null)
	node build/assets.mjs
	@touch $@

platform/document/fonts/OFL.txt: node_modules/.package-lock.json $(wildcard build/fonts/*.go)
	go run ./build/fonts
	@touch $@

# The module lies where go.sum pinned it; only its cascade is copied.
platform/redact/picture/cascade/facefinder: go.mod $(wildcard build/cascade/*.go)
	go run ./build/cascade
	@touch $@

shots: node_modules/.package-lock.json
	node build/shots.mjs http://localhost:8080 var/demo/logins.json

clean:
	rm -rf linli linli-verify linli.cdx.json node_modules e2e/lighthouse/node_modules var/test.log
	find web/static/dist -type f ! -name placeholder.txt -delete
