// Look at pages in headless Chromium: node browser.mjs FOLDER PAGE… prints findings as JSON.
// The first pages are looked at wide and narrow, light and dark, the others in one of these ways.
// Needs playwright-core and axe-core in NODE_MODULES.
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.env.NODE_MODULES, "x.js"));
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");

const TYPES = { ".html": "text/html", ".css": "text/css", ".jpg": "image/jpeg" };
const QUIET = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run"];
QUIET.push("disable-background-networking", "disable-component-update", "disable-sync");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const [root, ...pages] = process.argv.slice(2);
const findings = [];

const server = http.createServer((request, response) => {
  const file = path.join(root, decodeURIComponent(new URL(request.url, "http://x").pathname));
  if (!fs.existsSync(file)) return response.writeHead(404).end();
  const type = TYPES[path.extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(fs.readFileSync(file));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const base = `http://127.0.0.1:${server.address().port}/`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: QUIET.map((flag) => `--${flag}`),
});

async function look(name, width, colorScheme) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const say = (what) => findings.push(`${name} ${width} ${colorScheme}: ${what}`);
  page.on("console", (message) => say(`console: ${message.text()}`));
  page.on("pageerror", (error) => say(`error: ${error}`));
  page.on("dialog", (dialog) => (say(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !url.startsWith("data:")) say(`request: ${url}`);
  });
  await page.goto(base + name, { waitUntil: "load" });
  const { wide, moving, scripts } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - window.innerWidth,
    moving: [...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      return style.transitionDuration !== "0s" || style.animationName !== "none";
    }).length,
    scripts: document.scripts.length,
  }));
  if (wide > 0) say(`is ${wide} pixels too wide`);
  if (moving > 0) say(`${moving} elements move`);
  if (scripts > 0) say(`${scripts} scripts`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => window.axe.run({ runOnly: values }), RULES);
  for (const { id, nodes } of violations) say(`axe: ${id}: ${nodes[0].html.slice(0, 200)}`);
  if (width > 1000 && colorScheme === "light") await walk(page, say);
  await context.close();
}

// Every link can be reached with the keyboard, and shows that it has the focus.
async function walk(page, say) {
  const links = await page.locator("a").count();
  const seen = new Set();
  for (let step = 0; step < Math.min(links, 40); step++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      const style = getComputedStyle(one);
      const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      return { place: [...document.querySelectorAll("a")].indexOf(one), outline };
    });
    if (!at.outline) say(`link ${at.place} does not show the focus`);
    seen.add(at.place);
  }
  if (seen.size < Math.min(links, 40)) say(`${seen.size} of ${links} links can be reached`);
}

const WAYS = [[1440, "light"], [320, "dark"], [1440, "dark"], [320, "light"]];
for (const [number, name] of pages.entries()) {
  for (const [width, scheme] of number < 5 ? WAYS : [WAYS[number % 4]]) {
    await look(name, width, scheme);
  }
}
await browser.close();
server.close();
process.stdout.write(JSON.stringify(findings, null, 1));
