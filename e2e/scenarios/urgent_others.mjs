// Nobody who handles a report, or works on a request for help, can be reached. Another asks for urgent access, a second approves, the first reads for
// the hour and ends it, the privacy officer checks it, and whoever reported something, or asked for help, reads of it on its own page.

export const opens = ["/urgent", "/urgent/{case}", "/urgent/{case}/read"];

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  for (const of of ["report", "help"]) {
    const at = `/urgent/${d[of]}`;
    const press = async (what) => {
      await page.locator(`form[action="${at}"]:has([name=do][value=${what}]) button`).click();
      await page.locator(".govuk-notification-banner").waitFor();
    };
    await ctx.as("lead");
    await ctx.go(`/${of === "report" ? "reports" : "help"}/${d[of]}`);
    await page.locator(`main a[href="${at}"]`).click();
    await page.waitForURL(`**${at}`);
    await ctx.check(`${of}-ask`);
    await page.locator("[name=purpose][value=door]").check();
    await page.locator("[name=text]").fill("来人已到场，承办的人联系不上");
    await press("ask");
    await ctx.check(`${of}-waits`);
    await ctx.as("clerk");
    await ctx.go(at);
    await ctx.check(`${of}-approve`);
    await press("approve");
    await ctx.as("lead");
    await ctx.go(at);
    await page.locator(`main a[href="${at}/read"]`).click();
    await page.waitForURL(`**${at}/read`);
    await ctx.check(`${of}-read`);
    await ctx.go(at);
    await press("end");
    await ctx.as("privacy");
    await ctx.go("/urgent");
    await ctx.check(`${of}-register`);
    await page.locator(`main a[href="${at}"]`).click();
    await page.waitForURL(`**${at}`);
    await page.locator("[name=result][value=proper]").check();
    await page.locator("[name=found]").fill("值班电话有记录");
    await ctx.check(`${of}-check`);
    await press("check");
  }
  for (const [name, slip] of [["report", d.author], ["help", d.asked]]) {
    await ctx.enter(slip);
    await page.locator("#urgent").waitFor();
    await ctx.check(`told-${name}`);
  }
};
