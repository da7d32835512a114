// Going about among the items of the proof: the one at hand, the next, the next to rule on; the copy never moves by it.
import { byId, closest, find, findAll, inCopy, isInUse } from "./dom.js";
import { began, ended } from "./proof_waiting.js";
import { onwardFrom, stepped } from "./steps.js";
import { gettext, interpolate } from "./translation.js";

/** The pane's two views: the list of all items, and the one in hand. */
const overview = byId("overview");
const hand = byId("hand");
const pane = byId("pane");

/** Items that were left with something typed in them, as they were left. @type {Map<string, Element>} */
const left = new Map();
let listScroll = 0; // how far the list was scrolled when an item was opened

const rows = () => findAll(document, ".item-list .item");

/** The row of the item at hand. */
export const here = () => find(document, ".item.here");

/** The row of the item at hand, else of the first with something to rule on. */
export const toOpen = () => here() || rows().find((row) => row.hasAttribute("data-rule"));

/** The item opened in the pane; null while the list is shown. */
export const inHand = () => (hand && !hand.hidden ? find(hand, ".in-hand") : null);

/**
 * Return the row at which a mark is dealt with.
 * @param {string} name
 */
export const rowOf = (name) => find(document, `.item[data-boxes~="${CSS.escape(name)}"]`);

/**
 * Bring something into view inside the pane, by its beginning where it is longer; nothing else moves.
 * @param {HTMLElement} element
 */
function revealInPane(element) {
  const inside = byId("pane-inside");
  if (!inside) return;
  const box = element.getBoundingClientRect();
  const frame = inside.getBoundingClientRect();
  if (box.top < frame.top) inside.scrollTop += box.top - frame.top - 8;
  else if (box.bottom > frame.bottom) {
    inside.scrollTop += Math.min(box.bottom - frame.bottom + 8, box.top - frame.top - 8);
  }
}

/**
 * Show an item, and its words in the copy, as the one at hand.
 * @param {HTMLElement | null} row
 */
export function light(row) {
  for (const lit of findAll(document, ".here, .here-in-copy")) lit.classList.remove("here", "here-in-copy");
  if (!row) return;
  row.classList.add("here");
  for (const name of (row.dataset.boxes || "").split(" ")) {
    for (const run of inCopy(name)) run.classList.add("here-in-copy");
  }
}

/** @param {string} key */
function showWords(key) {
  const run = inCopy(key)[0] || find(document, `[data-to="${CSS.escape(key)}"]`);
  run?.scrollIntoView({ block: "nearest" });
}

/**
 * Put the keyboard on an item's row in the list.
 * @param {HTMLElement | null | undefined} row
 */
function toRow(row) {
  if (!row) return;
  light(row);
  const group = row.closest("details");
  if (group) group.open = true;
  find(row, "a")?.focus({ preventScroll: true });
  revealInPane(row);
  showWords(row.dataset.key || "");
}

/** @param {string} key */
function keepWhatIsTyped(key) {
  const present = inHand();
  const shown = present?.dataset.item || "";
  if (present && shown !== key && isInUse(present)) left.set(shown, present);
}

/**
 * Show the item in the pane.
 * @param {boolean} focus whether the keyboard goes there
 */
function showHand(focus) {
  if (!hand || !overview) return;
  const inside = byId("pane-inside");
  if (hand.hidden && inside) listScroll = inside.scrollTop;
  hand.hidden = false;
  overview.hidden = true;
  setOpen(true);
  if (inside) inside.scrollTop = 0;
  const shown = inHand();
  if (!shown) return;
  const key = shown.dataset.item || "";
  light(rowOf(key));
  history.replaceState(null, "", `#${key}`);
  showWords(key);
  if (focus) byId("item-head")?.focus({ preventScroll: true });
}

/**
 * Open an item in the pane; one that was left half typed is shown as it was left.
 * @param {HTMLElement | null | undefined} row
 */
export async function open(row, focus = true) {
  const url = row && find(row, "a")?.getAttribute("href");
  const key = row?.dataset.key || "";
  if (!hand || !row || !url) return;
  keepWhatIsTyped(key);
  const kept = left.get(key);
  left.delete(key);
  began();
  try {
    if (kept) hand.replaceChildren(kept);
    else await htmx.ajax("GET", url, { target: hand, swap: "innerHTML" });
    showHand(focus);
  } finally {
    ended();
  }
}

/** Show the list again, with the keyboard where it was in it. */
export function toList() {
  if (!hand || !overview || hand.hidden) return;
  const key = inHand()?.dataset.item || "";
  keepWhatIsTyped("");
  hand.hidden = true;
  hand.replaceChildren();
  overview.hidden = false;
  const inside = byId("pane-inside");
  if (inside) inside.scrollTop = listScroll;
  history.replaceState(null, "", location.pathname + location.search);
  toRow(rowOf(key));
}

