// Somebody rings a unit about another one: its clerk writes the grievance down and hands over the slip, and has no page of it
// afterwards. The person reads on its own page that a clerk wrote it, and who answers.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["en", "zh-Hant"], widths: [1280] },
];

export const opens = ["/reports/new", "/complaints", "/complaints/new"];

export default async (page, ctx) => {
  const on = async () => page.locator("form[method=post] button.govuk-button").last().click();
  ctx.expectStatus(400); // about the clerk's own unit
  await ctx.as("other.clerk");
  await ctx.go("/reports/new");
  await ctx.check("what");
  await page.locator('input[name="category"][value="grievance"]').check();
  await page.locator('form[action="/reports/new"] button.govuk-button').first().click();
  await page.waitForURL("**/complaints/new?category=grievance");
  await page.locator('select[name="unit"]').selectOption(ctx.data.own);
  await page.locator('input[name="heard"][value="telephone"]').check();
  await page.locator("textarea").fill("低保材料交了三次，每次都说少一份，没有人一次说清楚。");
  await on();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("own-unit");
  await page.locator('select[name="unit"]').selectOption(ctx.data.unit);
  await on();
  await page.locator(".linli-slip").waitFor();
  await ctx.check("slip");
  const words = await page.locator(".linli-slip__words dd").allInnerTexts();

  await ctx.go("/complaints");
  ctx.ok((await page.locator(".govuk-task-list__item").count()) === 0, "whoever wrote it down has no row of it");
  await ctx.check("nothing");

  await ctx.enter({ code: words[0].replace(/\s/g, ""), digits: words[1].replace(/\s/g, "") });
  ctx.ok((await page.locator("main").innerText()).includes("低保材料"), "the person reads its own words");
  await ctx.check("own");
};
