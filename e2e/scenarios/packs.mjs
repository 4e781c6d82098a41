// An office added a language that is written from right to left. The browser asks for it; pages are mirrored, what is no word of it
// keeps its own order, and papers come in the language that stands in.

export const variants = { languages: ["ug"], widths: [320] };

export default async (page, ctx) => {
  const style = (selector, property) => page.locator(selector).first().evaluate((e, p) => getComputedStyle(e)[p], property);
  const middle = async (selector) => { const box = await page.locator(selector).first().boundingBox(); return box.x + box.width / 2; };

  await ctx.go("/");
  await ctx.check("home");
  ctx.equal(await page.locator("html").getAttribute("dir"), "rtl", "the direction of the page");
  ctx.equal(await page.locator(".linli-languages [aria-current]").innerText(), "ئۇيغۇرچە", "the language that is read");
  ctx.ok((await page.locator(".linli-footer").innerText()).includes("English"), "it is not said in which language papers come");
  await page.locator('.linli-languages a[hreflang="en"]').click();
  ctx.equal(await page.locator("html").getAttribute("dir"), "ltr", "the direction of the English page");
  ctx.equal(await page.locator('a[hreflang="ug"]').innerText(), "ئۇيغۇرچە", "the language on offer");
  await page.locator('a[hreflang="ug"]').click();
  ctx.equal(await page.locator("html").getAttribute("lang"), "ug", "the language chosen");

  for (const [path, name] of [["/language", "language"], ["/where", "where"], ["/report", "report"], ["/help", "help"], ["/complain", "complain"], ["/transparency", "transparency"], ["/sign-in", "sign-in"]]) {
    await ctx.go(path);
    await ctx.check(name);
  }

  // A form, its faults, and the way back: the arrow stands to the right of its word, the mark of a choice to the right of its text.
  await ctx.go("/apply");
  await ctx.check("apply");
  ctx.expectStatus(400);
  await page.locator("main form button.govuk-button:not(.govuk-button--secondary)").first().click();
  await page.locator("main form button.govuk-button:not(.govuk-button--secondary)").first().click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("apply-faults");
  ctx.ok(await middle(".govuk-radios__input") > await middle(".govuk-radios__label"), "the mark of a choice stands on the wrong side");

  const at = await ctx.enter(ctx.data.slip);
  await ctx.check("party");
  ctx.ok(await middle(".govuk-summary-list__key") > 0 && await style("body", "textAlign") === "right", "the page is not written from the right");
  for (const leaf of ["agreement", "papers", "details", "consent", "reads", "messages"]) {
    await ctx.go(`${at}/${leaf}`);
    await ctx.check(leaf);
  }
  await ctx.go(`${at}/papers/application`);
  await ctx.check("paper");
  const sheet = page.locator(".linli-sheet");
  ctx.equal(`${await sheet.getAttribute("lang")} ${await sheet.getAttribute("dir")}`, "en ltr", "the language of a paper");
  const pdf = await page.request.get(`${at}/papers/application.pdf`, { headers: { "Accept-Language": "ug-CN" } });
  ctx.ok((await pdf.body()).toString("latin1").includes("/Lang (en)"), "the paper to print is in another language");

  await ctx.as("clerk");
  for (const [path, name] of [["/due", "due"], ["/mediations", "list"], ["/mediations/new", "new"], [ctx.data.case, "case"], ["/account", "account"]]) {
    await ctx.go(path);
    await ctx.check(name);
  }
  await page.locator("#language").selectOption("ug");
  await page.locator('form[action="/account/language"] button').click();
  ctx.equal(await page.locator("#language").inputValue(), "ug", "the language of the account");
  await ctx.as("mediator");
  await ctx.go("/calendar");
  await ctx.check("calendar");
};
