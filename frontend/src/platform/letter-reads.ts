import { infiniteQueryOptions, queryOptions } from "@tanstack/preact-query";
import { api } from "../api/client.ts";
import { type Problem, problemIn, problemOf } from "../api/problem.ts";
import { answer, part, partAt, parts } from "../api/reads.ts";
import type { components } from "../api/schema.d.ts";

type Schemas = components["schemas"];

/** As a list tells it: without fields and content. `method` and `target` are there if it is a request. */
export type Letter = Schemas["PullwayDeadLetter"];
export type OpenedLetter = Schemas["PullwayOpenedLetter"];
export type Redriven = Schemas["PullwayRedrive"];

/** What it is about, in few words: method and target, or the subject of what is no request. */
export const requestOf = ({ method, target, subject }: Letter) => (method ? `${method} ${target}` : subject);

/** Whether it holds an event that a consumer failed on. */
export const isEvent = ({ event, eventBase64 }: OpenedLetter) => event !== undefined || eventBase64 !== undefined;

/** Whether it can be tried to have done what it is about: not of what is neither request nor event, or was too large. */
export const isRedrivable = (letter: OpenedLetter) =>
  letter.method !== undefined || (isEvent(letter) && letter.bytes > 0 && !letter.reason.startsWith("no-event"));

/** The newest first. For admins only: nothing of letters is kept when it is not shown any more. */
export const lettersQuery = infiniteQueryOptions({
  queryKey: ["dead letters"],
  gcTime: 0,
  queryFn: ({ pageParam, signal }) =>
    part<Letter>(api.GET("/-/dead-letters", { params: { query: { limit: 20, ...partAt(pageParam) } }, signal })),
  ...parts,
});

export const letterQuery = (id: string) =>
  queryOptions({
    queryKey: ["dead letter", id],
    gcTime: 0,
    queryFn: ({ signal }) =>
      answer<OpenedLetter>(api.GET("/-/dead-letters/{id}", { params: { path: { id } }, signal })),
  });

export type Redrive =
  | { readonly kind: "told"; readonly what: Redriven }
  | { readonly kind: "failed"; readonly problem: Problem };

/** Once, whatever comes of it: of a request, a redrive is a new one each time. */
export async function redrive(id: string): Promise<Redrive> {
  try {
    const { data, error, response } = await api.POST("/-/dead-letters/{id}/redrive", { params: { path: { id } } });
    return data ? { kind: "told", what: data } : { kind: "failed", problem: problemOf(response, error) };
  } catch (thrown) {
    return { kind: "failed", problem: problemIn(thrown) };
  }
}
