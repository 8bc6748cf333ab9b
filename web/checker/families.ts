import { choose, type Seating, sortClaims, wouldEnter } from "./choice";
import { type Clan, findWish, isAcceptable, type Market, none } from "./market";

/** A joint wish: one wish per member in queue order, none = no new seat. */
type Tuple = number[];

const mostTuples = 4096; // that a rule derives from the members' lists

/** Yields a family's joint wishes, best first. */
function* tuples(m: Market, clan: Clan): Generator<Tuple> {
  if (clan.family.joint !== null) {
    yield* ownTuples(m, clan);
    return;
  }
  const lists = clan.members.map((c) => {
    const list: number[] = [];
    for (let w = m.off[c]; w < m.off[c + 1]; w++) {
      if (isAcceptable(m, w)) {
        list.push(w);
      }
    }
    return list;
  });
  for (const isNear of nearness(m, clan.family.rule)) {
    let count = 0;
    for (const tuple of products(lists, isNear)) {
      yield tuple;
      if (++count === mostTuples) {
        return;
      }
    }
    if (count > 0) {
      return; // what is less near counts only where nothing nearer stands in all lists
    }
  }
}

function* ownTuples(m: Market, clan: Clan): Generator<Tuple> {
  for (const ids of clan.family.joint ?? []) {
    const tuple: Tuple = [];
    ids.forEach((id, k) => {
      const c = clan.members[clan.seat[k]];
      tuple[clan.seat[k]] = id === "" ? m.held[c] : findWish(m, c, m.groupAt.get(id)!);
    });
    if (ids.every((id, k) => id === "" || isAcceptable(m, tuple[clan.seat[k]]))) {
      yield tuple;
    }
  }
}

type Near = (a: number, b: number) => boolean;

/** How near to the first member's wish the others' must be, the nearest first. */
function nearness(m: Market, rule: string): Near[] {
  const inGroup: Near = (a, b) => m.wish[a] === m.wish[b];
  const inKindergarten: Near = (a, b) => m.groups[m.wish[a]].kindergarten === m.groups[m.wish[b]].kindergarten;
  switch (rule) {
    case "same_kindergarten_if_possible":
      return [inKindergarten];
    case "together_if_possible":
      return [inGroup, inKindergarten];
  }
  return [inGroup, inKindergarten, () => true];
}

/** What the lists allow near each wish of the first, in the order of the lists. */
function* products(lists: number[][], isNear: Near): Generator<Tuple> {
  for (const leader of lists[0] ?? []) {
    const options = lists.map((list, i) => (i === 0 ? [leader] : list.filter((w) => isNear(leader, w))));
    if (options.every((some) => some.length > 0)) {
      yield* combinations(options);
    }
  }
}

function* combinations(options: number[][]): Generator<Tuple> {
  if (options.length === 0) {
    yield [];
    return;
  }
  const rest = options.slice(1);
  for (const first of options[0]) {
    for (const others of combinations(rest)) {
      yield [first, ...others];
    }
  }
}

function has(s: Seating, clan: Clan, tuple: Tuple): boolean {
  return clan.members.every((c, i) => s.got[c] === tuple[i]);
}

/** Tells whether a family sits by one of its tuples. */
export function sitsByTuple(m: Market, s: Seating, clan: Clan): boolean {
  for (const tuple of tuples(m, clan)) {
    if (has(s, clan, tuple)) {
      return true;
    }
  }
  return false;
}

/** What the outcome must own up to for a family. */
export interface Claim {
  tuple: string[] | null; // the best joint wish that all its groups would rather take; null = none
  alone: boolean; // sits by a tuple though its members stand each for itself
}

/** Goes down a family's tuples to the one that it has. Each is judged by the block's place in the queue. */
export function claimOf(m: Market, s: Seating, f: number): Claim {
  const clan = m.clans[f];
  const stood = s.inBlock[f];
  s.inBlock[f] = 1;
  const claim: Claim = { tuple: null, alone: false };
  for (const tuple of tuples(m, clan)) {
    if (has(s, clan, tuple)) {
      claim.alone = stood === 0;
      break;
    }
    if (claim.tuple === null && allWouldTake(m, s, clan, tuple)) {
      claim.tuple = clan.seat.map((i) => (tuple[i] === none ? "" : m.groups[m.wish[tuple[i]]].id));
    }
  }
  s.inBlock[f] = stood;
  return claim;
}

/** Asks every group that the tuple would bring other members than it has. */
function allWouldTake(m: Market, s: Seating, clan: Clan, tuple: Tuple): boolean {
  const groups = new Set(tuple.filter((w) => w !== none).map((w) => m.wish[w]));
  for (const g of groups) {
    const isHere = (w: number) => w !== none && m.wish[w] === g;
    const now = clan.members.filter((c) => isHere(s.got[c]));
    const wanted = tuple.filter(isHere);
    const same = now.length === wanted.length && wanted.every((w, i) => m.wishOf[w] === now[i]);
    if (!same && !wouldTake(m, s, clan, g, wanted, now.length === 0)) {
      return false;
    }
  }
  return true;
}

/**
 * Asks a group whether it would choose these members among all other children who claim it. Where none of the family is there now,
 * each member must at least get in alone, which is quick to see.
 */
function wouldTake(m: Market, s: Seating, clan: Clan, g: number, wanted: number[], newcomers: boolean): boolean {
  if (newcomers && wanted.some((w) => m.held[m.wishOf[w]] !== w && !wouldEnter(m, s, w))) {
    return false;
  }
  const others = s.choices[g].wishes.filter((w) => !clan.members.includes(m.wishOf[w]));
  const wishes = Int32Array.from([...others, ...wanted]);
  sortClaims(m, s, wishes);
  const { slots } = choose(m, g, wishes);
  return wishes.every((w, i) => slots[i] !== none || !wanted.includes(w));
}
