// Every page of the staff, with a case in each state and a form for each act that the state allows.

export const opens = ["/due", "/mediations", "/mediations/new", "/account", "/mediations/{id}", "/mediations/{id}/screen", "/mediations/{id}/nickname", "/office", "/office/units/{unit}", "/office/webhooks", "/office/webhooks/{id}", "/office/recipients", "/office/recipients/new", "/office/recipients/{id}", "/office/programs", "/office/programs/{id}"];

export default async (page, ctx) => {
  await ctx.as("clerk");
  for (const [path, name] of [["/due", "due"], ["/mediations", "list"], ["/mediations/new", "new"], ["/account", "account"]]) {
    await ctx.go(path);
    await ctx.check(name);
  }
  const acts = {
    submitted: ["screen", "withdraw"], screening: ["talk", "inform", "not_accept", "invite"], invited: ["appoint", "consent", "refuse", "accept"],
    accepted: ["propose", "hand_over"],
  };
  for (const [state, id] of Object.entries(ctx.data.cases)) {
    await ctx.go(`/mediations/${id}`);
    await ctx.check(`clerk-${state}`);
    for (const act of acts[state] ?? []) {
      await ctx.go(`/mediations/${id}/${act}`);
      await ctx.check(`act-${act}`);
    }
  }
  // A word of one's own finds a case again in a list without names.
  const own = `/mediations/${ctx.data.cases.accepted}`;
  await ctx.go(`${own}/nickname`);
  await ctx.check("nickname");
  await page.locator('[name="name"]').fill("雨棚");
  await page.locator(`form[action="${own}/nickname"] button`).first().click();
  await page.waitForURL(`**${own}`);
  await ctx.go("/mediations?named=yes");
  ctx.ok((await page.locator("main").innerText()).includes("雨棚"), "the list does not say what the clerk calls the case");
  await ctx.check("named");
  // A case is found by its number; what the list is narrowed to is there again when one comes back from the case.
  await ctx.go("/mediations");
  if (!(await page.locator('[name="number"]').isVisible())) await page.locator(".linli-find summary").click();
  await page.locator('[name="number"]').fill("1");
  await page.locator(".linli-find button").click();
  await page.waitForURL("**number=1**");
  await ctx.check("found");
  await page.locator(".govuk-task-list__link").first().click();
  await page.waitForURL("**/mediations/*-*");
  await page.goBack();
  await page.waitForURL("**number=1**");
  ctx.ok((await page.locator(".linli-clear").count()) === 1, "the list forgot what it was narrowed to");
  await ctx.go("/mediations?number=999&from-year=2026&from-month=1&from-day=5");
  await ctx.check("found-nothing");
  await ctx.as("lead");
  await ctx.go("/mediations?named=yes");
  ctx.ok(!(await page.locator("main").innerText()).includes("雨棚"), "another account reads what the clerk calls the case");
  await ctx.as("mediator");
  const work = {
    assigned: ["schedule", "recuse", "impasse"], scheduled: ["begin", "cancel_session"], in_session: ["party_ended", "record", "note", "investigate", "draft", "suspend", "ask_extension"],
    signing: ["offer_support", "sign", "pause", "refuse_sign"],
  };
  for (const [state, list] of Object.entries(work)) {
    const id = ctx.data.cases[state];
    await ctx.go(`/mediations/${id}`);
    await ctx.check(`mediator-${state}`);
    for (const act of list) {
      await ctx.go(`/mediations/${id}/${act}`);
      await ctx.check(`act-${act}`);
    }
  }
  await ctx.as("lead");
  await ctx.go(`/mediations/${ctx.data.cases.assigned}`);
  await ctx.check("lead-case");
  await ctx.go("/due");
  await ctx.check("lead-due");
  await ctx.as("admin");
  // A program of the office is told of what happens: the secret is shown once, and a test is sent.
  await ctx.go("/office/webhooks");
  await page.locator('input[name="url"]').fill("https://example.org/told");
  await page.locator('input[name="events"]').first().check();
  await page.locator('form[action="/office/webhooks"] button').last().click();
  await page.locator("code.linli-typed").waitFor();
  await ctx.check("webhook-secret");
  await page.locator('main a[href^="/office/webhooks/"]').click();
  await page.locator('button[value="test"]').click();
  await page.locator(".linli-card").first().waitFor();
  await ctx.check("webhook");
  await page.locator('button[value="remove"]').click();
  await page.waitForURL("**/office/webhooks");
  await ctx.check("webhooks");
  // Another office takes reports: the address is written down; that its server cannot be asked is said, and nothing is lost.
  await ctx.go("/office/recipients/new");
  await page.locator('input[name="name"]').fill("市路灯管理所");
  await page.locator('input[name="url"]').fill("https://open311.invalid/v2");
  await page.locator('input[name="takes_street_light"]').fill("001");
  await ctx.check("recipient-new");
  await page.locator('form[action="/office/recipients/new"] button').last().click();
  await page.locator('button[value="services"]').click();
  await page.locator("main .linli-card").waitFor();
  await ctx.check("recipient");
  await ctx.go("/office/recipients");
  await ctx.check("recipients");
  // A program of another city gets its key, which is shown once, and a new one.
  await ctx.go("/office/programs");
  await ctx.check("programs");
  await page.locator('input[name="name"]').fill(`邻县 FixMyStreet ${Date.now()}`);
  await page.locator('form[action="/office/programs"] button').last().click();
  await page.locator("code.linli-typed").waitFor();
  await ctx.check("program-key");
  await page.locator('input[name="at_once"]').check();
  await page.locator('button[value="renew"]').click();
  await page.locator("code.linli-typed").waitFor();
  await ctx.check("program");
  await ctx.go("/office");
  await ctx.check("units");
  await ctx.go(`/office/units/${ctx.data.unit}`);
  await ctx.check("unit");
};
