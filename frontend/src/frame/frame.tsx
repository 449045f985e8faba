import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { text } from "../text/index.ts";
import styles from "./frame.module.css";

/** What stands around every page: the way to the others, and who is signed in. */
export function Frame({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const current = (page: string) => (path === page ? ("page" as const) : undefined);
  return (
    <>
      <a class={styles.skip} href="#content">
        {text.app.skip}
      </a>
      <header class={styles.bar}>
        <nav class={styles.inner} aria-label={text.app.pages}>
          <a href="/ui" class={styles.name} aria-current={current("/ui")}>
            {text.app.services}
          </a>
          <a href="/ui/platform" aria-current={current("/ui/platform")}>
            {text.app.platform}
          </a>
        </nav>
      </header>
      <main id="content" class={styles.content} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
