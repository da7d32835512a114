// What is done with selected words, and with the marks on them.
import { byId, closest, csrfToken, find, findAll, isPlainKey, quietButton } from "./dom.js";
import { dropCaret, hasCaret, moveCaret, startCaret } from "./caret.js";
import { clearTrouble, sayTrouble } from "./proof_messages.js";
import { here, open, rowOf } from "./proof_items.js";
import { extentOf, inProof, marksUnder, selectNothing, selected, textOf } from "./selection.js";
import { gettext, interpolate } from "./translation.js";
import { shorten } from "./words.js";

/** @typedef {import("./selection.js").Place} Place */
/** @typedef {{ said: string, at?: string, undo?: string, undone?: boolean, fields?: Record<string, string> }} Done */

const SHOWN = 8; // marks under the selected words
/** @type {Record<string, string>} */
const KINDS = {
  quote: gettext("quote"),
  claim: gettext("claim"),
  fact: gettext("fact"),
  ask: gettext("ask"),
  accusation: gettext("accusation"),
  tk: gettext("TK"),
};
const SETTLED = 150; // milliseconds without a change after which a selection counts

/** The bar of what can be done with the selected words. */
const bar = byId("chosen");
const form = /** @type {HTMLFormElement | null} */ (bar && find(bar, "form"));
const list = bar && find(bar, "[data-marks]");
/** @type {Place | null} */
let chosen = null;

/**
 * Return one of the bar's fields.
 * @param {string} name
 */
const field = (name) => /** @type {HTMLInputElement} */ (form?.elements.namedItem(name));

// Acts

/**
 * @param {string} url
 * @param {FormData} fields
 * @param {HTMLFormElement} [from] the form it was typed into, which is emptied once it is done
 */
async function post(url, fields, from) {
  if (!fields.has("csrfmiddlewaretoken")) fields.set("csrfmiddlewaretoken", csrfToken());
  clearTrouble();
  hideUndo();
  document.dispatchEvent(new CustomEvent("proof:act", { detail: fields })); // the page says what it shows
  let changes;
  try {
    const answer = await fetch(url, { method: "POST", body: fields, headers: { "HX-Request": "true" } });
    changes = await showAnswer(answer);
    if (answer.ok) from?.reset();
  } catch {
    sayTrouble(gettext("The server is out of reach. Nothing was changed."));
  }
  const goOn = changes && from ? afterQuery(from) : null;
  document.dispatchEvent(new CustomEvent("proof:acted", { detail: changes }));
  goOn?.();
}

/**
 * Return what brings the keyboard, once a query of the list is answered or decided, to the next that asks for a hand.
 * @param {HTMLFormElement} from
 */
function afterQuery(from) {
  const query = closest(from, "#query-list > .query");
  if (!query) return null;
  const at = [...query.parentElement?.children || []].indexOf(query);
  const { id } = query;
  // Nobody is at work in it any more: it is shown as it now stands.
  if (document.activeElement instanceof HTMLElement && query.contains(document.activeElement)) {
    document.activeElement.blur();
  }
  return () => {
    const all = findAll(document, "#query-list > .query");
    const now = all.findIndex((one) => one.id === id);
    const rest = all.slice(now < 0 ? at : now + 1);
    const next = rest.map((one) => find(one, "[data-turn]")).find(Boolean);
    (next || find(document, "#queries > summary"))?.focus();
  };
}

/**
 * Say what came of an act; return what it changed on the page.
 * @param {Response} answer
 */
async function showAnswer(answer) {
  const isJson = (answer.headers.get("Content-Type") || "").includes("json");
  if (answer.status === 403) {
    sayTrouble(gettext("You may not do this."));
  } else if (!isJson) {
    sayTrouble(gettext("That did not work. Load the page again."));
  } else {
    const outcome = await answer.json();
    if (outcome.refused) sayTrouble(outcome.refused);
    else showDone(outcome);
    return outcome.changes;
  }
  return null;
}

/** What was done and can be undone, the last at the end. @type {Done[]} */
const done = [];

