// A clerk brings in a case that was carried on paper, from its file; the other party comes in with its slip, reads that its
// consent was not seen, and ends the mediation in one step.

export const opens = ["/mediations/paper", "/mediations/{id}/created", "/mediations/{id}", "/r/{code}", "/r/{code}/withdraw"];

export default async (page, ctx) => {
  const named = (name) => page.locator(`[name="${name}"]`);
  const type = (name, value) => named(name).fill(value);
  const choose = (name, value) => page.locator(`[name="${name}"][value="${value}"]`).check();
  const day = async (name, ...parts) => {
    for (const [i, part] of ["year", "month", "day"].entries()) await type(`${name}-${part}`, parts[i]);
  };
  const send = page.locator('form[action="/mediations/paper"] button[value="check"]:not([aria-hidden])');

  await ctx.as("clerk");
  await ctx.go("/mediations/paper");
  await ctx.check("paper-empty");
  await choose("own_dispute", "no");
  await choose("state", "performing");
  await type("number", `青调 ${ctx.lang} 7 号`);
  await day("received", "2026", "1", "10");
  await day("accepted", "2026", "1", "12");
  await day("effective", "2026", "2", "2");
  await named("type").selectOption("neighbour");
  await type("summary", "楼上的花盆掉下来，砸坏了雨棚。");
  await type("parties[0].name", "阿依古丽");
  await type("parties[1].name", "楼上 402 的慕容雪松");
  ctx.expectStatus(400);
  await send.click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("paper-wrong");
  const [, first, second] = await named("terms[0].obligor").locator("option").evaluateAll((all) => all.map((x) => x.value));
  await named("terms[0].obligor").selectOption(second);
  await named("terms[0].obligee").selectOption(first);
  await choose("terms[0].kind", "money");
  await type("terms[0].text", "修雨棚的余款");
  await type("terms[0].amount", "300");
  await day("terms[0].due", "2026", "5", "1");
  await send.click();
  await page.locator('button[value="save"]').waitFor();
  await ctx.check("paper-answers");
  await page.locator('button[value="change"]').click();
  await choose("state", "in_session");
  for (const part of ["year", "month", "day"]) await type(`effective-${part}`, "");
  await send.click();
  await page.locator('button[value="save"]').click();
  await page.waitForURL("**/created");
  await ctx.check("paper-created");
  const at = new URL(page.url()).pathname.replace("/created", "");
  await page.locator(`form[action="${at}/slip"] button`).last().click();
  await page.waitForURL(`**${at}/slip`);
  const slip = { code: await named("code").first().inputValue(), digits: await named("passphrase").first().inputValue() };
  await ctx.go(at);
  await ctx.check("paper-case");

  await ctx.enter(slip);
  await ctx.check("paper-asked");
  await page.locator('a[href$="/withdraw"]').last().click();
  await ctx.check("paper-withdraw");
  await page.locator('form[action$="/withdraw"] button').click();
  await page.waitForURL((url) => !url.pathname.endsWith("/withdraw"));
  await ctx.check("paper-ended");
};
