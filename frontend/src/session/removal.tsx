import { useEffect, useId, useRef } from "preact/hooks";
import type { Try } from "../api/delivery.ts";
import controls from "../parts/controls.module.css";
import { DeliveryNote } from "../parts/delivery-note.tsx";
import dialogs from "../parts/dialog.module.css";
import { text } from "../text/index.ts";
import { type Hold, useHold } from "./hold.ts";
import { useDelivery } from "./use-delivery.ts";

interface Props {
  /** Names what is removed, as `rating/5`. */
  readonly what: string;
  readonly title: string;
  readonly explained: string;
  readonly action: string;
  readonly send: Try<unknown>;
  /** While it holds, what was removed may be heard of already, and the answer is still to come. */
  readonly hold?: Hold;
  readonly onGone: () => void;
  readonly onClose: () => void;
}

/** Asks before something is removed for good, removes it, and tells how that goes. The browser keeps the focus inside. */
export function Removal({ what, title, explained, action, send, hold, onGone, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const delivery = useDelivery();
  useHold(delivery, hold);
  useEffect(() => dialog.current?.showModal(), []);
  const remove = async () => {
    const gone = await delivery.start({ name: `remove/${what}`, content: what, keyed: false }, send);
    if (gone) onGone();
  };
  return (
    <dialog ref={dialog} class={dialogs.dialog} aria-labelledby={`${id}-title`} onClose={onClose}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p>{explained}</p>
      <DeliveryNote delivery={delivery} again={remove} />
      <div class={controls.row}>
        <button
          type="button"
          class={`${controls.button} ${controls.danger}`}
          aria-disabled={delivery.busy}
          onClick={() => delivery.busy || remove()}
        >
          {action}
        </button>
        <button type="button" class={controls.button} onClick={() => dialog.current?.close()}>
          {text.app.cancel}
        </button>
      </div>
    </dialog>
  );
}
