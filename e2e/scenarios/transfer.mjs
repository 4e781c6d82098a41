// A case goes to another unit of the office: the clerk hands it over with a reason, the other unit's clerk goes on with it, and the
// applicant reads on its page who has it now and why.

export const opens = ["/mediations/{id}/transfer", "/mediations/{id}/take"];

export default async (page, ctx) => {
  const { case: id, unit, slip } = ctx.data[ctx.lang];
  const at = `/mediations/${id}`;
  const why = "房屋在邻村，由那边办理更方便";

  await ctx.as("clerk");
  await ctx.go(`${at}/transfer`);
  await ctx.check("transfer");
  ctx.expectStatus(400);
  await page.locator(`form[action="${at}/transfer"] button`).last().click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("transfer-empty");
  await page.locator("[name=unit]").selectOption(unit);
  await page.locator("[name=text]").fill(why);
  await page.locator(`form[action="${at}/transfer"] button`).last().click();
  await page.waitForURL("**/due");
  await ctx.check("transferred");
  ctx.ok(!(await page.content()).includes(at), "the unit that handed it over still has it in a list");

  await ctx.as("other.clerk");
  await ctx.go(at);
  await ctx.check("arrived");
  await ctx.go(`${at}/take`);
  await ctx.check("take");
  await page.locator(`form[action="${at}/take"] button`).last().click();
  await page.waitForURL(`**${at}`);
  await ctx.check("taken");
  ctx.ok((await page.locator("main").textContent()).includes(why), "who has it now does not read why");

  await ctx.enter(slip);
  await ctx.check("moved");
  ctx.ok((await page.locator("#moved ~ p").allInnerTexts()).join().includes(why), "the applicant does not read why");
};
