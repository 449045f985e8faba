import { expect, test } from "vitest";
import { en } from "./en.ts";

const sources = import.meta.glob<string>("../**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
const code = Object.entries(sources)
  .filter(([path]) => !path.startsWith("./") && !path.includes(".test."))
  .map(([, source]) => source)
  .join("\n");

/** The parts of the view of the platform have names of their own there. */
const { platform: _, ...sections } = en;
const names = Object.entries(sections).flatMap(([section, texts]) => Object.keys(texts).map((key) => [section, key]));

test.each(names)("text.%s.%s is said somewhere", (section, key) => {
  const said = code.includes(`text.${section}.${key}`);
  // Or chosen by a value, as text.live[state].
  expect(said || (code.includes(`text.${section}[`) && code.includes(`"${key}"`))).toBe(true);
});

test("what has a language stands in text/", () => {
  expect(code).not.toMatch(/Intl\.|toLocale/);
});
