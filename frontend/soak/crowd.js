// A crowd that rates one service: what a page has to bear that shows it.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { signIn } from "../e2e/browser.js";
import { person } from "../e2e/pages.js";

/** So many are asked at the same time for what is only prepared or cleared away. */
const AT_ONCE = 16;

/**
 * People that an admin has made, and a service of their own, so that nobody else's ratings are touched. `close` takes
 * all of it away.
 */
export async function crowd(browser, home, size) {
  const { context, page } = await person(browser, home);
  await page.goto("/ui/people");
  await signIn(page, /Yuki/);
  /** As the page itself would ask: with its session, of its origin, and once more with the same key where the line broke. */
  const ask = async (method, path, data) => {
    const headers = { origin: home, ...(method === "POST" && { "idempotency-key": randomUUID() }) };
    const answer = await context.request.fetch(`/api${path}`, { method, data, headers, maxRetries: 3 });
    assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return answer.status() === 204 ? undefined : answer.json();
  };
  const name = `Rated by ${size}, ${randomUUID()}`;
  const service = await ask("POST", "/services", { name, description: "There for a test." });
  const people = [];
  await each(size, async (i) => {
    people[i] = await ask("POST", "/users", { firstName: `Person ${i}`, lastName: "of the crowd" });
  });
  let next = 0;
  return {
    service: service.id,
    name,
    /**
     * The next `count` of them rate, evenly over so many milliseconds, whether or not the answers have come.
     *
     * @returns how many have rated by now
     */
    async rate(count, millis) {
      const begin = performance.now();
      const sent = [];
      for (let i = 0; i < count; i++) {
        const pause = begin + (i * millis) / count - performance.now();
        if (pause > 0) await new Promise((done) => setTimeout(done, pause));
        const number = next++;
        sent.push(
          ask("POST", "/ratings", {
            userId: people[number].id,
            serviceId: service.id,
            score: (number % 5) + 1,
            comment: `Number ${number} of many, with some words to be shown.`,
          }),
        );
      }
      await Promise.all(sent);
      return next;
    },
    async close() {
      await each(size, (i) => ask("DELETE", `/users/${people[i].id}`));
      await ask("DELETE", `/services/${service.id}`);
      await context.close();
    },
  };
}

async function each(count, task) {
  let next = 0;
  const worker = async () => {
    while (next < count) await task(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
