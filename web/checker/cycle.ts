import { keeps, type Seating, slotKind } from "./choice";
import { type Market, none, tier } from "./market";

/**
 * Looks for stable improvement cycles (Erdil & Ergin 2008) in the market of children and slots: each slot points at the best child
 * who would rather have it, that child at its own slot. If the way closes, all children on it could move up and nobody would have
 * a claim, so the outcome is not the best for children. Returns one child of each cycle: of those who would come into another
 * group, the first in the queue.
 */
export function findCycles(m: Market, s: Seating): number[] {
  const next = new Int32Array(m.children.length).fill(none); // seated child → the child who would take its slot
  m.groups.forEach((_, g) => point(m, s, g, next));
  const found: number[] = [];
  const walk = new Int32Array(m.children.length); // child → the walk that came by, 0 = none yet
  for (let from = 0; from < walk.length; from++) {
    let c = from;
    while (c !== none && s.got[c] !== none && walk[c] === 0) {
      walk[c] = from + 1;
      c = next[c];
    }
    if (c !== none && s.got[c] !== none && walk[c] === from + 1) {
      found.push(firstToGain(m, s, next, c));
    }
  }
  return found;
}

/** Goes round a cycle. To a child who sits in the group already, a slot there that is filled earlier is no gain. */
function firstToGain(m: Market, s: Seating, next: Int32Array, start: number): number {
  const group = (c: number) => m.wish[s.got[c]];
  let first = none;
  let c = start;
  do {
    const taker = next[c];
    if (group(taker) !== group(c) && (first === none || taker < first)) {
      first = taker;
    }
    c = taker;
  } while (c !== start);
  return first;
}

/** Lets the slots of a group point. A slot earlier in the order of precedence counts as better (Kominers & Sönmez 2016), so the last points first. */
function point(m: Market, s: Seating, g: number, next: Int32Array): void {
  const { wishes, slots } = s.choices[g];
  const best = new Map<number, number>(); // kind → the best claim of those who do not sit in an earlier slot
  const offer = (i: number) => {
    for (const kind of m.takes[g]) {
      const t = tier(m, kind, m.wishOf[wishes[i]]);
      const b = best.get(kind);
      const than = b === undefined ? none : tier(m, kind, m.wishOf[wishes[b]]);
      if (t !== none && (b === undefined || t < than || (t === than && i < b))) {
        best.set(kind, i);
      }
    }
  };
  const sitting: number[] = [];
  slots.forEach((slot, i) => (slot === none ? offer(i) : sitting.push(i)));
  sitting.sort((a, b) => slots[b] - slots[a]);
  for (const i of sitting) {
    const b = best.get(slotKind(m, g, slots[i]));
    if (b !== undefined) {
      next[m.wishOf[wishes[i]]] = m.wishOf[wishes[b]];
    }
    if (!keeps(m, wishes[i])) {
      offer(i);
    }
  }
}
