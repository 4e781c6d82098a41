// The archivist puts a complete file into the archive, is told of another what it lacks, and a party reads until when its
// own is kept.

export const opens = ["/archive", "/mediations/{id}/archive", "/mediations/{id}/print", "/mediations/{id}/answer_erasure", "/r/{code}/erasure"];

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  const { code } = d.slip;
  // Before, the clerk has the whole file put together, and comes back when it is ready.
  await ctx.as("clerk");
  await ctx.go(`/mediations/${d.whole}/papers`);
  await page.locator(`main a[href="/mediations/${d.whole}/print"]`).click();
  await page.waitForURL(`**/mediations/${d.whole}/print`);
  await ctx.check("ask");
  await page.locator(`form[action="/mediations/${d.whole}/print"] button`).click();
  await page.locator("[data-progress]").waitFor();
  await ctx.check("progress");
  await page.locator(`main a[href="/mediations/${d.whole}/print/file.pdf"]`).waitFor(); // the page looks by itself
  await ctx.check("ready");

  await ctx.as("records");
  await ctx.go("/archive");
  await ctx.check("waiting");
  ctx.equal(await page.locator(`a[href="/mediations/${d.lacking}/archive"]`).count(), 0, "the ways to archive what is not complete");
  await page.locator(`main a[href="/mediations/${d.whole}/archive"]`).click();
  await page.waitForURL(`**/mediations/${d.whole}/archive`);
  await ctx.check("archive");
  await page.locator(`form[action="/mediations/${d.whole}/archive"] button`).click();
  await page.waitForURL(`**/mediations/${d.whole}`);
  await ctx.check("archived");
  await ctx.go("/archive?show=archived");
  await ctx.check("kept");
  ctx.ok(await page.locator(`a[href="/mediations/${d.whole}"]`).isVisible(), "the archived file is not in the archive");

  // A file that is not complete: the refusal names the paper.
  await ctx.go(`/mediations/${d.lacking}/archive`);
  ctx.expectStatus(422);
  await page.locator(`form[action="/mediations/${d.lacking}/archive"] button`).click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("refused");

  await ctx.enter(d.slip);
  await ctx.check("party");

  // The party asks to be erased; the archivist answers; the party reads what was destroyed, what is kept, until when and why.
  await page.locator(`main a[href="/r/${code}/erasure"]`).click();
  await page.waitForURL(`**/r/${code}/erasure`);
  await ctx.check("erasure");
  await page.locator(`form[action="/r/${code}/erasure"] button`).first().click();
  await page.waitForURL(`**/r/${code}`);
  await ctx.as("records");
  await ctx.go("/archive");
  await ctx.check("requests");
  await page.locator(`main a[href="/mediations/${d.whole}"]`).first().click();
  await page.waitForURL(`**/mediations/${d.whole}`);
  await ctx.check("restricted");
  await page.locator(`main a[href^="/mediations/${d.whole}/answer_erasure"]`).first().click();
  await page.waitForURL(`**/answer_erasure**`);
  await ctx.check("answer");
  await page.locator(`form[action="/mediations/${d.whole}/answer_erasure"] button`).click();
  await page.waitForURL(`**/mediations/${d.whole}`);
  await ctx.enter(d.slip);
  await ctx.check("answered");
};
