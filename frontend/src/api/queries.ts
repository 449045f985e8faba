import { QueryClient } from "@tanstack/preact-query";

/**
 * What was read from the API, kept while it is shown and five minutes longer. Nothing is read again by itself but what
 * events say has changed; failed reads are tried again by `client.ts`, which knows what the platform said.
 */
export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: false, refetchOnWindowFocus: false } },
});
