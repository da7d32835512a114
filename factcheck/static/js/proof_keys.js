// The proof by keyboard. Everything here can also be done without it.
import { byId, closest, find, findAll, isPlainKey } from "./dom.js";
import { inHand, open, step, stepOpen, toList, toOpen } from "./proof_items.js";
import { sayTrouble } from "./proof_messages.js";
import { afterAnswers, isUnderWay } from "./proof_waiting.js";
import { gettext, interpolate } from "./translation.js";

/**
 * Do `act` on the item in hand, or on the one at hand once it is opened.
 * @param {(root: HTMLElement) => void} act
 */
async function within(act) {
  const alone = find(document, "body.one-note main");
  if (!inHand() && !alone) await open(toOpen());
  const root = inHand() || alone;
  if (root) act(root);
}

/**
 * Do `act` on the item in sight. From the list the key only opens the item: nobody rules on what
 * they have not seen.
 * @param {(root: HTMLElement) => void} act
 */
function inSight(act) {
  const root = inHand() || find(document, "body.one-note main");
  if (root) act(root);
  else open(toOpen());
}

/**
 * Put the keyboard on a field of one part of the item.
 * @param {string} name
 * @param {string} field
 */
function toPart(name, field) {
  within((root) => {
    const part = find(root, `[data-part="${name}"]`);
    if (!part) return;
    for (let fold = part.closest("details"); fold; fold = fold.parentElement?.closest("details") || null) {
      fold.open = true;
    }
    const target = find(part, field) || part;
    target.focus();
    if (target instanceof HTMLInputElement) target.select(); // what is typed takes the place of what was filled in
  });
}

function tickNext() {
  within((root) => {
    const fact = find(root, ".fact[data-open]") || find(root, ".fact");
    const form = fact && find(fact, "details[data-tick]");
    if (!(form instanceof HTMLDetailsElement)) return;
    for (let fold = form.closest("details"); fold; fold = fold.parentElement?.closest("details") || null) {
      fold.open = true;
    }
    find(form, "input[name=source]")?.focus();
  });
}

/**
 * Press the button of the ruling that a key stands for; where there is none, nothing happens.
 * @param {string} key
 */
function press(key) {
  inSight((root) => {
    const reason = find(root, `.reasons[open] [data-reason="${CSS.escape(key)}"]`);
    if (reason) {
      reason.click();
      return;
    }
    const buttons = findAll(root, `[data-key="${CSS.escape(key)}"]`);
    const button = buttons.find((one) => one.closest(".card")?.hasAttribute("data-open")) || buttons[0];
    if (button?.tagName === "SUMMARY") toPart(button.parentElement?.dataset.part || "", "textarea");
    else button?.click();
  });
}

/** The boxes of the facts to tick with a ruling. @param {HTMLElement} root */
const boxes = (root) => /** @type {HTMLInputElement[]} */ (findAll(root, ".findings input[name=facts]"));

/** Confirm on the source that is in view, with the facts that it bears out. */
function confirmOnSource() {
  inSight((root) => {
    const button = find(root, "[data-in-view]");
    const rule = button?.closest("form");
    if (rule) for (const box of boxes(rule)) box.checked ||= "borneOut" in box.dataset;
    if (button) button.click();
    else sayTrouble(gettext("No source is in view: choose one, or press 1 with a source of your own."));
  });
}

/** Choose every fact to be ticked with the ruling, or none where all are chosen. */
function chooseFacts() {
  inSight((root) => {
    const all = boxes(root);
    const isFull = all.every((box) => box.checked);
    for (const box of all) box.checked = !isFull;
  });
}

/**
 * Show why something cannot be confirmed, for a key to choose; pressed again, fold it.
 * @param {Event} event
 */
function showReasons(event) {
  const button = closest(event.target, "[data-reasons]");
  const fold = button && byId(button.getAttribute("aria-controls") || "");
  if (!(fold instanceof HTMLDetailsElement)) return;
  event.preventDefault(); // without scripts the button itself says so, with what the sources say
  fold.open = !fold.open;
  button?.setAttribute("aria-expanded", String(fold.open));
  if (fold.open) find(fold, "button")?.focus({ preventScroll: true });
}

function undo() {
  const last = find(document, "#said [data-undo]");
  if (last) last.click();
  else within((root) => find(root, "[data-undo]")?.focus());
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

/** Out of the help, out of a field to its item, out of the item to the list: one step at a time. */
function escape(/** @type {KeyboardEvent} */ event) {
  const reasons = find(document, "#hand .reasons[open]");
  if (byId("keys")?.classList.contains("shown")) help();
  else if (reasons instanceof HTMLDetailsElement) reasons.open = false;
  else if (closest(event.target, "#hand :is(input, textarea, select)")) {
    byId("item-head")?.focus({ preventScroll: true });
  } else toList();
}

/** Keys that rule on the item in view. @type {Record<string, () => void>} */
const RULES = {
  y: confirmOnSource,
  ...Object.fromEntries(["1", "2", "3", "4", "o", "s", "="].map((key) => [key, () => press(key)])),
};

/** Keys that go somewhere, or do something to the item in view. @type {Record<string, () => void>} */
const GOES = {
  j: () => step(1),
  k: () => step(-1),
  n: () => stepOpen(1),
  p: () => stepOpen(-1),
  t: tickNext,
  l: () => press("l"),
  v: () => toPart("verdict", "input[name=source]"),
  e: () => toPart("evidence", "a, button, summary"),
  q: () => toPart("query", "textarea"),
  c: () => toPart("checklist", ".check-line summary, .check-line button"),
  r: () => toPart("keep", "select"),
  f: chooseFacts,
  u: undo,
  z: undo,
};

/** Keys that have nothing to do with the item in view. @type {Record<string, () => void>} */
const AT_ONCE = {
  g: () => { location.hash = "#gate"; },
  "?": help,
};

/** @param {string} key */
const tooEarly = (key) => interpolate(
  gettext("“%(key)s” came before the next item was in view, and ruled on nothing: look at it and press it again."),
  { key },
);

/**
 * Do what a key stands for. While an act is on its way the item in view is the old one: going on waits for the answer,
 * ruling is refused, as nobody has seen what it would rule on.
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key stands for something
 */
function onKey(event) {
  const { key } = event;
  if (AT_ONCE[key]) AT_ONCE[key]();
  else if (GOES[key]) {
    if (!event.repeat || !isUnderWay()) afterAnswers(GOES[key]);
  } else if (RULES[key]) {
    if (isUnderWay()) sayTrouble(tooEarly(key));
    else RULES[key]();
  } else return false;
  return true;
}

export function startKeys() {
  document.addEventListener("click", showReasons);
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      escape(event);
      return;
    }
    if (isPlainKey(event) && onKey(event)) event.preventDefault();
  });
}
