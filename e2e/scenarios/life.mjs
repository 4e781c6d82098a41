// What a party says on its own pages once the talks have begun: that it leaves in the middle of a session; after an agreement,
// what did not come and comes after all, an application to a court that is joined and taken back, a case that is taken up again,
// and an agreement that is only spoken.

export const opens = [
  "/r/{code}/dues", "/r/{code}/dues/{n}/missing", "/r/{code}/dues/{n}/report", "/r/{code}/dues/{n}/received", "/r/{code}/follow-up",
  "/r/{code}/confirmation", "/r/{code}/confirmation/back", "/r/{code}/choose", "/r/{code}/reopening", "/r/{code}/oral", "/r/{code}/withdraw",
];

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  let home;
  /** Follows a link of the page to one of the party's pages, which has to be shown and not only to lead on. */
  const follow = async (path, picture) => {
    await page.locator(`main a[href="${home}${path}"]`).first().click();
    await page.waitForURL(`**${home}${path}`);
    await ctx.check(picture);
  };
  const press = async (path, to, button = "") => {
    await page.locator(`form[action="${home}${path}"] button:not([type=button])${button}`).first().click();
    await page.waitForURL(`**${home}${to}`);
    ctx.ok(await page.locator(".govuk-notification-banner").isVisible(), `nothing says that ${path} was taken down`);
  };

  // Nothing came on its day, and the one who is owed says so.
  home = await ctx.enter(d.payee);
  await follow("/dues", "dues-payee");
  await follow("/dues/1/missing", "missing");
  await press("/dues/1/missing", "/dues");
  ctx.equal(await page.locator(`a[href="${home}/dues/1/missing"]`).count(), 0, "the ways to say once more that nothing came");
  await ctx.go(home);
  await ctx.check("breached");

  // The one who owes does it after all, and says so.
  home = await ctx.enter(d.obligor);
  await follow("/dues", "dues-obligor");
  await follow("/dues/1/report", "report");
  await press("/dues/1/report", "/dues");

  // The other says how much came: first nothing at all, then more than was owed, then where the rest goes, and looks again.
  home = await ctx.enter(d.payee);
  await ctx.go(`${home}/dues`);
  await follow("/dues/1/received", "received");
  const received = `form[action="${home}/dues/1/received"]`;
  const on = () => page.locator(`${received} button:not([type=button])`).last().click();
  ctx.expectStatus(400);
  await on();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("received-nothing");
  await page.locator(`${received} [name=what][value=part]`).check();
  await page.locator(`${received} [name=amount]`).fill("300");
  await page.locator(`${received} [name=surplus][value=return]`).check();
  await on();
  await page.locator(`${received} button[value=send]`).waitFor();
  await ctx.check("received-check");
  await press("/dues/1/received", "/dues", "[value=send]");
  await ctx.go(home);
  await ctx.check("performed");

  // A party agrees to be asked, takes it back in one step, joins the application to a court and takes that back.
  home = await ctx.enter(d.court);
  await follow("/follow-up", "follow-up");
  await press("/follow-up", "", "[value=agree]");
  await follow("/follow-up", "follow-up-stop");
  await press("/follow-up", "", "[value=stop]");
  await follow("/confirmation", "confirmation");
  await press("/confirmation", "");
  await follow("/confirmation/back", "take-back");
  await press("/confirmation/back", "");
  await follow("/choose", "choose");
  await page.locator("[name=way][value=perform]").check();
  await press("/choose", "");

  // An agreement that a court has set aside: the party is asked whether the talks go on.
  home = await ctx.enter(d.again);
  await follow("/reopening", "reopening");
  await page.locator("[name=answer][value=yes]").check();
  await press("/reopening", "");

  // What was only spoken is read and agreed to.
  home = await ctx.enter(d.spoken);
  await follow("/oral", "oral");
  await press("/oral", "");
  ctx.equal(await page.locator(`a[href="${home}/oral"]`).count(), 0, "the ways to agree once more");

  // In the middle of a session a party leaves: one page, one button, and the other side is told that it has ended and no more.
  home = await ctx.enter(d.leaves);
  await follow("/withdraw", "withdraw");
  await press("/withdraw", "");
  ctx.equal((await page.locator("h1").innerText()).trim(), d.ended, "what its page says");
  await ctx.check("withdrawn");
  ctx.equal(await page.locator(`a[href="${home}/withdraw"]`).count(), 0, "the ways to end it once more");
  home = await ctx.enter(d.left);
  ctx.equal((await page.locator("h1").innerText()).trim(), d.ended, "what the other side's page says");
  await ctx.check("ended");
};
