// What people do, in a real browser against what scripts/run-local serves (PULLWAY_URL): node --test e2e.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HOME, launch, signIn } from "./browser.js";
import { fillIn, person, rate, rateForm, ratingsWith, unrated, withdraw } from "./pages.js";

/** Nothing else is wanted of a browser whose line was cut than that it says so. */
const CUT = /Failed to load resource: net::ERR_/;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Users of the example data: profiles of people of the development issuer. */
const ANNA = 1;
const MATEO = 2;

/** Chance, so that a run finds nothing of another one. */
const mark = (what) => `${what} ${Math.random().toString(36).slice(2)}`;

test("somebody searches, filters, and comes back to the same view by its address", async () => {
  const { page, watch, context } = await person(browser, HOME);
  await page.goto("/ui");
  await page.getByLabel("Search services").fill("deli");
  await page.getByText(/^\d services?$/).waitFor();
  await page.waitForURL(/q=deli/);
  await page.getByLabel("Average").selectOption({ label: "4 and better" });
  await page.waitForURL(/least=4/);
  const shown = await page.getByRole("status").first().textContent();
  await page
    .getByRole("link", { name: /Same-day|Installation/ })
    .first()
    .click();
  await page.getByRole("heading", { name: "Ratings" }).waitFor();
  await page.goBack();
  assert.equal(await page.getByLabel("Search services").inputValue(), "deli");
  await page.reload();
  await page.getByText(shown, { exact: true }).waitFor();
  watch.assertSilent();
  await context.close();
});

test("a rating is seen by another browser while it comes, then edited, then withdrawn", async () => {
  const anna = await person(browser, HOME);
  const mateo = await person(browser, HOME);
  const words = mark("Found it at once.");
  const service = await unrated(anna.context, ANNA);
  await mateo.page.goto(`/ui/services/${service}`);
  await mateo.page.getByText("Live", { exact: true }).waitFor();
  await anna.page.goto(`/ui/services/${service}`);
  await signIn(anna.page, /Anna/);
  await rate(anna.page, 4, words);
  await mateo.page.getByText(words).waitFor();

  await rateForm(anna.page).getByRole("button", { name: "Edit" }).click();
  const better = mark("Even better.");
  await fillIn(anna.page, 5, better);
  await anna.page.getByRole("button", { name: "Save changes" }).click();
  await anna.page.getByText("Your changes are published.").waitFor();
  await mateo.page.getByText(better).waitFor();
  assert.equal((await ratingsWith(anna.context, service, better))[0].score, 5);

  await withdraw(anna.page);
  await mateo.page.getByText(better).waitFor({ state: "detached" });
  anna.watch.assertSilent();
  mateo.watch.assertSilent();
  await anna.context.close();
  await mateo.context.close();
});

test("who edits an older version than there is is told, and shown the newer one", async () => {
  const { page, context, watch } = await person(browser, HOME);
  const service = await unrated(context, MATEO);
  await page.goto(`/ui/services/${service}`);
  await signIn(page, /Mateo/);
  await rate(page, 3, mark("First."));
  await rateForm(page).getByRole("button", { name: "Edit" }).click();
  const elsewhere = await context.newPage();
  await elsewhere.goto(`/ui/services/${service}`);
  await rateForm(elsewhere).getByRole("button", { name: "Edit" }).click();
  const newer = mark("Newer.");
  await fillIn(elsewhere, 2, newer);
  await elsewhere.getByRole("button", { name: "Save changes" }).click();
  await elsewhere.getByText("Your changes are published.").waitFor();

  await fillIn(page, 5, "Older.");
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.getByText("Somebody was quicker").waitFor();
  await page.getByRole("button", { name: "Show the newer one" }).click();
  await page.waitForFunction((text) => document.querySelector("textarea")?.value === text, newer);
  await rateForm(page).getByRole("button", { name: "Cancel" }).click();
  await withdraw(page);
  watch.assertSilent(/status of 412/);
  await context.close();
});

test("signing in, making a profile, signing out", async () => {
  const { page, context, watch } = await person(browser, HOME);
  await page.goto("/ui/services/3");
  await rateForm(page).getByText("Sign in to say what you think.").waitFor();
  await signIn(page, /Ada/);
  await page.waitForURL("**/ui/services/3");
  const seen = await page.evaluate(() => JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }]));
  assert.match(seen, /^\["",/, "no script sees a cookie");
  assert.doesNotMatch(seen, /eyJ/, "no script finds a token");
  const form = rateForm(page);
  if (
    await form
      .getByLabel("First name")
      .waitFor({ timeout: 5_000 })
      .then(
        () => true,
        () => false,
      )
  ) {
    assert.equal(await form.getByLabel("First name").inputValue(), "Ada");
    await form.getByRole("button", { name: "Make my profile" }).click();
  }
  await form.getByRole("button", { name: /Rate|Edit/ }).waitFor();
  await page.getByRole("link", { name: "Ada", exact: true }).click();
  await page.getByRole("heading", { name: "Ada Lovelace" }).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("link", { name: "Sign in" }).waitFor();
  assert.equal((await (await context.request.get("/api/-/session")).json()).signedIn, false);
  watch.assertSilent();
  await context.close();
});

