// Every part of a page, and a form that is sent wrong and then right.

export const variants = { themes: ["light", "dark"] };

export default async (page, ctx) => {
  await ctx.go("/parts");
  await ctx.check("parts");
  if (ctx.width > 640) { // narrower, the parts stand below one another
    await page.getByRole("tab").nth(1).click();
    await ctx.check("tabs");
  }

  await ctx.go("/form");
  await ctx.check("form");
  ctx.expectStatus(400); // a form that is sent wrong
  await page.locator("#name").fill("  ");
  await page.locator("#amount").fill("twelve");
  await page.locator("#day-year").fill("2026");
  await page.locator("#day-month").fill("2");
  await page.locator("#day-day").fill("30");
  await page.locator("form button.govuk-button").click();
  await ctx.check("faults");
  ctx.equal(await page.locator(".govuk-error-summary__list a").count(), 5, "number of faults");
  ctx.ok(await page.locator(".govuk-error-summary").evaluate((e) => e === document.activeElement), "the error summary has no focus");
  ctx.equal(await page.locator("#amount").inputValue(), "twelve", "what was typed");
  await page.locator(".govuk-error-summary__list a").first().click();
  ctx.ok(await page.locator("#name").evaluate((e) => e === document.activeElement), "the link of the summary does not lead to the field");

  await page.evaluate(() => window.scrollTo(0, 600));
  ctx.ok(await page.locator(".govuk-exit-this-page__button").evaluate((e) => window.scrollY > 300 && e.getBoundingClientRect().top >= 0),
    "the way out scrolls away");

  await page.locator("#way").check();
  ctx.ok(await page.locator("#phone").isVisible(), "the field of the chosen answer is hidden");
  await page.locator("#name").fill("王");
  await page.locator("#amount").fill("１２");
  await page.locator("#summary").fill("漏水");
  await page.locator("#day-day").fill("3");
  await page.locator("form button.govuk-button").click();
  await page.waitForURL("**/parts");
  ctx.equal(await page.locator(".govuk-notification-banner--success").count(), 1, "number of notices");

  ctx.expectStatus(404); // the page is meant to be missing
  await ctx.go("/nothing");
  await ctx.check("error");
};
