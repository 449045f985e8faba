// Dead letters in the view of the platform. They are put into the stream of what scripts/run-local has started, which is
// known by PULLWAY_PIDS.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { HOME, launch, signIn } from "./browser.js";
import { person } from "./pages.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LOCAL = { skip: !process.env.PULLWAY_PIDS && "no PULLWAY_PIDS" };

/** Both are moved by the same offset. */
const NATS_PORT = Number(new URL(HOME).port) - 8080 + 4222;

/** As a service buries it (docs/wire-contract.md, "Dead letters"). @returns its id */
async function bury(target) {
  const id = randomUUID();
  const subject = `http.services.get.${id}`;
  const headers = {
    "Pullway-Dead-Reason": "gave-up",
    "Pullway-Dead-Subject": subject,
    "Pullway-Dead-Stream": "rating-service",
    "Pullway-Dead-Sequence": 1,
    "Pullway-Dead-Deliveries": 6,
  };
  const fields = {
    "pullway-version": 1,
    "pullway-request-id": id,
    "pullway-reply-to": `reply.proxy.gone.services.${id}`,
    "pullway-budget-ms": 30_000,
    host: "shop.example",
    cookie: "the key to everything",
  };
  const lines = (record) => Object.entries(record).map(([name, value]) => `${name}: ${value}\r\n`);
  const block = `NATS/1.0\r\n${lines(headers).join("")}\r\n`;
  const payload = `GET ${target} HTTP/1.1\r\n${lines(fields).join("")}\r\n`;
  await publish(`HPUB dead.services.${id} ${block.length} ${block.length + payload.length}\r\n${block}${payload}\r\n`);
  return id;
}

/** Speaks the protocol of NATS: there is no library for these few lines. */
function publish(message) {
  return new Promise((done, failed) => {
    let heard = "";
    const socket = connect(NATS_PORT, "127.0.0.1", () =>
      socket.write(`CONNECT {"verbose":false,"headers":true}\r\n${message}PING\r\n`),
    );
    socket.on("error", failed);
    socket.on("data", (bytes) => {
      heard += bytes;
      if (heard.includes("-ERR")) failed(new Error(heard));
      if (heard.includes("PONG")) socket.end(done);
    });
  });
}

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

async function admin(options) {
  const { context, page, watch } = await person(browser, HOME, options);
  await context.addInitScript({ content: AXE });
  await page.goto("/ui/platform");
  await signIn(page, /Yuki/);
  await page.getByRole("heading", { name: "Dead letters" }).waitFor();
  return { context, page, watch };
}

async function assertAccessible(page) {
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} (${nodes[0].failureSummary})`),
    [],
  );
}

for (const colorScheme of ["light", "dark"]) {
  test(`an admin opens a letter and sends it again, by the keyboard, ${colorScheme}`, LOCAL, async () => {
    const { context, page, watch } = await admin({ colorScheme, reducedMotion: "reduce" });
    const target = `/services?limit=1&q=${randomUUID()}`;
    const id = await bury(target);
    const open = page.getByRole("button", { name: `Open GET ${target}` });
    await open.waitFor();
    await assertAccessible(page);
    await open.press("Enter");
    const letter = page.getByRole("dialog", { name: `GET ${target}` });
    await letter.getByText("***").waitFor();
    await assertAccessible(page);
    assert.ok(!(await page.content()).includes("the key to everything"));

    await letter.getByRole("button", { name: "Send again" }).press("Enter");
    const asks = page.getByRole("dialog", { name: "Send it again?" });
    await asks.getByText(/carries credentials/).waitFor();
    await page.keyboard.press("Escape");
    await asks.waitFor({ state: "detached" });
    await letter.getByRole("button", { name: "Send again" }).press("Enter");
    await assertAccessible(page);
    await asks.getByRole("button", { name: "Send again" }).press("Enter");
    await asks.getByText(/Answered with 200 by .* The letter is deleted\./).waitFor();
    await asks.getByRole("button", { name: "Close" }).press("Enter");
    await letter.waitFor({ state: "detached" });
    await open.waitFor({ state: "detached" });
    assert.equal((await context.request.get(`/api/-/dead-letters/${id}`)).status(), 404);
    watch.assertSilent();
    await context.close();
  });
}

test("an admin deletes a letter, and is asked before", LOCAL, async () => {
  const { context, page, watch } = await admin();
  const target = `/services?limit=1&q=${randomUUID()}`;
  const id = await bury(target);
  await page.getByRole("button", { name: `Open GET ${target}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  const asks = page.getByRole("dialog", { name: "Delete this letter?" });
  assert.equal((await context.request.get(`/api/-/dead-letters/${id}`)).status(), 200);
  await asks.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: `Open GET ${target}` }).waitFor({ state: "detached" });
  assert.equal((await context.request.get(`/api/-/dead-letters/${id}`)).status(), 404);
  watch.assertSilent();
  await context.close();
});

test("nobody else is shown them", async () => {
  const { context, page, watch } = await person(browser, HOME);
  await page.goto("/ui/platform");
  await page
    .getByText(/\d+ of \d+ slots work/)
    .first()
    .waitFor();
  assert.equal(await page.getByRole("heading", { name: "Dead letters" }).count(), 0);
  await signIn(page, /Mateo/);
  await page
    .getByText(/\d+ of \d+ slots work/)
    .first()
    .waitFor();
  assert.equal(await page.getByRole("heading", { name: "Dead letters" }).count(), 0);
  assert.equal((await context.request.get("/api/-/dead-letters")).status(), 403);
  watch.assertSilent();
  await context.close();
});
