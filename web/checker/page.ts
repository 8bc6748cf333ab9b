/**
 * The page /check: a reader's own browser judges the outcome of an allocation, from the two files alone. The judge is written from the
 * model, apart from the Go packages allocation and allocation/check, and names the same violations; checker_test.go holds it to that.
 * Reading: read, problem, outcome. The problem in numbers: queue, market, canonical. Judging: judge, choice, follow, families, cycle.
 */

import { judge, openCase, type Case, type Verdict } from "./judge";
import { readOutcome } from "./outcome";
import { InputError } from "./read";

export { InputError, judge, openCase, readOutcome };

/** Finds an element that the page's template has. */
function find<E extends HTMLElement>(selector: string, inside: ParentNode = document): E {
  const found = inside.querySelector<E>(selector);
  if (found === null) {
    throw new Error(`the page has no ${selector}`);
  }
  return found;
}

/** Copies one of the page's templates: all words stand there, in the reader's language. */
function copy(id: string): DocumentFragment {
  return find<HTMLTemplateElement>(`template#${id}`).content.cloneNode(true) as DocumentFragment;
}

function write(inside: ParentNode, slot: string, text: string): void {
  find(`[data-slot="${slot}"]`, inside).textContent = text;
}

function drop(inside: ParentNode, slot: string): void {
  find(`[data-slot="${slot}"]`, inside).remove();
}

/** Shows a state in place of the one before; what it says is read out because the focus moves to its heading. */
function show(state: DocumentFragment): void {
  const place = find("#verdict");
  place.replaceChildren(state);
  place.querySelector<HTMLElement>("h2")?.focus();
}

function words(code: string): string {
  return find(`#codes [data-code="${code}"]`).textContent ?? "";
}

function showFault(code: string, error: unknown): void {
  const state = copy("fault");
  write(state, "title", words(code));
  if (error instanceof InputError) {
    write(state, "place", error.path === "" ? "–" : error.path);
    write(state, "reason", error.reason);
    drop(state, "unreadable");
  } else {
    drop(state, "facts"); // the browser could not read the file, or has no cryptography here
    console.error(error);
  }
  show(state);
}

function showVerdict({ market, hash }: Case, { violations, optimality }: Verdict): void {
  const state = copy(violations.length === 0 ? "right" : "wrong");
  const number = (n: number) => n.toLocaleString(document.documentElement.lang);
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
      write(line, "words", words(code));
      const told: Record<string, string> = { child, group, ...facts };
      for (const slot of line.querySelectorAll<HTMLElement>("dd")) {
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

async function check(problem: File, outcome: File): Promise<void> {
  const bytes = async (file: File) => new Uint8Array(await file.arrayBuffer());
  let opened: Case;
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

/** Puts dropped files where they belong, by what they hold. */
async function sort(files: FileList, problem: HTMLInputElement, outcome: HTMLInputElement): Promise<void> {
  for (const file of files) {
    const box = new DataTransfer();
    box.items.add(file);
    const isOutcome = /"assignments"|"balajol\/outcome/.test(await file.slice(0, 65536).text());
    (isOutcome ? outcome : problem).files = box.files;
  }
}

function start(form: HTMLFormElement): void {
  const problem = find<HTMLInputElement>("#problem");
  const outcome = find<HTMLInputElement>("#outcome");
  form.addEventListener("change", () => show(copy("empty")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [first, second] = [problem.files?.[0], outcome.files?.[0]];
    if (first === undefined || second === undefined) {
      return;
    }
    show(copy("busy"));
    setTimeout(() => void check(first, second)); // lets the browser paint first
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    const files = event.dataTransfer?.files;
    if (files !== undefined && files.length > 0) {
      void sort(files, problem, outcome).then(() => {
        show(copy("empty"));
        if (problem.files?.length === 1 && outcome.files?.length === 1) {
          form.requestSubmit();
        }
      });
    }
  });
}

// Under Node.js, where the judge is compared with the authority's, there is no page.
if (typeof document !== "undefined") {
  start(find<HTMLFormElement>("#files"));
}
