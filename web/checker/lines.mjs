// Judges many outcomes in one run: one line of JSON for each problem, {"problem": text, "outcomes": [text, …]}, is answered by one line,
// {"fault": path and reason} where the problem is none, else {"verdicts": […]}: for each outcome a fault or violations, [[code, child, group], …].
import { createInterface } from "node:readline";

import { InputError, judge, openCase, readOutcome } from "../static/check.mjs";
const bytes = (text) => Buffer.from(text, "base64");

async function orFault(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError) {
      return { fault: error.path };
    }
    throw error;
  }
}

function verdict(opened, outcome) {
  const { violations, optimality } = judge(opened, readOutcome(bytes(outcome)));
  return { violations: violations.map((v) => [v.code, v.child, v.group]), optimality };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { problem, outcomes } = JSON.parse(line);
  const answer = await orFault(async () => {
    const opened = await openCase(bytes(problem));
    return { verdicts: await Promise.all(outcomes.map((outcome) => orFault(() => verdict(opened, outcome)))) };
  });
  process.stdout.write(JSON.stringify(answer) + "\n");
}
