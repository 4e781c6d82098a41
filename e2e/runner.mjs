// Plays scenarios in Chromium and writes one JSON line for each variant. harness.go starts it with its orders on stdin.
//
// A scenario file:
//
//   export const variants = { languages: ["en"], widths: [1280], themes: ["light", "dark"], javascript: [true, false] };  // optional; a list of such plays each
//   export const opens = ["/sign-in", "/mediations/{id}/sign"];  // pages that are checked in each variant; house looks for one without a scenario
//   export default async (page, ctx) => {
//     await ctx.go("/sign-in");                    // open a path
//     await ctx.check("sign-in");                  // axe and sideways scrolling, on a telephone and at a desk; a picture of both
//     await page.getByRole("button").click();
//     ctx.equal(await page.title(), "…", "title");
//   };
//
// A scenario is played once in each language, on a telephone or, in 繁體中文, at a desk, unless it says otherwise. Every page
// that it checks is looked at in both widths as it stands, which costs less than playing it twice.
//
// ctx: lang, width, theme, javascript, url, data, go, as (an account that is signed in), enter (a party, by its slip), check,
// equal, ok, expectStatus (a status that is meant to be an error).

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const orders = JSON.parse(readFileSync(0, "utf8"));
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const axeScript = `window.axeComes = () => { ${axeSource}\n};`; // of every page a part is looked at: it is taken in by these
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const ofColour = ["color-contrast", "link-in-text-block"]; // half of axe's time
const ofLayout = ["target-size", "scrollable-region-focusable"];
const coloured = new Set(); // what was found to be coloured well
const heights = { 320: 640, 1280: 900 };
const held = { "zh-Hans": 320, "zh-Hant": 1280, en: 320 }; // how wide the screen is of the one who acts
const screen = (width) => ({ width, height: heights[width] });

