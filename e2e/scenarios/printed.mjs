// What the browser prints: a case, what is due, the public figures, the paper of a slip and large print of a paper. On the sheet that the office prints on, with nothing
// cut off at its edge, and without what can only be clicked.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const variants = { languages: ["zh-Hans", "en"], widths: [1280] };

export const opens = ["/statistics"];

export default async (page, ctx) => {
  const { sheet, width, slips } = ctx.data;
  const folder = ctx.shots || mkdtempSync(join(tmpdir(), "printed-"));
  const print = async (what) => {
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: Math.floor((width - 32) * 96 / 25.4), height: 900 }); // between margins of 16 mm
    const wrong = await page.evaluate(() => ({
      clicked: [...document.querySelectorAll("nav, button, .govuk-button, .govuk-back-link, .govuk-breadcrumbs, .govuk-skip-link, .govuk-tabs__list")].filter((e) => e.checkVisibility()).map((e) => e.outerHTML.slice(0, 90)),
      cut: [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && e.getClientRects().length && !e.closest("svg, .govuk-visually-hidden") && e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 90)),
    }));
    ctx.equal(wrong.clicked.join("; "), "", `what is printed of ${what} and can only be clicked`);
    ctx.equal(wrong.cut.join("; "), "", `what is cut off at the edge of ${what}`);
    const file = join(folder, `${sheet}-${ctx.lang}-${what}.pdf`);
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true }));
    await page.emulateMedia({ media: null });
    const tell = (program, ...options) => execFileSync(program, options, { encoding: "utf8" });
    return { pages: tell("pdfinfo", "-l", "99", file).match(/Page +\d+ size: +.*/g), text: tell("pdftotext", file, "-") };
  };
  const on = ({ pages }, what) => ctx.equal(pages.filter((size) => !size.endsWith(`(${sheet})`)).join("; "), "", `the pages of ${what} that are not on ${sheet}`);

  await ctx.as("mediator");
  await ctx.go(`/mediations/${ctx.data.case}?lang=${ctx.lang}`);
  const facts = await print("case");
  on(facts, "a case");
  ctx.ok(facts.text.includes(ctx.data.says), "the case does not say on paper what its tabs say");
  await ctx.go("/due");
  on(await print("due"), "what is due");
  await ctx.go(`/mediations/${ctx.data.case}/papers/agreement`);
  const plain = await print("paper");
  on(plain, "a paper");
  await page.locator('a[href="#large"]').click();
  const large = await print("large");
  on(large, "a paper in large print");
  ctx.ok(large.pages.length > plain.pages.length, `large print takes ${large.pages.length} pages, where the paper takes ${plain.pages.length}`);
  await page.context().clearCookies();
  await ctx.go(`/statistics?lang=${ctx.lang}`);
  await ctx.check("statistics");
  on(await print("statistics"), "the figures");

  const { code, digits } = slips[ctx.lang];
  const own = await ctx.enter({ code, digits });
  await ctx.go(`${own}/slip`);
  await page.locator(`form[action="${own}/slip"] button`).click();
  await page.locator(".linli-slip").waitFor();
  const slip = await print("slip");
  ctx.equal(slip.pages.length, 1, "the pages that a slip takes");
  if (!ctx.shots) rmSync(folder, { recursive: true });
};