/** @param {Done} outcome */
function showDone(outcome) {
  leave();
  clearTrouble();
  if (outcome.undo) done.push(outcome);
  showLast(outcome);
  if (outcome.undone) open(rowOf(outcome.at || ""));
}

/** @param {Done | undefined} outcome what is said; what was done before it is offered once it is undone */
function showLast(outcome) {
  const place = byId("said");
  if (!place) return;
  find(place, "[data-done]")?.remove();
  const last = done[done.length - 1];
  if (!outcome && !last) return;
  const line = document.createElement("p");
  line.dataset.done = "";
  line.append(`${(outcome || last).said} `);
  if (last) {
    const what = interpolate(gettext("Undo: %(what)s"), { what: shorten(last.said, 40) });
    const button = quietButton(outcome === last ? gettext("Undo") : what, () => undoLast());
    button.dataset.undo = "";
    line.append(button);
  }
  place.append(line);
}

// While an act is on its way, "Undo" would take back the one before it.
function hideUndo() {
  find(document, "#said [data-done]")?.remove();
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (/** @type {CustomEvent} */ (event).detail.requestConfig?.verb === "post") hideUndo();
});

function undoLast() {
  const last = done.pop();
  if (!last?.undo) return;
  const given = new FormData();
  for (const [name, value] of Object.entries(last.fields || {})) given.set(name, value);
  showLast(undefined);
  post(last.undo, given);
}

const mayRemove = () => Boolean(list?.hasAttribute("data-may"));

/**
 * Do something to a mark, as it is on this page.
 * @param {string} name
 * @param {string} act
 * @param {Record<string, number>} more
 */
function actOn(name, act, more = {}) {
  const root = list?.dataset.marks;
  const extent = extentOf(name);
  if (!root || !extent) return;
  const fields = new FormData();
  const sent = { seen_start: extent.start, seen_end: extent.end, ...more };
  for (const [key, value] of Object.entries(sent)) fields.set(key, String(value));
  post(`${root}${name.replace("-", "/")}/${act}/`, fields);
}

/** @param {SubmitEvent} event */
function submitInPlace(event) {
  const submitted = /** @type {HTMLFormElement} */ (event.target);
  if (!submitted.matches("[data-in-place]") || !byId("said")) return;
  event.preventDefault();
  const button = /** @type {HTMLButtonElement | null} */ (event.submitter);
  const url = button?.hasAttribute("formaction") ? button.formAction : submitted.action;
  const fields = new FormData(submitted);
  const [, kind, pk] = /\/marks\/([a-z]+)\/(\d+)\//.exec(submitted.action) || [];
  const extent = kind ? extentOf(`${kind}-${pk}`) : null;
  if (extent) {
    fields.set("seen_start", String(extent.start));
    fields.set("seen_end", String(extent.end));
  }
  post(url, fields, submitted);
}

// The bar

/** @param {Place} place */
function show(place) {
  if (!bar) return;
  chosen = place;
  const words = textOf(place.copy).slice(place.from, place.to);
  const shown = find(bar, "[data-words]");
  if (shown) shown.textContent = `“${shorten(words)}”`;
  field("words").value = words;
  field("start").value = String(inProof(place.copy, place.from));
  listMarks(place);
  bar.hidden = false;
}

function leave() {
  if (bar) bar.hidden = true;
  chosen = null;
  dropCaret();
}

/** @param {Place} place */
function listMarks(place) {
  list?.replaceChildren();
  if (!mayRemove()) return;
  for (const name of marksUnder(place).slice(0, SHOWN)) {
    const buttons = buttonsFor(name, place);
    if (!buttons.length) continue;
    const row = document.createElement("li");
    row.append(`On ${describe(name)}: `);
    for (const button of buttons) row.append(button, " ");
    list?.append(row);
  }
}

/** @param {string} name */
function describe(name) {
  const kind = name.split("-")[0];
  const words = shorten(extentOf(name)?.words || "", 50);
  return interpolate(gettext("%(kind)s “%(words)s”"), { kind: KINDS[kind] || kind, words });
}

