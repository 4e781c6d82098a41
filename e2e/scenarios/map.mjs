// A place is chosen on the base map: with the mouse, and with the keyboard alone. Without a script there is no map.

export const variants = [
  { languages: ["zh-Hans"], widths: [320] },
  { languages: ["zh-Hant"], widths: [1280], themes: ["dark"] },
  { languages: ["en"], widths: [320], javascript: [false] },
];

export default async (page, ctx) => {
  await ctx.go("/place");
  const map = page.locator(".linli-map");
  if (!ctx.javascript) {
    await ctx.check("plain");
    ctx.ok(!(await map.isVisible()), "there is a map that nobody can use");
    return;
  }
  const frame = page.locator(".linli-map__frame");
  await page.waitForFunction(() => document.querySelectorAll("img.leaflet-tile-loaded").length > 1);
  ctx.ok(await page.getByText("© Example").isVisible(), "who made the map is not named");
  await ctx.check("map");
  const value = (name) => page.locator(`input[name="${name}"]`).inputValue();

  await frame.focus(); // the keyboard alone: the middle, a step to the east, the middle again
  await page.keyboard.press("Enter");
  const [lat, long] = [Number(await value("lat")), Number(await value("long"))];
  ctx.ok(Math.abs(lat - 31) < 0.1 && Math.abs(long - 121) < 0.1, `the middle is taken for ${lat}, ${long}`);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  ctx.ok(Number(await value("long")) > long, "the arrow key moves nothing");
  ctx.ok((await page.locator('.linli-map [role="status"]').innerText()).includes(await value("long")), "what was chosen is not said");
  await page.locator("[data-clear]").click();
  ctx.equal(await value("lat"), "", "the place that was removed");

  await frame.click({ position: { x: 100, y: 100 } });
  await ctx.check("chosen");
  const chosen = [Number(await value("lat")), Number(await value("long"))];
  ctx.equal(await value("datum"), "gcj02", "the datum of the map");
  await page.locator("form button.govuk-button").last().click();
  await page.waitForURL("**/place");
  const kept = (await page.locator("body").innerText()).split(",").map(Number);
  ctx.ok(kept.length === 2 && Math.abs(kept[0] - chosen[0]) < 0.01 && Math.abs(kept[1] - chosen[1]) < 0.01, `${chosen} is kept as ${kept}`);

  await ctx.go("/areas"); // a map that is looked at: marks, which say what they stand for, and nothing to choose
  await page.waitForFunction(() => document.querySelectorAll("path.linli-map__mark").length === 2);
  await page.locator("path.linli-map__mark").first().click();
  ctx.ok((await page.locator('.linli-map [role="status"]').innerText()).includes("柳树村"), "what a mark stands for is not said");
  ctx.equal(await page.locator('input[name="lat"]').count(), 0, "fields of a map that is looked at");
  await page.locator(".linli-map__frame").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await ctx.check("areas");
};
