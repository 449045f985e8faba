import { drop, keep, kept } from "./kept.ts";

/**
 * The `Idempotency-Key` of a thing that somebody wants to be done: the same for the same wish, also after the page was
 * loaded anew, until {@link forgetKey}. Other content is another wish and gets another key: the platform refuses an old
 * one for it (422 `key-reused`).
 *
 * @param wish names what is wanted, as `rate/7`; one at a time of each name, in this tab
 */
export function keyFor(wish: string, content: unknown): string {
  const text = JSON.stringify(content);
  const [keptKey, keptText] = kept<[string, string]>(PLACE + wish) ?? [];
  if (keptKey && keptText === text) return keptKey;
  const key = newKey();
  keep(PLACE + wish, [key, text]);
  return key;
}

/** The platform has told how it ended: the same wish once more is a new one. */
export function forgetKey(wish: string) {
  drop(PLACE + wish);
}

const PLACE = "key.";

/** 128 random bits. Not `randomUUID`, which pages over plain HTTP have on localhost only. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
