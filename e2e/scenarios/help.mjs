// A worker writes down at the counter what somebody needs, finds a clinic, and both agree line by line on what it is told. The clinic answers
// from its link, the person says that the help came; then the person takes the consent back, and the clinic reads nothing any more.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["en", "zh-Hant"], widths: [1280] },
];

export const opens = ["/ask", "/help", "/help/new", "/help/{help}", "/help/{help}/refer", "/help/{help}/{event}", "/help/{help}/{referral}/{event}", "/p/{link}",
  "/r/{code}/help", "/r/{code}/help/receipt", "/r/{code}/help/data", "/r/{code}/help/{n}/{event}"];

export default async (page, ctx) => {
  const send = async (action) => page.locator(`form[action="${action}"] button`).last().click();
  await ctx.go("/ask");
  await ctx.check("ask");

  await ctx.as("clerk");
  await ctx.go("/help/new");
  await page.locator('input[name="needs"][value="legal_aid"]').check();
  await page.locator("textarea").fill("房东要我下周搬走，想问问律师。");
  await page.locator('input[name="name"]').fill("来客");
  await ctx.check("new");
  await send("/help/new");
  await page.locator(".linli-slip").waitFor();
  await ctx.check("slip");
  const words = await page.locator(".linli-slip__words dd").allInnerTexts();
  const slip = { code: words[0].replace(/\s/g, ""), digits: words[1].replace(/\s/g, "") };

  await ctx.go("/help");
  await ctx.check("list");
  await page.locator(".govuk-task-list").last().locator(".govuk-task-list__link").first().click(); // what nobody has taken is due first
  await page.waitForURL("**/help/*");
  const at = new URL(page.url()).pathname;
  await ctx.check("closed");
  await ctx.go(`${at}/take`);
  await ctx.check("take");
  await page.locator('input[name="apart"]').check();
  await send(`${at}/take`);
  await page.waitForURL(`**${at}`);

  await ctx.go(`${at}/refer`);
  await page.locator('input[name="search"]').fill("法律");
  await page.locator('button[value="search"]').click();
  await page.locator('input[name="service"]').first().check();
  await page.locator('input[name="need"]').first().check();
  for (const line of ["name", "words", "health"]) await page.locator(`input[name="lines"][value="${line}"]`).check();
  await page.locator('textarea[name="words"]').fill("想知道租约到期前能不能让我搬走。");
  await page.locator('textarea[name="health"]').fill("腿脚不便，请约一楼。");
  await ctx.check("refer");
  await page.locator('button[value="refer"]').click();
  await page.waitForURL(`**${at}`);

  const agree = await page.locator('a[href$="/agree"]').first().getAttribute("href");
  await ctx.go(agree);
  ctx.equal(await page.locator("input:checked").count(), 0, "what is ticked before anybody said so");
  await page.locator('input[name="lines"][value="name"]').check();
  await page.locator('input[name="lines"][value="words"]').check();
  await page.locator('input[name="by"][value="self"]').check();
  await page.locator('input[name="how"][value="oral"]').check();
  await ctx.check("agree");
  await send(agree);
  await page.waitForURL(`**${at}`);
  await ctx.check("agreed");
  const request = agree.replace("/agree", "/request");
  await ctx.go(request);
  await send(request);
  await page.locator(".linli-slip__address").waitFor();
  await ctx.check("link");
  const link = new URL(await page.locator(".linli-slip__address").innerText());

  const open = async () => {
    await ctx.go("about:blank");
    await ctx.go(link.pathname + link.hash);
    await page.waitForFunction(() => document.getElementById("link_key").value.length === 26);
    ctx.equal(new URL(page.url()).hash, "", "what stands after #");
    await ctx.check("door");
    await send(link.pathname);
  };
  await open();
  await page.locator('input[name="act"]').first().waitFor();
  await ctx.check("told");
  ctx.ok(!(await page.locator("main").innerText()).includes("腿脚不便"), "a line that was not agreed to is told");
  await page.locator('input[name="act"][value="accept"]').check();
  await send(link.pathname);
  await page.locator('textarea[name="text"]').fill("周三下午可以来。");
  await ctx.check("answer");
  await send(link.pathname);
  await page.locator(".govuk-inset-text").waitFor();
  await ctx.check("answered");

  await ctx.go("about:blank");
  await ctx.go(`/r/${slip.code}#${slip.digits}`);
  await page.waitForFunction(() => document.getElementById("digits").value.length === 19);
  await page.locator("form button.govuk-button").first().click();
  const own = `/r/${slip.code}/help`;
  await page.waitForURL(`**${own}`);
  await ctx.check("own");
  await ctx.go(`${own}/1/received`);
  await ctx.check("received");
  await send(`${own}/1/received`);
  await page.waitForURL(`**${own}`);
  await ctx.go(`${own}/receipt`);
  await ctx.check("receipt");
  await ctx.go(`${own}/0/ask_change`);
  await page.locator('input[name="what"][value="correct"]').check();
  await page.locator('textarea[name="text"]').fill("我住三楼，不是五楼。");
  await ctx.check("ask_change");
  await send(`${own}/0/ask_change`);
  await page.waitForURL(`**${own}`);
  await ctx.check("change");
  await ctx.go(`${own}/data`);
  await ctx.check("data");
  await ctx.go(`${own}/1/take_back`);
  await ctx.check("take_back");
  await send(`${own}/1/take_back`);
  await page.waitForURL(`**${own}`);
  await ctx.check("taken_back");

  // The worker answers the correction; then the person leaves and asks to be erased, and the archivist answers.
  await ctx.as("clerk");
  await ctx.go(`${at}/answer_change`);
  await page.locator('input[name="done"][value="yes"]').check();
  await page.locator('textarea[name="text"]').fill("已经更正。");
  await ctx.check("answer_change");
  await send(`${at}/answer_change`);
  await page.waitForURL(`**${at}`);
  await ctx.go("about:blank");
  await ctx.go(`/r/${slip.code}#${slip.digits}`);
  await page.waitForFunction(() => document.getElementById("digits").value.length === 19);
  await page.locator("form button.govuk-button").first().click();
  await page.waitForURL(`**${own}`);
  await ctx.go(`${own}/0/leave`);
  await send(`${own}/0/leave`);
  await page.waitForURL(`**${own}`);
  await ctx.go(`${own}/0/ask_erasure`);
  await ctx.check("ask_erasure");
  await send(`${own}/0/ask_erasure`);
  await page.waitForURL(`**${own}`);
  await ctx.check("restricted");
  await ctx.as("records");
  await ctx.go(at);
  await ctx.check("archivist");
  await ctx.go(`${at}/answer_erasure`);
  await ctx.check("answer_erasure");
  await send(`${at}/answer_erasure`);
  await page.waitForURL(`**${at}`);

  await open();
  await page.locator('input[name="act"][value="acknowledge"]').waitFor();
  await ctx.check("over");
  ctx.ok(!(await page.locator("main").innerText()).includes("来客"), "what was taken back is told");
};
