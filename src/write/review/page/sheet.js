"use strict";
/* A source table as it stood: merged cells and all, each cell knowing what it was taken for. */

ingest.sheet = (() => {
  const { el, t, title } = ingest;
  const MOST_ROWS = 500;
  const MOST_LINES = 8;

  /* The cells that a form touches in each table: {table: {first, last}}, rows from 0. */
  function extent(form, found) {
    const rows = new Map();
    const add = ([table, row]) => {
      if (!table || !row) return;
      const known = rows.get(table) || { first: row - 1, last: row - 1 };
      rows.set(table, { first: Math.min(known.first, row - 1), last: Math.max(known.last, row - 1) });
    };
    add(form.at);
    for (const row of form.rows) { add(row.at); for (const [, at] of row.places) add(at); }
    for (const field of form.fields) add(field[5]);
    for (const [, at] of form.money) add(at);
    for (const one of found) add(one.at);
    return rows;
  }

  /* What is shown of each table for a form: all of it where no other form stands in it; else its own rows and the headings above the first. */
  function parts(data, form) {
    const extents = data.forms.map((one) => extent(one, data.found.filter((found) => found.form === one.id)));
    const own = extents[data.forms.indexOf(form)];
    const shown = new Map();
    for (const [table, { first, last }] of own) {
      const others = extents.filter((one) => one !== own && one.has(table)).map((one) => one.get(table));
      if (!others.length) { shown.set(table, null); continue; }
      const begin = Math.min(first, ...others.map((one) => one.first));
      const after = others.map((one) => one.first).filter((row) => row > last);
      const head = begin > 0 && begin <= 12 ? begin : 0;
      shown.set(table, { head, first, last: after.length ? Math.min(...after) - 1 : Infinity });
    }
    return shown;
  }

  /* What is shown of a form, in the document's order: its tables, and the text just before them and behind the last. */
  function items(data, shown) {
    const all = [];
    let text = [];
    let isShown = false;
    for (const item of data.items) {
      if (typeof item === "string") { text.push(item); continue; }
      isShown = shown.has(item + 1);
      if (isShown) all.push(...(shown.get(item + 1) ? [] : text.slice(-MOST_LINES)), item);
      text = [];
    }
    return isShown || !all.length ? all.concat(text.slice(0, MOST_LINES)) : all;
  }

  function cover(sheet) {
    const at = new Array(sheet.rows * sheet.cols).fill(null);
    for (const cell of sheet.cells) {
      const [row, col, rows, cols] = cell;
      for (let r = row; r < row + rows; r += 1) for (let c = col; c < col + cols; c += 1) at[r * sheet.cols + c] = cell;
    }
    return at;
  }

  const KINDS = { L: "label", F: "field", I: "row", R: "reported" };

  function describe(use) {
    const kind = KINDS[use[0]];
    if (!kind) return "";
    return kind === "reported" ? t("use.reported") : t("use." + kind) + (use.length > 1 ? ": " + name(use) : "");
  }

  /* What a use is called: a column's title, or the layout's own name. */
  function name(use) {
    const plain = use.slice(1).replace(/^column\./, "");
    for (const columns of ingest.overview.columns) {
      const column = columns.find(([known]) => known === plain);
      if (column) return column[ingest.lang === "zh" ? 2 : 1];
    }
    return title("field", plain);
  }

  /* A table's element; `cells` maps "table.row.col" (from 1) of every place to the cell that covers it. */
  function table(data, number, part, cells) {
    const sheet = data.tables[number - 1];
    const covered = cover(sheet);
    const under = new Map(sheet.under.map(([row, col, text]) => [row * sheet.cols + col, text]));
    const inRows = (row) => !part || row < part.head || (row >= part.first && row <= part.last);
    const all = [];
    for (let row = 0; row < sheet.rows; row += 1) if (inRows(row)) all.push(row);
    const body = el("tbody", {});
    const build = (rows) => {
      const kept = new Set(rows);
      const made = new Map();
      for (const row of rows) {
        const tr = el("tr", { data: { row: row + 1 } });
        for (let col = 0; col < sheet.cols; col += 1) {
          const place = row * sheet.cols + col;
          const cell = covered[place];
          if (cell && made.has(cell)) { cells.set([number, row + 1, col + 1].join("."), made.get(cell)); continue; }
          const td = el("td", { data: { at: [number, row + 1, col + 1].join(".") } });
          if (cell) {
            const [top, , span, cols, text, use] = cell;
            let rows = 0;
            for (let r = Math.max(top, row); r < top + span && kept.has(r); r += 1) rows += 1;
            if (rows > 1) td.rowSpan = rows;
            if (cols > 1) td.colSpan = cols;
            if (use) { td.classList.add("u-" + KINDS[use[0]]); td.title = describe(use); }
            if (text) td.append(ingest.dataText(text));
            made.set(cell, td);
          }
          const hidden = under.get(place);
          if (hidden) td.append(el("span", { class: "under", title: t("use.under") }, ingest.dataText(hidden)));
          cells.set([number, row + 1, col + 1].join("."), td);
          tr.append(td);
        }
        body.append(tr);
      }
    };
    build(own.isWhole ? all : all.slice(0, MOST_ROWS));
    const rest = own.isWhole ? 0 : all.length - MOST_ROWS;
    const more = rest > 0 ? el("button", { type: "button", class: "quiet", text: t("sheet.more", { n: rest }),
      onclick: () => { own.isWhole = true; window.dispatchEvent(new Event("hashchange")); } }) : null;
    const caption = sheet.sheet ? t("sheet.sheet", { name: sheet.sheet }) : t("sheet.table", { n: number });
    const notes = [
      sheet.parent ? t("sheet.nested", { table: sheet.parent[0], row: sheet.parent[1] + 1, col: sheet.parent[2] + 1 }) : "",
      sheet.inferred ? t("sheet.inferred") : "",
      sheet.cut ? t("sheet.cut", { n: sheet.cut }) : "",
      part ? t("sheet.part") : ""].filter(Boolean);
    return el("figure", { class: "sheet" },
      el("figcaption", {}, el("b", {}, ingest.dataText(caption)), notes.length ? el("span", { class: "dim", text: "  " + notes.join("  ·  ") }) : null),
      el("div", { class: "scroll" }, el("table", { class: "grid", "aria-label": caption }, body)), more);
  }

  function legend() {
    const sign = (kind) => el("li", {}, el("span", { class: "swatch u-" + kind, "aria-hidden": "true" }), t("use." + kind));
    return el("ul", { class: "legend uses", "aria-label": t("legend") }, ["label", "field", "row", "reported"].map(sign));
  }

  /* Text of the document between its tables. */
  function paragraph(text) {
    return el("p", { class: "prose" }, ingest.dataText(text));
  }

  /* `isWhole`: once somebody wants all rows of a table, those of every table are drawn. */
  const own = { isWhole: false, parts, items, table, legend, paragraph };
  return own;
})();
