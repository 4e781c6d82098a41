// A paper in large letters, and one that the device reads aloud: with a voice that it has itself, in the language of the paper, sentence by
// sentence, until it is told to stop. A voice that sends what it reads to a server is not offered; there it is said who reads.

export const opens = ["/r/{code}/papers/agreement", "/r/{code}/agreement", "/mediations/{id}/papers/{paper}"];

export default async (page, ctx) => {
  const { slip, case: id } = ctx.data;
  await page.addInitScript(() => {
    const said = [];
    const local = !location.search.includes("far");
    const voices = ["zh-CN", "zh-TW", "en-GB"].map((lang) => ({ lang, localService: local }));
    const speechSynthesis = { said, stopped: 0, getVoices: () => voices, speak: (text) => said.push({ text: text.text, lang: text.voice.lang }), cancel() { this.stopped++; } };
    Object.defineProperty(window, "speechSynthesis", { value: speechSynthesis });
    window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
  });
  const [hint, read, stop] = ["[data-aloud-hint]", "[data-aloud-read]", "[data-aloud-stop]"].map((part) => page.locator(part));
  const aloud = async (path) => {
    await ctx.go(`${path}?paper=zh-Hans`);
    const words = (await page.locator("#large").innerText()).replace(/\s/g, "");
    ctx.ok(await read.isVisible() && !(await hint.isVisible()), "nothing reads the paper aloud");
    await read.click();
    const { said, stopped } = await page.evaluate(() => window.speechSynthesis);
    ctx.equal(said.map((part) => part.text).join("").replace(/\s/g, ""), words, "what is read");
    ctx.equal(said.map((part) => part.lang).filter((lang) => lang !== "zh-CN").join(), "", "other voices");
    ctx.ok(await stop.evaluate((e) => e === document.activeElement), "the way to stop has not got the focus");
    await ctx.check("reads");
    await stop.click();
    ctx.equal(await page.evaluate(() => window.speechSynthesis.stopped), stopped + 1, "how often it was stopped");
    ctx.ok(await read.evaluate((e) => e === document.activeElement), "the way to read has not got the focus again");

    const high = () => page.locator("#large p, #large li").last().evaluate((e) => parseFloat(getComputedStyle(e).fontSize) * e.currentCSSZoom);
    const before = await high();
    await page.locator('a[href="#large"]').click();
    ctx.equal(await high() / before, 1.5, "how much larger the letters are");
    await ctx.check("large");
    await ctx.go(`${path}?paper=zh-Hans&far`);
    ctx.ok(!(await read.isVisible()) && await hint.isVisible(), "a voice from elsewhere is offered");
  };
  const own = await ctx.enter(slip);
  await aloud(`${own}/papers/agreement`);
  await aloud(`${own}/agreement`);
  await ctx.as("mediator");
  await aloud(`/mediations/${id}/papers/agreement`);
};
