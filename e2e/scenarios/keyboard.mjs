// A resident and a clerk who have a keyboard and nothing else: Tab, the arrows, Space, Enter. A dispute is applied for and read behind its
// slip, a street lamp is reported, the clerk signs in with a code and takes the next step. Wherever the focus goes it can be seen and
// nothing stands over it, it follows the page, and leaves it at its end.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["zh-Hant", "en"], widths: [1280] },
];

export const opens = ["/apply", "/report", "/r/{code}", "/sign-in", "/due", "/mediations/{id}", "/mediations/{id}/screen"];

export default async (page, ctx) => {
  const key = (name) => page.keyboard.press(name);
  const focus = async () => {
    const seen = await page.evaluate(look);
    if (seen.wrong) ctx.ok(false, `${seen.wrong}: ${seen.html}`);
    return seen;
  };
  const to = async (selector) => {
    for (let n = 0; n < 150; n++) {
      await key("Tab");
      await focus();
      if (await page.evaluate((s) => document.activeElement.matches(s), selector)) return;
    }
    throw new Error(`Tab does not lead to ${selector}`);
  };
  const write = async (selector, text) => { await to(selector); await page.keyboard.insertText(text); };
  const choose = async (name, value) => {
    await to(`input[name="${name}"]`);
    if (!(await page.locator(`input[name="${name}"]:checked`).count())) await key("Space");
    for (let n = 0; n < 60 && !(await page.locator(`input[name="${name}"][value="${value}"]`).isChecked()); n++) await key("ArrowDown");
  };
  const press = async (selector, name = "Enter") => {
    await to(selector);
    await Promise.all([page.waitForEvent("load"), key(name)]);
  };
  const on = 'form button.govuk-button:not([value="back"])';
  /** Goes through a page from its beginning to its end. */
  const through = async (what) => {
    const all = await page.evaluate(() => {
      [window.passed, window.toured] = [[], 0];
      const radios = new Set();
      return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")].filter((e) => {
        if (!e.checkVisibility({ visibilityProperty: true }) || e.disabled || e.tabIndex < 0) return false;
        if (e.type !== "radio") return true;
        const first = !radios.has(e.name);
        radios.add(e.name);
        return first;
      }).length;
    });
    for (let n = 0; n <= all + 2; n++) {
      await key("Tab");
      const { end, wrong } = await focus();
      if (end || wrong) break;
    }
    ctx.equal(await page.evaluate(() => window.toured), all, `how many places the focus comes to on the page ${what}`);
  };

  // The way into the page leads past its head.
  await ctx.go("/");
  await key("Tab");
  ctx.ok(await page.evaluate(() => document.activeElement.matches(".govuk-skip-link") && document.activeElement.getBoundingClientRect().height > 20), "the first Tab does not lead to the way past the head");
  await key("Enter");
  await key("Tab");
  ctx.ok(await page.evaluate(() => document.activeElement.closest("main") !== null), "the way past the head does not lead into the page");
  await ctx.go("/");
  await through("home");
  await ctx.go("/");
  await press('main a[href="/apply"]');
  await press(on);
  await page.locator('input[name="town"]').first().waitFor();
  await through("where");
  await ctx.go("/apply");
  await press(on);
  await choose("town", await page.locator('input[name="town"]').last().getAttribute("value"));
  await press(on);
  await choose("own", "no");
  await choose("type", "neighbour");
  await press(on);
  ctx.expectStatus(400);
  await press(on);
  ctx.ok(await page.locator(".govuk-error-summary").evaluate((e) => e === document.activeElement), "what is wrong has not got the focus");
  await to(".govuk-error-summary a");
  await key("Enter");
  ctx.ok(await page.locator("#summary").evaluate((e) => e === document.activeElement), "what is wrong does not lead to its field");
  await ctx.check("wrong");
  await page.keyboard.insertText("三月一日晚上，楼上的花盆掉下来，砸坏了我家的雨棚。");
  await press(on);
  await choose("you_kind", "person");
  await write("#you_name", "阿依古丽");
  await write("#you_contact", "13812345678");
  await choose("you_language", await page.locator('input[name="you_language"]').first().getAttribute("value"));
  await press(on);
  await choose("other_kind", "person");
  await write("#other_name", "楼上 402 那家");
  await press(on);
  await ctx.check("answers");
  await press('form[action="/apply/send"] button');
  await press('form[action="/apply/slip"] button');
  await page.locator(".linli-slip").waitFor();
  const [code, digits] = (await page.locator(".linli-slip__words dd").allInnerTexts()).map((text) => text.replace(/\s/g, ""));

  await ctx.go("/r");
  await write("#code", code);
  await write("#digits", digits);
  await press("form button.govuk-button");
  await page.waitForURL(`**/r/${code}`);
  await through("own");
  await ctx.check("own");
  await ctx.go(`/r/${code}`);
  await press(`main a[href="/r/${code}/receipt"]`);

  // A street lamp.
  const next = 'form[action="/report"] button.govuk-button';
  await ctx.go("/report");
  await choose("category", "street_light");
  await press(next);
  await write("#address", "桥头第二根灯杆");
  await press(next);
  await write("textarea", "灯不亮。");
  await choose("q_fault", "out");
  await press(next);
  await press(next);
  await ctx.check("report-check");
  await press(next);
  await page.locator(".linli-slip").waitFor();

  // The clerk.
  await page.context().clearCookies();
  await ctx.go(`/sign-in?lang=${ctx.lang}`);
  await ctx.check("sign-in");
  await through("sign-in");
  await ctx.go("/sign-in");
  await write("#login", "clerk");
  await write("#password", ctx.data.password);
  await press("form button.govuk-button");
  await write("#code", await (await page.request.get("/code/clerk")).text());
  await press("form button.govuk-button");
  await page.waitForURL("**/due");
  await ctx.go(`/due?lang=${ctx.lang}`);
  await ctx.check("due");
  const at = `/mediations/${ctx.data.cases[ctx.lang]}`;
  await press(`main a[href="${at}"]`);
  await through("case");
  await ctx.check("case");
  await ctx.go(at);
  await press(`main a[href="${at}/screen"]`);
  await ctx.check("screen");
  await press(`form[action="${at}/screen"] button`);
  await page.waitForURL(`**${at}`);
  ctx.equal(await page.locator(`main a[href="${at}/screen"]`).count(), 0, "the step once more");
};

