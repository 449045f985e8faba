import { useState } from "preact/hooks";

/** What somebody is about to say. */
export interface Draft {
  readonly score: number | undefined;
  readonly comment: string;
}

export const EMPTY: Draft = { score: undefined, comment: "" };

/** As many characters as the API takes. */
export const LONGEST_COMMENT = 1_000;

const place = (name: string) => `pullway.draft.${name}`;

/** Kept in this tab until it is sent: signing in again, or loading the page anew, loses no word. */
export function useDraft(name: string, initial: Draft) {
  const [draft, setDraft] = useState<Draft>(() => kept(name) ?? initial);
  return {
    draft,
    write(changed: Draft) {
      sessionStorage.setItem(place(name), JSON.stringify(changed));
      setDraft(changed);
    },
    forget: () => forgetDraft(name),
  };
}

export function forgetDraft(name: string) {
  sessionStorage.removeItem(place(name));
}

function kept(name: string): Draft | undefined {
  const text = sessionStorage.getItem(place(name));
  return text === null ? undefined : { ...EMPTY, ...(JSON.parse(text) as Partial<Draft>) };
}

/** As the API wants it: blanks around a comment do not count, and no comment is null. */
export function commentOf({ comment }: Draft): string | null {
  return comment.trim() || null;
}
