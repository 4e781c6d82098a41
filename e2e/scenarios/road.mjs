// The main road, by the people whose it is and with nothing but the pages: a clerk at the counter, a lead, a mediator, and
// at last the applicant with the slip, who reads the agreement in force and has its receipt checked.

export const opens = [
  "/mediations/new", "/mediations/{id}/created", "/mediations/{id}/slip", "/mediations/{id}", "/mediations/{id}/propose", "/mediations/{id}/disclose",
  "/mediations/{id}/agree_mediator", "/mediations/{id}/draft", "/mediations/{id}/sign", "/r/{code}", "/r/{code}/agreement", "/r/{code}/receipt", "/verify/receipt", "/verify/{mark}",
];

export default async (page, ctx) => {
  const named = (name) => page.locator(`[name="${name}"]`);
  const type = (name, value) => named(name).fill(value);
  const choose = (name, value) => page.locator(`[name="${name}"][value="${value}"]`).check();
  const day = async (name, ...parts) => {
    for (const [i, part] of ["year", "month", "day"].entries()) await type(`${name}-${part}`, parts[i]);
  };
  const press = (action) => page.locator(`form[action="${action}"] button`).last().click();

  // The clerk enters what is told at the counter.
  await ctx.as("clerk");
  await ctx.go("/mediations/new");
  await choose("own_dispute", "no");
  await choose("source", "oral");
  await named("type").selectOption("neighbour");
  await type("summary", "三月一日晚上，楼上的花盆掉下来，砸坏了雨棚。");
  await type("claims", "修好雨棚，以后把花盆固定好。");
  await type("amount", "500");
  await type("parties[0].name", "阿依古丽");
  await type("parties[0].contact", "13812345678");
  await type("parties[1].name", "楼上 402 的慕容雪松");
  await ctx.check("new");
  await page.locator('form[action="/mediations/new"] button[value="check"]:not([aria-hidden])').click();
  await page.locator('button[value="save"]').waitFor();
  await ctx.check("new-answers");
  await page.locator('button[value="save"]').click();
  await page.waitForURL("**/created");
  await ctx.check("created");
  const at = new URL(page.url()).pathname.replace("/created", "");
  await press(`${at}/slip`);
  await page.waitForURL(`**${at}/slip`);
  await ctx.check("slip");
  const slip = { code: await named("code").first().inputValue(), digits: await named("passphrase").first().inputValue() };

  const act = async (event, fill = async () => {}, confirm = async () => {}) => {
    await ctx.go(`${at}/${event}`);
    await fill();
    await ctx.check(`act-${event}`);
    await press(`${at}/${event}`);
    await confirm();
    await page.waitForURL(`**${at}`);
  };
  const once = async (event, fill) => { // a form that was checked before
    await ctx.go(`${at}/${event}`);
    await fill();
    await press(`${at}/${event}`);
    await page.waitForURL(`**${at}`);
  };

  // Screening, the talks and the notices, the invitation, the answers.
  await act("screen");
  await ctx.go(`${at}/talk`);
  const [a, b] = await named("party").evaluateAll((all) => all.map((x) => x.value));
  const inform = (party) => async () => { await choose("party", party); await choose("how", "read_out"); };
  const talk = (party) => async () => { await choose("party", party); await choose("concern", "none"); await type("text", "愿意好好谈"); };
  const consent = (party) => async () => { await choose("party", party); await choose("how", "written"); };
  await act("inform", inform(a));
  await act("talk", talk(a));
  await act("invite");
  await ctx.check("invited");
  await once("inform", inform(b));
  await once("talk", talk(b));
  await act("consent", consent(a));
  await once("consent", consent(b));
  await act("accept");

  // Who mediates: proposed by the lead, declared by the mediator, agreed to by both.
  await ctx.as("lead");
  await act("propose", async () => { await choose("account", ctx.data.mediator); await choose("lead", "yes"); });
  await ctx.as("mediator");
  await ctx.go(at);
  await ctx.check("proposed");
  await act("disclose", () => choose("conflict", "none"));
  await ctx.as("clerk");
  const agree = (party) => async () => { await choose("party", party); await choose("agree", "yes"); };
  await act("agree_mediator", agree(a));
  await once("agree_mediator", agree(b));

  // The session, a note, the agreement.
  await ctx.as("mediator");
  await act("schedule", async () => {
    await choose("mode", "joint");
    await choose("with", a);
    await choose("with", b);
    await day("start", "2026", "3", "5");
    await type("start_time", "14:30");
    await type("place", "村委会一楼调解室");
  });
  await act("begin");
  await act("record", async () => {
    await type("minutes", "50");
    await choose("present", a);
    await choose("present", b);
    await type("text", "双方心平气和");
  });
  await act("note", async () => { await choose("scope", "joint"); await type("text", "下次带上修理的单子"); });
  await ctx.check("recorded");
  await act("draft", async () => {
    await choose("language", "zh-Hans");
    await type("facts", "花盆掉落，砸坏雨棚");
    await type("issues", "雨棚由谁修");
    await type("responsibility", "由楼上一家修复");
    await named("terms[0].obligor").selectOption(b);
    await named("terms[0].obligee").selectOption(a);
    await choose("terms[0].kind", "money");
    await type("terms[0].text", "赔偿修理费伍佰元整");
    await type("terms[0].amount", "500");
    await day("terms[0].due", "2026", "5", "31");
    await type("terms[0].method", "微信转账");
    await choose("no_waiver", "yes");
    // A term that gives up a petition is refused at its field, and nothing that was typed is lost.
    await type("terms[0].text", "赔偿修理费伍佰元整，甲方今后不得再上访");
    ctx.expectStatus(400);
    await press(`${at}/draft`);
    await page.locator('.govuk-error-summary a[href="#terms-0-text"]').waitFor();
    await ctx.check("draft-waiver");
    ctx.equal(await named("responsibility").inputValue(), "由楼上一家修复", "what was typed");
    await type("terms[0].text", "赔偿修理费伍佰元整");
  }, async () => { // everything once more, before the parties read it
    await page.locator('button[value="save"]').waitFor();
    await ctx.check("draft-check");
    await page.locator('button[value="save"]').click();
  });
  await ctx.check("drafted");

  // Three sign on paper, the lead sets the seal.
  const offer = async () => {
    await page.locator('[name="party"]').first().check();
    await choose("how", "read_out");
    for (const what of ["support", "advice", "home"]) await choose(what, "no");
    await choose("aloud", "had");
  };
  await act("offer_support", offer);
  await once("offer_support", async () => { await offer(); await page.locator('[name="party"]').last().check(); });
  const sign = async () => { await page.locator('[name="act"]').first().check(); };
  await act("sign", sign);
  await once("sign", sign);
  await once("sign", sign);
  await ctx.as("lead");
  await act("sign");
  await ctx.as("mediator");
  await ctx.go(at);
  await ctx.check("in-force");
  const pdf = await page.request.get(`${at}/papers/agreement.pdf`);
  ctx.equal(pdf.status(), 200, "the answer to the agreement's PDF");
  ctx.equal(pdf.headers()["content-type"], "application/pdf", "the type of the agreement's PDF");

  // The applicant reads what binds both, and has the receipt checked.
  await ctx.enter(slip);
  ctx.equal((await page.locator("h1").textContent()).trim(), ctx.data.inForce[ctx.lang], "what the party's page says");
  await ctx.check("party");
  await page.locator(`a[href="/r/${slip.code}/agreement"]`).click();
  await page.waitForURL("**/agreement");
  ctx.ok((await page.locator("article").textContent()).includes("赔偿修理费伍佰元整"), "the agreement does not say what is owed");
  await ctx.check("party-agreement");

  // The code at the foot of the paper says how it stands, and nobody's name.
  await ctx.go(`/r/${slip.code}/papers/agreement`);
  await page.locator('a[href*="/verify/"]').first().click();
  await page.waitForURL("**/verify/*");
  ctx.ok(await page.locator(".govuk-notification-banner--success").isVisible(), "the code on the agreement does not say that it is in force");
  ctx.ok(!(await page.locator("main").innerText()).includes("阿依古丽"), "the code on a paper names a party");
  await ctx.check("proof");

  await ctx.go(`/r/${slip.code}/receipt`);
  ctx.ok(await page.locator(".govuk-notification-banner--success").isVisible(), "the receipt does not prove anything to its holder");
  await ctx.check("party-receipt");
  const receipt = await page.request.get(`/r/${slip.code}/receipt.json`);
  await ctx.go("/verify");
  await type("receipt", await receipt.text());
  await press("/verify/receipt");
  await page.waitForURL("**/verify/receipt");
  ctx.ok(await page.locator(".govuk-notification-banner--success").isVisible(), 
    `the receipt does not prove anything to anybody: ${(await page.locator("main").innerText()).slice(0, 500)}`);
  await ctx.check("receipt-checked");
};
