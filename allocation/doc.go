// Package allocation gives seats in groups to children by deferred acceptance, so that nobody who was refused can point at a
// seat and say: that child stands behind me. It is a library of its own: nothing but the standard library, no clock, no chance
// that is not in the input, no view of anything but the Problem it is given.
//
// # The model
//
// Children stand in one queue, the law's order, as numbers or as a lottery with a published seed. Each child ranks groups and
// may belong to a priority class. Each group has seats, which are filled as slots one after the other. A slot is of a kind; a
// kind is a list of tiers of classes. A slot goes to the best child left: earlier tier first, then the group's own order where
// it has one, then the queue. Kinds repeat by the group's pattern and go on where the last round's counter stopped, so "one of
// the first priority, then three of the general queue, again and again" is a pattern; a reserve that falls back to everybody is
// a kind with a second tier, a hard quota one without. This is the market with slot-specific priorities of Kominers and Sönmez
// (Theoretical Economics, 2016), after Gale and Shapley (1962).
//
// A child may hold a seat already and keeps it unless it gets one that it likes better: the seat stands last in its list, no
// list goes on behind it. S seats with H holders are S−H open slots and then H bound ones, the first for the holder who stands
// first in the queue. A bound slot is its holder's if it still wants it, else it goes by the tiers of its kind. A holder is
// considered for no other slot of that group.
//
// # What is promised
//
// Without families the outcome is the one stable outcome that every child likes at least as much as any other stable one. No
// child gains by ranking groups in another order than its own, nor by leaving some out (Dubins & Freedman 1981, Roth 1982; for
// slots Kominers & Sönmez 2016). Cutoffs describe the outcome: who wants into a group and did not get in stands behind the
// last one admitted to every kind of seats that it could take.
//
// Equal problems have equal outcomes, byte for byte, on every machine: the order of groups, slot kinds, families and of
// numbered children in the input means nothing. Problem.Canonical and Outcome.Canonical are the texts to sign or publish, Hash
// their SHA-256. Solve, Decode and Explain refuse what is malformed with an InputError that names the JSON path, and never
// panic.
//
// Package allocation/check judges any outcome without this engine.
//
// # Paths
//
// Outcome.Path tells how an outcome was found. Where all groups rank all children alike (no own orders, no held seats, and the
// same tiers in every slot kind in use; with families no tiers at all), deferred acceptance equals serial dictatorship: each
// child in turn takes the best group with a seat left. That path, common_order, is strategy-proof and the easiest to audit,
// since any deviation is visible to two families (Grigoryan & Möller); policies should prefer it wherever the law allows.
// Otherwise the path is families_heuristic where there are families, slots where there are patterns or held seats, and
// own_orders.
//
// # Families
//
// Members of a family want their seats decided together. Together means as near as their lists allow: in one group; where no
// group stands in all lists, in one kindergarten; for together_or_none where that fails too (siblings of different ages whose
// groups are markets), all seated. Among tuples equally near, the first member's list decides, then the second's, in queue
// order. A family may rank its own tuples instead (Family.Joint). At most MaxTuples derived tuples are considered.
//
// A block, that is a family placed as a whole or refused as a whole, has one place in the queue: its first member's number,
// and this is the number that cutoffs show for it. A family that goes separate ways has no block: each member stands at its
// own number. On the common-order path a block takes its turn as a whole: with together_or_none either all members are
// seated, by the best tuple for which seats are left, or none gets a new seat; with the two rules "if possible" each member
// takes its own turn when no tuple fits. No later turn can undo an earlier one, so no family is left with a claim.
// Policies should still give siblings neighbouring numbers: then a block overtakes nobody.
//
// Where groups rank differently a stable outcome need not exist (Roth 1984) and finding one is hard (Ronn 1990). The heuristic
// places single children first, then blocks in queue order; a block that pushes out a member of an earlier block is placed
// before it, and when that has been tried already the pushed-out block is given up. What remains is written into the outcome:
// a family blocks with a tuple that it prefers to what it has if every group of the tuple would choose its members among them
// and all other children who claim the group, the seats that the family would leave being open to all of them. (Two other
// definitions are in use: one lets the family keep the seats it leaves for itself, one moves a member at a time.) Every such
// family is listed, and no child outside the families has a justified claim.
//
// # What is not promised
//
// Truth-telling is not proven safe for families on the heuristic path, and another outcome with fewer exceptions may exist.
// Stability is not efficiency: sometimes children could trade seats and all be happier, if other children's claims were set
// aside (Abdulkadiroğlu & Sönmez 2003). An unnumbered problem takes the order of its file as the queue.
//
// # Cost
//
// Time and memory grow with the number of wishes: reading every wish once on the common-order path, and with the logarithm of
// a group's seats for own orders and held seats, with the number of its slots where a group has several kinds. On one core of
// a two-core server 20,000 children with four wishes among 700 groups take about 10 ms and a million children about a second,
// hash and outcome included; patterns of several kinds take about three times as long. Explain reads the whole problem again,
// so it costs about as much as Solve.
package allocation
