// Package allocation gives seats in groups to children by deferred acceptance, so that nobody who was refused can point at a
// seat and say: that child stands behind me. It is a library of its own: nothing but the standard library, no clock, no chance
// that is not in the input, no view of anything but the problem it is given.
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
// # From a problem to an outcome
//
// Solve takes a Problem, plain data, and returns an Outcome, plain data. Whoever asks more than once takes the steps one by one.
// A Compact is the problem in numbers, as NewCompact and the readers of files make it; a Market is the same, laid out for
// solving; Market.Solve returns a Solution, and Solution.Outcome writes it down. A Solution answers more: Explain says of each
// wish of a child where the line was drawn and on which side the child stands; ExplainGroup says how a group's seats were given
// out and who waits for one; WhatIf says what another list or number would
// have brought; Apply solves on after applications come and go and seats change, and has the bytes of a run from the start.
//
// # What is promised
//
// Without families the outcome is the one stable outcome that every child likes at least as much as any other stable one. No
// child gains by ranking groups in another order than its own, nor by leaving some out (Dubins & Freedman 1981, Roth 1982; for
// slots Kominers & Sönmez 2016). Cutoffs describe the outcome: who wants into a group and did not get in stands behind the
// last one admitted to every kind of seats that it could take.
//
// Equal problems have equal outcomes, byte for byte, on every machine and any number of goroutines: the order of groups, slot
// kinds, families and of numbered children in the input means nothing. Problem.Canonical and Outcome.Canonical are the texts to
// sign or publish, Hash their SHA-256. What is malformed is refused with an InputError that names the place, and nothing panics.
//
// Package allocation/check judges any outcome without this engine.
//
// # Paths
//
// Outcome.Path tells how an outcome was found. Where all groups rank all children alike (no own orders, no held seats, and the
// same tiers in every slot kind in use; with families no tiers at all), deferred acceptance equals serial dictatorship: each
// child in turn takes the best group with a seat left. That path, common_order, is strategy-proof and the easiest to audit,
// since any deviation is visible to two families (Grigoryan & Möller); policies should prefer it wherever the law allows.
// Otherwise the path is families_heuristic where there are families (families_exact where an exact search improved on it), slots
// where there are patterns or held seats, and own_orders.
//
// # Families
//
// There are three ways to treat siblings, and the first two need no blocks. A sibling who is enrolled already can be a priority:
// a class, if it counts in every group, or the first places of a group's own order, if it counts in that group. Deferred
// acceptance stays as good as without. Siblings of one round can be placed by age: the caller solves the round of the oldest,
// puts their brothers and sisters first in the own orders of the groups that took them, and solves the next. The third way are
// families in the problem.
//
// Members of such a family want their seats decided together. Together means as near as their lists allow: in one group; where
// no group stands in all lists, in one kindergarten; for together_or_none where that fails too (siblings of different ages whose
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
// works in each closed market: single children first, then blocks in queue order; a block that pushes out a member of an earlier
// block is placed before it, and when that has been tried already the pushed-out block is given up. What remains is written into
// the outcome: a family blocks with a tuple that it prefers to what it has if every group of the tuple would choose its members
// among them and all other children who claim the group, the seats that the family would leave being open to all of them. (Two
// other definitions are in use: one lets the family keep the seats it leaves for itself, one moves a member at a time.) Every
// such family is listed, and no child outside the families has a justified claim.
//
// Options.Exact brings a search for an outcome with fewer exceptions, as a pseudo-boolean problem around the families that the
// heuristic left with a claim: stability is one inequality for each wish (Baïou & Balinski 2000), a claim one for each tuple. It
// is for groups that rank all their seats alike and a few thousand children at most, and is capped by its own steps, so that it
// ends alike everywhere; where it finds nothing better the heuristic's outcome stands.
//
// # What is not promised
//
// Truth-telling is not proven safe for families on the heuristic path, and another outcome with fewer exceptions may exist.
// Stability is not efficiency: sometimes children could trade seats and all be happier, if other children's claims were set
// aside (Abdulkadiroğlu & Sönmez 2003). An unnumbered problem takes the order of its file as the queue. Explanations of an
// outcome that check.Check refuses mean nothing.
//
// # How it is fast
//
// Groups that no list and no family connects are closed markets: union-find over the lists finds them, and each is solved by
// itself, in memory that fits a processor's cache, by whichever goroutine is free. In a market everything is a number counted
// from 0, and a wish is one word, the child's place in the group's order above the group. A group's cutoff refuses most wishes at
// one comparison. Those who are held are a few words in no order, the worst one known; more than 64 are a heap. Children come
// strongest first, so that few are sent away again. Where slots differ, a group needs no slots as long as each class with a
// reserve fits into it: then nobody of that class is ever sent away, and the others compete by their places alone. Slots are dealt
// out when a reserve is used up, and a chain of children moves from slot to slot from then on.
//
// # Cost
//
// Time grows with the wishes considered, that is the places in their lists down to which children are sent, and memory with all
// wishes: twelve bytes each, and about a hundred for each child. One child more or less changes one closed market.
//
// Measured on one core of a two-core server (AMD EPYC of 2021, other work on the second one), on a million children with 5.4
// million wishes for 46,568 groups in 160 closed markets, laid out already, the best of several runs. Times differ between
// machines, ratios less so.
//
//	common order                                        4.7 ns for each wish considered, 7 times reading every wish once
//	groups rank by their own orders                     11.7 ns, 10 times reading
//	the same, every fourth slot for the first priority  1.9 times as long
//	common order, 8 % of the children with a sibling    2.5 times as long as without
//	own orders, 8 % of the children with a sibling      12 times as long as without; 3 families in 1,000 are an exception
//	own orders on two cores                             1.8 times as fast
//	what-if, all but 1 % of the answers                 6 times solving the median closed market
//	laying out, on two cores                            14 times solving own orders
//	deferred acceptance as in a textbook                32 to 54 times as long, at 1,000 to 100,000 children
//
// One group with a pattern and very many seats is the slow case: when its reserves are used up, each further child costs a walk
// over its slots.
package allocation
