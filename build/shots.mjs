// Takes the pictures of docs/tour.md from a demo office that is being served, and starts nothing itself:
//
//   node build/shots.mjs http://localhost:8080 var/demo/logins.json [docs/tour]
//
// Each picture has a name, a reader, a screen and the steps to what it shows. Chromium is the installed one.

import { createHmac } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [url, loginsFile, out = "docs/tour"] = process.argv.slice(2);
if (!url || !loginsFile) {
  console.error("usage: node build/shots.mjs URL LOGINS.json [FOLDER]");
  process.exit(2);
}
const logins = JSON.parse(readFileSync(loginsFile, "utf8"));
const desk = { width: 1120, height: 920 };
const phone = { width: 390, height: 960 };
const largest = 150 * 1024; // bytes of a picture

/** The account with a post, the first one unless told otherwise. */
const account = (post) => logins.accounts.find((a) => a.post === post);
/** A party's slip in a case of the state. */
const slip = (...states) => states.map((s) => logins.residents.find((r) => r.kind === "mediation" && r.state === s)).find(Boolean);

/** The code that an authenticator shows for a secret at this moment (RFC 6238). */
function code(secret) {
  const bits = [...secret].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const mac = createHmac("sha1", key).update(step).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, "0");
}

const used = {}; // when an account's code was typed: it is good once
async function signIn(page, post) {
  const who = account(post);
  while (used[post] === Math.floor(Date.now() / 30000)) await page.waitForTimeout(1000);
  used[post] = Math.floor(Date.now() / 30000);
  await page.goto(`${url}/sign-in`);
  await page.fill("[name=login]", who.name);
  await page.fill("[name=password]", who.password);
  await page.click("main form button:not([type=button])");
  await page.fill("[name=code]", code(who.totp_secret));
  await page.click("main form button:not([type=button])");
  await page.waitForURL((u) => !u.pathname.startsWith("/sign-in"));
}

async function enter(page, resident) {
  await page.goto(`${url}/r/${resident.code}`);
  await page.fill("[name=digits]", resident.passphrase);
  await page.click("main form button:not([type=button])");
  await page.waitForLoadState();
}

/** Enters, of the slips of cases in a state, with the first whose page leads to one of its own pages, and goes there. */
async function own(page, state, path) {
  for (const resident of logins.residents.filter((r) => r.kind === "mediation" && r.state === state)) {
    await enter(page, resident);
    const link = page.locator(`main a[href="/r/${resident.code}${path}"]`).first();
    if (await link.count()) {
      await link.click();
      return page.waitForLoadState();
    }
  }
  throw new Error(`no slip of a case in ${state} leads to ${path}`);
}

/** Opens, of the cases in a state, the first on whose page there is something. */
async function find(page, state, what) {
  await page.goto(`${url}/mediations?state=${state}`);
  const all = await page.locator("main a[href^='/mediations/']:not([href='/mediations/new'])").evaluateAll((list) => list.map((a) => a.href));
  for (const at of all) {
    await page.goto(at);
    if (await page.locator(what).count()) return at;
  }
  throw new Error(`no case in ${state} has ${what}`);
}

/** Opens the first case of the list in one of the states. */
async function open(page, ...states) {
  for (const state of states) {
    await page.goto(`${url}/mediations?state=${state}`);
    const link = page.locator("main a[href^='/mediations/']:not([href='/mediations/new'])").first();
    if (await link.count()) {
      await link.click();
      await page.waitForLoadState();
      return;
    }
  }
  throw new Error(`no case in the states ${states.join(", ")}`);
}

