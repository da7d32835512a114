// The second read by keyboard: from item to item, agree, send back. Everything here can also be done without it.
import { csrfToken, find, findAll, isPlainKey } from "./dom.js";
import { stepped } from "./steps.js";
import { gettext, interpolate } from "./translation.js";

const stops = findAll(document, ".stop");
let at = stops.findIndex((stop) => `#${stop.id}` === location.hash);

/** @param {number} index */
function go(index) {
  const stop = stops[index];
  if (!stop) return;
  stops[at]?.classList.remove("here");
  at = index;
  stop.classList.add("here");
  stop.tabIndex = -1;
  stop.focus({ preventScroll: true });
  stop.scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", `#${stop.id}`);
}

const forms = () => /** @type {HTMLFormElement[]} */ (findAll(document, "form[data-agree]"));

/** Say how many items are left, and lead to the first of them. */
function count() {
  const place = find(document, "[data-agreed]");
  const left = forms().filter((form) => !("done" in form.dataset));
  const all = forms().length;
  if (place) {
    place.textContent = interpolate(gettext("%(agreed)s of %(all)s agreed"), { agreed: all - left.length, all });
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} words
 */
function say(form, words) {
  const place = find(form, "[role=status]");
  if (place) place.textContent = words;
}

/**
 * Agree with an item, or no longer, and go on to the next.
 * @param {HTMLFormElement} form
 */
async function agree(form) {
  const isDone = "done" in form.dataset;
  const given = new FormData(form);
  given.set("agreed", isDone ? "no" : "yes");
  const headers = { "X-CSRFToken": csrfToken(), "HX-Request": "true" };
  try {
    const answer = await fetch(form.action, { method: "POST", body: given, headers });
    if (answer.status !== 204) {
      const failed = gettext("That did not work. Load the page again.");
      say(form, answer.status === 409 ? (await answer.json()).refused : failed);
      return;
    }
  } catch {
    say(form, gettext("The server is out of reach."));
    return;
  }
  form.toggleAttribute("data-done", !isDone);
  const button = find(form, "button");
  if (button) button.textContent = isDone ? gettext("Agree") : gettext("Agreed ✓");
  say(form, "");
  count();
  if (!isDone) go(stepped(stops.length, at, 1));
}

/** @param {(stop: HTMLElement) => void} act */
function onStop(act) {
  if (at < 0) go(0);
  if (stops[at]) act(stops[at]);
}

function sendBack() {
  onStop((stop) => {
    const fold = find(stop, "details.back");
    if (!(fold instanceof HTMLDetailsElement)) return;
    fold.open = true;
    find(fold, "input[name=comment]")?.focus();
  });
}

function agreeHere() {
  onStop((stop) => {
    const form = find(stop, "form[data-agree]");
    if (form instanceof HTMLFormElement) agree(form);
  });
}

/** Take back the agreement on this item, or on the one before it. */
function undo() {
  const before = [stops[at], stops[at - 1]].map((stop) => stop && find(stop, "form[data-agree][data-done]"));
  const form = before.find((one) => one instanceof HTMLFormElement);
  if (form instanceof HTMLFormElement) agree(form);
}

/** @type {Record<string, () => void>} */
const KEYS = {
  j: () => go(stepped(stops.length, at, 1)),
  k: () => go(stepped(stops.length, at, -1)),
  1: agreeHere,
  2: sendBack,
  z: undo,
  "?": () => find(document, "#second-keys")?.toggleAttribute("open"),
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !("agree" in form.dataset)) return;
  event.preventDefault();
  at = stops.findIndex((stop) => stop.contains(form));
  agree(form);
});
document.addEventListener("keydown", (event) => {
  const act = isPlainKey(event) ? KEYS[event.key] : undefined;
  if (!act || event.defaultPrevented) return;
  event.preventDefault();
  act();
});
count();
