import { expect, test } from "vitest";
import outcomes from "../../../docs/outcomes.md?raw";
import { text } from "../text/index.ts";
import { nextStep } from "./outcome.ts";
import { problemIn, problemOf, UNREACHABLE } from "./problem.ts";

/** The tables of docs/outcomes.md: token and status of each outcome. */
const documented = [...outcomes.matchAll(/^\| `([a-z-]+)` \| (\d{3}) \|/gm)].map(
  ([, token = "", status]) => [token, Number(status)] as const,
);

/** What a page of the application cannot meet: these methods are never sent. */
const NEVER = ["method-not-implemented", "method-not-allowed", "bad-request", "bad-target", "target-too-long"];

const problem = (token: string, status: number) => ({ ...UNREACHABLE, token, status });

test("the documentation has outcomes", () => expect(documented.length).toBeGreaterThan(25));

test.each(documented.filter(([token]) => !NEVER.includes(token)))("%s (%d) has words of its own", (token, status) => {
  const told = text.outcomes.of(token, status);
  expect(told.title).not.toBe(text.outcomes.of("no-such-token", 999).title);
  expect(told).not.toEqual(text.outcomes.of("no-such-token", status));
});

test.each(documented)(
  "of a read, %s (%d) says nothing of deeds, of what is kept, or of who goes on asking",
  (token, status) => {
    for (const told of [text.outcomes.ofRead(token, status), text.outcomes.ofRead("no-such-token", status)]) {
      expect(`${told.title} ${told.next}`).not.toMatch(/\bdone\b|carried out|count once|you (wrote|sent)|We are/);
    }
  },
);

test.each([...documented, ["unreachable", 0] as const, ["status-502", 502] as const, ["status-504", 504] as const])(
  "when nobody tries any more, %s (%d) does not say that somebody does",
  (token, status) => {
    const told = text.outcomes.of(token, status);
    expect(told.atLast ?? told.next).not.toMatch(/We are|by itself/);
  },
);

test.each([
  ["no-instance", 503, "again"],
  ["overloaded", 503, "again"],
  ["not-accepted", 503, "again"],
  ["rate-limited", 429, "again"],
  ["not-started", 504, "again"],
  ["outcome-unknown", 504, "ask"],
  ["outcome-unknown", 502, "look"],
  ["still-running", 409, "ask"],
  ["gave-up", 500, "look"],
  ["session-ended", 401, "sign-in"],
  ["invalid-input", 422, "mend"],
  ["unreachable", 0, "ask"],
  ["status-412", 412, "reload"],
  ["status-502", 502, "ask"],
  ["status-409", 409, "none"],
] as const)("after %s (%d) comes: %s", (token, status, step) => {
  expect(nextStep(problem(token, status)).kind).toBe(step);
});

test("the platform says how long to wait", () => {
  const response = new Response(null, { status: 503, headers: { "retry-after": "12" } });
  const told = problemOf(response, { type: "urn:pullway:problem:overloaded", detail: "The queue is full." });
  expect(told).toMatchObject({ token: "overloaded", retryAfterSeconds: 12, detail: "The queue is full." });
  expect(nextStep(told)).toEqual({ kind: "again", afterSeconds: 12 });
});

test("what is no problem document is told by its status", () => {
  expect(problemOf(new Response(null, { status: 502 }), "<html>").token).toBe("status-502");
  expect(problemOf(new Response(null, { status: 500 }), undefined).token).toBe("status-500");
});

test("a defect is not taken for a problem", () => {
  expect(() => problemIn(new RangeError("ours"))).toThrow(RangeError);
});
