import type { Problem } from "./problem";
import { InputError, type Whole } from "./read";

/** The law's order of the children. */
export interface Queue {
  order: Int32Array; // place in the queue → place in the file
  numbers: Whole[]; // place in the queue → number
}

/** Puts the children in order: by their numbers, by lot, or as the file has them. */
export async function lineUp(p: Problem): Promise<Queue> {
  const order = Int32Array.from(p.children.keys());
  const given = p.children.findIndex((c) => c.number !== 0);
  if (p.seed !== null) {
    if (given >= 0) {
      throw new InputError(`children[${given}].number`, "a lottery stands instead of numbers");
    }
    await draw(p.seed, p, order);
  } else if (given >= 0) {
    return byNumber(p, order);
  }
  return { order, numbers: Array.from(order, (_, place) => place + 1) };
}

function byNumber(p: Problem, order: Int32Array): Queue {
  const number = (place: number) => p.children[place].number;
  order.sort((a, b) => (number(a) < number(b) ? -1 : number(a) > number(b) ? 1 : a - b));
  order.forEach((place, i) => {
    if (number(place) === 0) {
      throw new InputError(`children[${place}].number`, "missing, though other children have a number");
    }
    if (i > 0 && number(order[i - 1]) === number(place)) {
      throw new InputError(`children[${place}].number`, "number repeated");
    }
  });
  return { order, numbers: Array.from(order, number) };
}

const words = 8; // of 32 bits in a SHA-256
const atOnce = 4096; // draws that wait for the browser's cryptography together

/** Sorts by HMAC-SHA-256(seed, id) (FIPS 198-1). Two ids with one digest are not known to mankind; they would stand by id. */
async function draw(seed: string, p: Problem, order: Int32Array): Promise<void> {
  if (!/^([0-9a-fA-F]{2})+$/.test(seed)) {
    throw new InputError("lottery.seed", "must be hexadecimal, two digits a byte, at least one byte");
  }
  const bytes = Uint8Array.from(seed.match(/../g)!, (digits) => parseInt(digits, 16));
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const encoder = new TextEncoder();
  const tickets = new Uint32Array(words * order.length);
  for (let from = 0; from < order.length; from += atOnce) {
    const some = p.children.slice(from, from + atOnce);
    const digests = await Promise.all(some.map((c) => crypto.subtle.sign("HMAC", key, encoder.encode(c.id))));
    digests.forEach((digest, i) => {
      const view = new DataView(digest);
      for (let w = 0; w < words; w++) {
        tickets[(from + i) * words + w] = view.getUint32(4 * w);
      }
    });
  }
  order.sort((a, b) => {
    for (let w = 0; w < words; w++) {
      const difference = tickets[a * words + w] - tickets[b * words + w];
      if (difference !== 0) {
        return difference;
      }
    }
    return byBytes(p.children[a].id, p.children[b].id);
  });
}

/** Compares two texts by their UTF-8 bytes, that is by code points. JavaScript compares UTF-16, where the rarer half of Unicode stands too early. */
export function byBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      return codePointRank(x) - codePointRank(y);
    }
  }
  return a.length - b.length;
}

/** Moves the units of pairs (U+D800 to U+DFFF) behind all others. */
function codePointRank(unit: number): number {
  return unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
