// Somebody comes to the counter who speaks another language: the clerk writes that down, an interpreter is offered with the first
// act and named, and reads out what is signed.

export default async (page, ctx) => {
  const { case: signing, party } = ctx.data[ctx.lang];
  await ctx.as("clerk");
  await ctx.go("/mediations/new");
  await page.locator("[name=own_dispute][value=no]").check();
  await page.locator("[name=type]").selectOption("neighbour");
  await page.locator("[name=summary]").fill("雨棚由谁修");
  await page.locator("[name='parties[0].name']").fill("阿依古丽欧阳");
  await page.locator("details", { has: page.locator("[name='parties[0].language']") }).locator("summary").click();
  await page.locator("[name='parties[0].language']").fill("彝语");
  await page.locator("[name='parties[1].name']").fill("慕容雪松");
  await ctx.check("any-language");
  await page.locator("main form button[value=check]").last().click();
  await page.locator("button[value=save]").click();
  await page.waitForURL("**/created");
  const at = new URL(page.url()).pathname.replace(/\/created$/, "");
  const press = async (where, event) => {
    await page.locator(`form[action="${where}/${event}"] button`).last().click();
    await page.waitForURL(`**${where}`);
  };
  await ctx.go(`${at}/screen`);
  await press(at, "screen");

  await ctx.go(`${at}/inform`);
  ctx.ok((await page.locator("#interpreter-offer").innerText()).includes("彝语"), "no interpreter is offered");
  await page.locator("[name=party]").first().check();
  await page.locator("[name=how][value=read_out]").check();
  const interprets = async (language) => {
    const open = page.locator("details", { has: page.locator("[name=interpreter_name]") });
    if (!(await open.evaluate((d) => d.open))) await open.locator("summary").click();
    await page.locator("[name=interpreter_name]").fill("译者丙");
    if (language) await page.locator("[name=interpreter_language]").fill(language);
    await page.locator("[name=interpreter_unbound]").check();
    await page.locator("[name=interpreter_consented]").check();
  };
  await interprets("");
  await ctx.check("notice-interpreted");
  await press(at, "inform");
  ctx.ok((await page.locator("main").textContent()).includes("译者丙"), "the case does not say who interpreted");

  await ctx.as("mediator");
  await ctx.go(`/mediations/${signing}/sign`);
  await page.locator(`[name=act][value="party:${party}"]`).check();
  await interprets("手语");
  await ctx.check("signing-interpreted");
  await press(`/mediations/${signing}`, "sign");
  await ctx.go(`/mediations/${signing}/papers/agreement`);
  const paper = await page.locator("main").innerText();
  ctx.ok(paper.includes("译者丙") && paper.includes("手语"), "the agreement does not say who read it out");

  // Who signs on the screen signs by itself: the office names the interpreter when it gives the code.
  await ctx.go(`/mediations/${signing}/signature/party-1`);
  await interprets("藏语");
  await ctx.check("code-interpreted");
  await page.locator("form[action$='/party-1/code'] button").last().click();
  await page.locator("[data-code]").waitFor();
  ctx.ok((await page.locator("[name=interpreter_name]").inputValue()) === "译者丙", "a newer code would name nobody");
};
