import { useQuery } from "@tanstack/preact-query";
import { userQuery } from "../api/reads.ts";
import { Skeleton } from "../parts/notes.tsx";
import { text } from "../text/index.ts";

/** Undefined until it is known, and where there is no such user any more. */
export function useUserName(id: number): string | undefined {
  const { data } = useQuery(userQuery(id));
  return data && `${data.firstName} ${data.lastName}`;
}

/** The name of a user, and the way to the profile. */
export function UserName({ id }: { id: number }) {
  const { data, isLoadingError } = useQuery(userQuery(id));
  if (isLoadingError) return <span>{text.service.deletedUser}</span>;
  if (!data) return <Skeleton width={8} />;
  return (
    <a href={`/ui/people/${id}`}>
      {data.firstName} {data.lastName}
    </a>
  );
}