/**
 * Return what can be done with one mark under the selected words; accusations are not changed here.
 * @param {string} name
 * @param {Place} place
 */
function buttonsFor(name, place) {
  const kind = name.split("-")[0];
  const extent = extentOf(name);
  if (!extent || kind === "accusation") return [];
  const about = describe(name);
  const start = inProof(place.copy, place.from);
  const end = inProof(place.copy, place.to);
  const next = textOf(place.copy).slice(place.from).trim().split(/\s/)[0];
  const splits = ["claim", "fact"].includes(kind) && extent.start < start && start < extent.end;
  const differs = extent.start !== start || extent.end !== end;
  const isSuggested = find(document, `.sug[data-k~="${CSS.escape(name)}"]`) !== null;
  /** @type {[boolean, string, () => void][]} */
  const acts = [
    [splits, interpolate(gettext("Split before “%(word)s”"), { word: next }), () => actOn(name, "split", { start })],
    [differs, gettext("Give it these words"), () => actOn(name, "reshape", { start, end })],
    [isSuggested, gettext("Accept"), () => actOn(name, "accept")],
    [true, gettext("Remove"), () => actOn(name, "throw-out")],
  ];
  return acts.filter(([applies]) => applies).map(([, words, act]) => quietButton(words, act, about));
}

/** A fact has a kind of its own to choose; the other marks have none. */
function showKindOfFact() {
  const kinds = bar && find(bar, "[data-of-fact]");
  if (kinds) kinds.hidden = field("kind").value !== "fact";
}

function choose() {
  const place = selected() || chosen;
  if (!bar || !place) {
    byId("mark-words")?.focus();
    return;
  }
  show(place);
  showKindOfFact();
  find(bar, "select")?.focus();
}

function startBar() {
  let inBar = false;
  let waiting = 0;
  document.addEventListener("pointerdown", (event) => {
    inBar = Boolean(bar && event.target instanceof Node && bar.contains(event.target));
  });
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const place = selected();
      const isUsed = inBar || (bar && bar.contains(document.activeElement));
      if (place) show(place);
      else if (bar && !bar.hidden && !isUsed) leave();
    }, SETTLED);
  });
  if (bar) {
    field("kind").addEventListener("change", showKindOfFact);
    find(bar, "[data-leave]")?.addEventListener("click", () => {
      selectNothing();
      leave();
    });
  }
}

// Keys

/** @param {string} act */
function onItem(act) {
  const name = here()?.dataset.key;
  if (name && !name.startsWith("facts-") && mayRemove()) actOn(name, act);
}

/** @type {Record<string, () => void>} */
const KEYS = { w: startCaret, m: choose, a: () => onItem("accept"), x: () => onItem("throw-out") };

function leaveBar() {
  selectNothing();
  leave();
  find(document, ".item.here > a")?.focus({ preventScroll: true });
}

/**
 * Do what a key means; return whether it means anything here.
 * @param {KeyboardEvent} event
 */
function onKey(event) {
  if (event.key === "Escape" && bar && !bar.hidden) {
    leaveBar();
    return true;
  }
  if (!isPlainKey(event)) return false;
  if (moveCaret(event)) return true;
  if (hasCaret() && event.key === "Enter" && !closest(event.target, "#chosen")) {
    choose();
    return true;
  }
  KEYS[event.key]?.();
  return event.key in KEYS;
}

export function startMarking() {
  startBar();
  document.addEventListener("submit", submitInPlace);
  document.addEventListener("proof:done", (event) => showDone(/** @type {CustomEvent} */ (event).detail));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (onKey(event)) event.preventDefault();
  });
  // The words typed by hand are not those selected any more.
  document.addEventListener("input", (event) => {
    const words = event.target;
    if (!(words instanceof HTMLTextAreaElement) || !words.matches("#mark-words")) return;
    const start = /** @type {HTMLInputElement | null | undefined} */ (words.form?.elements.namedItem("start"));
    if (start) start.value = "";
  });
}
