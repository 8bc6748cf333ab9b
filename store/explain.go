package store

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/balajol/balajol/register"
)

var errAddress = register.Refuse(register.Invalid, "database.address")

// explainPing hides the address (it may hold a password) and keeps the cause.
func explainPing(err error) error {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return register.Refuse(register.Invalid, "database.refused").With("code", pg.Code)
	}
	if strings.Contains(err.Error(), "cannot parse") {
		return errAddress
	}
	return register.Refuse(register.Invalid, "database.unreachable")
}

// Explain turns an error of the machine (a full disk, a folder that may not be written) into a refusal that says what
// to do; any other error comes back as it is.
func Explain(err error) error {
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		switch lite.Code() & 0xff {
		case sqlite3.SQLITE_FULL:
			return register.Refuse(register.Invalid, "disk.full")
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
			return register.Refuse(register.Invalid, "disk.read_only")
		case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
			return register.Refuse(register.Invalid, "database.not_ours")
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return register.Refuse(register.Conflict, "database.busy")
		case sqlite3.SQLITE_IOERR:
			return register.Refuse(register.Invalid, "disk.failed")
		}
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == "53100" {
		return register.Refuse(register.Invalid, "disk.full")
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return register.Refuse(register.Invalid, "disk.full")
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.ENOTDIR):
		return register.Refuse(register.Invalid, "disk.read_only")
	}
	return err
}
