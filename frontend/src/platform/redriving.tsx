import { useEffect, useId, useRef, useState } from "preact/hooks";
import { nextStep } from "../api/outcome.ts";
import type { Problem } from "../api/problem.ts";
import controls from "../parts/controls.module.css";
import dialogs from "../parts/dialog.module.css";
import { text } from "../text/index.ts";
import { isEvent, type OpenedLetter, type Redrive, type Redriven, redrive, requestOf } from "./letter-reads.ts";
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

/** Asks before a letter is sent again, or its event told again, has that done once, and tells what became of it. The browser keeps the focus inside. */
export function Redriving({ letter, onTold, onClose, send = redrive }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const [state, setState] = useState<"asking" | "sending" | Redrive>("asking");
  const words = isEvent(letter) ? t.retell : t.redrive;
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
      <h2 id={heading}>{words.title}</h2>
      <p>{words.explained(requestOf(letter))}</p>
      {letter.warnings.map((warning) => (
        <p key={warning} class={styles.warning}>
          {t.warnings[warning]}
        </p>
      ))}
      <div role="status">
        {busy && <p>{words.sending}</p>}
        {result?.kind === "told" && <Told what={result.what} />}
        {result?.kind === "failed" && <Failed letter={letter} problem={result.problem} />}
      </div>
      <div class={controls.row}>
        {(!result || isWorthAnotherTry(letter, result)) && (
          <button
            type="button"
            class={`${controls.button} ${controls.primary}`}
            aria-disabled={busy}
            onClick={() => void start()}
          >
            {words.action}
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
      {ending(outcome, status, servedBy)} {deleted ? t.redrive.deleted : t.redrive.kept}
    </p>
  );
}

function ending(outcome: string, status: number, servedBy: string) {
  switch (outcome) {
    case "told-again":
      return t.retell.told;
    case "answered":
      return t.redrive.answered(status, servedBy);
    case "no-answer":
      return t.redrive["no-answer"];
    default:
      return t.redrive.ended(outcome, status);
  }
}

function Failed({ letter, problem }: { letter: OpenedLetter; problem: Problem }) {
  const words = isEvent(letter) ? t.retell : t.redrive;
  if (isUnknown(problem)) return <p class={styles.bad}>{words.unknown}</p>;
  return (
    <>
      <p class={styles.bad}>{`${text.outcomes.of(problem.token, problem.status).title}. ${words.nothing}`}</p>
      {isEvent(letter) && problem.token === "not-redrivable" && <p>{t.retell.byOperator(letter.id)}</p>}
    </>
  );
}

function isUnknown(problem: Problem) {
  const { kind } = nextStep(problem);
  return kind === "ask" || kind === "look";
}

/** Only what was certainly not sent; and an event, which everybody knows who has done it. */
const isWorthAnotherTry = (letter: OpenedLetter, result: Redrive) =>
  result.kind === "failed" &&
  (nextStep(result.problem).kind === "again" || (isEvent(letter) && isUnknown(result.problem)));
