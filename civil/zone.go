package civil

import (
	"errors"
	"fmt"
	"time"
	_ "time/tzdata" // so that a zone is found on a machine without a zone database
)

var errOldZones = errors.New("the machine's zone database is older than 2024: update its tzdata")

// Zone is the zone of that name in the IANA database, such as "Asia/Almaty". The machine's own database comes before the
// embedded one, so a database that does not know of the change of 1 March 2024, when all Kazakhstan went to UTC+5, is refused:
// with it, every deadline of the eastern regions would be an hour off and nobody would notice.
func Zone(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("find zone %q: want a name of the IANA database as in Asia/Almaty", name)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("find zone %q: %w", name, err)
	}
	probe, err := time.LoadLocation("Asia/Almaty")
	if err != nil {
		return nil, fmt.Errorf("find zone %q: %w", name, err)
	}
	if _, offset := NewDate(2024, time.June, 1).At(12, 0, 0, probe).Zone(); offset != 5*60*60 {
		return nil, fmt.Errorf("find zone %q: %w", name, errOldZones)
	}
	return loc, nil
}
