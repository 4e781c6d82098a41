// Somebody reports a street lamp from a telephone, without an account or a name. The handler takes it, finds a report of the same
// lamp, fixes it; the reporter says that it is not fixed; it is fixed again, looked at again and closed.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["en", "zh-Hant"], widths: [1280] },
];

export const opens = ["/report", "/reports", "/reports/file", "/reports/{report}", "/reports/{report}/{event}", "/r/{code}"];

export default async (page, ctx) => {
  const on = async () => page.locator('form[action="/report"] button.govuk-button').click();
  await ctx.go("/report");
  await ctx.check("what");
  await page.locator('input[name="category"][value="street_light"]').check();
  await on();
  await page.locator('input[name="address"]').waitFor();
  await ctx.check("where");
  await page.locator('select[name="place_id"]').selectOption(ctx.data.place);
  await on();
  await page.locator("textarea").fill("桥头第二根灯杆的灯不亮。");
  await page.locator('input[name="q_fault"][value="out"]').check();
  await ctx.check("tell");
  await on();
  await page.locator('input[name="contact"]').waitFor();
  await ctx.check("you");
  await on();
  await page.locator('input[type="file"]').waitFor();
  await ctx.check("check");
  await on();
  await page.locator(".linli-slip").waitFor();
  await ctx.check("slip");
  const words = await page.locator(".linli-slip__words dd").allInnerTexts();
  const reporter = { code: words[0].replace(/\s/g, ""), digits: words[1].replace(/\s/g, "") };

  await ctx.as("lead");
  await ctx.go("/reports");
  await ctx.check("lead");
  await ctx.go("/reports/file");
  const file = (what) => page.locator(`form button[value="${what}"]`).first();
  await file("ask").click();
  await file("end").waitFor();
  await ctx.check("queue-file-asked");

  await ctx.as("clerk");
  await ctx.go("/reports/file");
  await file("let").click();
  await page.locator('form button[value="let"]').waitFor({ state: "detached" });
  await ctx.as("lead");
  await ctx.go("/reports/file");
  await ctx.check("queue-file");
  const leaving = page.waitForEvent("download");
  await file("xlsx").click();
  if ((await leaving).suggestedFilename() !== "queue.xlsx") throw new Error("no workbook came");
  await ctx.go("/reports/file");
  await ctx.check("queue-file-past");

  await ctx.as("clerk");
  await ctx.go("/reports");
  await ctx.check("queue");
  await ctx.go("/reports?state=received&category=street_light");
  const keeping = page.locator('form[action="/reports/views"]');
  await page.locator("details").filter({ has: keeping }).locator("summary").click();
  await keeping.locator("#name").fill("未受理的路灯");
  await ctx.check("view-form");
  await keeping.locator("button").first().click();
  await page.locator('nav a[aria-current="page"][href*="street_light"]').waitFor();
  await page.locator("details").filter({ has: keeping }).locator("summary").click();
  await ctx.check("view");
  await page.locator(".govuk-task-list__link").last().click();
  await page.waitForURL("**/reports/*");
  const at = new URL(page.url()).pathname;
  await ctx.check("closed");
  const act = async (name, text, picture) => {
    await ctx.go(`${at}/${name}`);
    if (picture) await ctx.check(picture);
    if (text) await page.locator("textarea").first().fill(text);
    await page.locator(`form[action="${at}/${name}"] button`).last().click();
    await page.waitForURL(`**${at}`);
  };
  await act("take");
  await ctx.check("handler");
  await act("accept");
  await act("start");
  await ctx.go(`${at}/split`);
  await ctx.check("split-form");
  await page.locator('select[name="category"]').selectOption("road_surface");
  await page.locator(`form[action="${at}/split"] button`).last().click();
  await page.waitForURL(`**${at}`);
  await ctx.check("split");
  await act("publish", "桥头路灯不亮", "publish");
  await ctx.go(`${at}/fix?begin=mended`);
  await ctx.check("begin");
  await act("fix", "换了灯泡。", "fix");

  const own = `/r/${reporter.code}`;
  await ctx.enter(reporter);
  await ctx.check("reporter");
  await page.locator(`a[href="${own}/complaint/reopen"]`).click();
  await page.locator("textarea").fill("晚上看还是不亮。");
  await ctx.check("reopen");
  await page.locator(`form[action="${own}/complaint/reopen"] button`).last().click();
  await page.waitForURL(`**${own}`);

  await ctx.as("clerk");
  await act("fix", "换了线路。");
  await act("recheck", "晚上八点去看，亮了。");
  await act("close");
  await ctx.enter(reporter);
  await ctx.check("done");
};
