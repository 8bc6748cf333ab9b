import { byID, type Market, none } from "./market";
import type { Family, Group } from "./problem";
import { byBytes } from "./queue";

/** JSON.stringify escapes strings as RFC 8785 does: that paper took the rule from here. */
const quote = JSON.stringify as (text: string | string[]) => string;

/** The one text of a problem: keys in a fixed order, defaults written out, what has an id sorted by it. */
export function canonicalText(m: Market): string {
  const p = m.problem;
  const kinds = [...p.kinds].sort((a, b) => byBytes(a.name, b.name));
  const tiers = (all: string[][]) => all.map((tier) => quote([...tier].sort(byBytes))).join(",");
  const order = Int32Array.from(m.children.keys()).sort((a, b) => byBytes(m.children[a].id, m.children[b].id));
  return `{"format":"balajol/problem/1","slot_kinds":{${kinds.map((k) => `${quote(k.name)}:[${tiers(k.tiers)}]`).join(",")}}`
    + `,"groups":[${byID(p.groups).map(groupText).join(",")}]`
    + `,"children":[${Array.from(order, (c) => childText(m, c)).join(",")}]`
    + `,"families":[${byID(p.families).map(familyText).join(",")}]`
    + (p.seed === null ? "" : `,"lottery":{"seed":${quote(p.seed.toLowerCase())}}`) + "}";
}

function groupText(g: Group): string {
  return `{"id":${quote(g.id)},"kindergarten":${quote(g.kindergarten)},"seats":${g.seats}`
    + (g.pattern.length > 0 ? `,"pattern":${quote(g.pattern)}` : "")
    + `,"start":${g.start}` + (g.order === null ? "" : `,"order":${quote(g.order)}`) + "}";
}

function childText(m: Market, c: number): string {
  const child = m.children[c];
  const clan = m.clanOf[c];
  return `{"id":${quote(child.id)}` + (m.problem.seed === null ? `,"number":${m.numbers[c]}` : "")
    + `,"class":${quote(child.class)},"prefers":${quote(child.prefers)}`
    + (child.holds === "" ? "" : `,"holds":${quote(child.holds)}`)
    + (clan === none ? "" : `,"family":${quote(m.clans[clan].family.id)}`) + "}";
}

function familyText(f: Family): string {
  const tuple = (ids: string[]) => `[${ids.map((id) => (id === "" ? "null" : quote(id))).join(",")}]`;
  return `{"id":${quote(f.id)},"children":${quote(f.children)},"rule":${quote(f.rule)}`
    + (f.joint === null ? "" : `,"joint":[${f.joint.map(tuple).join(",")}]`) + "}";
}

/** The SHA-256 of a text's UTF-8 in hexadecimal, by the browser's own cryptography. */
export async function sha256(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
