// The view of the platform; axe-core looks at it in pages.test.js, but not at its tables. With an echo service
// (run-local --echo 1, as scripts/test does) visitors may send it some work.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { HOME, launch } from "./browser.js";
import { person } from "./pages.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Somebody who looks at the platform, and sees its first picture. */
async function viewer(options) {
  const { context, page, watch } = await person(browser, HOME, options);
  await context.addInitScript({ content: AXE });
  await context.addInitScript(() => {
    globalThis.shifted = 0;
    new PerformanceObserver((list) => {
      for (const each of list.getEntries()) globalThis.shifted += each.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto("/ui/platform");
  await page
    .getByText(/\d+ of \d+ slots work/)
    .first()
    .waitFor();
  return { context, page, watch };
}

for (const colorScheme of ["light", "dark"]) {
  test(`what is drawn is told in tables, too, ${colorScheme}`, async () => {
    const { context, page, watch } = await viewer({ colorScheme });
    await page.getByText("All of this as tables").press("Enter");
    await page.getByRole("table", { name: "Proxies now" }).getByRole("row").nth(1).waitFor();
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} (${nodes[0].failureSummary})`),
      [],
    );
    watch.assertSilent();
    await context.close();
  });
}

test("a visitor sends work by the keyboard, and sees a slot that stays filled while others go past it", async (t) => {
  const { context, page, watch } = await viewer();
  const button = page.getByRole("button", { name: "Send some work" });
  // With PULLWAY_PIDS the platform is one of scripts/test, which has an echo service.
  if (!process.env.PULLWAY_PIDS && !(await button.isVisible())) {
    t.skip("no echo service");
    await context.close();
    return;
  }
  await button.focus();
  await page.keyboard.press("Enter");
  await page.locator("[data-node^='instance'] [data-cell=busy]").first().waitFor();
  await page.getByText(/All answered/).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Send some work");
  const shifted = await page.evaluate(() => globalThis.shifted);
  assert.ok(shifted < 0.01, `nothing moves, but the layout shifted by ${shifted}`);
  watch.assertSilent();
  await context.close();
});

test("who wants no motion sees none", async () => {
  const { context, page, watch } = await viewer({ reducedMotion: "reduce" });
  const running = await page.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === "running").length,
  );
  assert.equal(running, 0);
  watch.assertSilent();
  await context.close();
});
