// Those who mediate: one leaves a case and its parties are asked about the notes, and a unit of whose mediators none can
// take a case asks the one above.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["en"], widths: [1280] },
];

export const opens = ["/r/{code}/notes/{engagement}", "/mediations/{id}/ask_above", "/mediations/{id}/permit_notes"];

export default async (page, ctx) => {
  const d = ctx.data;
  const as = async (login) => {
    await page.context().clearCookies();
    await page.context().addCookies([{ name: "session", value: d.sessions[login], url: ctx.url, httpOnly: true, sameSite: "Lax" }]);
  };

  // A party is asked, says yes and takes it back.
  const { code, digits } = d.slip;
  await page.context().clearCookies();
  await ctx.go("about:blank");
  await ctx.go(`/r/${code}#${digits}`);
  await page.waitForFunction(() => document.getElementById("digits").value.length === 19);
  await page.locator("form button.govuk-button").first().click();
  await page.waitForURL(`**/r/${code}`);
  await ctx.check("party");
  const notes = `/r/${code}/notes/${d.former}`;
  for (const picture of ["notes", "notes-permitted"]) {
    await ctx.go(notes);
    await ctx.check(picture);
    await page.locator(`form[action="${notes}"] button`).click();
    await page.waitForURL(`**/r/${code}`);
  }

  await as("clerk");
  await ctx.go(`/mediations/${d.left}/permit_notes`);
  await ctx.check("permit-notes");

  // Every mediator here is out: the lead asks above.
  const none = `/mediations/${d.none[ctx.lang]}`;
  await as("lead");
  await ctx.go(none);
  ctx.equal(await page.locator(`a[href$="/ask_above"]`).count(), 1, "ways to ask above");
  await ctx.go(`${none}/ask_above`);
  await ctx.check("ask-above");
  await page.locator(`form[action="${none}/ask_above"] button`).last().click();
  await page.waitForURL(`**${none}`);
  await as("upper.lead");
  await ctx.go(`${none}/propose`);
  await ctx.check("propose-above");
  ctx.equal(await page.locator('input[name="account"]').count(), 1, "mediators of another unit");
};
