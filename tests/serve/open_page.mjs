// Keep a page open in headless Chromium: node open_page.mjs URL prints a line at each load: JSON
// with its heading, the preview's problems, what axe finds, and what the console said since.
// Needs playwright-core and axe-core in NODE_MODULES.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.env.NODE_MODULES, "x.js"));
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");

const args = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run"];
args.push("disable-background-networking", "disable-component-update", "disable-sync");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: args.map((flag) => `--${flag}`),
});
const page = await browser.newPage();
const messages = [];
page.on("console", (message) => messages.push(message.text()));
page.on("pageerror", (error) => messages.push(String(error)));

async function told() {
  const heading = await page.locator("h1").innerText();
  const panel = page.locator("#feedmill-preview");
  const problems = (await panel.count()) ? await panel.innerText() : "";
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  const found = violations.map((one) => `${one.id}: ${one.nodes[0].html}`);
  process.stdout.write(`${JSON.stringify({ heading, problems, found, messages })}\n`);
}

await page.goto(process.argv[2], { waitUntil: "load" });
for (;;) {
  const loaded = page.waitForEvent("load", { timeout: 0 });
  await told();
  await loaded;
}
