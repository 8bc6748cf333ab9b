import { keeps, standing, wouldEnter } from "./choice";
import { type Court, slotFact } from "./court";
import { findCycles } from "./cycle";
import { claimOf } from "./families";
import { isAcceptable, none, tier } from "./market";
import type { Cutoff } from "./outcome";
import type { Whole } from "./read";

/** Cutoffs: the last child of each kind of seats that were all given out. */
export function judgeCutoffs(court: Court): void {
  const { m, s } = court;
  const key = (group: string, slot: string) => JSON.stringify([group, slot]);
  const told = new Map<string, Cutoff>();
  for (const cutoff of court.o.cutoffs) {
    if (told.has(key(cutoff.group, cutoff.slot))) {
      court.accuse("wrong_cutoff", "", cutoff.group, slotFact(cutoff.slot));
    }
    told.set(key(cutoff.group, cutoff.slot), cutoff);
  }
  s.endings.forEach((endings, g) => {
    const { id, order } = m.groups[g];
    for (const { kind, there, given, last } of endings) {
      if (given < there || there === 0) {
        continue;
      }
      const c = m.wishOf[last];
      const slot = m.kinds[kind].name;
      const want = { tier: tier(m, kind, c), number: order === null ? m.numbers[standing(m, s, c)] : 0, place: m.place[last] };
      const got = told.get(key(id, slot));
      told.delete(key(id, slot));
      if (got?.tier !== want.tier || got.number !== want.number || got.place !== want.place) {
        const where = order === null ? `number ${want.number}` : `place ${want.place}`;
        court.violate("wrong_cutoff", none, g, { ...slotFact(slot), due: `tier ${want.tier}, ${where}` });
      }
    }
  });
  for (const { group, slot } of told.values()) {
    court.accuse("wrong_cutoff", "", group, { ...slotFact(slot), due: "–" });
  }
}

/** The counters that the patterns go on with. */
export function judgeStarts(court: Court): void {
  const { m, s } = court;
  const told = new Map<string, Whole>();
  for (const { group, next } of court.o.starts) {
    if (told.has(group)) {
      court.accuse("wrong_start", "", group);
    }
    told.set(group, next);
  }
  m.groups.forEach(({ id, pattern, start }, g) => {
    if (pattern.length === 0) {
      return;
    }
    const { wishes, slots } = s.choices[g];
    const next = slots.reduce((most, slot, i) => (slot === none || keeps(m, wishes[i]) ? most : Math.max(most, slot + 1)), 0);
    if (told.get(id) !== start + next) {
      court.violate("wrong_start", none, g, { due: String(start + next) });
    }
    told.delete(id);
  });
  for (const group of told.keys()) {
    court.accuse("wrong_start", "", group, { due: "–" });
  }
}

/** Why children without a seat have none; nobody else is given a reason. */
export function judgeReasons(court: Court): void {
  court.line.forEach((line, c) => {
    const { slot, reason } = court.o.assignments[line];
    const seated = court.s.got[c] !== none;
    if (!seated && slot !== "") {
      court.violate("wrong_slot", c, none, { due: "–" });
    }
    const want = seated ? "" : reasonFor(court, c);
    if (reason !== want) {
      court.violate("wrong_reason", c, none, { due: want === "" ? "–" : want });
    }
  });
}

function reasonFor(court: Court, c: number): string {
  const { m, s } = court;
  const all = Array.from(m.wish.subarray(m.off[c], m.off[c + 1]), (_, i) => m.off[c] + i);
  const open = all.filter((w) => isAcceptable(m, w));
  const f = m.clanOf[c];
  if (open.length === 0) {
    return all.length === 0 ? "no_wishes" : "not_acceptable";
  }
  return f !== none && s.inBlock[f] === 1 && open.some((w) => wouldEnter(m, s, w)) ? "family" : "no_seat";
}

/** Every family left with a claim is listed with it, no other. */
export function judgeExceptions(court: Court): void {
  const { m, s, o } = court;
  const told = new Map(o.blocking.map((b) => [b.family, b]));
  for (let again = told.size; again < o.blocking.length; again++) {
    court.violate("wrong_exception", none, none);
  }
  m.clans.forEach(({ family }, f) => {
    const { tuple, alone } = claimOf(m, s, f);
    const blocks = tuple !== null || alone;
    const got = told.get(family.id);
    told.delete(family.id);
    const right = blocks ? got !== undefined && got.alone === alone && JSON.stringify(got.tuple) === JSON.stringify(tuple ?? []) : got === undefined;
    if (!right || (blocks && o.path === "common_order")) { // with one order for all no family can be left with a claim
      court.violate("wrong_exception", none, none, { family: family.id });
    }
  });
  for (const id of told.keys()) {
    court.violate("wrong_exception", none, none, { family: id });
  }
}

/** Without families: no other stable outcome is better for children. */
export function judgeOptimality(court: Court): void {
  const { m, s } = court;
  for (const c of m.clans.length === 0 ? findCycles(m, s) : []) {
    court.violate("not_optimal", c, m.wish[s.got[c]]);
  }
}
