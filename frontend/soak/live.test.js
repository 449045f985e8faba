// A thousand ratings a minute come while somebody watches: PULLWAY_LIVE_MINUTES of them, else ten.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HOME, launch } from "../e2e/browser.js";
import { burden, tasks } from "../e2e/burden.js";
import { person } from "../e2e/pages.js";
import { crowd } from "./crowd.js";

const MINUTES = Number(process.env.PULLWAY_LIVE_MINUTES ?? 10);
const A_MINUTE = 1_000;
/** Lists are full then, and what runs often is compiled. */
const WARMING = 1_000;

const MOST_SCRIPT_MILLIS = 4;
const LONGEST_MILLIS = 50;
const MOST_GROWTH = 1.05;

let browser;
/** The crowd has a browser of its own: its page is not among those that are measured. */
let elsewhere;
let many;
before(async () => {
  browser = await launch();
  elsewhere = await launch();
  many = await crowd(elsewhere, HOME, WARMING + MINUTES * A_MINUTE);
});
after(async () => {
  await many.close();
  await elsewhere.close();
  await browser.close();
});

async function watcher(path) {
  const { page, context, watch } = await person(browser, HOME);
  await page.goto(path);
  await page.getByText("Live", { exact: true }).waitFor();
  return {
    path,
    cost: await burden(page),
    shows: (count) =>
      page
        .getByText(`${count.toLocaleString("en")} ratings`)
        .first()
        .waitFor(),
    async close() {
      watch.assertSilent();
      await context.close();
    },
  };
}

test(`1,000 ratings a minute are no burden to a page, for ${MINUTES} min`, async (t) => {
  const watchers = [
    await watcher(`/ui/services/${many.service}`),
    await watcher(`/ui?q=${encodeURIComponent(many.name)}`),
  ];
  const rate = async (count) => {
    const come = await many.rate(count, (count / A_MINUTE) * 60_000);
    await Promise.all(watchers.map((each) => each.shows(come)));
  };
  await rate(WARMING);
  for (const each of watchers) each.held = await each.cost.heap();
  for (let minute = 1; minute <= MINUTES; minute++) {
    const before = await Promise.all(watchers.map(({ cost }) => cost.scriptMillis()));
    const longest = (await tasks(browser, () => rate(A_MINUTE))).reduce((most, each) => Math.max(most, each));
    t.diagnostic(`minute ${minute}: longest task ${longest} ms`);
    assert.ok(longest <= LONGEST_MILLIS, `a task of ${longest} ms`);
    for (const [i, { path, cost }] of watchers.entries()) {
      const each = ((await cost.scriptMillis()) - before[i]) / A_MINUTE;
      t.diagnostic(`minute ${minute}: ${each.toFixed(2)} ms of script a rating at ${path}`);
      assert.ok(each <= MOST_SCRIPT_MILLIS, `${each} ms of script a rating at ${path}`);
    }
  }
  for (const { path, cost, held } of watchers) {
    const growth = (await cost.heap()) / held;
    t.diagnostic(`the heap of ${path} is ${growth.toFixed(3)} of ${(held / 1024).toFixed(0)} KiB`);
    assert.ok(growth < MOST_GROWTH, `the heap of ${path} is ${growth} of what it was`);
  }
  for (const each of watchers) await each.close();
});
