package demo

import _ "embed"

// Network is the preschool network of Karaganda at the end of 2017 as a register file: 105 rows, one kindergarten each, of
// id, name, ownership, kind, groups, places, where the places come from, opened, state order and the row of the source.
// Source: the lists of organisations and the rating tables of the city education department's report for 2017 (facts F003; the
// last column names the fact). Places that the report does not give are derived, and the file says how.
//
//go:embed network.csv
var Network []byte
