// A party who was to be called back, a reporter and somebody who was to be asked whether the help came say that the office need not do it,
// each with one step on the own page. A clerk reads that nobody calls; the lead reads how many waived, and how long services took to answer.

export const opens = ["/r/{code}", "/r/{code}/help", "/r/{code}/waive", "/mediations/{id}", "/figures/indicators"];

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  const waive = async (own, picture) => {
    const at = page.url();
    await page.locator(`a[href*="${own}/waive"]`).first().click();
    await page.locator('input[name="reason"]').first().waitFor();
    if (picture === "party") {
      await ctx.check("form");
      ctx.expectStatus(400);
      await page.locator(`form[action*="${own}/waive"] button`).first().click();
      await page.locator(".govuk-error-summary").waitFor();
      await ctx.check("no-reason");
    }
    await page.locator('input[name="reason"][value="not_needed"]').check();
    await page.locator(`form[action*="${own}/waive"] button`).first().click();
    await page.waitForURL(at);
    ctx.equal(await page.locator(`a[href*="${own}/waive"]`).count(), 0, "what can still be waived");
    for (const summary of await page.locator("details summary").all()) await summary.click();
    await ctx.check(`waived-${picture}`);
  };

  const own = await ctx.enter(d.party);
  await ctx.check("party");
  await waive(own, "party");
  await waive(await ctx.enter(d.reporter), "reporter");
  const help = await ctx.enter(d.asker);
  await page.waitForURL(`**${help}/help`);
  await ctx.check("asker");
  await waive(help, "asker");

  await ctx.as("clerk");
  await ctx.go(`/mediations/${d.case}`);
  await ctx.check("clerk");
  await ctx.as("lead");
  await ctx.go("/figures/indicators?period=2025-Q4");
  await page.locator("table").nth(2).waitFor();
  await ctx.check("times");
};
