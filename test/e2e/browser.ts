/** A real browser for the end-to-end tests, and what is looked at on every page. */
import AxeBuilder from "@axe-core/playwright";
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";

const flags = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"];
const quietFlags = ["disable-component-update", "disable-sync"];

const onDesktop = { locale: "en-GB", reducedMotion: "reduce", viewport: { width: 1360, height: 860 } } as const;

/** A browser for the tests of one file. */
export function useBrowser(url: string) {
  let browser: Browser;
  const problems: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: [...flags, ...quietFlags].map((flag) => `--${flag}`),
    });
  });
  afterAll(() => browser.close());
  return {
    /** What pages complained of. */
    problems,
    /** Somebody's device: its own storage, and nobody signed in. */
    async device(options: BrowserContextOptions = {}): Promise<BrowserContext> {
      const context = await browser.newContext({ baseURL: url, ...onDesktop, ...options });
      context.setDefaultTimeout(15_000);
      return context;
    },
    async open(context: BrowserContext, path: string): Promise<Page> {
      const page = await context.newPage();
      page.on("pageerror", (error) => problems.push(`${path}: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() === "error" && !message.text().includes("status of 4"))
          problems.push(`${path}: ${message.text()}`);
      });
      await page.goto(path);
      return page;
    },
  };
}

/** What is still fading in has no contrast yet; what turns for ever is not waited for. */
const settled = `Promise.all(document.getAnimations()
  .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
  .map(({ finished }) => finished.catch(() => undefined))).then(() => undefined)`;

/** WCAG A to AA, of the page itself: in the frame of a mail's preview no script runs, so that it can't be looked into. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(settled);
  // What is half below the bar at the top would count as too small.
  await page.evaluate("scrollTo(0, 0)");
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .exclude("iframe")
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${page.url()} ${id} ${nodes[0]?.target.join(" ")}`)).toEqual([]);
}

export const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first();
export const dialog = (page: Page) => page.getByRole("dialog");
