// A mediator claims the stipend of a case, two people look at it, and it is paid with the batch of the month: on a telephone
// the whole way, at a desk what is left of it.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["en"], widths: [1280] },
];

export const opens = ["/stipends", "/mediations/{id}/stipend", "/stipends/{unit}", "/stipends/{unit}/{month}"];

export default async (page, ctx) => {
  const d = ctx.data;
  const claim = `/mediations/${d.cases[ctx.lang]}/stipend`;
  const press = async (value) => {
    await page.locator(`button[name="do"][value="${value}"]`).click();
    await page.waitForLoadState();
  };
  await ctx.as("mediator");
  await ctx.go("/stipends");
  await ctx.check("mine");
  await page.locator(`a[href="${claim}"]`).click();
  await page.locator('button[value="claim"]').waitFor();
  await ctx.check("claim");
  await page.locator('input[name="no_relative"]').check();
  await press("claim");
  await page.locator(".govuk-tag--yellow").waitFor();

  for (const login of ["lead", "upper.lead"]) {
    await ctx.as(login);
    await ctx.go(claim);
    await ctx.check(`review-${login}`);
    await press("approve");
  }
  await ctx.as("lead");
  const unit = `/stipends/${d.unit}`;
  await ctx.go(unit);
  await page.locator('input[name="planned"]').fill("12,000");
  await press("plan");
  await ctx.check("unit");
  const make = page.locator('button[value="batch"]');
  if (await make.count()) await make.click(); // one a month: the first of the variants makes it
  await ctx.go(`${unit}/${d.month}`);
  await ctx.check("batch");
  await ctx.as("upper.lead");
  await ctx.go(`${unit}/${d.month}`);
  if (await page.locator('button[value="release"]').count()) {
    await press("release");
    await ctx.check("batch-released");
    for (const [part, value] of Object.entries(d.today)) await page.locator(`#paid-${part}`).fill(value);
    await page.locator("#voucher").fill("记-17");
    await press("pay");
  }
  await page.locator(".govuk-tag--green").waitFor();
  await ctx.check("batch-paid");
  await ctx.as("mediator");
  await ctx.go(claim);
  await ctx.check("claim-followed");
};
