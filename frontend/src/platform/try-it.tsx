import { useEffect, useRef, useState } from "preact/hooks";
import { text } from "../text/index.ts";
import { type Progress, sendWork } from "./load.ts";
import { lasting } from "./numbers.ts";
import styles from "./platform.module.css";

const t = text.platform.tryIt;

/** Lets a visitor see pulling at work. @param path where the deployment allows it */
export function TryIt({ path }: { path: string }) {
  const [progress, setProgress] = useState<Progress>();
  const leaves = useRef(new AbortController());
  useEffect(() => () => leaves.current.abort(), []);
  const busy = progress !== undefined && !progress.done;
  const start = () => {
    if (!busy) void sendWork(path, leaves.current.signal, setProgress);
  };
  return (
    <div class={styles.tryIt}>
      {/* Not disabled: who has pressed it by the keyboard would lose the place. */}
      <button type="button" class={styles.button} onClick={start} aria-disabled={busy} aria-describedby="try-it">
        {busy ? t.busy : t.button}
      </button>
      <p id="try-it" class={styles.quiet} role="status">
        {progress ? told(progress) : t.explained}
      </p>
    </div>
  );
}

function told({ answered, sent, slowestMs, slow, failed, done }: Progress): string {
  const failures = failed > 0 ? t.failed(failed) : "";
  if (done) return failed > 0 ? failures : t.done(lasting(slowestMs));
  return [t.progress(answered, sent), slow ? t.slow : "", failures].filter(Boolean).join(" ");
}
