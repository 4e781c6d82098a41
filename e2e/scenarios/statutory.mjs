// Somebody's life is in danger: the mediator asks for a report, may not approve it alone, the lead reads it and approves, the
// office prints it, the person reads on its page what was told, and the other party learns nothing.

export const opens = ["/mediations/{id}/ask_statutory", "/mediations/{id}/statutory", "/r/{code}/reported"];

export default async (page, ctx) => {
  const { case: id, party, slip, other } = ctx.data[ctx.lang];
  const at = `/mediations/${id}`;
  const words = "今晚有人声称要点燃燃气罐。";
  const body = "安平县公安局";
  const main = () => page.locator("main").innerText();

  await ctx.as("mediator");
  await ctx.go(`${at}/ask_statutory`);
  await ctx.check("ask");
  ctx.expectStatus(400);
  await page.locator(`form[action="${at}/ask_statutory"] button`).last().click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("nothing-chosen");
  await page.locator(`[name=party][value="${party}"]`).check();
  await page.locator("[name=ground][value=danger_to_life]").check();
  await page.locator("[name=to][value=police]").check();
  await page.locator("[name=body]").fill(body);
  await page.locator("[name=text]").fill(words);
  await page.locator("[name=reason]").fill("说出了时间和办法");
  await page.locator(`form[action="${at}/ask_statutory"] button`).last().click();
  await page.waitForURL(`**${at}`);
  await ctx.go(`${at}/statutory`);
  ctx.equal(await page.locator(`form[action="${at}/statutory"]`).count(), 0, "ways to approve one's own report");
  await ctx.check("asked");

  await ctx.as("lead");
  await ctx.go(`${at}/statutory`);
  ctx.ok((await main()).includes(words), "the second person does not read the report");
  await page.locator("[name=do][value=approve]").check();
  await page.locator("[name=reason]").fill("危险迫在眉睫");
  await ctx.check("decide");
  await page.locator(`form[action="${at}/statutory"] button`).click();
  ctx.equal(await page.locator(`form[action="${at}/statutory"]`).count(), 0, "ways to decide again");
  await ctx.check("decided");

  await ctx.as("mediator");
  await ctx.go(`${at}/papers/statutory-1`);
  const paper = await main();
  for (const told of [body, words]) ctx.ok(paper.includes(told), `the paper does not say ${told}`);
  for (const never of ["阿依古丽", "慕容雪松", "人调字", "雨棚"]) ctx.ok(!paper.includes(never), `the paper says ${never}`);

  const own = await ctx.enter(slip);
  ctx.equal(await page.locator(`a[href="${own}/reported"]`).count(), 1, "the way to what was reported");
  await ctx.go(`${own}/reported`);
  for (const told of [body, words]) ctx.ok((await main()).includes(told), `the person does not read ${told}`);
  await ctx.check("told");

  const theirs = await ctx.enter(other);
  ctx.equal(await page.locator(`a[href="${theirs}/reported"]`).count(), 0, "the other party's way to it");
};