/** Where the focus is, and what is wrong with it. Runs in the page. */
function look() {
  const e = document.activeElement;
  const passed = window.passed ??= [];
  if (passed.length > 1 && (e === document.body || e === passed[0])) {
    [window.toured, window.passed] = [passed.length, []];
    return { end: true };
  }
  if (e === document.body) return {};
  const html = e.outerHTML.slice(0, 120);
  const last = passed.at(-1);
  if (e === last) return { html, wrong: "the focus stays where it is" };
  if (last && !(last.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)) return { html, wrong: "the focus does not follow the page" };
  passed.push(e);
  const shown = ["radio", "checkbox"].includes(e.type) ? e.labels[0] : e;
  const box = shown.getClientRects()[0];
  const [x, y] = [box.left + Math.min(box.width, 30) / 2, box.top + Math.min(box.height, 40) / 2];
  if (box.width < 2 || box.height < 2 || y < 0 || y > innerHeight || x < 0 || x > innerWidth) return { html, wrong: "the focus is outside of the screen" };
  const top = document.elementFromPoint(x, y);
  if (!top || ![e, shown].some((it) => it.contains(top) || top.contains(it))) return { html, wrong: `something stands over the focus, ${top?.outerHTML.slice(0, 80)}` };
  const looks = () => JSON.stringify([e, shown].flatMap((it) => [null, "::before", "::after"].map((part) => {
    const s = getComputedStyle(it, part);
    return [s.outlineStyle === "none" ? "" : s.outlineWidth, s.boxShadow, s.backgroundColor, s.color, s.borderColor];
  })));
  const focused = looks();
  e.blur();
  const plain = looks();
  e.focus({ preventScroll: true });
  return { html, wrong: focused === plain ? "the focus cannot be seen" : "" };
}
