// Debian's Chromium (or whatever PULLWAY_CHROMIUM names) by playwright-core, which brings no browser of its own.
import { chromium } from "playwright-core";

/** Where the application is, as `http://localhost:8080`. */
export const HOME = process.env.PULLWAY_URL ?? "http://localhost:8080";

export const launch = () =>
  chromium.launch({
    executablePath: process.env.PULLWAY_CHROMIUM ?? "/usr/bin/chromium",
    // Root has no sandbox to give; nothing but our own page is loaded.
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });

/** Signs in as one of the people of the development issuer, and ends on the page where it began. */
export async function signIn(page, name) {
  await page.getByRole("link", { name: "Sign in", exact: true }).first().click();
  await page.getByRole("link", { name }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}
