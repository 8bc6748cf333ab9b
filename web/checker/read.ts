/** Reading JSON exactly: whole numbers of 64 bits, repeated and unknown fields, and the place of every fault. JSON.parse loses all three. */

/** A whole number of 64 bits: a number where that is exact, else a bigint. Equal values are ===, and < compares them. */
export type Whole = number | bigint;

/** Says why a file cannot be read and where: path is a JSON path such as children[3].prefers[1], "" = the document. */
export class InputError extends Error {
  constructor(readonly path: string, readonly reason: string) {
    super(path === "" ? reason : `${path}: ${reason}`);
  }
}

const deepest = 100;
const most = 2n ** 63n - 1n;
const escapes: Record<string, string> = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const numberToken = /[-+.0-9eE]*/y;
const wholeNumber = /^-?(0|[1-9][0-9]*)$/;
const anyNumber = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/;

/** Turns bytes into text; what is no UTF-8 is refused. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InputError("", "the text is not UTF-8");
  }
}

/** Walks a JSON text once. A lenient reader passes over unknown fields and lets a repeated one replace the earlier. */
export class Reader {
  private at = 0;
  private readonly path: (string | number)[] = [];
  private readonly names = new Map<string, string>();

  constructor(private readonly text: string, private readonly lenient: boolean) {}

  fail(reason: string): never {
    let path = "";
    for (const step of this.path) {
      path += typeof step === "number" ? `[${step}]` : (path === "" ? "" : ".") + (/^[^.[\] "\n]+$/.test(step) ? step : JSON.stringify(step));
    }
    throw new InputError(path, reason);
  }

  private broken(expected: string): never {
    if (this.at >= this.text.length) {
      this.fail(`the text ends where ${expected} should stand`);
    }
    const line = this.text.slice(0, this.at).split("\n").length;
    this.fail(`line ${line}: expected ${expected}`);
  }

  /** The next character that is no space, "" at the end. */
  private peek(): string {
    for (;;) {
      const char = this.text.charAt(this.at);
      if (char !== " " && char !== "\n" && char !== "\t" && char !== "\r") {
        return char;
      }
      this.at++;
    }
  }

  private take(char: string): boolean {
    if (this.peek() !== char) {
      return false;
    }
    this.at++;
    return true;
  }

  literal(word: string): boolean {
    this.peek();
    if (!this.text.startsWith(word, this.at)) {
      return false;
    }
    this.at += word.length;
    return true;
  }

  end(): void {
    if (this.peek() !== "") {
      this.broken("the end");
    }
  }

  /** Reads an object; field is called with each name and answers whether it knows it. */
  object(field: (name: string) => boolean): void {
    const seen: string[] = [];
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

  private members(member: (name: string) => void): void {
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
  list<T, N>(element: () => T, nothing: N): T[] | N {
    if (this.literal("null")) {
      return nothing;
    }
    const all: T[] = [];
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
  nameList<N>(nothing: N): string[] | N {
    return this.list(() => this.name(), nothing);
  }

  /** A string. Those that come again and again are kept once. */
  name(): string {
    const fresh = this.string();
    const kept = this.names.get(fresh);
    if (kept !== undefined) {
      return kept;
    }
    this.names.set(fresh, fresh);
    return fresh;
  }

  /** A name, "" for null. A name that is given is not empty. */
  optional(): string {
    if (this.literal("null")) {
      return "";
    }
    const name = this.name();
    if (name === "" && !this.lenient) {
      this.fail("empty");
    }
    return name;
  }

  string(): string {
    if (!this.take('"')) {
      this.broken("a string");
    }
    let read = "";
    let from = this.at;
    for (;; this.at++) {
      const code = this.text.charCodeAt(this.at); // NaN at the end
      if (code === 0x22) {
        read += this.text.slice(from, this.at);
        this.at++;
        return read;
      }
      if (code === 0x5c) {
        read += this.text.slice(from, this.at) + this.escape();
        from = this.at + 1;
      } else if (!(code >= 0x20)) {
        this.broken(this.at < this.text.length ? "no control character in a string" : "a closing quote");
      }
    }
  }

  /** Reads what follows a backslash, up to its last character. Half a pair of UTF-16 is no character (RFC 8259, 7). */
  private escape(): string {
    const simple = escapes[this.text.charAt(++this.at)];
    if (simple !== undefined) {
      return simple;
    }
    const first = this.unit();
    if (first < 0xd800 || first > 0xdfff) {
      return String.fromCharCode(first);
    }
    if (first < 0xdc00 && this.text.charAt(this.at + 1) === "\\") {
      this.at += 2;
      const second = this.unit();
      if (second >= 0xdc00 && second <= 0xdfff) {
        return String.fromCharCode(first, second);
      }
    }
    this.fail("a string holds a broken escape");
  }

  private unit(): number {
    const digits = this.text.slice(this.at + 1, this.at + 5);
    if (this.text.charAt(this.at) !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) {
      this.fail("a string holds a broken escape");
    }
    this.at += 4;
    return parseInt(digits, 16);
  }

  private token(): string {
    this.peek();
    numberToken.lastIndex = this.at;
    const token = numberToken.exec(this.text)![0];
    this.at += token.length;
    return token;
  }

  /** A whole number of 64 bits. */
  whole(): Whole {
    const token = this.token();
    if (token === "") {
      this.broken("a whole number");
    }
    if (wholeNumber.test(token)) {
      if (token.length < 16) {
        return Number(token) + 0; // −0 is 0
      }
      const exact = BigInt(token);
      if (exact <= most && exact >= -most) {
        return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
      }
    }
    this.fail("must be a whole number that fits into 64 bits");
  }

  /** A whole number between two bounds. */
  between(least: number, greatest: Whole): Whole {
    const n = this.whole();
    if (n < least || n > greatest) {
      this.fail(`must be a whole number from ${least} to ${greatest}`);
    }
    return n;
  }

  /** True or false; null is false. */
  truth(): boolean {
    if (this.literal("true")) {
      return true;
    }
    if (!this.literal("false") && !this.literal("null")) {
      this.broken("true or false");
    }
    return false;
  }

  /** Passes over a value of any kind. */
  private skip(depth: number): void {
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
}
