"use strict";
// Uses a review page as a person does. node review.cjs CHROMIUM PAGE SCRATCH; see scripts/check-review.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");

const [browserAt, pageAt, scratch] = process.argv.slice(2);
const pictures = process.env.PICTURES;
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const index = pathToFileURL(path.resolve(pageAt, "index.html")).href;

async function main() {
  const browser = await chromium.launch({ executablePath: browserAt, args: ARGS });
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  const trouble = [];
  page.on("console", (message) => { if (message.type() === "error" || message.type() === "warning") trouble.push(message.text()); });
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("request", (request) => { if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) trouble.push("asks for " + request.url()); });
  const picture = async (name) => pictures && page.screenshot({ path: path.join(pictures, name + ".png") });
  const done = (what) => console.log("ok: " + what);
  const texts = (selector) => page.locator(selector).allInnerTexts();
  const open = async (hash) => {
    await page.evaluate(() => { document.getElementById("main").dataset.at = ""; }).catch(() => {});
    await page.goto(index + hash);
    await page.waitForFunction((at) => document.getElementById("main").dataset.at === (at || "#/"), hash);
  };

  // The overview: errors first, and one click leads to the cell.
  await page.goto(index);
  await page.waitForSelector(".figures");
  const first = page.locator(".card").first();
  assert.match(await first.innerText(), /Errors to look at first/);
  assert.ok((await page.locator(".bars svg title, .parts svg title").count()) > 10, "charts have titles");
  await picture("overview");
  await page.locator(".wrong", { hasText: "off by 3.00" }).click();
  await page.waitForSelector("td.has-error");
  assert.match(await page.locator("td.has-error").innerText(), /68\.20/);
  assert.ok(await page.locator("td.has-error").evaluate((td) => td.classList.contains("lit")), "the cell is lit");
  const box = await page.locator("td.has-error").boundingBox();
  assert.ok(box.y > 0 && box.y + box.height < 768, "the cell is in view");
  assert.match(page.url(), /#\/form\/[0-9a-f]{12}-f[0-9]+\/[0-9]+$/);
  await picture("form");
  done("an error leads to its cell");

  // A bookmark of it opens at the same place.
  const bookmark = page.url();
  const other = await context.newPage();
  await other.goto(bookmark);
  await other.waitForSelector("td.has-error.lit");
  await other.close();
  done("a finding can be bookmarked");

  // Rows and cells light each other up.
  await page.locator(".indicator").nth(1).hover();
  const lit = await texts("td.lit");
  assert.ok(lit.length >= 4, "level, name and value light up: " + lit);
  const name = (await page.locator(".indicator .name").nth(1).innerText()).trim();
  assert.ok(lit.some((text) => text.includes(name)), `${name} is among ${lit}`);
  await page.locator("td", { hasText: name }).last().hover();
  assert.equal((await page.locator(".indicator.lit .name").innerText()).trim(), name);
  await page.locator("td.u-row[rowspan]").first().hover();
  assert.ok((await page.locator(".indicator.lit").count()) > 1, "a merged cell lights all its rows");
  await page.mouse.move(2, 2);
  done("rows light up cells, cells light up rows");

  // Merged cells stand as they stood.
  assert.ok((await page.locator("td[rowspan]").count()) >= 3 && (await page.locator("td[colspan]").count()) >= 3);

  // By keys alone: next form, back to the list, search, open, help.
  await page.keyboard.press("n");
  await page.waitForFunction((before) => location.href !== before, bookmark);
  await page.keyboard.press("Escape");
  await page.waitForSelector(".list");
  await page.keyboard.press("/");
  await page.keyboard.type("水利服务 水库");
  await page.waitForFunction(() => document.querySelectorAll(".list a.row").length < 5);
  await page.keyboard.press("Enter");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".form-head");
  assert.match(await page.locator("h1").innerText(), /水库/);
  await page.keyboard.press("f");
  await page.waitForSelector(".finding.pinned");
  await page.keyboard.press("j");
  await page.keyboard.press("?");
  assert.ok(await page.locator("dialog").isVisible());
  await page.keyboard.press("Escape");
  assert.ok(!(await page.locator("dialog").isVisible()));
  done("keys are enough");

  // Filters, alone and together, and their address.
  await open("#/files");
  await page.waitForFunction(() => !/loading/.test(document.getElementById("said").textContent));
  const count = async () => Number(await page.locator(".list").getAttribute("aria-rowcount")) - 1;
  const all = await count();
  await page.selectOption("#f-status", "rejected");
  const rejected = await count();
  assert.ok(rejected > 0 && rejected < all);
  assert.match(page.url(), /status=rejected/);
  await page.locator(".list a.row").first().click();
  await page.waitForSelector(".notice");
  assert.ok((await page.locator(".notice p").first().innerText()).length > 10, "a reason is given");
  await page.goBack();
  await page.waitForSelector(".list");
  assert.equal(await count(), rejected);
  await page.click("#f-clear");
  await page.selectOption("#f-severity", "error");
  await page.selectOption("#f-code", "score-over-weight");
  assert.equal(await count(), 1);
  await page.click("#f-clear");
  await page.selectOption("#f-year", "2023");
  await page.selectOption("#f-type", "project_target");
  assert.ok((await texts(".list a.row .c-year")).every((year) => year === "2023"));
  await page.click("#f-clear");
  await page.locator(".c-findings button").first().click();
  assert.match((await texts(".list a.row .c-findings"))[0], /✕/);
  await page.locator(".list").evaluate((list) => { list.scrollTop = list.scrollHeight; });
  await page.waitForFunction((last) => [...document.querySelectorAll(".list a.row")].some((row) => Number(row.getAttribute("aria-rowindex")) === last + 1), all);
  assert.ok((await page.locator(".list a.row").count()) < 60, "only rows in view are drawn");
  await picture("list");
  done("filters, sorting, scrolling");

  // Cells that nothing took are shown as such; whole files too; documents in documents.
  await open("#/file/" + encodeURIComponent("<img src=x onerror=window.caught=7>.html"));
  assert.equal(await page.locator("td.u-reported").count(), 4);
  await open("#/file/" + encodeURIComponent("county-bundle.zip!水利局/报送材料.zip!目标表.docx"));
  assert.ok((await page.locator("td.u-row").count()) > 0);
  done("reported cells and inner files");

  // No script rides in.
  const caught = () => page.evaluate(() => window.caught);
  await open("#/files?q=onerror");
  assert.equal(await count(), 1);
  await page.locator(".list a.row").first().click();
  await page.waitForSelector(".form-head");
  assert.match(await page.locator(".pane.left").innerText(), /<svg onload=window\.caught=3>/);
  await page.locator(".indicator").first().click();
  await open("#/files?q=traps&status=duplicate");
  await page.locator(".list a.row").first().click();
  await page.waitForSelector(".notice");
  await page.locator(".notice a").click();
  await page.waitForSelector("td.u-row");
  await open("#/file/" + encodeURIComponent("<script>window.caught=8</script>"));
  await open("#/form/%3Cimg%20src=x%20onerror=window.caught=9%3E/1");
  assert.equal(await caught(), undefined);
  assert.equal(await page.locator("main img, main script, main svg svg").count(), 0);
  const blocked = await page.evaluate(() => new Promise((resolve) => {
    document.addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective), { once: true });
    const image = document.createElement("img");
    image.src = "https://localhost/x.png";
    document.body.append(image);
  }));
  assert.equal(blocked, "img-src", "the policy is in force");
  trouble.splice(0, trouble.length, ...trouble.filter((text) => !/Content Security Policy|localhost\/x\.png/.test(text)));
  done("no script rides in");

  // Chinese, dark, and what the person chose is kept.
  await page.goto(index);
  await page.waitForSelector(".figures");
  const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.click("#lang");
  assert.match(await page.locator("main").innerText(), /请先看这些错误/);
  assert.equal(await page.getAttribute("html", "lang"), "zh-CN");
  await page.click("#theme");
  await page.click("#theme");
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.notEqual(light, dark);
  await page.reload();
  await page.waitForSelector(".figures");
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  assert.match(await page.locator("main").innerText(), /未能读取/);
  await picture("overview-zh-dark");
  await page.click("#theme");
  await page.emulateMedia({ colorScheme: "dark" });
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), dark, "the system's wish is met");
  done("Chinese and dark");

  // Words that a person can read: every text has enough contrast, every control a name.
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const hash of ["", "#/files", bookmark.slice(bookmark.indexOf("#"))]) {
      await open(hash);
      assert.deepEqual(await page.evaluate(faint), [], `${scheme} ${hash}`);
      assert.deepEqual(await page.evaluate(nameless), [], hash);
    }
  }
  done("contrast and names");

  // Nothing is wider than a small screen.
  for (const width of [1366, 1024, 800]) {
    await page.setViewportSize({ width, height: 768 });
    for (const hash of ["", "#/files", bookmark.slice(bookmark.indexOf("#"))]) {
      await open(hash);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${width} ${hash} is too wide`);
    }
  }
  await page.setViewportSize({ width: 1366, height: 768 });
  done("small screens");

  // Print.
  for (const [name, hash] of [["overview", ""], ["list", "#/files"], ["form", bookmark.slice(bookmark.indexOf("#"))]]) {
    await open(hash);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const ink = await page.evaluate(() => ["color", "backgroundColor"].map((name) => getComputedStyle(document.body)[name]));
    assert.deepEqual(ink, ["rgb(0, 0, 0)", "rgb(255, 255, 255)"], "on paper it is black on white");
    await page.emulateMedia({ media: null });
    const file = path.join(pictures || scratch, name + ".pdf");
    await page.pdf({ path: file, preferCSSPageSize: true });
    const pages = fs.readFileSync(file, "latin1").match(/\/Type\s*\/Page\b/g).length;
    assert.ok(pages >= 1 && fs.statSync(file).size > 10_000, name);
    console.log(`ok: prints, ${name}: ${pages} pages`);
  }
  assert.deepEqual(trouble, []);
  await browser.close();
}

/* Texts with less contrast than 4.5 to 1 (3 to 1 where they are large), by what they stand on. */
function faint() {
  const parse = (colour) => { const n = colour.match(/[\d.]+/g).map(Number); return colour.startsWith("color(") ? [n[0] * 255, n[1] * 255, n[2] * 255, n[3] ?? 1] : [n[0], n[1], n[2], n[3] ?? 1]; };
  const light = ([r, g, b]) => [r, g, b].map((c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; }).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => { for (let at = node; at; at = at.parentElement) { const c = parse(getComputedStyle(at).backgroundColor); if (c[3] > 0.5) return c; } return [255, 255, 255, 1]; };
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.nodeValue.trim() || !node.checkVisibility() || node.closest(".unseen, .skip, noscript, [aria-disabled], .matrix .none, option")) continue;
    const style = getComputedStyle(node);
    const [a, b] = [light(parse(style.color)), light(ground(node))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const least = parseFloat(style.fontSize) >= 18.5 ? 3 : 4.5;
    if (ratio < least - 0.01) found.add(`${node.className || node.tagName}: ${ratio.toFixed(2)} ${node.textContent.slice(0, 20)}`);
  }
  return [...found];
}

/* Controls that a screen reader could not name. */
function nameless() {
  return [...document.querySelectorAll("a[href], button, input, select, [role=grid], nav, svg[role=img]:not([aria-hidden])")]
    .filter((node) => !(node.getAttribute("aria-label") || node.textContent.trim() || node.title))
    .map((node) => node.outerHTML.slice(0, 120));
}

main().catch((error) => { console.error(error); process.exit(1); });
