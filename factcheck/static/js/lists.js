// Lists and search by keyboard: / to search, j and k down and up a list, Enter opens, x ticks a row.
import { byId, closest, find, findAll, focusedWithin, isPlainKey } from "./dom.js";
import { stepped } from "./steps.js";

/** @param {number} by */
function step(by) {
  const rows = findAll(document, "[data-rows] > tr, [data-rows] > li");
  if (!rows.length) return false;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at < 0 ? 0 : stepped(rows.length, at, by)];
  find(next, "a.story, a")?.focus();
  return true;
}

function tickRow() {
  const row = focusedWithin("[data-rows] > tr");
  const box = row && find(row, "input[type=checkbox]");
  if (!box) return false;
  box.click();
  return true;
}

/** @type {Record<string, () => boolean>} */
const KEYS = { j: () => step(1), k: () => step(-1), x: tickRow };

document.addEventListener("keydown", (event) => {
  if (!isPlainKey(event)) return;
  const search = /** @type {HTMLInputElement | null} */ (byId("find"));
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  const isList = find(document, "[data-rows]") !== null;
  if (isList && KEYS[event.key]?.()) event.preventDefault();
});

document.addEventListener("change", (event) => {
  const all = /** @type {HTMLInputElement | null} */ (closest(event.target, "[data-tick-all]"));
  if (!all) return;
  for (const box of findAll(document, "[data-rows] input[type=checkbox]")) {
    /** @type {HTMLInputElement} */ (box).checked = all.checked;
  }
});

// A mail's link names how it would sort a reply: that button gets the focus, and Enter does it.
const says = new URLSearchParams(location.search).get("says");
if (says) {
  const wanted = findAll(document, "[data-triage] button[name=says]").find(
    (button) => /** @type {HTMLButtonElement} */ (button).value === says,
  );
  const fold = wanted && /** @type {HTMLDetailsElement | null} */ (closest(wanted, "details"));
  if (fold) fold.open = true;
  wanted?.focus();
}
