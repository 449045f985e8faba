import { useEffect, useId, useRef, useState } from "preact/hooks";
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
  const latest = useRef(onSearch);
  latest.current = onSearch;
  // What is searched for is without the blanks around it: whoever is about to type another word keeps them.
  useEffect(() => setTyped((now) => (now.trim() === value ? now : value)), [value]);
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(() => latest.current(typed.trim()), PAUSE_MILLIS);
    return () => clearTimeout(timer);
    // Only what is typed begins the pause anew; the handler, another one at each rendering, knows the filters of then.
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
