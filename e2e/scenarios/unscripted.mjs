// The same roads without a script: a resident applies, comes in with what stands on the slip and reads how to sign on paper, reports a lamp
// at an address that is typed; a clerk signs in with a code from an app and takes the next step; a signature on paper is entered. Nothing
// that only a script can do is shown.

export const variants = [
  { languages: ["zh-Hans"], widths: [320], javascript: [false] },
  { languages: ["zh-Hant", "en"], widths: [1280], javascript: [false] },
];

export const opens = ["/apply", "/report", "/report/later", "/r", "/r/{code}", "/r/{code}/agreement", "/r/{code}/signature", "/r/{code}/papers/agreement", "/sign-in", "/due", "/account", "/offline",
  "/mediations/{id}", "/mediations/{id}/screen", "/mediations/{id}/sign", "/mediations/{id}/signature/{act}", "/mediations/{id}/papers"];

export default async (page, ctx) => {
  const d = ctx.data;
  const named = (name) => page.locator(`[name="${name}"]`);
  const choose = (name, value) => page.locator(`[name="${name}"][value="${value}"]`).check();
  const on = () => page.locator('form button.govuk-button:not([value="back"])').first().click();
  const slip = async () => (await page.locator(".linli-slip__words dd").allInnerTexts()).map((text) => text.replace(/\s/g, ""));
  const enter = async (code, digits) => {
    await page.context().clearCookies();
    await ctx.go(`/r?lang=${ctx.lang}`);
    await page.locator("#code").fill(code);
    await page.locator("#digits").fill(digits);
    await on();
    await page.waitForURL(`**/r/${code}`);
  };

  await ctx.go("/apply");
  await ctx.check("start");
  await on();
  await named("town").last().check();
  await on();
  await choose("own", "no");
  await choose("type", "neighbour");
  await on();
  await named("summary").fill("三月一日晚上，楼上的花盆掉下来，砸坏了我家的雨棚。");
  await on();
  await choose("you_kind", "person");
  await named("you_name").fill("阿依古丽");
  await named("you_contact").fill("13812345678");
  await named("you_language").first().check();
  await ctx.check("you");
  await on();
  await choose("other_kind", "person");
  await named("other_name").fill("楼上 402 那家");
  await on();
  await ctx.check("answers");
  await page.locator('form[action="/apply/send"] button').click();
  await page.locator('form[action="/apply/slip"] button').click();
  await page.locator(".linli-slip").waitFor();
  await ctx.check("slip");
  const own = await slip();
  await ctx.go("/r");
  await ctx.check("door");
  await enter(...own);
  await ctx.check("own");

  // Somebody whose agreement lies before the parties: paper stands in for the frame that is drawn in, and for a passkey.
  const { code, digits, signing } = d.signers[ctx.lang];
  await enter(code, digits);
  for (const path of ["agreement", "signature", "papers/agreement"]) {
    await ctx.go(`/r/${code}/${path}`);
    await ctx.check(path.replace("/", "-"));
  }

  await page.context().clearCookies();
  await ctx.go(`/report?lang=${ctx.lang}`);
  await choose("category", "street_light");
  await page.locator('form[action="/report"] button.govuk-button').click();
  await named("address").fill("桥头第二根灯杆");
  await ctx.check("where");
  await page.locator('form[action="/report"] button.govuk-button').click();
  await page.locator("textarea").fill("灯不亮。");
  await choose("q_fault", "out");
  for (const last of ["contact", "file"]) {
    await page.locator('form[action="/report"] button.govuk-button').click();
    await named(last).waitFor();
  }
  await ctx.check("report-check");
  await page.locator('form[action="/report"] button.govuk-button').click();
  await page.locator(".linli-slip").waitFor();
  await ctx.check("report-slip");
  await ctx.go("/report/later");
  await ctx.check("report-later");

  await page.context().clearCookies();
  await ctx.go(`/sign-in?lang=${ctx.lang}`);
  await ctx.check("sign-in");
  await named("login").fill("clerk");
  await named("password").fill(d.password);
  await on();
  await named("code").fill(await (await page.request.get("/code/clerk")).text());
  await on();
  await page.waitForURL("**/due");
  await ctx.go(`/due?lang=${ctx.lang}`);
  await ctx.check("due");
  for (const path of ["account", "offline"]) {
    await ctx.go(`/${path}`);
    await ctx.check(path);
  }
  const at = `/mediations/${d.cases[ctx.lang]}`;
  await ctx.go(at);
  await ctx.check("case");
  ctx.ok(await page.locator("#history").isVisible(), "a part of the case cannot be read");
  await page.locator(`main a[href="${at}/screen"]`).first().click();
  await ctx.check("screen");
  await page.locator(`form[action="${at}/screen"] button`).last().click();
  await page.waitForURL(`**${at}`);

  await ctx.as("mediator");
  const paper = `/mediations/${signing}`;
  for (const path of ["papers", "sign", "signature/mediator-1"]) {
    await ctx.go(`${paper}/${path}`);
    await ctx.check(`staff-${path.replace("/", "-")}`);
  }
  await ctx.go(`${paper}/sign`);
  const open = await named("act").count();
  await named("act").first().check();
  await page.locator(`form[action="${paper}/sign"] button`).last().click();
  await page.waitForURL(`**${paper}`);
  await ctx.go(`${paper}/sign`);
  ctx.equal(await named("act").count(), open - 1, "signatures that are still open");
};
