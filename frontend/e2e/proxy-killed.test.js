// A proxy dies while a rating is under way. PULLWAY_PIDS is the folder in which run-local keeps the process ids.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { HOME, launch, signIn } from "./browser.js";
import { fillIn, person, ratingsWith, unrated, withdraw } from "./pages.js";

const PIDS = process.env.PULLWAY_PIDS;
const pid = async (name) => Number(await readFile(`${PIDS}/${name}.pid`, "utf8"));

/** The number of the proxy that has a request with a body in its hands, as its figures tell. */
async function proxyWithBody() {
  const { port } = new URL(HOME);
  for (const end = Date.now() + 10_000; Date.now() < end; ) {
    for (const number of [1, 2]) {
      // One that an earlier run has killed has nothing.
      const answer = await fetch(`http://127.0.0.1:${Number(port) + 1000 + number}/q/metrics`).catch(() => undefined);
      const figures = (await answer?.text()) ?? "";
      if (/^pullway_proxy_bodies_in_flight_bytes [1-9]/m.test(figures)) return number;
    }
  }
  throw new Error("no proxy has the request");
}

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
  // The service stands still, so that the rating is under way and has no answer when the proxy that has it dies.
  const instance = await pid("service-1");
  process.kill(instance, "SIGSTOP");
  try {
    await page.getByRole("button", { name: "Rate", exact: true }).click();
    process.kill(await pid(`proxy-${await proxyWithBody()}`), "SIGKILL");
    await page.getByText(/The way to the service broke|There is no connection/).waitFor();
  } finally {
    process.kill(instance, "SIGCONT");
  }
  await page.getByText("Thank you.").waitFor();
  assert.equal((await ratingsWith(context, service, words)).length, 1);
  await withdraw(page);
  watch.assertSilent(/Failed to load resource: (net::ERR_|the server responded with a status of 50[234])/);
  await context.close();
});
