"use strict";
/* The ground of the page: data as it comes, words, elements. Text from documents is set as text, never as markup. */

const ingest = (() => {
  const policy = window.trustedTypes
    ? window.trustedTypes.createPolicy("ingest", {
        createScriptURL: (url) => {
          if (!/^data\/(files|documents)-[0-9]+\.js$/.test(url)) throw new TypeError("no data file: " + url);
          return url;
        },
      })
    : null;
  const SVG = "http://www.w3.org/2000/svg";
  const RANK = { error: 0, warning: 1, info: 2 };
  const said = { en: {}, zh: {} };
  const documents = new Map();
  const loading = new Map();
  const waiting = [];

  const own = {
    overview: null,
    files: [],
    entries: [],
    isComplete: false,
    lang: "en",
    RANK,

    /* What the data files call. */
    words: (_, words) => Object.assign(said, words),
    run: (_, data) => { own.overview = data; },
    file: (number, file) => take(number, file),
    document: (number, data) => { documents.set(number, data); },

    t, title, el, svg, count, note, load, documentOf, find, onFiles, remember, remembered, dataText,
  };

  /* A word of the page, with values in {braces}. */
  function t(key, values) {
    const words = said[own.lang] || said.en;
    let text = Object.hasOwn(words, key) ? words[key] : key;
    for (const [name, value] of Object.entries(values || {})) text = text.split("{" + name + "}").join(String(value));
    return text;
  }

  /* A word for a name in the data: a form type, a status; the name itself where there is none. */
  function title(kind, name) {
    const key = kind + "." + name;
    const word = t(key);
    return word === key ? name : word;
  }

  function count(n, key) {
    return t(n === 1 ? key + ".one" : key + ".many", { n: n.toLocaleString(own.lang === "zh" ? "zh-CN" : "en") });
  }

  function fill(node, props, children) {
    for (const [name, value] of Object.entries(props || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (name === "text") node.textContent = value;
      else if (name === "class") node.setAttribute("class", value);
      else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (name === "data") Object.assign(node.dataset, value);
      else node.setAttribute(name, value === true ? "" : value);
    }
    for (const child of children.flat(Infinity)) {
      if (child === null || child === undefined || child === false || child === "") continue;
      node.append(child);
    }
    return node;
  }

  function el(tag, props, ...children) {
    return fill(document.createElement(tag), props, children);
  }

  function svg(tag, props, ...children) {
    return fill(document.createElementNS(SVG, tag), props, children);
  }

  /* Text from a document, kept apart from the writing direction around it. */
  function dataText(text, kind) {
    return el("bdi", { class: kind, text });
  }

  /* Says something to who cannot see the page. */
  function note(text) {
    document.getElementById("told").textContent = text;
  }

  function load(name) {
    if (loading.has(name)) return loading.get(name);
    const url = "data/" + name + ".js";
    const promise = new Promise((resolve, reject) => {
      const script = el("script", { onload: () => { script.remove(); resolve(); } });
      script.addEventListener("error", () => { script.remove(); loading.delete(name); reject(new Error(url)); });
      script.src = policy ? policy.createScriptURL(url) : url;
      document.head.append(script);
    });
    loading.set(name, promise);
    return promise;
  }

  /* A file whole. Few stay in memory: packs are loaded again when they are wanted again. */
  async function documentOf(file) {
    if (!file.pack) return null;
    if (!documents.has(file.number)) {
      const name = "documents-" + file.pack;
      if (documents.size > 2000) {
        documents.clear();
        for (const known of [...loading.keys()]) if (known.startsWith("documents-")) loading.delete(known);
      }
      await load(name);
    }
    return documents.get(file.number) || null;
  }

  function severities(found) {
    const counts = [0, 0, 0];
    for (const [code, n] of found) counts[RANK[own.overview.codes[code].severity]] += n;
    return counts;
  }

  function entry(file, form, found) {
    const parts = form ? [form.department, form.project, form.title, form.region, form.id] : [];
    return {
      file, form, found, number: own.entries.length,
      counts: severities(found),
      codes: new Set(found.map(([code]) => own.overview.codes[code].id)),
      department: form ? form.code || form.department.trim() : null,
      text: [file.name, ...parts].join("\n").toLowerCase(),
    };
  }

  function take(number, file) {
    file.number = number;
    own.files[number] = file;
    if (!file.forms.length) own.entries.push(entry(file, null, file.found));
    file.forms.forEach((form, at) => {
      own.entries.push(entry(file, form, at === 0 ? form.found.concat(file.found) : form.found));
    });
  }

  /* Calls back when more of the list is there. */
  function onFiles(call) {
    waiting.push(call);
  }

  own.loadFiles = async () => {
    for (let chunk = 1; chunk <= own.overview.chunks; chunk += 1) {
      await load("files-" + chunk);
      own.isComplete = chunk === own.overview.chunks;
      waiting.forEach((call) => call());
    }
    own.isComplete = true;
    waiting.forEach((call) => call());
  };

  /* The first entry for which the test holds, once it is there; null where there is none. */
  function find(test) {
    return new Promise((resolve) => {
      let done = false;
      const look = () => {
        if (done) return;
        const found = own.entries.find(test);
        if (found || own.isComplete) { done = true; resolve(found || null); }
      };
      look();
      if (!done) onFiles(look);
    });
  }

  function remember(name, value) {
    try { localStorage.setItem("ingest." + name, value); } catch { /* a page from the disk may not */ }
  }

  function remembered(name) {
    try { return localStorage.getItem("ingest." + name); } catch { return null; }
  }

  return own;
})();
