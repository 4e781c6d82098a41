// Plays scenarios in Chromium and writes one JSON line for each variant. harness.go starts it with its orders on stdin.
//
// A scenario file:
//
//   export const variants = { languages: ["en"], widths: [320, 1280], themes: ["light", "dark"], javascript: [true, false] };  // optional; a list of such plays each
//   export const opens = ["/sign-in", "/mediations/{id}/sign"];  // pages that are checked in each variant; house looks for one without a scenario
//   export default async (page, ctx) => {
//     await ctx.go("/sign-in");                    // open a path
//     await ctx.check("sign-in");                  // axe, sideways scrolling, a picture
//     await page.getByRole("button").click();
//     ctx.equal(await page.title(), "…", "title");
//   };
//
// ctx: lang, width, theme, javascript, url, data, go, check, equal, ok, expectStatus (a status that is meant to be an error).

import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const orders = JSON.parse(readFileSync(0, "utf8"));
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const heights = { 320: 640, 1280: 900 };

mkdirSync(orders.shots, { recursive: true });
const browser = await chromium.launch({
  executablePath: orders.chromium,
  args: [
    ...(orders.root ? ["--no-sandbox"] : []),
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
  ],
});
try {
  for (const file of orders.scenarios) {
    const scenario = await import(pathToFileURL(file));
    for (const variant of variantsOf(scenario.variants)) {
      process.stdout.write(`${JSON.stringify(await play(basename(file, ".mjs"), scenario, variant))}\n`);
    }
  }
} finally {
  await browser.close();
}

function variantsOf(wanted = {}) {
  return [wanted].flat().flatMap(product);
}

function product({ languages = ["zh-Hans", "zh-Hant", "en"], widths = [320, 1280], themes = ["light"], javascript = [true] }) {
  return languages.flatMap((lang) => widths.flatMap((width) => themes.flatMap((theme) =>
    javascript.map((script) => ({ lang, width, theme, javascript: script })))));
}

async function play(name, scenario, variant) {
  const label = [name, variant.lang, variant.width, variant.theme, variant.javascript ? "" : "plain"].filter(Boolean).join("-");
  const faults = [];
  const started = Date.now();
  let checks = 0;
  const seen = new Set();
  let tolerated = [];
  const context = await browser.newContext({
    baseURL: orders.url,
    locale: { "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", en: "en-GB" }[variant.lang],
    timezoneId: "Asia/Shanghai",
    viewport: { width: variant.width, height: heights[variant.width] ?? 900 },
    colorScheme: variant.theme,
    javaScriptEnabled: variant.javascript,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on("console", (m) => {
    if (m.type() !== "error" || tolerated.some((t) => m.text().includes(t))) return;
    faults.push(`${page.url()}: the browser reports: ${m.text()}`);
  });
  page.on("pageerror", (e) => faults.push(`${page.url()}: the script failed: ${e.message}`));

  const ctx = {
    ...variant,
    url: orders.url,
    data: orders.data ?? {},
    go: (path) => page.goto(path, { waitUntil: "load" }),
    ok: (value, what) => { if (!value) faults.push(`${page.url()}: ${what}`); },
    equal: (got, want, what) => { if (got !== want) faults.push(`${page.url()}: ${what} is ${JSON.stringify(got)}, not ${JSON.stringify(want)}`); },
    expectStatus: (status) => tolerated.push(`status of ${status}`),
    check: async (picture) => {
      checks++;
      seen.add(new URL(page.url()).pathname);
      faults.push(...await inspect(page, variant));
      if (orders.keep) await page.screenshot({ path: join(orders.shots, `${label}-${picture}.png`), fullPage: true });
    },
  };
  try {
    await scenario.default(page, ctx);
    const unseen = (scenario.opens ?? []).filter((path) => ![...seen].some((at) => pattern(path).test(at)));
    faults.push(...unseen.map((path) => `the scenario says that it opens ${path}, and it was not checked`));
  } catch (error) {
    faults.push(`${page.url()}: ${error.message}`);
    await page.screenshot({ path: join(orders.shots, `${label}-failed.png`), fullPage: true }).catch(() => {});
  }
  await context.close();
  return { name: label, seconds: (Date.now() - started) / 1000, checks, faults };
}

/** What an address with {parts} in it can look like. */
function pattern(path) {
  return new RegExp(`^${path.split(/\{[a-z]+\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&")).join("[^/]+")}$`);
}

/** What is wrong with a page as it stands. */
async function inspect(page, variant) {
  const faults = [];
  const lang = await page.locator("html").getAttribute("lang");
  if (lang !== variant.lang) faults.push(`${page.url()}: the page is in ${lang}, not in ${variant.lang}`);
  // Scripts of the runner go around the page's policy; the page's own do not.
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (sideways > 0) faults.push(`${page.url()}: scrolls sideways by ${sideways} px at ${variant.width} px`);
  if (variant.lang !== "en") faults.push(...await tightLines(page));
  if (variant.javascript) faults.push(...await accessibility(page));
  return faults;
}

/** Chinese text needs lines at 1.7 of its size at least; headings are short and may stand closer. */
async function tightLines(page) {
  const tight = await page.evaluate(() => {
    const text = "main :is(p, li, dd, dt, td, label, textarea, .govuk-hint, .govuk-inset-text):not([class*=heading])";
    return [...document.querySelectorAll(text)].flatMap((e) => {
      const style = getComputedStyle(e);
      const ratio = parseFloat(style.lineHeight) / parseFloat(style.fontSize);
      return ratio < 1.7 ? [`${e.outerHTML.slice(0, 100)} (${ratio.toFixed(2)})`] : [];
    });
  });
  return tight.map((t) => `${page.url()}: the lines stand too close: ${t}`);
}

async function accessibility(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags } }), wcag);
  return violations.flatMap((v) => v.nodes.map((n) =>
    `${page.url()}: axe ${v.id} (${v.impact}): ${v.help}: ${n.html.slice(0, 200)} ${n.any.concat(n.all).map((c) => c.message).join("; ")}`));
}
