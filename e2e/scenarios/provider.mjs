// An administrator opens an account for a legal aid clinic, and its code works once the lead of the topmost unit has approved it. So it is with that of a colleague, whose own lead approves. Somebody there signs in, finds the referral in the list under its code alone, opens
// it and accepts; the person takes the consent back, and the clinic reads nothing more and says that it deleted what it had.

export const variants = [
  { languages: ["zh-Hans", "zh-Hant"], widths: [320] },
  { languages: ["en"], widths: [1280] },
];

export const opens = ["/office/providers", "/provider", "/provider/{link}"];

export default async (page, ctx) => {
  const send = async (action) => page.locator(`form[action="${action}"] button`).last().click();
  const { at, kept, name } = ctx.data[ctx.lang];
  await ctx.as("admin");
  await ctx.go("/office/providers");
  await ctx.check("accounts");
  await page.locator('input[name="search"]').fill("青石");
  await page.locator('button[value="search"]').click();
  await page.locator('input[name="organisation"]').first().check();
  await ctx.check("found");
  await page.locator('input[name="login"]').fill(`lin.${ctx.lang.toLowerCase()}`);
  await page.locator('input[name="name"]').fill("林老师");
  await page.locator('button[value="create"]').click();
  await page.locator("dl").first().waitFor();
  ctx.ok(!page.url().includes("units"), "the code is shown");
  await ctx.check("code");
  const code = (await page.locator("dl dd").nth(1).innerText()).trim();
  const enrol = async () => {
    await ctx.go("/sign-in/enrol");
    await page.locator('input[name="code"]').fill(code);
    await send("/sign-in/enrol");
  };
  await ctx.go("/office/providers");
  await ctx.check("waits");
  ctx.ok((await page.locator('button[value="approve"]').count()) === 0, "whoever asked can approve");
  ctx.expectStatus(401);
  await enrol();
  ctx.ok((await page.locator('input[name="password"]').count()) === 0, "the code works before it was approved");
  await ctx.check("not_yet");
  await ctx.as("upper.lead");
  await ctx.go("/due");
  await page.locator('a[href="/office/providers"]').first().click();
  await page.waitForURL("**/office/providers");
  await ctx.check("second");
  await page.locator('button[value="approve"]').first().click();
  await page.locator(".govuk-notification-banner").waitFor();
  await ctx.check("approved");
  await enrol();
  await page.locator('input[name="password"]').first().waitFor();

  await ctx.as("admin");
  await ctx.go("/office");
  await page.locator('th a[href^="/office/units/"]').nth(1).click();
  await page.waitForURL("**/office/units/*");
  const open = page.locator('form[action$="/accounts"]');
  await open.locator('input[name="login"]').fill(`mei.${ctx.lang.toLowerCase()}`);
  await open.locator('input[name="person"]').fill("梅同事");
  await open.locator("button").last().click();
  await page.waitForURL("**/accounts");
  await page.locator(".govuk-inset-text").first().waitFor();
  await ctx.check("colleague_code");
  const second = (await page.locator("dl dd").nth(1).innerText()).trim();
  await ctx.as("lead");
  await ctx.go("/due");
  await page.locator('a[href="/office/providers"]').first().click();
  await page.waitForURL("**/office/providers");
  await ctx.check("colleague_waits");
  await page.locator('button[value="approve"]').first().click();
  await page.locator(".govuk-notification-banner").waitFor();
  await ctx.go("/sign-in/enrol");
  await page.locator('input[name="code"]').fill(second);
  await send("/sign-in/enrol");
  await page.locator('input[name="password"]').first().waitFor();

  await ctx.as("qingshi");
  await ctx.go("/provider");
  await ctx.check("list");
  ctx.ok(!(await page.locator("main").innerText()).includes(name), "the list says who it is");
  await ctx.go(at);
  await ctx.check("told");
  ctx.ok((await page.locator("main").innerText()).includes(name), "what was agreed to is told");
  await page.locator('input[name="act"][value="accept"]').check();
  await send(at);
  await page.locator('textarea[name="text"]').fill("周三下午可以来。");
  await ctx.check("answer");
  await send(at);
  await page.waitForURL("**/provider");
  await ctx.check("answered");

  await ctx.go(kept);
  await page.locator('input[name="act"][value="acknowledge"]').waitFor();
  ctx.ok(!(await page.locator("main").innerText()).includes(name), "what was taken back is told");
  await ctx.check("taken_back");
  await page.locator('input[name="act"][value="acknowledge"]').check();
  await send(kept);
  await send(kept);
  await page.waitForURL("**/provider");
  await ctx.go("/account");
  await ctx.check("account");
};
