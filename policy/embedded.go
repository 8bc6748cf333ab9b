package policy

import (
	"embed"
	"fmt"
	"path"
	"strings"
	"sync"
)

//go:embed profiles/*.json calendars/*.json
var files embed.FS

// Names lists the embedded profiles that cover all parts, sorted: those that an authority can follow.
func Names() []string { return named(true) }

// Samples lists the other embedded profiles, sorted: orders of other countries and cities, for comparison.
func Samples() []string { return named(false) }

func named(whole bool) []string {
	var names []string
	for i, name := range namesIn("profiles") {
		if p := parsed()[i].profile; p != nil && p.Whole() == whole {
			names = append(names, name)
		}
	}
	return names
}

// CalendarNames lists the embedded working calendars, sorted.
func CalendarNames() []string { return namesIn("calendars") }

func namesIn(folder string) []string {
	entries, _ := files.ReadDir(folder)
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".json"))
	}
	return names
}

// Load is an embedded profile; an unknown name is an error that lists the known ones. It is read once and shared.
func Load(name string) (*Profile, error) {
	for i, known := range namesIn("profiles") {
		if known == name {
			return parsed()[i].profile, parsed()[i].err
		}
	}
	return nil, fmt.Errorf("load profile %q: no such profile: one of %v", name, namesIn("profiles"))
}

// loaded is an embedded profile or what is wrong with it.
type loaded struct {
	profile *Profile
	err     error
}

// parsed reads the embedded profiles at the first use, in the order of Names.
var parsed = sync.OnceValue(func() []loaded {
	return readAll("profiles", func(name string, text []byte) loaded {
		p, err := Parse(text)
		if err == nil && p.Name != name {
			p, err = nil, fmt.Errorf("load profile %s: the file calls it %q", name, p.Name)
		}
		return loaded{p, err}
	})
})

// loadCalendar is an embedded working calendar, read once and shared.
func loadCalendar(name string) (*Calendar, error) {
	for i, known := range CalendarNames() {
		if known == name {
			return parsedCalendars()[i].calendar, parsedCalendars()[i].err
		}
	}
	return nil, fmt.Errorf("calendar %q: no such calendar: one of %v", name, CalendarNames())
}

// loadedCalendar is an embedded calendar or what is wrong with it.
type loadedCalendar struct {
	calendar *Calendar
	err      error
}

// parsedCalendars reads the embedded calendars at the first use, in the order of CalendarNames.
var parsedCalendars = sync.OnceValue(func() []loadedCalendar {
	return readAll("calendars", func(name string, text []byte) loadedCalendar {
		c, err := ParseCalendar(text)
		if err == nil && c.Name != name {
			c, err = nil, fmt.Errorf("load calendar %s: the file calls it %q", name, c.Name)
		}
		return loadedCalendar{c, err}
	})
})

// readAll reads the embedded files of a folder, sorted by name.
func readAll[T any](folder string, read func(name string, text []byte) T) []T {
	var all []T
	for _, name := range namesIn(folder) {
		text, _ := files.ReadFile(path.Join(folder, name+".json")) // an embedded file is there
		all = append(all, read(name, text))
	}
	return all
}
