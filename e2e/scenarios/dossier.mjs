// Whoever handles a report, or a grievance, has its whole file put together, leaves the page, comes back and opens it.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["en", "zh-Hant"], widths: [1280] },
];

export const opens = ["/reports/{report}/print", "/complaints/{complaint}/print"];

export default async (page, ctx) => {
  for (const [login, at] of [["clerk", `/reports/${ctx.data.report}`], ["upper.lead", `/complaints/${ctx.data.grievance}`]]) {
    await ctx.as(login);
    await ctx.go(at);
    await page.locator(`main a[href="${at}/print"]`).click();
    await page.waitForURL(`**${at}/print`);
    await ctx.check("ask");
    await page.locator(`form[action="${at}/print"] button`).last().click();
    await page.locator(`main a[href="${at}/print/file.pdf"]`).waitFor(); // the page looks by itself
    await ctx.check("ready");
    const pdf = await page.request.get(`${new URL(page.url()).origin}${at}/print/file.pdf`);
    ctx.ok(pdf.status() === 200 && (await pdf.body()).subarray(0, 4).toString() === "%PDF", "the file opens");
  }
};
