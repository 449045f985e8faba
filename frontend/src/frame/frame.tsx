import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { may, useSession } from "../session/session.ts";
import { text } from "../text/index.ts";
import icon from "../theme/icon.svg";
import { Account } from "./account.tsx";
import styles from "./frame.module.css";
import { ThemeButton } from "./theme-button.tsx";

/** What stands around every page: the way to the others, the colours, and who is signed in. */
export function Frame({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const content = useRef<HTMLElement>(null);
  useFocusOnNewPage(path, content);
  return (
    <>
      <a class={styles.skip} href="#content">
        {text.app.skip}
      </a>
      <header class={styles.bar}>
        <div class={styles.inner}>
          <a class={styles.name} href="/ui">
            <img src={icon} alt="" width="28" height="28" />
            {text.app.name}
          </a>
          <Pages path={path} />
          <div class={styles.tools}>
            {/* Grows to the left, where nothing stands that would move. */}
            <Account />
            <ThemeButton />
          </div>
        </div>
      </header>
      <main id="content" ref={content} class={styles.content} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

function Pages({ path }: { path: string }) {
  const session = useSession();
  const mayModerate = may(session, "moderator") || may(session, "admin");
  const pages: [address: string, name: string, within: boolean][] = [
    ["/ui", text.app.services, path === "/ui" || path.startsWith("/ui/services")],
    ["/ui/people", text.app.people, path.startsWith("/ui/people")],
    ["/ui/platform", text.app.platform, path.startsWith("/ui/platform")],
  ];
  // Last, since it comes when it is known who has signed in: nothing else moves.
  if (mayModerate) pages.push(["/ui/moderation", text.app.moderation, path === "/ui/moderation"]);
  return (
    <nav class={styles.pages} aria-label={text.app.pages}>
      {pages.map(([address, name, within]) => (
        <a key={address} href={address} aria-current={path === address ? "page" : within ? "true" : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}

/** As when a browser loads a page: what has the focus is its beginning, not a link that is gone. */
function useFocusOnNewPage(path: string, content: { current: HTMLElement | null }) {
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    content.current?.focus({ preventScroll: true });
  }, [path, content]);
}
