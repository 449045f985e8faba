import { vi } from "vitest";
import { api } from "./client.ts";

/** What a test lets the API answer in the place of what was asked for. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly token?: string,
  ) {}
}

/** Answers to reads by their paths, as the API's document writes them; what is not named is under way for ever. */
export type Answers = Record<string, () => unknown>;

/** A result as openapi-fetch gives it: with this content, or refused. */
export function result(told: unknown) {
  if (!(told instanceof Refusal)) return { data: told, response: new Response() };
  const error = told.token && { type: `urn:pullway:problem:${told.token}` };
  return { error, response: new Response(null, { status: told.status }) };
}

/** Lets the API answer reads so in one test. The answers may be changed meanwhile. */
export function answering(answers: Answers) {
  vi.spyOn(api, "GET").mockImplementation((async (path: string) => {
    const answer = answers[path];
    return answer ? result(answer()) : new Promise(() => {});
  }) as never);
}

/** Lets what is known by now come onto the page: TanStack and Preact take a few turns of the event loop for that. */
export async function onThePage() {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve));
}
