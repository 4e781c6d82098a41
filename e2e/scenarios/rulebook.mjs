// An administrator writes a new version of the rules, makes a mistake, is told where, mends it and proposes it; who leads the top unit
// reads what it changes and releases it; everybody reads it on a page; it is stopped before its day, so that the next player finds the
// office as this one did.

export const opens = ["/rulebook", "/office/rulebook", "/office/rulebook/{version}", "/office/rulebook/{version}/changes", "/office/rulebook/{version}/files/{file}", "/office/rulebook/{version}/papers/{paper}"];

export default async (page, ctx) => {
  const field = page.locator("#text");
  const save = page.locator('button[value="save"]');
  await ctx.as("admin");
  await ctx.go("/office/rulebook");
  await ctx.check("rules");
  ctx.expectStatus(400);
  await page.locator("#name").fill("2026 2");
  await page.locator('form[action="/office/rulebook"] button').last().click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("refused");
  await page.locator("#name").fill(`2026.${Math.floor(Math.random() * 1e9)}`);
  await page.locator('form[action="/office/rulebook"] button').last().click();
  await page.locator('a[href$="/files/promises.yaml"]').waitFor();
  await ctx.check("draft");
  const at = new URL(page.url()).pathname;

  await ctx.go(`${at}/files/promises.yaml`);
  const text = await field.inputValue();
  await field.fill(text.replace("owed_by: clerk", "owed_by: clark"));
  await save.click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("mistake");
  ctx.ok((await page.locator(".govuk-error-summary").innerText()).includes('did you mean "clerk"'), "the mistake is told with what was meant");
  await page.locator(".govuk-error-summary a").first().click();
  await field.fill(text.replace("clock: 3 working days", "clock: 4 working days").replace("clock: 7 working days", "clock: 8 working days"));
  await save.click();
  await page.locator(".govuk-notification-banner").waitFor();
  await ctx.go(at);
  await ctx.check("examples-fail"); // they still expect the old day
  await ctx.go(`${at}/files/promises.yaml`);
  await field.fill(text.replace(/(title:\n +zh-Hans: )/, "$1新")); // a title says it otherwise: no example knows titles
  await save.click();
  await page.locator(".govuk-notification-banner").waitFor();
  await ctx.go(at);
  await page.locator('button[value="propose"]').waitFor();
  await page.locator('a[href$="/papers/agreement.zh-Hans"]').click();
  await page.locator(".linli-sheet").waitFor();
  await ctx.check("paper");
  await ctx.go(at);
  await page.locator('button[value="propose"]').click();
  await page.locator('button[value="take_back"]').waitFor();
  await ctx.check("proposed");
  await ctx.go(`${at}/changes`);
  ctx.equal(await page.locator('button[value="release"]').count(), 0, "the ways to release what one wrote");

  await ctx.as("upper.lead");
  await ctx.go(`${at}/changes`);
  await ctx.check("second-person");
  await page.locator('button[value="release"]').click();
  await page.locator('button[value="stop"]').waitFor();
  await ctx.check("released");

  await ctx.go("/rulebook");
  await page.locator("details").first().waitFor();
  await ctx.check("public");

  await ctx.go(at);
  await page.locator('button[value="stop"]').click();
  await page.locator(".govuk-tag--grey").waitFor();
  await ctx.check("stopped");
};