const shots = [
  { name: "home", lang: "en", screen: desk, steps: (p) => p.goto(`${url}/`) },
  { name: "apply", lang: "zh-Hans", screen: phone, steps: (p) => p.goto(`${url}/apply`) },
  { name: "party", lang: "zh-Hans", screen: phone, steps: (p) => enter(p, slip("in_session", "scheduled", "assigned", "accepted")) },
  { name: "reads", lang: "zh-Hans", screen: phone, steps: async (p) => {
    const resident = slip("in_session", "scheduled", "assigned", "accepted");
    await enter(p, resident);
    await p.goto(`${url}/r/${resident.code}/reads`);
  } },
  { name: "agreement", lang: "zh-Hans", screen: phone, steps: async (p) => {
    const resident = slip("signing");
    await enter(p, resident);
    await p.goto(`${url}/r/${resident.code}/agreement`);
  } },
  { name: "dues", lang: "zh-Hant", screen: phone, steps: async (p) => {
    const resident = slip("effective");
    await enter(p, resident);
    await p.goto(`${url}/r/${resident.code}/dues`);
  } },
  { name: "paper", lang: "zh-Hans", screen: desk, steps: async (p) => {
    await signIn(p, "mediator");
    await open(p, "signing");
    await p.goto(`${p.url().replace(/[?#].*/, "")}/papers/agreement`);
  } },
  { name: "receipt", lang: "zh-Hant", screen: phone, steps: async (p) => {
    const resident = slip("in_session", "scheduled");
    await enter(p, resident);
    await p.goto(`${url}/r/${resident.code}/receipt`);
  } },
  { name: "due", lang: "en", screen: desk, steps: async (p) => { await signIn(p, "lead"); await p.goto(`${url}/due`); } },
  { name: "case", lang: "en", screen: desk, steps: async (p) => { await signIn(p, "mediator"); await open(p, "in_session", "signing", "scheduled"); } },
  { name: "talk", lang: "en", screen: desk, steps: async (p) => {
    await signIn(p, "clerk");
    await open(p, "screening", "invited");
    await p.goto(`${p.url().replace(/[?#].*/, "")}/talk`);
  } },
  { name: "before", lang: "zh-Hant", screen: phone, steps: async (p) => {
    const resident = slip("signing");
    await enter(p, resident);
    await p.goto(`${url}/r/${resident.code}/agreement/before`);
  } },
  { name: "offers", lang: "zh-Hans", screen: phone, steps: async (p) => {
    const resident = slip("in_session");
    await enter(p, resident);
    await p.goto(`${url}/r/${resident.code}/offers`);
  } },
  { name: "message", lang: "zh-Hans", screen: phone, steps: async (p) => {
    await signIn(p, "mediator");
    await open(p, "in_session");
    await p.goto(`${p.url().replace(/[?#].*/, "")}/message`);
    await p.locator("[name=to]").first().check();
    await p.locator("form[action$='/message'] button").last().click();
    await p.locator("textarea").waitFor();
  } },
  { name: "people", lang: "en", screen: desk, steps: async (p) => { await signIn(p, "mediator"); await p.goto(`${await find(p, "effective", 'text="23"')}?lang=en#parties`); } },
  { name: "joint", lang: "zh-Hant", screen: phone, steps: (p) => own(p, "in_session", "/joint") },
  { name: "danger", lang: "en", screen: phone, steps: (p) => own(p, "in_session", "/reported") },
  { name: "reply", lang: "zh-Hans", screen: desk, steps: async (p) => {
    await signIn(p, "clerk");
    for (const state of ["terminated", "declined"]) {
      await p.goto(`${url}/mediations?state=${state}`);
      for (const at of await p.locator("main a[href^='/mediations/']:not([href='/mediations/new'])").evaluateAll((list) => list.map((a) => a.href))) {
        if ((await p.goto(`${at}/papers/reply`)).ok()) return;
      }
    }
    throw new Error("no reply to a sender");
  } },
  { name: "survey", lang: "zh-Hant", screen: phone, steps: async (p) => {
    const resident = slip("terminated");
    await enter(p, resident);
    await p.goto(`${url}/r/${resident.code}/survey`);
  } },
  { name: "proof", lang: "zh-Hans", screen: phone, steps: async (p) => {
    const resident = slip("effective");
    await enter(p, resident);
    await p.goto(`${url}/r/${resident.code}/papers/agreement`);
    await p.locator("a[href*='/verify/']").first().click();
    await p.waitForLoadState();
  } },
  { name: "template", lang: "en", screen: desk, steps: async (p) => {
    await signIn(p, "administrator");
    await p.goto(`${url}/office/rulebook`);
    if (!await p.locator("main a[href^='/office/rulebook/']").count()) { // a draft, which is in effect nowhere
      await p.fill("#name", "draft.1");
      await p.locator("form[action='/office/rulebook'] button").last().click();
      await p.waitForLoadState();
    } else {
      await p.locator("main a[href^='/office/rulebook/']").first().click();
      await p.waitForLoadState();
    }
    await p.locator("main a[href$='/papers/agreement.zh-Hans']").click();
    await p.locator(".linli-sheet").waitFor();
  } },
  { name: "wish", lang: "zh-Hant", screen: phone, steps: async (p) => {
    const resident = slip("accepted");
    await enter(p, resident);
    await p.goto(`${url}/r/${resident.code}/wish`);
  } },
  { name: "file", lang: "en", screen: phone, steps: async (p) => {
    const resident = slip("effective");
    await enter(p, resident);
    await p.goto(`${url}/r/${resident.code}/my-file`);
  } },
  { name: "complain", lang: "zh-Hans", screen: phone, steps: (p) => p.goto(`${url}/complain`) },
  { name: "stipends", lang: "en", screen: desk, steps: async (p) => {
    await signIn(p, "lead");
    await p.goto(`${url}/stipends`);
    await p.locator("main a[href^='/stipends/']").first().click();
    await p.waitForLoadState();
  } },
  { name: "demands", lang: "zh-Hans", screen: desk, steps: async (p) => { await signIn(p, "privacy"); await p.goto(`${url}/demands`); } },
  { name: "lost", lang: "en", screen: phone, steps: (p) => p.goto(`${url}/r/lost`) },
  { name: "mediators", lang: "zh-Hans", screen: phone, steps: (p) => p.goto(`${url}/mediators`) },
  { name: "calendar", lang: "en", screen: desk, steps: async (p) => { await signIn(p, "mediator"); await p.goto(`${url}/calendar`); } },
  { name: "figures", lang: "en", screen: desk, steps: async (p) => { await signIn(p, "lead"); await p.goto(`${url}/figures`); } },
  { name: "returns", lang: "zh-Hans", screen: desk, steps: async (p) => { await signIn(p, "lead"); await p.goto(`${url}/figures/returns`); } },
  { name: "archive", lang: "zh-Hans", screen: desk, steps: async (p) => { await signIn(p, "records"); await p.goto(`${url}/archive`); } },
  { name: "transparency", lang: "zh-Hant", screen: desk, steps: (p) => p.goto(`${url}/transparency`) },
  { name: "office", lang: "en", screen: desk, steps: async (p) => { await signIn(p, "administrator"); await p.goto(`${url}/office`); } },
];

