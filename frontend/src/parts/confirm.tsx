import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { text } from "../text/index.ts";
import styles from "./confirm.module.css";
import controls from "./controls.module.css";

interface Props {
  readonly title: string;
  readonly explained: string;
  readonly action: string;
  readonly busy: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  /** Where the delivery tells how it goes. */
  readonly children?: ComponentChildren;
}

/** Asks before something is done that cannot be undone. The browser keeps the focus inside and gives it back. */
export function Confirm({ title, explained, action, busy, onConfirm, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class={styles.dialog} aria-labelledby={`${id}-title`} onClose={onClose}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p>{explained}</p>
      {children}
      <div class={controls.row}>
        <button
          type="button"
          class={`${controls.button} ${controls.danger}`}
          aria-disabled={busy}
          onClick={() => busy || onConfirm()}
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
