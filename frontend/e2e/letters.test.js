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

const EVENTS = "EVENTS_rating-service";

/** As the browser says of what a page of ours changes. */
const FROM_HERE = { headers: { origin: new URL(HOME).origin } };

/** Both are moved by the same offset. */
const NATS_PORT = Number(new URL(HOME).port) - 8080 + 4222;

/** As a service buries it (docs/wire-contract.md, "Dead letters"). */
async function bury({ id, reason, subject, stream, sequence, payload }) {
  const headers = {
    "Pullway-Dead-Reason": reason,
    "Pullway-Dead-Subject": subject,
    "Pullway-Dead-Stream": stream,
    "Pullway-Dead-Sequence": sequence,
    "Pullway-Dead-Deliveries": 6,
  };
  const block = `NATS/1.0\r\n${lines(headers)}\r\n`;
  const sizes = `${block.length} ${block.length + Buffer.byteLength(payload)}`;
  await speak(`HPUB dead.${subject.split(".")[1]}.${id} ${sizes}\r\n${block}${payload}\r\n`);
}

const lines = (record) =>
  Object.entries(record)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");

/** @returns the id of a letter with this request */
async function buryRequest(target) {
  const id = randomUUID();
  const subject = `http.services.get.${id}`;
  const fields = {
    "pullway-version": 1,
    "pullway-request-id": id,
    "pullway-reply-to": `reply.proxy.gone.services.${id}`,
    "pullway-budget-ms": 30_000,
    host: "shop.example",
    cookie: "the key to everything",
  };
  const payload = `GET ${target} HTTP/1.1\r\n${lines(fields)}\r\n`;
  await bury({ id, reason: "gave-up", subject, stream: "rating-service", sequence: 1, payload });
  return id;
}

/** @returns the last event of a subject: where it stands, and what; undefined where there is none */
async function lastEvent(subject) {
  const question = JSON.stringify({ last_by_subj: subject });
  const read = `$JS.API.STREAM.MSG.GET.${EVENTS}`;
  const heard = await speak(
    `SUB answers 1\r\nPUB ${read} answers ${question.length}\r\n${question}\r\n`,
    "MSG answers",
  );
  const { message } = JSON.parse(/\{.*\}/.exec(heard)[0]);
  return message && { ...message, data: Buffer.from(message.data, "base64").toString() };
}

/** @returns the event of a service that an admin has made, and taken back at once: nobody else's */
async function anEvent(context) {
  const made = await context.request.post("/api/services", { data: { name: `Told ${randomUUID()}` }, ...FROM_HERE });
  assert.equal(made.status(), 201);
  const { id } = await made.json();
  assert.equal((await context.request.delete(`/api/services/${id}`, FROM_HERE)).status(), 204);
  const deadline = Date.now() + 15_000;
  for (;;) {
    const told = await lastEvent(`event.services.${id}.created`);
    if (told) return told;
    assert.ok(Date.now() < deadline, "it is told");
  }
}

/** @returns the id of a letter with this event, which stands at this place of the stream */
async function buryEvent({ subject, seq }, payload) {
  const id = randomUUID();
  await bury({ id, reason: "consumer-failed: averages: no", subject, stream: EVENTS, sequence: seq, payload });
  return id;
}

/** Speaks the protocol of NATS: there is no library for these few lines. @param awaited what has to be heard, and its line after it */
function speak(message, awaited = "PONG") {
  return new Promise((done, failed) => {
    let heard = "";
    const socket = connect(NATS_PORT, "127.0.0.1", () =>
      socket.write(`CONNECT {"verbose":false,"headers":true}\r\n${message}PING\r\n`),
    );
    socket.on("error", failed);
    socket.on("data", (bytes) => {
      heard += bytes;
      if (heard.includes("-ERR")) failed(new Error(heard));
      const at = heard.indexOf(awaited);
      if (at >= 0 && (awaited === "PONG" || /\r\n.*\r\n/.test(heard.slice(at))))
        socket.end(() => done(heard.slice(at)));
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
    const id = await buryRequest(target);
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

test("an admin has an event told again, by its service and no other than it told", LOCAL, async () => {
  const { context, page, watch } = await admin();
  const told = await anEvent(context);
  const id = await buryEvent(told, told.data);
  await page.getByRole("button", { name: `Open ${told.subject}` }).click();
  const letter = page.getByRole("dialog", { name: told.subject });
  await letter.getByText(told.data).waitFor();
  await letter.getByRole("button", { name: "Tell again" }).click();
  const asks = page.getByRole("dialog", { name: "Tell it again?" });
  await asks.getByRole("button", { name: "Tell again" }).click();
  await asks.getByText("It was told again. The letter is deleted.").waitFor();
  await asks.getByRole("button", { name: "Close" }).click();
  await letter.waitFor({ state: "detached" });
  await page.getByRole("button", { name: `Open ${told.subject}` }).waitFor({ state: "detached" });
  assert.equal((await context.request.get(`/api/-/dead-letters/${id}`)).status(), 404);
  const again = await lastEvent(told.subject);
  assert.equal(again.data, told.data);
  assert.ok(again.seq > told.seq);

  const forged = await buryEvent(told, told.data.replace("Told", "Forged"));
  // The list is read anew where the count of letters has changed, and one more after one less is the same.
  await page.reload();
  await page.getByRole("button", { name: `Open ${told.subject}` }).click();
  await letter.getByRole("button", { name: "Tell again" }).click();
  await asks.getByRole("button", { name: "Tell again" }).click();
  await asks.getByText("This cannot be sent again. Nothing was told.").waitFor();
  await asks.getByText(`pullway dead-letters redrive ${forged}`).waitFor();
  assert.equal(await asks.getByRole("button", { name: "Tell again" }).count(), 0);
  await asks.getByRole("button", { name: "Close" }).click();
  assert.equal((await context.request.delete(`/api/-/dead-letters/${forged}`, FROM_HERE)).status(), 204);
  assert.equal((await lastEvent(told.subject)).seq, again.seq);
  watch.assertSilent(/ 409 /);
  await context.close();
});

test("an admin deletes a letter, and is asked before", LOCAL, async () => {
  const { context, page, watch } = await admin();
  const target = `/services?limit=1&q=${randomUUID()}`;
  const id = await buryRequest(target);
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
