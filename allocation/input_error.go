package allocation

import (
	"errors"
	"fmt"
	"strconv"
)

// InputError says what is wrong with a problem or an outcome and where. Its text names places and never the id of a child.
type InputError struct {
	Path   string // JSON path such as children[3].prefers[1]; "" = the document itself
	Reason string
}

// Error gives the path and the reason.
func (e *InputError) Error() string {
	if e.Path == "" {
		return e.Reason
	}
	return e.Path + ": " + e.Reason
}

// wrong builds an InputError; path is a format for the indices that follow it.
func wrong(reason, path string, indices ...any) error {
	return &InputError{Path: fmt.Sprintf(path, indices...), Reason: reason}
}

func unknown(what, id string) string { return "unknown " + what + " " + strconv.Quote(id) }

// AsInputError returns the InputError inside err, if there is one: the caller's mistake rather than a broken disk.
func AsInputError(err error) (*InputError, bool) {
	var input *InputError
	ok := errors.As(err, &input)
	return input, ok
}
