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

await mkdir(FOLDER, { recursive: true });
const browser = await launch();
for (const colorScheme of ["light", "dark"]) {
  const context = await browser.newContext({ colorScheme, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${HOME}/ui`);
  await signIn(page, /Chidi/);
  for (const [size, width] of Object.entries(WIDTHS)) {
    await page.setViewportSize({ width, height: 900 });
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(HOME + path);
      await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
      await page.screenshot({ path: join(FOLDER, `${name}-${size}-${colorScheme}.png`) });
    }
  }
  await context.close();
}
await browser.close();
