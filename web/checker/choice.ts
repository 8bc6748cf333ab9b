import { isAcceptable, type Market, none, tier } from "./market";

/** The claims on one group, best first, and the slot that the group gives to each. */
export interface Choice {
  wishes: Int32Array;
  slots: Int32Array; // index of the slot, none = refused
}

/** Where one kind of seats in a group ends. */
export interface Ending {
  kind: number;
  there: number; // seats of the kind that no holder keeps
  given: number; // how many of them were given out
  last: number; // wish of the last child who got one
}

/** Who sits where, as the outcome has it, with what follows. */
export interface Seating {
  got: Int32Array; // child → wish, none
  inBlock: Uint8Array; // family → 1 if it stands as a block: placed by a tuple or refused as a whole
  choices: Choice[]; // by group
  endings: Ending[][]; // by group
}

/** The child whose place in the queue this child stands at: in a block, the first member. */
export function standing(m: Market, s: Seating, c: number): number {
  const f = m.clanOf[c];
  return f !== none && s.inBlock[f] === 1 ? m.clans[f].members[0] : c;
}

/** Orders the claims on one group, the lower the better. */
export function rank(m: Market, s: Seating, w: number): number {
  const c = m.wishOf[w];
  return m.place[w] !== 0 ? m.place[w] : standing(m, s, c) * m.children.length + c; // exact: below 2^62 only where memory ended long before 2^53
}

/** Tells whether the child claims this wish: the seat that it has and all that it likes better. A block claims only what it has. */
function claims(m: Market, s: Seating, w: number): boolean {
  const c = m.wishOf[w];
  if (s.got[c] === w) {
    return true;
  }
  const f = m.clanOf[c];
  return (s.got[c] === none || w < s.got[c]) && (f === none || s.inBlock[f] === 0) && isAcceptable(m, w);
}

/** Lets every group choose among those who claim it. */
export function chooseAll(m: Market, s: Seating): void {
  s.choices = m.ranked.map((ranked, g) => {
    const wishes = Int32Array.from(ranked.filter((w) => claims(m, s, w)));
    if (m.clans.length > 0) {
      sortClaims(m, s, wishes);
    }
    return choose(m, g, wishes);
  });
  s.endings = m.groups.map((_, g) => endingsOf(m, s, g));
}

/** Sorts claims; a block's members do not stand at their own places. */
export function sortClaims(m: Market, s: Seating, wishes: Int32Array): void {
  wishes.sort((a, b) => rank(m, s, a) - rank(m, s, b));
}

/** The kind of a slot of a group. */
export function slotKind(m: Market, g: number, slot: number): number {
  const pattern = m.pattern[g];
  return pattern[((m.groups[g].start % pattern.length) + slot) % pattern.length];
}

/**
 * Fills a group's slots in the order of precedence: the open ones, then those bound to holders, each of which is its holder's if it
 * still claims it. A slot goes to the best claim left in the earliest tier of its kind.
 */
export function choose(m: Market, g: number, wishes: Int32Array): Choice {
  const slots = new Int32Array(wishes.length).fill(none);
  const firstOf = new Int32Array(m.classes).fill(none); // class → its best claim that waits
  const next = new Int32Array(wishes.length); // claim → the next of its class
  const kept = new Map<number, number>(); // holder → its claim on its own seat
  let waiting = 0;
  for (let i = wishes.length - 1; i >= 0; i--) {
    const c = m.wishOf[wishes[i]];
    if (m.held[c] === wishes[i]) {
      kept.set(c, i);
      continue;
    }
    next[i] = firstOf[m.classOf[c]];
    firstOf[m.classOf[c]] = i;
    waiting++;
  }
  const serve = (slot: number): boolean => {
    for (const classes of m.kinds[slotKind(m, g, slot)].tiers) {
      let best = none;
      for (const x of classes) {
        if (firstOf[x] !== none && (best === none || firstOf[x] < best)) {
          best = firstOf[x];
        }
      }
      if (best !== none) {
        firstOf[m.classOf[m.wishOf[wishes[best]]]] = next[best];
        slots[best] = slot;
        waiting--;
        return true;
      }
    }
    return false;
  };
  const open = m.groups[g].seats - m.holders[g].length;
  // Once a whole turn of the pattern serves nobody, nobody who waits can take any kind: seats may be many more than children.
  for (let slot = 0, idle = 0; slot < open && waiting > 0 && idle < m.pattern[g].length; slot++) {
    idle = serve(slot) ? 0 : idle + 1;
  }
  m.holders[g].forEach((holder, i) => {
    const own = kept.get(holder);
    if (own !== undefined) {
      slots[own] = open + i;
    } else if (waiting > 0) {
      serve(open + i);
    }
  });
  return { wishes, slots };
}

/** Tells whether the claim is a holder's on the seat that it holds. */
export function keeps(m: Market, w: number): boolean {
  return m.held[m.wishOf[w]] === w;
}

/** Finds where each kind of seats in a group ends. */
function endingsOf(m: Market, s: Seating, g: number): Ending[] {
  const { wishes, slots } = s.choices[g];
  const { seats, start } = m.groups[g];
  const length = m.pattern[g].length;
  const endings: Ending[] = m.takes[g].map((kind) => ({ kind, there: 0, given: 0, last: none }));
  const endingOf = (kind: number) => endings[m.takes[g].indexOf(kind)];
  m.pattern[g].forEach((kind, i) => {
    const after = (i - (start % length) + length) % length;
    endingOf(kind).there += Math.floor(seats / length) + (after < seats % length ? 1 : 0);
  });
  wishes.forEach((w, i) => {
    if (slots[i] === none) {
      return;
    }
    const ending = endingOf(slotKind(m, g, slots[i]));
    if (keeps(m, w)) {
      ending.there--;
      return;
    }
    ending.given++;
    if (ending.last === none || goesBefore(m, s, ending.kind, ending.last, w)) {
      ending.last = w;
    }
  });
  return endings;
}

/** Tells whether one claim goes before another on a kind of seats. */
function goesBefore(m: Market, s: Seating, kind: number, w: number, other: number): boolean {
  const difference = tier(m, kind, m.wishOf[w]) - tier(m, kind, m.wishOf[other]);
  return difference !== 0 ? difference < 0 : rank(m, s, w) < rank(m, s, other);
}

/** Tells whether the group, as it is, would take the child of this wish alone. */
export function wouldEnter(m: Market, s: Seating, w: number): boolean {
  return m.place[w] !== none && s.endings[m.wish[w]].some((e) => tier(m, e.kind, m.wishOf[w]) !== none && e.there > 0
    && (e.given < e.there || goesBefore(m, s, e.kind, w, e.last)));
}
