// A clerk writes down at the counter what somebody says, reads it back and hands over the slip; the person reads on its own page
// that a clerk wrote it, and adds a photograph there.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["en", "zh-Hant"], widths: [1280] },
];

export const opens = ["/reports/new"];

export default async (page, ctx) => {
  const on = async () => page.locator('form[action="/reports/new"] button.govuk-button').first().click();
  ctx.expectStatus(400); // nothing chosen, and words about a person
  await ctx.as("clerk");
  await ctx.go("/reports/new");
  await ctx.check("what");
  await on();
  await page.locator(".govuk-error-summary").waitFor();
  await page.locator('input[name="category"][value="facility"]').check();
  await on();
  await page.locator("textarea").fill("3 栋有人聚众赌博，门口的凳子也坏了。");
  await page.locator('input[name="heard"][value="telephone"]').check();
  await page.locator('select[name="place_id"]').selectOption(ctx.data.place);
  await on();
  await page.locator('input[name="of_place"]').waitFor();
  await ctx.check("about-a-person");
  await page.locator("textarea").fill("3 栋门口的凳子坏了，坐上去会摔。");
  await on();
  await page.locator('input[type="file"]').waitFor();
  await ctx.check("read-back");
  await on();
  await page.locator(".linli-slip").waitFor();
  await ctx.check("slip");
  const words = await page.locator(".linli-slip__words dd").allInnerTexts();
  const reporter = { code: words[0].replace(/\s/g, ""), digits: words[1].replace(/\s/g, "") };

  await ctx.enter(reporter);
  await page.locator(".govuk-inset-text").first().waitFor();
  await ctx.check("own");

  await ctx.as("clerk");
  await ctx.go("/reports?category=facility");
  await page.locator(".govuk-task-list__link").last().click();
  await page.waitForURL("**/reports/*");
  const at = new URL(page.url()).pathname;
  await ctx.go(`${at}/take`);
  await page.locator(`form[action="${at}/take"] button`).last().click();
  await page.waitForURL(`**${at}`);
  await page.locator(`form[action="${at}/files"] input[type="file"]`).waitFor();
  await ctx.check("handler");
};
