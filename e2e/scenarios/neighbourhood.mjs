// The lead plans a survey of the neighbourhood, looks at its letters and its answers; somebody answers a letter on a telephone; everybody
// reads what was answered.

export const variants = [
  { languages: ["zh-Hans", "zh-Hant"], widths: [320] },
  { languages: ["en"], widths: [1280] },
];

export const opens = ["/figures/neighbourhood", "/figures/neighbourhood/new", "/figures/neighbourhood/{wave}", "/statistics/neighbourhood"];

export default async (page, ctx) => {
  const d = ctx.data;
  await ctx.go("/survey");
  await page.locator("#code").fill(d[ctx.lang].toLowerCase());
  await page.locator('form[action="/survey"] button').click();
  for (const name of ["by_day", "after_dark", "help", "service"]) await page.locator(`input[name="${name}"]`).first().check();
  await ctx.check("questions");
  await page.locator('form[action="/survey/answers"] button').click();
  await page.waitForURL("**/survey/answers");

  await ctx.go("/statistics/neighbourhood");
  await page.locator("table").first().waitFor();
  await ctx.check("public");

  await ctx.as("upper.lead");
  await ctx.go("/figures/neighbourhood");
  await ctx.check("list");
  await ctx.go("/figures/neighbourhood/new");
  await ctx.check("plan");
  await ctx.go(`/figures/neighbourhood/${d.runs}`);
  await ctx.check("runs");
  await ctx.go(`/figures/neighbourhood/${d.closed}`);
  await page.locator("table").first().waitFor();
  await ctx.check("closed");
};
