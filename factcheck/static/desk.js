"use strict";

// The proof by keyboard, and the marks' states kept in step. Everything here can also be done without it.
(() => {
  const page = document.querySelector("body.proof");
  if (!page) return;
  const notes = () => [...document.querySelectorAll("details.note")];
  const here = () => document.querySelector("details.note.here");

  const inCopy = (name) => document.querySelectorAll(`[data-k~="${CSS.escape(name)}"]`);

  function light(note) {
    document.querySelectorAll(".here, .here-in-copy").forEach((one) => one.classList.remove("here", "here-in-copy"));
    if (!note) return;
    note.classList.add("here");
    inCopy(note.id).forEach((one) => one.classList.add("here-in-copy"));
  }

  function go(note, open = false) {
    if (!note) return;
    light(note);
    if (open) note.open = true;
    note.querySelector("summary").focus({ preventScroll: true });
    note.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = notes();
    const at = all.indexOf(here());
    go(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
  }

  function nextOpen() {
    const all = notes();
    const at = all.indexOf(here());
    go([...all.slice(at + 1), ...all.slice(0, at + 1)].find((note) => note.hasAttribute("data-open")));
  }

  // Do `act` on the inside of the note one stands on, which may still have to be fetched.
  function within(act) {
    const root = here() || document.querySelector("body.one-note main");
    if (!root) return;
    const inside = root.querySelector(".card");
    if (inside) { act(inside); return; }
    root.addEventListener("htmx:afterSettle", () => { const card = root.querySelector(".card"); if (card) act(card); }, { once: true });
    if (root.open === false) root.open = true;
  }

  function toPart(name, field) {
    within((card) => {
      const part = card.querySelector(`[data-part="${name}"]`);
      if (!part) return;
      if (part.tagName === "DETAILS") part.open = true;
      (part.querySelector(field) || part).focus();
    });
  }

  function tickNext() {
    within((card) => {
      const fact = card.querySelector(".fact[data-open]") || card.querySelector(".fact");
      const form = fact && fact.querySelector("details[data-tick]");
      if (!form) return;
      form.open = true;
      form.querySelector("input[name=source]").focus();
    });
  }

  function undo() {
    within((card) => {
      const button = card.querySelector("[data-undo]");
      if (button) button.focus();
    });
  }

  // Where the selection begins, in code points of the copy, as the server counts.
  function selected() {
    const selection = getSelection();
    if (selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const from = range.startContainer.parentElement;
    const block = from && from.closest(".copy[data-start]");
    if (!block || !block.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(block);
    before.setEnd(range.startContainer, range.startOffset);
    return { words: range.toString(), start: Number(block.dataset.start) + [...before.toString()].length };
  }

  function markByHand() {
    const form = document.querySelector("#mark form");
    if (!form) return;
    const chosen = selected();
    if (chosen) {
      form.elements.words.value = chosen.words;
      form.elements.start.value = chosen.start;
    }
    form.elements[chosen ? "kind" : "words"].focus();
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    n: nextOpen,
    t: tickNext,
    v: () => toPart("verdict", "select"),
    e: () => toPart("evidence", "a, button, summary"),
    q: () => toPart("query", "textarea"),
    u: undo,
    m: markByHand,
    "?": () => { const list = document.querySelector("#keys"); if (list) { list.tabIndex = -1; list.focus(); list.scrollIntoView(); } },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target.closest(".card")) {
      const note = event.target.closest("details.note");
      if (note) go(note);
      return;
    }
    if (event.target.closest("input, textarea, select")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", (event) => {
    const words = event.target.closest("[data-to]");
    if (!words || !getSelection().isCollapsed) return;
    go(document.getElementById(words.dataset.to), true);
  });

  document.addEventListener("focusin", (event) => {
    const note = event.target.closest("details.note");
    if (note && !note.classList.contains("here")) light(note);
  });

  // A link to a note, or to a fact within one, opens it.
  function follow() {
    const name = decodeURIComponent(location.hash.slice(1));
    const target = name && document.getElementById(name);
    if (!target) return;
    if (target.matches("details.note")) go(target, true);
    else if (target.dataset.to) go(document.getElementById(target.dataset.to), true);
  }
  addEventListener("hashchange", follow);
  addEventListener("load", follow);

  // The words typed by hand are not those selected any more.
  document.addEventListener("input", (event) => {
    if (event.target.matches("#mark-words")) event.target.form.elements.start.value = "";
  });

  const letters = { claim: "c", quote: "q", fact: "f" };

  function show(name, tone, word) {
    document.querySelectorAll(`[data-state-of="${CSS.escape(name)}"]`).forEach((one) => {
      one.className = `state ${tone}`;
      one.textContent = word;
    });
    const letter = letters[name.split("-")[0]];
    if (!letter) return;
    inCopy(name).forEach((one) => {
      one.classList.remove(`${letter}-red`, `${letter}-blue`, `${letter}-green`);
      if (tone) one.classList.add(`${letter}-${tone}`);
    });
  }

  document.addEventListener("htmx:afterSettle", () => {
    const live = document.getElementById("live");
    if (live && live.dataset.states) {
      for (const [name, [tone, word, open]] of Object.entries(JSON.parse(live.dataset.states))) {
        show(name, tone, word);
        const note = document.getElementById(name);
        if (note && note.matches("details.note")) note.toggleAttribute("data-open", open);
      }
      live.removeAttribute("data-states");
    }
  });

  // Once a note has been answered in place, the keyboard stands on it again; a refusal is read out.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (document.activeElement !== document.body) return;
    const name = event.detail.requestConfig && event.detail.requestConfig.parameters && event.detail.requestConfig.parameters.get
      ? event.detail.requestConfig.parameters.get("card") : null;
    const note = name && document.getElementById(name);
    const refused = note && note.querySelector(".card > .refused");
    if (refused) refused.focus();
    else if (note) go(note);
  });

  document.addEventListener("htmx:responseError", (event) => say(event.detail.xhr.status === 403 ? "You may not do this." : "That did not work. Load the page again."));
  document.addEventListener("htmx:sendError", () => say("The server is out of reach. What you typed is still here."));

  function say(words) {
    let place = document.getElementById("trouble");
    if (!place) {
      place = document.createElement("p");
      place.id = "trouble";
      place.className = "refused";
      place.setAttribute("role", "alert");
      document.querySelector("main").prepend(place);
    }
    place.textContent = words;
  }
})();
