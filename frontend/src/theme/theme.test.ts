import { afterEach, expect, test } from "vitest";
import { chooseTheme, chosenTheme } from "./theme.ts";

afterEach(() => localStorage.clear());

test("without a choice the system decides", () => {
  expect(chosenTheme()).toBe("system");
});

test("a choice is shown at once, kept, and can be taken back", () => {
  chooseTheme("dark");
  expect(chosenTheme()).toBe("dark");
  expect(document.documentElement.dataset.theme).toBe("dark");
  chooseTheme("system");
  expect(chosenTheme()).toBe("system");
  expect(document.documentElement.dataset.theme).toBeUndefined();
});

test("what somebody else has kept under our name is no choice", () => {
  localStorage.setItem("pullway.theme", "sepia");
  expect(chosenTheme()).toBe("system");
});
