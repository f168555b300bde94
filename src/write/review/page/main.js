"use strict";
/* Addresses, keys, languages, colours. */

(() => {
  const { el, t } = ingest;
  const main = document.getElementById("main");
  const help = document.getElementById("help");
  const root = document.documentElement;

  function theme(name) {
    if (name === "light" || name === "dark") root.dataset.theme = name; else delete root.dataset.theme;
    ingest.remember("theme", name);
    top();
  }

  function nextTheme() {
    const is = root.dataset.theme || "auto";
    theme({ auto: "light", light: "dark", dark: "auto" }[is]);
  }

  function language(lang) {
    ingest.lang = lang;
    root.lang = lang === "zh" ? "zh-CN" : "en";
    document.getElementById("skip").textContent = t("skip");
  }

  /* The bar at the top. */
  function top() {
    const here = location.hash;
    const tab = (href, key, is) => el("a", { href, "aria-current": is ? "page" : null, text: t(key) });
    const isFiles = here.startsWith("#/f");
    const set = root.dataset.theme || "auto";
    document.getElementById("bar").replaceChildren(
      el("a", { class: "brand", href: "#/", text: t("name") }),
      el("nav", { "aria-label": t("nav") }, tab("#/", "overview", !isFiles), tab(ingest.list.current(), "files.title", isFiles)),
      el("div", { class: "settings" },
        el("button", { type: "button", id: "theme", title: t("theme") + ": " + t("theme." + set), "aria-label": t("theme") + ": " + t("theme." + set), onclick: nextTheme,
          text: { auto: "◐", light: "☀", dark: "☾" }[set] + " " + t("theme." + set) }),
        el("button", { type: "button", id: "lang", lang: ingest.lang === "zh" ? "en" : "zh-CN", text: ingest.lang === "zh" ? "English" : "中文",
          onclick: () => { const lang = ingest.lang === "zh" ? "en" : "zh"; ingest.remember("lang", lang); language(lang); route(); } }),
        el("button", { type: "button", id: "keys", title: t("help"), "aria-label": t("help"), text: "?", onclick: showHelp })));
  }

  function showHelp() {
    const keys = [["/", "key.search"], ["j  k  ↓  ↑", "key.move"], ["Enter", "key.open"], ["n  p", "key.step"], ["f  F", "key.finding"], ["Esc", "key.back"], ["o  l", "key.pages"], ["?", "key.help"]];
    help.replaceChildren(
      el("h2", { text: t("help") }),
      el("dl", { class: "keys" }, keys.map(([key, word]) => [el("dt", {}, key.split("  ").map((one) => [el("kbd", { text: one }), " "])), el("dd", { text: t(word) })])),
      el("p", { class: "dim", text: t("help.say") }),
      el("p", { class: "dim", text: t("help.privacy") }),
      el("form", { method: "dialog" }, el("button", { class: "main", text: t("close") })));
    if (!help.open) help.showModal();
  }

  function part(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }

  async function route() {
    const hash = location.hash || "#/";
    const [path, query] = hash.slice(1).split("?");
    const [, page, name, at] = path.split("/");
    top();
    try {
      if (page === "files") ingest.list.show(main, query || "");
      else if (page === "form") await ingest.form.showForm(main, part(name || ""), Number(at) || 0);
      else if (page === "file") await ingest.form.showFile(main, part(name || ""), Number(at) || 0);
      else ingest.overviewPage.show(main);
      top();
      main.dataset.at = hash;
    } catch (error) {
      main.replaceChildren(el("div", { class: "page" }, el("p", { class: "empty", text: t("failed") + " " + error.message })));
    }
  }

  function back() {
    const page = location.hash.slice(2).split(/[/?]/)[0];
    if (page === "form" || page === "file") location.hash = ingest.list.current();
    else if (page === "files" && ingest.list.current() !== "#/files") location.hash = "#/files";
    else location.hash = "#/";
  }

  function stepForm(selector) {
    const link = main.querySelector(selector);
    if (link && link.getAttribute("href")) location.hash = link.getAttribute("href");
  }

  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const { target, key } = event;
    const page = location.hash.slice(2).split(/[/?]/)[0];
    const isWriting = /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
    if (isWriting) {
      if (key === "Escape") { target.blur(); main.querySelector(".list")?.focus(); event.preventDefault(); }
      else if (target.id === "search" && (key === "ArrowDown" || key === "Enter")) { main.querySelector(".list")?.focus(); event.preventDefault(); }
      return;
    }
    const isForm = page === "form" || page === "file";
    const move = isForm ? ingest.form.move : page === "files" ? ingest.list.move : null;
    const isInList = page === "files" && (target.classList.contains("list") || target === document.body || target === main);
    const actions = {
      "/": () => { if (page !== "files") location.hash = ingest.list.current(); setTimeout(() => ingest.list.search()?.select(), 0); },
      "?": showHelp,
      j: move && (() => move(1)), k: move && (() => move(-1)),
      ArrowDown: isInList && (() => move(1)), ArrowUp: isInList && (() => move(-1)),
      PageDown: isInList && (() => move(10)), PageUp: isInList && (() => move(-10)),
      Home: isInList && (() => move(-1e9)), End: isInList && (() => move(1e9)),
      Enter: isInList && (() => ingest.list.open()),
      n: isForm && (() => stepForm(".steps a:last-child")), p: isForm && (() => stepForm(".steps a:first-child")),
      f: isForm && (() => ingest.form.step(1)), F: isForm && (() => ingest.form.step(-1)),
      o: () => { location.hash = "#/"; }, l: () => { location.hash = ingest.list.current(); },
      Escape: back,
    };
    if (!actions[key]) return;
    event.preventDefault();
    actions[key]();
  }

  const kept = ingest.remembered("lang");
  language(kept === "zh" || kept === "en" ? kept : root.lang.startsWith("zh") ? "zh" : "en");
  theme(ingest.remembered("theme"));
  document.addEventListener("keydown", keys);
  window.addEventListener("hashchange", route);
  window.addEventListener("beforeprint", () => ingest.list.unfold());
  window.addEventListener("afterprint", () => ingest.list.draw());
  document.getElementById("skip").addEventListener("click", (event) => { event.preventDefault(); main.focus(); });
  if (!ingest.overview) { main.append(el("p", { class: "empty", text: t("failed") })); return; }
  route();
  ingest.loadFiles().catch((error) => main.prepend(el("p", { class: "empty", text: t("failed") + " " + error.message })));
})();
