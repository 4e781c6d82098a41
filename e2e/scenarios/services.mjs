// Somebody looks for help on a telephone, without saying who it is; the referral worker enters a service and confirms it.

export const variants = [
  { languages: ["zh-Hans", "zh-Hant"], widths: [320] },
  { languages: ["en"], widths: [1280] },
];

export const opens = ["/services", "/services/{service}", "/directory", "/directory/new", "/directory/{service}", "/directory/all/{kind}", "/directory/all/{kind}/new",
  "/directory/{kind}/{part}", "/directory/{kind}/{part}/edit", "/directory/{kind}/{part}/add/{list}"];

export default async (page, ctx) => {
  await ctx.go("/services");
  await ctx.check("search");
  await page.locator('input[name="text"]').fill("援助");
  await page.locator('form[action="/services"] button:not([data-here])').first().click();
  await page.locator("#found").waitFor();
  await ctx.check("found");

  // Near to where the device is: only when it is pressed, rounded, and sent with the form alone.
  await page.context().grantPermissions(["geolocation"]);
  await page.context().setGeolocation({ latitude: 31.00012, longitude: 121.00049 });
  await page.locator("details summary").first().click();
  await page.locator("[data-here]").click();
  await page.waitForFunction(() => document.getElementById("lat").value !== "");
  ctx.equal(await page.locator("#lat").inputValue() + "," + await page.locator("#long").inputValue(), "31.000,121.000", "where the device is, rounded");
  await page.locator('form[action="/services"] button:not([data-here])').first().click();
  await page.getByText("1.1 ").first().waitFor();
  await ctx.check("near");
  await page.locator(".linli-card a").first().click();
  await page.waitForURL("**/services/*");
  await ctx.check("service");

  await ctx.as("worker");
  await ctx.go("/directory");
  await ctx.check("stale");
  await ctx.go("/directory/new");
  await ctx.check("new");
  await page.locator('input[name="new_organization"]').fill("暖灶公益食堂");
  await page.locator('input[name="name"]').fill("老街爱心午餐");
  await page.locator('input[name="d1_from"]').fill("11:00");
  await page.locator('input[name="d1_until"]').fill("13:00");
  await page.locator('form[action="/directory/new"] button').last().click();
  await page.locator(".govuk-notification-banner").waitFor();
  await ctx.check("entered");
  const short = page.url();
  await page.locator('a[href^="/directory/service/"]').click();
  await page.waitForURL("**/directory/service/*");
  await ctx.check("whole");
  const whole = page.url();
  await page.locator('a[href$="/add/contacts"]').click();
  await page.waitForURL("**/add/contacts");
  await ctx.check("contact");
  await page.locator("#name").fill("公孙若水");
  await page.locator("#email").fill("灶");
  ctx.expectStatus(400);
  await page.locator("form[novalidate] button").last().click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("contact-wrong");
  await page.locator("#email").fill("desk@example.org");
  await page.locator("form[novalidate] button").last().click();
  await page.waitForURL("**/directory/contact/*");
  await ctx.check("part");
  await page.locator('a[href$="/edit"]').click();
  await page.waitForURL("**/edit");
  await ctx.check("part-form");
  await page.locator('button[value="remove"]').click();
  await page.waitForURL(whole);
  await page.locator(".govuk-notification-banner").waitFor();
  await ctx.check("history");
  await ctx.go("/directory/all/taxonomy_term");
  await ctx.check("terms");
  await page.locator('a[href$="/new"]').click();
  await page.waitForURL("**/new");
  await ctx.check("term");

  await page.goto(short);
  await page.locator('button[value="confirm"]').click();
  await page.locator(".govuk-notification-banner").waitFor();
};
