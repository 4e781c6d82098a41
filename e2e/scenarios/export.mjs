// A party's own copy leaves the office: the clerk asks, the lead and the archivist approve, and the page says what whoever runs the server types.

export const opens = ["/mediations/{id}/export"];

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  const at = `/mediations/${d.case}/export`;
  const press = async (what) => {
    await page.locator(`form[action="${at}"]:has([name=do][value=${what}]) button`).click();
    await page.locator(".govuk-notification-banner").waitFor();
  };
  await ctx.as("clerk");
  await ctx.go(`/mediations/${d.case}`);
  await page.locator(`main a[href="${at}"]`).click();
  await page.waitForURL(`**${at}`);
  await ctx.check("ask");
  await page.locator("[name=purpose][value=own_copy]").check();
  await page.locator("[name=party]").first().check();
  await page.locator("[name=shown]").first().check();
  await page.locator("[name=to]").fill(d.to);
  await press("ask");
  await ctx.check("waits");
  for (const second of ["lead", "records"]) {
    await ctx.as(second);
    await ctx.go(at);
    await ctx.check(`approve-${second}`);
    await press("approve");
  }
  await page.getByText(`linli export resident --request`).waitFor();
  await ctx.check("approved");
};
