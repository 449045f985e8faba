import { text } from "../text/index.ts";
import styles from "./stars.module.css";

const SCORES = [1, 2, 3, 4, 5] as const;
const STAR = "M12 2.6l2.9 6.1 6.6.9-4.8 4.6 1.2 6.6L12 17.6l-5.9 3.2 1.2-6.6L2.5 9.6l6.6-.9z";

function Star() {
  return (
    <svg class={styles.star} viewBox="0 0 24 24" aria-hidden="true">
      <path d={STAR} />
    </svg>
  );
}

/** A score or an average, drawn to a tenth of a star. */
export function Stars({ value }: { value: number }) {
  return (
    <span class={styles.stars} role="img" aria-label={text.stars.of(value)}>
      {SCORES.map((score) => (
        <Star key={score} />
      ))}
      <span class={styles.filled} style={{ width: `${value * 20}%` }}>
        {SCORES.map((score) => (
          <Star key={score} />
        ))}
      </span>
    </span>
  );
}

interface ChoiceProps {
  readonly value: number | undefined;
  readonly name: string;
  readonly wrong: string | undefined;
  /** Whether it cannot be changed for now; it keeps the focus all the same. */
  readonly fixed: boolean;
  readonly onChoose: (score: number) => void;
}

/** Five radio buttons that look like stars: arrow keys move, and a screen reader says "4 stars". */
export function StarChoice({ value, name, wrong, fixed, onChoose }: ChoiceProps) {
  return (
    <fieldset class={styles.choice} aria-disabled={fixed} aria-describedby={wrong ? `${name}-wrong` : undefined}>
      <legend class={styles.legend}>{text.rate.score}</legend>
      <div class={styles.options}>
        {SCORES.map((score) => (
          <label key={score} class={styles.option} data-on={value !== undefined && score <= value}>
            <input
              class="hidden"
              type="radio"
              name={name}
              value={score}
              checked={value === score}
              // Arrow keys come as clicks, too (https://html.spec.whatwg.org/#radio-button-state-(type=radio)).
              onClick={(event) => fixed && event.preventDefault()}
              onChange={() => onChoose(score)}
            />
            <Star />
            <span class="hidden">{text.stars.choice(score)}</span>
          </label>
        ))}
        <span class={styles.meaning} aria-hidden="true">
          {value === undefined ? "" : text.stars.meaning[value]}
        </span>
      </div>
      <p id={`${name}-wrong`} role="alert" class={styles.wrong}>
        {wrong}
      </p>
    </fieldset>
  );
}
