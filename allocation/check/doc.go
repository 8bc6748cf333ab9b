// Package check judges an outcome of package allocation without trusting the engine that found it. It takes only the types
// from there; reading, canonical form, hash, queue, choice, cutoffs and families are written again from the model, so that one
// mistake would have to be made twice to go unseen.
//
// # The question
//
// A problem without families has exactly one outcome that may be published: the stable one that every child likes at least as
// much as any other stable one, with the cutoffs, counters and reasons that follow from it. Check returns nothing for that
// outcome, and at least one Violation for any other. To find the outcome takes deferred acceptance; to judge one takes a look
// at every wish.
//
// # What is judged
//
//  1. The head: the problem's hash, the mechanism and the path are the problem's own (wrong_hash, wrong_mechanism, wrong_path).
//  2. The lines: every child has one, each of a known child and a known group (missing_child, repeated_child, unknown_child,
//     unknown_group).
//  3. Feasibility: nobody sits where it did not want to or may not, no seat is given twice (not_individually_rational,
//     infeasible, over_capacity), and nobody who held a seat ends with anything worse (seat_lost).
//  4. Choice: in every group, those whom the model would choose among all who list it no lower than what they got are exactly
//     those who got it, in the slots that the outcome names. This one test covers an empty seat that somebody wants
//     (wasted_seat), a seat that went to a child behind another (justified_envy), reserves, interleaving and the names of slots
//     (wrong_slot). An assignment that passes (3) and (4) is stable.
//  5. What follows from the seats: cutoffs, counters and reasons (wrong_cutoff, wrong_start, wrong_reason).
//  6. Families: each sits by its rule (family_apart), and every family left with a claim is listed with it, no other
//     (wrong_exception).
//  7. Optimality: among stable outcomes it is the children's best (not_optimal).
//
// A problem that contradicts itself is one violation, malformed_problem. A test that makes no sense after an earlier one failed
// is left out: (4) needs (2) and (3), and all that follows needs (4); (1) never stops the rest. Every code names the child and
// the group that it concerns, in the order of groups and children in the problem.
//
// # Choice by one limit
//
// A group with one kind of seats chooses the best so many children. Give every child who can take a seat a key, by tier, then by
// the group's own order or the queue. Where seats are left over, nobody who can take one may be waiting; where none is, nobody
// waiting may have a lower key than the last who sits there. So one number for each group decides, and one pass over the wishes
// above what each child got decides for all. Groups with several kinds of seats fill their slots one by one in the order of
// precedence; so does a plain group in which something is wrong, to name who is wronged.
//
// # Optimality without a second solution
//
// A stable outcome that is not the best for children has a stable improvement cycle (Erdil & Ergin, American Economic Review,
// 2008): children who could all move up at once and leave nobody with a claim. In the market of children and slots (Kominers
// & Sönmez, Theoretical Economics, 2016) each slot ranks children strictly, so the cycle is easy to see: each slot points at the
// best child who would rather have it, that child at the slot it has; a way that closes is the cycle, and without one the
// outcome is the best. Within a group an earlier slot counts as better. The slots of a plain group lead from one to the next and
// on to the first child who did not get in, so such a group is one station of the way. For each cycle one violation names, among
// the children who would change their group, the first in the queue.
//
// # Families
//
// With families a stable outcome need not exist. Three definitions of stability are in use for couples; this package uses
// that of blocking tuples with free claims: a family blocks with a tuple that it prefers to what it has if every group of the
// tuple would choose its members among them and all other children who claim the group, the seats that the family would leave
// being open to all of them. Blocks of other families claim only what they have. (In the other two the family keeps the seats it
// leaves for itself, or one member moves at a time.) Tuples are those that package allocation describes, at most
// allocation.MaxTuples of a family.
//
// An outcome with families is accepted if no child outside them has a claim, each family sits by its rule, and the families that
// block are listed, each with the first tuple that it blocks with. Other outcomes may pass too, with more exceptions or fewer, so
// (7) is left out and Verdict says so; but where the order is common nobody may block at all, the outcome is unique and
// optimality is decided.
//
// # Cost
//
// Numbering the ids (New) and hashing the canonical text take most of the time, and the hash is found beside the rest; a problem
// that a reader has numbered (Compact) needs only the second. The judging proper (Verdict) is linear in the wishes above what each
// child got and in the lines of the outcome; where groups have several kinds of seats also in their slots times the classes of a
// kind; a family adds its tuples, and the choice of a group for each tuple that comes near to blocking. Nothing is looked up by name after
// Read, nothing is kept in maps but the names of slot kinds and classes, and the canonical text is never in memory as a whole: a
// million children with five wishes each, in groups with orders of their own, take about 110 megabytes beside the problem and the
// outcome, half of that where a reader has numbered them.
package check
