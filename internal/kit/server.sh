# Keeps one PostgreSQL server for as long as its standard input stays open. The other end of that pipe belongs to the
# test binary, and the kernel closes it when the binary ends, killed or not: then server and data go.
# Arguments: the folder of PostgreSQL's programs, the folder for the data (exists, owned by the caller).
set -eu
programs=$1 dir=$2
trap 'rm -rf "$dir"' EXIT
cd "$dir"
"$programs/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions >"$dir/log" 2>&1 ||
	{ cat "$dir/log" >&2; exit 1; }
# Safe against nothing, and fast: no test needs its data after a power cut.
"$programs/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/log" start >/dev/null 2>&1 -o "-k $dir -c listen_addresses='' \
	-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 \
	-c autovacuum=off -c max_connections=300 -c shared_buffers=64MB" ||
	{ cat "$dir/log" >&2; exit 1; }
trap '"$programs/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1; rm -rf "$dir"' EXIT
trap '' PIPE # nobody may be left to hear it: that must end in the trap above, not in death by signal
echo ready
exec 1>&- 2>&-
cat >/dev/null
