// Going about among the notes of the proof: the one at hand, the next, the next open one.
import { byId, closest, find, findAll, inCopy } from "./dom.js";
import { onwardFrom, stepped } from "./steps.js";

const notes = () => /** @type {HTMLDetailsElement[]} */ (findAll(document, "details.note"));

/** The note at hand. */
export const here = () => /** @type {HTMLDetailsElement | null} */ (find(document, "details.note.here"));

/** @param {string} id */
export const noteById = (id) => /** @type {HTMLDetailsElement | null} */ (byId(id));

/**
 * Show a note, and its words in the copy, as the one at hand.
 * @param {HTMLElement | null} note
 */
export function light(note) {
  for (const lit of findAll(document, ".here, .here-in-copy")) lit.classList.remove("here", "here-in-copy");
  if (!note) return;
  note.classList.add("here");
  for (const run of inCopy(note.id)) run.classList.add("here-in-copy");
}

/**
 * Put the keyboard on a note.
 * @param {HTMLDetailsElement | null | undefined} note
 */
export function go(note, open = false) {
  if (!note) return;
  light(note);
  if (open) note.open = true;
  find(note, "summary")?.focus({ preventScroll: true });
  note.scrollIntoView({ block: "nearest" });
}

/** @param {number} by */
export function step(by) {
  const all = notes();
  const present = here();
  go(all[stepped(all.length, present ? all.indexOf(present) : -1, by)]);
}

/**
 * Go to the next note that is still open work.
 * @param {number} by
 */
export function stepOpen(by) {
  const all = by > 0 ? notes() : notes().reverse();
  const present = here();
  go(onwardFrom(all, present ? all.indexOf(present) : -1).find((note) => note.hasAttribute("data-open")));
}

/**
 * Fetch a note's inside; it is fetched when the note is opened, not before.
 * @param {HTMLElement} note
 */
export function load(note) {
  const url = note.dataset.url || find(note, ".inside > a")?.getAttribute("href");
  if (!url) return;
  note.dataset.url = url;
  htmx.ajax("GET", url, { target: find(note, ".inside"), swap: "innerHTML" });
}

/** A link to a note, or to a fact within one, opens it. */
function follow() {
  const target = byId(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.matches("details.note")) go(noteById(target.id), true);
  else if (target.dataset.to) go(noteById(target.dataset.to), true);
}

export function startNotes() {
  document.addEventListener("toggle", (event) => {
    const note = event.target;
    const isNote = note instanceof HTMLDetailsElement && note.matches("details.note");
    if (isNote && note.open && !note.dataset.url) load(note);
  }, true);
  document.addEventListener("click", (event) => {
    const words = closest(event.target, "[data-to]");
    if (words && getSelection()?.isCollapsed) go(noteById(words.dataset.to || ""), true);
  });
  document.addEventListener("focusin", (event) => {
    const note = closest(event.target, "details.note");
    if (note && !note.classList.contains("here")) light(note);
  });
  addEventListener("hashchange", follow);
  addEventListener("load", follow);
}
