import createClient from "openapi-fetch";
import type { components, paths } from "./schema.d.ts";

/** Names of the API's document, as the application uses them. */
export type Schemas = components["schemas"];

/** Typed by the API's document. The cookie of a session goes along by itself. */
export const api = createClient<paths>({ baseUrl: "/api" });
