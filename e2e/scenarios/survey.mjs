// A party takes the code of the survey and answers on a telephone; a clerk prints a sheet for the other one and enters it as it
// came back; a reporter takes the code on its own page; the lead reads what was answered, and sees it beside an indicator.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["en"], widths: [1280] },
];

export const opens = ["/r/{code}/survey", "/survey", "/mediations/{id}/survey", "/figures/survey", "/figures/indicators"];

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  const fill = async (names = ["heard", "fair", "free", "service"]) => {
    for (const name of names) await page.locator(`input[name="${name}"]`).first().check();
    await page.locator('form[action="/survey/answers"] button').click();
    await page.waitForURL("**/survey/answers");
  };

  await ctx.enter(d.slip);
  const at = `/r/${d.slip.code}/survey`;
  await ctx.go(at);
  await ctx.check("offer");
  await page.locator(`form[action="${at}"] button`).click();
  await page.locator(".linli-code").waitFor();
  await ctx.check("code");
  await page.locator('form[action="/survey"] button').first().click();
  await page.locator('input[name="heard"]').first().waitFor();
  await ctx.check("questions");
  await fill();
  await ctx.check("thanks");

  await ctx.enter(d.report);
  await ctx.check("report-over");
  await page.locator(`a[href="/r/${d.report.code}/survey"]`).click();
  await page.locator(`form[action="/r/${d.report.code}/survey"]`).waitFor();
  await ctx.check("report-offer");
  await page.locator(`form[action="/r/${d.report.code}/survey"] button`).click();
  await page.locator(".linli-code").waitFor();
  await ctx.check("report-code");
  await page.locator('form[action="/survey"] button').first().click();
  await page.locator('input[name="solved"]').first().waitFor();
  await ctx.check("report-questions");
  await fill(["told", "in_time", "solved", "service"]);

  await ctx.as("clerk");
  await ctx.go(`/mediations/${d.case}/survey`);
  await ctx.check("choose");
  await page.locator(`form[action="/mediations/${d.case}/survey"] button`).first().click();
  await page.locator(".linli-code").waitFor();
  await ctx.check("sheet");
  const code = (await page.locator(".linli-code").innerText()).trim();
  await ctx.go("/survey");
  await ctx.check("enter");
  await page.locator("#code").fill(code.toLowerCase());
  await page.locator('form[action="/survey"] button').click();
  await page.locator('input[name="heard"]').first().waitFor();
  await fill();

  await ctx.as("upper.lead");
  await ctx.go("/figures/survey");
  await page.locator("table").first().waitFor();
  await ctx.check("results");
  await page.locator("#of").selectOption("report");
  await page.locator('form[action="/figures/survey"] button').click();
  await page.locator("table").nth(3).waitFor();
  await ctx.check("results-reports");
  await ctx.go("/figures/indicators?period=2026-03");
  await ctx.check("beside");
};
