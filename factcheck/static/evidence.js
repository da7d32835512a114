"use strict";

// Passages by keyboard: . and , move, y accepts, x rejects. Everything here can also be done without it.
(() => {
  const passages = (section) => [...section.querySelectorAll(".passage")];

  function step(section, by) {
    const all = passages(section);
    const at = all.indexOf(document.activeElement.closest(".passage"));
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    if (next) next.focus();
  }

  function press(passage, ruling) {
    const button = passage.querySelector(`button[value="${ruling}"]`);
    if (button) button.click();
  }

  const keys = {
    ".": (section) => step(section, 1),
    ",": (section) => step(section, -1),
    y: (section, passage) => passage && press(passage, "accepted"),
    x: (section, passage) => {
      const reason = passage && passage.querySelector("[data-usual]");
      if (!reason) return;
      reason.value = reason.value || reason.dataset.usual;
      press(passage, "rejected");
    },
    X: (section, passage) => {
      const reason = passage && passage.querySelector("[data-usual]");
      if (reason) reason.focus();
    },
  };

  // In the capturing phase: beside a passage these keys mean the passage, whatever the page does with them.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const inside = event.target.closest(".evidence");
    const section = inside || document.querySelector("body.page .evidence");
    const act = section && keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act(section, inside && event.target.closest(".passage"));
  }, true);

  const typing = (section) => section.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")
    || [...section.querySelectorAll("input:not([type=hidden]), textarea")].some((one) => one.value !== one.defaultValue);

  // New results wait while someone types beside them.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const section = event.target.matches("[data-poll]") && event.target.closest(".evidence");
    if (section && event.detail.requestConfig.triggeringEvent?.type !== "click" && typing(section)) event.preventDefault();
  });

  let place = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const section = event.detail.target.closest && event.detail.target.closest(".evidence");
    const passage = section && section.contains(document.activeElement) && document.activeElement.closest(".passage");
    place = passage ? { id: section.id, at: passages(section).indexOf(passage) } : null;
  });

  // The keyboard goes on with the next passage nobody has ruled on.
  document.addEventListener("htmx:afterSettle", () => {
    const section = place && document.getElementById(place.id);
    if (!section || document.activeElement !== document.body) return;
    const all = passages(section);
    const next = [...all.slice(place.at), ...all].find((one) => one.dataset.ruling === "suggested") || all[place.at];
    if (next) next.focus({ preventScroll: true });
    place = null;
  });
})();
