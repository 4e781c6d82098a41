// Somebody complains while a machine sends as much as it can. Nothing that was typed is lost: a telephone solves the task by
// itself; without a script the button works after twenty seconds.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["zh-Hant"], widths: [1280], themes: ["dark"] },
  { languages: ["en"], widths: [320], javascript: [false] },
];

export default async (page, ctx) => {
  const send = () => page.locator('form[action="/complain"] button').last().click();
  ctx.expectStatus(429);
  ctx.expectStatus(400);
  let go;
  const worker = new Promise((done) => { go = done; });
  await page.route("**/static/work.*.js", async (route) => { await worker; await route.continue(); });

  await ctx.go("/complain");
  await page.locator('select[name="unit"]').selectOption({ index: 1 });
  await send();
  await page.locator('input[name="about"][value="other"]').check();
  await page.locator('textarea[name="text"]').fill("约好九点，十点半才到。");
  await send();
  await page.locator("form[data-work]").waitFor();
  await ctx.check("wait");
  ctx.equal(await page.locator('form[data-work] input[name="text"]').inputValue(), "约好九点，十点半才到。", "what was typed");

  if (ctx.javascript) {
    go();
    await page.locator(".linli-slip").waitFor({ timeout: 60_000 });
  } else {
    await send();
    ctx.ok(await page.locator("form[data-work]").isVisible(), "the button works before its time");
    for (let i = 0; i < 150; i++) await page.request.get("/healthz"); // half a second each: those before it in the row have their turn first
    await send();
  }
  await page.locator(".linli-slip").waitFor();
};
