package civil

// DateRange is a period of whole days. Both ends belong to it, as in the sentence "from 1 to 31 March"; a zero To means that
// the end is not known yet.
type DateRange struct {
	From Date `json:"from"`
	To   Date `json:"to,omitzero"`
}

// IsOpen reports whether the period has no end yet.
func (r DateRange) IsOpen() bool { return r.To.IsZero() }

// Valid reports whether the period has a first day and does not end before it.
func (r DateRange) Valid() bool {
	return !r.From.IsZero() && (r.IsOpen() || !r.To.Before(r.From))
}

// Contains reports whether d is a day of the period.
func (r DateRange) Contains(d Date) bool {
	return !d.IsZero() && !d.Before(r.From) && (r.IsOpen() || !d.After(r.To))
}

// Overlaps reports whether the two periods share at least one day.
func (r DateRange) Overlaps(o DateRange) bool {
	_, ok := r.Intersect(o)
	return ok
}

// Intersect is the period of the days that both hold; ok is false if there is none or one of them is not valid.
func (r DateRange) Intersect(o DateRange) (common DateRange, ok bool) {
	if !r.Valid() || !o.Valid() {
		return DateRange{}, false
	}
	common = r
	if o.From.After(common.From) {
		common.From = o.From
	}
	if common.IsOpen() || !o.IsOpen() && o.To.Before(common.To) {
		common.To = o.To
	}
	if !common.Valid() {
		return DateRange{}, false
	}
	return common, true
}

// Days is the number of days of the period; an open period or one that is not valid has none to count and gives 0.
func (r DateRange) Days() int {
	if !r.Valid() || r.IsOpen() {
		return 0
	}
	return r.To.DaysSince(r.From) + 1
}

// String is "2026-03-01/2026-03-31", and "2026-03-01/.." for an open period (ISO 8601-2).
func (r DateRange) String() string {
	if r.IsOpen() {
		return r.From.String() + "/.."
	}
	return r.From.String() + "/" + r.To.String()
}
