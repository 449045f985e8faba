import { useState } from "preact/hooks";
import controls from "../parts/controls.module.css";
import { text } from "../text/index.ts";
import { chooseTheme, chosenTheme, type Theme } from "../theme/theme.ts";
import styles from "./frame.module.css";

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };

const DRAWN: Record<Theme, string> = {
  system: "M4 5h16v11H4zM9 20h6M12 16v4",
  light:
    "M12 8a4 4 0 100 8 4 4 0 000-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M5 19l1.5-1.5M17.5 6.5L19 5",
  dark: "M20 14.5A8.5 8.5 0 119.5 4a7 7 0 0010.5 10.5z",
};

/** Goes through the colours: as the system, light, dark. */
export function ThemeButton() {
  const [theme, setTheme] = useState(chosenTheme);
  const name = `${text.app.theme}: ${text.app.themes[theme]}`;
  return (
    <button
      type="button"
      class={`${controls.button} ${controls.small} ${styles.theme}`}
      aria-label={name}
      title={name}
      onClick={() => {
        chooseTheme(NEXT[theme]);
        setTheme(NEXT[theme]);
      }}
    >
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
        <path d={DRAWN[theme]} />
      </svg>
    </button>
  );
}
