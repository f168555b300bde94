"use strict";
/* The list: every form, and every file that gave none. Rows are drawn as they come into view. */

ingest.list = (() => {
  const { el, t, title, count, dataText } = ingest;
  const HEIGHT = 54;
  const HEAD = 37;
  const SPARE = 8;
  const KEYS = ["q", "status", "severity", "code", "department", "year", "type", "sort"];
  const view = { filter: {}, rows: [], at: 0, top: 0, box: null, layer: null, rail: null, said: null };

  const compare = (a, b) => String(a).localeCompare(String(b), "zh-CN", { numeric: true });
  const of = (name) => (entry) => (entry.form ? entry.form[name] : "");
  const orders = {
    findings: (a, b) => b.counts[0] - a.counts[0] || b.counts[1] - a.counts[1] || b.counts[2] - a.counts[2],
    department: (a, b) => compare(of("department")(a) || "\uffff", of("department")(b) || "\uffff"),
    type: (a, b) => compare(of("type")(a) || "\uffff", of("type")(b) || "\uffff"),
    year: (a, b) => compare(of("year")(b), of("year")(a)),
    rows: (a, b) => (b.form ? b.form.rows : -1) - (a.form ? a.form.rows : -1),
    file: (a, b) => a.number - b.number,
    status: (a, b) => compare(a.file.status, b.file.status),
  };

  /* Counts of errors, warnings and informations as small signs. */
  function chips(counts) {
    const names = ["error", "warning", "info"];
    return names.map((name, at) => counts[at]
      ? el("span", { class: "chip tone-" + name, title: count(counts[at], name), "aria-label": count(counts[at], name), text: sign(name) + counts[at] })
      : null);
  }

  function sign(severity) {
    return { error: "✕ ", warning: "! ", info: "i " }[severity];
  }

  function matches(entry, filter) {
    const form = entry.form;
    if (filter.status && entry.file.status !== filter.status) return false;
    if (filter.severity && !entry.counts[ingest.RANK[filter.severity]]) return false;
    if (filter.code && !entry.codes.has(filter.code)) return false;
    if (filter.department && entry.department !== (filter.department === "-" ? "" : filter.department)) return false;
    if (filter.year && (!form || form.year !== (filter.year === "-" ? "" : filter.year))) return false;
    if (filter.type && (!form || form.type !== filter.type)) return false;
    if (filter.q) return filter.q.toLowerCase().split(/\s+/).every((word) => entry.text.includes(word));
    return true;
  }

  function select(filter) {
    const rows = ingest.entries.filter((entry) => matches(entry, filter));
    const [key, down] = (filter.sort || "file").split("-");
    const order = orders[key] || orders.file;
    rows.sort((a, b) => (down ? -1 : 1) * order(a, b) || a.number - b.number);
    return rows;
  }

  function parse(query) {
    const params = new URLSearchParams(query);
    return Object.fromEntries(KEYS.filter((key) => params.get(key)).map((key) => [key, params.get(key)]));
  }

  function link(filter) {
    const known = KEYS.filter((key) => filter[key]).map((key) => [key, filter[key]]);
    return "#/files" + (known.length ? "?" + new URLSearchParams(known) : "");
  }

  function address(entry) {
    return entry.form ? "#/form/" + entry.form.id : "#/file/" + encodeURIComponent(entry.file.name);
  }

  /* The filter changed: the address says so, and going back still leads to the page before. */
  function change(key, value) {
    const filter = { ...view.filter, [key]: value };
    history.replaceState(null, "", link(filter));
    view.filter = filter;
    view.at = 0;
    refresh(true);
    bar();
  }

  function options() {
    const run = ingest.overview;
    const years = new Set(run.departments.flatMap((one) => Object.keys(one.years)));
    const codes = run.codes.filter((code) => code.count && code.files);
    codes.sort((a, b) => ingest.RANK[a.severity] - ingest.RANK[b.severity] || compare(a.id, b.id));
    const departments = run.departments.map((one) => [one.code || one.name || "-", one.name || t("department.none")]);
    return {
      severity: ["error", "warning", "info"].map((name) => [name, title("severity", name)]),
      code: codes.map((code) => [code.id, code.id + "  " + code.summary[ingest.lang === "zh" ? 1 : 0]]),
      department: departments.sort((a, b) => compare(a[1], b[1])),
      year: [...years].sort().reverse().map((year) => (year ? [year, year] : ["-", t("year.none")])),
      type: run.types.map(([name]) => [name, title("type", name)]),
      status: Object.keys(run.statuses).map((name) => [name, title("status", name)]),
    };
  }

  /* The filters, with what they are set to. */
  function bar() {
    const all = options();
    const choice = (key) => {
      const set = view.filter[key] || "";
      const known = all[key].some(([value]) => value === set) ? all[key] : set ? [[set, set], ...all[key]] : all[key];
      const select = el("select", { id: "f-" + key, class: set ? "set" : null, "aria-label": t("filter." + key), onchange: () => change(key, select.value) },
        el("option", { value: "", text: t("filter." + key) }),
        known.map(([value, text]) => el("option", { value, text, selected: value === set })));
      return select;
    };
    const isSet = KEYS.some((key) => key !== "sort" && view.filter[key]);
    view.filters.replaceChildren(...["severity", "code", "department", "year", "type", "status"].map(choice),
      isSet ? el("button", { type: "button", class: "quiet", id: "f-clear", text: t("filter.clear"), onclick: () => { view.search.value = ""; location.hash = "#/files"; } }) : "");
  }

  const COLUMNS = ["findings", "department", "type", "year", "rows", "file", "status"];

  function head() {
    const [key, down] = (view.filter.sort || "file").split("-");
    const cell = (name) => {
      const is = key === name;
      return el("div", { role: "columnheader", class: "c-" + name, "aria-sort": is ? (down ? "descending" : "ascending") : "none" },
        el("button", { type: "button", onclick: () => change("sort", is && !down ? name + "-down" : is ? "" : name),
          text: t("column." + name) + (is ? (down ? " ↑" : " ↓") : "") }));
    };
    return el("div", { class: "row head", role: "row" }, COLUMNS.map(cell));
  }

  function row(entry, at) {
    const { file, form } = entry;
    const cell = (name, ...content) => el("div", { class: "c-" + name, role: "gridcell" }, content);
    const second = form ? (form.project && form.project !== form.department ? form.project : form.title) : file.reason[ingest.lang === "zh" ? 1 : 0];
    return el("a", { class: "row" + (at === view.at ? " at" : ""), role: "row", id: "row-" + at, href: address(entry), tabindex: "-1",
      "aria-rowindex": at + 2, "aria-selected": String(at === view.at), data: { at } },
      cell("findings", chips(entry.counts)),
      cell("department", el("span", { class: "first" }, form ? (form.department ? dataText(form.department) : el("i", { class: "dim", text: t("department.none") })) : dataText(file.name.split(/[/!]/).pop())),
        el("span", { class: "second dim" }, dataText(second || ""))),
      cell("type", form ? title("type", form.type) : el("span", { class: "dim", text: "—" })),
      cell("year", form ? form.year || "—" : "—"),
      cell("rows", form ? String(form.rows) : "—"),
      cell("file", dataText(file.name, "path")),
      cell("status", el("span", { class: "state tone-" + file.status, text: title("status", file.status) })));
  }

  /* Draws the rows in view. */
  function draw() {
    const { box, layer, rows } = view;
    if (!box) return;
    const first = Math.max(0, Math.floor(box.scrollTop / HEIGHT) - SPARE);
    const last = Math.min(rows.length, Math.ceil((box.scrollTop + box.clientHeight - HEAD) / HEIGHT) + SPARE);
    layer.style.transform = "translateY(" + first * HEIGHT + "px)";
    layer.replaceChildren(...rows.slice(first, last).map((entry, at) => row(entry, first + at)));
    box.setAttribute("aria-activedescendant", rows.length ? "row-" + view.at : "");
  }

  /* Selects anew; `isNew`: from the top. */
  function refresh(isNew) {
    view.rows = select(view.filter);
    if (!view.box || !view.box.isConnected) return;
    view.head.replaceChildren(head());
    view.rail.style.height = view.rows.length * HEIGHT + "px";
    view.box.setAttribute("aria-rowcount", view.rows.length + 1);
    if (isNew) view.box.scrollTop = 0;
    const files = new Set(view.rows.map((entry) => entry.file)).size;
    const forms = view.rows.filter((entry) => entry.form).length;
    const text = t("list.count", { files: count(files, "files"), forms: count(forms, "forms") });
    view.said.textContent = ingest.isComplete ? text : t("list.loading", { text });
    view.empty.hidden = view.rows.length > 0 || !ingest.isComplete;
    draw();
  }

  /* Moves the selected row, and keeps it in view. */
  function move(by) {
    view.at = Math.max(0, Math.min(view.rows.length - 1, view.at + by));
    const top = view.at * HEIGHT;
    const { box } = view;
    if (top < box.scrollTop) box.scrollTop = top;
    const room = box.clientHeight - HEAD;
    if (top + HEIGHT > box.scrollTop + room) box.scrollTop = top + HEIGHT - room;
    draw();
    const entry = view.rows[view.at];
    if (entry) ingest.note(entry.form ? [entry.form.department, entry.form.project].join(" ") : entry.file.name);
  }

  function open() {
    if (view.rows[view.at]) location.hash = address(view.rows[view.at]);
  }

  function show(main, query) {
    const filter = parse(query);
    const isSame = link(filter) === link(view.filter);
    view.filter = filter;
    if (!isSame) { view.at = 0; view.top = 0; }
    document.title = t("files.title") + " · " + t("name");
    view.search = el("input", { type: "search", id: "search", placeholder: t("search"), "aria-label": t("search"), autocomplete: "off", spellcheck: "false" });
    view.search.value = filter.q || "";
    let timer = 0;
    view.search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => change("q", view.search.value.trim()), 120); });
    view.filters = el("div", { class: "filters" });
    view.head = el("div", { class: "list-head", role: "rowgroup" });
    view.layer = el("div", { class: "layer", role: "presentation" });
    view.rail = el("div", { class: "rail", role: "rowgroup" }, view.layer);
    view.said = el("p", { class: "said dim", role: "status", id: "said" });
    view.empty = el("p", { class: "empty dim", text: t("list.empty") });
    view.box = el("div", { class: "list", role: "grid", tabindex: "0", "aria-label": t("files.title") }, view.head, view.rail, view.empty);
    view.box.addEventListener("scroll", () => { view.top = view.box.scrollTop; draw(); }, { passive: true });
    main.replaceChildren(el("div", { class: "page files" },
      el("h1", { class: "unseen", text: t("files.title") }),
      el("div", { class: "tools", role: "search" }, view.search, view.filters, view.said), view.box));
    bar();
    const top = view.top;
    refresh(false);
    view.box.scrollTop = top;
    view.at = Math.min(view.at, Math.max(0, view.rows.length - 1));
    draw();
    view.box.focus({ preventScroll: true });
  }

  /* The entries before and after one, in the order of the list. */
  function around(entry) {
    if (!view.rows.includes(entry)) view.rows = ingest.entries.slice();
    const at = view.rows.indexOf(entry);
    if (at >= 0) view.at = at;
    return { before: view.rows[at - 1], after: view.rows[at + 1], at, all: view.rows.length };
  }

  /* For print: all rows, up to what fits a stack of paper. */
  function unfold() {
    if (!view.box || !view.box.isConnected) return;
    view.layer.style.transform = "none";
    view.layer.replaceChildren(...view.rows.slice(0, 3000).map(row));
  }

  ingest.onFiles(() => refresh(false));
  window.addEventListener("resize", () => draw());

  return { show, move, open, around, unfold, draw, chips, sign, link, address, current: () => link(view.filter), search: () => view.search };
})();
