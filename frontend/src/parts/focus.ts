import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

// The focus moves before the page is painted: who sees what has changed can go on by the keyboard at once.

/** Where somebody goes on who is in this form: at its first field, of stars at the chosen ones. */
export function focusFirst(form: HTMLElement | null) {
  const field = form?.querySelector<HTMLElement>("input:checked") ?? form?.querySelector<HTMLElement>("input");
  field?.focus();
}

/** For a form that takes the place of the button that opened it: the focus goes along. @param opened false for one that was always there */
export function useFirstFocus(form: RefObject<HTMLElement>, opened: boolean) {
  useLayoutEffect(() => {
    if (opened) focusFirst(form.current);
  }, []);
}

/** For a button in whose place something opens: it takes the focus again when that was closed without having done anything. */
export function useReturn() {
  const opener = useRef<HTMLButtonElement>(null);
  const due = useRef(false);
  useLayoutEffect(() => {
    if (!due.current) return;
    due.current = false;
    opener.current?.focus();
  });
  return {
    opener,
    /** To be called with the change that closes it. */
    giveBack() {
      due.current = true;
    },
  };
}
