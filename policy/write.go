package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// File is the profile as its file is written: two lines for each row, in reading order. Parse reads it back to the same hash.
func (p *Profile) File() []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\n  \"format\": %s,\n  \"name\": %s,\n  \"title\": %s,\n  \"from\": %s,\n",
		spaced(profileFormat), spaced(p.Name), spaced(p.Title), spaced(p.From))
	if parts := p.writtenParts(); parts != nil {
		fmt.Fprintf(&out, "  \"parts\": %s,\n", spaced(parts))
	}
	names := make([]string, len(p.calendars))
	for i, c := range p.calendars {
		names[i] = c.Name
	}
	fmt.Fprintf(&out, "  \"calendars\": %s,\n  \"figures\": [\n", spaced(names))
	for i, f := range p.figures {
		out.WriteString("    " + strings.Replace(spaced(f), `, "source": `, ",\n     \"source\": ", 1))
		if i+1 < len(p.figures) {
			out.WriteString(",")
		}
		out.WriteString("\n")
	}
	out.WriteString("  ]\n}\n")
	return out.Bytes()
}

// spaced is JSON in one line with a space after each comma and colon.
func spaced(value any) string {
	var out strings.Builder
	text := marshal(value)
	inString := false
	for i, c := range text {
		out.WriteByte(c)
		switch {
		case c == '"' && (i == 0 || !escaped(text[:i])):
			inString = !inString
		case !inString && (c == ',' || c == ':'):
			out.WriteByte(' ')
		}
	}
	return out.String()
}

// escaped reports whether what follows a text stands behind an odd number of backslashes.
func escaped(before json.RawMessage) bool {
	return (len(before)-len(bytes.TrimRight(before, `\`)))%2 == 1
}
