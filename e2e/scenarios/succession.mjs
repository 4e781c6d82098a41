// A party has died: the mediator enters it, and then who takes its place, without a name first.

export const opens = ["/mediations/{id}/party_ended", "/mediations/{id}/succeed"];

export default async (page, ctx) => {
  const { case: id, party } = ctx.data[ctx.lang];
  const at = `/mediations/${id}`;
  const press = async (event) => {
    await page.locator(`form[action="${at}/${event}"] button`).last().click();
    await page.waitForURL(`**${at}`);
  };

  await ctx.as("mediator");
  await ctx.go(`${at}/party_ended`);
  await page.locator(`[name=party][value="${party}"]`).check();
  await page.locator("[name=how][value=died]").check();
  await ctx.check("party-ended");
  await press("party_ended");
  await ctx.check("waits-for-an-heir");

  // Sent without a name, and then with one.
  await ctx.go(`${at}/succeed`);
  await page.locator(`[name=party][value="${party}"]`).check();
  await page.locator("[name=as][value=person]").check();
  ctx.expectStatus(400);
  await page.locator(`form[action="${at}/succeed"] button`).last().click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("succeed-without-a-name");
  ctx.ok(await page.locator(`[name=party][value="${party}"]`).isChecked(), "what was chosen is lost");
  await page.locator("[name=name]").fill("慕容青山");
  await page.locator("[name=contact]").fill("13812345678");
  await ctx.check("succeed");
  await press("succeed");
  await ctx.check("heir-entered");
  ctx.ok((await page.locator("main").innerText()).includes("慕容青山"), "the heir is not on the page of the case");
};
