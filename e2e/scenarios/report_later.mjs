// Somebody on a road without a line writes down what is broken, with a photograph. It lies sealed on the telephone, opens there again, is
// sent once when the line is back, by a press, and the slip is shown; what is wrong is shown by the form itself, and nothing is lost.

export const variants = { widths: [320] };

export const opens = ["/report/later", "/report"];

export default async (page, ctx) => {
  await page.clock.setFixedTime(new Date(ctx.data.now)); // the office of the play has a clock of its own
  page.on("dialog", (dialog) => dialog.accept());
  const offline = (on) => page.context().setOffline(on);
  const part = (name) => page.locator(`[data-part="${name}"]`);
  const drafts = (n) => page.waitForFunction((all) => document.querySelectorAll("[data-drafts] article").length === all, n);
  const press = (name) => page.locator(`[data-drafts] [data-press="${name}"]`).first().click();
  const picture = { name: "a.jpg", mimeType: "image/jpeg", buffer: Buffer.from(ctx.data.picture, "base64") };
  const rows = () => page.evaluate(async () => {
    if (!(await indexedDB.databases()).some((x) => x.name === "linli-later")) return { n: 0, text: "" };
    const db = await new Promise((resolve) => { const r = indexedDB.open("linli-later"); r.onsuccess = () => resolve(r.result); });
    const all = await new Promise((resolve) => { const r = db.transaction("rows").objectStore("rows").getAll(); r.onsuccess = () => resolve(r.result); });
    db.close();
    const text = (v) => (v instanceof ArrayBuffer || ArrayBuffer.isView(v) ? new TextDecoder("latin1").decode(v) : v && typeof v === "object" ? Object.values(v).map(text).join(" ") : String(v));
    return { n: all.length, text: all.map(text).join(" ") };
  });

  await ctx.go("/report");
  await page.locator('a[href="/report/later"]').click();
  await part("open").waitFor({ state: "visible" });
  await page.waitForFunction(() => navigator.serviceWorker.ready.then(() => true));
  await ctx.check("empty");
  await offline(true);
  await page.reload();
  await part("open").waitFor({ state: "visible" });
  const keep = page.locator('[data-do="keep"] button[type=submit]');
  await keep.click();
  await page.locator("#f-description-error").waitFor({ state: "visible" });
  await ctx.check("wrong");
  await page.locator('[name="category"]').selectOption("street_light");
  await page.locator('[name="q_fault"]').first().check();
  await page.locator('[name="address"]').fill("桥头第三根灯杆");
  await page.locator('[name="description"]').fill("隔壁老王天天在灯下打麻将。");
  await page.locator("#f-file").setInputFiles([picture]);
  await keep.click();
  await drafts(1);
  await ctx.check("kept");
  const lies = await rows();
  ctx.equal(lies.n, 2, "rows on the telephone");
  ctx.ok(!["桥头", "麻将", "JFIF", "street_light"].some((w) => lies.text.includes(w)), "what lies on the telephone can be read");
  await press("send");
  await page.locator("[data-said]:not([hidden])").waitFor();
  await page.reload();
  await drafts(1);

  await press("edit");
  ctx.equal(await page.locator('[name="address"]').inputValue(), "桥头第三根灯杆", "what was typed before");
  await page.locator('[name="description"]').fill("灯不亮，电线垂着。");
  await keep.click();
  await drafts(1);
  ctx.equal((await rows()).n, 2, "rows after a change");

  await offline(false);
  await press("send");
  await page.locator(".linli-slip").waitFor();
  await ctx.check("slip");
  const words = await page.locator(".linli-slip__words dd").allInnerTexts();
  await page.waitForFunction(async () => {
    const db = await new Promise((resolve) => { const r = indexedDB.open("linli-later"); r.onsuccess = () => resolve(r.result); });
    const n = await new Promise((resolve) => { const r = db.transaction("rows").objectStore("rows").count(); r.onsuccess = () => resolve(r.result); });
    db.close();
    return n === 0;
  });
  await ctx.enter({ code: words[0].replace(/\s/g, ""), digits: words[1].replace(/\s/g, "") });
  const own = await page.locator("main").innerText();
  ctx.ok(own.includes("灯不亮，电线垂着。") && own.includes("桥头第三根灯杆"), "what was written stands in the report");
  ctx.ok(own.includes({ "zh-Hans": "写在设备上", "zh-Hant": "寫在裝置上", en: "Written on a device" }[ctx.lang]), "when it was written stands there");
  ctx.equal(await page.locator('a[href*="/photograph/"]').count(), 1, "photographs in the report");

  // What the office cannot take is told by the form of /report, and stays on the telephone until it has arrived or is deleted.
  await ctx.go("/report/later");
  await part("open").waitFor({ state: "visible" });
  await page.locator('[name="category"]').selectOption("street_light");
  await page.locator('[name="q_fault"]').first().check();
  await page.locator('[name="description"]').fill("灯不亮。");
  await keep.click();
  await drafts(1);
  ctx.expectStatus(400);
  await press("send");
  await page.locator(".govuk-error-summary").waitFor();
  ctx.equal((await rows()).n, 1, "rows after it was refused");
  await ctx.go("/report/later");
  await drafts(1);
  await page.locator('[data-press="wipe"]').click();
  await drafts(0);
  ctx.equal((await rows()).n, 0, "rows after everything was deleted");
};
