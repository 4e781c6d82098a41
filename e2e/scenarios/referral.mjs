// A court sends a dispute: the clerk enters the letter, files its scan before anybody is spoken to, asks the first person
// alone, who does not want to mediate, and prints the reply, in which the court reads what its rule requires.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["en"], widths: [1280] },
];

export const opens = ["/mediations/new", "/mediations/{id}", "/mediations/{id}/papers/{paper}", "/mediations/{id}/answer_sender"];

export default async (page, ctx) => {
  await page.context().addCookies([{ name: "session", value: ctx.data.sessions.clerk, url: ctx.url, httpOnly: true, sameSite: "Lax" }]);
  const named = (name) => page.locator(`[name="${name}"]`);
  const type = (name, value) => named(name).fill(value);
  const choose = (name, value) => page.locator(`[name="${name}"][value="${value}"]`).check();
  const press = (action) => page.locator(`form[action="${action}"] button`).last().click();
  const check = page.locator('form[action="/mediations/new"] button[value="check"]:not([aria-hidden])');

  // The letter is asked for where a court is the source.
  await ctx.go("/mediations/new");
  await choose("own_dispute", "no");
  await choose("source", "court");
  await named("type").selectOption("neighbour");
  await type("summary", "法院来函：雨棚被花盆砸坏，请问双方是否愿意调解。");
  await type("parties[0].name", "阿依古丽");
  await type("parties[1].name", "慕容雪松");
  await page.locator("summary").first().click();
  await type("sent.body", "石桥区人民法院");
  await type("sent.number", "（2026）石民委调7号");
  for (const [part, value] of Object.entries({ year: "2026", month: "3", day: "1" })) await type(`sent.dated-${part}`, value);
  await ctx.check("new");
  await check.click();
  await page.locator('button[value="save"]').click();
  await page.waitForURL("**/created");
  const at = new URL(page.url()).pathname.replace("/created", "");
  await ctx.go(at);
  await ctx.check("no-letter-yet");

  // Nobody is spoken to before the scan is there.
  await ctx.go(`${at}/papers`);
  await page.locator(`form[action="${at}/files"] input[type="file"]`).setInputFiles({ name: "letter.png", mimeType: "image/png", buffer: Buffer.from(ctx.data.scan, "base64") });
  await choose("prints", "some"); // a thumbprint beside the signature is framed before the letter is sent
  const sheet = page.locator("canvas.linli-framed");
  await sheet.scrollIntoViewIfNeeded();
  const box = await sheet.boundingBox();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.6);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + box.height * 0.9, { steps: 3 });
  await page.mouse.up();
  await press(`${at}/files`);
  await page.waitForURL(`**${at}/papers`);
  await page.getByText("letter.jpg").waitFor(); // it was drawn smaller on this device: the server takes no 25.5 megapixels
  if (!(await page.locator("img.linli-thumbnail").evaluate(async (img) => (await img.decode(), img.naturalHeight > 100)))) throw new Error("no thumbnail");
  await ctx.check("letter-filed");
  const act = async (event, fill = async () => {}) => {
    await ctx.go(`${at}/${event}`);
    await fill();
    await press(`${at}/${event}`);
    await page.waitForURL(`**${at}`);
  };
  await act("screen");
  await ctx.go(`${at}/refuse`);
  const [first] = await named("party").evaluateAll((all) => all.map((x) => x.value));
  await act("refuse", async () => { await choose("party", first); await choose("how", "oral"); });
  await ctx.check("over");

  // The reply: what the rule says, and nothing else.
  await ctx.go(`${at}/papers/reply`);
  const text = await page.locator("main").innerText();
  for (const never of ["阿依古丽", "慕容雪松", "人调字"]) if (text.includes(never)) throw new Error(`the reply says ${never}`);
  if (!text.includes("石桥区人民法院")) throw new Error("the reply does not name the court");
  await ctx.check("reply");
  await ctx.go(`${at}/answer_sender`);
  await ctx.check("act-answer_sender");
  await press(`${at}/answer_sender`);
  await page.waitForURL(`**${at}`);
  await ctx.check("answered");
};
