// An inspector looks at a market from a telephone: photographs without faces, the record, the order with its paper; the lead
// approves what was found again. A square of the round is ticked; the register is brought in as a table and taken back.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["en", "zh-Hant"], widths: [1280] },
];

export const opens = ["/inspections", "/inspections/new", "/inspections/{inspection}", "/inspections/{inspection}/{event}", "/places", "/places/new", "/places/{place}",
  "/places/import", "/rounds", "/rounds/{place}", "/supervised"];

export default async (page, ctx) => {
  await ctx.as("inspector");
  await ctx.go("/inspections");
  await ctx.check("list");
  await ctx.go("/inspections/new");
  await ctx.check("which");
  await page.locator('select[name="place"]').selectOption(ctx.data.market);
  await page.locator('form[action="/inspections/new"] button').last().click();
  await page.locator('input[name="checklist"][value="shop"]').check();
  await ctx.check("checklist");
  await page.locator('form[action="/inspections/new"] button').last().click();
  await page.waitForURL(/\/inspections\/[0-9a-f-]{36}$/);
  const at = new URL(page.url()).pathname;
  await ctx.check("begun");
  const send = async (name) => {
    await page.locator(`form[action="${at}/${name}"] button.govuk-button[type="submit"]`).last().click();
    await page.waitForURL(`**${at}`);
  };
  const photograph = async (picture) => {
    await ctx.go(`${at}/attach`);
    await page.locator('input[type="file"]').setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: Buffer.from(ctx.data.picture, "base64") });
    if (picture) await ctx.check(picture);
    await page.locator(`form[action="${at}/attach"] button.govuk-button[type="submit"]`).last().click();
    const square = (n) => page.locator(`input[type="checkbox"][name="cover_1"][value="${n}"]`);
    await square(1).waitFor({ state: "attached" });
    ctx.ok((await square(19).isChecked()) && (await square(54).isChecked()), "the head and the plate are covered beforehand");
    ctx.ok(!(await page.locator('input[name="settle_1"]:checked').count()), "nobody has said yet that it is kept");
    await square(8).focus();
    await page.keyboard.press("Space");
    ctx.ok(await square(8).isChecked(), "a square is covered with the keyboard");
    if (picture) await ctx.check(`${picture}-settle`);
    await page.locator('input[name="settle_1"][value="keep"]').check();
    await send("attach");
  };
  await photograph("photograph");
  await ctx.go(`${at}/record`);
  for (const q of ["extinguishers", "storage"]) await page.locator(`input[name="answer-${q}"][value="fine"]`).check();
  await page.locator('input[name="answer-exits"][value="found"]').check();
  await page.locator('input[name="found-exits"]').fill("东侧出口堆放纸箱。");
  await page.locator('input[name="names_nobody"]').check();
  await ctx.check("record");
  await send("record");
  await ctx.go(`${at}/order`);
  await page.locator('input[name="days"]').fill("7");
  await page.locator("textarea").fill("清理东侧出口，保持畅通。");
  await ctx.check("order");
  await send("order");
  await ctx.check("ordered");
  await photograph();
  await ctx.go(`${at}/reinspect`);
  await page.locator('input[name="mended"]').first().check();
  await page.locator("textarea").fill("出口已经清理。");
  await ctx.check("again");
  await send("reinspect");

  await ctx.as("lead");
  await ctx.go(at);
  await ctx.check("lead");
  for (const act of ["approve", "close"]) {
    await ctx.go(`${at}/${act}`);
    await send(act);
  }
  await ctx.check("closed");

  await ctx.as("inspector");
  await ctx.go("/rounds");
  await ctx.check("round");
  await ctx.go(`/rounds/${ctx.data.square}`);
  for (const q of ["lighting", "surface", "barriers", "signs"]) await page.locator(`input[name="answer-${q}"][value="fine"]`).check();
  await ctx.check("visit");
  await page.locator(`form[action="/rounds/${ctx.data.square}"] button`).last().click();
  await page.waitForURL("**/rounds");
  await ctx.check("ticked");
  await ctx.go("/places");
  await ctx.check("places");
  await ctx.go(`/places/${ctx.data.market}`);
  await ctx.check("place");
  await ctx.go("/places/new");
  await ctx.check("new-place");
  await ctx.go("/places/import");
  await page.locator('input[type="file"]').setInputFiles({ name: "places.csv", mimeType: "text/csv", buffer: Buffer.from("unit,kind,name\nV1,home,三号楼\n") });
  await page.locator('form[action="/places/import"] button').last().click();
  await page.locator('[role="alert"]').first().waitFor();
  await ctx.check("import");
  await page.context().clearCookies(); // anybody reads it, signed in nowhere
  await ctx.go("/supervised");
  await ctx.check("supervised");
};
