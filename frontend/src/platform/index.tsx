import { useTitle } from "../frame/title.ts";
import { may, useSession } from "../session/session.ts";
import { text } from "../text/index.ts";
import { Charts } from "./charts.tsx";
import { DeadLetters } from "./dead-letters.tsx";
import { Drawing } from "./drawing.tsx";
import { shortName, type View } from "./model.ts";
import { NewsList } from "./news-list.tsx";
import { counted } from "./numbers.ts";
import styles from "./platform.module.css";
import { Tables } from "./tables.tsx";
import { TryIt } from "./try-it.tsx";
import { type Refusal, usePlatform, type Watched } from "./watch.ts";

const t = text.platform;

/** The window into the platform: what it does with requests, as it does it. */
export default function PlatformPage() {
  useTitle(t.title);
  const watched = usePlatform();
  return (
    <div class={styles.page}>
      <header class={styles.head}>
        <div>
          <h1>{t.title}</h1>
          <p class={styles.lead}>{t.lead}</p>
        </div>
        <div class={styles.side}>
          <State watched={watched} />
          {watched.view?.picture.tryPath && <TryIt path={watched.view.picture.tryPath} />}
        </div>
      </header>
      {watched.view && !isRefusal(watched.state) ? <Shown view={watched.view} /> : <Empty state={watched.state} />}
    </div>
  );
}

function Shown({ view }: { view: View }) {
  const { deadLetters } = view.picture;
  const isAdmin = may(useSession(), "admin");
  return (
    <>
      <Drawing view={view} />
      <Charts points={view.points} now={view.at} />
      <div class={styles.below}>
        <NewsList news={view.news} />
        <div>
          {deadLetters !== null && deadLetters > 0 && <p class={styles.dead}>{t.deadLetters(counted(deadLetters))}</p>}
          <Tables view={view} />
        </div>
      </div>
      {isAdmin && deadLetters !== null && <DeadLetters count={deadLetters} />}
    </>
  );
}

function State({ watched: { view, state } }: { watched: Watched }) {
  const stale = state === "live" && view?.picture.nats.connected === false;
  return (
    <p class={styles.state} data-state={stale ? "lost" : state} role="status">
      {stale ? t.state.noNats : told(state, view)}
    </p>
  );
}

function told(state: Watched["state"], view: View | undefined): string {
  if (state === "live" && view) return t.state.live(shortName(view.picture.toldBy));
  return state === "lost" ? t.state.lost : state === "connecting" ? t.state.connecting : t.state.none;
}

/** As high as the drawing will be, so that nothing moves when it comes. */
function Empty({ state }: { state: Watched["state"] }) {
  return (
    <div class={styles.empty} aria-busy={state === "connecting"}>
      {isRefusal(state) && <Refused why={state} />}
    </div>
  );
}

function Refused({ why }: { why: Refusal }) {
  return (
    <p>
      {t.refused[why]} {why === "unauthorized" && <a href="/api/-/sign-in?return=/ui/platform">{t.refused.signIn}</a>}
    </p>
  );
}

const isRefusal = (state: Watched["state"]): state is Refusal => state in t.refused;
