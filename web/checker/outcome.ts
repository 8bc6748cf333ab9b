import { readFormat } from "./problem";
import { decodeText, InputError, Reader, type Whole } from "./read";

/** What one child got; "" = no group, no slot kind, no reason. */
export interface Assignment {
  child: string;
  group: string;
  slot: string;
  reason: string;
}

/** The last child that a kind of seats in a group was given to. */
export interface Cutoff {
  group: string;
  slot: string;
  tier: number;
  number: Whole;
  place: number;
}

/** The counter that a group's pattern goes on with. */
export interface Start {
  group: string;
  next: Whole;
}

/** A family that is left with a claim. */
export interface BlockingFamily {
  family: string;
  tuple: string[];
  alone: boolean;
}

/** An outcome as its file tells it. */
export interface Outcome {
  hash: string;
  mechanism: string;
  path: string;
  assignments: Assignment[];
  cutoffs: Cutoff[];
  starts: Start[];
  blocking: BlockingFamily[];
}

/** Reads an outcome leniently: whatever has this format can be judged, and what it lacks is a fault that the judge names. */
export function readOutcome(bytes: Uint8Array): Outcome {
  const r = new Reader(decodeText(bytes), true);
  const o: Outcome = { hash: "", mechanism: "", path: "", assignments: [], cutoffs: [], starts: [], blocking: [] };
  let formatted = false;
  r.object((name) => {
    switch (name) {
      case "format":
        readFormat(r, "balajol/outcome/1");
        return (formatted = true);
      case "problem_sha256":
        o.hash = r.optional();
        return true;
      case "mechanism":
        o.mechanism = r.optional();
        return true;
      case "path":
        o.path = r.optional();
        return true;
      case "assignments":
        o.assignments = r.list(() => readAssignment(r), []);
        return true;
      case "cutoffs":
        o.cutoffs = r.list(() => readCutoff(r), []);
        return true;
      case "starts":
        o.starts = r.list(() => readStart(r), []);
        return true;
      case "blocking_families":
        o.blocking = r.list(() => readBlocking(r), []);
        return true;
    }
    return false;
  });
  if (!formatted) {
    throw new InputError("format", "missing");
  }
  r.end();
  return o;
}

function readAssignment(r: Reader): Assignment {
  const a: Assignment = { child: "", group: "", slot: "", reason: "" };
  r.object((name) => {
    if (name !== "child" && name !== "group" && name !== "slot" && name !== "reason") {
      return false;
    }
    a[name] = r.optional();
    return true;
  });
  return a;
}

function readNumber(r: Reader): Whole {
  return r.literal("null") ? 0 : r.whole();
}

function readCutoff(r: Reader): Cutoff {
  const c: Cutoff = { group: "", slot: "", tier: 0, number: 0, place: 0 };
  r.object((name) => {
    switch (name) {
      case "group":
      case "slot":
        c[name] = r.optional();
        return true;
      case "number":
        c.number = readNumber(r);
        return true;
      case "tier":
      case "place":
        c[name] = Number(readNumber(r)); // beyond what is exact lies no tier and no place
        return true;
    }
    return false;
  });
  return c;
}

function readStart(r: Reader): Start {
  const s: Start = { group: "", next: 0 };
  r.object((name) => {
    switch (name) {
      case "group":
        s.group = r.optional();
        return true;
      case "next":
        s.next = readNumber(r);
        return true;
    }
    return false;
  });
  return s;
}

function readBlocking(r: Reader): BlockingFamily {
  const b: BlockingFamily = { family: "", tuple: [], alone: false };
  r.object((name) => {
    switch (name) {
      case "family":
        b.family = r.optional();
        return true;
      case "tuple":
        b.tuple = r.list(() => r.optional(), []);
        return true;
      case "alone":
        b.alone = r.truth();
        return true;
    }
    return false;
  });
  return b;
}
