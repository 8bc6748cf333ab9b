package register

import (
	"database/sql/driver"
	"encoding/base32"
	"fmt"
)

// ID identifies a row of the noun T. Ids of two nouns cannot be swapped. It is 26 characters of base32 (128 bits
// in lower case) or a short code that a register brings itself; the empty id means none.
type ID[T any] string

// String returns the id as it is stored and printed.
func (id ID[T]) String() string { return string(id) }

// IsZero tells whether the id is empty.
func (id ID[T]) IsZero() bool { return id == "" }

// Value stores the id as text; the empty id as NULL.
func (id ID[T]) Value() (driver.Value, error) {
	if id == "" {
		return nil, nil
	}
	return string(id), nil
}

// Scan reads text or NULL.
func (id *ID[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*id = ""
	case string:
		*id = ID[T](v)
	case []byte:
		*id = ID[T](v)
	default:
		return fmt.Errorf("scan id from %T", src)
	}
	return nil
}

var idEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID writes 16 random or derived bytes as an id of 26 characters that a person can read aloud: no i, l, o, u.
func NewID[T any](b [16]byte) ID[T] { return ID[T](idEncoding.EncodeToString(b[:])) }

// AnyID is an id of a noun that is not named: a reference column that may be NULL.
type AnyID = ID[struct{}]
