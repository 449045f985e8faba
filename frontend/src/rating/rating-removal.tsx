import { useQueryClient } from "@tanstack/preact-query";
import { api, type Rating } from "../api/client.ts";
import { useUserName } from "../people/user-name.tsx";
import { Removal } from "../session/removal.tsx";
import { text } from "../text/index.ts";

interface Props {
  readonly rating: Rating;
  readonly onGone: () => void;
  readonly onClose: () => void;
}

/** Deletes what somebody else has said. Not a part of its row, which goes as soon as the deletion is heard of. */
export function RatingRemoval({ rating, onGone, onClose }: Props) {
  const client = useQueryClient();
  const name = useUserName(rating.userId) ?? text.service.deletedUser;
  return (
    <Removal
      what={`rating/${rating.id}`}
      title={text.moderation.removeTitle}
      explained={text.moderation.removeExplained(name)}
      action={text.moderation.remove}
      send={(headers, signal) => api.DELETE("/ratings/{id}", { params: { path: { id: rating.id } }, headers, signal })}
      onGone={() => {
        onGone();
        for (const read of ["ratings", "statistics", "services"]) void client.invalidateQueries({ queryKey: [read] });
      }}
      onClose={onClose}
    />
  );
}
