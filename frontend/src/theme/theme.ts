/** What a person may choose; `system` follows the machine, and is what counts without a choice. */
export type Theme = "system" | "light" | "dark";

const KEPT_AS = "pullway.theme";
const THEMES: readonly string[] = ["system", "light", "dark"] satisfies Theme[];

const isTheme = (value: string | null): value is Theme => value !== null && THEMES.includes(value);

/** The choice of this browser. */
export function chosenTheme(): Theme {
  const kept = localStorage.getItem(KEPT_AS);
  return isTheme(kept) ? kept : "system";
}

/** Shows it at once and keeps it for the next visit. */
export function chooseTheme(theme: Theme) {
  if (theme === "system") localStorage.removeItem(KEPT_AS);
  else localStorage.setItem(KEPT_AS, theme);
  showTheme(theme);
}

export function showTheme(theme: Theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
