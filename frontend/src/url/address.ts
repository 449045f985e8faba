import { useLocation } from "preact-iso";

/** Values of a query; undefined and empty ones are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** A path with a query, the same for the same values: names in the order given, nothing empty. */
export function address(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** A whole number from the address within these bounds; what is none, or outside, is as if it were not there. */
export function wholeNumber(text: string | undefined, least: number, most: number): number | undefined {
  if (!text || !/^\d{1,15}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= least && value <= most ? value : undefined;
}

/** The number of a thing in a path; undefined for what cannot be one. */
export const idIn = (text: string | undefined) => wholeNumber(text, 1, Number.MAX_SAFE_INTEGER);

/**
 * The filters of this page as its address has them, and how to change them: the address is the one place that knows, so
 * a link or the way back brings the same view.
 *
 * @param read makes filters of whatever stands there; nonsense becomes the default
 * @param write makes the query of filters, without what is a default
 */
export function useFilters<T>(read: (query: Record<string, string>) => T, write: (filters: T) => Query) {
  const { path, query, route } = useLocation();
  return {
    filters: read(query),
    addressOf: (filters: T) => address(path, write(filters)),
    /** Replaces the entry in the history: who goes back leaves the page, and does not meet each letter typed. */
    choose: (filters: T) => route(address(path, write(filters)), true),
  };
}
