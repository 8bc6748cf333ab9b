# Keeps one PostgreSQL server for as long as its standard input stays open. The other end of that pipe belongs to the
# test binary, and the kernel closes it when the binary ends, killed or not: then server and data go.
# Arguments: the folder of PostgreSQL's programs, the folder for the data (exists, owned by the caller).
set -eu
programs=$1 dir=$2
trap 'rm -rf "$dir"' EXIT
cd "$dir"
"$programs/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions >"$dir/log" 2>&1 ||
	{ cat "$dir/log" >&2; exit 1; }
# Safe against nothing, and fast: no test needs its data after a power cut. The settings stand in the file and not on the
# command line, so that a benchmark can take them back.
cat >>"$dir/data/postgresql.conf" <<EOF
listen_addresses = ''
unix_socket_directories = '$dir'
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
max_connections = 300
shared_buffers = 64MB
EOF
"$programs/pg_ctl" -D "$dir/data" -w -t 60 -l "$dir/log" start >/dev/null 2>&1 ||
	{ cat "$dir/log" >&2; exit 1; }
trap '"$programs/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1; rm -rf "$dir"' EXIT
trap '' PIPE # nobody may be left to hear it: that must end in the trap above, not in death by signal
echo ready
exec 1>&- 2>&-
cat >/dev/null
