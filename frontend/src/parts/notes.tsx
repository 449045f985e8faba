import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { nextStep } from "../api/outcome.ts";
import { problemIn } from "../api/problem.ts";
import { signInAddress } from "../session/session.ts";
import { text } from "../text/index.ts";
import controls from "./controls.module.css";
import styles from "./notes.module.css";

/** Something that is not there, or not yet. */
export function EmptyNote({ title, hint }: { title: string; hint?: ComponentChildren }) {
  return (
    <div class={styles.empty}>
      <p class={styles.title}>{title}</p>
      {hint && <p>{hint}</p>}
    </div>
  );
}

/** What could not be read, why, and what to do about it. */
export function ReadFailed({ error, again }: { error: Error; again: () => void }) {
  const problem = problemIn(error);
  const { title, next } = text.outcomes.ofRead(problem.token, problem.status);
  return (
    <div class={styles.failed} role="alert">
      <p class={styles.title}>{title}</p>
      <p>{next}</p>
      {nextStep(problem).kind === "sign-in" ? (
        <a class={controls.button} href={signInAddress()}>
          {text.outcomes.signIn}
        </a>
      ) : (
        <button type="button" class={controls.button} onClick={again}>
          {text.app.tryAgain}
        </button>
      )}
    </div>
  );
}

/**
 * Something that went well. It takes the focus: the button that did it is gone as a rule. At once, not after the painting: who
 * sees it and goes on by the keyboard would be called back.
 */
function DoneNote({ children }: { children: ComponentChildren }) {
  const ref = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => ref.current?.focus({ preventScroll: true }), []);
  return (
    <p ref={ref} class={styles.done} role="status" tabIndex={-1}>
      {children}
    </p>
  );
}

/** A place for what has just gone well. Each time it is a note of its own: the same words are told again. */
export function useDone() {
  const [done, setDone] = useState<{ readonly told: string; readonly times: number }>();
  return {
    note: done && <DoneNote key={done.times}>{done.told}</DoneNote>,
    tell: (told: string) => setDone((before) => ({ told, times: (before?.times ?? 0) + 1 })),
    clear: () => setDone(undefined),
  };
}

/** The title of a page whose name has to be read: until then it says so, where others see a grey bar. */
export function NameHeading({ name }: { name: string | undefined }) {
  const reading = name === undefined;
  return (
    <h1 aria-busy={reading} aria-label={reading ? text.app.loading : undefined}>
      {name ?? <Skeleton width={8} />}
    </h1>
  );
}

/** Grey lines in the place of what is still being read, as wide as given in `em`. */
export function Skeleton({ width }: { width: number }) {
  return <span class={styles.skeleton} style={{ width: `${width}em` }} aria-hidden="true" />;
}
