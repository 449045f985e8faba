import { useId } from "preact/hooks";
import controls from "./controls.module.css";

interface Props<T extends string | number> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onChoose: (value: T) => void;
}

/** One of a few values. */
export function Select<T extends string | number>({ label, value, options, onChoose }: Props<T>) {
  const id = useId();
  return (
    <div class={controls.field}>
      <label class={controls.label} for={id}>
        {label}
      </label>
      <select
        id={id}
        class={controls.input}
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = options[currentTarget.selectedIndex];
          if (chosen) onChoose(chosen[0]);
        }}
      >
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
