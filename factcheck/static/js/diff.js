// From change to change by n and p. The links beside each change do the same without it.
import { find, findAll, focusedWithin, isPlainKey } from "./dom.js";

const changes = findAll(document, "section.pair[id]");
/** @type {Record<string, number>} */
const STEPS = { n: 1, p: -1 };

/** @param {KeyboardEvent} event */
function onKey(event) {
  const by = isPlainKey(event) ? STEPS[event.key] : undefined;
  if (by === undefined) return;
  const present = focusedWithin("section.pair") || find(document, "section.pair:target");
  const at = present ? changes.indexOf(present) : -1;
  const next = changes[Math.min(Math.max(at + by, 0), changes.length - 1)];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
  event.preventDefault();
}

if (changes.length) {
  for (const line of findAll(document, ".keys-said")) line.hidden = false;
  document.addEventListener("keydown", onKey);
}
