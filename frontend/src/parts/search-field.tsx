import { useEffect, useId, useState } from "preact/hooks";
import controls from "./controls.module.css";

interface Props {
  readonly label: string;
  readonly hint: string;
  readonly longest: number;
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** So long after the last letter is searched. */
const PAUSE_MILLIS = 200;

/** Searches while somebody types. Changed from outside (the way back), it shows that. */
export function SearchField({ label, hint, longest, value, onSearch }: Props) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(() => onSearch(typed.trim()), PAUSE_MILLIS);
    return () => clearTimeout(timer);
    // The handler is another one at each rendering: only what is typed counts.
  }, [typed]);
  return (
    <div class={controls.field}>
      <label class={controls.label} for={id}>
        {label}
      </label>
      <input
        id={id}
        class={controls.input}
        type="search"
        placeholder={hint}
        maxLength={longest}
        autocomplete="off"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </div>
  );
}
