// A mediator in a village without a line: prepares the telephone, takes a session along, records it there, and sends it when
// the line is back. A clerk gives somebody a slip while there is no line at the counter. Another form finds that the case has moved on. Five wrong PINs empty the telephone, and so does signing out.

export const opens = ["/offline"];

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  const words = "双方当场量了界线，各让半米。";
  const pin = "shan lu 2026";
  await page.clock.setFixedTime(new Date(ctx.data.now)); // the office of the play has a clock of its own
  page.on("dialog", (dialog) => dialog.accept());
  const offline = (on) => page.context().setOffline(on);
  const rested = () => page.locator("[data-things]:not([aria-busy])").waitFor({ state: "attached" }); // nothing is asked of the office any more
  const part = (name) => page.locator(`[data-part="${name}"]`);
  const unlock = async (typed) => {
    await part("locked").waitFor({ state: "visible" });
    await page.locator("#pin").fill(typed);
    await page.locator('[data-do="unlock"] button').click();
  };
  const thing = (value) => page.locator("[data-things] label").nth(value);
  const held = () => page.evaluate(async () => {
    const names = (await indexedDB.databases()).map((x) => x.name);
    if (!names.includes("linli-offline")) return null;
    const db = await new Promise((resolve) => { const r = indexedDB.open("linli-offline"); r.onsuccess = () => resolve(r.result); });
    const read = (store) => new Promise((resolve) => { const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => resolve(r.result); });
    const all = [...await read("box"), ...await read("rows")];
    db.close();
    const text = (v) => (v instanceof ArrayBuffer || ArrayBuffer.isView(v) ? new TextDecoder("utf-8").decode(v) : v && typeof v === "object" ? Object.values(v).map(text).join(" ") : String(v));
    let kept = "";
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) kept += ` ${new URL(request.url).pathname}${new URL(request.url).search} ${await (await cache.match(request)).text()}`;
    }
    return { rows: all.length, text: all.map(text).join(" "), kept };
  });

  // The telephone is prepared.
  await ctx.as("mediator");
  await ctx.go(`/offline?lang=${ctx.lang}`);
  await part("setup").waitFor({ state: "visible" });
  await page.locator("#new-pin").fill("1234");
  await page.locator('[data-do="setup"] button').click();
  await page.locator("#new-pin-error").waitFor({ state: "visible" });
  await ctx.check("setup");
  await page.locator("#new-pin").fill(pin);
  await page.locator("#again").fill(pin);
  await page.locator('[data-do="setup"] button').click();
  await page.locator("[data-things] label").first().waitFor({ state: "visible" });
  await ctx.check("empty");

  // Sessions and an instalment are taken along, without a name.
  const asked = await page.evaluate(() => fetch("/offline/things", { headers: { Accept: "application/json" } }).then((a) => a.json()));
  const place = (of, id) => asked.findIndex((x) => x.case === of && x.thing === id);
  for (const [of, id] of [[d.held, d.session], [d.moved, d.movedSession], [d.owed, d.due]]) await thing(place(of, id)).click();
  await page.locator('[data-do="take"] button').click();
  await page.waitForFunction(() => document.querySelectorAll("[data-taken-list] article").length === 3);
  await ctx.check("taken");
  await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);

  // There is no line: the page comes from the telephone, and so does the form.
  await rested();
  await offline(true);
  await page.goto("/offline");
  await unlock("falsch falsch");
  await page.locator("#pin-error").waitFor({ state: "visible" });
  await ctx.check("locked");
  await unlock(pin);
  const card = (n) => page.locator("[data-taken-list] article").nth(n);
  await card(0).locator("button").click();
  await page.locator('[data-do="keep"] button[type=submit]').click();
  await page.locator("#f-minutes-error").waitFor({ state: "visible" });
  await ctx.check("form");
  await page.locator("#f-minutes").fill("30");
  await page.locator("[data-parties] label").first().click();
  await page.locator("#f-text").fill(words);
  await page.locator('[data-do="keep"] button[type=submit]').click();
  await page.locator("[data-drafts] article").waitFor();
  for (const n of [2, 3]) { // two payments of one part, told one after the other
    await card(2).locator("button").click();
    await page.locator("#f-amount").fill("1");
    await page.locator("#f-part").check();
    await page.locator('[data-do="keep"] button[type=submit]').click();
    await page.waitForFunction((all) => document.querySelectorAll("[data-drafts] article").length === all, n);
  }
  await ctx.check("kept");
  const lies = await held();
  ctx.equal(lies.rows, 7, "rows on the telephone");
  ctx.ok(![words, "双方", d.held, d.session, "村", pin].some((w) => lies.text.includes(w)), "what lies on the telephone can be read");
  ctx.ok(lies.kept.includes("/offline?in=en") && ![words, d.held, "csrf\" value", "sign-out"].some((w) => lies.kept.includes(w)), "what the worker keeps says something of a case or an account");
  ctx.ok(!/ \/(mediations|due|calendar)/.test(lies.kept), "the worker keeps a page of a case");

  // The line is back: both arrive, each once, and the case tells when it was and when it came.
  await offline(false);
  await page.waitForFunction(() => document.querySelectorAll("[data-drafts] article").length === 0);
  await ctx.check("sent");
  await ctx.go(`/mediations/${d.held}`);
  ctx.equal((await page.content()).split(words).length - 1 > 0, true, "the record stands in the case");

  // Meanwhile somebody records the other session in the office.
  await ctx.go("/offline");
  await unlock(pin);
  await part("list").waitFor({ state: "visible" });
  ctx.equal(await page.locator("[data-taken-list] article").count(), 1, "things that are left to fill in");
  await card(0).locator("button").click();
  await page.locator("#f-minutes").fill("20");
  await page.locator("#f-text").fill("我这里记的。");
  await page.locator('[data-do="keep"] button[type=submit]').click();
  await page.locator("[data-drafts] article").waitFor();
  await ctx.go(`/mediations/${d.moved}/begin`);
  await page.locator("form[action$='/begin'] button").last().click();
  await page.waitForURL(`**/mediations/${d.moved}`);
  await ctx.go(`/mediations/${d.moved}/record`);
  await page.locator("#minutes").fill("50");
  await page.locator("textarea").fill("办公室里记的。");
  await page.locator("form[action$='/record'] button").last().click();
  await page.waitForURL(`**/mediations/${d.moved}`);
  await ctx.go("/offline");
  await unlock(pin);
  await page.locator('[data-press="send"]').click();
  await page.locator("[data-both]").waitFor({ state: "visible" });
  ctx.ok((await page.locator("[data-present]").innerText()).includes("办公室里记的。"), "what stands in the case is shown");
  ctx.ok((await page.locator("[data-mine]").innerText()).includes("我这里记的。"), "what was written here is shown beside it");
  await ctx.check("moved");
  ctx.ok(!(await held()).text.includes("办公室"), "what stands in the case is not kept here");
  await page.locator('[data-press="beside"]').click();
  await page.waitForFunction(() => document.querySelectorAll("[data-drafts] article").length === 0);
  await ctx.go(`/mediations/${d.moved}`);
  const both = await page.content();
  ctx.ok(both.includes("办公室里记的。") && both.includes("我这里记的。"), "both stand in the case");

  // Five wrong PINs, and the telephone is empty.
  await ctx.go("/offline");
  for (let n = 0; n < 5; n++) {
    await unlock(`wrong ${n} pin`);
    await page.waitForFunction((left) => document.querySelector("[data-part=setup]").hidden === false || document.querySelector("#pin-error").textContent.includes(String(left)), 4 - n);
  }
  await part("setup").waitFor({ state: "visible" });
  ctx.equal(await held(), null, "what lies on the telephone after five wrong PINs");
  await ctx.check("emptied");

  // After three days nothing is left, with or without a line.
  const prepare = async () => {
    await page.locator("#new-pin").fill(pin);
    await page.locator("#again").fill(pin);
    await page.locator('[data-do="setup"] button').click();
    await page.locator("[data-things] label").first().waitFor({ state: "visible" });
  };
  await prepare();
  await page.clock.setFixedTime(new Date(Date.parse(ctx.data.now) + 73 * 3600_000));
  await ctx.go("/offline");
  await part("setup").waitFor({ state: "visible" });
  ctx.equal(await held(), null, "what lies on the telephone after three days");
  await page.clock.setFixedTime(new Date(ctx.data.now));

  // A telephone that is ended from afar empties itself on whatever page it is reached.
  await prepare();
  await ctx.go("/account");
  await page.locator('form[action^="/account/sessions/"]:not([action$="sessions/end"]) button').first().click();
  await page.waitForURL("**/account");
  await page.waitForFunction(async () => !(await indexedDB.databases()).some((x) => x.name === "linli-offline"));

  // A clerk at the counter has no line either: the person leaves with a slip that was reserved before.
  await ctx.as("clerk");
  await ctx.go(`/offline?lang=${ctx.lang}`);
  await prepare();
  const offered = await page.evaluate(() => fetch("/offline/things", { headers: { Accept: "application/json" } }).then((a) => a.json()));
  await thing(offered.findIndex((x) => x.form === "apply")).click();
  await page.locator('[data-do="take"] button').click();
  await card(0).waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
  await rested();
  await offline(true);
  await card(0).locator("button").click();
  await page.locator('[data-do="keep"] button[type=submit]').click();
  await page.locator("#f-summary-error").waitFor({ state: "visible" });
  await ctx.check("application");
  await page.locator('[name="own_dispute"]').selectOption("no");
  await page.locator('[name="type"]').selectOption({ index: 1 });
  await page.locator('[name="summary"]').fill("隔壁的水管漏到我家墙上。");
  await page.locator('[name="parties[0].name"]').fill("孙来访");
  await page.locator('[name="parties[1].name"]').fill("吴邻居");
  await page.locator('[data-do="keep"] button[type=submit]').click();
  await part("slip").waitFor({ state: "visible" });
  await page.waitForFunction(() => document.querySelector("[data-slip-picture]").naturalWidth > 0);
  await ctx.check("slip");
  const slip = { code: await page.locator("[data-slip=code]").innerText(), digits: (await page.locator("[data-slip=passphrase]").innerText()).replaceAll(/[ -]/g, "") };
  ctx.ok(![slip.code, slip.digits, "孙来访"].some((w) => !w || lies.text.includes(w)), "the slip or a name can be read on the telephone");
  await page.locator('[data-part="slip"] [data-press="list"]').click();
  await page.locator("[data-drafts] article").waitFor();
  await offline(false);
  await page.waitForFunction(() => document.querySelectorAll("[data-drafts] article").length === 0);
  ctx.equal(await page.locator("[data-taken-list] article").count(), 0, "slips that are left");
  await rested();
  const home = await ctx.enter(slip);
  ctx.ok((await page.content()).includes("孙来访") || home === `/r/${slip.code}`, "the slip opens the case");

  // Signing out empties it, too.
  await ctx.as({ "zh-Hans": "other.clerk", "zh-Hant": "lead", en: "second" }[ctx.lang]); // the others go on in the next language
  await ctx.go("/offline");
  await unlock(pin); // of another account: what lies there stays sealed, and is not sent
  await part("list").waitFor({ state: "visible" });
  await page.waitForFunction(() => !document.querySelector("[data-take-none]").hidden);
  await ctx.check("other");
  await ctx.go("/due");
  await page.locator("form[action='/sign-out'] button").click();
  await page.waitForURL("**/sign-in");
  ctx.equal(await held(), null, "what lies on the telephone after signing out");
};
