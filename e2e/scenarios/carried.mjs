// The sides speak through the mediator, each from its telephone: an offer is kept, released, opened and countered, and a
// session by video is agreed to.

export const opens = ["/r/{code}/offers", "/r/{code}/offers/{offer}", "/r/{code}/mode/{session}", "/mediations/{id}/offer"];

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  const words = "每月还三百元，先道歉。";

  // The first party keeps an offer, looks at it and releases it.
  let at = await ctx.enter(d.first);
  await ctx.check("home");
  await ctx.go(`${at}/offers`);
  await ctx.check("offers-empty");
  await page.locator("textarea").fill(words);
  await page.locator(`form[action="${at}/offers"] button`).click();
  await page.waitForURL(`**${at}`);
  await ctx.go(`${at}/offers`);
  await ctx.check("offers-kept");

  // The other party's pages say nothing of it.
  at = await ctx.enter(d.second);
  ctx.ok(!(await page.content()).includes(words), "the other side reads nothing");
  await ctx.go(`${at}/offers`);
  ctx.equal(await page.locator(".linli-card").count(), 0, "offers on the other side before the release");

  at = await ctx.enter(d.first);
  await ctx.go(`${at}/offers`);
  await page.locator(".linli-card a").first().click();
  await page.waitForURL("**/offers/*");
  await ctx.check("offer-kept");
  await page.locator("form:has(input[value=release]) button").click();
  await page.waitForURL(`**${at}/offers`);
  await ctx.check("offers-released");

  // The other side finds it, opens it, and makes a counter-offer.
  at = await ctx.enter(d.second);
  await ctx.check("home-waits");
  await ctx.go(`${at}/offers`);
  await page.locator(".linli-card a").first().click();
  await page.waitForURL("**/offers/*");
  await ctx.check("offer-unopened");
  ctx.ok(!(await page.content()).includes(words), "before it is opened its words are not there");
  await page.locator("form:has(input[value=open]) button").click();
  await page.waitForURL("**/offers/*");
  ctx.ok((await page.content()).includes(words), "opened, it can be read");
  await ctx.check("offer-opened");
  await page.locator("input[name=answer][value=counter]").check();
  await page.locator("textarea").fill("每月两百元可以。");
  await page.locator("form:has(input[value=answer]) button").click();
  await page.waitForURL(`**${at}/offers`);
  await ctx.check("offers-answered");

  // The way of meeting is agreed to.
  await ctx.go(`${at}/mode/${d.session}`);
  await ctx.check("mode");
  await page.locator("input[name=answer][value=yes]").check();
  await page.locator(`form[action$="/mode/${d.session}"] button`).click();
  await page.waitForURL(`**${at}`);

  // The mediator sees it all in one place.
  await page.context().clearCookies();
  await page.context().addCookies([{ name: "session", value: ctx.data.sessions.mediator, url: ctx.url, httpOnly: true, sameSite: "Lax" }]);
  await ctx.go(`/mediations/${d.case}`);
  ctx.ok((await page.content()).includes(words), "the mediator reads what was carried");
  await ctx.check("case");
  await ctx.go(`/mediations/${d.case}/offer`);
  await ctx.check("staff-offer");
  await ctx.go(`/mediations/${d.case}/schedule`);
  await ctx.check("staff-schedule");
};
