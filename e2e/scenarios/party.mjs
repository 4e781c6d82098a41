// A party opens its own case with code and passphrase and looks at everything it can do.

export default async (page, ctx) => {
  const enter = async (state) => {
    const { code, passphrase } = ctx.data.residents[state];
    await page.context().clearCookies();
    await ctx.go(`/r/${code}#${passphrase}`);
    if (!ctx.javascript) await page.locator("input[name=passphrase]").fill(passphrase);
    await page.locator("main form button").first().click();
    await page.waitForLoadState("load");
    return code;
  };
  let code = await enter("screening");
  await ctx.check("party-screening");
  for (const step of ["withdraw", "statement", "papers", "reads", "receipt", "slip"]) {
    await ctx.go(`/r/${code}/${step}`);
    await ctx.check(`party-${step}`);
  }
  code = await enter("signing");
  await ctx.check("party-signing");
  await ctx.go(`/r/${code}/agreement`);
  await ctx.check("party-agreement");
  code = await enter("effective");
  await ctx.check("party-effective");
};
