// read.ts
var InputError = class extends Error {
  constructor(path, reason) {
    super(path === "" ? reason : `${path}: ${reason}`);
    this.path = path;
    this.reason = reason;
  }
  path;
  reason;
};
var deepest = 100;
var most = 2n ** 63n - 1n;
var escapes = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "	" };
var numberToken = /[-+.0-9eE]*/y;
var wholeNumber = /^-?(0|[1-9][0-9]*)$/;
var anyNumber = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/;
function decodeText(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InputError("", "the text is not UTF-8");
  }
}
var Reader = class {
  constructor(text, lenient) {
    this.text = text;
    this.lenient = lenient;
  }
  text;
  lenient;
  at = 0;
  path = [];
  names = /* @__PURE__ */ new Map();
  fail(reason) {
    let path = "";
    for (const step of this.path) {
      path += typeof step === "number" ? `[${step}]` : (path === "" ? "" : ".") + (/^[^.[\] "\n]+$/.test(step) ? step : JSON.stringify(step));
    }
    throw new InputError(path, reason);
  }
  broken(expected) {
    if (this.at >= this.text.length) {
      this.fail(`the text ends where ${expected} should stand`);
    }
    const line = this.text.slice(0, this.at).split("\n").length;
    this.fail(`line ${line}: expected ${expected}`);
  }
  /** The next character that is no space, "" at the end. */
  peek() {
    for (; ; ) {
      const char = this.text.charAt(this.at);
      if (char !== " " && char !== "\n" && char !== "	" && char !== "\r") {
        return char;
      }
      this.at++;
    }
  }
  take(char) {
    if (this.peek() !== char) {
      return false;
    }
    this.at++;
    return true;
  }
  literal(word) {
    this.peek();
    if (!this.text.startsWith(word, this.at)) {
      return false;
    }
    this.at += word.length;
    return true;
  }
  end() {
    if (this.peek() !== "") {
      this.broken("the end");
    }
  }
  /** Reads an object; field is called with each name and answers whether it knows it. */
  object(field) {
    const seen = [];
    this.members((name) => {
      if (!this.lenient && seen.includes(name)) {
        this.fail("field repeated");
      }
      seen.push(name);
      if (field(name)) {
        return;
      }
      if (!this.lenient) {
        this.fail("unknown field");
      }
      this.skip(1);
    });
  }
  members(member) {
    if (!this.take("{")) {
      this.broken("an object");
    }
    if (this.take("}")) {
      return;
    }
    do {
      const name = this.name();
      if (!this.take(":")) {
        this.broken("a colon");
      }
      this.path.push(name);
      member(name);
      this.path.pop();
    } while (this.take(","));
    if (!this.take("}")) {
      this.broken("a comma or }");
    }
  }
  /** Reads a list; null gives the answer for nothing. */
  list(element, nothing) {
    if (this.literal("null")) {
      return nothing;
    }
    const all = [];
    if (!this.take("[")) {
      this.broken("a list");
    }
    if (this.take("]")) {
      return all;
    }
    do {
      this.path.push(all.length);
      all.push(element());
      this.path.pop();
    } while (this.take(","));
    if (!this.take("]")) {
      this.broken("a comma or ]");
    }
    return all;
  }
  /** A list of names. */
  nameList(nothing) {
    return this.list(() => this.name(), nothing);
  }
  /** A string. Those that come again and again are kept once. */
  name() {
    const fresh = this.string();
    const kept = this.names.get(fresh);
    if (kept !== void 0) {
      return kept;
    }
    this.names.set(fresh, fresh);
    return fresh;
  }
  /** A name, "" for null. A name that is given is not empty. */
  optional() {
    if (this.literal("null")) {
      return "";
    }
    const name = this.name();
    if (name === "" && !this.lenient) {
      this.fail("empty");
    }
    return name;
  }
  string() {
    if (!this.take('"')) {
      this.broken("a string");
    }
    let read = "";
    let from = this.at;
    for (; ; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === 34) {
        read += this.text.slice(from, this.at);
        this.at++;
        return read;
      }
      if (code === 92) {
        read += this.text.slice(from, this.at) + this.escape();
        from = this.at + 1;
      } else if (!(code >= 32)) {
        this.broken(this.at < this.text.length ? "no control character in a string" : "a closing quote");
      }
    }
  }
  /** Reads what follows a backslash, up to its last character. Half a pair of UTF-16 is no character (RFC 8259, 7). */
  escape() {
    const simple = escapes[this.text.charAt(++this.at)];
    if (simple !== void 0) {
      return simple;
    }
    const first = this.unit();
    if (first < 55296 || first > 57343) {
      return String.fromCharCode(first);
    }
    if (first < 56320 && this.text.charAt(this.at + 1) === "\\") {
      this.at += 2;
      const second = this.unit();
      if (second >= 56320 && second <= 57343) {
        return String.fromCharCode(first, second);
      }
    }
    this.fail("a string holds a broken escape");
  }
  unit() {
    const digits = this.text.slice(this.at + 1, this.at + 5);
    if (this.text.charAt(this.at) !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) {
      this.fail("a string holds a broken escape");
    }
    this.at += 4;
    return parseInt(digits, 16);
  }
  token() {
    this.peek();
    numberToken.lastIndex = this.at;
    const token = numberToken.exec(this.text)[0];
    this.at += token.length;
    return token;
  }
  /** A whole number of 64 bits. */
  whole() {
    const token = this.token();
    if (token === "") {
      this.broken("a whole number");
    }
    if (wholeNumber.test(token)) {
      if (token.length < 16) {
        return Number(token) + 0;
      }
      const exact = BigInt(token);
      if (exact <= most && exact >= -most) {
        return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
      }
    }
    this.fail("must be a whole number that fits into 64 bits");
  }
  /** A whole number between two bounds. */
  between(least, greatest) {
    const n = this.whole();
    if (n < least || n > greatest) {
      this.fail(`must be a whole number from ${least} to ${greatest}`);
    }
    return n;
  }
  /** True or false; null is false. */
  truth() {
    if (this.literal("true")) {
      return true;
    }
    if (!this.literal("false") && !this.literal("null")) {
      this.broken("true or false");
    }
    return false;
  }
  /** Passes over a value of any kind. */
  skip(depth) {
    if (depth > deepest) {
      this.fail("nested too deeply");
    }
    switch (this.peek()) {
      case "{":
        return this.members(() => this.skip(depth + 1));
      case "[":
        this.list(() => this.skip(depth + 1), null);
        return;
      case '"':
        this.string();
        return;
    }
    if (!this.literal("true") && !this.literal("false") && !this.literal("null") && !anyNumber.test(this.token())) {
      this.broken("a value");
    }
  }
};

// queue.ts
async function lineUp(p) {
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
function byNumber(p, order) {
  const number = (place) => p.children[place].number;
  order.sort((a, b) => number(a) < number(b) ? -1 : number(a) > number(b) ? 1 : a - b);
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
var words = 8;
var atOnce = 4096;
async function draw(seed, p, order) {
  if (!/^([0-9a-fA-F]{2})+$/.test(seed)) {
    throw new InputError("lottery.seed", "must be hexadecimal, two digits a byte, at least one byte");
  }
  const bytes = Uint8Array.from(seed.match(/../g), (digits) => parseInt(digits, 16));
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
function byBytes(a, b) {
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
function codePointRank(unit) {
  return unit < 55296 ? unit : unit < 57344 ? unit + 8192 : unit - 2048;
}

// market.ts
var none = -1;
async function buildMarket(problem) {
  const { groups } = problem;
  const groupAt = numberIDs(groups, "groups");
  numberIDs(problem.children, "children");
  const queue = await lineUp(problem);
  const children = Array.from(queue.order, (place) => problem.children[place]);
  const inFile = new Int32Array(children.length);
  queue.order.forEach((place, c) => inFile[place] = c);
  const m = {
    problem,
    groups,
    children,
    numbers: queue.numbers,
    inFile,
    groupAt,
    childAt: new Map(children.map((child, c) => [child.id, c])),
    ...indexKinds(problem, children, inFile),
    ...indexWishes(children, groups, groupAt, queue.order),
    place: new Int32Array(0),
    ranked: [],
    clans: [],
    clanOf: new Int32Array(children.length).fill(none)
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
function numberIDs(all, path) {
  const at = /* @__PURE__ */ new Map();
  all.forEach(({ id }, i) => {
    if (id === "" || at.has(id)) {
      throw new InputError(`${path}[${i}].id`, id === "" ? "empty" : "repeated");
    }
    at.set(id, i);
  });
  return at;
}
function indexKinds(p, children, inFile) {
  const classAt = /* @__PURE__ */ new Map([["", 0]]);
  const number = (name) => classAt.get(name) ?? classAt.set(name, classAt.size).size - 1;
  p.kinds.forEach((kind) => kind.tiers.flat().forEach(number));
  inFile.forEach((c, place) => {
    if (p.kinds.length > 0 && !classAt.has(children[c].class)) {
      throw new InputError(`children[${place}].class`, "unknown class");
    }
  });
  const classOf = Int32Array.from(children, (child) => number(child.class));
  const everybody = [...classAt.values()];
  const kinds = [{ name: "", tierOf: new Int32Array(classAt.size), tiers: [everybody] }];
  const kindAt = /* @__PURE__ */ new Map();
  for (const given of p.kinds) {
    const kind = { name: given.name, tierOf: new Int32Array(classAt.size).fill(none), tiers: given.tiers.map((tier2) => tier2.map(number)) };
    if (given.name === "") {
      throw new InputError("slot_kinds", "a kind without name");
    }
    kind.tiers.forEach((tier2, t) => tier2.forEach((c, i) => {
      if (kind.tierOf[c] !== none) {
        throw new InputError(`slot_kinds.${given.name}[${t}][${i}]`, "class repeated");
      }
      kind.tierOf[c] = t;
    }));
    kindAt.set(given.name, kinds.push(kind) - 1);
  }
  const pattern = p.groups.map((g, i) => g.pattern.length === 0 ? [0] : g.pattern.map((name, k) => {
    const kind = kindAt.get(name);
    if (kind === void 0) {
      throw new InputError(`groups[${i}].pattern[${k}]`, "unknown slot kind");
    }
    return kind;
  }));
  return { kinds, classes: classAt.size, classOf, pattern, takes: pattern.map((kinds2) => [...new Set(kinds2)]) };
}
function indexWishes(children, groups, groupAt, order) {
  const total = children.reduce((sum, child) => sum + child.prefers.length + 1, 0);
  const off = new Int32Array(children.length + 1);
  const wish = new Int32Array(total);
  const wishOf = new Int32Array(total);
  const held = new Int32Array(children.length).fill(none);
  const holders = groups.map(() => []);
  const listedBy = new Int32Array(groups.length).fill(none);
  let end = 0;
  const group = (id, path) => {
    const g = groupAt.get(id);
    if (g === void 0) {
      throw new InputError(path(), "unknown group");
    }
    return g;
  };
  children.forEach((child, c) => {
    off[c] = end;
    const path = `children[${order[c]}]`;
    const holds = child.holds === "" ? none : group(child.holds, () => `${path}.holds`);
    const add = (g) => {
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
function rankWishes(m) {
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
    if (c === void 0 || namedBy[c] === g) {
      throw new InputError(`groups[${g}].order[${i}]`, c === void 0 ? "unknown child" : "child repeated");
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
function indexFamily(m, family, path) {
  const binds = family.rule === "together_or_none" || family.rule === "joint";
  if (!binds && family.rule !== "together_if_possible" && family.rule !== "same_kindergarten_if_possible") {
    throw new InputError(`${path}.rule`, "unknown rule");
  }
  if (family.rule === "joint" && family.joint === null) {
    throw new InputError(`${path}.rule`, "a family needs a rule or its own tuples in joint");
  }
  const given = family.children.map((id, i) => {
    const c = m.childAt.get(id);
    if (c === void 0 || m.clanOf[c] !== none) {
      throw new InputError(`${path}.children[${i}]`, c === void 0 ? "unknown child" : "child repeated in families");
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
function findWish(m, c, g) {
  for (let w = m.off[c]; w < m.off[c + 1]; w++) {
    if (m.wish[w] === g) {
      return w;
    }
  }
  return none;
}
function isAcceptable(m, w) {
  const c = m.wishOf[w];
  return m.held[c] === w || m.place[w] !== none && m.takes[m.wish[w]].some((k) => tier(m, k, c) !== none);
}
function tier(m, kind, c) {
  return m.kinds[kind].tierOf[m.classOf[c]];
}
function hasCommonOrder(m) {
  if (m.groups.some((g, i) => g.order !== null || m.holders[i].length > 0)) {
    return false;
  }
  const reference = m.clans.length > 0 || m.groups.length === 0 ? 0 : m.pattern[0][0];
  const classes = [...new Set(m.classOf)];
  const used = new Set(m.pattern.flat());
  return [...used].every((k) => classes.every((c) => m.kinds[k].tierOf[c] === m.kinds[reference].tierOf[c]));
}
function byID(all) {
  return [...all].sort((a, b) => byBytes(a.id, b.id));
}

// canonical.ts
var quote = JSON.stringify;
function canonicalText(m) {
  const p = m.problem;
  const kinds = [...p.kinds].sort((a, b) => byBytes(a.name, b.name));
  const tiers = (all) => all.map((tier2) => quote([...tier2].sort(byBytes))).join(",");
  const order = Int32Array.from(m.children.keys()).sort((a, b) => byBytes(m.children[a].id, m.children[b].id));
  return `{"format":"balajol/problem/1","slot_kinds":{${kinds.map((k) => `${quote(k.name)}:[${tiers(k.tiers)}]`).join(",")}},"groups":[${byID(p.groups).map(groupText).join(",")}],"children":[${Array.from(order, (c) => childText(m, c)).join(",")}],"families":[${byID(p.families).map(familyText).join(",")}]` + (p.seed === null ? "" : `,"lottery":{"seed":${quote(p.seed.toLowerCase())}}`) + "}";
}
function groupText(g) {
  return `{"id":${quote(g.id)},"kindergarten":${quote(g.kindergarten)},"seats":${g.seats}` + (g.pattern.length > 0 ? `,"pattern":${quote(g.pattern)}` : "") + `,"start":${g.start}` + (g.order === null ? "" : `,"order":${quote(g.order)}`) + "}";
}
function childText(m, c) {
  const child = m.children[c];
  const clan = m.clanOf[c];
  return `{"id":${quote(child.id)}` + (m.problem.seed === null ? `,"number":${m.numbers[c]}` : "") + `,"class":${quote(child.class)},"prefers":${quote(child.prefers)}` + (child.holds === "" ? "" : `,"holds":${quote(child.holds)}`) + (clan === none ? "" : `,"family":${quote(m.clans[clan].family.id)}`) + "}";
}
function familyText(f) {
  const tuple = (ids) => `[${ids.map((id) => id === "" ? "null" : quote(id)).join(",")}]`;
  return `{"id":${quote(f.id)},"children":${quote(f.children)},"rule":${quote(f.rule)}` + (f.joint === null ? "" : `,"joint":[${f.joint.map(tuple).join(",")}]`) + "}";
}
async function sha256(text) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// choice.ts
function standing(m, s, c) {
  const f = m.clanOf[c];
  return f !== none && s.inBlock[f] === 1 ? m.clans[f].members[0] : c;
}
function rank(m, s, w) {
  const c = m.wishOf[w];
  return m.place[w] !== 0 ? m.place[w] : standing(m, s, c) * m.children.length + c;
}
function claims(m, s, w) {
  const c = m.wishOf[w];
  if (s.got[c] === w) {
    return true;
  }
  const f = m.clanOf[c];
  return (s.got[c] === none || w < s.got[c]) && (f === none || s.inBlock[f] === 0) && isAcceptable(m, w);
}
function chooseAll(m, s) {
  s.choices = m.ranked.map((ranked, g) => {
    const wishes = Int32Array.from(ranked.filter((w) => claims(m, s, w)));
    if (m.clans.length > 0) {
      sortClaims(m, s, wishes);
    }
    return choose(m, g, wishes);
  });
  s.endings = m.groups.map((_, g) => endingsOf(m, s, g));
}
function sortClaims(m, s, wishes) {
  wishes.sort((a, b) => rank(m, s, a) - rank(m, s, b));
}
function slotKind(m, g, slot) {
  const pattern = m.pattern[g];
  return pattern[(m.groups[g].start % pattern.length + slot) % pattern.length];
}
function choose(m, g, wishes) {
  const slots = new Int32Array(wishes.length).fill(none);
  const firstOf = new Int32Array(m.classes).fill(none);
  const next = new Int32Array(wishes.length);
  const kept = /* @__PURE__ */ new Map();
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
  const serve = (slot) => {
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
  for (let slot = 0, idle = 0; slot < open && waiting > 0 && idle < m.pattern[g].length; slot++) {
    idle = serve(slot) ? 0 : idle + 1;
  }
  m.holders[g].forEach((holder, i) => {
    const own = kept.get(holder);
    if (own !== void 0) {
      slots[own] = open + i;
    } else if (waiting > 0) {
      serve(open + i);
    }
  });
  return { wishes, slots };
}
function keeps(m, w) {
  return m.held[m.wishOf[w]] === w;
}
function endingsOf(m, s, g) {
  const { wishes, slots } = s.choices[g];
  const { seats, start: start2 } = m.groups[g];
  const length = m.pattern[g].length;
  const endings = m.takes[g].map((kind) => ({ kind, there: 0, given: 0, last: none }));
  const endingOf = (kind) => endings[m.takes[g].indexOf(kind)];
  m.pattern[g].forEach((kind, i) => {
    const after = (i - start2 % length + length) % length;
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
function goesBefore(m, s, kind, w, other) {
  const difference = tier(m, kind, m.wishOf[w]) - tier(m, kind, m.wishOf[other]);
  return difference !== 0 ? difference < 0 : rank(m, s, w) < rank(m, s, other);
}
function wouldEnter(m, s, w) {
  return m.place[w] !== none && s.endings[m.wish[w]].some((e) => tier(m, e.kind, m.wishOf[w]) !== none && e.there > 0 && (e.given < e.there || goesBefore(m, s, e.kind, w, e.last)));
}

// court.ts
function slotFact(kind) {
  return kind === "" ? {} : { slot: kind };
}
var Court = class {
  constructor(m, o) {
    this.m = m;
    this.o = o;
    this.line = new Int32Array(m.children.length).fill(none);
    this.s = { got: new Int32Array(m.children.length).fill(none), inBlock: new Uint8Array(m.clans.length), choices: [], endings: [] };
  }
  m;
  o;
  found = [];
  line;
  // child → its assignment in the outcome, none
  s;
  /** Notes a violation that concerns a child, a group, both or none. */
  violate(code, c, g, facts = {}) {
    this.accuse(code, c === none ? "" : this.m.children[c].id, g === none ? "" : this.m.groups[g].id, facts);
  }
  /** Notes a violation by ids, which the problem need not know. */
  accuse(code, child, group, facts = {}) {
    this.found.push({ code, child, group, facts });
  }
};

// families.ts
var mostTuples = 4096;
function* tuples(m, clan) {
  if (clan.family.joint !== null) {
    yield* ownTuples(m, clan);
    return;
  }
  const lists = clan.members.map((c) => {
    const list = [];
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
      return;
    }
  }
}
function* ownTuples(m, clan) {
  for (const ids of clan.family.joint ?? []) {
    const tuple = [];
    ids.forEach((id, k) => {
      const c = clan.members[clan.seat[k]];
      tuple[clan.seat[k]] = id === "" ? m.held[c] : findWish(m, c, m.groupAt.get(id));
    });
    if (ids.every((id, k) => id === "" || isAcceptable(m, tuple[clan.seat[k]]))) {
      yield tuple;
    }
  }
}
function nearness(m, rule) {
  const inGroup = (a, b) => m.wish[a] === m.wish[b];
  const inKindergarten = (a, b) => m.groups[m.wish[a]].kindergarten === m.groups[m.wish[b]].kindergarten;
  switch (rule) {
    case "same_kindergarten_if_possible":
      return [inKindergarten];
    case "together_if_possible":
      return [inGroup, inKindergarten];
  }
  return [inGroup, inKindergarten, () => true];
}
function* products(lists, isNear) {
  for (const leader of lists[0] ?? []) {
    const options = lists.map((list, i) => i === 0 ? [leader] : list.filter((w) => isNear(leader, w)));
    if (options.every((some) => some.length > 0)) {
      yield* combinations(options);
    }
  }
}
function* combinations(options) {
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
function has(s, clan, tuple) {
  return clan.members.every((c, i) => s.got[c] === tuple[i]);
}
function sitsByTuple(m, s, clan) {
  for (const tuple of tuples(m, clan)) {
    if (has(s, clan, tuple)) {
      return true;
    }
  }
  return false;
}
function claimOf(m, s, f) {
  const clan = m.clans[f];
  const stood = s.inBlock[f];
  s.inBlock[f] = 1;
  const claim = { tuple: null, alone: false };
  for (const tuple of tuples(m, clan)) {
    if (has(s, clan, tuple)) {
      claim.alone = stood === 0;
      break;
    }
    if (claim.tuple === null && allWouldTake(m, s, clan, tuple)) {
      claim.tuple = clan.seat.map((i) => tuple[i] === none ? "" : m.groups[m.wish[tuple[i]]].id);
    }
  }
  s.inBlock[f] = stood;
  return claim;
}
function allWouldTake(m, s, clan, tuple) {
  const groups = new Set(tuple.filter((w) => w !== none).map((w) => m.wish[w]));
  for (const g of groups) {
    const isHere = (w) => w !== none && m.wish[w] === g;
    const now = clan.members.filter((c) => isHere(s.got[c]));
    const wanted = tuple.filter(isHere);
    const same = now.length === wanted.length && wanted.every((w, i) => m.wishOf[w] === now[i]);
    if (!same && !wouldTake(m, s, clan, g, wanted, now.length === 0)) {
      return false;
    }
  }
  return true;
}
function wouldTake(m, s, clan, g, wanted, newcomers) {
  if (newcomers && wanted.some((w) => m.held[m.wishOf[w]] !== w && !wouldEnter(m, s, w))) {
    return false;
  }
  const others = s.choices[g].wishes.filter((w) => !clan.members.includes(m.wishOf[w]));
  const wishes = Int32Array.from([...others, ...wanted]);
  sortClaims(m, s, wishes);
  const { slots } = choose(m, g, wishes);
  return wishes.every((w, i) => slots[i] !== none || !wanted.includes(w));
}

// cycle.ts
function findCycles(m, s) {
  const next = new Int32Array(m.children.length).fill(none);
  m.groups.forEach((_, g) => point(m, s, g, next));
  const found = [];
  const walk = new Int32Array(m.children.length);
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
function firstToGain(m, s, next, start2) {
  const group = (c2) => m.wish[s.got[c2]];
  let first = none;
  let c = start2;
  do {
    const taker = next[c];
    if (group(taker) !== group(c) && (first === none || taker < first)) {
      first = taker;
    }
    c = taker;
  } while (c !== start2);
  return first;
}
function point(m, s, g, next) {
  const { wishes, slots } = s.choices[g];
  const best = /* @__PURE__ */ new Map();
  const offer = (i) => {
    for (const kind of m.takes[g]) {
      const t = tier(m, kind, m.wishOf[wishes[i]]);
      const b = best.get(kind);
      const than = b === void 0 ? none : tier(m, kind, m.wishOf[wishes[b]]);
      if (t !== none && (b === void 0 || t < than || t === than && i < b)) {
        best.set(kind, i);
      }
    }
  };
  const sitting = [];
  slots.forEach((slot, i) => slot === none ? offer(i) : sitting.push(i));
  sitting.sort((a, b) => slots[b] - slots[a]);
  for (const i of sitting) {
    const b = best.get(slotKind(m, g, slots[i]));
    if (b !== void 0) {
      next[m.wishOf[wishes[i]]] = m.wishOf[wishes[b]];
    }
    if (!keeps(m, wishes[i])) {
      offer(i);
    }
  }
}

// follow.ts
function judgeCutoffs(court) {
  const { m, s } = court;
  const key = (group, slot) => JSON.stringify([group, slot]);
  const told = /* @__PURE__ */ new Map();
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
function judgeStarts(court) {
  const { m, s } = court;
  const told = /* @__PURE__ */ new Map();
  for (const { group, next } of court.o.starts) {
    if (told.has(group)) {
      court.accuse("wrong_start", "", group);
    }
    told.set(group, next);
  }
  m.groups.forEach(({ id, pattern, start: start2 }, g) => {
    if (pattern.length === 0) {
      return;
    }
    const { wishes, slots } = s.choices[g];
    const next = slots.reduce((most2, slot, i) => slot === none || keeps(m, wishes[i]) ? most2 : Math.max(most2, slot + 1), 0);
    if (told.get(id) !== start2 + next) {
      court.violate("wrong_start", none, g, { due: String(start2 + next) });
    }
    told.delete(id);
  });
  for (const group of told.keys()) {
    court.accuse("wrong_start", "", group, { due: "–" });
  }
}
function judgeReasons(court) {
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
function reasonFor(court, c) {
  const { m, s } = court;
  const all = Array.from(m.wish.subarray(m.off[c], m.off[c + 1]), (_, i) => m.off[c] + i);
  const open = all.filter((w) => isAcceptable(m, w));
  const f = m.clanOf[c];
  if (open.length === 0) {
    return all.length === 0 ? "no_wishes" : "not_acceptable";
  }
  return f !== none && s.inBlock[f] === 1 && open.some((w) => wouldEnter(m, s, w)) ? "family" : "no_seat";
}
function judgeExceptions(court) {
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
    const right = blocks ? got !== void 0 && got.alone === alone && JSON.stringify(got.tuple) === JSON.stringify(tuple ?? []) : got === void 0;
    if (!right || blocks && o.path === "common_order") {
      court.violate("wrong_exception", none, none, { family: family.id });
    }
  });
  for (const id of told.keys()) {
    court.violate("wrong_exception", none, none, { family: id });
  }
}
function judgeOptimality(court) {
  const { m, s } = court;
  for (const c of m.clans.length === 0 ? findCycles(m, s) : []) {
    court.violate("not_optimal", c, m.wish[s.got[c]]);
  }
}

// problem.ts
var mostSeats = 2 ** 31 - 1;
var mostStart = 2 ** 52;
var mostNumber = 2n ** 63n - 1n;
function readProblem(bytes) {
  const r = new Reader(decodeText(bytes), false);
  const p = { kinds: [], groups: [], children: [], families: [], seed: null };
  const missing = /* @__PURE__ */ new Set(["format", "groups", "children"]);
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
function readFormat(r, want) {
  if (r.string() !== want) {
    r.fail(`must be ${want}`);
  }
}
function readGroup(r) {
  const g = { id: "", kindergarten: "", seats: -1, pattern: [], start: 0, order: null };
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
function readChild(r) {
  const c = { id: "", number: 0, class: "", prefers: [], holds: "", family: "" };
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
function readFamily(r) {
  const f = { id: "", children: [], rule: "", joint: null };
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
function readLottery(r) {
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

// judge.ts
async function openCase(bytes) {
  const market = await buildMarket(readProblem(bytes));
  return { market, hash: await sha256(canonicalText(market)) };
}
function judge({ market, hash }, outcome) {
  const court = new Court(market, outcome);
  judgeHeader(court, hash);
  const before = court.found.length;
  const steps = [
    () => (readAssignments(court), judgeSeats(court)),
    () => judgeRules(court),
    () => judgeChoices(court),
    () => (judgeCutoffs(court), judgeStarts(court), judgeReasons(court), judgeExceptions(court), judgeOptimality(court))
  ];
  for (const step of steps) {
    if (court.found.length === before) {
      step();
    }
  }
  return { violations: court.found, optimality: market.clans.length === 0 || hasCommonOrder(market) };
}
function judgeHeader(court, hash) {
  const { m, o } = court;
  if (o.hash !== hash) {
    court.violate("wrong_hash", none, none, { due: hash });
  }
  if (o.mechanism !== "deferred_acceptance") {
    court.violate("wrong_mechanism", none, none, { due: "deferred_acceptance" });
  }
  const hasSlots = m.groups.some((g, i) => g.pattern.length > 0 || m.holders[i].length > 0);
  const want = hasCommonOrder(m) ? ["common_order"] : m.clans.length > 0 ? ["families_heuristic", "families_exact"] : hasSlots ? ["slots"] : ["own_orders"];
  if (!want.includes(o.path)) {
    court.violate("wrong_path", none, none, { due: want.join(" / ") });
  }
}
function readAssignments(court) {
  const { m } = court;
  court.o.assignments.forEach((a, i) => {
    const c = m.childAt.get(a.child);
    if (c === void 0) {
      return court.accuse("unknown_child", a.child, a.group);
    }
    if (court.line[c] !== none) {
      return court.violate("repeated_child", c, none);
    }
    court.line[c] = i;
    const g = m.groupAt.get(a.group);
    if (g !== void 0) {
      court.s.got[c] = findWish(m, c, g);
      if (court.s.got[c] === none) {
        court.violate("not_individually_rational", c, g);
      }
    } else if (a.group !== "") {
      court.accuse("unknown_group", a.child, a.group);
    }
  });
  court.line.forEach((line, c) => {
    if (line === none) {
      court.violate("missing_child", c, none);
    }
  });
}
function judgeSeats(court) {
  const { m } = court;
  const seated = new Int32Array(m.groups.length);
  court.s.got.forEach((w, c) => {
    if (w === none) {
      if (m.held[c] !== none) {
        court.violate("seat_lost", c, m.wish[m.held[c]]);
      }
      return;
    }
    seated[m.wish[w]]++;
    if (!isAcceptable(m, w)) {
      court.violate("infeasible", c, m.wish[w]);
    }
  });
  seated.forEach((count, g) => {
    if (count > m.groups[g].seats) {
      court.violate("over_capacity", none, g, { due: `≤ ${m.groups[g].seats} (${count})` });
    }
  });
}
function judgeRules(court) {
  const { m, s } = court;
  const alone = new Set(court.o.blocking.filter((b) => b.alone).map((b) => b.family));
  m.clans.forEach((clan, f) => {
    const sits = sitsByTuple(m, s, clan);
    s.inBlock[f] = clan.binds || sits && !alone.has(clan.family.id) ? 1 : 0;
    if (clan.binds && !sits) {
      for (const c of clan.members.filter((c2) => s.got[c2] !== m.held[c2])) {
        court.violate("family_apart", c, m.wish[s.got[c]], { family: clan.family.id });
      }
    }
  });
}
function judgeChoices(court) {
  chooseAll(court.m, court.s);
  court.m.groups.forEach((_, g) => compareChoice(court, g));
}
function compareChoice(court, g) {
  const { m, s } = court;
  const { wishes, slots } = s.choices[g];
  let intruder = none;
  let missing = false;
  wishes.forEach((w, i) => {
    if (slots[i] === none && s.got[m.wishOf[w]] === w) {
      intruder = m.wishOf[w];
    }
  });
  wishes.forEach((w, i) => {
    const c = m.wishOf[w];
    if (slots[i] === none) {
      return;
    }
    const kind = m.kinds[slotKind(m, g, slots[i])].name;
    if (s.got[c] === w) {
      if (court.o.assignments[court.line[c]].slot !== kind) {
        court.violate("wrong_slot", c, g, { due: kind === "" ? "–" : kind });
      }
      return;
    }
    missing = true;
    if (keeps(m, w)) {
      court.violate("seat_lost", c, g);
    } else if (intruder === none) {
      court.violate("wasted_seat", c, g, slotFact(kind));
    } else {
      court.violate("justified_envy", c, g, { ...slotFact(kind), other: m.children[intruder].id });
    }
  });
  if (intruder !== none && !missing) {
    court.violate("over_capacity", intruder, g);
  }
}

// outcome.ts
function readOutcome(bytes) {
  const r = new Reader(decodeText(bytes), true);
  const o = { hash: "", mechanism: "", path: "", assignments: [], cutoffs: [], starts: [], blocking: [] };
  let formatted = false;
  r.object((name) => {
    switch (name) {
      case "format":
        readFormat(r, "balajol/outcome/1");
        return formatted = true;
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
function readAssignment(r) {
  const a = { child: "", group: "", slot: "", reason: "" };
  r.object((name) => {
    if (name !== "child" && name !== "group" && name !== "slot" && name !== "reason") {
      return false;
    }
    a[name] = r.optional();
    return true;
  });
  return a;
}
function readNumber(r) {
  return r.literal("null") ? 0 : r.whole();
}
function readCutoff(r) {
  const c = { group: "", slot: "", tier: 0, number: 0, place: 0 };
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
        c[name] = Number(readNumber(r));
        return true;
    }
    return false;
  });
  return c;
}
function readStart(r) {
  const s = { group: "", next: 0 };
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
function readBlocking(r) {
  const b = { family: "", tuple: [], alone: false };
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

// page.ts
function find(selector, inside = document) {
  const found = inside.querySelector(selector);
  if (found === null) {
    throw new Error(`the page has no ${selector}`);
  }
  return found;
}
function copy(id) {
  return find(`template#${id}`).content.cloneNode(true);
}
function write(inside, slot, text) {
  find(`[data-slot="${slot}"]`, inside).textContent = text;
}
function drop(inside, slot) {
  find(`[data-slot="${slot}"]`, inside).remove();
}
function show(state) {
  const place = find("#verdict");
  place.replaceChildren(state);
  place.querySelector("h2")?.focus();
}
function words2(code) {
  return find(`#codes [data-code="${code}"]`).textContent ?? "";
}
function showFault(code, error) {
  const state = copy("fault");
  write(state, "title", words2(code));
  if (error instanceof InputError) {
    write(state, "place", error.path === "" ? "–" : error.path);
    write(state, "reason", error.reason);
    drop(state, "unreadable");
  } else {
    drop(state, "facts");
    console.error(error);
  }
  show(state);
}
function showVerdict({ market, hash }, { violations, optimality }) {
  const state = copy(violations.length === 0 ? "right" : "wrong");
  const number = (n) => n.toLocaleString(document.documentElement.lang);
  write(state, "children", number(market.children.length));
  write(state, "groups", number(market.groups.length));
  write(state, "hash", hash);
  if (violations.length === 0) {
    if (optimality) {
      drop(state, "undecided");
    }
  } else {
    write(state, "count", number(violations.length));
    const list = find("[data-limit]", state);
    const limit = Number(list.dataset["limit"]);
    if (violations.length <= limit) {
      drop(state, "more");
    }
    for (const { code, child, group, facts } of violations.slice(0, limit)) {
      const line = copy("violation");
      write(line, "words", words2(code));
      const told = { child, group, ...facts };
      for (const slot of line.querySelectorAll("dd")) {
        const text = told[slot.dataset["slot"] ?? ""] ?? "";
        slot.textContent = text;
        if (text === "") {
          slot.parentElement?.remove();
        }
      }
      list.append(line);
    }
  }
  show(state);
}
async function check(problem, outcome) {
  const bytes = async (file) => new Uint8Array(await file.arrayBuffer());
  let opened;
  try {
    opened = await openCase(await bytes(problem));
  } catch (error) {
    return showFault("malformed_problem", error);
  }
  try {
    showVerdict(opened, judge(opened, readOutcome(await bytes(outcome))));
  } catch (error) {
    showFault("malformed_outcome", error);
  }
}
async function sort(files, problem, outcome) {
  for (const file of files) {
    const box = new DataTransfer();
    box.items.add(file);
    const isOutcome = /"assignments"|"balajol\/outcome/.test(await file.slice(0, 65536).text());
    (isOutcome ? outcome : problem).files = box.files;
  }
}
function start(form) {
  const problem = find("#problem");
  const outcome = find("#outcome");
  form.addEventListener("change", () => show(copy("empty")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [first, second] = [problem.files?.[0], outcome.files?.[0]];
    if (first === void 0 || second === void 0) {
      return;
    }
    show(copy("busy"));
    setTimeout(() => void check(first, second));
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const files = event.dataTransfer?.files;
    if (files !== void 0 && files.length > 0) {
      void sort(files, problem, outcome).then(() => {
        show(copy("empty"));
        if (problem.files?.length === 1 && outcome.files?.length === 1) {
          form.requestSubmit();
        }
      });
    }
  });
}
if (typeof document !== "undefined") {
  start(find("#files"));
}
export {
  InputError,
  judge,
  openCase,
  readOutcome
};
