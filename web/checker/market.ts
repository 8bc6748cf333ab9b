import type { Child, Family, Group, Problem } from "./problem";
import { byBytes, lineUp } from "./queue";
import { InputError, type Whole } from "./read";

/** No index. */
export const none = -1;

/** A slot kind in numbers. */
export interface Kind {
  name: string;
  tierOf: Int32Array; // class → tier, none = cannot take such a seat
  tiers: number[][]; // tier → classes
}

/** A family with its members in queue order. */
export interface Clan {
  family: Family;
  members: number[];
  seat: number[]; // place in family.children → index in members
  binds: boolean; // all or none
}

/**
 * A valid problem in numbers. Children stand in queue order, so the lower number goes first; groups stand as in the file. A wish
 * is one line of one child's list, and lists are cut behind a seat that the child holds.
 */
export interface Market {
  problem: Problem;
  groups: Group[];
  children: Child[];
  numbers: Whole[]; // child → place in the law's order
  inFile: Int32Array; // place in the file → child
  groupAt: Map<string, number>;
  childAt: Map<string, number>;
  kinds: Kind[]; // the first has no name and takes everybody alike
  classes: number;
  classOf: Int32Array; // child → class
  pattern: number[][]; // group → kinds; never empty
  takes: number[][]; // group → the same, each once
  off: Int32Array; // child → its first wish; one more entry at the end
  wish: Int32Array; // wish → group
  wishOf: Int32Array; // wish → child
  held: Int32Array; // child → wish of the seat that it holds, none
  holders: number[][]; // group → children who hold a seat, in queue order
  place: Int32Array; // wish → place in the group's own order from 1 on, 0 = it has no order, none = left out
  ranked: number[][]; // group → the wishes for it, best first; who is left out of its order stands first
  clans: Clan[];
  clanOf: Int32Array; // child → family, none
}

/** Numbers a problem; one that contradicts itself is refused with the place. */
export async function buildMarket(problem: Problem): Promise<Market> {
  const { groups } = problem;
  const groupAt = numberIDs(groups, "groups");
  numberIDs(problem.children, "children");
  const queue = await lineUp(problem);
  const children = Array.from(queue.order, (place) => problem.children[place]);
  const inFile = new Int32Array(children.length);
  queue.order.forEach((place, c) => (inFile[place] = c));
  const m: Market = {
    problem, groups, children, numbers: queue.numbers, inFile, groupAt,
    childAt: new Map(children.map((child, c) => [child.id, c])),
    ...indexKinds(problem, children, inFile),
    ...indexWishes(children, groups, groupAt, queue.order),
    place: new Int32Array(0), ranked: [], clans: [], clanOf: new Int32Array(children.length).fill(none),
  };
  rankWishes(m);
  problem.families.forEach((family, f) => indexFamily(m, family, `families[${f}]`));
  numberIDs(problem.families, "families");
  m.inFile.forEach((c, place) => {
    const named = m.children[c].family;
    if (named !== "" && m.clans[m.clanOf[c]]?.family.id !== named) {
      throw new InputError(`children[${place}].family`, "this family does not list the child");
    }
  });
  return m;
}

function numberIDs(all: { id: string }[], path: string): Map<string, number> {
  const at = new Map<string, number>();
  all.forEach(({ id }, i) => {
    if (id === "" || at.has(id)) {
      throw new InputError(`${path}[${i}].id`, id === "" ? "empty" : "repeated");
    }
    at.set(id, i);
  });
  return at;
}

type KindPart = Pick<Market, "kinds" | "classes" | "classOf" | "pattern" | "takes">;

function indexKinds(p: Problem, children: Child[], inFile: Int32Array): KindPart {
  const classAt = new Map([["", 0]]);
  const number = (name: string) => classAt.get(name) ?? classAt.set(name, classAt.size).size - 1;
  p.kinds.forEach((kind) => kind.tiers.flat().forEach(number));
  inFile.forEach((c, place) => {
    if (p.kinds.length > 0 && !classAt.has(children[c].class)) {
      throw new InputError(`children[${place}].class`, "unknown class");
    }
  });
  const classOf = Int32Array.from(children, (child) => number(child.class));
  const everybody = [...classAt.values()];
  const kinds: Kind[] = [{ name: "", tierOf: new Int32Array(classAt.size), tiers: [everybody] }];
  const kindAt = new Map<string, number>();
  for (const given of p.kinds) {
    const kind: Kind = { name: given.name, tierOf: new Int32Array(classAt.size).fill(none), tiers: given.tiers.map((tier) => tier.map(number)) };
    if (given.name === "") {
      throw new InputError("slot_kinds", "a kind without name");
    }
    kind.tiers.forEach((tier, t) => tier.forEach((c, i) => {
      if (kind.tierOf[c] !== none) {
        throw new InputError(`slot_kinds.${given.name}[${t}][${i}]`, "class repeated");
      }
      kind.tierOf[c] = t;
    }));
    kindAt.set(given.name, kinds.push(kind) - 1);
  }
  const pattern = p.groups.map((g, i) => (g.pattern.length === 0 ? [0] : g.pattern.map((name, k) => {
    const kind = kindAt.get(name);
    if (kind === undefined) {
      throw new InputError(`groups[${i}].pattern[${k}]`, "unknown slot kind");
    }
    return kind;
  })));
  return { kinds, classes: classAt.size, classOf, pattern, takes: pattern.map((kinds) => [...new Set(kinds)]) };
}

type WishPart = Pick<Market, "off" | "wish" | "wishOf" | "held" | "holders">;

