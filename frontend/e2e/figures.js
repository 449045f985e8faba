// What a first visit costs, cold cache, as the browser itself measures it (PerformanceObserver): node e2e/figures.js. The
// median of five visits of each page, on a phone and in a wide window. TBT is told by the clock, and by the time that the
// processor had for the page: on a busy machine the clock counts what others do.
import { HOME, launch } from "./browser.js";
import { tasks } from "./burden.js";

const VISITS = 5;
const PAGES = ["/ui", "/ui/services/7", "/ui/people"];
const WINDOWS = { phone: { width: 375, height: 812 }, wide: { width: 1350, height: 940 } };

/** Runs in the page before anything else: collects what is told, also of before. */
function observe() {
  const seen = { lcp: 0, cls: 0, tbt: 0 };
  globalThis.seen = seen;
  const on = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  on("largest-contentful-paint", (entry) => {
    seen.lcp = entry.startTime;
  });
  on("layout-shift", (entry) => {
    if (!entry.hadRecentInput) seen.cls += entry.value;
  });
  on("longtask", (entry) => {
    seen.tbt += Math.max(0, entry.duration - 50);
  });
}

const tbt = (durations) => durations.reduce((sum, millis) => sum + Math.max(0, millis - 50), 0);
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function visit(browser, path, viewport) {
  const context = await browser.newContext({ viewport });
  await context.addInitScript(observe);
  const page = await context.newPage();
  const durations = await tasks(browser, async () => {
    await page.goto(HOME + path);
    await page.waitForFunction(() => document.querySelector("h1") && !document.querySelector("[aria-busy=true]"));
    // Shifts that come late are found, too.
    await page.waitForTimeout(1_500);
  });
  const seen = await page.evaluate(() => {
    const sent = performance.getEntriesByType("resource").filter((entry) => entry.initiatorType === "script");
    return { ...globalThis.seen, js: sent.reduce((sum, entry) => sum + entry.encodedBodySize, 0) };
  });
  await context.close();
  return { ...seen, processor: tbt(durations) };
}

const browser = await launch();
for (const path of PAGES) {
  for (const [name, viewport] of Object.entries(WINDOWS)) {
    const visits = [];
    for (let i = 0; i < VISITS; i++) visits.push(await visit(browser, path, viewport));
    const of = (figure) => median(visits.map((seen) => seen[figure]));
    const blocked = `TBT ${of("tbt").toFixed(0)} ms (of the processor ${of("processor").toFixed(0)} ms)`;
    const told = `LCP ${of("lcp").toFixed(0)} ms, CLS ${of("cls").toFixed(4)}, ${blocked}`;
    process.stdout.write(`${path}, ${name}: ${told}, JavaScript ${(of("js") / 1024).toFixed(1)} KiB\n`);
  }
}
await browser.close();
