// What went wrong, and what colleagues did, said above the copy.
import { byId, find } from "./dom.js";

/**
 * Say what went wrong. A refusal stays until the next act: looking for news changes only what looking had to say.
 * @param {string} words
 */
export function sayTrouble(words, isNews = false) {
  let place = byId("trouble");
  if (isNews && place && !place.hasAttribute("data-look")) return;
  if (!place) {
    place = document.createElement("p");
    place.id = "trouble";
    place.className = "refused";
    place.setAttribute("role", "alert");
    (byId("said") || find(document, "main"))?.prepend(place);
  }
  place.textContent = words;
  place.toggleAttribute("data-look", isNews);
}

export function clearTrouble() {
  byId("trouble")?.remove();
}

export function clearNewsTrouble() {
  find(document, "#trouble[data-look]")?.remove();
}

/**
 * Say what colleagues did.
 * @param {string[]} lines
 */
export function sayNews(lines) {
  const place = byId("said");
  if (!place || !lines.length) return;
  let news = find(place, "[data-news]");
  if (!news) {
    news = document.createElement("p");
    news.dataset.news = "";
    place.prepend(news);
  }
  news.textContent = lines.join(" · ");
}
