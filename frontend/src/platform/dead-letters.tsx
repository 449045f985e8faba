import { useInfiniteQuery, useQueryClient } from "@tanstack/preact-query";
import { useEffect, useState } from "preact/hooks";
import controls from "../parts/controls.module.css";
import { More } from "../parts/more.tsx";
import { ReadFailed } from "../parts/notes.tsx";
import { useNow } from "../parts/use-now.ts";
import { text } from "../text/index.ts";
import { type Letter, lettersQuery, requestOf } from "./letter-reads.ts";
import styles from "./letters.module.css";
import { OpenLetter } from "./open-letter.tsx";
import tables from "./tables.module.css";
import { Heads } from "./tables.tsx";

const t = text.platform.letters;

/** The letters that nobody could work on, for admins. @param count how many there are now: read anew when it changes */
export function DeadLetters({ count }: { count: number }) {
  const list = useInfiniteQuery(lettersQuery);
  const [opened, setOpened] = useState<string>();
  const client = useQueryClient();
  const readAgain = () => void client.invalidateQueries({ queryKey: lettersQuery.queryKey });
  // The count is what tells that the list has changed.
  useEffect(readAgain, [count]);
  const letters = list.data?.pages.flatMap((page) => page.entries);
  return (
    <section class={styles.letters} aria-labelledby="dead-letters" aria-busy={list.isPending}>
      <h2 id="dead-letters">{t.title}</h2>
      <p>{t.lead}</p>
      {list.isLoadingError && <ReadFailed error={list.error} again={() => void list.refetch()} />}
      {letters?.length === 0 && <p>{t.none}</p>}
      {letters && letters.length > 0 && <LetterTable letters={letters} open={setOpened} />}
      <More list={list} />
      {opened && <OpenLetter key={opened} id={opened} onChanged={readAgain} onClose={() => setOpened(undefined)} />}
    </section>
  );
}

/** @param open told the id of the letter that somebody wants to see */
export function LetterTable({ letters, open }: { letters: readonly Letter[]; open: (id: string) => void }) {
  const now = useNow();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: else a keyboard could not scroll it (axe: scrollable-region-focusable)
    <section class={tables.wide} tabIndex={0} aria-label={t.list}>
      <table>
        <Heads heads={[t.buried, t.reason, t.request, t.from, t.deliveries, t.letter]} />
        <tbody>
          {letters.map((letter) => (
            <tr key={`${letter.id} ${letter.buried}`}>
              <td>
                <time dateTime={letter.buried}>{text.format.when(letter.buried, now)}</time>
              </td>
              <td>{letter.reason.split(":")[0]}</td>
              <td class={styles.request}>{requestOf(letter)}</td>
              <td>{letter.stream}</td>
              <td>{text.format.number(letter.deliveries)}</td>
              <td>
                <button
                  type="button"
                  class={`${controls.button} ${controls.small}`}
                  aria-label={t.openThis(requestOf(letter))}
                  onClick={() => open(letter.id)}
                >
                  {t.open}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
