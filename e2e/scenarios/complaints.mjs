// A party complains about its mediator from its own page, on a telephone. The unit above answers, somebody else reviews, and
// the author reads both on its page. What the desk wants to take out the author first keeps; then a second person lets other words go.
// The mediator's unit has no page of it.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["en"], widths: [1280] },
];

export const opens = ["/complain", "/r/{code}/complain", "/r/{code}/complaint/{event}", "/complaints", "/complaints/new", "/complaints/{complaint}", "/complaints/{complaint}/{event}", "/complaints/{complaint}/propose_take_out", "/complaints/{complaint}/take_out"];

export default async (page, ctx) => {
  const d = ctx.data;
  const send = async (action, to) => {
    await page.locator(`form[action="${action}"] button`).last().click();
    if (to) await page.waitForURL(`**${to}`);
  };
  await ctx.go("/complain");
  await ctx.check("start");
  await ctx.enter(d.party);
  await page.locator(`a[href="/r/${d.party.code}/complain"]`).click();
  await page.locator("textarea").waitFor();
  await ctx.check("form");
  await page.locator(`input[name="about"][value="${d.mediator}"]`).check();
  await page.locator('textarea[name="text"]').fill("约好九点，十点半才到，也没有让我把话说完。");
  await send("/complain");
  await page.locator(".linli-slip").waitFor();
  await ctx.check("slip");
  const words = await page.locator(".linli-slip__words dd").allInnerTexts();
  const author = { code: words[0].replace(/\s/g, ""), digits: words[1].replace(/\s/g, "") };

  await ctx.as("upper.lead");
  await ctx.go("/complaints");
  await ctx.check("list");
  await page.locator('.govuk-task-list__link').first().click();
  await page.waitForURL("**/complaints/*");
  const at = new URL(page.url()).pathname;
  await ctx.check("desk");
  const act = async (name, text, picture) => {
    await ctx.go(`${at}/${name}`);
    if (picture) await ctx.check(picture);
    if (text) await page.locator("textarea").fill(text);
    await send(`${at}/${name}`, at);
  };
  await act("take");
  await act("accept");
  await act("propose_words", "请说明迟到的原因。", "propose");
  await ctx.check("handler");
  await ctx.go("/complaints/new");
  await ctx.check("new");

  const own = `/r/${author.code}`;
  await ctx.enter(author);
  await ctx.check("author");
  await page.locator(`form[action$="/complaint/release_words"] button`).click();
  await page.locator(".govuk-notification-banner").waitFor();

  const propose = async (words, reason) => {
    await ctx.as("upper.lead");
    await ctx.go(`${at}/propose_take_out`);
    await page.locator('textarea[name="words"]').fill(words);
    await page.locator(`input[name="reason"][value="${reason}"]`).check();
    await page.locator('form[action$="/propose_take_out"] button').last().click();
    await page.locator('input[name="seen"]').waitFor({ state: "attached" });
    await ctx.check(`propose-${reason}`);
    await page.locator('form[action$="/propose_take_out"] button').first().click();
    await page.waitForURL(`**${at}`);
  };
  await propose("十点半才到", "needless");
  await ctx.enter(author);
  ctx.equal(await page.locator("main mark").count(), 1, "what is to go");
  await ctx.check("author-asked");
  await page.locator('form[action$="/complaint/refuse_take_out"] button').click();
  await page.locator(".govuk-notification-banner").waitFor();
  ctx.equal(await page.locator("main mark").count(), 0, "what is to go once the author said no");

  await propose("十点半才到", "somebody");
  await ctx.as("privacy");
  await ctx.go(`${at}/take_out`);
  await ctx.check("second-kept");
  ctx.equal(await page.locator('button[value="take_out"]').count(), 0, "a way to take out what the author keeps");
  await page.locator('button[value="keep"]').click();
  await page.waitForURL("**/due");
  await propose("九点", "danger");
  await ctx.as("privacy");
  await ctx.go(`${at}/take_out`);
  await ctx.check("second");
  await page.locator('button[value="take_out"]').click();
  await page.waitForURL("**/due");
  await ctx.enter(author);
  ctx.ok((await page.locator("main").innerText()).includes("约好[…]，十点半才到"), "the author reads what stays");
  await ctx.check("author-gone");

  await ctx.as("upper.lead");
  await act("answer", "调解员没有提前告知，我们向您道歉。", "answer");

  await ctx.enter(author);
  await page.locator('a[href$="/complaint/ask_review"]').click();
  await page.locator("textarea").waitFor();
  await ctx.check("ask-review");
  await page.locator("textarea").fill("没有回答为什么不让我把话说完。");
  await page.locator('form[action$="/complaint/ask_review"] button').last().click();
  await page.locator(".govuk-notification-banner").waitFor();

  await ctx.as("privacy");
  await act("take");
  await act("decide_review", "已经提醒调解员让双方都说完。");
  await ctx.enter(author);
  ctx.ok((await page.locator("main").innerText()).includes("已经提醒调解员"), "the author reads the decision");
  await ctx.check("reviewed");
};
