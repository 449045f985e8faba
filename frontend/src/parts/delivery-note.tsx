import { useEffect, useState } from "preact/hooks";
import { nextStep } from "../api/outcome.ts";
import { signInAddress } from "../session/session.ts";
import type { Delivery } from "../session/use-delivery.ts";
import { text } from "../text/index.ts";
import controls from "./controls.module.css";
import styles from "./delivery-note.module.css";

interface Props {
  readonly delivery: Delivery;
  /** Sends the same once more; where that may help, there is a button for it. */
  readonly again: () => void;
}

/** Says where a delivery stands, in words of its own for each outcome, and what to do next. Empty while all goes well. */
export function DeliveryNote({ delivery, again }: Props) {
  const { state } = delivery;
  const problem = "problem" in state ? state.problem : undefined;
  const told = problem && text.outcomes.of(problem.token, problem.status);
  const step = problem && nextStep(problem).kind;
  // The service says best itself what it does not allow; what the platform says has words of its own.
  const inItsWords = problem?.token === "status-403" || problem?.token === "status-409" ? problem.detail : undefined;
  const next = state.kind === "failed" ? (told?.atLast ?? told?.next) : told?.next;
  return (
    <div role="status" class={styles.place}>
      {told && (
        <div class={state.kind === "failed" ? styles.failed : styles.waiting}>
          <p class={styles.title}>{told.title}</p>
          <p>{inItsWords ?? next}</p>
          <div class={controls.row}>
            {state.kind === "refused" && <Countdown until={state.until} />}
            {state.kind === "checking" && <span>{text.outcomes.checking}</span>}
            {delivery.busy && (
              <button type="button" class={`${controls.button} ${controls.small}`} onClick={delivery.cancel}>
                {text.app.cancel}
              </button>
            )}
            {state.kind === "failed" && step === "sign-in" && (
              <a class={`${controls.button} ${controls.small}`} href={signInAddress()}>
                {text.outcomes.signIn}
              </a>
            )}
            {state.kind === "failed" && (step === "again" || step === "ask") && (
              <button type="button" class={`${controls.button} ${controls.small}`} onClick={again}>
                {text.app.tryAgain}
              </button>
            )}
          </div>
        </div>
      )}
    </div>
  );
}

/** Seconds until something is sent again. A screen reader hears the first number only. */
function Countdown({ until }: { until: number }) {
  const left = () => Math.max(0, Math.ceil((until - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    setSeconds(left);
    const timer = setInterval(() => setSeconds(left), 250);
    return () => clearInterval(timer);
  }, [until]);
  return <span aria-live="off">{text.outcomes.againIn(seconds)}</span>;
}
