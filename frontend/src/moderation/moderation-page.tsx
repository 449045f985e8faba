import { useQueryClient } from "@tanstack/preact-query";
import { useTitle } from "../frame/title.ts";
import { LiveBadge } from "../live/live-badge.tsx";
import { useLive } from "../live/use-live.ts";
import { EmptyNote } from "../parts/notes.tsx";
import { RatingsList } from "../rating/ratings-list.tsx";
import { may, useSession } from "../session/session.ts";
import { text } from "../text/index.ts";
import { useFilters } from "../url/address.ts";
import styles from "./moderation-page.module.css";

/** The newest ratings of all services, for who may delete them. */
export function ModerationPage() {
  useTitle(text.moderation.title);
  const session = useSession();
  const client = useQueryClient();
  const live = useLive("ratings", () => client.invalidateQueries({ queryKey: ["ratings"] }));
  const { filters, choose } = useFilters(
    (query) => ({ commented: query.commented === "1" }),
    ({ commented }) => ({ commented: commented ? 1 : undefined }),
  );
  const mayModerate = may(session, "moderator") || may(session, "admin");
  return (
    <>
      <h1>{text.moderation.title}</h1>
      {session && !mayModerate ? (
        <EmptyNote title={text.moderation.notYours} hint={text.moderation.notYoursHint} />
      ) : (
        <>
          <p class={styles.lead}>
            {text.moderation.lead} <LiveBadge state={live} />
          </p>
          <label class={styles.option}>
            <input
              type="checkbox"
              checked={filters.commented}
              onChange={(event) => choose({ commented: event.currentTarget.checked })}
            />
            {text.moderation.commented}
          </label>
          <RatingsList
            filter={{}}
            show="both"
            onlyCommented={filters.commented}
            empty={{ title: text.moderation.none }}
          />
        </>
      )}
    </>
  );
}
