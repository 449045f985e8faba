/**
 * What this tab keeps over a reload for who has signed in: keys of wishes (`keys.ts`) and drafts (`draft.ts`). When somebody
 * signs out, all of it goes.
 */
const PLACE = "pullway.kept.";

export function keep(name: string, value: unknown) {
  sessionStorage.setItem(PLACE + name, JSON.stringify(value));
}

/** Undefined where nothing is kept under this name. */
export function kept<T>(name: string): T | undefined {
  const text = sessionStorage.getItem(PLACE + name);
  return text === null ? undefined : (JSON.parse(text) as T);
}

export function drop(name: string) {
  sessionStorage.removeItem(PLACE + name);
}

/** The next one in this tab finds nothing of it. */
export function dropAll() {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(PLACE)) sessionStorage.removeItem(name);
}
