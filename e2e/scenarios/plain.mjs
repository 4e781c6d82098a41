// The same form without JavaScript: nothing that was typed is lost, and every answer can be given.

export const variants = { languages: ["zh-Hans"], javascript: [false] };

export default async (page, ctx) => {
  await ctx.go("/form");
  await ctx.check("form");
  ctx.expectStatus(400); // a form that is sent wrong
  await page.locator("#summary").fill("漏水");
  await page.locator("form button.govuk-button").click();
  await ctx.check("faults");
  ctx.equal(await page.locator("#summary").inputValue(), "漏水", "what was typed");
  ctx.ok(await page.locator("#phone").isVisible(), "a field cannot be reached without JavaScript");
  await ctx.go("/parts");
  await ctx.check("parts");
  ctx.ok(await page.locator("#history").isVisible(), "a part of the tabs cannot be reached without JavaScript");
};
