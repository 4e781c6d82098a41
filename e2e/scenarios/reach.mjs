// A slip is lost and replaced from home; the party says how it is reached, and confirms its address.

export const variants = [{ languages: ["zh-Hans"], widths: [320] }];

export const opens = ["/r/lost", "/r/again", "/r/{code}/contact"];

export default async (page, ctx) => {
  const d = ctx.data;
  await ctx.go("/r");
  await page.locator("details summary").first().click();
  await page.locator('details a[href="/r/lost"]').click();
  await page.waitForURL("**/r/lost");
  await ctx.check("lost");
  await page.locator("#code").fill(d.way.code);
  await page.locator("form button.govuk-button").last().click();
  await page.locator('a[href="/r/again"]').last().waitFor();
  await ctx.check("lost-sent");

  // The mail's link: what stands after # goes into the fields and out of the address.
  await ctx.go("about:blank");
  await ctx.go(`/r/again#${d.way.code.replaceAll("-", "")}.${d.way.digits}`);
  await page.waitForFunction(() => document.getElementById("digits").value.length === 19);
  ctx.equal(new URL(page.url()).hash, "", "what stands after #");
  await ctx.check("again");
  await page.locator('form[action="/r/again"] button').click();
  await page.locator(".linli-slip").waitFor();
  await ctx.check("new-slip");
  const [code, digits] = await page.locator(".linli-slip dd").allInnerTexts();
  ctx.ok(code !== d.way.code, "the new slip has another code");

  // The old one opens nothing, the new one opens the page.
  await ctx.go(`/r/${code}`);
  await page.locator("#digits").fill(digits);
  await page.locator("form button.govuk-button").first().click();
  await page.waitForURL(`**/r/${code}`);

  const w = d.waiting;
  await ctx.go("about:blank");
  await ctx.go(`/r/${w.code}#${w.digits}`);
  await page.waitForFunction(() => document.getElementById("digits").value.length === 19);
  await page.locator("form button.govuk-button").first().click();
  await page.waitForURL(`**/r/${w.code}`);
  await ctx.go(`/r/${w.code}/contact`);
  await ctx.check("contact-waits");
  await page.locator("#one_time_code").fill(w.confirm);
  await page.locator('form[action$="/contact/confirm"] button').click();
  await page.locator("#one_time_code").waitFor({ state: "detached" });
  await ctx.check("contact-confirmed");
  await page.locator('input[name="reach"][value="phone"]').check();
  await page.locator("#contact").fill("");
  ctx.expectStatus(400);
  await page.locator('form[action$="/contact"] button').first().click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("contact-wrong");
  await page.locator("#contact").fill("13800000000");
  await page.locator('form[action$="/contact"] button').first().click();
  await page.locator(".govuk-error-summary").waitFor({ state: "detached" });
};
