// Pictures of every page at three widths, light and dark: node e2e/screenshots.js FOLDER. Looks at PULLWAY_URL, which
// scripts/run-local serves.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { HOME, launch, signIn } from "./browser.js";

const FOLDER = process.argv[2];
if (!FOLDER) throw new Error("a folder is missing: node e2e/screenshots.js FOLDER");
const WIDTHS = { phone: 375, tablet: 834, wide: 1440 };
const PAGES = {
  services: "/ui",
  search: "/ui?q=deli&least=3",
  service: "/ui/services/7",
  people: "/ui/people",
  person: "/ui/people/1",
  moderation: "/ui/moderation",
  platform: "/ui/platform",
  nothing: "/ui/nothing",
};

/** What somebody sees who has not signed in. */
const OF_VISITORS = ["services", "service"];

/** Everything that the page asks for is there, but for the streams of events, which never end. */
async function settled(page) {
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true], [class*=skeleton]"));
  if (page.url().endsWith("/platform")) await page.getByRole("heading", { name: "Instances" }).first().waitFor();
}

async function shoot(page, names, ending) {
  for (const [size, width] of Object.entries(WIDTHS)) {
    await page.setViewportSize({ width, height: 900 });
    for (const name of names) {
      await page.goto(HOME + PAGES[name]);
      await settled(page);
      await page.screenshot({ path: join(FOLDER, `${name}-${size}-${ending}.png`), fullPage: true });
    }
  }
}

await mkdir(FOLDER, { recursive: true });
const browser = await launch();
for (const colorScheme of ["light", "dark"]) {
  const context = await browser.newContext({ colorScheme, reducedMotion: "reduce" });
  const page = await context.newPage();
  await shoot(page, OF_VISITORS, `visitor-${colorScheme}`);
  await page.goto(`${HOME}/ui`);
  await signIn(page, /Yuki/);
  await shoot(page, Object.keys(PAGES), colorScheme);
  await context.close();
}
await browser.close();
