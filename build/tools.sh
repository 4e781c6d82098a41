#!/bin/sh
# Finds the programs that linli is built and tested with, and installs the missing ones where it may: as root, on Debian
# and its relatives. Anywhere else it says exactly what to install.
#
#   build/tools.sh build|test
set -eu

packages=""
missing=""

# need NAME PACKAGE TEST…: the test tells whether it is there.
need() {
	name=$1 package=$2
	shift 2
	if ! "$@" >/dev/null 2>&1; then
		missing="$missing
  $name (Debian package: $package)"
		packages="$packages $package"
	fi
}

has() { command -v "$1"; }
# The headless shell is Chromium without windows; where it cannot be installed, the whole browser does, and takes longer.
chromium() {
	test -x "${CHROMIUM:-/usr/bin/chromium-headless-shell}" || { test -x /usr/bin/chromium && ! { [ "$(id -u)" = 0 ] && has apt-get; }; }
}
postgresql() { ls /usr/lib/postgresql/*/bin/initdb || has initdb; }
cjk() { fc-list :lang=zh-cn family | grep -q .; }

find_all() {
	packages="" missing=""
	need "Node.js 20 or newer" nodejs node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)'
	need "npm" npm has npm
	if [ "$1" = test ]; then
		need "PostgreSQL, the server" postgresql postgresql
		need "Chromium's headless shell" chromium-headless-shell chromium
		need "fontconfig" fontconfig has fc-list
		need "a Chinese font for the browser" fonts-noto-cjk cjk
		need "pdftotext" poppler-utils has pdftotext
		need "jq" jq has jq
		need "xxd" xxd has xxd
		need "openssl" openssl has openssl
	fi
}

if ! has go >/dev/null; then
	echo "linli needs Go 1.26 or newer: https://go.dev/dl/" >&2
	exit 1
fi

find_all "$1"
if [ -n "$packages" ] && [ "$(id -u)" = 0 ] && has apt-get >/dev/null; then
	echo "installing:$packages"
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -q >/dev/null || true
	# shellcheck disable=SC2086 # the list is meant to be split
	apt-get install -q -y --no-install-recommends $packages >/dev/null || true
	find_all "$1"
fi
if [ -n "$missing" ]; then
	echo "linli's build and tests need, and cannot install by themselves:$missing" >&2
	echo "On Debian or Ubuntu:  sudo apt-get install$packages" >&2
	exit 1
fi
