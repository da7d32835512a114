"use strict";

// The proof by keyboard, its notes, and what colleagues do meanwhile. Everything here can also be done without it.
(() => {
  const page = document.querySelector("body.proof");
  if (!page) return;
  const EVERY = 3000; // milliseconds between two looks at what has changed
  const sheet = document.querySelector(".sheet[data-live]");
  const byId = (id) => document.getElementById(id);
  const notes = () => [...document.querySelectorAll("details.note")];
  const here = () => document.querySelector("details.note.here");
  const inCopy = (name) => document.querySelectorAll(`[data-k~="${CSS.escape(name)}"]`);
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

  // Going about

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

  function stepOpen(by) {
    const all = by > 0 ? notes() : notes().reverse();
    const at = all.indexOf(here());
    go([...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))].find((note) => note.hasAttribute("data-open")));
  }

  // A note's inside is fetched when the note is opened.
  const address = (note) => note.dataset.url || note.querySelector(".inside > a")?.getAttribute("href");

  function load(note) {
    const url = address(note);
    if (!url) return;
    note.dataset.url = url;
    htmx.ajax("GET", url, { target: note.querySelector(".inside"), swap: "innerHTML" });
  }

  document.addEventListener("toggle", (event) => {
    const note = event.target;
    if (note.matches("details.note") && note.open && !note.dataset.url) load(note);
  }, true);

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
    const last = document.querySelector("#said [data-undo]");
    if (last) last.click();
    else within((card) => card.querySelector("[data-undo]")?.focus());
  }

  let from = null; // where the keyboard stood before the list of keys
  function help() {
    const list = byId("keys");
    if (!list) return;
    const shown = list.classList.toggle("shown");
    if (shown) from = document.activeElement;
    if (shown) list.focus();
    else from?.focus();
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    n: () => stepOpen(1),
    p: () => stepOpen(-1),
    t: tickNext,
    v: () => toPart("verdict", "select"),
    e: () => toPart("evidence", "a, button, summary"),
    q: () => toPart("query", "textarea"),
    c: () => toPart("checklist", "summary, button"),
    r: () => toPart("keep", "select"),
    u: undo,
    g: () => byId("gate")?.scrollIntoView(),
    "?": help,
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (byId("keys")?.classList.contains("shown")) help();
      else if (event.target.closest("details.note")) go(event.target.closest("details.note"));
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
    go(byId(words.dataset.to), true);
  });

  document.addEventListener("focusin", (event) => {
    const note = event.target.closest("details.note");
    if (note && !note.classList.contains("here")) light(note);
  });

  // A link to a note, or to a fact within one, opens it.
  function follow() {
    const name = decodeURIComponent(location.hash.slice(1));
    const target = name && byId(name);
    if (!target) return;
    if (target.matches("details.note")) go(target, true);
    else if (target.dataset.to) go(byId(target.dataset.to), true);
  }
  addEventListener("hashchange", follow);
  addEventListener("load", follow);

  // Each note beside its line, where the margin has room

  const wide = matchMedia("(min-width: 60.01rem)");

  function align(block) {
    const rows = [...block.querySelectorAll(".notes > details")].map((note) => ({ note, ref: byId(`at-${note.id}`) }));
    rows.forEach(({ note }) => { note.style.marginTop = ""; });
    if (!wide.matches) return;
    const top = block.getBoundingClientRect().top;
    const places = rows.map(({ note, ref }) => ({
      note, height: note.offsetHeight, at: note.getBoundingClientRect().top - top,
      wanted: ref ? ref.getBoundingClientRect().top - top : 0,
    }));
    let pushed = 0;
    for (const { note, at, wanted } of places) {
      const gap = wanted - at - pushed;
      if (gap < 4) continue;
      note.style.marginTop = `${gap}px`;
      pushed += gap;
    }
  }

  const watcher = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      align(target);
    }
  }, { rootMargin: "800px" });
  document.querySelectorAll(".block").forEach((block) => watcher.observe(block));
  wide.addEventListener("change", () => document.querySelectorAll(".block").forEach((block) => watcher.observe(block)));

  // What others do

  function typed(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(first, 0);
  }

  // Whether someone is at work in it: it is not to be changed under their hands.
  function inUse(root) {
    if (root.querySelector(".card > .refused")) return true;
    const fields = [...root.querySelectorAll("input:not([type=hidden]), textarea, select")];
    return fields.some((field) => field === document.activeElement || typed(field));
  }

  const parse = (html) => { const made = document.createElement("template"); made.innerHTML = html; return made.content; };

  function putNotes(block, fresh) {
    const old = block.querySelector(":scope > .notes");
    const made = fresh.querySelector(".notes");
    if (!old || !made || !old.matches("div") || !made.matches("div")) {
      if (old && inUse(old)) return;
      old?.remove();
      if (made) block.append(made);
      return;
    }
    const wanted = [...made.children];
    for (const note of [...old.children]) {
      if (!wanted.some((one) => one.id === note.id) && !inUse(note)) note.remove();
    }
    let after = null;
    for (const one of wanted) {
      const kept = byId(one.id);
      const note = kept && old.contains(kept) ? kept : one;
      if (note !== one) {
        const lines = [note.querySelector("summary"), one.querySelector("summary")];
        if (lines[0].innerHTML !== lines[1].innerHTML) lines[0].innerHTML = lines[1].innerHTML;
        note.toggleAttribute("data-open", one.hasAttribute("data-open"));
      }
      const place = after ? after.nextElementSibling : old.firstElementChild;
      if (place !== note) old.insertBefore(note, place);
      after = note;
    }
  }

  function putBlock(n, [sig, html]) {
    const block = sheet.querySelectorAll(":scope > .block")[n];
    if (!block) return;
    const fresh = parse(html);
    const copy = block.querySelector(".copy");
    const chosen = window.proofWords?.keep(copy);
    const words = fresh.querySelector(".copy");
    copy.replaceWith(words);
    putNotes(block, fresh);
    block.dataset.sig = sig;
    align(block);
    if (chosen) window.proofWords.give(words, chosen);
  }

  const had = {}; // each part's HTML as last put, but for the token, which is new each time
  const plain = (html) => html.replace(/name="csrfmiddlewaretoken" value="\w+"/g, "");

  function putPart(id, html) {
    const old = byId(id);
    if (!old || had[id] === plain(html)) return;
    const fresh = parse(html).querySelector(`#${id}`);
    if (id === "query-list") putQueries(old, fresh);
    else if (inUse(old)) return;
    else {
      const open = [...old.querySelectorAll("details[open] > summary")].map((one) => one.textContent);
      fresh.querySelectorAll("details > summary").forEach((one) => { one.parentElement.open = open.includes(one.textContent); });
      old.replaceWith(fresh);
      htmx.process(fresh);
    }
    had[id] = plain(html);
  }

  function putQueries(old, fresh) {
    const busy = new Map([...old.children].filter((one) => one.id && inUse(one)).map((one) => [one.id, one]));
    for (const one of [...old.children]) if (!busy.has(one.id)) one.remove();
    let after = null;
    for (const one of [...fresh.children]) {
      const kept = busy.get(one.id);
      if (kept) { busy.delete(one.id); after = kept; continue; }
      if (after) after.after(one);
      else old.prepend(one);
      after = one;
    }
    htmx.process(old);
  }

  function tell(lines) {
    const place = byId("said");
    if (!place || !lines.length) return;
    let told = place.querySelector("[data-news]");
    if (!told) {
      told = document.createElement("p");
      told.dataset.news = "";
      place.prepend(told);
    }
    told.textContent = lines.join(" · ");
  }

  let looking = false;
  let again = false;
  async function look() {
    if (!sheet) return;
    if (looking) { again = true; return; }
    looking = true;
    try {
      const given = new FormData();
      given.set("since", sheet.dataset.since);
      given.set("proof", sheet.dataset.proof);
      given.set("blocks", [...sheet.querySelectorAll(":scope > .block")].map((block) => block.dataset.sig).join(","));
      if ("all" in sheet.dataset) given.set("all", "1");
      const answer = await fetch(sheet.dataset.live, { method: "POST", body: given, headers: { "X-CSRFToken": token() } });
      if (answer.status === 200) put(await answer.json());
      else if (answer.status !== 204) say(answer.redirected ? "You are signed out. Sign in again in another window." : "What colleagues do is not shown: load the page again.", true);
      if (answer.ok) document.querySelector("#trouble[data-look]")?.remove();
    } catch {
      say("The server is out of reach. What you typed is still here.", true);
    } finally {
      looking = false;
      if (again) { again = false; look(); }
    }
  }

  function put(told) {
    sheet.dataset.since = told.since;
    const keyboard = document.activeElement;
    const note = keyboard?.closest("details.note");
    for (const [n, block] of Object.entries(told.blocks)) putBlock(Number(n), block);
    for (const [id, html] of Object.entries(told.parts)) putPart(id, html);
    light(here());
    if (note && !note.contains(document.activeElement) && note.isConnected) keyboard.focus({ preventScroll: true });
    tell(told.news);
    if (!told.news.length) return;
    for (const open of document.querySelectorAll("details.note[open]")) if (open.dataset.url && !inUse(open)) load(open);
  }

  setInterval(() => { if (!document.hidden) look(); }, EVERY);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  document.addEventListener("proof:look", look);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.requestConfig?.verb === "post") look();
  });

  // Once a note has been answered in place, the keyboard stands on it again; a refusal is read out.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (document.activeElement !== document.body) return;
    const given = event.detail.requestConfig?.parameters;
    const note = given?.get && given.get("card") ? byId(given.get("card")) : null;
    const refused = note && note.querySelector(".card > .refused");
    if (refused) refused.focus();
    else if (note) go(note);
  });

  document.addEventListener("htmx:responseError", (event) => say(event.detail.xhr.status === 403 ? "You may not do this." : "That did not work. Load the page again."));
  document.addEventListener("htmx:beforeRequest", () => byId("trouble")?.remove());
  document.addEventListener("htmx:sendError", () => say("The server is out of reach. What you typed is still here."));
  document.addEventListener("proof:trouble", (event) => say(event.detail));

  // What an act was refused for stays: only what looking for news had to say is changed by looking again.
  function say(words, news = false) {
    let place = byId("trouble");
    if (news && place && !place.hasAttribute("data-look")) return;
    if (!place) {
      place = document.createElement("p");
      place.id = "trouble";
      place.className = "refused";
      place.setAttribute("role", "alert");
      (byId("said") || document.querySelector("main")).prepend(place);
    }
    place.textContent = words;
    place.toggleAttribute("data-look", news);
  }
})();
