import type { Statistics } from "../api/client.ts";
import { text } from "../text/index.ts";
import styles from "./distribution.module.css";

const SCORES = [5, 4, 3, 2, 1] as const;

interface Props {
  readonly statistics: Statistics | undefined;
  readonly chosen: number | undefined;
  /** Where a choice of one score, or of none, leads. */
  readonly address: (score: number | undefined) => string;
}

/** How many ratings have each score, as bars. Each is a link that shows only those, and a second time all. */
export function Distribution({ statistics, chosen, address }: Props) {
  const counts = statistics?.distribution ?? {};
  const most = Math.max(1, ...SCORES.map((score) => counts[score] ?? 0));
  return (
    <ul class={styles.bars} aria-label={text.distribution.title} aria-busy={!statistics}>
      {SCORES.map((score) => {
        const count = counts[score] ?? 0;
        const share = statistics?.count ? count / statistics.count : 0;
        const isChosen = chosen === score;
        return (
          <li key={score}>
            <a
              class={styles.bar}
              href={address(isChosen ? undefined : score)}
              aria-current={isChosen}
              title={isChosen ? text.distribution.all : text.distribution.only(score)}
            >
              <span class="hidden">{text.distribution.bar(score, count, share)}</span>
              <span aria-hidden="true">{score}</span>
              <span aria-hidden="true" class={styles.track}>
                <span class={styles.fill} style={{ transform: `scaleX(${count / most})` }} />
              </span>
              <span aria-hidden="true" class={styles.count}>
                {statistics ? text.format.number(count) : ""}
              </span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}

const UP = [1, 2, 3, 4, 5] as const;
const HEIGHT = 28;

/** The same, small: five columns from one star to five. */
export function Spark({ distribution }: { distribution: Record<string, number> | undefined }) {
  const counts = UP.map((score) => distribution?.[score] ?? 0);
  const most = Math.max(1, ...counts);
  return (
    <svg
      class={styles.spark}
      viewBox={`0 0 58 ${HEIGHT + 2}`}
      role="img"
      aria-label={text.distribution.short(counts)}
      data-known={distribution !== undefined}
    >
      {counts.map((count, index) => {
        const height = 2 + (HEIGHT * count) / most;
        return <rect key={index} x={index * 12} y={HEIGHT + 2 - height} width="10" height={height} rx="1.5" />;
      })}
    </svg>
  );
}
