// A reporter without a name takes along what the office holds, has something put right, and once it is over asks to be erased. The
// handler answers the first, the archivist the second, and nobody else opens the report in between.

export const variants = { widths: [320] };

export const opens = ["/r/{code}", "/r/{code}/data", "/r/{code}/mail", "/r/{code}/complaint/{event}", "/reports/{report}", "/reports/{report}/{event}"];

export default async (page, ctx) => {
  const { slip, at, mail } = ctx.data[ctx.lang];
  const send = async (action) => page.locator(`form[action="${action}"] button`).last().click();
  const own = await ctx.enter(slip);
  await ctx.check("own");
  await page.locator(`a[href="${own}/mail"]`).click();
  await page.locator("#one_time_code").waitFor();
  await ctx.check("mail-waits");
  await page.locator("#one_time_code").fill(mail);
  await page.locator('button[value="confirm"]').click();
  await page.locator("#one_time_code").waitFor({ state: "detached" });
  await ctx.check("mail");
  await page.locator('button[value="stop"]').click();
  await page.locator('button[value="stop"]').waitFor({ state: "detached" });
  await ctx.go(own);
  await page.locator(`a[href="${own}/data"]`).click();
  await ctx.check("copy");
  const copy = await page.locator("main").innerText();
  ctx.ok(copy.includes("灯杆歪了") && copy.includes("先换灯泡"), "what was told and answered is not in the copy");
  ctx.ok(!copy.includes("先问供电所"), "a note of the staff is in the copy");
  const file = await page.evaluate(async (path) => (await fetch(path)).json(), `${own}/data.json`);
  ctx.equal(file.told, "灯杆歪了，晚上不亮。", "what was told, in the file");

  await ctx.go(`${own}/complaint/ask_change`);
  await ctx.check("ask_change");
  ctx.expectStatus(400);
  await send(`${own}/complaint/ask_change`);
  await page.locator(".govuk-error-summary").waitFor();
  await page.locator('input[name="what"][value="correct"]').check();
  await page.locator("textarea").fill("是第三根灯杆，不是第二根。");
  await send(`${own}/complaint/ask_change`);
  await page.waitForURL(`**${own}`);
  await ctx.check("asked");

  await ctx.as("clerk");
  await ctx.go(at);
  await ctx.check("handler");
  await ctx.go(`${at}/answer_change`);
  await page.locator('input[name="done"][value="yes"]').check();
  await page.locator("textarea").fill("已经更正为第三根。");
  await ctx.check("answer_change");
  await send(`${at}/answer_change`);
  await page.waitForURL(`**${at}`);

  await ctx.enter(slip);
  await ctx.go(`${own}/complaint/close`);
  await send(`${own}/complaint/close`);
  await page.waitForURL(`**${own}`);
  await ctx.go(`${own}/complaint/ask_erasure`);
  await ctx.check("ask_erasure");
  await send(`${own}/complaint/ask_erasure`);
  await page.waitForURL(`**${own}`);
  await ctx.check("restricted");

  await ctx.as("clerk");
  await ctx.go(at);
  await ctx.check("shut");
  ctx.ok(!(await page.locator("main").innerText()).includes("灯杆歪了"), "the handler reads a restricted report");
  await ctx.as("records");
  await ctx.go(at);
  await ctx.check("archivist");
  ctx.ok((await page.locator("main").innerText()).includes("灯杆歪了"), "the archivist does not read it");
  await ctx.go(`${at}/answer_erasure`);
  await ctx.check("answer_erasure");
  await send(`${at}/answer_erasure`);
  await page.waitForURL(`**${at}`);

  await ctx.enter(slip);
  await ctx.check("answered");
};
