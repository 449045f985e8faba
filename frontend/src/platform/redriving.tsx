import { useEffect, useId, useRef, useState } from "preact/hooks";
import { nextStep } from "../api/outcome.ts";
import type { Problem } from "../api/problem.ts";
import controls from "../parts/controls.module.css";
import dialogs from "../parts/dialog.module.css";
import { text } from "../text/index.ts";
import { type OpenedLetter, type Redrive, type Redriven, redrive, requestOf } from "./letter-reads.ts";
import styles from "./letters.module.css";

const t = text.platform.letters;

interface Props {
  readonly letter: OpenedLetter;
  /** It was sent, or may have been. */
  readonly onTold: () => void;
  /** @param gone whether the letter is */
  readonly onClose: (gone: boolean) => void;
  /** A test has its own. */
  readonly send?: (id: string) => Promise<Redrive>;
}

/** Asks before a letter is sent again, sends it once, and tells what became of it. The browser keeps the focus inside. */
export function Redriving({ letter, onTold, onClose, send = redrive }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const [state, setState] = useState<"asking" | "sending" | Redrive>("asking");
  const busy = state === "sending";
  const result = typeof state === "object" ? state : undefined;
  useEffect(() => dialog.current?.showModal(), []);
  // Known at once, also to a second click before the next rendering.
  const running = useRef(false);
  const start = async () => {
    if (running.current) return;
    running.current = true;
    setState("sending");
    setState(await send(letter.id));
    running.current = false;
    onTold();
  };
  return (
    <dialog
      ref={dialog}
      class={dialogs.dialog}
      aria-labelledby={heading}
      onClose={() => onClose(result?.kind === "told" && result.what.deleted)}
    >
      <h2 id={heading}>{t.redrive.title}</h2>
      <p>{t.redrive.explained(requestOf(letter))}</p>
      {letter.warnings.map((warning) => (
        <p key={warning} class={styles.warning}>
          {t.warnings[warning]}
        </p>
      ))}
      <div role="status">
        {busy && <p>{t.redrive.sending}</p>}
        {result?.kind === "told" && <Told what={result.what} />}
        {result?.kind === "failed" && <Failed problem={result.problem} />}
      </div>
      <div class={controls.row}>
        {(!result || isWorthAnotherTry(result)) && (
          <button
            type="button"
            class={`${controls.button} ${controls.primary}`}
            aria-disabled={busy}
            onClick={() => void start()}
          >
            {t.redrive.action}
          </button>
        )}
        <button type="button" class={controls.button} onClick={() => dialog.current?.close()}>
          {result ? text.app.close : text.app.cancel}
        </button>
      </div>
    </dialog>
  );
}

function Told({ what: { outcome, status, servedBy, deleted } }: { what: Redriven }) {
  return (
    <p>
      {outcome === "answered"
        ? t.redrive.answered(status, servedBy)
        : outcome === "no-answer"
          ? t.redrive["no-answer"]
          : t.redrive.ended(outcome, status)}{" "}
      {deleted ? t.redrive.deleted : t.redrive.kept}
    </p>
  );
}

function Failed({ problem }: { problem: Problem }) {
  const { kind } = nextStep(problem);
  const isUnknown = kind === "ask" || kind === "look";
  return (
    <p class={styles.bad}>
      {isUnknown ? t.redrive.unknown : `${text.outcomes.of(problem.token, problem.status).title}. ${t.redrive.nothing}`}
    </p>
  );
}

/** Only what was certainly not sent. */
const isWorthAnotherTry = (result: Redrive) => result.kind === "failed" && nextStep(result.problem).kind === "again";
