import { text } from "../text/index.ts";
import type { LiveState } from "./listen.ts";
import styles from "./live-badge.module.css";

/** Whether what is shown moves by itself. As wide in each state. */
export function LiveBadge({ state }: { state: LiveState }) {
  return (
    <span class={styles.badge} data-state={state} title={text.live.explained[state]}>
      <span class={styles.dot} aria-hidden="true" />
      {text.live[state]}
    </span>
  );
}