/** Nothing is left to rule on or to agree to: to what is then signed, or to what still stands in the way. */
function atEnd() {
  toList();
  const target = byId("sign") || find(document, "#gate > summary");
  if (!target) return;
  target.focus({ preventScroll: true });
  const inside = byId("pane-inside");
  if (inside) inside.scrollTop += target.getBoundingClientRect().top - inside.getBoundingClientRect().top;
}

/**
 * Go on by one item: in the list from row to row, in hand from item to item.
 * @param {number} by
 */
export function step(by) {
  const link = find(document, `[data-step="${by}"]`);
  if (link) {
    link.click(); // an item on a page of its own has no list beside it
    return;
  }
  const all = rows().filter((row) => inHand() || row.closest("details:not([open])") === null);
  const present = here();
  move(all[stepped(all.length, present ? all.indexOf(present) : -1, by)]);
}

/**
 * Go to the next item with something to rule on.
 * @param {number} by
 */
export function stepOpen(by) {
  if (!rows().length) {
    step(by);
    return;
  }
  const all = by > 0 ? rows() : rows().reverse();
  const present = here();
  move(onwardFrom(all, present ? all.indexOf(present) : -1).find((row) => row.hasAttribute("data-rule")));
}

/** @param {HTMLElement | undefined} row */
function move(row) {
  if (inHand()) open(row);
  else toRow(row);
}

/** @param {boolean} isOpen whether a phone shows the sheet, or only its handle */
function setOpen(isOpen) {
  pane?.classList.toggle("open", isOpen);
  const handle = pane && find(pane, "[data-handle]");
  handle?.setAttribute("aria-expanded", String(isOpen));
}

/** Say on the handle how much is left. */
export function count() {
  const handle = pane && find(pane, "[data-handle]");
  if (!handle) return;
  const all = rows();
  if (!all.length) return;
  const waiting = all.filter((row) => row.hasAttribute("data-rule")).length;
  handle.textContent = interpolate(gettext("%(left)s of %(all)s items left"), { left: waiting, all: all.length });
  for (const group of findAll(document, ".item-list .group")) {
    const shown = find(group, "[data-count]");
    if (shown) shown.textContent = String(findAll(group, ".item").length);
  }
}

/**
 * Unfold the part of the list that holds an element, and bring it into view there.
 * @param {HTMLElement} target
 */
function unfold(target) {
  toList();
  setOpen(true);
  for (let fold = target.closest("details"); fold; fold = fold.parentElement?.closest("details") || null) {
    fold.open = true;
  }
  byId("pane-inside")?.scrollTo({ top: 0 });
  revealInPane(target);
  // A link to a query is followed to answer it, or to decide it once it is answered.
  const field = target.matches(".query") ? find(target, "[data-turn]") || find(target, "textarea, select") : null;
  const first = field || find(target, "summary, a, button, input") || target;
  first.focus({ preventScroll: true });
}

/** Where a link within the page leads: to an item, to a fact in one, or to a part of the list. */
function follow() {
  const name = decodeURIComponent(location.hash.slice(1));
  if (!name) return;
  const target = byId(name);
  const row = rowOf(name) || (target?.dataset.to ? rowOf(target.dataset.to) : null);
  if (row) open(row);
  else if (target && overview?.contains(target)) unfold(target);
}

/** Where the page was loaded with a refusal in its list: bring it, and what was typed, before the person. */
function showRefusal() {
  const refused = overview && find(overview, ".refused");
  if (!refused || location.hash) return;
  refused.tabIndex = -1;
  unfold(refused);
  refused.scrollIntoView({ block: "nearest" }); // the pane may end below the window
}

/** @param {MouseEvent} event whether it asks for another window */
const isModified = (event) => event.ctrlKey || event.metaKey || event.shiftKey;

/** @param {MouseEvent} event */
function onClick(event) {
  if (event.defaultPrevented || !hand || isModified(event)) return;
  const link = closest(event.target, ".item > a, [data-to-list], a[href^='#']");
  const words = closest(event.target, "[data-to]");
  if (link) {
    event.preventDefault();
    onLink(link);
  } else if (words?.dataset.to && getSelection()?.isCollapsed) open(rowOf(words.dataset.to));
}

/** @param {HTMLElement} link */
function onLink(link) {
  const row = closest(link, ".item");
  if (row) open(row);
  else if (link.hasAttribute("data-to-list")) toList();
  else {
    history.replaceState(null, "", link.getAttribute("href"));
    follow();
  }
}

export function startItems() {
  document.addEventListener("click", onClick);
  document.addEventListener("focusin", (event) => {
    const row = closest(event.target, ".item");
    if (row && !row.classList.contains("here")) light(row);
  });
  // A ruling is answered with the next item, or with none when nothing is left.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== hand) return;
    if (hand && !find(hand, ".in-hand")) atEnd();
    else if (hand && !hand.hidden) showHand(true);
  });
  pane && find(pane, "[data-handle]")?.addEventListener("click", () => setOpen(!pane.classList.contains("open")));
  addEventListener("hashchange", follow);
  addEventListener("load", follow);
  addEventListener("load", showRefusal);
  count();
}
