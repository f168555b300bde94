"use strict";
/* Charts, drawn as SVG: bars that lead to what they count. */

ingest.charts = (() => {
  const { el, svg, t } = ingest;

  /* Horizontal bars: [{label, title, n, href, tone}]. Labels stand in HTML, so that they wrap and can be found. */
  function bars(items, { name, unit }) {
    const most = Math.max(1, ...items.map((item) => item.n));
    const bar = (item) => {
      const width = Math.max(1, (100 * item.n) / most);
      const said = item.title || item.label;
      return el("li", {},
        el("a", { class: "bar-row", href: item.href, title: item.about || said, "aria-label": said + ": " + ingest.count(item.n, unit) },
          el("span", { class: "bar-label" + (item.code ? " code" : "") }, ingest.dataText(item.label)),
          svg("svg", { class: "bar-track", viewBox: "0 0 100 10", preserveAspectRatio: "none", role: "img", "aria-hidden": "true" },
            svg("title", { text: said + ": " + item.n }),
            svg("rect", { class: "bar-back", x: 0, y: 0, width: 100, height: 10 }),
            svg("rect", { class: "bar-fill tone-" + (item.tone || "plain"), x: 0, y: 0, width, height: 10 })),
          el("span", { class: "bar-n", text: item.n.toLocaleString() })));
    };
    return el("ul", { class: "bars", "aria-label": name }, items.map(bar));
  }

  /* One bar of several parts: [{label, n, href, tone}]. */
  function parts(items, { name }) {
    const total = Math.max(1, items.reduce((sum, item) => sum + item.n, 0));
    let at = 0;
    const rects = items.map((item) => {
      const width = (100 * item.n) / total;
      const rect = svg("rect", { class: "tone-" + item.tone, x: at, y: 0, width: Math.max(width - 0.25, 0.15), height: 10 },
        svg("title", { text: item.label + ": " + item.n }));
      at += width;
      return rect;
    });
    const legend = (item) => el("li", {}, el("a", { href: item.href },
      svg("svg", { class: "dot", viewBox: "0 0 10 10", "aria-hidden": "true" },
        svg("rect", { class: "tone-" + item.tone, width: 10, height: 10, rx: 2 })),
      el("span", { text: item.label }), el("b", { text: item.n.toLocaleString() })));
    return el("div", { class: "parts" },
      svg("svg", { class: "parts-bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", role: "img", "aria-label": name },
        svg("title", { text: name }), rects),
      el("ul", { class: "legend" }, items.map(legend)));
  }

  /* Bars of which only the first are shown, the others on demand. */
  function folded(items, options, shown) {
    if (items.length <= shown) return bars(items, options);
    const box = el("div", {});
    const draw = (all) => box.replaceChildren(
      bars(all ? items : items.slice(0, shown), options),
      el("button", { class: "quiet", type: "button", "aria-expanded": String(all), onclick: () => draw(!all),
        text: all ? t("show.fewer") : t("show.all", { n: items.length }) }));
    draw(false);
    return box;
  }

  return { bars, parts, folded };
})();
