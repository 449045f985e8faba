// What a person does on the pages, for the stories and whoever else walks through them.
import assert from "node:assert/strict";

/** A context of its own, as another browser would be, that notes what must not happen: see `Watch`. */
export async function person(browser, home, options = {}) {
  const context = await browser.newContext({ baseURL: home, viewport: { width: 1200, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  return { context, page, watch: new Watch(page, new URL(home).origin) };
}

/** Notes what the console says, and requests to anybody else than the gateway (and the issuer, when one signs in). */
class Watch {
  #said = [];

  constructor(page, origin) {
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.#said.push(`${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.#said.push(`exception: ${error.stack}`));
    page.on("request", (request) => {
      const target = new URL(request.url());
      if (target.origin !== origin && !request.isNavigationRequest()) this.#said.push(`third party: ${target}`);
    });
  }

  /** @param expected what a test has caused itself */
  assertSilent(expected = /^$/) {
    assert.deepEqual(
      this.#said.filter((line) => !expected.test(line)),
      [],
    );
  }
}

export const rateForm = (page) => page.locator("section", { has: page.getByRole("heading", { name: "Your rating" }) });

/** Chooses stars and writes a comment; does not send. */
export async function fillIn(page, score, comment) {
  await page.getByRole("radio", { name: score === 1 ? "1 star" : `${score} stars` }).check({ force: true });
  await page.getByLabel("Comment").fill(comment);
}

export async function rate(page, score, comment) {
  await fillIn(page, score, comment);
  await page.getByRole("button", { name: "Rate", exact: true }).click();
  await page.getByText("Thank you.").waitFor();
}

export async function withdraw(page) {
  await rateForm(page).getByRole("button", { name: "Withdraw" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
  await page.getByText("Your rating is withdrawn.").waitFor();
}

/** Ratings of a service with this comment, as the API tells it: what really happened. */
export async function ratingsWith(context, serviceId, comment) {
  const answer = await context.request.get(`/api/ratings?serviceId=${serviceId}&sort=-createdAt&limit=200`);
  assert.equal(answer.status(), 200);
  return (await answer.json()).filter((rating) => rating.comment === comment);
}

/** A service that this user has not rated. */
export async function unrated(context, userId) {
  const read = async (path) => (await context.request.get(path)).json();
  const rated = new Set((await read(`/api/ratings?userId=${userId}&limit=200`)).map((rating) => rating.serviceId));
  return (await read("/api/services")).find((service) => !rated.has(service.id)).id;
}
