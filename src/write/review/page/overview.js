"use strict";
/* The overview: what is wrong first, then how much of what there is, then who is missing. */

ingest.overviewPage = (() => {
  const { el, t, title, count, dataText } = ingest;
  const lang = () => (ingest.lang === "zh" ? 1 : 0);
  const href = (filter) => "#/files?" + new URLSearchParams(filter).toString();
  const SHOWN = 8;
  const ROWS = 30;

  /* Errors in forms: files that could not be read are told apart from them. */
  const isOfForms = (code) => code.id !== "rejected-file";

  function figures(run) {
    const found = { error: 0, warning: 0, info: 0 };
    for (const code of run.codes.filter(isOfForms)) found[code.severity] += code.count;
    const rejected = run.statuses.rejected || 0;
    const figure = (n, key, to, tone) => el("li", { class: n ? tone : "" },
      el("a", { href: to }, el("b", { text: n.toLocaleString() }), " ", el("span", { text: t(key + (n === 1 ? ".word.one" : ".word")) })));
    return el("ul", { class: "figures" },
      figure(run.files, "files", "#/files"),
      figure(run.forms, "forms", "#/files"),
      figure(run.indicators, "indicators", "#/files"),
      figure(found.error, "errors", href({ severity: "error" }), "tone-error"),
      figure(found.warning, "warnings", href({ severity: "warning" }), "tone-warning"),
      figure(found.info, "infos", href({ severity: "info" }), "tone-info"),
      rejected ? figure(rejected, "rejected", href({ status: "rejected" }), "tone-error") : null);
  }

  /* Where a finding that the overview names leads. */
  function toFinding(named) {
    return named.form ? "#/form/" + named.form + "/" + (named.at + 1)
      : "#/file/" + encodeURIComponent(named.name) + "/" + (named.at + 1);
  }

  /* The same said of the same form, as when it was handed in twice, stands once. */
  function alike(errors) {
    const groups = new Map();
    for (const named of errors) {
      const key = JSON.stringify([named.code, named.department, named.project, named.message]);
      groups.set(key, [...(groups.get(key) || []), named]);
    }
    return [...groups.values()];
  }

  function also(others) {
    return el("details", { class: "also" }, el("summary", { text: count(others.length, "errors.also") }),
      el("ul", {}, others.map((named) => el("li", {}, el("a", { href: toFinding(named) }, dataText(named.name))))));
  }

  function errors(run) {
    const all = run.codes.filter((code) => code.severity === "error" && isOfForms(code)).reduce((sum, code) => sum + code.count, 0);
    if (!run.errors.length) {
      return el("section", { class: "card good", "aria-labelledby": "h-errors" },
        el("h2", { id: "h-errors", text: t("errors.none") }), el("p", { class: "dim", text: t("errors.none.say") }));
    }
    const item = ([named, ...others]) => el("li", {},
      el("a", { class: "wrong", href: toFinding(named) },
        el("span", { class: "wrong-who" }, dataText(named.department || named.name),
          named.project && named.project !== named.department ? [el("span", { class: "dim", text: " · " }), dataText(named.project)] : null),
        el("span", { class: "wrong-say" }, dataText(named.message[lang()])),
        el("span", { class: "wrong-do dim" }, dataText(named.hint[lang()])),
        el("span", { class: "go", "aria-hidden": "true", text: t("go.cell") })),
      el("p", { class: "wrong-in dim" }, dataText(named.name, "path"), others.length ? [" ", also(others)] : null));
    const groups = alike(run.errors);
    const box = el("ol", { class: "wrongs" });
    const more = el("p", { class: "more" });
    const draw = (n) => {
      box.replaceChildren(...groups.slice(0, n).map(item));
      more.replaceChildren(...[
        n < groups.length && el("button", { class: "quiet", type: "button", text: t("show.more", { n: groups.length - n }), onclick: () => draw(groups.length) }),
        all > SHOWN && el("a", { href: href({ severity: "error" }), text: t("errors.list") })].filter(Boolean));
    };
    draw(SHOWN);
    return el("section", { class: "card bad", "aria-labelledby": "h-errors" },
      el("h2", { id: "h-errors" }, t("errors.title"), " ", el("span", { class: "badge tone-error", text: all.toLocaleString() })),
      box, more);
  }

  function rejected(run) {
    const all = run.statuses.rejected || 0;
    if (!all) return null;
    const item = (named) => el("li", {}, el("a", { class: "wrong", href: "#/file/" + encodeURIComponent(named.name) },
      el("span", { class: "wrong-who" }, dataText(named.name)),
      el("span", { class: "wrong-say" }, dataText(named.message[lang()])),
      el("span", { class: "wrong-do dim" }, dataText(named.hint[lang()]))));
    const list = el("ol", { class: "wrongs" }, run.rejected.slice(0, SHOWN).map(item));
    return el("section", { class: "card", "aria-labelledby": "h-rejected" },
      el("h2", { id: "h-rejected" }, t("rejected.title"), " ", el("span", { class: "badge tone-rejected", text: all.toLocaleString() })),
      list,
      all > SHOWN ? el("p", { class: "more" }, el("a", { href: href({ status: "rejected" }), text: t("rejected.list", { n: all.toLocaleString() }) })) : null);
  }

  function statuses(run) {
    const order = ["ok", "partial", "no_form", "duplicate", "rejected"];
    const items = order.filter((name) => run.statuses[name]).map((name) => ({
      label: title("status", name), n: run.statuses[name], href: href({ status: name }), tone: name }));
    return panel("statuses", ingest.charts.parts(items, { name: t("statuses.title") }));
  }

  function panel(key, ...content) {
    return el("section", { class: "card", "aria-labelledby": "h-" + key }, el("h2", { id: "h-" + key, text: t(key + ".title") }), content);
  }

  function types(run) {
    const items = run.types.map(([name, n]) => ({ label: title("type", name), n, href: href({ type: name }) }));
    items.sort((a, b) => b.n - a.n);
    return panel("types", ingest.charts.folded(items, { name: t("types.title"), unit: "forms" }, SHOWN));
  }

  function departments(run) {
    const items = run.departments.map((of) => ({
      label: of.name || t("department.none"), n: of.forms, href: href({ department: of.code || of.name || "-" }) }));
    items.sort((a, b) => b.n - a.n);
    return panel("departments", ingest.charts.folded(items, { name: t("departments.title"), unit: "forms" }, SHOWN));
  }

  function codes(run) {
    const met = run.codes.filter((code) => code.count);
    met.sort((a, b) => ingest.RANK[a.severity] - ingest.RANK[b.severity] || b.count - a.count);
    const items = met.map((code) => ({
      label: code.summary[lang()].replaceAll("`", ""), title: code.id, about: code.id + ": " + code.why[lang()],
      n: code.count, href: href({ code: code.id }), tone: code.severity }));
    if (!items.length) return null;
    return panel("codes", ingest.charts.folded(items, { name: t("codes.title"), unit: "findings" }, 12));
  }

  /* Years across, departments down; those of whom nothing came are marked. */
  function complete(run) {
    const years = [...new Set(run.departments.flatMap((of) => Object.keys(of.years)))].filter(Boolean).sort();
    const absent = run.run.filter((one) => one.code === "department-missing");
    const gaps = new Set(run.run.filter((one) => one.code === "year-missing").flatMap((one) =>
      one.values.years.split(", ").map((year) => one.values.code + "/" + year)));
    const noYear = run.departments.some((of) => of.years[""]);
    const columns = noYear ? [...years, ""] : years;
    const known = run.departments.filter((of) => of.name || of.code);
    const rows = absent.map((one) => ({ name: one.values.name, code: one.values.code, years: {}, absent: true }))
      .concat(known.slice().sort((a, b) => b.found[0] - a.found[0] || b.found[1] - a.found[1] || a.name.localeCompare(b.name, "zh-CN")));
    if (!rows.length) return null;
    const cell = (of, year) => {
      const n = of.years[year] || 0;
      if (n) {
        return el("td", { class: "has" }, el("a", { href: href({ department: of.code || of.name, year: year || "-" }), text: String(n),
          "aria-label": [of.name, year, count(n, "forms")].join(", ") }));
      }
      const lacks = year && (of.absent || gaps.has(of.code + "/" + year));
      return el("td", { class: lacks ? "lacks" : "none", title: lacks ? t("complete.lacks") : null },
        el("span", { "aria-label": t("complete.lacks"), text: lacks ? t("complete.sign") : "·" }));
    };
    const found = (of) => of.found ? el("td", { class: "counts" }, ingest.list.chips(of.found)) : el("td", {});
    const row = (of) => el("tr", { class: of.absent ? "absent" : null },
      el("th", { scope: "row" }, of.absent ? dataText(of.name) : el("a", { href: href({ department: of.code || of.name }) }, dataText(of.name)),
        of.code ? el("span", { class: "dim code", text: " " + of.code }) : null),
      columns.map((year) => cell(of, year)), found(of));
    const body = el("tbody", {});
    const more = el("p", { class: "more" });
    const draw = (n) => {
      body.replaceChildren(...rows.slice(0, n).map(row));
      more.replaceChildren(...(n < rows.length ? [el("button", { class: "quiet", type: "button", text: t("show.more", { n: rows.length - n }), onclick: () => draw(n + 200) })] : []));
    };
    draw(ROWS);
    const head = el("tr", {}, el("th", { scope: "col", text: t("department") }),
      columns.map((year) => el("th", { scope: "col", class: "year", text: year || t("year.none") })),
      el("th", { scope: "col", text: t("findings") }));
    return el("section", { class: "card wide", "aria-labelledby": "h-complete" },
      el("h2", { id: "h-complete", text: t("complete.title") }),
      el("p", { class: "dim", text: absent.length ? count(absent.length, "complete.absent") : t("complete.say") }),
      el("div", { class: "scroll" }, el("table", { class: "matrix" }, el("thead", {}, head), body)), more);
  }

  function show(main) {
    const run = ingest.overview;
    document.title = t("overview") + " · " + t("name");
    main.replaceChildren(el("div", { class: "page overview" },
      el("h1", { class: "unseen", text: t("overview") }),
      figures(run), errors(run),
      el("div", { class: "columns" }, el("div", {}, codes(run), rejected(run)), el("div", {}, statuses(run), types(run), departments(run))),
      complete(run)));
  }

  return { show };
})();
