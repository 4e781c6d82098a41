// The pages beside the main road: papers and signatures of the office and of a party, files, the acts that are rare, the
// office's record, figures, and the first pages of an account.

export const opens = [
  "/forms", "/mediations/{id}/papers", "/mediations/{id}/papers/agreement", "/mediations/{id}/signature/party-1", "/mediations/{id}/signature/seal",
  "/mediations/{id}/disclose", "/mediations/{id}/agree_mediator", "/mediations/{id}/no_show", "/mediations/{id}/statement", "/mediations/{id}/terminate",
  "/mediations/{id}/resume", "/r/{code}/signature", "/r/{code}/files", "/r/{code}/papers/agreement", "/r/{code}/agreement/refuse",
  "/r/{code}/mediator/{engagement}", "/counter", "/counter/{of}/{case}", "/mediations/{id}/ask_slip", "/mediations/{id}/lost",
  "/office/record", "/office/units/{unit}/accounts/{account}/close", "/start", "/figures", "/where", "/language", "/sign-in/enrol",
];

export default async (page, ctx) => {
  const d = ctx.data;
  const look = async (path, picture) => {
    await ctx.go(path);
    ctx.equal(new URL(page.url()).pathname, path, "the address that was opened");
    await ctx.check(picture);
  };

  // Anybody.
  await look("/where", "where");
  await look("/language", "language");
  await look("/sign-in/enrol", "enrol");

  // A party that is to sign, and one that is asked about a mediator.
  const own = `/r/${d.signer.code}`;
  await ctx.enter(d.signer);
  for (const [path, picture] of [["/signature", "signature"], ["/files", "files"], ["/papers/agreement", "paper"], ["/agreement/refuse", "refuse-sign"]]) {
    await look(own + path, picture);
  }
  await ctx.enter(d.asked);
  await look(`/r/${d.asked.code}/mediator/${d.engagement}`, "mediator");

  // The office.
  const at = (state, rest) => `/mediations/${d.cases[state]}/${rest}`;
  await ctx.as("clerk");
  await look("/forms", "forms");
  await look(at("declared", "agree_mediator"), "act-agree_mediator");
  await ctx.as("mediator");
  for (const [state, rest] of [["signing", "papers"], ["signing", "papers/agreement"], ["signing", "signature/party-1"], ["proposed", "disclose"],
    ["scheduled", "no_show"], ["in_session", "statement"], ["suspended", "resume"]]) {
    await look(at(state, rest), rest.replace("/", "-"));
  }
  await ctx.as("lead");
  await look(at("signing", "signature/seal"), "seal");
  await look(at("voided", "terminate"), "act-terminate");
  await look("/figures", "figures");

  // Somebody at the counter has lost the slip: found by day, kind and unit, asked for by one, made by another.
  await ctx.as("clerk");
  await look("/counter", "counter");
  await page.locator("[name=day]").fill("2026-03-02");
  await page.locator('main form[method="get"] button').click();
  await page.locator(`a[href="${at("lost", "ask_slip")}"]`).waitFor();
  await ctx.check("counter-found");
  await page.locator(`a[href="${at("lost", "ask_slip")}"]`).click();
  await page.locator("[name=party]").first().check();
  await page.locator("[name=shown][value=document]").check();
  await ctx.check("ask-slip");
  await page.locator(`form[action="${at("lost", "ask_slip")}"] button`).last().click();
  await page.locator(".govuk-notification-banner").waitFor();
  await ctx.as("lead");
  await ctx.go("/due");
  await page.locator(`a[href="${at("lost", "lost")}"]`).first().click();
  await page.waitForURL(`**${at("lost", "lost")}`);
  await ctx.check("lost");
  await page.locator(`form[action="${at("lost", "lost")}"] button`).click();
  await page.locator(`form[action$="/slip/print"]`).waitFor();
  await ctx.check("lost-slip");

  // The same of a request for help: one page on which it is asked for and approved.
  await ctx.as("clerk");
  await ctx.go("/counter");
  await page.locator("[name=type]").selectOption("referral/legal_aid");
  await page.locator("[name=day]").fill("2026-03-02");
  await page.locator('main form[method="get"] button').click();
  const help = `/counter/referral/${d.help}`;
  await page.locator(`a[href="${help}"]`).click();
  await page.locator("[name=shown][value=document]").check();
  await ctx.check("help-ask-slip");
  await page.locator(`form[action="${help}"] button`).click();
  await page.locator(".govuk-inset-text").waitFor();
  await ctx.as("lead");
  await ctx.go("/due");
  await page.locator(`a[href="${help}"]`).first().click();
  await page.waitForURL(`**${help}`);
  await ctx.check("help-lost");
  await page.locator(`form[action="${help}"] button`).click();
  await page.locator(".linli-slip").waitFor();
  await ctx.check("help-lost-slip");
  await ctx.as("privacy");
  await look("/office/record", "record");
  await ctx.as("admin");
  await look("/start", "start");
  await look(`/office/units/${d.unit}/accounts/${d.account}/close`, "close");
};
