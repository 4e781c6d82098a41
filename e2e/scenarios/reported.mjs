// Anybody reads what was let through of reports: the list and its second page, narrowed to a category, one report, and the table of
// areas. Nothing of it needs a script.

export const variants = [
  { widths: [320] },
  { widths: [1280] },
  { languages: ["en"], widths: [320], javascript: [false] },
];

export const opens = ["/reported", "/reported/{report}", "/reported/areas", "/reported/follow", "/reported/follow/{code}", "/reports/{report}/publish", "/reports/{report}/propose_take_out", "/reports/{report}/take_out"];

export default async (page, ctx) => {
  await ctx.go("/");
  await page.locator('a[href="/reported"]').first().click();
  await page.waitForURL("**/reported");
  await ctx.check("reported");
  ctx.equal(await page.locator(".linli-card").count(), 20, "a page of the list");
  ctx.equal(await page.locator('link[rel="alternate"]').count(), 2, "the feeds that the head names");
  await page.locator('a[rel="next"]').click();
  ctx.equal(await page.locator(".linli-card").count(), 4, "the second page");
  await page.locator('select[name="category"]').selectOption("waste");
  await page.locator('select[name="state"]').selectOption("done");
  await page.locator(".linli-filter button").click();
  ctx.equal(await page.locator(".linli-card").count(), 4, "what the list is narrowed to");
  const feed = await page.request.get(ctx.url + (await page.locator('ul a[href^="/reported/feed.rss"]').getAttribute("href")));
  ctx.equal((await feed.text()).split("<item>").length, 5, "what its feed holds");
  await page.locator(".linli-card a").first().click();
  await page.locator(".linli-answers").waitFor();
  await ctx.check("one");
  await ctx.go("/reported/areas");
  await ctx.check("areas");
  await ctx.go("/reported?category=waste");
  await page.locator('a[href^="/reported/follow"]').click();
  await page.locator("#address").waitFor();
  ctx.equal(await page.locator("#category").inputValue(), "waste", "what the list was narrowed to is what is followed");
  await ctx.check("follow");
  ctx.expectStatus(400);
  await page.locator("#address").fill("nobody");
  await page.locator('form[action="/reported/follow"] button').first().click();
  await page.locator(".govuk-error-summary").waitFor();
  await page.locator("#address").fill("nobody@example.org");
  await page.locator('form[action="/reported/follow"] button').first().click();
  await page.locator("#address").waitFor({ state: "detached" });
  await ctx.check("follow-asked");
  const way = `/reported/follow/${ctx.data.follow}`;
  await ctx.go(way);
  const confirm = page.locator('button[value="confirm"]');
  if (await confirm.count()) { // in the first of the variants
    await ctx.check("follow-confirm");
    await confirm.click();
    await confirm.waitFor({ state: "detached" });
  }
  ctx.equal(await page.locator('button[value="stop"]').count(), 1, "the way to stop");
  await ctx.check("followed");
  await ctx.as("clerk");
  await ctx.go(`/reports/${ctx.data.undecided}/publish`);
  await ctx.check("publish");
  ctx.equal(await page.locator("mark").count(), 2, "what seems to point at somebody");
  await page.locator('input[name="cover_1"]').nth(9).check();
  await page.locator('input[name="show_1"]').check();
  await page.locator('textarea[name="text"]').fill("王先生家楼下的路灯不亮");
  ctx.expectStatus(400);
  await page.locator('form[action$="/publish"] button').click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("publish-undecided");
  await ctx.go(`/reports/${ctx.data.undecided}/propose_take_out`);
  await ctx.check("take-out");
  await page.locator('input[name="found"]').first().check();
  await page.locator('input[name="reason"]').first().check();
  await page.locator('form[action$="/propose_take_out"] button').last().click();
  await page.locator('input[name="seen"]').waitFor({ state: "attached" });
  await ctx.check("take-out-look");
  await page.locator('form[action$="/propose_take_out"] button').first().click();
  await page.waitForURL(`**/reports/${ctx.data.undecided}`);
  await ctx.check("take-out-waits");
  await ctx.as("lead");
  await ctx.go(`/reports/${ctx.data.undecided}/take_out`);
  await ctx.check("take-out-second");
  ctx.equal(await page.locator("main mark").count(), 1, "what goes");
  await page.locator('button[value="keep"]').click(); // the next round finds it as this one did
  await page.waitForURL("**/due");
};
