package i18n

import (
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Collation is the name of the Kazakh order of names in both databases: PostgreSQL has it, and SQLite gets Collate under it.
const Collation = "kk-x-icu"

// A collator keeps buffers and serves one goroutine at a time.
var collators = sync.Pool{New: func() any { return collate.New(language.Kazakh) }}

// Collate is -1, 0 or +1 as a stands before, beside or after b in the Kazakh order, in which ә follows а and і follows ы. It is
// safe for many goroutines.
func Collate(a, b string) int {
	c := collators.Get().(*collate.Collator)
	defer collators.Put(c)
	return c.CompareString(a, b)
}
