import type { Seating } from "./choice";
import { type Market, none } from "./market";
import type { Outcome } from "./outcome";

/** The kinds of violations, by the names that the program of the authority uses too. */
export type Code =
  | "wrong_hash" | "wrong_mechanism" | "wrong_path"
  | "unknown_child" | "repeated_child" | "missing_child" | "unknown_group"
  | "not_individually_rational" | "infeasible" | "over_capacity" | "seat_lost"
  | "family_apart" | "wasted_seat" | "justified_envy" | "wrong_slot"
  | "wrong_cutoff" | "wrong_start" | "wrong_reason" | "wrong_exception" | "not_optimal";

/** More about a violation, in no language: ids and names, and what should stand in the file. */
export interface Facts {
  slot?: string; // slot kind of the seat
  other?: string; // child who has the seat instead
  family?: string;
  due?: string; // what should stand there
}

/** One thing that is wrong with an outcome; child and group are ids, "" = none concerned. */
export interface Violation {
  code: Code;
  child: string;
  group: string;
  facts: Facts;
}

/** Names the slot kind, if there is one. */
export function slotFact(kind: string): Facts {
  return kind === "" ? {} : { slot: kind };
}

/** One outcome of one problem on trial: what is known of it, and what was found wrong. */
export class Court {
  readonly found: Violation[] = [];
  readonly line: Int32Array; // child → its assignment in the outcome, none
  readonly s: Seating;

  constructor(readonly m: Market, readonly o: Outcome) {
    this.line = new Int32Array(m.children.length).fill(none);
    this.s = { got: new Int32Array(m.children.length).fill(none), inBlock: new Uint8Array(m.clans.length), choices: [], endings: [] };
  }

  /** Notes a violation that concerns a child, a group, both or none. */
  violate(code: Code, c: number, g: number, facts: Facts = {}): void {
    this.accuse(code, c === none ? "" : this.m.children[c].id, g === none ? "" : this.m.groups[g].id, facts);
  }

  /** Notes a violation by ids, which the problem need not know. */
  accuse(code: Code, child: string, group: string, facts: Facts = {}): void {
    this.found.push({ code, child, group, facts });
  }
}
