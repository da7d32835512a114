// Each note beside its line, where the margin has room.
import { byId, findAll } from "./dom.js";
import { gapsAbove } from "./margins.js";

const wide = matchMedia("(min-width: 60.01rem)");

/**
 * Set the notes of a block beside their lines; in a narrow window they follow each other.
 * @param {HTMLElement} block
 */
export function align(block) {
  const notes = findAll(block, ".notes > details");
  for (const note of notes) note.style.marginTop = "";
  if (!wide.matches) return;
  const top = block.getBoundingClientRect().top;
  const places = notes.map((note) => {
    const mark = byId(`at-${note.id}`);
    return {
      at: note.getBoundingClientRect().top - top,
      line: mark ? mark.getBoundingClientRect().top - top : 0,
    };
  });
  gapsAbove(places).forEach((gap, index) => {
    if (gap) notes[index].style.marginTop = `${gap}px`;
  });
}

export function startAlign() {
  const watcher = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      align(/** @type {HTMLElement} */ (target));
    }
  }, { rootMargin: "800px" });
  const watch = () => findAll(document, ".block").forEach((block) => watcher.observe(block));
  watch();
  wide.addEventListener("change", watch);
}
