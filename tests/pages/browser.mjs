// Look at pages in headless Chromium: node browser.mjs FOLDER PAGE… prints findings as JSON.
// The first pages are looked at wide and narrow, light and dark, the others in one of these ways.
// Needs playwright-core and axe-core in NODE_MODULES.
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(path.join(process.env.NODE_MODULES, "x.js"));
const { chromium } = require("playwright-core");

const TYPES = { ".html": "text/html", ".css": "text/css", ".jpg": "image/jpeg" };
const QUIET = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run"];
QUIET.push("disable-background-networking", "disable-component-update", "disable-sync");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// What the same page can break in other colours or at another width.
const STYLE_RULES = ["color-contrast", "link-in-text-block", "target-size"];
STYLE_RULES.push("scrollable-region-focusable", "avoid-inline-spacing");

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
const context = await browser.newContext({ reducedMotion: "reduce" });
const page = await context.newPage();
let at = "";
const say = (what) => findings.push(`${at}: ${what}`);
page.on("console", (message) => say(`console: ${message.text()}`));
page.on("pageerror", (error) => say(`error: ${error}`));
page.on("dialog", (dialog) => (say(`dialog: ${dialog.message()}`), dialog.dismiss()));
page.on("request", (request) => {
  const url = request.url();
  if (!url.startsWith(base) && !url.startsWith("data:")) say(`request: ${url}`);
});
// Evaluated before the page: it is compiled only once.
await page.addInitScript({ path: require.resolve("axe-core/axe.min.js") });

async function look(name, ways) {
  for (const [number, [width, colorScheme]] of ways.entries()) {
    at = `${name} ${width} ${colorScheme}`;
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    if (number === 0) await page.goto(base + name, { waitUntil: "load" });
    const rules = number < 2 ? RULES : STYLE_RULES;
    for (const fault of await page.evaluate(faults, [rules, number < 2 ? "tag" : "rule"])) say(fault);
    if (width > 1000 && colorScheme === "light") await walk();
  }
}

async function faults([values, type]) {
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  const moving = [...document.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one);
    return style.transitionDuration !== "0s" || style.animationName !== "none";
  }).length;
  const found = [];
  if (wide > 0) found.push(`is ${wide} pixels too wide`);
  if (moving > 0) found.push(`${moving} elements move`);
  if (document.scripts.length > 0) found.push(`${document.scripts.length} scripts`);
  const { violations } = await window.axe.run({ runOnly: { type, values }, resultTypes: ["violations"] });
  return found.concat(violations.map(({ id, nodes }) => `axe: ${id}: ${nodes[0].html.slice(0, 200)}`));
}

// Every link can be reached with the keyboard, and shows that it has the focus.
async function walk() {
  const links = await page.evaluate(() => {
    const all = [...document.querySelectorAll("a")];
    window.walked = [];
    addEventListener("focusin", ({ target }) => {
      const style = getComputedStyle(target);
      const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      window.walked.push({ place: all.indexOf(target), outline });
    });
    return all.length;
  });
  const steps = Math.min(links, 40);
  for (let step = 0; step < steps; step++) await page.keyboard.press("Tab");
  const walked = await page.evaluate(() => window.walked);
  for (const { place, outline } of walked) {
    if (!outline) say(`link ${place} does not show the focus`);
  }
  const seen = new Set(walked.map(({ place }) => place));
  if (seen.size < steps) say(`${seen.size} of ${links} links can be reached`);
}

const WAYS = [[1440, "light"], [320, "dark"], [1440, "dark"], [320, "light"]];
for (const [number, name] of pages.entries()) {
  await look(name, number < 5 ? WAYS : [WAYS[number % 4]]);
}
await browser.close();
server.close();
process.stdout.write(JSON.stringify(findings, null, 1));
