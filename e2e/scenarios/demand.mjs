// A court asks for papers of a case. The lead enters the demand on the case's page with a scan of its order, the privacy officer
// finds it on its Due page, reads the order and gives one paper of the joint ones, and the party reads who asked, under what, and
// what was given; then it takes its own file with it.

export const opens = ["/demands", "/demands/new", "/mediations/{id}/demands/{demand}", "/r/{code}/my-file"];

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  const { code } = d.slip;
  await ctx.as("lead");
  await ctx.go(`/mediations/${d.case}`);
  await page.locator(`main a[href="/demands/new?case=${d.case}"]`).click();
  await page.waitForURL("**/demands/new**");
  await ctx.check("new");

  // An order has to be named: the refusal leads to its field, and nothing that was typed is lost.
  await page.locator("[name=body]").fill("青杉区人民法院");
  await page.locator("[name=asks]").fill("调解协议和谈话笔记");
  await page.locator("[name=basis]").fill("民事诉讼法第七十条");
  ctx.expectStatus(400);
  await page.locator('form[action="/demands/new"] button').last().click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("refused");
  ctx.equal(await page.locator("[name=body]").inputValue(), "青杉区人民法院", "what was typed");
  await page.locator("[name=order]").fill("（2026）青杉法调字9号");

  // The order lies there on paper: it is scanned and filed with the demand.
  await page.locator('input[type="file"]').setInputFiles({ name: "order.png", mimeType: "image/png", buffer: Buffer.from(ctx.data.scan, "base64") });
  await page.locator('[name=prints][value=none]').check();
  await ctx.check("scan");
  await page.locator('form[action="/demands/new"] button').last().click();
  await page.waitForURL(`**/mediations/${d.case}/demands/**`);
  const at = new URL(page.url()).pathname;
  await ctx.check("entered");
  ctx.equal(await page.locator("[name=answer]").count(), 0, "the lead's ways to decide");
  ctx.equal(await page.locator(`main a[href="${at}/order"]`).count(), 0, "the lead's ways to open the scan");

  // The privacy officer decides. No paper is ticked, and no separate talk can be.
  await ctx.as("privacy");
  await ctx.go("/due");
  await ctx.check("due");
  await page.locator(`main a[href="${at}"]`).click();
  await page.waitForURL(`**${at}`);
  await ctx.check("decide");
  ctx.equal(await page.locator("[name=papers]:checked").count(), 0, "the papers that are ticked beforehand");
  ctx.equal(await page.locator('[name=papers][value^="talk"]').count(), 0, "the separate talks that could be given");
  const order = await page.request.get(`${at}/order`);
  ctx.equal(order.status(), 200, "the answer to the scan of the order");
  ctx.equal(await page.locator(`main a[href="${at}/order"]`).count(), 1, "the ways to the scan of the order");
  await page.locator("[name=answer][value=give]").check();
  await page.locator("[name=papers][value=agreement]").check();
  await page.locator("[name=text]").fill("只提供协议，谈话笔记不能提供。");
  await page.locator(`form[action="${at}"] button`).first().click();
  await page.locator(`main a[href="${at}/papers.pdf"]`).waitFor();
  await ctx.check("given");
  await ctx.go("/demands");
  await ctx.check("register");

  await ctx.enter(d.slip);
  await page.waitForURL(`**/r/${code}`);
  await page.locator("#demands").waitFor();
  await ctx.check("told");

  // It takes its own file with it, the demand among what it reads there.
  await page.locator(`main a[href="/r/${code}/my-file"]`).click();
  await page.waitForURL(`**/r/${code}/my-file`);
  await ctx.check("my-file");
  const saved = page.waitForEvent("download");
  await page.locator(`form[action="/r/${code}/my-file"] button`).click();
  ctx.ok((await saved).suggestedFilename().endsWith(".zip"), "what is saved is no ZIP");
};
