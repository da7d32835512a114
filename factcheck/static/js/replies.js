// One key sorts the first unread reply on the page: 1 to 8, as its buttons say; 4 and 5 ask one thing more.
// And the time left to each deadline.
import { closest, find, findAll, isPlainKey } from "./dom.js";
import { timeLeft } from "./durations.js";

const EVERY = 10_000; // milliseconds between two looks at the clock

document.addEventListener("keydown", (event) => {
  if (!isPlainKey(event) || event.repeat || closest(event.target, "[contenteditable]")) return;
  const form = closest(event.target, "form[data-triage]") || find(document, "form[data-triage]");
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

setInterval(() => {
  for (const place of findAll(document, "[data-due]")) {
    const words = timeLeft(Date.parse(place.dataset.due || "") - Date.now());
    if (place.textContent !== words) place.textContent = words;
  }
}, EVERY);
