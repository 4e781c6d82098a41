// The public pages, and an application from the first page to the slip; nothing but the fields is needed.

export const opens = ["/", "/transparency", "/verify", "/accessibility", "/r", "/apply", "/apply/send", "/apply/slip"];

export default async (page, ctx) => {
  const on = () => page.locator("form button.govuk-button:not(.govuk-button--secondary)").last().click();
  await ctx.go("/");
  await ctx.check("home");
  for (const path of ["transparency", "verify", "accessibility", "r"]) {
    await ctx.go(`/${path}`);
    await ctx.check(path);
  }
  await ctx.go("/apply");
  await ctx.check("start");
  await on();
  await page.locator("input[name=town]").last().check();
  await ctx.check("where");
  await page.locator("form button.govuk-button").first().click();
  await page.locator("#own").check();
  await page.locator("#type").check();
  await ctx.check("kind");
  await page.locator("form button.govuk-button").first().click();
  ctx.expectStatus(400);
  await page.locator("form button.govuk-button").first().click();
  await ctx.check("what-wrong");
  await page.locator("#summary").fill("三月一日晚上，楼上的花盆掉下来，砸坏了我家的雨棚。");
  await page.locator("#claims").fill("修好雨棚，以后把花盆固定好。");
  await page.locator("#amount").fill("500");
  await page.locator("form button.govuk-button").first().click();
  await page.locator("#you_kind").check();
  await page.locator("#you_name").fill("阿依古丽");
  await page.locator("#you_contact").fill("13812345678");
  await page.locator("#you_safe").fill("只在白天打");
  await page.locator("#you_language").check();
  await ctx.check("you");
  await page.locator("form button.govuk-button").first().click();
  await page.locator("#other_kind").check();
  await page.locator("#other_name").fill("楼上 402 那家");
  await ctx.check("other");
  await page.locator("form button.govuk-button").first().click();
  await ctx.check("check");
  await on();
  await ctx.check("sent");
  await page.locator("form[action='/apply/slip'] button").click();
  await ctx.check("slip");
};
