// A dispute reaches into another village: the lead invites its unit, one party says yes on its own page and the other at the
// counter, the other lead, who reads nothing of the content, answers and names a mediator, and a party ends it again.

export const opens = ["/mediations/{id}/invite_joint", "/mediations/{id}/agree_joint", "/mediations/{id}/answer_joint", "/r/{code}/joint"];

export default async (page, ctx) => {
  const { case: id, unit, second, slip, mediator } = ctx.data[ctx.lang];
  const at = `/mediations/${id}`;
  const choose = (name, value) => page.locator(`[name="${name}"][value="${value}"]`).check();
  const press = async (event) => {
    await page.locator(`form[action="${at}/${event}"] button`).last().click();
    await page.waitForURL(`**${at}`);
  };
  const planted = /阿依古丽|慕容雪松|雨棚/;

  await ctx.as("lead");
  await ctx.go(`${at}/invite_joint`);
  await choose("unit", unit);
  await ctx.check("invite");
  await press("invite_joint");
  await ctx.check("invited");

  // Before every party has said yes, the other unit does not know of the case.
  await ctx.as("other.lead");
  ctx.expectStatus(404);
  const early = await ctx.go(at);
  ctx.equal(early.status(), 404, "the case before the parties agreed");

  const own = await ctx.enter(slip);
  await ctx.go(`${own}/joint`);
  await ctx.check("asked");
  await choose("answer", "yes");
  await page.locator(`form[action="${own}/joint"] button`).last().click();
  await page.waitForURL(`**${own}`);
  await ctx.as("clerk");
  await ctx.go(`${at}/agree_joint`);
  await choose("party", second);
  await choose("yes", "yes");
  await choose("how", "oral");
  await ctx.check("second-party");
  await press("agree_joint");

  // The other lead answers and names its own mediator, with the state in sight and nothing else.
  await ctx.as("other.lead");
  await ctx.go(at);
  ctx.ok(!planted.test(await page.locator("main").innerText()), "the other lead reads what people said");
  await ctx.check("other-lead");
  await ctx.go(`${at}/answer_joint`);
  await choose("yes", "yes");
  await ctx.check("answer");
  await press("answer_joint");
  await ctx.go(`${at}/propose`);
  await choose("account", mediator);
  await choose("lead", "no");
  await press("propose");
  await ctx.check("named");

  // One word of a party, and the other unit is out.
  const again = await ctx.enter(slip);
  await ctx.go(`${again}/joint`);
  await ctx.check("takes-part");
  await page.locator(`form[action="${again}/joint"] button`).last().click();
  await page.waitForURL(`**${again}`);
  await ctx.as("other.lead");
  const late = await ctx.go(at);
  ctx.equal(late.status(), 404, "the case after the party said no");
};
