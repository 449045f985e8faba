// A proxy dies while a rating is under way. PULLWAY_PIDS is the folder in which run-local keeps the process ids.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { HOME, launch, signIn } from "./browser.js";
import { fillIn, person, ratingsWith, unrated, withdraw } from "./pages.js";

const PIDS = process.env.PULLWAY_PIDS;
const pid = async (name) => Number(await readFile(`${PIDS}/${name}.pid`, "utf8"));

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test("a proxy is killed in the middle of a rating: there is one rating", {
  skip: !PIDS && "no PULLWAY_PIDS",
}, async () => {
  const { page, context, watch } = await person(browser, HOME);
  const service = await unrated(context, 2);
  await page.goto(`/ui/services/${service}`);
  await signIn(page, /Mateo/);
  const words = `Bumpy ${Math.random()}`;
  await fillIn(page, 4, words);
  // The service stands still: the rating is under way and has no answer when the proxy that has it dies. Which one has it
  // is the gateway's choice; both are killed, one after the other, and run-local's gateway goes on with the other one.
  const instance = await pid("service-1");
  const proxy = await pid("proxy-1");
  process.kill(instance, "SIGSTOP");
  try {
    const sent = page.waitForRequest(
      (request) => request.method() === "POST" && request.url().endsWith("/api/ratings"),
    );
    await page.getByRole("button", { name: "Rate", exact: true }).click();
    await sent;
    process.kill(proxy, "SIGKILL");
  } finally {
    process.kill(instance, "SIGCONT");
  }
  await page.getByText("Thank you.").waitFor();
  assert.equal((await ratingsWith(context, service, words)).length, 1);
  await withdraw(page);
  watch.assertSilent(/Failed to load resource: (net::ERR_|the server responded with a status of 50[234])/);
  await context.close();
});
