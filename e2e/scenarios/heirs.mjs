// A unit ends: the administrator says who takes over, and cannot name a unit that nobody leads. A party reads who has its case now and where
// people are received; the lead of the heir finds the case.

export const opens = ["/office/units/{unit}", "/r/{code}", "/mediations/{id}"];

export default async (page, ctx) => {
  const { unit, heir, name, slip, case: id, day } = ctx.data;
  const at = `/office/units/${unit}`;
  const came = page.locator(".govuk-error-summary, .govuk-notification-banner").first();

  await ctx.as("admin");
  const close = async (to) => {
    await ctx.go(at);
    await page.locator("[name=heir]").selectOption(to);
    for (const [part, value] of Object.entries(day)) await page.locator(`[name="closes-${part}"]`).fill(value);
    await page.locator(`form[action="${at}/close"] button`).click();
    await came.waitFor();
  };
  ctx.expectStatus(400);
  await close(heir);
  if (await page.locator(".govuk-error-summary").count()) await ctx.check("close-unled"); // in another language it has ended by now
  await close("");
  await ctx.check("closed");
  ctx.ok(!(await page.locator(".govuk-error-summary").count()), "it is refused");

  await ctx.enter(slip);
  await ctx.check("heir");
  ctx.ok((await page.locator("#moved ~ p").allInnerTexts()).join().includes(name), "the party does not read who had its case");

  await ctx.as("upper.lead");
  await ctx.go(`/mediations/${id}`);
  await ctx.check("left");
};