test("a moderator deletes what should not be there", async () => {
  const anna = await person(browser, HOME);
  const service = await unrated(anna.context, ANNA);
  await anna.page.goto(`/ui/services/${service}`);
  await signIn(anna.page, /Anna/);
  const words = mark("Not nice at all.");
  await rate(anna.page, 1, words);
  await anna.page.goto("/ui/moderation");
  await anna.page.getByText("This page is for moderators").waitFor();

  const chidi = await person(browser, HOME);
  await chidi.page.goto("/ui");
  await signIn(chidi.page, /Chidi/);
  await chidi.page.getByRole("link", { name: "Moderation" }).click();
  const row = chidi.page.getByRole("listitem").filter({ hasText: words });
  await row.getByRole("button", { name: "Delete" }).click();
  await chidi.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await row.waitFor({ state: "detached" });
  await chidi.page.getByText("The rating is deleted.").waitFor();
  await chidi.page.waitForFunction(() => document.activeElement.textContent === "The rating is deleted.");
  assert.deepEqual(await ratingsWith(anna.context, service, words), []);
  for (const { watch, context } of [anna, chidi]) {
    watch.assertSilent();
    await context.close();
  }
});

test("two clicks are one rating", async () => {
  const { page, context, watch } = await person(browser, HOME);
  const service = await unrated(context, ANNA);
  await page.goto(`/ui/services/${service}`);
  await signIn(page, /Anna/);
  const words = mark("Twice.");
  await fillIn(page, 4, words);
  await page.getByRole("button", { name: "Rate", exact: true }).dblclick();
  await page.getByText("Thank you.").waitFor();
  assert.equal((await ratingsWith(context, service, words)).length, 1);
  await withdraw(page);
  watch.assertSilent();
  await context.close();
});

test("the network is cut in the middle of a rating and comes back: there is one rating", async () => {
  const { page, context, watch } = await person(browser, HOME);
  const service = await unrated(context, ANNA);
  await page.goto(`/ui/services/${service}`);
  await signIn(page, /Anna/);
  const words = mark("Through a tunnel.");
  await fillIn(page, 5, words);
  const keys = [];
  // The request reaches the platform, its answer does not reach the browser.
  await page.route("**/api/ratings", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    keys.push(route.request().headers()["idempotency-key"]);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    await context.setOffline(true);
    await route.abort("connectionreset");
  });
  await page.getByRole("button", { name: "Rate", exact: true }).click();
  await page.getByText("There is no connection").waitFor();
  await context.setOffline(false);
  await page.getByText("Thank you.").waitFor();
  assert.ok(keys.length >= 2 && new Set(keys).size === 1, `one key: ${keys}`);
  assert.equal((await ratingsWith(context, service, words)).length, 1);
  await page.unroute("**/api/ratings");
  await withdraw(page);
  watch.assertSilent(CUT);
  await context.close();
});

test("with one connection in five cut at random nothing is lost and nothing is doubled", async () => {
  const { page, context, watch } = await person(browser, HOME);
  const service = await unrated(context, ANNA);
  await page.goto(`/ui/services/${service}`);
  await signIn(page, /Anna/);
  let cuts = 0;
  // Every second cut is on the way there, the others on the way back: the platform has carried the request out.
  await page.route(/\/api\/(?!-\/events)/, async (route) => {
    if (Math.random() >= 0.2) return route.continue();
    if (cuts++ % 2 === 0) await route.fetch().catch(() => {});
    await route.abort("connectionreset");
  });
  for (let round = 0; round < 4; round++) {
    const first = mark(`Round ${round}.`);
    await rate(page, 3, first);
    assert.equal((await ratingsWith(context, service, first)).length, 1);
    await rateForm(page).getByRole("button", { name: "Edit" }).click();
    const second = mark(`Round ${round} again.`);
    await fillIn(page, 4, second);
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Your changes are published.").waitFor();
    assert.equal((await ratingsWith(context, service, second)).length, 1);
    await withdraw(page);
    assert.equal((await ratingsWith(context, service, second)).length, 0);
  }
  await page.unrouteAll({ behavior: "ignoreErrors" });
  assert.ok(cuts > 0, "some connections were cut");
  // 404: withdrawn already, but the answer was cut.
  watch.assertSilent(/Failed to load resource: (net::ERR_|the server responded with a status of 404)/);
  await context.close();
});
