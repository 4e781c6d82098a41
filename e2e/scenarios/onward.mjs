// A party lets itself be referred to legal aid: at the counter it chooses what the letter tells, the office prints it, the
// party has its copy, the other party learns nothing, and the party takes it back in one step.

export const opens = ["/mediations/{id}/refer_out", "/mediations/{id}/papers/{paper}", "/r/{code}/letters", "/r/{code}/papers/{paper}"];

export default async (page, ctx) => {
  const { case: id, party, slip, other } = ctx.data[ctx.lang];
  const at = `/mediations/${id}`;
  const body = "石桥区法律援助中心";
  const words = "想咨询拖欠工资怎么办。";
  const main = () => page.locator("main").innerText();
  const press = async (event, done) => {
    await page.locator(`form[action="${at}/${event}"] button`).last().click();
    await page.waitForURL(done);
  };

  // Sent without a line: nothing goes out that nobody chose.
  await ctx.as("clerk");
  await ctx.go(`${at}/refer_out`);
  await page.locator(`[name=party][value="${party}"]`).check();
  await page.locator('[name=to][value="legal_aid"]').check();
  await page.locator("[name=body]").fill(body);
  await page.locator('[name=how][value="written"]').check();
  ctx.expectStatus(400);
  await page.locator(`form[action="${at}/refer_out"] button`).last().click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("no-line-chosen");
  ctx.equal(await page.locator("[name=body]").inputValue(), body, "what was typed");

  // The party says nothing of its name.
  await page.locator('[name=lines][value="words"]').check();
  await page.locator("[name=words]").fill(words);
  await ctx.check("refer-out");
  await press("refer_out", `**${at}`);
  await ctx.check("written");
  await ctx.go(`${at}/papers/onward-1-1`);
  const letter = await main();
  for (const told of [body, words]) ctx.ok(letter.includes(told), `the letter does not say ${told}`);
  for (const never of ["阿依古丽", "慕容雪松", "人调字", "雨棚"]) ctx.ok(!letter.includes(never), `the letter says ${never}`);
  await ctx.check("letter");

  // The party has a copy and takes its consent back.
  const own = await ctx.enter(slip);
  await ctx.go(`${own}/papers/onward-1-1`);
  ctx.ok((await main()).includes(words), "the party has no copy");
  await ctx.check("copy");
  await ctx.go(`${own}/letters`);
  await ctx.check("letters");
  await page.locator(`form[action="${own}/letters"] button`).first().click();
  ctx.equal(await page.locator(`form[action="${own}/letters"]`).count(), 0, "letters to take back");
  await ctx.check("letters-ended");

  // From then on the office prints the request to destroy it, and nothing of what it told.
  await ctx.as("clerk");
  await ctx.go(`${at}/papers/onward-1-1`);
  const ended = await main();
  ctx.ok(ended.includes(body) && !ended.includes(words), "what was taken back is still told");
  await ctx.check("request-to-destroy");

  // The other party learns nothing.
  const theirs = await ctx.enter(other);
  ctx.equal(await page.locator(`a[href="${theirs}/letters"]`).count(), 0, "the other party's ways to letters");
  ctx.expectStatus(404);
  await ctx.go(`${theirs}/papers/onward-1-1`);
  ctx.ok(!(await main()).includes(body), "the other party reads the letter");
};
