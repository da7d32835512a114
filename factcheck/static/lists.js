// Lists and search by keyboard: / to search, j and k down and up a list, Enter opens, x ticks a row, ? says so.
(() => {
  "use strict";
  const rows = () => [...document.querySelectorAll("[data-rows] > tr, [data-rows] > li")];

  function step(by) {
    const all = rows();
    if (!all.length) return false;
    const now = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[Math.min(all.length - 1, Math.max(0, now < 0 ? 0 : now + by))];
    const link = next.querySelector("a.story, a");
    if (link) link.focus();
    return true;
  }

  function tickRow() {
    const row = document.activeElement.closest("[data-rows] > tr");
    const box = row && row.querySelector("input[type=checkbox]");
    if (!box) return false;
    box.click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "/") {
      const box = document.getElementById("find");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    } else if (document.querySelector("[data-rows]")) {
      const done = { j: () => step(1), k: () => step(-1), x: tickRow }[event.key];
      if (done && done()) event.preventDefault();
    }
  });

  document.addEventListener("change", (event) => {
    const all = event.target.closest("[data-tick-all]");
    if (!all) return;
    document.querySelectorAll("[data-rows] input[type=checkbox]").forEach((box) => { box.checked = all.checked; });
  });
})();
