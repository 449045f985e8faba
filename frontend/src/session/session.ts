import { queryOptions, useQuery } from "@tanstack/preact-query";
import { api, type Session, type User } from "../api/client.ts";
import { dropAll } from "../api/kept.ts";
import { ProblemError, problemOf } from "../api/problem.ts";
import { queries } from "../api/queries.ts";

export type Role = "user" | "moderator" | "admin";

/** `left`: it was ended here by who had it, whose words shall not stay; else it may have ended by itself. */
type Known = Session & { readonly left?: true };

const NOBODY: Known = { signedIn: false };

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: 60_000,
  refetchOnWindowFocus: true,
  queryFn: async ({ signal }): Promise<Known> => {
    const { data, error, response } = await api.GET("/-/session", { signal });
    // 404: browsers do not sign in at this deployment.
    if (response.status === 404) return NOBODY;
    if (!data) throw new ProblemError(problemOf(response, error));
    return data;
  },
});

/** The profile of who has signed in: the user who rates. Null where there is none yet. */
const profileQuery = (subject: string | undefined) =>
  queryOptions({
    queryKey: ["profile", subject],
    enabled: subject !== undefined,
    queryFn: async ({ signal }): Promise<User | null> => {
      const { data, error, response } = await api.GET("/users/-/own", { signal });
      if (!response.ok) throw new ProblemError(problemOf(response, error));
      return (data as User | undefined) ?? null;
    },
  });

/** Who uses this browser. Undefined until that is known; a later read that fails says nothing of who it is. */
export function useSession(): Known | undefined {
  const { data, isLoadingError } = useQuery(sessionQuery);
  return isLoadingError ? NOBODY : data;
}

/** Undefined until it is known, null where nobody has signed in, or has no profile. */
export function useProfile(): User | null | undefined {
  return useWho().profile;
}

/** {@link useSession} and {@link useProfile} together; `failed` says why it is not known whether there is a profile. */
export function useWho() {
  const session = useSession();
  const { data, error, isLoadingError, refetch } = useQuery(profileQuery(session?.subject));
  return {
    session,
    profile: session && !session.signedIn ? null : data,
    failed: isLoadingError ? error : undefined,
    again: () => void refetch(),
  };
}

/** What the service decides at last: this is for showing the right buttons. */
export const may = (session: Session | undefined, role: Role) => session?.roles?.includes(role) ?? false;

/** Signing in ends where it began. */
export const signInAddress = () => `/api/-/sign-in?return=${encodeURIComponent(location.pathname + location.search)}`;

/** Nothing of who was signed in is left on the page and in the tab. Whoever cannot be signed out for now is told. */
export async function signOut() {
  const { error, response } = await api.POST("/-/sign-out");
  if (!response.ok) throw new ProblemError(problemOf(response, error));
  dropAll();
  queries.setQueryData(sessionQuery.queryKey, { ...NOBODY, left: true });
  queries.removeQueries({ queryKey: ["profile"] });
  queries.removeQueries({ queryKey: ["own rating"] });
}
