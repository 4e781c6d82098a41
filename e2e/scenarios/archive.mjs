// The archivist puts a complete file into the archive, is told of another what it lacks, and a party reads until when its
// own is kept.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["en"], widths: [1280] },
];

export const opens = ["/archive", "/mediations/{id}/archive"];

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  const as = async (login) => {
    await page.context().clearCookies();
    await page.context().addCookies([{ name: "session", value: ctx.data.sessions[login], url: ctx.url, httpOnly: true, sameSite: "Lax" }]);
  };
  await as("records");
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

  const { code, digits } = d.slip;
  await page.context().clearCookies();
  await ctx.go("about:blank");
  await ctx.go(`/r/${code}#${digits}`);
  await page.waitForFunction(() => document.getElementById("digits").value.length === 19);
  await page.locator("form button.govuk-button").first().click();
  await page.waitForURL(`**/r/${code}`);
  await ctx.check("party");
};
