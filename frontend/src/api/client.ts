import createClient from "openapi-fetch";
import type { components, paths } from "./schema.d.ts";

type Schemas = components["schemas"];

/**
 * What an answer has: the document leaves open which fields of its schemas are always there, the services send all of
 * them (docs/rating-api.md), null where there is nothing.
 */
type Answered<Name extends keyof Schemas> = { [Field in keyof Schemas[Name]]-?: Schemas[Name][Field] };

export type Service = Answered<"Service">;
export type RatedService = Answered<"RatedService">;
export type Statistics = Answered<"Statistics">;
export type Rating = Answered<"Rating">;
export type User = Answered<"User">;
export type Session = Schemas["PullwaySession"];

/** Typed by the API's document. The cookie of a session goes along by itself. */
export const api = createClient<paths>({ baseUrl: "/api" });
