// The proof by keyboard. Everything here can also be done without it.
import { byId, closest, find, isPlainKey } from "./dom.js";
import { go, here, noteById, step, stepOpen } from "./proof_notes.js";

/**
 * Do `act` on the card inside the note at hand, which may still have to be fetched.
 * @param {(card: HTMLElement) => void} act
 */
function within(act) {
  const root = here() || find(document, "body.one-note main");
  if (!root) return;
  const card = find(root, ".card");
  if (card) {
    act(card);
    return;
  }
  root.addEventListener("htmx:afterSettle", () => {
    const fetched = find(root, ".card");
    if (fetched) act(fetched);
  }, { once: true });
  if (root instanceof HTMLDetailsElement) root.open = true;
}

/**
 * Put the keyboard on a field of one part of the card.
 * @param {string} name
 * @param {string} field
 */
function toPart(name, field) {
  within((card) => {
    const part = find(card, `[data-part="${name}"]`);
    if (!part) return;
    if (part instanceof HTMLDetailsElement) part.open = true;
    (find(part, field) || part).focus();
  });
}

function tickNext() {
  within((card) => {
    const fact = find(card, ".fact[data-open]") || find(card, ".fact");
    const form = fact && find(fact, "details[data-tick]");
    if (!(form instanceof HTMLDetailsElement)) return;
    form.open = true;
    find(form, "input[name=source]")?.focus();
  });
}

function undo() {
  const last = find(document, "#said [data-undo]");
  if (last) last.click();
  else within((card) => find(card, "[data-undo]")?.focus());
}

/** Where the keyboard was before the list of keys. @type {HTMLElement | null} */
let before = null;

function help() {
  const list = byId("keys");
  if (!list) return;
  if (list.classList.toggle("shown")) {
    before = /** @type {HTMLElement | null} */ (document.activeElement);
    list.focus();
  } else {
    before?.focus();
  }
}

function escape(/** @type {KeyboardEvent} */ event) {
  const note = closest(event.target, "details.note");
  if (byId("keys")?.classList.contains("shown")) help();
  else if (note) go(noteById(note.id));
}

/** @type {Record<string, () => void>} */
const KEYS = {
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

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      escape(event);
      return;
    }
    const act = isPlainKey(event) ? KEYS[event.key] : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  });
}
