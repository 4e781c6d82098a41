// Has Lighthouse look at pages as a telephone sees them and writes one JSON line for each: the score of each category, 0 to 100,
// what a first visit brings over the wire in bytes, and each thing that it marks down.
//
//   node e2e/lighthouse/run.mjs [--untimed] URL…
//
// --untimed leaves the category performance away: it is the time that this machine takes, under a telephone's network.

import { existsSync } from "node:fs";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const untimed = process.argv[2] === "--untimed";
const chromePath = [process.env.CHROMIUM, "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find((path) => path && existsSync(path));
const onlyCategories = ["accessibility", "best-practices", "seo", ...(untimed ? [] : ["performance"])];

const chrome = await launch({ chromePath, chromeFlags: ["--headless", "--disable-gpu", ...(process.getuid() === 0 ? ["--no-sandbox"] : [])] });
try {
  for (const url of process.argv.slice(untimed ? 3 : 2)) {
    const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: "error", onlyCategories, onlyAudits: ["total-byte-weight"] });
    const marks = Object.values(lhr.categories);
    process.stdout.write(`${JSON.stringify({
      url,
      scores: Object.fromEntries(marks.map((c) => [c.id, Math.round(c.score * 100)])),
      bytes: lhr.audits["total-byte-weight"].numericValue,
      faults: marks.flatMap((c) => c.auditRefs.filter((a) => a.weight > 0).map((a) => lhr.audits[a.id]).filter((a) => a.score !== null && a.score < 1).map((a) => `${c.id}: ${a.title}`)),
      error: lhr.runtimeError?.message,
    })}\n`);
  }
} finally {
  await chrome.kill();
}
