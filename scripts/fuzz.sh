#!/usr/bin/env bash
# Runs every fuzz target of the repository for a time each: fuzz.sh 30s
set -euo pipefail
fuzztime=${1:-30s}

grep -rnoE '^func Fuzz[A-Za-z0-9_]+' --include='*_test.go' . | sort | while IFS=: read -r file _ declaration; do
	target=${declaration#func }
	room=$(dirname "$file")
	echo "$room $target for $fuzztime"
	go test -run='^$' -fuzz="^$target\$" -fuzztime="$fuzztime" "$room" </dev/null
done
