import { useState } from "preact/hooks";
import { drop, keep, kept } from "../api/kept.ts";
import { forgetKey } from "../api/keys.ts";

const PLACE = "draft.";

/**
 * What somebody is about to say, kept in this tab until it is sent, dropped or the writer signs out: signing in again, or
 * loading the page anew, loses no word.
 *
 * @param name tells drafts apart, those of several people too: as `rate/7/1`
 */
export function useDraft<T extends object>(name: string, initial: T) {
  const [draft, setDraft] = useState<T>(() => ({ ...initial, ...kept<Partial<T>>(PLACE + name) }));
  return {
    draft,
    write(changed: T) {
      keep(PLACE + name, changed);
      setDraft(changed);
    },
    forget: () => drop(PLACE + name),
  };
}

/** What was wanted is there, though nobody waited for the answer: neither its key nor its draft is for the next one. */
export function forgetWish(name: string) {
  forgetKey(name);
  drop(PLACE + name);
}
