"use strict";
// One key triages the first unread reply on the page: 1 to 6, as its buttons say.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const form = event.target.closest("form[data-triage]") || document.querySelector("form[data-triage]");
  const button = form && form.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});
// The time left to each deadline, said as the server says it.
(() => {
  const minute = 60_000;
  const span = (minutes) => {
    const days = Math.floor(minutes / 1440), hours = Math.floor((minutes % 1440) / 60), rest = minutes % 60;
    if (days) return hours && days < 10 ? `${days} d ${hours} h` : `${days} d`;
    if (hours) return rest ? `${hours} h ${rest} min` : `${hours} h`;
    return `${rest} min`;
  };
  setInterval(() => {
    for (const one of document.querySelectorAll("[data-due]")) {
      const left = new Date(one.dataset.due) - Date.now(), words = span(Math.floor(Math.abs(left) / minute));
      const told = Math.abs(left) < minute ? "now" : left > 0 ? `in ${words}` : `${words} ago`;
      if (one.textContent !== told) one.textContent = told;
    }
  }, 10_000);
})();
