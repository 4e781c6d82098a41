// Passkeys in a real browser, whose authenticator the browser plays (WebDriver's virtual authenticator): one is added and
// signs in, a mediator signs, a party makes a key on its telephone and signs, the lead seals.

export default async (page, ctx) => {
  const d = ctx.data[ctx.lang];
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const device = async () => {
    const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
      options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    });
    return authenticatorId;
  };
  const keys = async (authenticatorId) => (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
  const add = async () => {
    await ctx.go("/account");
    await page.locator("#passkey-name").fill("phone");
    await Promise.all([page.waitForEvent("load"), page.locator('[data-passkey="add"] button').click()]);
    await page.locator("table", { hasText: "phone" }).first().waitFor();
  };

  // A mediator adds a passkey, signs out and in with it.
  const mine = await device();
  await ctx.as("mediator");
  await ctx.go("/account");
  await page.locator("#language").selectOption(ctx.lang); // whoever signs in sees the account's language
  await Promise.all([page.waitForEvent("load"), page.locator('form[action="/account/language"] button').click()]);
  await add();
  await ctx.check("added");
  ctx.equal((await keys(mine)).length, 1, "the number of passkeys on the device");
  await page.context().clearCookies();
  await ctx.go("/sign-in");
  await ctx.check("sign-in");
  await page.locator('[data-passkey="sign-in"] button').click();
  await page.waitForURL("**/due");

  // What a person sees when the device does not know who holds it.
  await page.context().clearCookies();
  await cdp.send("WebAuthn.setUserVerified", { authenticatorId: mine, isUserVerified: false });
  await ctx.go("/sign-in");
  await page.locator('[data-passkey="sign-in"] button').click();
  await page.locator('[data-passkey="sign-in"] [data-message]', { hasText: /\S/ }).waitFor();
  await ctx.check("sign-in-refused");
  await cdp.send("WebAuthn.setUserVerified", { authenticatorId: mine, isUserVerified: true });
  await page.locator('[data-passkey="sign-in"] button').click();
  await page.waitForURL("**/due");

  // The mediator signs, and makes a code for the other party.
  await ctx.go(`/mediations/${d.case}/sign`);
  await ctx.check("ways");
  await ctx.go(`/mediations/${d.case}/signature/mediator-1`);
  await ctx.check("mediator");
  await page.locator('[data-passkey="sign"] button').click();
  await page.waitForURL(`**/mediations/${d.case}/papers`);
  await ctx.check("mediator-signed");
  await ctx.go(`/mediations/${d.case}/signature/party-2`);
  await page.locator('form[action$="/code"] button').click();
  await page.locator("[data-code]").waitFor();
  await ctx.check("code");
  const digits = (await page.locator("[data-code]").textContent()).trim();
  await cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: mine });

  // A party makes a key on its own device and signs with it.
  const open = async (slip) => ctx.go(`${await ctx.enter(slip)}/signature`);
  const phone = await device();
  await open(d.first);
  await ctx.check("party");
  ctx.ok(!(await page.locator("[data-sign]").isVisible()), "there is a button to sign before there is a key");
  await page.locator("[data-make]").click();
  await page.locator("[data-sign]").waitFor();
  await ctx.check("party-key-made");
  ctx.ok(!(await page.locator("[data-make]").isVisible()), "the key could be made a second time");
  const [key] = await keys(phone);
  ctx.equal(key.isResidentCredential, false, "that the key stays in the list of sign-ins");
  await page.locator("[data-sign]").click();
  await page.waitForURL(`**/r/${d.first.code}`);
  await ctx.go(`/r/${d.first.code}/papers/agreement`);
  await ctx.check("paper");
  await cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: phone });

  // The other draws, with the code.
  await open(d.second);
  const draw = async (typed) => {
    await page.locator("#drawing").scrollIntoViewIfNeeded();
    const box = await page.locator("#drawing").boundingBox();
    await page.mouse.move(box.x + 20, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 90, box.y + 50, { steps: 5 });
    await page.mouse.move(box.x + 160, box.y + 20, { steps: 5 });
    await page.mouse.up();
    await page.locator("#one_time_code").fill(typed);
    await page.locator("form[data-signature] button[type=submit], form[data-signature] button:not([type])").last().click();
  };
  ctx.expectStatus(400);
  await draw(digits === "000 000" ? "000001" : "000000");
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("wrong-code");
  await draw(digits);
  await page.waitForURL(`**/r/${d.second.code}`);

  // The lead seals with a passkey, and the agreement is in force.
  await device();
  await ctx.as("lead");
  await add();
  await ctx.go(`/mediations/${d.case}/signature/seal`);
  await ctx.check("seal");
  await page.locator('[data-passkey="sign"] button').click();
  await page.waitForURL(`**/mediations/${d.case}`);
  await ctx.check("sealed");
  await ctx.as("mediator");
  await ctx.go(`/mediations/${d.case}`);
  await ctx.check("case");
  await ctx.go(`/mediations/${d.case}/papers/agreement`);
  await ctx.check("paper-staff");
};
