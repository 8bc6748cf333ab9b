#!/usr/bin/env bash
# Installs the Debian packages that the tests need, and only those that are missing. Silent when nothing is.
set -euo pipefail

missing=()
need() { # need PACKAGE COMMAND…: the package is missing when the command fails
	local package=$1
	shift
	"$@" >/dev/null 2>&1 || missing+=("$package")
}

has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb; }
has_browser() { command -v chromium || command -v chromium-browser; }
has_noto() { compgen -G '/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf' || fc-list 'Noto Sans' | grep -q .; }
has_compiler() { command -v "${CC:-cc}" || command -v gcc; } # for the race detector

need postgresql has_postgres
need chromium has_browser
need fonts-noto-core has_noto
need nodejs command -v node
need npm command -v npm
need qemu-user command -v qemu-aarch64
need libxml2-utils command -v xmllint
need gcc has_compiler
need libc6-dev test -e /usr/include/stdlib.h
[[ ${#missing[@]} -gt 0 ]] || exit 0

list="${missing[*]}"
echo "missing for the tests: $list"
if ! command -v apt-get >/dev/null; then
	echo "this machine has no apt-get: install PostgreSQL (15 or later), Chromium, Noto Sans, QEMU (user mode), xmllint and a C compiler by hand" >&2
	exit 1
fi
as_root=()
if [[ $(id -u) -ne 0 ]]; then
	command -v sudo >/dev/null || { echo "as root: apt-get install -y $list" >&2; exit 1; }
	as_root=(sudo)
fi
"${as_root[@]}" apt-get update -q
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q "${missing[@]}"