const only = process.env.SHOTS?.split(",");
const path = [process.env.LINLI_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-headless-shell", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((f) => f && existsSync(f));
mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: path,
  args: [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
let failed = 0;
try {
  for (const shot of shots) {
    if (only && !only.includes(shot.name)) continue;
    const context = await browser.newContext({
      locale: { "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", en: "en-GB" }[shot.lang], timezoneId: "Asia/Shanghai", viewport: shot.screen, reducedMotion: "reduce",
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    let status = 0;
    page.on("response", (r) => { if (r.request().isNavigationRequest()) status = r.status(); });
    try {
      await page.goto(`${url}/sign-in?lang=${shot.lang}`); // the choice is kept in a cookie
      await shot.steps(page);
      const spoken = new URL(page.url());
      if (await page.locator("html").getAttribute("lang") !== shot.lang) { // a signed-in reader's own language wins otherwise
        spoken.searchParams.set("lang", shot.lang);
        await page.goto(spoken.href);
      }
      if (status >= 400) throw new Error(`${new URL(page.url()).pathname} answers ${status}`);
      const file = join(out, `${shot.name}.png`);
      await page.screenshot({ path: file, animations: "disabled", caret: "hide" });
      const size = statSync(file).size;
      console.log(`${file}  ${Math.ceil(size / 1024)} KB  ${new URL(page.url()).pathname.replace(/\/r\/[^/]+/, "/r/CODE")}`);
      if (size > largest) throw new Error(`${file} is larger than ${largest / 1024} KB`);
    } catch (e) {
      failed++;
      console.error(`${shot.name}: ${e.message}`);
    } finally {
      await context.close();
    }
  }
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);
