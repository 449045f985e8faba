import type { RatedService } from "../api/client.ts";
import type { ServiceOrder } from "../api/reads.ts";
import type { Query } from "../url/address.ts";
import { wholeNumber } from "../url/address.ts";

/** Which services are shown, in which order. */
export interface ServiceFilters {
  /** What stands in name or description; empty for all. */
  readonly q: string;
  readonly sort: ServiceOrder;
  /** The least average; 0 for all, also those that nobody has rated. */
  readonly least: number;
}

export const LEASTS = [0, 3, 4] as const;
export const SORTS = ["name", "-createdAt"] as const satisfies readonly ServiceOrder[];

/** As many characters as the API takes. */
export const LONGEST_SEARCH = 100;

export function readFilters(query: Record<string, string>): ServiceFilters {
  return {
    q: (query.q ?? "").slice(0, LONGEST_SEARCH),
    sort: query.sort === "-createdAt" ? "-createdAt" : "name",
    least: wholeNumber(query.least, 1, 5) ?? 0,
  };
}

export function writeFilters({ q, sort, least }: ServiceFilters): Query {
  return { q, sort: sort === "name" ? undefined : sort, least: least || undefined };
}

/** The API has no filter by average, so this looks at what was loaded. */
export function isShown(service: RatedService, { least }: ServiceFilters): boolean {
  return least === 0 || (service.averageScore !== null && service.averageScore >= least);
}
