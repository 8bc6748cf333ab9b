import { canonicalText, sha256 } from "./canonical";
import { chooseAll, keeps, slotKind } from "./choice";
import { Court, slotFact, type Violation } from "./court";
import { sitsByTuple } from "./families";
import { judgeCutoffs, judgeExceptions, judgeOptimality, judgeReasons, judgeStarts } from "./follow";
import { buildMarket, findWish, hasCommonOrder, isAcceptable, type Market, none } from "./market";
import type { Outcome } from "./outcome";
import { readProblem } from "./problem";

/** What the judge finds. */
export interface Verdict {
  violations: Violation[];
  /** Whether it was decided that no other stable outcome is better for children: not where families stand in groups that rank differently. */
  optimality: boolean;
}

/** A problem that outcomes can be judged against. */
export interface Case {
  market: Market;
  hash: string;
}

/** Reads, numbers and hashes a problem file. It throws an InputError where the file is none. */
export async function openCase(bytes: Uint8Array): Promise<Case> {
  const market = await buildMarket(readProblem(bytes));
  return { market, hash: await sha256(canonicalText(market)) };
}

/** Judges an outcome. A test that makes no sense after an earlier one failed is left out. */
export function judge({ market, hash }: Case, outcome: Outcome): Verdict {
  const court = new Court(market, outcome);
  judgeHeader(court, hash);
  const before = court.found.length;
  const steps = [
    () => (readAssignments(court), judgeSeats(court)),
    () => judgeRules(court),
    () => judgeChoices(court),
    () => (judgeCutoffs(court), judgeStarts(court), judgeReasons(court), judgeExceptions(court), judgeOptimality(court)),
  ];
  for (const step of steps) {
    if (court.found.length === before) {
      step();
    }
  }
  return { violations: court.found, optimality: market.clans.length === 0 || hasCommonOrder(market) };
}

/** What the outcome says about itself. */
function judgeHeader(court: Court, hash: string): void {
  const { m, o } = court;
  if (o.hash !== hash) {
    court.violate("wrong_hash", none, none, { due: hash });
  }
  if (o.mechanism !== "deferred_acceptance") {
    court.violate("wrong_mechanism", none, none, { due: "deferred_acceptance" });
  }
  const hasSlots = m.groups.some((g, i) => g.pattern.length > 0 || m.holders[i].length > 0);
  const want = hasCommonOrder(m) ? ["common_order"] : m.clans.length > 0 ? ["families_heuristic", "families_exact"] : hasSlots ? ["slots"] : ["own_orders"];
  if (!want.includes(o.path)) {
    court.violate("wrong_path", none, none, { due: want.join(" / ") });
  }
}

/** Finds every child's line and what it got. */
function readAssignments(court: Court): void {
  const { m } = court;
  court.o.assignments.forEach((a, i) => {
    const c = m.childAt.get(a.child);
    if (c === undefined) {
      return court.accuse("unknown_child", a.child, a.group);
    }
    if (court.line[c] !== none) {
      return court.violate("repeated_child", c, none);
    }
    court.line[c] = i;
    const g = m.groupAt.get(a.group);
    if (g !== undefined) {
      court.s.got[c] = findWish(m, c, g);
      if (court.s.got[c] === none) {
        court.violate("not_individually_rational", c, g);
      }
    } else if (a.group !== "") {
      court.accuse("unknown_group", a.child, a.group);
    }
  });
  court.line.forEach((line, c) => {
    if (line === none) {
      court.violate("missing_child", c, none);
    }
  });
}

/** Who may sit where, whether there are as many seats, and whether holders kept theirs. */
function judgeSeats(court: Court): void {
  const { m } = court;
  const seated = new Int32Array(m.groups.length);
  court.s.got.forEach((w, c) => {
    if (w === none) {
      if (m.held[c] !== none) {
        court.violate("seat_lost", c, m.wish[m.held[c]]);
      }
      return;
    }
    seated[m.wish[w]]++;
    if (!isAcceptable(m, w)) {
      court.violate("infeasible", c, m.wish[w]);
    }
  });
  seated.forEach((count, g) => {
    if (count > m.groups[g].seats) {
      court.violate("over_capacity", none, g, { due: `≤ ${m.groups[g].seats} (${count})` });
    }
  });
}

/** The families' rules; finds which families stand as a block. */
function judgeRules(court: Court): void {
  const { m, s } = court;
  const alone = new Set(court.o.blocking.filter((b) => b.alone).map((b) => b.family));
  m.clans.forEach((clan, f) => {
    const sits = sitsByTuple(m, s, clan);
    s.inBlock[f] = clan.binds || (sits && !alone.has(clan.family.id)) ? 1 : 0;
    if (clan.binds && !sits) {
      for (const c of clan.members.filter((c) => s.got[c] !== m.held[c])) {
        court.violate("family_apart", c, m.wish[s.got[c]], { family: clan.family.id });
      }
    }
  });
}

/** Lets each group choose and compares with who is there: wasted seats, justified envy, reserves and interleaving at once. */
function judgeChoices(court: Court): void {
  chooseAll(court.m, court.s);
  court.m.groups.forEach((_, g) => compareChoice(court, g));
}

function compareChoice(court: Court, g: number): void {
  const { m, s } = court;
  const { wishes, slots } = s.choices[g];
  let intruder = none; // the last of those who sit here without being chosen
  let missing = false;
  wishes.forEach((w, i) => {
    if (slots[i] === none && s.got[m.wishOf[w]] === w) {
      intruder = m.wishOf[w];
    }
  });
  wishes.forEach((w, i) => {
    const c = m.wishOf[w];
    if (slots[i] === none) {
      return;
    }
    const kind = m.kinds[slotKind(m, g, slots[i])].name;
    if (s.got[c] === w) {
      if (court.o.assignments[court.line[c]].slot !== kind) {
        court.violate("wrong_slot", c, g, { due: kind === "" ? "–" : kind });
      }
      return;
    }
    missing = true;
    if (keeps(m, w)) {
      court.violate("seat_lost", c, g);
    } else if (intruder === none) {
      court.violate("wasted_seat", c, g, slotFact(kind));
    } else {
      court.violate("justified_envy", c, g, { ...slotFact(kind), other: m.children[intruder].id });
    }
  });
  if (intruder !== none && !missing) {
    court.violate("over_capacity", intruder, g);
  }
}
