// An application is put right, a party is added, and a party corrects its own language.

export const opens = ["/mediations/{id}/correct_application", "/mediations/{id}/correct_party", "/mediations/{id}/add_party", "/r/{code}/details"];

export default async (page, ctx) => {
  const { case: id, party, slip, summary, claims } = ctx.data[ctx.lang];
  const at = `/mediations/${id}`;
  const press = async (event) => {
    await page.locator(`form[action="${at}/${event}"] button`).last().click();
    await page.waitForURL(`**${at}`);
  };

  await ctx.as("mediator");
  await ctx.go(`${at}/correct_application`);
  ctx.ok((await page.locator("[name=summary]").inputValue()) !== "", "the form does not say what stands now");
  await page.locator("[name=type]").selectOption("contract");
  await page.locator("[name=summary]").fill("围墙归谁修");
  await page.locator("[name=why][value=other_type]").check();
  await ctx.check("correct");
  await press("correct_application");
  await ctx.check("corrected");
  ctx.ok((await page.locator("main").innerText()).includes("围墙归谁修"), "the new wording is not on the page of the case");

  await ctx.go(`${at}/correct_party`);
  await page.locator(`[name=party][value="${party}"]`).check();
  await page.locator("[name=name]").fill("欧阳晓");
  await page.locator("[name=why][value=written_wrongly]").check();
  await ctx.check("correct-party");
  await press("correct_party");

  await ctx.go(`${at}/add_party`);
  await page.locator("[name=own_dispute][value=no]").check();
  await page.locator("[name=role][value=respondent]").check();
  await page.locator("[name=as][value=person]").check();
  await page.locator("[name=name]").fill("慕容青山");
  ctx.expectStatus(422);
  await page.locator(`form[action="${at}/add_party"] button`).last().click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("add-without-asking");
  for (const box of await page.locator("[name=agreed]").all()) await box.check();
  await press("add_party");
  await ctx.check("added");
  ctx.ok((await page.locator("main").innerText()).includes("慕容青山"), "the new party is not on the page of the case");

  await ctx.enter(slip);
  await page.goto(`${page.url()}/details`);
  await ctx.check("details");
  ctx.equal(await page.locator("#name").count(), 0, "fields for a name that the others read");
  await page.locator("#language").fill("ئۇيغۇرچە");
  await page.locator('form[action$="/details"] button').first().click();
  await ctx.go(`/r/${slip.code}/details`);
  await ctx.check("details-corrected");
  const trail = await page.locator(".linli-history").innerText();
  ctx.ok(trail.includes(summary), "the earlier wording is gone");
  ctx.ok(!trail.includes(claims), "what did not change is said to have been different");
};
