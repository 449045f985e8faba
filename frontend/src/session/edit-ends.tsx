import controls from "../parts/controls.module.css";
import { text } from "../text/index.ts";
import type { DeliveryState } from "./use-delivery.ts";

interface Props {
  readonly state: DeliveryState;
  /** Forgets the draft. */
  readonly forget: () => void;
  readonly onClose: () => void;
  readonly onNewer: () => void;
}

/** How the change of one version ends unsent: given up, or left for the version that somebody else has made meanwhile. */
export function EditEnds({ state, forget, onClose, onNewer }: Props) {
  return (
    <>
      <button
        type="button"
        class={controls.button}
        onClick={() => {
          forget();
          onClose();
        }}
      >
        {text.app.cancel}
      </button>
      {state.kind === "failed" && state.problem.status === 412 && (
        <button type="button" class={controls.button} onClick={onNewer}>
          {text.rate.loadNewer}
        </button>
      )}
    </>
  );
}