function indexWishes(children: Child[], groups: Group[], groupAt: Map<string, number>, order: Int32Array): WishPart {
  const total = children.reduce((sum, child) => sum + child.prefers.length + 1, 0);
  const off = new Int32Array(children.length + 1);
  const wish = new Int32Array(total);
  const wishOf = new Int32Array(total);
  const held = new Int32Array(children.length).fill(none);
  const holders: number[][] = groups.map(() => []);
  const listedBy = new Int32Array(groups.length).fill(none);
  let end = 0;
  const group = (id: string, path: () => string): number => {
    const g = groupAt.get(id);
    if (g === undefined) {
      throw new InputError(path(), "unknown group");
    }
    return g;
  };
  children.forEach((child, c) => {
    off[c] = end;
    const path = `children[${order[c]}]`;
    const holds = child.holds === "" ? none : group(child.holds, () => `${path}.holds`);
    const add = (g: number) => {
      if (g === holds) {
        held[c] = end;
        holders[g].push(c);
      }
      wish[end] = g;
      wishOf[end++] = c;
    };
    child.prefers.forEach((id, i) => {
      const g = group(id, () => `${path}.prefers[${i}]`);
      if (listedBy[g] === c) {
        throw new InputError(`${path}.prefers[${i}]`, "wish repeated");
      }
      listedBy[g] = c;
      if (held[c] === none) {
        add(g);
      }
    });
    if (holds !== none && held[c] === none) {
      add(holds);
    }
  });
  off[children.length] = end;
  holders.forEach((all, g) => {
    if (all.length > groups[g].seats) {
      throw new InputError(`groups[${g}].seats`, "more children hold a seat here than there are");
    }
  });
  return { off, wish: wish.subarray(0, end), wishOf: wishOf.subarray(0, end), held, holders };
}

/** Puts the wishes for each group in its order: its own where it has one, else the queue's. */
function rankWishes(m: Market): void {
  m.place = new Int32Array(m.wish.length);
  m.ranked = m.groups.map(() => []);
  const own = m.groups.map((g) => g.order !== null);
  m.wish.forEach((g, w) => {
    if (!own[g]) {
      m.ranked[g].push(w);
    } else {
      m.place[w] = none;
    }
  });
  const namedBy = new Int32Array(m.children.length).fill(none);
  m.groups.forEach((group, g) => group.order?.forEach((id, i) => {
    const c = m.childAt.get(id);
    if (c === undefined || namedBy[c] === g) {
      throw new InputError(`groups[${g}].order[${i}]`, c === undefined ? "unknown child" : "child repeated");
    }
    namedBy[c] = g;
    const w = findWish(m, c, g);
    if (w !== none) {
      m.place[w] = i + 1;
      m.ranked[g].push(w);
    }
  }));
  m.held.forEach((w) => {
    if (w !== none && m.place[w] === none) {
      m.ranked[m.wish[w]].unshift(w);
    }
  });
}

function indexFamily(m: Market, family: Family, path: string): void {
  const binds = family.rule === "together_or_none" || family.rule === "joint";
  if (!binds && family.rule !== "together_if_possible" && family.rule !== "same_kindergarten_if_possible") {
    throw new InputError(`${path}.rule`, "unknown rule");
  }
  if (family.rule === "joint" && family.joint === null) {
    throw new InputError(`${path}.rule`, "a family needs a rule or its own tuples in joint");
  }
  const given = family.children.map((id, i) => {
    const c = m.childAt.get(id);
    if (c === undefined || m.clanOf[c] !== none) {
      throw new InputError(`${path}.children[${i}]`, c === undefined ? "unknown child" : "child repeated in families");
    }
    m.clanOf[c] = m.clans.length;
    return c;
  });
  const members = [...given].sort((a, b) => a - b);
  const seat = given.map((c) => members.indexOf(c));
  family.joint?.forEach((tuple, t) => {
    if (tuple.length !== given.length) {
      throw new InputError(`${path}.joint[${t}]`, "a tuple names one group or null for each child");
    }
    tuple.forEach((id, k) => {
      if (id !== "" && findWish(m, given[k], m.groupAt.get(id) ?? none) === none) {
        throw new InputError(`${path}.joint[${t}][${k}]`, "the child does not list this group, or lists it behind the seat that it holds");
      }
    });
  });
  m.clans.push({ family, members, seat, binds });
}

/** The child's wish for a group, none if it has none. */
export function findWish(m: Market, c: number, g: number): number {
  for (let w = m.off[c]; w < m.off[c + 1]; w++) {
    if (m.wish[w] === g) {
      return w;
    }
  }
  return none;
}

/** Tells whether the group may take the child of this wish at all. */
export function isAcceptable(m: Market, w: number): boolean {
  const c = m.wishOf[w];
  return m.held[c] === w || (m.place[w] !== none && m.takes[m.wish[w]].some((k) => tier(m, k, c) !== none));
}

/** Where the child stands for a slot kind, none = it cannot take such a seat. */
export function tier(m: Market, kind: number, c: number): number {
  return m.kinds[kind].tierOf[m.classOf[c]];
}

/** Tells whether all groups rank all children alike: no own orders, no held seats, one tier for each class; with families no tiers at all. */
export function hasCommonOrder(m: Market): boolean {
  if (m.groups.some((g, i) => g.order !== null || m.holders[i].length > 0)) {
    return false;
  }
  const reference = m.clans.length > 0 || m.groups.length === 0 ? 0 : m.pattern[0][0];
  const classes = [...new Set(m.classOf)];
  const used = new Set(m.pattern.flat());
  return [...used].every((k) => classes.every((c) => m.kinds[k].tierOf[c] === m.kinds[reference].tierOf[c]));
}

/** Copies a list in the byte order of ids. */
export function byID<T extends { id: string }>(all: T[]): T[] {
  return [...all].sort((a, b) => byBytes(a.id, b.id));
}
