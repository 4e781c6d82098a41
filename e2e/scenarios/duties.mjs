// A lead records an incident and has it notified, the checker sends it back, it is done again and checked. A colleague signs up for a
// shift, the lead looks at the year, and a meeting gives a task.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["en", "zh-Hant"], widths: [1280] },
];

export const opens = ["/duties", "/duties/board", "/duties/shifts", "/duties/new", "/duties/{duty}", "/duties/{duty}/{event}"];

export default async (page, ctx) => {
  const at = (id) => `/duties/${id}`;
  const send = async (of, name) => {
    await page.locator(`form[action^="${of}/${name}"] button.govuk-button`).last().click();
    await page.waitForURL(`**${of}`);
  };
  const act = async (of, name) => {
    await ctx.go(`${of}/${name}`);
    await send(of, name);
  };
  await ctx.as("clerk");
  await ctx.go("/duties");
  await ctx.check("list");
  await ctx.go(at(ctx.data.return));
  await ctx.check("due");

  await ctx.as("lead");
  await ctx.go("/duties/new");
  await page.locator('input[name="duty"][value="incident_notice"]').check();
  await page.locator('input[name="cause"][value="fire"]').check();
  await ctx.check("new");
  await page.locator('form[action="/duties/new"] button.govuk-button').last().click();
  await page.waitForURL(/\/duties\/[0-9a-f-]{36}$/);
  const own = new URL(page.url()).pathname;
  await ctx.go(`${own}/evidence?kind=notice`);
  await page.locator('input[name="place"]').fill("市场仓库");
  for (const who of ["dead", "injured", "missing"]) await page.locator(`input[name="${who}"]`).fill("0");
  await page.locator("textarea").fill("已疏散，已报县应急管理局。");
  await page.locator('input[name="names_nobody"]').check();
  await ctx.check("evidence");
  await send(own, "evidence");
  await ctx.go(`${own}/do`);
  await ctx.check("do");
  await send(own, "do");

  await ctx.as("records");
  await ctx.go(own);
  await ctx.check("to_check");
  await act(own, "send_back");
  await ctx.as("lead");
  await act(own, "do");
  await ctx.as("records");
  await act(own, "check");
  await ctx.check("checked");

  const shift = at(ctx.data.shift);
  await ctx.as("mediator");
  await ctx.go("/duties/shifts");
  await ctx.check("shifts");
  await act(shift, "sign_up");
  await ctx.check("shift");
  await act(shift, "step_back"); // for the next reader
  await ctx.as("lead");
  await ctx.go("/duties/board");
  await ctx.check("board");

  const meeting = at(ctx.data.meeting);
  await ctx.as("upper.lead");
  await ctx.go(`${meeting}/agenda`);
  await page.locator("textarea").fill("一、春季公共场所巡查；二、警示牌更换");
  await page.locator('input[name="names_nobody"]').check();
  await send(meeting, "agenda");
  await ctx.go(`/duties/new?of=${ctx.data.meeting}`);
  await page.locator("textarea").fill("更换桥头警示牌");
  await page.locator('input[name="names_nobody"]').check();
  await page.locator('input[name="last-year"]').fill("2026");
  await page.locator('input[name="last-month"]').fill("3");
  await page.locator('input[name="last-day"]').fill("20");
  await ctx.check("task");
  await page.locator('form[action^="/duties/new"] button.govuk-button').last().click();
  await page.waitForURL(`**${meeting}`);
  await ctx.check("meeting");
};