mkdirSync(orders.shots, { recursive: true });
const browser = await chromium.launch({
  executablePath: orders.chromium,
  args: [
    ...(orders.root ? ["--no-sandbox"] : []),
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
    "--in-process-gpu", "--renderer-process-limit=1", "--disable-site-isolation-trials", // a new process for each window costs a fifth
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

function product({ languages = Object.keys(held), widths, themes = ["light"], javascript = [true] }) {
  return languages.flatMap((lang) => (widths ?? [held[lang]]).flatMap((width) => themes.flatMap((theme) =>
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
    locale: { "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", en: "en-GB", ug: "ug-CN" }[variant.lang],
    timezoneId: "Asia/Shanghai",
    viewport: screen(variant.width),
    colorScheme: variant.theme,
    javaScriptEnabled: variant.javascript,
    reducedMotion: "reduce",
  });
  if (variant.javascript) await context.addInitScript(axeScript); // compiled once; sent to each page it would be compiled for each
  const page = await context.newPage();
  waitForPages(page);
  page.setDefaultTimeout(10_000);
  page.on("console", (m) => {
    if (m.type() !== "error" || tolerated.some((t) => m.text().includes(t))) return;
    faults.push(`${page.url()}: the browser reports: ${m.text()} (${m.location().url})`);
  });
  page.on("pageerror", (e) => faults.push(`${page.url()}: the script failed: ${e.message}`));

  const ctx = {
    ...variant,
    url: orders.url,
    data: orders.data ?? {},
    shots: orders.keep ? orders.shots : "",
    go: (path) => page.goto(path, { waitUntil: "load" }),
    as: async (login) => {
      await context.clearCookies();
      await context.addCookies([{ name: "session", value: orders.data.sessions[login], url: orders.url, httpOnly: true, sameSite: "Lax" }]);
    },
    enter: async ({ code, digits }) => {
      await context.clearCookies();
      await ctx.go("about:blank");
      await ctx.go(`/r/${code}#${digits}`);
      await page.waitForFunction(() => document.getElementById("digits").value.length === 19);
      ctx.equal(new URL(page.url()).hash, "", "what stands after #"); // a slip's secret does not stay in the address
      await page.locator("form button.govuk-button").first().click();
      await page.waitForURL(new RegExp(`/r/${code}(/help)?$`));
      return `/r/${code}`;
    },
    ok: (value, what) => { if (!value) faults.push(`${page.url()}: ${what}`); },
    equal: (got, want, what) => { if (got !== want) faults.push(`${page.url()}: ${what} is ${JSON.stringify(got)}, not ${JSON.stringify(want)}`); },
    expectStatus: (status) => tolerated.push(`status of ${status}`),
    check: async (picture) => {
      checks++;
      seen.add(new URL(page.url()).pathname);
      let before;
      for (const width of [variant.width === 320 ? 1280 : 320, variant.width]) { // the own one last: it stays
        await page.setViewportSize(screen(width));
        await wide(page, width);
        const now = await inspect(page, variant, width, before);
        faults.push(...now.faults);
        before = now.elements;
        if (orders.keep) await page.screenshot({ path: join(orders.shots, `${label}-${picture}-${width}.png`), fullPage: true });
      }
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

/**
 * Has a click end when the page that it leads to has come whole: by itself it ends when that page begins to come, and what is counted
 * then may be the half of it.
 */
function waitForPages(page) {
  const locator = Object.getPrototypeOf(page.locator("html"));
  if (locator.clickAlone) return;
  locator.clickAlone = locator.click;
  locator.click = async function click(options) {
    await this.clickAlone(options);
    await this.page().waitForLoadState();
  };
}

/** What an address with {parts} in it can look like. */
function pattern(path) {
  return new RegExp(`^${path.split(/\{[a-z]+\}/).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&")).join("[^/]+")}$`);
}

/** Waits until a page has the width it was given: the browser answers before the page has taken it, and without a script no frame tells. */
async function wide(page, width) {
  for (let n = 0; n < 200 && await page.evaluate(() => window.innerWidth) !== width; n++) {
    await new Promise((done) => { setTimeout(done, 10); });
  }
}

/**
 * What is wrong with a page as it stands, at one width, and what is shown of it. Scripts of the runner go around the page's policy; the
 * page's own do not.
 *
 * Nothing is measured twice. Contrast hangs on colours, on the size of letters and on what lies in what, alone: a page that has all of
 * these in common with one that was found in order, in another language or at another width, is in order. And where the same elements
 * are shown as at the width before, only the rules that hang on where they stand can say something new.
 */
async function inspect(page, variant, width, before) {
  const [elements, colours] = (await page.evaluate(show, variant)).map((text) => createHash("sha256").update(text).digest("hex"));
  const again = !coloured.has(colours);
  const run = elements === before
    ? { runOnly: { type: "rule", values: again ? [...ofLayout, ...ofColour] : ofLayout } }
    : { runOnly: { type: "tag", values: wcag }, rules: Object.fromEntries(ofColour.map((rule) => [rule, { enabled: again }])) };
  const seen = await page.evaluate(look, { run, chinese: variant.lang.startsWith("zh"), javascript: variant.javascript });
  const faults = [];
  if (seen.lang !== variant.lang) faults.push(`the page is in ${seen.lang}, not in ${variant.lang}`);
  if (seen.wide !== width) faults.push(`the page was looked at ${seen.wide} px wide`);
  if (seen.sideways > 0) faults.push(`scrolls sideways by ${seen.sideways} px`);
  faults.push(...seen.tight.map((t) => `the lines stand too close: ${t}`));
  faults.push(...seen.idle.map((i) => `does nothing without a script: ${i}`));
  if (variant.javascript && !seen.violations.some((v) => ofColour.includes(v.id))) coloured.add(colours);
  faults.push(...seen.violations.flatMap((v) => v.nodes.map((n) =>
    `axe ${v.id} (${v.impact}): ${v.help}: ${n.html.slice(0, 200)} ${n.any.concat(n.all).map((c) => c.message).join("; ")}`)));
  return { faults: faults.map((f) => `${page.url()} at ${width} px: ${f}`), elements };
}

/** What elements a page shows, and how they are coloured, each within the one that it lies in. */
async function show({ javascript }) {
  window.scrollTo(0, 0); // what stays on the screen while one scrolls stands over nothing
  if (javascript) await new Promise(requestAnimationFrame); // what a page does when it is made wider is done
  let shown = "";
  const walk = (e) => {
    const visible = e.checkVisibility();
    shown += Number(visible);
    if (!visible) return "";
    const { visibility, opacity, color, backgroundColor, backgroundImage, textDecorationLine, fontSize, fontWeight } = getComputedStyle(e);
    const large = parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24); // "large scale" of WCAG 2.2
    return `(${[e.localName, visibility, opacity, color, backgroundColor, backgroundImage, textDecorationLine, large]}${[...e.children].map(walk).join("")})`;
  };
  const colours = walk(document.documentElement);
  return [document.documentElement.outerHTML + shown, colours];
}

/** Looks at a page from within, all at once: only what is wrong goes back to the runner. */
async function look({ run, chinese, javascript }) {
  const root = document.documentElement;
  // Chinese text needs lines at 1.7 of its size at least; headings are short and may stand closer.
  const text = "main :is(p, li, dd, dt, td, label, textarea, .govuk-hint, .govuk-inset-text):not([class*=heading])";
  const tight = !chinese ? [] : [...document.querySelectorAll(text)].flatMap((e) => {
    const style = getComputedStyle(e);
    const ratio = parseFloat(style.lineHeight) / parseFloat(style.fontSize);
    return ratio < 1.7 ? [`${e.outerHTML.slice(0, 100)} (${ratio.toFixed(2)})`] : [];
  });
  if (javascript && !window.axe) window.axeComes();
  const found = javascript ? await window.axe.run(document, { resultTypes: ["violations"], selectors: false, preload: false, ...run }) : { violations: [] };
  const violations = found.violations.map(({ id, impact, help, nodes }) => ({ id, impact, help,
    nodes: nodes.map((n) => ({ html: n.html, any: n.any.map((c) => ({ message: c.message })), all: n.all.map((c) => ({ message: c.message })) })) }));
  const idle = javascript ? [] : [...document.querySelectorAll("button[type=button], canvas")].filter((e) => e.checkVisibility()).map((e) => e.outerHTML.slice(0, 100));
  return { lang: root.lang, wide: window.innerWidth, sideways: root.scrollWidth - root.clientWidth, tight, violations, idle };
}
