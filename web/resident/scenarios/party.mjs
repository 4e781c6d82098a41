// A party's own page: opened from the slip's address, whose secret does not stay there.

export const variants = [{}, { languages: ["zh-Hant"], themes: ["dark"] }];

export const opens = [
  "/r/{code}", "/r/{code}/consent", "/r/{code}/refuse", "/r/{code}/extension", "/r/{code}/statement", "/r/{code}/withdraw", "/r/{code}/papers", "/r/{code}/reads",
  "/r/{code}/receipt", "/r/{code}/slip", "/r/{code}/consent/receipt", "/r/{code}/agreement", "/r/{code}/agreement/pause", "/r/{code}/acting",
];

export default async (page, ctx) => {
  const at = (path) => ctx.go(new URL(page.url()).pathname + path);
  const d = ctx.data;

  await ctx.go(`/r/${d.fresh.code}`);
  await ctx.check("enter");
  ctx.expectStatus(401);
  await page.locator("#digits").fill("1234 1234 1234 1234");
  await page.locator("form button.govuk-button").first().click();
  await ctx.check("enter-wrong");

  await ctx.enter(d.fresh);
  await ctx.check("fresh");
  await ctx.enter(d.invited);
  await ctx.check("invited");
  const invited = page.url();
  await at("/consent");
  await ctx.check("consent");
  await page.goto(`${invited}/refuse`);
  await ctx.check("refuse");

  await ctx.enter(d.planned);
  await ctx.check("planned");
  const planned = page.url();
  for (const path of ["extension", "statement", "withdraw", "papers", "reads", "receipt", "slip", "consent/receipt", "acting"]) {
    await page.goto(`${planned}/${path}`);
    await ctx.check(path.replace("/", "-"));
  }
  await ctx.enter(d.signing);
  const signing = page.url();
  await at("/agreement");
  await ctx.check("agreement");
  await page.goto(`${signing}/agreement/pause`);
  await ctx.check("pause");
  await ctx.enter(d.ended);
  await ctx.check("ended");
};
