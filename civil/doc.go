// Package civil holds the calendar of the law: days, months, periods, instants and working days.
//
// A Date is a day without a clock and without a zone; an Instant is a point of time in UTC to the microsecond. A zone is
// needed only to go from one to the other, and the caller names it, because it is a figure of the jurisdiction. Nothing here
// asks the machine what time it is.
//
// Zero values mean "none": Date{}, Month{} and Instant{} are stored as NULL and written as empty text.
package civil
