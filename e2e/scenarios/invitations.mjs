// A clerk writes a general invitation; anybody reads it, from the list and from the code on the poster, and comes to the
// application with what it said already chosen; the clerk ends it.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["en"], widths: [1280] },
];

export const opens = ["/outreach", "/outreach/new", "/invitations", "/invitations/{id}"];

const date = async (page, name, at) => {
  await page.locator(`input[name="${name}-year"]`).fill(String(at.getUTCFullYear()));
  await page.locator(`input[name="${name}-month"]`).fill(String(at.getUTCMonth() + 1));
  await page.locator(`input[name="${name}-day"]`).fill(String(at.getUTCDate()));
};

export default async (page, ctx) => {
  const d = ctx.data;
  await page.context().addCookies([{ name: "session", value: d.sessions.clerk, url: ctx.url, httpOnly: true, sameSite: "Lax" }]);
  await ctx.go("/outreach");
  await ctx.check("outreach-before");
  await ctx.go("/outreach/new");
  await page.locator('input[name="types"]').first().check();
  await page.locator('input[name="title_zh-Hans"]').fill("楼道里的事，坐下来谈");
  await page.locator('textarea[name="text_zh-Hans"]').fill("请三号楼的邻居来谈。");
  await date(page, "from", new Date(d.today));
  await date(page, "until", new Date(d.until));
  await page.locator('input[name="nobody"]').check();
  ctx.expectStatus(400);
  await page.locator('form[action="/outreach/new"] button').last().click();
  await page.locator(".govuk-error-summary").waitFor();
  await ctx.check("outreach-somebody");
  await page.locator('textarea[name="text_zh-Hans"]').fill("堆物、停车、噪声，住在一起难免有摩擦。");
  await page.locator('form[action="/outreach/new"] button').last().click();
  await page.waitForURL("**/outreach");
  await ctx.check("outreach");
  const poster = await page.request.get(ctx.url + (await page.locator('a[href*="size=A3"]').first().getAttribute("href")));
  ctx.equal(poster.headers()["content-type"], "application/pdf", "the poster");
  await page.context().clearCookies();
  await ctx.go("/invitations");
  await ctx.check("invitations");
  const at = await page.locator('a[href^="/invitations/"]').first().getAttribute("href");
  await ctx.go(at);
  await ctx.check("invitation");
  await page.locator('a[href^="/apply?"]').click();
  await page.locator('form[action="/apply"]').waitFor();
  ctx.ok((await page.locator('form[action="/apply"] input[name="type"]').getAttribute("value")) !== "", "the type is chosen");
  await page.context().addCookies([{ name: "session", value: d.sessions.clerk, url: ctx.url, httpOnly: true, sameSite: "Lax" }]);
  await ctx.go("/outreach");
  await page.locator(`form[action="/outreach/${at.split("/").pop()}/end"] button`).click();
  await page.waitForURL("**/outreach");
  await page.context().clearCookies();
  await ctx.go(at);
  await ctx.check("invitation-over");
};
