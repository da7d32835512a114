"use strict";

// From change to change by n and p. The links beside each change do the same without it.
(() => {
  const changes = [...document.querySelectorAll("section.pair[id]")];
  if (!changes.length) return;
  document.querySelectorAll(".keys-said").forEach((one) => { one.hidden = false; });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    const by = { n: 1, p: -1 }[event.key];
    if (!by) return;
    const focused = document.activeElement && document.activeElement.closest("section.pair");
    const at = changes.indexOf(focused || document.querySelector("section.pair:target"));
    const to = changes[Math.min(Math.max(at + by, 0), changes.length - 1)];
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "center" });
    event.preventDefault();
  });
})();
