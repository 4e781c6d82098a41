// Nobody who works on a case can be reached. The lead asks for urgent access, the clerk approves, the lead opens the case and
// ends it, the privacy officer checks it, and the party reads of it.

export const opens = ["/urgent", "/mediations/{id}/urgent"];

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  const at = `/mediations/${d.case}/urgent`;
  const press = async (what) => {
    await page.locator(`form[action="${at}"]:has([name=do][value=${what}]) button`).click();
    await page.locator(".govuk-notification-banner").waitFor();
  };
  await ctx.as("lead");
  await ctx.go(`/mediations/${d.case}`);
  await page.locator(`main a[href="${at}"]`).click();
  await page.waitForURL(`**${at}`);
  await ctx.check("ask");
  await page.locator("[name=purpose][value=door]").check();
  await page.locator("[name=text]").fill("双方已到场，调解员联系不上");
  await press("ask");
  await ctx.check("waits");
  await ctx.as("clerk");
  await ctx.go(at);
  await ctx.check("approve");
  await press("approve");
  await ctx.as("lead");
  await ctx.go(at);
  await page.locator(`main a[href="/mediations/${d.case}"]`).click();
  await page.waitForURL(`**/mediations/${d.case}`);
  await ctx.check("opened");
  await ctx.go(at);
  await press("end");
  await ctx.as("privacy");
  await ctx.go("/urgent");
  await ctx.check("register");
  await page.locator(`main a[href="${at}"]`).click();
  await page.waitForURL(`**${at}`);
  await page.locator("[name=result][value=proper]").check();
  await page.locator("[name=found]").fill("值班电话有记录");
  await ctx.check("check");
  await press("check");
  await ctx.enter(d.slip);
  await page.locator("#urgent").waitFor();
  await ctx.check("told");
};
