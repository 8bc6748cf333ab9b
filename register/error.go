package register

import (
	"errors"
	"fmt"
)

// Kind says who can mend an error.
type Kind string

// The kinds of error. Anything that is no Error is internal: logged in full, shown only as a reference number.
const (
	Invalid  Kind = "invalid"   // the one who typed it mends it
	Denied   Kind = "denied"    // the one who grants rights mends it
	NotFound Kind = "not_found" // it is not there, or not for this person
	Conflict Kind = "conflict"  // the state has moved on: look again
)

// Error is a refusal that a person can act on. Code is `noun.reason` (a message key), Field the input at fault if
// there is one, Args the values of the message. It never carries personal data.
type Error struct {
	Kind  Kind
	Code  string
	Field string
	Args  map[string]string
}

// Error prints the refusal for logs.
func (e *Error) Error() string {
	if e.Field != "" {
		return fmt.Sprintf("%s: %s (%s)", e.Kind, e.Code, e.Field)
	}
	return fmt.Sprintf("%s: %s", e.Kind, e.Code)
}

// Refuse makes an Error of a kind with a code.
func Refuse(kind Kind, code string) *Error { return &Error{Kind: kind, Code: code} }

// With adds a value for the message and returns the error.
func (e *Error) With(name, value string) *Error {
	if e.Args == nil {
		e.Args = map[string]string{}
	}
	e.Args[name] = value
	return e
}

// KindOf returns the kind of an Error in the chain, or "" for an internal error.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return ""
}

// CodeOf returns the code of an Error in the chain, or "".
func CodeOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}
