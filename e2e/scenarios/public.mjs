// What anybody sees: the home, an application written page by page, the door to one's own case, the check of a receipt.

export const opens = ["/", "/apply", "/r", "/verify", "/transparency", "/accessibility", "/sign-in"];

export default async (page, ctx) => {
  for (const [path, name] of [["/", "home"], ["/apply", "apply"], ["/r", "door"], ["/verify", "verify"], ["/transparency", "transparency"], ["/accessibility", "accessibility"], ["/sign-in", "sign-in"]]) {
    await ctx.go(path);
    await ctx.check(name);
  }
  ctx.expectStatus(404);
  await ctx.go("/nowhere");
  await ctx.check("nowhere");
};
