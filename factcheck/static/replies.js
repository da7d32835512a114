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
