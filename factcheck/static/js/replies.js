// One key sorts an unread reply: 1 to 8, as its buttons say; 4 and 5 ask one thing more. Of several on
// the page it is the one in hand, or else the one nearest to the middle of the window.
// And the time left to each deadline.
import { closest, find, findAll, isPlainKey } from "./dom.js";
import { timeLeft } from "./durations.js";

const EVERY = 10_000; // milliseconds between two looks at the clock

/**
 * Return the form whose reply is being read. A lone one may be out of sight; of several, a key must not
 * sort one that nobody looks at.
 * @param {HTMLElement[]} forms
 */
function inView(forms) {
  if (forms.length < 2) return forms[0];
  const middle = window.innerHeight / 2;
  const away = forms.map((form) => {
    const box = (form.closest(".sorting") || form).getBoundingClientRect();
    return Math.max(box.top - middle, middle - box.bottom, 0);
  });
  const least = Math.min(...away);
  return least < middle ? forms[away.indexOf(least)] : undefined;
}

document.addEventListener("keydown", (event) => {
  if (!isPlainKey(event) || event.repeat || closest(event.target, "[contenteditable]")) return;
  const form = closest(event.target, "form[data-triage]") || inView(findAll(document, "form[data-triage]"));
  const chosen = form && find(form, `[data-key="${CSS.escape(event.key)}"]`);
  if (!chosen) return;
  event.preventDefault();
  if (!(chosen instanceof HTMLDetailsElement)) {
    chosen.click();
    return;
  }
  chosen.open = true;
  find(chosen, "input")?.focus();
});

// What a form was refused stands in it until it is sent again.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = closest(event.target, "form");
  if (form) for (const said of findAll(form, "[data-said]")) said.remove();
});

// A time that was refused because clocks show it twice: its form asks which of the two is meant.
document.addEventListener("htmx:afterSwap", () => {
  for (const said of findAll(document, "[data-said][data-doubled]")) {
    const form = closest(said, "form");
    for (const time of (said.dataset.doubled || "").split(" ")) {
      const place = form && closest(find(form, `[name="${CSS.escape(time)}_which"]`), "[hidden]");
      if (place) place.hidden = false;
    }
  }
});

setInterval(() => {
  for (const place of findAll(document, "[data-due]")) {
    const words = timeLeft(Date.parse(place.dataset.due || "") - Date.now());
    if (place.textContent !== words) place.textContent = words;
  }
}, EVERY);
