// What a page costs its browser, by the DevTools protocol. Time is that of the processor: on a machine that does other things,
// too, the time on the clock says more of those.

/** So many readings of the heap in a row after which nothing more was freed; between them, as long as names are kept. */
const READINGS = 3;
const PAUSE_MILLIS = 5_000;

/** Watches a page from now on. */
export async function burden(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return {
    /** Since the page was loaded. */
    async scriptMillis() {
      const { metrics } = await session.send("Performance.getMetrics");
      return metrics.find(({ name }) => name === "ScriptDuration").value * 1_000;
    },
    /** What its scripts hold, in bytes, when nothing comes any more and it lets nothing more go. */
    async heap() {
      let least = Number.POSITIVE_INFINITY;
      for (let quiet = 0; quiet < READINGS; quiet++) {
        await page.waitForTimeout(PAUSE_MILLIS);
        await session.send("HeapProfiler.collectGarbage");
        const { usedSize } = await session.send("Runtime.getHeapUsage");
        if (usedSize < least * 0.995) quiet = 0;
        least = Math.min(least, usedSize);
      }
      return least;
    },
  };
}

/** The tasks of the main threads of all pages of a browser while something is done, in milliseconds each. */
export async function tasks(browser, during) {
  const session = await browser.newBrowserCDPSession();
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { recordMode: "recordContinuously", includedCategories: ["disabled-by-default-devtools.timeline"] },
  });
  try {
    await during();
  } finally {
    const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
    await session.send("Tracing.end");
    await complete;
    await session.detach();
  }
  return tasksOf(events);
}

function tasksOf(events) {
  const threadOf = ({ pid, tid }) => `${pid} ${tid}`;
  const isMain = ({ name, args }) => name === "thread_name" && args.name === "CrRendererMain";
  const mains = new Set(events.filter(isMain).map(threadOf));
  const tasks = events.filter((event) => event.name === "RunTask" && mains.has(threadOf(event)));
  if (tasks.length === 0) throw new Error("the trace has no task of a page");
  // Those of no microseconds have none.
  return tasks.map(({ tdur = 0 }) => tdur / 1_000);
}
