// With three parties, one shows a receipt to one of the others alone; that one reads it, the third finds nothing. The office shows a
// letter to one of them.

export default async (page, ctx) => {
  const { case: at, first, second, third } = ctx.data[ctx.lang];
  const file = { mimeType: "image/png", buffer: Buffer.from(ctx.data.scan, "base64") };
  const hand = async (form, name, to) => {
    await page.locator(`form[action="${form}"] input[type=file]`).setInputFiles({ ...file, name });
    await page.locator("[name=prints][value=none]").check();
    await page.locator("[name=shared][value=some]").check();
    await page.locator(`[name=with][value="${to}"]`).check();
  };
  const read = () => page.locator("main").innerText();

  await ctx.enter(first);
  const own = `${new URL(page.url()).pathname}/files`;
  await ctx.go(own);
  await hand(own, "canopy.png", 3);
  await ctx.check("files-choose");
  await page.locator(`form[action="${own}"] button`).last().click();
  await page.locator(".govuk-list a[download]").waitFor();
  await ctx.check("files-shown");

  await ctx.as("clerk");
  await ctx.go(`/mediations/${at}/papers`);
  await hand(`/mediations/${at}/files`, "parapet.png", 3);
  await ctx.check("files-office");
  await page.locator(`form[action="/mediations/${at}/files"] button`).last().click();
  await page.locator("a", { hasText: "parapet" }).waitFor();
  await ctx.go(`/mediations/${at}`);
  await ctx.check("files-case");

  for (const [slip, finds] of [[second, false], [third, true]]) {
    await ctx.enter(slip);
    await ctx.go(`${new URL(page.url()).pathname}/files`);
    const text = await read();
    ctx.equal(text.includes("canopy"), finds, "who reads the party’s file");
    ctx.equal(text.includes("parapet"), finds, "who reads the office’s");
  }
  await ctx.check("files-for-you");

  // Later the first shows it to the second as well; the office, once the party said yes, to everybody.
  await ctx.enter(first);
  await ctx.go(own);
  await page.locator("details", { has: page.locator("[name=show]") }).locator("summary").click();
  await page.locator("[name=to_1][value='2']").check();
  await ctx.check("files-show-later");
  await page.locator("details form button").click();
  await page.locator(".govuk-notification-banner").waitFor();
  await ctx.enter(second);
  await ctx.go(`${new URL(page.url()).pathname}/files`);
  ctx.ok((await read()).includes("canopy"), "who is shown it later does not read it");
  await ctx.as("clerk");
  await ctx.go(`/mediations/${at}`);
  await ctx.go(await page.locator('a[href*="/show_file?attachment="]').first().getAttribute("href"));
  await page.locator("[name=with][value=all]").check();
  await page.locator("[name=agreed]").check();
  await ctx.check("files-show-office");
  await page.locator(`form[action="/mediations/${at}/show_file"] button`).last().click();
  await page.waitForURL(`**/mediations/${at}`);
};
