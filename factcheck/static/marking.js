"use strict";

// Words of the copy selected by mouse, by finger or by keyboard, and what is done with them and with the marks on them.
(() => {
  const bar = document.getElementById("chosen");
  const page = document.querySelector("body.proof");
  if (!page) return;
  const byId = (id) => document.getElementById(id);
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
  const trouble = (words) => document.dispatchEvent(new CustomEvent("proof:trouble", { detail: words }));
  const short = (words, most = 70) => (words.length > most ? `${words.slice(0, most - 1)}…` : words);
  const points = (words) => [...words].length; // the server counts code points, the browser code units

  // Offsets into a block's copy, in code units

  function textNodes(copy) {
    const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    const found = [];
    let at = 0;
    while (walker.nextNode()) {
      found.push({ node: walker.currentNode, from: at, to: at + walker.currentNode.length });
      at += walker.currentNode.length;
    }
    return found;
  }

  function offsetIn(copy, container, offset) {
    const range = document.createRange();
    range.selectNodeContents(copy);
    range.setEnd(container, offset);
    return range.toString().length;
  }

  function rangeOf(copy, from, to) {
    const nodes = textNodes(copy);
    const first = nodes.find((one) => from < one.to) || nodes.at(-1);
    const last = nodes.find((one) => to <= one.to) || nodes.at(-1);
    const range = document.createRange();
    range.setStart(first.node, from - first.from);
    range.setEnd(last.node, to - last.from);
    return range;
  }

  function selected() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const begun = range.startContainer;
    const copy = (begun.nodeType === Node.TEXT_NODE ? begun.parentElement : begun).closest(".block > .copy");
    if (!copy) return null;
    const from = offsetIn(copy, begun, range.startOffset);
    const to = copy.contains(range.endContainer) ? offsetIn(copy, range.endContainer, range.endOffset) : copy.textContent.length;
    return copy.textContent.slice(from, to).trim() ? { copy, from, to } : null;
  }

  const startOf = ({ copy, from }) => Number(copy.dataset.start) + points(copy.textContent.slice(0, from));
  const endOf = (place) => startOf({ copy: place.copy, from: place.to });

  // A mark's place in the proof, as this page shows it.
  function extent(name) {
    const runs = document.querySelectorAll(`[data-k~="${CSS.escape(name)}"]`);
    if (!runs.length) return null;
    const place = (run, end) => {
      const copy = run.closest(".copy");
      const range = document.createRange();
      range.selectNodeContents(run);
      return startOf({ copy, from: offsetIn(copy, end ? range.endContainer : range.startContainer, end ? range.endOffset : range.startOffset) });
    };
    return { start: place(runs[0], false), end: place(runs[runs.length - 1], true), words: [...runs].map((run) => run.textContent).join("") };
  }

  // Acts

  async function post(url, fields) {
    if (!fields.has("csrfmiddlewaretoken")) fields.set("csrfmiddlewaretoken", token());
    document.getElementById("trouble")?.remove();
    try {
      const answer = await fetch(url, { method: "POST", body: fields, headers: { "HX-Request": "true" } });
      if (answer.status === 403) trouble("You may not do this.");
      else if (!(answer.headers.get("Content-Type") || "").includes("json")) trouble("That did not work. Load the page again.");
      else {
        const told = await answer.json();
        if (told.refused) trouble(told.refused);
        else done(told);
      }
    } catch {
      trouble("The server is out of reach. Nothing was changed.");
    }
    document.dispatchEvent(new Event("proof:look"));
  }

  function done(told) {
    leave();
    byId("trouble")?.remove();
    const place = byId("said");
    place.querySelector("[data-done]")?.remove();
    const line = document.createElement("p");
    line.dataset.done = "";
    line.append(`${told.said} `);
    if (told.undo) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.dataset.undo = "";
      button.textContent = "Undo";
      button.addEventListener("click", () => {
        const fields = new FormData();
        for (const [name, value] of Object.entries(told.fields)) fields.set(name, value);
        line.remove();
        post(told.undo, fields);
      });
      line.append(button);
    }
    place.append(line);
  }

  const root = () => bar?.querySelector("[data-marks]").dataset.marks;
  const mayTakeOff = () => bar?.querySelector("[data-marks]").hasAttribute("data-may");

  function actOn(name, what, more = {}) {
    const place = extent(name);
    if (!root() || !place) return;
    const fields = new FormData();
    fields.set("seen_start", place.start);
    fields.set("seen_end", place.end);
    for (const [key, value] of Object.entries(more)) fields.set(key, value);
    post(`${root()}${name.replace("-", "/")}/${what}/`, fields);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-in-place]") || !byId("said")) return;
    event.preventDefault();
    const to = event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : form.action;
    const fields = new FormData(form);
    const name = form.closest("details.note")?.id;
    const place = name && extent(name);
    if (place && form.action.includes(`/${name.replace("-", "/")}/`)) {
      fields.set("seen_start", place.start);
      fields.set("seen_end", place.end);
    }
    post(to, fields);
  });

  // The bar of what can be done with the words selected

  let chosen = null;

  function show(place) {
    if (!bar) return;
    chosen = place;
    const words = place.copy.textContent.slice(place.from, place.to);
    bar.querySelector("[data-words]").textContent = `“${short(words)}”`;
    const form = bar.querySelector("form");
    form.elements.words.value = words;
    form.elements.start.value = startOf(place);
    list(place);
    bar.hidden = false;
  }

  function leave() {
    if (bar) bar.hidden = true;
    chosen = null;
    caret = null;
  }

  function under(place) {
    const names = new Set();
    for (const { node, from, to } of textNodes(place.copy)) {
      const run = node.parentElement.closest("[data-k]");
      if (run && from < place.to && to > place.from) run.dataset.k.split(" ").forEach((name) => names.add(name));
    }
    return [...names].slice(0, 8);
  }

  function button(words, act, label) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "quiet";
    made.textContent = words;
    if (label) made.setAttribute("aria-label", `${words}: ${label}`);
    made.addEventListener("click", act);
    return made;
  }

  function list(place) {
    const rows = bar.querySelector("[data-marks]");
    rows.replaceChildren();
    if (!mayTakeOff()) return;
    const start = startOf(place);
    const end = endOf(place);
    for (const name of under(place)) {
      const kind = name.split("-")[0];
      const mark = extent(name);
      if (!mark || kind === "accusation") continue;
      const what = `${kind === "tk" ? "TK" : kind} “${short(mark.words, 50)}”`;
      const row = document.createElement("li");
      row.append(`On ${what}: `);
      const acts = [];
      const next = place.copy.textContent.slice(place.from).trim().split(/\s/)[0];
      if ((kind === "claim" || kind === "fact") && mark.start < start && start < mark.end) acts.push(button(`Split before “${next}”`, () => actOn(name, "split", { start }), what));
      if (mark.start !== start || mark.end !== end) acts.push(button("Give it these words", () => actOn(name, "reshape", { start, end }), what));
      if (document.querySelector(`.sug[data-k~="${CSS.escape(name)}"]`)) acts.push(button("Accept", () => actOn(name, "accept"), what));
      acts.push(button("Throw out", () => actOn(name, "throw-out"), what));
      acts.forEach((one) => row.append(one, " "));
      rows.append(row);
    }
  }

  let inBar = false;
  document.addEventListener("pointerdown", (event) => { inBar = Boolean(bar && bar.contains(event.target)); });
  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const place = selected();
      if (place) show(place);
      else if (bar && !bar.hidden && !inBar && !bar.contains(document.activeElement)) leave();
    }, 150);
  });

  function ofFact() {
    const form = bar.querySelector("form");
    bar.querySelector("[data-of-fact]").hidden = form.elements.kind.value !== "fact";
  }
  bar?.querySelector("form").elements.kind.addEventListener("change", ofFact);
  bar?.querySelector("[data-leave]").addEventListener("click", () => { getSelection().removeAllRanges(); leave(); });

  function choose() {
    const place = selected() || chosen;
    if (!bar || !place) { byId("mark-words")?.focus(); return; }
    show(place);
    ofFact();
    bar.querySelector("select").focus();
  }

  // Words selected by keyboard: one word at a time, so that what is selected is always seen

  let caret = null; // {copy, words: [[from, to], …], anchor, focus}

  const wordsOf = (copy) => [...copy.textContent.matchAll(/\S+/g)].map((one) => [one.index, one.index + one[0].length]);

  function startCaret() {
    const note = document.querySelector("details.note.here");
    const run = note && (document.querySelector(`[data-k~="${CSS.escape(note.id)}"]`) || document.querySelector(`[data-to="${CSS.escape(note.id)}"]`));
    const inView = [...document.querySelectorAll(".block > .copy")].find((copy) => copy.getBoundingClientRect().bottom > 80 && copy.textContent.trim());
    const copy = run ? run.closest(".copy") : inView;
    if (!copy) return;
    const words = wordsOf(copy);
    const begun = run ? offsetIn(copy, run, 0) : 0;
    const at = Math.max(words.findIndex(([, to]) => to > begun), 0);
    caret = { copy, words, anchor: at, focus: at };
    showCaret();
  }

  function showCaret() {
    const [first, last] = [caret.anchor, caret.focus].sort((a, b) => a - b);
    const range = rangeOf(caret.copy, caret.words[first][0], caret.words[last][1]);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    const at = rangeOf(caret.copy, ...caret.words[caret.focus]).getBoundingClientRect();
    if (at.top < 90 || at.bottom > innerHeight - 200) scrollBy({ top: at.top - innerHeight / 3 });
  }

  function moveBy(steps, extend) {
    const to = caret.focus + steps;
    if (!extend && (to < 0 || to >= caret.words.length)) { toBlock(Math.sign(steps)); return; }
    caret.focus = Math.min(Math.max(to, 0), caret.words.length - 1);
    if (!extend) caret.anchor = caret.focus;
    showCaret();
  }

  function toBlock(by) {
    const all = [...document.querySelectorAll(".block > .copy")].filter((copy) => copy.textContent.trim());
    const copy = all[all.indexOf(caret.copy) + by];
    if (!copy) return;
    const words = wordsOf(copy);
    const at = by > 0 ? 0 : words.length - 1;
    caret = { copy, words, anchor: at, focus: at };
    showCaret();
  }

  // The word nearest below or above.
  function moveLine(by, extend) {
    const box = (n) => rangeOf(caret.copy, ...caret.words[n]).getBoundingClientRect();
    const now = box(caret.focus);
    let best = -1;
    let line = null;
    for (let n = caret.focus + by; n >= 0 && n < caret.words.length; n += by) {
      const one = box(n);
      if (Math.abs(one.top - now.top) < now.height / 2) continue;
      if (line !== null && Math.abs(one.top - line) > now.height / 2) break;
      line = one.top;
      if (best < 0 || Math.abs(one.left - now.left) < Math.abs(box(best).left - now.left)) best = n;
    }
    moveBy(best < 0 ? (by > 0 ? caret.words.length : -caret.words.length) : best - caret.focus, extend);
  }

  const moves = {
    ArrowRight: (extend) => moveBy(1, extend),
    ArrowLeft: (extend) => moveBy(-1, extend),
    ArrowDown: (extend) => moveLine(1, extend),
    ArrowUp: (extend) => moveLine(-1, extend),
  };

  function onNote(what) {
    const name = document.querySelector("details.note.here")?.id;
    if (name && !name.startsWith("facts-") && mayTakeOff()) actOn(name, what);
  }

  const keys = { w: startCaret, m: choose, a: () => onNote("accept"), x: () => onNote("throw-out") };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select");
    if (event.key === "Escape" && bar && !bar.hidden) {
      getSelection().removeAllRanges();
      leave();
      document.querySelector("details.note.here > summary")?.focus();
      event.preventDefault();
    } else if (caret && !typing && moves[event.key]) {
      event.preventDefault();
      moves[event.key](event.shiftKey);
    } else if (caret && !typing && event.key === "Enter" && !bar?.contains(event.target)) {
      event.preventDefault();
      choose();
    } else if (!typing && keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  // The words typed by hand are not those selected any more.
  document.addEventListener("input", (event) => {
    if (event.target.matches("#mark-words")) event.target.form.elements.start.value = "";
  });

  // When a colleague's act puts a block anew, the words selected in it stay selected.
  window.proofWords = {
    keep(copy) {
      const place = selected();
      return place && place.copy === copy ? { from: place.from, to: place.to } : null;
    },
    give(copy, { from, to }) {
      if (caret) caret = { ...caret, copy, words: wordsOf(copy) };
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(rangeOf(copy, from, to));
    },
  };
})();
