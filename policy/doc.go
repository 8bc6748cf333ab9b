// Package policy holds law as data: the dated figures of a jurisdiction, each with its source, and the rules that they make
// on a day.
//
// A Profile is a list of figures (profiles/*.json) and the working calendars that it names (calendars/*.json). Each figure
// has a key, a value, a unit, the days on which it holds, a source and a mark: read in the act (law), read in an official
// statement or the press (press), or nowhere to be found (assumed). Every key of the format stands in every profile; a rule
// that a jurisdiction does not have is written as null. A profile that does not say all this without gap or overlap is no
// profile: Parse refuses it and names the place.
//
// On(day) gives the typed Rules of that day. They are computed when the profile is read, so asking is a binary search. From
// the day in pilot.expires on, no figure of a profile has a legal basis any more, and every mark is shown as assumed.
//
// Profiles and Rules are read-only and may be shared between goroutines.
package policy
