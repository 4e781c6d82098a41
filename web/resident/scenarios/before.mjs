// What a party may have before it signs, on a telephone: it is offered, the party wants one thing and some days, ends the
// pause itself, has what it wanted, and only then the page leads to the signature.

export const variants = [{ languages: ["zh-Hans"], widths: [320] }];

export const opens = ["/r/{code}/agreement/before", "/r/{code}/agreement"];

export default async (page, ctx) => {
  const { code, digits } = ctx.data.before;
  const home = `/r/${code}`;
  await ctx.go(`${home}#${digits}`);
  await page.waitForFunction(() => document.getElementById("digits").value.length === 19);
  await page.locator("form button.govuk-button").first().click();
  await page.waitForURL(`**${home}`);
  await ctx.check("home");

  const follow = async (path, picture) => {
    await page.locator(`main a[href="${home}${path}"]`).first().click();
    await page.waitForURL(`**${home}${path}`);
    await ctx.check(picture);
  };
  const answer = async (advice, days) => {
    for (const what of ["support", "aloud", "home"]) await page.locator(`[name="${what}"][value="no"]`).check();
    await page.locator(`[name="advice"][value="${advice}"]`).check();
    await page.locator(`[name="pause_days"][value="${days}"]`).check();
    await page.locator(`form[action="${home}/agreement/before"] button`).click();
    await page.waitForURL(`**${home}`);
    ctx.ok(await page.locator(".govuk-notification-banner").isVisible(), "nothing says that the answers were taken down");
  };
  const signs = () => page.locator(`main a[href="${home}/signature"]`).count();

  await follow("/agreement", "not-offered");
  ctx.equal(await signs(), 0, "ways to sign before anything was offered");
  await follow("/agreement/before", "before");
  await answer("wanted", 3);
  await ctx.go(`${home}/agreement`);
  await ctx.check("wanted");
  ctx.equal(await signs(), 0, "ways to sign while advice is wanted and a pause runs");
  await page.locator(`form[action="${home}/agreement/pause/end"] button`).click();
  await page.waitForURL(`**${home}`);
  await follow("/agreement", "pause-ended");
  ctx.equal(await signs(), 0, "ways to sign while advice is wanted");
  await follow("/agreement/before", "again");
  await answer("had", 0);
  await follow("/agreement", "free");
  ctx.equal(await signs(), 1, "ways to sign on the screen once nothing stands before it");
};
