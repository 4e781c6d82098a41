// A copy of a report, and of a request for help, leaves the office: who handles it asks, the lead and the archivist approve, and the page says what
// whoever runs the server types.

export const opens = ["/exports/{case}"];

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  for (const of of ["report", "help"]) {
    const at = `/exports/${d[of]}`;
    const press = async (what) => {
      await page.locator(`form[action="${at}"]:has([name=do][value=${what}]) button`).click();
      await page.locator(".govuk-notification-banner").waitFor();
    };
    await ctx.as("clerk");
    await ctx.go(`/${of === "report" ? "reports" : "help"}/${d[of]}`);
    await page.locator(`main a[href="${at}"]`).click();
    await page.waitForURL(`**${at}`);
    await ctx.check(`${of}-ask`);
    await page.locator("[name=shown]").first().check();
    await page.locator("[name=to]").fill(d.to);
    await press("ask");
    await ctx.check(`${of}-waits`);
    for (const second of ["lead", "records"]) {
      await ctx.as(second);
      await ctx.go(at);
      await ctx.check(`${of}-approve-${second}`);
      await press("approve");
    }
    await page.getByText(`linli export resident --request`).waitFor();
    await ctx.check(`${of}-approved`);
  }
  for (const [name, slip] of [["report", d.author], ["help", d.asked]]) {
    await ctx.enter(slip);
    await page.locator("#exported").waitFor();
    await ctx.check(`told-${name}`);
  }
};
