import { decodeText, InputError, Reader, type Whole } from "./read";

/** Who may take a seat of this kind: tiers of classes, an earlier tier first (Kominers & Sönmez 2016). */
export interface SlotKind {
  name: string;
  tiers: string[][];
}

/** Seats that children are placed in. */
export interface Group {
  id: string;
  kindergarten: string; // the group itself where none is named
  seats: number;
  pattern: string[]; // slot kinds, repeated from start on; empty = takes everybody alike
  start: number;
  order: string[] | null; // the group's own order of children; null = none
}

/** One child of the queue. */
export interface Child {
  id: string;
  number: Whole; // place in the law's order; 0 = none given
  class: string;
  prefers: string[];
  holds: string; // "" = no seat
  family: string; // "" = none named
}

/** Children who want their seats decided together. */
export interface Family {
  id: string;
  children: string[];
  rule: string;
  joint: string[][] | null; // "" in a tuple = no new seat
}

/** A problem as its file tells it. */
export interface Problem {
  kinds: SlotKind[];
  groups: Group[];
  children: Child[];
  families: Family[];
  seed: string | null; // of the lottery
}

const mostSeats = 2 ** 31 - 1;
const mostStart = 2 ** 52;
const mostNumber = 2n ** 63n - 1n;

/** Reads a problem file and refuses whatever is not of its form. What the fields say of each other is judged by the market. */
export function readProblem(bytes: Uint8Array): Problem {
  const r = new Reader(decodeText(bytes), false);
  const p: Problem = { kinds: [], groups: [], children: [], families: [], seed: null };
  const missing = new Set(["format", "groups", "children"]);
  r.object((name) => {
    missing.delete(name);
    switch (name) {
      case "format":
        readFormat(r, "balajol/problem/1");
        return true;
      case "slot_kinds":
        r.object((kind) => p.kinds.push({ name: kind, tiers: r.list(() => r.nameList([]), []) }) > 0);
        return true;
      case "groups":
        p.groups = r.list(() => readGroup(r), []);
        return true;
      case "children":
        p.children = r.list(() => readChild(r), []);
        return true;
      case "families":
        p.families = r.list(() => readFamily(r), []);
        return true;
      case "lottery":
        p.seed = readLottery(r);
        return true;
    }
    return false;
  });
  for (const name of missing) {
    throw new InputError(name, "missing");
  }
  r.end();
  return p;
}

/** Reads the word that opens a file. */
export function readFormat(r: Reader, want: string): void {
  if (r.string() !== want) {
    r.fail(`must be ${want}`);
  }
}

function readGroup(r: Reader): Group {
  const g: Group = { id: "", kindergarten: "", seats: -1, pattern: [], start: 0, order: null };
  r.object((name) => {
    switch (name) {
      case "id":
        g.id = r.name();
        return true;
      case "kindergarten":
        g.kindergarten = r.optional();
        return true;
      case "seats":
        g.seats = Number(r.between(0, mostSeats));
        return true;
      case "pattern":
        g.pattern = r.nameList([]);
        return true;
      case "start":
        g.start = Number(r.between(0, mostStart));
        return true;
      case "order":
        g.order = r.nameList(null);
        return true;
    }
    return false;
  });
  if (g.seats < 0) {
    r.fail("seats are missing");
  }
  g.kindergarten ||= g.id;
  return g;
}

function readChild(r: Reader): Child {
  const c: Child = { id: "", number: 0, class: "", prefers: [], holds: "", family: "" };
  r.object((name) => {
    switch (name) {
      case "id":
        c.id = r.name();
        return true;
      case "number":
        c.number = r.literal("null") ? 0 : r.between(1, mostNumber);
        return true;
      case "class":
        c.class = r.literal("null") ? "" : r.name();
        return true;
      case "prefers":
        c.prefers = r.nameList([]);
        return true;
      case "holds":
        c.holds = r.optional();
        return true;
      case "family":
        c.family = r.optional();
        return true;
    }
    return false;
  });
  return c;
}

function readFamily(r: Reader): Family {
  const f: Family = { id: "", children: [], rule: "", joint: null };
  r.object((name) => {
    switch (name) {
      case "id":
        f.id = r.name();
        return true;
      case "children":
        f.children = r.nameList([]);
        return true;
      case "rule":
        f.rule = r.optional();
        return true;
      case "joint":
        f.joint = r.list(() => r.list(() => r.optional(), []), null);
        return true;
    }
    return false;
  });
  f.rule ||= "joint";
  return f;
}

function readLottery(r: Reader): string | null {
  if (r.literal("null")) {
    return null;
  }
  let seed = "";
  r.object((name) => {
    if (name === "seed") {
      seed = r.name();
    }
    return name === "seed";
  });
  return seed;
}
