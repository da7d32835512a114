// Passages by keyboard: . and , move, y accepts, x rejects. Everything here can also be done without it.
import { byId, closest, find, findAll, focusedWithin, isChanged, isPlainKey } from "./dom.js";
import { stepped } from "./steps.js";

/** @typedef {import("./dom.js").Field} Field */

/** @param {HTMLElement} section */
const passages = (section) => findAll(section, ".passage");

/**
 * @param {HTMLElement} section
 * @param {number} by
 */
function step(section, by) {
  const all = passages(section);
  const present = focusedWithin(".passage");
  const at = present ? all.indexOf(present) : -1;
  // Before the first, "," does not wrap to the last.
  if (all.length) all[at < 0 ? 0 : stepped(all.length, at, by)].focus();
}

/**
 * @param {HTMLElement | null} passage
 * @param {string} ruling
 */
function press(passage, ruling) {
  if (passage) find(passage, `button[value="${ruling}"]`)?.click();
}

/** @param {HTMLElement | null} passage */
function reasonOf(passage) {
  return /** @type {HTMLInputElement | null} */ (passage && find(passage, "[data-usual]"));
}

/** @param {HTMLElement | null} passage */
function reject(passage) {
  const reason = reasonOf(passage);
  if (!reason) return;
  reason.value = reason.value || reason.dataset.usual || "";
  press(passage, "rejected");
}

/** @type {Record<string, (section: HTMLElement, passage: HTMLElement | null) => void>} */
const KEYS = {
  ".": (section) => step(section, 1),
  ",": (section) => step(section, -1),
  y: (_section, passage) => press(passage, "accepted"),
  x: (_section, passage) => reject(passage),
  X: (_section, passage) => reasonOf(passage)?.focus(),
};

// In the capturing phase: beside a passage these keys mean the passage, whatever the page does with them.
document.addEventListener("keydown", (event) => {
  if (!isPlainKey(event)) return;
  const inside = closest(event.target, ".evidence");
  const section = inside || find(document, "body.page .evidence");
  const act = KEYS[event.key];
  if (!section || !act) return;
  event.preventDefault();
  event.stopPropagation();
  act(section, inside && closest(event.target, ".passage"));
}, true);

/** @param {HTMLElement} section */
function isTypedInto(section) {
  const field = focusedWithin("input, textarea, select");
  if (field && section.contains(field)) return true;
  const fields = findAll(section, "input:not([type=hidden]), textarea");
  return fields.some((one) => isChanged(/** @type {Field} */ (/** @type {unknown} */ (one))));
}

// New results wait while someone types beside them.
document.addEventListener("htmx:beforeRequest", (event) => {
  const { detail, target } = /** @type {CustomEvent} */ (event);
  const section = closest(target, "[data-poll]") === target ? closest(target, ".evidence") : null;
  const byClick = detail.requestConfig.triggeringEvent?.type === "click";
  if (section && !byClick && isTypedInto(section)) event.preventDefault();
});

/** Where the keyboard was before new results came. @type {{ id: string, at: number } | null} */
let place = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const section = closest(/** @type {CustomEvent} */ (event).detail.target, ".evidence");
  const passage = focusedWithin(".passage");
  const isInside = section && passage && section.contains(passage);
  place = isInside ? { id: section.id, at: passages(section).indexOf(passage) } : null;
});

// The keyboard goes on with the next passage nobody has ruled on.
document.addEventListener("htmx:afterSettle", () => {
  const section = place && byId(place.id);
  if (!place || !section || document.activeElement !== document.body) return;
  const all = passages(section);
  const onward = [...all.slice(place.at), ...all];
  const next = onward.find((passage) => passage.dataset.ruling === "suggested") || all[place.at];
  next?.focus({ preventScroll: true });
  place = null;
});
