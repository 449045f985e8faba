// How the files of the application come: what a browser may keep, what it may run, and in how few bytes.
import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { HOME } from "./browser.js";

/** Not by fetch, which undoes the compression. */
function get(path, encoding = "identity") {
  return new Promise((resolve, reject) => {
    const ask = request(`${HOME}${path}`, { headers: { "accept-encoding": encoding } }, (answer) => {
      const parts = [];
      answer.on("data", (bytes) => parts.push(bytes));
      answer.on("end", () =>
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }),
      );
      answer.on("error", reject);
    });
    ask.on("error", reject);
    ask.end();
  });
}

const HTTP = { skip: !HOME.startsWith("http:") && "this is about files, not about TLS" };

test("every address of the application is its page, which is asked for each time", HTTP, async () => {
  const page = (await get("/ui")).body;
  for (const path of ["/ui", "/ui/", "/ui/services/7?score=5", "/ui/platform", "/ui/index.html", "/ui/nothing"]) {
    const { status, headers, body } = await get(path);
    assert.equal(status, 200, path);
    assert.equal(headers["cache-control"], "no-cache", path);
    assert.match(headers["content-type"], /^text\/html/, path);
    assert.deepEqual(body, page, path);
  }
});

test("no script and no style runs but those of the own origin, and nothing that stands in the page", HTTP, async () => {
  const { headers, body } = await get("/ui");
  const policy = new Map(
    headers["content-security-policy"].split("; ").map((directive) => {
      const [name, ...sources] = directive.split(" ");
      return [name, sources.join(" ")];
    }),
  );
  assert.equal(policy.get("default-src"), "'none'");
  assert.equal(policy.get("script-src"), "'self'");
  assert.equal(policy.get("style-src"), "'self'");
  assert.equal(policy.get("frame-ancestors"), "'none'");
  assert.doesNotMatch(headers["content-security-policy"], /unsafe|https?:|\*/);
  assert.doesNotMatch(body.toString(), /<style|<script(?![^>]*\bsrc=)|\son\w+=/);
});

test("files with a hash in their names are kept for ever, and were compressed before", HTTP, async () => {
  const assets = [...(await get("/ui")).body.toString().matchAll(/(?:src|href)="(\/ui\/assets\/[^"]+)"/g)];
  const paths = assets.map(([, path]) => path);
  assert.ok(paths.some((path) => path.endsWith(".js")) && paths.some((path) => path.endsWith(".css")), `${paths}`);
  for (const path of paths) {
    assert.match(path, /-[\w-]{8}\.\w+$/);
    const plain = await get(path);
    assert.equal(plain.headers["cache-control"], "public, max-age=31536000, immutable", path);
    assert.equal(plain.headers["content-encoding"], undefined, path);
    if (!/\.(js|css)$/.test(path)) continue;
    for (const encoding of ["br", "gzip"]) {
      const small = await get(path, encoding);
      assert.equal(small.headers["content-encoding"], encoding, path);
      // A file that was there already: its length is known before it is sent.
      assert.equal(Number(small.headers["content-length"]), small.body.length, path);
      assert.ok(small.body.length < plain.body.length / 2, `${path}: ${small.body.length} of ${plain.body.length}`);
    }
  }
});

test("an asset of another build is not there, and nobody takes the page for it or keeps that", HTTP, async () => {
  const { status, headers } = await get("/ui/assets/index-00000000.js");
  assert.equal(status, 404);
  assert.doesNotMatch(headers["cache-control"] ?? "", /max-age/);
});
