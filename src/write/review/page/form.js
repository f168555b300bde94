"use strict";
/* A form, or a file whole: the source on one side, what was read from it on the other, each lighting the other up. */

ingest.form = (() => {
  const { el, t, title, count, dataText } = ingest;
  const zh = () => (ingest.lang === "zh" ? 1 : 0);
  const SIGNS = { ge: "≥", gt: ">", eq: "=", le: "≤", lt: "<", between: "", approx: "≈" };
  const OF_FORM = new Set(["indicator_id", "form_id", "source_file", "table_no", "row_no", "form_type", "fiscal_year", "region", "department", "project", "findings", "values", "department_code", "region_code"]);
  const MOST_ROWS = 400;
  let now = null;

  const byName = (columns, texts) => Object.fromEntries(texts.map(([at, text]) => [columns[at][0], text]));
  const label = (columns, name) => { const column = columns.find(([known]) => known === name); return column ? column[1 + zh()] : name; };

  /* A typed value as a person writes it. */
  function typed(columns, prefix) {
    const value = columns[prefix + "value"];
    if (!value) return "";
    const high = columns[prefix + "value_high"];
    const sign = SIGNS[columns[prefix + "comparator"]] || "";
    return [sign, high ? value + " – " + high : value, columns[prefix + "unit"] || ""].filter(Boolean).join(" ");
  }

  function place(found) {
    const [table, row, col] = found.at;
    if (!table) return t("place.file");
    const parts = found.sheet
      ? [t("place.sheet", { name: found.sheet }), row && col && t("place.cell", { n: letters(col) + row })]
      : [t("place.table", { n: table }), row && t("place.row", { n: row }), col && t("place.col", { n: col })];
    return parts.filter(Boolean).join(t("comma"));
  }

  function letters(n) {
    let text = "";
    for (let left = n; left > 0; left = Math.floor((left - 1) / 26)) text = String.fromCharCode(65 + ((left - 1) % 26)) + text;
    return text;
  }

  /* What can light up: an element on the right and the cells on the left that it was taken from. */
  function link(view, node, places) {
    const cells = new Set(places.map((at) => view.cells.get(at.join("."))).filter(Boolean));
    for (const [table, row, col] of places) {
      if (row && !col) for (const [key, td] of view.cells) if (key.startsWith(table + "." + row + ".")) cells.add(td);
    }
    const item = { node, cells };
    for (const cell of cells) {
      if (!view.items.has(cell)) view.items.set(cell, []);
      view.items.get(cell).push(item);
    }
    view.lights.set(node, item);
    node.addEventListener("focus", () => light(view, [item]));
    return item;
  }

  function light(view, items) {
    view.root.querySelectorAll(".lit").forEach((node) => node.classList.remove("lit"));
    for (const item of items) {
      item.node.classList.add("lit");
      item.cells.forEach((cell) => cell.classList.add("lit"));
    }
  }

  /* Keeps an item lit and brings its cells into view. */
  function pin(view, item, flash) {
    view.root.querySelectorAll(".pinned").forEach((node) => { node.classList.remove("pinned"); node.removeAttribute("aria-current"); });
    view.pinned = [item];
    item.node.classList.add("pinned");
    item.node.setAttribute("aria-current", "true");
    light(view, [item]);
    const cell = item.target || [...item.cells].pop();
    if (!cell) return;
    reveal(view.left, cell);
    if (flash) {
      cell.classList.remove("flash");
      void cell.offsetWidth;
      cell.classList.add("flash");
    }
  }

  /* Scrolls a pane so that a node stands a third from its top, if it is not in view. */
  function reveal(pane, node) {
    const box = pane.getBoundingClientRect();
    const at = node.getBoundingClientRect();
    const sideways = node.closest(".scroll");
    if (sideways) {
      const inner = sideways.getBoundingClientRect();
      if (at.left < inner.left || at.right > inner.right) sideways.scrollLeft += at.left - inner.left - 40;
    }
    if (at.top < box.top + 8 || at.bottom > box.bottom - 8) pane.scrollTop += at.top - box.top - box.height / 3;
  }

  function markFinding(view, number, found, severity) {
    const td = view.cells.get(found.at.join("."));
    if (!td) return;
    td.classList.add("has-" + severity);
    td.append(el("button", { type: "button", class: "mark tone-" + severity, text: String(number), tabindex: "-1",
      title: found.message[zh()], "aria-label": t("finding.n", { n: number }) + ": " + found.message[zh()],
      onclick: (event) => { event.stopPropagation(); follow(view, number - 1); } }));
  }

  /* The list of findings, each with a way to its cell. */
  function findings(view, list) {
    if (!list.length) return section("findings", 0, el("p", { class: "dim", text: t("findings.none") }));
    const item = (found, at) => {
      const code = ingest.overview.codes[found.code];
      const node = el("li", { class: "finding tone-" + code.severity, tabindex: "0", id: "finding-" + (at + 1) },
        el("span", { class: "number tone-" + code.severity, "aria-hidden": "true", text: String(at + 1) }),
        el("div", {},
          el("p", { class: "message" }, el("b", { class: "severity", text: title("severity", code.severity) + t("colon") }), dataText(found.message[zh()])),
          el("p", { class: "hint dim" }, dataText(found.hint[zh()])),
          el("p", { class: "where dim" }, el("a", { href: view.base + "/" + (at + 1), text: place(found) }), " · ",
            el("span", { class: "code", title: code.why[zh()], text: code.id }))));
      const places = [found.at];
      const target = view.cells.get(found.at.join("."));
      const made = link(view, node, places);
      made.target = target;
      node.addEventListener("click", (event) => { if (!event.target.closest("a")) follow(view, at); });
      node.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target === node) { event.stopPropagation(); follow(view, at); } });
      view.findings.push(made);
      markFinding(view, at + 1, found, code.severity);
      return node;
    };
    return section("findings", list.length, el("ol", { class: "findings" }, list.map(item)));
  }

  /* Goes to a finding's cell, and says so in the address. */
  function follow(view, at) {
    const item = view.findings[at];
    if (!item) return;
    view.found = at;
    history.replaceState(null, "", view.base + "/" + (at + 1));
    pin(view, item, true);
    reveal(view.right, item.node);
    ingest.note(item.node.textContent);
  }

  function section(key, n, ...content) {
    return el("section", { class: "part", "aria-labelledby": "p-" + key },
      el("h2", { id: "p-" + key }, t("part." + key), n === null ? null : el("span", { class: "dim n", text: " " + n })), content);
  }

  /* The rows read from the form. */
  function rows(view, form) {
    const columns = ingest.overview.columns[0];
    let before = null;
    const row = (one, at) => {
      const texts = byName(columns, one.columns);
      const levels = [texts.level1, texts.level2].filter(Boolean).join(" › ");
      const places = new Map(one.places);
      for (const level of ["level1", "level2"]) {
        if (!places.has(level) && before && before.texts[level] === texts[level] && before.places.has(level)) places.set(level, before.places.get(level));
      }
      const isSame = before && before.levels === levels;
      before = { texts, places, levels };
      const read = typed(texts, "");
      const kind = texts.value_kind;
      const rest = ["weight", "actual_raw", "score", "deviation"].filter((name) => texts[name])
        .map((name) => el("span", { class: "extra" }, label(columns, name) + t("colon"), dataText(texts[name])));
      const codes = (texts.findings || "").split(";").filter(Boolean);
      const detail = () => el("dl", { class: "detail" }, one.columns.filter(([at]) => !OF_FORM.has(columns[at][0])).map(([at, text]) =>
        [el("dt", { text: columns[at][1 + zh()] }), el("dd", {}, dataText(text))]));
      const node = el("li", { class: "indicator", tabindex: "0", id: "row-" + (at + 1), "aria-label": [at + 1, levels, texts.indicator, texts.target_raw].filter(Boolean).join(", ") },
        el("span", { class: "number", "aria-hidden": "true", text: String(at + 1) }),
        el("div", { class: "what" },
          levels && !isSame ? el("span", { class: "levels dim" }, dataText(levels)) : null,
          el("span", { class: "name" }, dataText(texts.indicator || "—")),
          rest.length ? el("span", { class: "extras dim" }, rest) : null),
        el("div", { class: "value" },
          el("span", { class: "raw" }, texts.target_raw ? dataText(texts.target_raw) : el("span", { class: "dim", text: t("blank") })),
          el("span", { class: "typed dim" }, read ? ["→ ", dataText(read)] : kind && (texts.target_raw || kind !== "placeholder") ? title("kind", kind) : ""),
          codes.length ? el("span", { class: "flag tone-" + worst(codes), title: codes.join(", "), text: ingest.list.sign(worst(codes)).trim() }) : null));
      const item = link(view, node, [one.at, ...places.values()]);
      item.target = view.cells.get((places.get("target_raw") || places.get("indicator") || one.at).join("."));
      const press = () => {
        const open = node.classList.toggle("open");
        if (open && !node.querySelector(".detail")) node.append(detail());
        pin(view, item);
      };
      node.addEventListener("click", press);
      node.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target === node) { event.stopPropagation(); press(); } });
      return node;
    };
    if (!form.rows.length) return section("rows", 0, el("p", { class: "dim", text: t("rows.none") }));
    const list = el("ol", { class: "indicators" }, form.rows.slice(0, MOST_ROWS).map(row));
    const rest = form.rows.slice(MOST_ROWS);
    const more = rest.length ? el("button", { type: "button", class: "quiet", text: t("sheet.more", { n: rest.length }),
      onclick: () => { list.append(...rest.map((one, at) => row(one, MOST_ROWS + at))); more.remove(); } }) : null;
    return section("rows", form.rows.length, list, more);
  }

  function worst(codes) {
    const severities = codes.map((id) => ingest.overview.codes.find((code) => code.id === id)?.severity || "info");
    return severities.sort((a, b) => ingest.RANK[a] - ingest.RANK[b])[0];
  }

  /* The form's head: who, when, how much; each with its cell where it is known. */
  function head(view, form) {
    const columns = ingest.overview.columns[1];
    const skip = new Set(["form_id", "source_file", "table_no", "row_no", "indicators"]);
    const money = new Map(form.money);
    const pairs = form.columns.filter(([at]) => !skip.has(columns[at][0])).map(([at, text]) => {
      const name = columns[at][0];
      const shown = name === "form_type" ? title("type", text) : text;
      const places = money.has(name) ? [money.get(name)] : view.uses(name);
      return pair(view, columns[at][1 + zh()], shown, "", places);
    });
    return section("head", null, el("dl", { class: "pairs" }, pairs));
  }

  function pair(view, name, text, read, places) {
    const dd = el("dd", {}, dataText(text), read ? el("span", { class: "typed dim" }, " → ", dataText(read)) : null);
    const box = el("div", { tabindex: places.length ? "0" : null }, el("dt", {}, dataText(name)), dd);
    if (places.length) {
      const item = link(view, box, places);
      box.addEventListener("click", () => pin(view, item));
      box.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.stopPropagation(); pin(view, item); } });
    }
    return box;
  }

  function fields(view, form) {
    if (!form.fields.length) return null;
    const pairs = form.fields.map(([field, name, raw, value, unit, at]) =>
      pair(view, name || title("field", field), raw || t("blank"), value && value !== raw.trim() ? [value, unit].filter(Boolean).join(" ") : "", [at]));
    return section("fields", form.fields.length, el("dl", { class: "pairs" }, pairs));
  }

  /* The file itself: how it was read, and its forms. */
  function about(view, file, data) {
    const facts = data ? [
      [t("fact.status"), title("status", file.status)], [t("fact.reason"), file.reason[zh()]], [t("fact.hint"), file.hint[zh()]],
      [t("fact.format"), [data.format, data.encoding].filter(Boolean).join(", ")],
      [t("fact.cells"), t("fact.cells.say", { cells: data.cells[0], used: data.cells[1], reported: data.cells[2] })],
      [t("fact.bytes"), data.bytes.toLocaleString()], [t("fact.sha256"), data.sha256]] : [
      [t("fact.status"), title("status", file.status)], [t("fact.reason"), file.reason[zh()]], [t("fact.hint"), file.hint[zh()]], [t("fact.format"), file.format]];
    return section("file", null, el("dl", { class: "pairs" }, facts.filter(([, text]) => text).map(([name, text]) => pair(view, name, text, "", []))));
  }

  function forms(file, current) {
    if (!file.forms.length) return null;
    const item = (form) => el("li", {}, el("a", { href: "#/form/" + form.id, "aria-current": form.id === current ? "page" : null },
      dataText([form.department, form.project].filter(Boolean).join(" · ") || form.title || form.id), " ",
      el("span", { class: "dim", text: title("type", form.type) })));
    return section("forms", file.forms.length, el("ol", { class: "forms" }, file.forms.map(item)));
  }

  function newView(base) {
    const left = el("div", { class: "pane left", role: "region", "aria-label": t("pane.source"), tabindex: "0" });
    const right = el("div", { class: "pane right", role: "region", "aria-label": t("pane.read"), tabindex: "-1" });
    const root = el("div", { class: "panes" }, left, right);
    const view = { base, root, left, right, cells: new Map(), items: new Map(), findings: [], pinned: [], found: -1, lights: new Map(), over: null, uses: () => [] };
    const over = (event) => event.target.closest && event.target.closest("td");
    // Moves alone count: a page that comes up under a pointer at rest is not pointed at.
    root.addEventListener("pointermove", (event) => {
      const node = over(event) || event.target.closest("[tabindex]");
      if (node === view.over) return;
      view.over = node;
      const item = view.lights.get(node);
      light(view, item ? [item] : view.items.get(node) || view.pinned);
    });
    root.addEventListener("pointerleave", () => { view.over = null; light(view, view.pinned); });
    left.addEventListener("click", (event) => {
      const items = view.items.get(over(event)) || [];
      if (!items.length) return;
      view.pinned = items;
      light(view, items);
      reveal(right, items[0].node);
    });
    return view;
  }

  /* The bar over both panes: where one is, and the way on. */
  function top(entry, heading, under, chips) {
    const around = ingest.list.around(entry);
    const to = (other, key, sign) => el("a", { class: "step", href: other ? ingest.list.address(other) : null, "aria-disabled": other ? null : "true",
      title: t(key) + (key === "next" ? " (n)" : " (p)"), "aria-label": t(key), text: sign });
    return el("div", { class: "form-head" },
      el("nav", { class: "crumbs", "aria-label": t("crumbs") },
        el("a", { href: ingest.list.current(), text: t("back") }), el("span", { class: "dim", "aria-hidden": "true", text: "/" }),
        el("a", { href: "#/file/" + encodeURIComponent(entry.file.name), class: "path" }, dataText(entry.file.name))),
      el("div", { class: "form-title" }, el("h1", {}, dataText(heading)), under ? el("p", { class: "dim" }, dataText(under)) : null),
      el("div", { class: "facts" }, chips),
      el("nav", { class: "steps", "aria-label": t("steps") }, to(around.before, "previous", "←"),
        el("span", { class: "dim", text: t("position", { at: (around.at + 1).toLocaleString(), all: around.all.toLocaleString() }) }), to(around.after, "next", "→")));
  }

  function chip(text, tone) {
    return text ? el("span", { class: "state" + (tone ? " tone-" + tone : "") }, dataText(text)) : null;
  }

  async function showForm(main, id, at) {
    const entry = await ingest.find((one) => one.form && one.form.id === id);
    if (!entry) return missing(main, id);
    const data = await ingest.documentOf(entry.file);
    const form = data && data.forms.find((one) => one.id === id);
    if (!form) return missing(main, id);
    const own = data.found.filter((found) => found.form === id);
    const view = newView("#/form/" + id);
    const shown = ingest.sheet.parts(data, form);
    view.left.append(ingest.sheet.legend(), ...ingest.sheet.items(data, shown).map((item) =>
      typeof item === "string" ? ingest.sheet.paragraph(item) : ingest.sheet.table(data, item + 1, shown.get(item + 1), view.cells)));
    view.uses = (name) => uses(data, shown, form, name);
    const rest = data.found.length - own.length;
    view.right.append(...[
      findings(view, own), rows(view, form), head(view, form), fields(view, form), forms(entry.file, id), about(view, entry.file, data),
      rest ? el("p", { class: "dim" }, el("a", { href: "#/file/" + encodeURIComponent(entry.file.name), text: t("findings.rest", { n: rest }) })) : null].filter(Boolean));
    const { department, project, type, year, title: printed } = entry.form;
    finish(main, view, top(entry, project && project !== department ? project : department || printed || id,
      [project && project !== department ? department : "", printed].filter(Boolean).join(" · "),
      [chip(title("type", type)), chip(year), entry.file.status === "ok" ? null : chip(title("status", entry.file.status), entry.file.status),
        ingest.list.chips(entry.counts)]), at);
    document.title = [department, project].filter(Boolean).join(" · ") + " · " + t("name");
  }

  /* The cells that a layout takes for a field of this name, within the rows that are shown. */
  function uses(data, shown, form, name) {
    const places = [];
    for (const [table, part] of shown) {
      for (const [row, col, , , , use] of data.tables[table - 1].cells) {
        const isShown = !part || (row >= part.first && row <= part.last);
        if (isShown && (use === "F" + name || (name !== "department" && use === "L" + name))) places.push([table, row + 1, col + 1]);
      }
    }
    return places.slice(0, 1);
  }

  async function showFile(main, name, at) {
    const entry = await ingest.find((one) => one.file.name === name);
    if (!entry) return missing(main, name);
    const file = entry.file;
    const data = await ingest.documentOf(file);
    const view = newView("#/file/" + encodeURIComponent(name));
    if (data) {
      let tables = 0;
      view.left.append(ingest.sheet.legend());
      for (const item of data.items) {
        view.left.append(typeof item === "string" ? ingest.sheet.paragraph(item) : ingest.sheet.table(data, item + 1, null, view.cells));
        tables += typeof item === "string" ? 0 : 1;
      }
      if (!tables && !data.items.length) view.left.append(el("p", { class: "empty dim", text: t("file.blank") }));
    } else {
      const twin = file.status === "duplicate" ? ingest.entries.find((one) => one !== entry && file.reason[0].endsWith(one.file.name)) : null;
      view.left.append(el("div", { class: "notice tone-" + file.status },
        el("h2", { text: title("status", file.status) }), el("p", {}, dataText(file.reason[zh()])), el("p", { class: "dim" }, dataText(file.hint[zh()])),
        twin ? el("p", {}, el("a", { href: ingest.list.address(twin) }, dataText(twin.file.name))) : null));
    }
    view.right.append(...[data && data.found.length ? findings(view, data.found) : null, forms(file, null), about(view, file, data)].filter(Boolean));
    const short = name.split(/[/!]/).pop();
    finish(main, view, top(entry, short, short === name ? "" : name, [chip(title("status", file.status), file.status), ingest.list.chips(entry.counts)]), at);
    document.title = name + " · " + t("name");
  }

  function finish(main, view, head, at) {
    main.replaceChildren(el("div", { class: "page form" }, head, view.root));
    now = view;
    view.left.focus({ preventScroll: true });
    if (at) follow(view, at - 1);
  }

  function missing(main, what) {
    main.replaceChildren(el("div", { class: "page" }, el("p", { class: "empty" }, t("missing"), " ", dataText(what))));
  }

  /* The next finding, or the one before. */
  function step(by) {
    if (!now || !now.root.isConnected || !now.findings.length) return;
    const all = now.findings.length;
    follow(now, now.found < 0 ? (by > 0 ? 0 : all - 1) : (now.found + by + all) % all);
  }

  /* Moves from one row, finding or pair on the right to the next. */
  function move(by) {
    if (!now || !now.root.isConnected) return;
    const nodes = [...now.right.querySelectorAll("[tabindex='0']")];
    const at = nodes.indexOf(document.activeElement);
    const next = nodes[Math.max(0, Math.min(nodes.length - 1, at < 0 ? 0 : at + by))];
    if (next) { next.focus({ preventScroll: true }); reveal(now.right, next); const item = now.lights.get(next); if (item && item.cells.size) reveal(now.left, item.target || [...item.cells].pop()); }
  }

  return { showForm, showFile, step, move };
})();
