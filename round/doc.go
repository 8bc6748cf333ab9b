// Package round turns applications and free seats into an allocation problem and an outcome into offers, and says at any
// time why an application stands where it stands.
//
// The order of the waiting is one merged queue per market: a head block, then a pattern of turns whose count is carried
// over from round to round ("one first-priority, then three general"). A turn is used up by an offer to the one who stood on it;
// the turns of those whom a round passed over stay owed to them, so that no round sends anybody back. Inside a queue the words of an Ordering decide, one
// after the other: brothers and sisters, residence, points, lots, and at the end always the date, so that no two applications
// are equal. The same order, replayed over the past, gives the history of a position, move by move, with the grounds. Nothing here reads a profile, a clock or a database: figures come
// in as plain values.
package round
