// Something that people told went to a wrong address. The privacy officer enters it, names the case by its number and writes what the
// people are told; who leads the top unit lets it go, on a phone too; a party, a reporter and who asked for help read it on their own
// pages.

export const opens = ["/breaches", "/breaches/new", "/breaches/{breach}", "/breaches/{breach}/notice"];

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  await ctx.as("privacy");
  await ctx.go("/breaches");
  await ctx.check("register");
  await page.locator('main a[href="/breaches/new"]').click();
  await page.waitForURL("**/breaches/new");
  ctx.expectStatus(400);
  await page.locator("#happened").fill("一份名单寄错了地址。");
  await page.locator('form[action="/breaches/new"] button').last().click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("refused");
  ctx.equal(await page.locator("#happened").inputValue(), "一份名单寄错了地址。", "what was typed");
  await page.locator("input[type=radio][name=cause][value=misdirected]").check();
  await page.locator("input[type=checkbox][name=kinds][value=contact]").check();
  for (const [part, value] of Object.entries(d.found)) await page.locator(`#found-${part}`).fill(value);
  await page.locator('form[action="/breaches/new"] button').last().click();
  await page.locator("#cases").waitFor();
  const at = new URL(page.url()).pathname;

  await page.locator("#unit").selectOption(d.unit);
  await page.locator("#code").fill(d.code);
  await page.locator('button[value="name"]').click();
  await page.locator('button[value^="unname:"]').waitFor();
  await ctx.check("case-named");
  for (const [n, slip] of [d.reporter, d.helped].entries()) {
    await page.locator("#code").fill(slip.code);
    await page.locator('button[value="name"]').click();
    await page.locator('button[value^="unname:"]').nth(n + 1).waitFor();
  }
  await ctx.check("of-every-kind");
  await page.locator("input[type=radio][name=without]").first().check();
  await page.locator("#notice").fill(d.text);
  await page.locator("input[type=checkbox][name=nobody]").check();
  await page.locator('button[value="write"]').click();
  await page.locator("#parties ~ .govuk-inset-text").waitFor();
  ctx.equal(await page.locator('button[value^="unname:"]').count(), 0, "the ways to change the cases once the words are written");

  await ctx.as("upper.lead");
  await ctx.go(`${at}/notice`);
  await ctx.check("second-person");
  await page.locator('button[value="release"]').click();
  await page.waitForURL("**/breaches");
  await ctx.check("nothing-waits");

  await ctx.as("privacy");
  await ctx.go(at);
  await page.locator("#body").fill("青杉区网信办");
  for (const [part, value] of Object.entries(d.found)) await page.locator(`#told_at-${part}`).fill(value);
  await page.locator('button[value="authority"]').click();
  await page.locator('button[value="close"]').waitFor();
  await ctx.check("told");
  await page.locator('button[value="close"]').click();
  await page.locator(".govuk-tag--grey").first().waitFor();

  await ctx.enter(d.slip);
  await page.locator("#breaches").waitFor();
  await ctx.check("party");
  for (const [name, slip] of [["reporter", d.reporter], ["helped", d.helped]]) {
    await ctx.enter(slip);
    await page.locator("#breaches").waitFor();
    await ctx.check(name);
  }
};
