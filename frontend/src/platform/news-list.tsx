import { text } from "../text/index.ts";
import type { News } from "./model.ts";
import { clock } from "./numbers.ts";
import styles from "./platform.module.css";

const t = text.platform.news;
const SHOWN = 6;

/** Who came and went. */
export function NewsList({ news }: { news: readonly News[] }) {
  return (
    <section class={styles.news} aria-labelledby="news">
      <h2 id="news">{t.title}</h2>
      {news.length === 0 && <p class={styles.quiet}>{t.none}</p>}
      <div role="log" aria-labelledby="news">
        <ol>
          {news.slice(0, SHOWN).map((each) => (
            <li key={each.key} data-what={each.what}>
              <time dateTime={each.time}>{clock(each.time)}</time> <strong>{each.name}</strong> {t[each.what]}
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
