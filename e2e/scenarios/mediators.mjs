// Those who mediate: one leaves a case and its parties are asked about the notes, and a unit of whose mediators none can
// take a case asks the one above.

export const opens = ["/r/{code}/notes/{engagement}", "/mediations/{id}/ask_above", "/mediations/{id}/permit_notes", "/mediations/{id}/wish_mediator", "/r/{code}/wish", "/r/{code}/messages", "/mediations/{id}/message",
  "/mediations/{id}/take_back", "/calendar", "/roster", "/roster/{account}", "/mediators", "/caseload"];

export default async (page, ctx) => {
  const d = ctx.data;

  // A party is asked, says yes and takes it back.
  const { code } = d.slip;
  await ctx.enter(d.slip);
  await ctx.check("party");
  const notes = `/r/${code}/notes/${d.former}`;
  for (const picture of ["notes", "notes-permitted"]) {
    await ctx.go(notes);
    await ctx.check(picture);
    await page.locator(`form[action="${notes}"] button`).click();
    await page.waitForURL(`**/r/${code}`);
  }

  // What the office wrote to this party, and its answer.
  await ctx.go(`/r/${code}/messages`);
  await ctx.check("messages");
  await page.locator("textarea").fill("好的，我带来。");
  await page.locator(`form[action$="/messages"] button`).click();
  await page.waitForURL(`**/r/${code}`);

  // The mediator chooses the recipient first; the button names it, and the message can be taken back before it leaves.
  await ctx.as("second");
  await ctx.go(`/mediations/${d.left}/message`);
  await ctx.check("message-whom");
  await page.locator(`input[name="to"][value="${d.to}"]`).check();
  await page.locator(`form[action$="/message"] button`).last().click();
  await page.waitForURL(`**/message?to=${d.to}`);
  await ctx.check("message");
  const name = (await page.locator(".govuk-inset-text").first().innerText()).match(/\S*慕容雪松\S*/)[0];
  ctx.ok((await page.locator(`form[action$="/message"] button`).last().innerText()).includes("慕容雪松"), `the button names ${name}`);
  await page.locator("textarea").fill("写错了人");
  await page.locator(`form[action$="/message"] button`).last().click();
  await page.waitForURL(`**/mediations/${d.left}`);
  await ctx.go(`/mediations/${d.left}/take_back`);
  await ctx.check("take-back");
  await page.locator('input[name="message"]').first().check();
  await page.locator(`form[action$="/take_back"] button`).last().click();
  await page.waitForURL(`**/mediations/${d.left}`);
  await ctx.check("case");

  await ctx.as("clerk");
  await ctx.go(`/mediations/${d.left}/permit_notes`);
  await ctx.check("permit-notes");

  await ctx.as("second");
  await ctx.go("/calendar");
  await ctx.check("calendar");

  // A mediator writes the own entry; the lead of its unit confirms it, and the public finds the mediator.
  const entry = `/roster/${d.second}`;
  await ctx.go(entry);
  await ctx.check("entry-own");
  await page.locator('input[name="types"]').first().check();
  await page.locator('input[name="languages"][value="ug"]').check();
  await page.locator("#d1_from").fill("09:00");
  await page.locator("#d1_until").fill("17:00");
  await page.locator('input[name="listed"]').check();
  await page.locator('button[value="save"]').click();
  await page.waitForURL(`**${entry}`);
  await page.locator("#leave_from-year").fill("2026");
  await page.locator("#leave_from-month").fill("5");
  await page.locator("#leave_from-day").fill("4");
  await page.locator("#leave_until-year").fill("2026");
  await page.locator("#leave_until-month").fill("5");
  await page.locator("#leave_until-day").fill("8");
  await page.locator('button[value="leave"]').click();
  await page.waitForURL(`**${entry}`);
  await ctx.check("entry-written");
  await ctx.as("upper.lead");
  await ctx.go(entry);
  await page.locator('button[value^="confirm:"]').click();
  await page.waitForURL(`**${entry}`);
  await ctx.check("entry-confirmed");
  await ctx.go("/roster");
  await ctx.check("roster");
  await page.context().clearCookies();
  await ctx.go("/mediators");
  await ctx.check("mediators");
  ctx.ok((await page.locator("main").innerText()).includes("second"), "who agreed is listed");

  // A party says whom of those listed it wishes; the clerk can write the other party's wish down; the first takes its own back.
  await ctx.enter(d.wisher);
  const wish = `/r/${d.wisher.code}/wish`;
  await ctx.go(wish);
  await ctx.check("wish");
  await page.locator(`input[name="account"][value="${d.second}"]`).check();
  await page.locator(`form[action="${wish}"] button`).click();
  await page.waitForURL(`**/r/${d.wisher.code}`);
  await ctx.go(wish);
  await ctx.check("wish-now");
  await ctx.as("clerk");
  await ctx.go(`/mediations/${d.wishing}/wish_mediator`);
  await ctx.check("wish-written");
  await ctx.enter(d.wisher);
  await ctx.go(wish);
  await page.locator(`input[name="account"][value="none"]`).check();
  await page.locator(`form[action="${wish}"] button`).click();
  await page.waitForURL(`**/r/${d.wisher.code}`);

  // Every mediator here is out: the lead asks above.
  const none = `/mediations/${d.none[ctx.lang]}`;
  await ctx.as("lead");
  await ctx.go(none);
  ctx.equal(await page.locator(`a[href$="/ask_above"]`).count(), 1, "ways to ask above");
  await ctx.go(`${none}/ask_above`);
  await ctx.check("ask-above");
  await page.locator(`form[action="${none}/ask_above"] button`).last().click();
  await page.waitForURL(`**${none}`);
  await ctx.as("upper.lead");
  await ctx.go(`${none}/propose`);
  await ctx.check("propose-above");
  ctx.equal(await page.locator('input[name="account"]').count(), 1, "mediators of another unit");

  // A mediator resigns: the lead passes on what there is in one step, case by case or to one for all.
  await ctx.as("lead");
  await ctx.go("/caseload");
  await ctx.check("caseload-who");
  await page.locator(`main a[href*="account=${d.mediator}"]`).click();
  await page.waitForURL(`**account=${d.mediator}`);
  await ctx.check("caseload");
  ctx.expectStatus(400);
  await page.locator('form[action="/caseload"] button').last().click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("caseload-nothing");
  const of = d.resigned[ctx.lang];
  await page.locator(`select[name="mediator-${of}"]`).selectOption(d.second);
  await page.locator('select[name="reason"]').selectOption("mediator_unavailable");
  await page.locator('form[action="/caseload"] button').last().click();
  await page.locator(`main a[href="/mediations/${of}"]`).waitFor();
  await ctx.check("caseload-done");
};
