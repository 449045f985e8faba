import { infiniteQueryOptions, queryOptions } from "@tanstack/preact-query";
import { api, type RatedService, type Rating, type Service, type Statistics, type User } from "./client.ts";
import { ProblemError, problemOf } from "./problem.ts";

/** A part of a list. `next` is the cursor of the following one (RFC 8288), null after the last. */
export interface Part<T> {
  readonly entries: readonly T[];
  readonly next: string | null;
}

export interface Versioned<T> {
  readonly value: T;
  readonly etag: string;
}

export type ServiceOrder = "name" | "-createdAt";

interface Read {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

export async function answer<T>(reading: Promise<Read>): Promise<T> {
  const { data, error, response } = await reading;
  if (!response.ok) throw new ProblemError(problemOf(response, error));
  return data as T;
}

export async function part<T>(reading: Promise<Read>): Promise<Part<T>> {
  const read = await reading;
  return { entries: await answer<T[]>(Promise.resolve(read)), next: nextCursor(read.response.headers.get("link")) };
}

async function versioned<T>(reading: Promise<Read>): Promise<Versioned<T>> {
  const read = await reading;
  return { value: await answer<T>(Promise.resolve(read)), etag: read.response.headers.get("etag") ?? "*" };
}

/** The cursor in the link to the next part. A browser joins repeated fields with commas. */
export function nextCursor(link: string | null): string | null {
  const next = /<([^>]*)>\s*;\s*rel="next"/.exec(link ?? "");
  return next?.[1] ? new URL(next[1], location.origin).searchParams.get("cursor") : null;
}

/** How a list is read part by part. */
export const parts = { initialPageParam: null as string | null, getNextPageParam: (last: Part<unknown>) => last.next };
/** What asks for a part, in the query. */
export const partAt = (cursor: string | null) => (cursor === null ? {} : { cursor });

export const servicesQuery = (q: string, sort: ServiceOrder) =>
  infiniteQueryOptions({
    queryKey: ["services", { q, sort }],
    queryFn: ({ pageParam, signal }) =>
      part<RatedService>(
        api.GET("/services", {
          params: { query: { sort, limit: 60, ...(q && { q }), ...partAt(pageParam) } },
          signal,
        }),
      ),
    ...parts,
  });

export const serviceQuery = (id: number) =>
  queryOptions({
    queryKey: ["service", id],
    queryFn: ({ signal }) => answer<Service>(api.GET("/services/{id}", { params: { path: { id } }, signal })),
  });

export const statisticsQuery = (id: number) =>
  queryOptions({
    queryKey: ["statistics", id],
    queryFn: ({ signal }) =>
      answer<Statistics>(api.GET("/services/{id}/statistics", { params: { path: { id } }, signal })),
  });

export interface RatingFilter {
  readonly serviceId?: number;
  readonly userId?: number;
  readonly score?: number | undefined;
}

/** The newest first. */
export const ratingsQuery = ({ score, ...of }: RatingFilter) =>
  infiniteQueryOptions({
    queryKey: ["ratings", of, score ?? null],
    queryFn: ({ pageParam, signal }) =>
      part<Rating>(
        api.GET("/ratings", {
          params: {
            query: {
              ...of,
              sort: "-createdAt",
              limit: 20,
              ...(score && { minScore: score, maxScore: score }),
              ...partAt(pageParam),
            },
          },
          signal,
        }),
      ),
    ...parts,
  });

/** Null where this user has not rated this service. */
export const ownRatingQuery = (serviceId: number, userId: number) =>
  queryOptions({
    queryKey: ["own rating", serviceId, userId],
    queryFn: async ({ signal }) => {
      const found = await answer<Rating[]>(
        api.GET("/ratings", { params: { query: { serviceId, userId, limit: 1 } }, signal }),
      );
      return found[0] ?? null;
    },
  });

/** With the version that a change of it is meant for: to be read anew each time. */
export const ratingVersionQuery = (id: number) =>
  queryOptions({
    queryKey: ["rating version", id],
    staleTime: 0,
    queryFn: ({ signal }) => versioned<Rating>(api.GET("/ratings/{id}", { params: { path: { id } }, signal })),
  });

export const usersQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["users", q],
    queryFn: ({ pageParam, signal }) =>
      part<User>(
        api.GET("/users", {
          params: { query: { sort: "firstName", limit: 50, ...(q && { q }), ...partAt(pageParam) } },
          signal,
        }),
      ),
    ...parts,
  });

/**
 * Names change rarely: they are read once in five minutes. Those that are not shown any more are soon forgotten: where
 * thousands rate, thousands of them pass by.
 */
export const userQuery = (id: number) =>
  queryOptions({
    queryKey: ["user", id],
    staleTime: 300_000,
    gcTime: 10_000,
    queryFn: ({ signal }) => answer<User>(api.GET("/users/{id}", { params: { path: { id } }, signal })),
  });

/** As {@link ratingVersionQuery}. */
export const userVersionQuery = (id: number) =>
  queryOptions({
    queryKey: ["user version", id],
    staleTime: 0,
    queryFn: ({ signal }) => versioned<User>(api.GET("/users/{id}", { params: { path: { id } }, signal })),
  });
