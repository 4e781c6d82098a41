// A clerk on the road writes down a report without a line, with a photograph and a slip that the person keeps; an inspector records
// two inspections, of which a colleague has recorded one meanwhile. All of it lies sealed on the telephone, is sent once when the
// line is back, and signing out empties the telephone.

export const variants = { widths: [320] };

export const opens = ["/offline"];

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  const pin = "shan lu 2026";
  await page.clock.setFixedTime(new Date(ctx.data.now)); // the office of the play has a clock of its own
  page.on("dialog", (dialog) => dialog.accept());
  const offline = (on) => page.context().setOffline(on);
  const rested = () => page.locator("[data-things]:not([aria-busy])").waitFor({ state: "attached" }); // nothing is asked of the office any more
  const part = (name) => page.locator(`[data-part="${name}"]`);
  const card = (n) => page.locator("[data-taken-list] article").nth(n);
  const keep = page.locator('[data-do="keep"] button[type=submit]');
  const drafts = (n) => page.waitForFunction((all) => document.querySelectorAll("[data-drafts] article").length === all, n);
  const picture = { name: "a.jpg", mimeType: "image/jpeg", buffer: Buffer.from(ctx.data.picture, "base64") };
  const prepare = async () => {
    await ctx.go(`/offline?lang=${ctx.lang}`);
    await part("setup").waitFor({ state: "visible" });
    await page.locator("#new-pin").fill(pin);
    await page.locator("#again").fill(pin);
    await page.locator('[data-do="setup"] button').click();
    await page.locator("[data-things] label").first().waitFor({ state: "visible" });
  };
  const along = async (wanted) => {
    const offered = await page.evaluate(() => fetch("/offline/things", { headers: { Accept: "application/json" } }).then((a) => a.json()));
    for (const want of wanted) await page.locator("[data-things] label").nth(offered.findIndex(want)).click();
    await page.locator('[data-do="take"] button').click();
    await page.waitForFunction((n) => document.querySelectorAll("[data-taken-list] article").length === n, wanted.length);
    await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
    await rested();
  };
  const held = () => page.evaluate(async () => {
    if (!(await indexedDB.databases()).some((x) => x.name === "linli-offline")) return null;
    const db = await new Promise((resolve) => { const r = indexedDB.open("linli-offline"); r.onsuccess = () => resolve(r.result); });
    const all = await new Promise((resolve) => { const r = db.transaction("rows").objectStore("rows").getAll(); r.onsuccess = () => resolve(r.result); });
    db.close();
    const text = (v) => (v instanceof ArrayBuffer || ArrayBuffer.isView(v) ? new TextDecoder("latin1").decode(v) : v && typeof v === "object" ? Object.values(v).map(text).join(" ") : String(v));
    return { files: all.filter((r) => r.kind === "file").length, text: all.map(text).join(" ") };
  });

  // The clerk takes a slip along with the categories and the places.
  await ctx.as("clerk");
  await prepare();
  await along([(x) => x.form === "report"]);
  await offline(true);
  await card(0).locator("button").click();
  await keep.click();
  await page.locator("#f-description-error").waitFor({ state: "visible" });
  await page.locator('[name="heard"]').selectOption("counter");
  await page.locator('[name="category"]').selectOption("street_light");
  await page.locator('[name="q_fault"]').first().waitFor();
  await ctx.check("report");
  await page.locator('[name="q_fault"]').first().check();
  await page.locator('[name="place_id"]').selectOption(ctx.data.place);
  await page.locator('[name="description"]').fill("市场门口的路灯不亮。");
  await page.locator("#f-file").setInputFiles(Array(6).fill(picture));
  await keep.click();
  await page.locator("#f-file-error").waitFor({ state: "visible" });
  await page.locator("#f-file").setInputFiles([picture]);
  await keep.click();
  await part("slip").waitFor({ state: "visible" });
  await page.waitForFunction(() => document.querySelector("[data-slip-picture]").naturalWidth > 0);
  await ctx.check("slip");
  const slip = { code: await page.locator("[data-slip=code]").innerText(), digits: (await page.locator("[data-slip=passphrase]").innerText()).replaceAll(/[ -]/g, "") };
  await page.locator('[data-part="slip"] [data-press="list"]').click();
  await drafts(1);
  await ctx.check("waiting");
  const lies = await held();
  ctx.equal(lies.files, 1, "photographs on the telephone");
  ctx.ok(!["路灯", "JFIF", slip.code, slip.digits].some((w) => lies.text.includes(w)), "what lies on the telephone can be read");

  // The line breaks again after the form: the photograph stays, and is sent later.
  ctx.expectStatus(503);
  await page.route("**/offline/photograph", (route) => route.fulfill({ status: 503 }));
  await offline(false);
  await page.waitForFunction(() => document.querySelector("[data-drafts] [data-files]")?.textContent && document.querySelector('[data-drafts] [data-press="edit"]').hidden);
  await ctx.check("photographs");
  await page.unroute("**/offline/photograph");
  await page.locator('[data-press="send"]').click();
  await drafts(0);
  ctx.equal((await held()).files, 0, "photographs on the telephone after sending");
  await page.locator('[data-part="list"] [data-press="wipe"]').click();
  await part("setup").waitFor({ state: "visible" });
  await rested();
  await ctx.enter(slip);
  ctx.equal(await page.locator('a[href*="/photograph/"]').count(), 1, "photographs in the report");
  ctx.ok((await page.content()).includes("市场门口的路灯不亮。"), "the slip opens the report");

  // The inspector has two inspections with it.
  await ctx.as("inspector");
  await prepare();
  await along([(x) => x.case === d.held, (x) => x.case === d.moved]);
  await offline(true);
  const record = async (words) => {
    await card(0).locator("button").click();
    const questions = page.locator("[data-asks] fieldset");
    for (let n = 0; n < await questions.count(); n++) await questions.nth(n).locator("input").first().check();
    await questions.first().locator("input").nth(1).check();
    await page.locator('[data-asks] input[name^="found-"]').first().fill(words);
    await page.locator("#f-nobody").check();
  };
  await card(0).locator("button").click();
  await keep.click();
  await page.locator("[data-asks] .govuk-error-message:not([hidden])").first().waitFor();
  await ctx.check("inspection");
  await page.locator('[data-do="keep"] [data-press="list"]').click();
  await record("东侧出口堆放纸箱。");
  await page.locator("#f-file").setInputFiles([picture]);
  await keep.click();
  await page.locator('[data-error="prints"]').waitFor({ state: "visible" });
  await page.locator('[name="prints"][value="some"]').check();
  await page.locator('[name="print-part"][value="1"]').check();
  await page.locator("[data-sheets] canvas").waitFor();
  await ctx.check("marks");
  await keep.click();
  await drafts(1);
  await offline(false);
  await drafts(0);
  await ctx.go(`/inspections/${d.held}`);
  ctx.ok((await page.content()).includes("东侧出口堆放纸箱。"), "the finding stands in the inspection");
  ctx.equal(await page.locator('a[href*="/files/"]').count(), 1, "photographs in the inspection");

  // The other one is recorded in the office meanwhile.
  await ctx.go(`/inspections/${d.moved}/record`);
  const asked = page.locator('form[action$="/record"] fieldset:has(input[name^="answer-"])');
  for (let n = 0; n < await asked.count(); n++) await asked.nth(n).locator("input").first().check();
  await page.locator("textarea").fill("办公室里记的。");
  await page.locator('input[name="names_nobody"]').check();
  await page.locator('form[action$="/record"] button.govuk-button').last().click();
  await page.waitForURL(`**/inspections/${d.moved}`);
  await ctx.go("/offline");
  await part("locked").waitFor({ state: "visible" });
  await page.locator("#pin").fill(pin);
  await page.locator('[data-do="unlock"] button').click();
  await page.locator("[data-things] label").first().waitFor({ state: "visible" });
  await rested();
  await offline(true);
  await record("我在现场看到的。");
  await keep.click();
  await drafts(1);
  await offline(false);
  await page.locator("[data-both]").waitFor({ state: "visible" });
  ctx.ok((await page.locator("[data-present]").innerText()).includes("办公室里记的。"), "what stands in the inspection is shown");
  ctx.ok((await page.locator("[data-mine]").innerText()).includes("我在现场看到的。"), "what was written here is shown beside it");
  ctx.equal(await page.locator('[data-press="beside"]:visible').count(), 0, "ways to add a second record");
  await ctx.check("moved");

  // Signing out, whoever does, empties the telephone with what was not sent.
  await ctx.as({ "zh-Hans": "inspector2", "zh-Hant": "lead", en: "second" }[ctx.lang]); // the inspector goes on in the next language
  await ctx.go("/due");
  await page.locator("form[action='/sign-out'] button").click();
  await page.waitForURL("**/sign-in");
  ctx.equal(await held(), null, "what lies on the telephone after signing out");
};
