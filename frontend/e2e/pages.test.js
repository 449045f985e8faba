// Every page for everybody: in both colours, by the keyboard alone, without a mistake that axe-core can find.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { HOME, launch, signIn } from "./browser.js";
import { person, unrated } from "./pages.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PAGES = [
  "/ui",
  "/ui?q=nothing+is+like+this",
  "/ui/services/7",
  "/ui/people",
  "/ui/people/1",
  "/ui/moderation",
  "/ui/platform",
  "/ui/nothing",
];

/** Runs in the page before anything else: what the browser has seen jump (https://wicg.github.io/layout-instability). */
function noteShifts() {
  const shifts = { sum: 0, what: [] };
  globalThis.shifts = shifts;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      shifts.sum += value;
      shifts.what.push(...sources.map(({ node }) => node?.className || node?.nodeName));
    }
  }).observe({ type: "layout-shift", buffered: true });
}

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const colorScheme of ["light", "dark"]) {
  test(`axe-core has nothing to say about any page, ${colorScheme}`, async () => {
    const { page, context, watch } = await person(browser, HOME, { colorScheme, reducedMotion: "reduce" });
    // Not by a script element: the Content-Security-Policy forbids that, as it should.
    await context.addInitScript({ content: AXE });
    await page.goto("/ui");
    await signIn(page, /Yuki/);
    const wrong = [];
    for (const path of PAGES) {
      await page.goto(path);
      await page.waitForFunction(() => document.querySelector("h1") && !document.querySelector("[aria-busy=true]"));
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
      for (const { id, nodes } of violations)
        wrong.push(`${path}: ${id}: ${nodes[0].html} (${nodes[0].failureSummary})`);
    }
    assert.deepEqual(wrong, []);
    watch.assertSilent();
    await context.close();
  });
}

for (const [name, width] of Object.entries({ phone: 375, tablet: 834, wide: 1440 })) {
  for (const who of [undefined, /Anna/]) {
    test(`nothing jumps while a page comes in piece by piece, ${name}, ${who ? "signed in" : "as a visitor"}`, async () => {
      const { page, context, watch } = await person(browser, HOME, { viewport: { width, height: 900 } });
      await context.addInitScript(noteShifts);
      await page.goto("/ui");
      if (who) await signIn(page, who);
      // Else all answers come within a frame or two, and what they move is moved before anybody sees it.
      await page.route(/\/api\/(?!-\/(events|platform))/, async (route) => {
        await new Promise((passed) => setTimeout(passed, 100));
        await route.continue();
      });
      const jumps = [];
      for (const path of ["/ui", "/ui/services/7", "/ui/people", "/ui/people/2", "/ui/platform"]) {
        await page.goto(path);
        await page.waitForFunction(() => !document.querySelector("[aria-busy=true], [class*=skeleton]"));
        const { sum, what } = await page.evaluate(() => globalThis.shifts);
        if (sum >= 0.001) jumps.push(`${path}: ${sum} by ${what}`);
      }
      assert.deepEqual(jumps, []);
      watch.assertSilent();
      await page.unrouteAll({ behavior: "ignoreErrors" });
      await context.close();
    });
  }
}

test("the page of the API shows and opens an operation, and its policy forbids it nothing", async () => {
  const { page, context, watch } = await person(browser, HOME);
  await page.goto("/api/-/docs");
  const operation = page.locator(".opblock", { has: page.locator('[data-path="/ratings"]') }).first();
  await operation.locator(".opblock-summary-control").first().click();
  await operation.getByRole("button", { name: "Try it out" }).waitFor();
  watch.assertSilent();
  await context.close();
});

test("the keyboard alone is enough to find a service, rate it and take the rating back", async () => {
  const { page, context, watch } = await person(browser, HOME);
  const keys = page.keyboard;
  /** Tab by Tab, as somebody without a mouse. */
  const reach = async (name) => {
    for (let i = 0; i < 60; i++) {
      await keys.press("Tab");
      const here = await page.evaluate(() => {
        const { labels, textContent, ariaLabel } = document.activeElement;
        return ariaLabel ?? labels?.[0]?.textContent ?? textContent;
      });
      if (name.test(here)) return;
    }
    assert.fail(`nothing called ${name} is reached`);
  };
  await page.goto("/ui");
  await keys.press("Tab");
  await keys.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "content", "the link to the content leads there");
  await page.goto("/ui");
  await reach(/^Sign in$/);
  await keys.press("Enter");
  await page.getByRole("heading", { name: "Who do you want to be?" }).waitFor();
  await reach(/Mateo/);
  await keys.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  const service = await unrated(context, 2);
  const { name } = await (await context.request.get(`/api/services/${service}`)).json();
  await reach(/^Search services$/);
  await keys.type(name);
  await page.getByText("1 service", { exact: true }).waitFor();
  await reach(new RegExp(`^${name}$`));
  await keys.press("Enter");
  await page.getByRole("radio", { name: "1 star" }).waitFor();
  await reach(/^1 star$/);
  await keys.press("Space");
  for (const _ of [2, 3, 4]) await keys.press("ArrowRight");
  assert.ok(await page.getByRole("radio", { name: "4 stars" }).isChecked());
  await reach(/^Comment/);
  await keys.type("Without a mouse.");
  await keys.press("Control+Enter");
  await page.getByText("Thank you.").waitFor();
  await reach(/^Withdraw$/);
  await keys.press("Enter");
  await page.getByRole("dialog").waitFor();
  await keys.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await keys.press("Enter");
  await page.getByRole("dialog").waitFor();
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Withdraw/);
  await keys.press("Enter");
  await page.getByText("Your rating is withdrawn.").waitFor();
  watch.assertSilent();
  await context.close();
});
