package money

import (
	"database/sql/driver"
	"fmt"
	"strconv"
)

// Value stores the sum as bigint.
func (t Tiyn) Value() (driver.Value, error) { return int64(t), nil }

// Scan reads a bigint, or the digits that a driver makes of a sum of bigints. NULL is an error: a sum that is not known is not 0.
func (t *Tiyn) Scan(src any) error {
	switch v := src.(type) {
	case int64:
		*t = Tiyn(v)
		return nil
	case string:
		return t.scanText(v)
	case []byte:
		return t.scanText(string(v))
	}
	return fmt.Errorf("scan tiyn: cannot read %T", src)
}

func (t *Tiyn) scanText(text string) error {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return fmt.Errorf("scan tiyn: %w", err)
	}
	*t = Tiyn(n)
	return nil
}
