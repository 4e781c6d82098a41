// A lead freezes the return of a month that is over and reads it, and the sum of its quarter; anybody finds it among the office's statistics.

export const variants = [
  { languages: ["zh-Hans", "zh-Hant"], widths: [320] },
  { languages: ["en"], widths: [1280] },
];

export const opens = ["/figures/returns", "/figures/return", "/figures/indicators", "/figures/card", "/figures/late", "/statistics", "/statistics/card"];

export default async (page, ctx) => {
  const d = ctx.data;
  await page.context().addCookies([{ name: "session", value: d.sessions["upper.lead"], url: ctx.url, httpOnly: true, sameSite: "Lax" }]);
  await ctx.go("/figures?by=unit");
  await ctx.check("figures-by-unit");
  await page.locator('a[href="/figures/indicators"]').click();
  await page.locator("table tbody tr").first().waitFor();
  await ctx.check("indicators");
  await page.locator('a[href="/figures/card"]').click();
  await page.locator("#weighed").waitFor();
  await ctx.check("scorecard");
  await ctx.go("/figures/late?figure=report_promises&period=2025-Q4");
  await page.locator("h1").waitFor();
  await ctx.check("late");
  await ctx.go("/figures/card?period=2025-Q4");
  const publish = page.locator('form[action="/figures/card"][method="post"] button');
  if (await publish.count()) await publish.click(); // the first of the variants publishes it
  await page.locator("#release").waitFor();
  await ctx.check("scorecard-published");
  await ctx.go("/figures");
  await page.locator('a[href="/figures/returns"]').click();
  await page.locator("#returns-quarter").waitFor();
  await ctx.check("returns");
  await page.locator(`a[href$="period=${d.period}"]`).click();
  await page.locator("table tfoot").first().waitFor();
  await ctx.check("return-before");
  const freeze = page.locator('form[action="/figures/return"] button');
  if (await freeze.count()) await freeze.click(); // the first of the variants freezes it
  await page.locator("dd", { hasText: /^[0-9a-f]{64}$/ }).waitFor();
  await ctx.check("return-frozen");
  await ctx.go("/figures/returns");
  await page.locator(`a[href$="period=${d.quarter}"]`).click(); // its three months are frozen now
  await page.locator("table tfoot").first().waitFor();
  if (await freeze.count()) await freeze.click();
  await page.locator("dd", { hasText: /^[0-9a-f]{64}$/ }).waitFor();
  await ctx.check("return-quarter");
  await page.context().clearCookies();
  await ctx.go("/statistics");
  await page.locator("table tfoot").first().waitFor();
  await ctx.check("statistics");
  await ctx.go("/statistics?form=public_month");
  await page.locator(".linli-chart").first().waitFor();
  await ctx.check("statistics-promises");
  await page.locator('a[href="/statistics/card"]').click();
  await page.locator("#weighed").waitFor();
  await ctx.check("statistics-scorecard");
  await page.locator("#unit").selectOption({ index: 2 });
  await page.locator("#figure").selectOption("report_promises");
  await page.locator('form[action="/statistics/card"] button').click();
  await page.locator("#among-head").waitFor();
  await ctx.check("statistics-scorecard-of-a-unit");
};
