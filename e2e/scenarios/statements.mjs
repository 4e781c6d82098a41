// The lead of a village reads its statement of responsibility and signs it by hand, with a wrong code first; the lead of the township
// looks at it, sees which units have signed, and sends it back; it is signed again with a passkey, and that is checked anew.

export const opens = ["/duties/statements", "/duties/{duty}/sign"];

export default async (page, ctx) => {
  const own = `/duties/${ctx.data.statement}`;
  const press = async (event) => {
    await ctx.go(`${own}/${event}`);
    await page.locator(`form[action^="${own}/${event}"] button.govuk-button`).last().click();
    await page.waitForURL(`**${own}`);
  };
  const draw = async (code) => {
    const frame = page.locator("#drawing");
    await frame.scrollIntoViewIfNeeded();
    const box = await frame.boundingBox();
    await page.mouse.move(box.x + 20, box.y + 30);
    await page.mouse.down();
    await page.mouse.move(box.x + 120, box.y + 60, { steps: 6 });
    await page.mouse.move(box.x + 180, box.y + 25, { steps: 6 });
    await page.mouse.up();
    await page.locator("#one_time_code").fill(code);
    await page.locator("form[data-signature] button[type=submit], form[data-signature] button:not([type])").last().click();
  };
  const shows = async () => (await page.request.get(new URL("/of-the-test/code", page.url()).href)).text();

  await ctx.as("lead");
  await ctx.go(own);
  await ctx.check("owed");
  await ctx.go(`${own}/sign`);
  await ctx.check("sign");
  ctx.expectStatus(400);
  await draw("000000");
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("wrong-code");
  await draw(await shows());
  await page.waitForURL(`**${own}`);
  await ctx.check("signed");
  const pdf = await page.request.get(new URL(`${own}/statement.pdf`, page.url()).href);
  ctx.equal(pdf.status(), 200, "the printed statement");
  ctx.equal((await pdf.body()).subarray(0, 5).toString(), "%PDF-", "how it begins");

  await ctx.as("upper.lead");
  await ctx.go("/duties/statements");
  await ctx.check("units");
  await ctx.go(own);
  await ctx.check("to-check");
  await press("send_back");

  // Again, with a passkey.
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await ctx.as("lead");
  await ctx.go("/account");
  await page.locator("#passkey-name").fill("phone");
  await Promise.all([page.waitForEvent("load"), page.locator('[data-passkey="add"] button').click()]);
  await page.locator("table", { hasText: "phone" }).first().waitFor();
  await ctx.go(`${own}/sign`);
  await page.locator('[data-passkey="sign"] button').click();
  await page.waitForURL(`**${own}`);
  await ctx.check("signed-by-passkey");
  await cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
  await ctx.as("upper.lead");
  await press("send_back"); // for the next reader
};
