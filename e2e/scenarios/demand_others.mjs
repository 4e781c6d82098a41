// A court asks for papers of a report and of a request for help. The lead enters the demand on the report's page, the privacy officer the
// tracking code of the request; each is answered by another, paper by paper, and whoever reported something, or asked for help, reads on its
// own page who asked, under what, and what was given.

export const opens = ["/demands", "/demands/new", "/demands/{demand}"];

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  const order = async (number) => {
    await page.locator("[name=body]").fill("青杉区人民法院");
    await page.locator("[name=order]").fill(number);
    await page.locator("[name=basis]").fill("民事诉讼法第七十条");
    await page.locator("[name=asks]").fill("全部材料");
    await page.locator('form[action="/demands/new"] button').last().click();
    await page.waitForURL(/\/demands\/[0-9a-f-]+$/);
    return new URL(page.url()).pathname;
  };
  await ctx.as("lead");
  await ctx.go(`/reports/${d.report}`);
  await page.locator(`main a[href="/demands/new?case=${d.report}"]`).click();
  await page.waitForURL("**/demands/new**");
  await ctx.check("new");
  const at = await order("（2026）青杉法调字9号");
  await ctx.check("entered");
  ctx.equal(await page.locator("[name=answer]").count(), 0, "the lead's ways to decide");
  await ctx.go("/demands/new");
  await page.locator("[name=code]").fill(d.help.code);
  const help = await order("（2026）青杉法调字10号");

  await ctx.as("privacy");
  await ctx.go("/due");
  await ctx.check("due");
  await page.locator(`main a[href="${at}"]`).click();
  await page.waitForURL(`**${at}`);
  await ctx.check("decide");
  ctx.equal(await page.locator("[name=papers]:checked").count(), 0, "the papers that are ticked beforehand");

  // Giving nothing is no answer: the refusal leads to its field.
  await page.locator("[name=answer][value=give]").check();
  await page.locator("[name=text]").fill("只提供所反映的内容。");
  ctx.expectStatus(400);
  await page.locator(`form[action="${at}"] button`).first().click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("refused");
  await page.locator("[name=papers][value=reported]").check();
  await page.locator(`form[action="${at}"] button`).first().click();
  await page.locator(`main a[href="${at}/papers.pdf"]`).waitFor();
  await ctx.check("given");
  const pdf = await page.request.get(`${at}/papers.pdf`);
  ctx.ok((await pdf.body()).subarray(0, 4).toString() === "%PDF", "what is given is no PDF");

  await ctx.go(help);
  await page.locator("[name=answer][value=refuse]").check();
  await page.locator("[name=reason]").selectOption("too_wide");
  await page.locator("[name=text]").fill("超出文书。");
  await page.locator(`form[action="${help}"] button`).first().click();
  await page.locator("[name=answer]").waitFor({ state: "detached" });
  await ctx.go("/demands");
  await ctx.check("register");
  ctx.equal(await page.locator(`main a[href="${at}"], main a[href="${help}"]`).count(), 2, "the rows of the register");

  for (const slip of [d.author, d.help]) {
    await ctx.enter(slip);
    await page.locator("#demands").waitFor();
    await ctx.check(slip === d.help ? "told-help" : "told-report");
  }
};
