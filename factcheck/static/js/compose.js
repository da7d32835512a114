// The composer: another empty point once the last one is begun, a new contact's fields only where none is chosen, the
// second of two equal hours asked for only where clocks go back, and the text copied for a channel that is not mail.
import { byId, closest, find, findAll } from "./dom.js";
import { gettext } from "./translation.js";

/** @param {HTMLElement} list */
function addEmptyPoint(list) {
  const points = /** @type {HTMLTextAreaElement[]} */ (findAll(list, "textarea[data-grows]"));
  const last = points[points.length - 1];
  const row = last && closest(last, "li");
  if (!row || !last.value.trim()) return;
  const next = /** @type {HTMLElement} */ (row.cloneNode(true));
  const field = /** @type {HTMLTextAreaElement} */ (find(next, "textarea"));
  const name = `new-point-${points.length + 1}`;
  field.value = "";
  field.textContent = "";
  field.id = name;
  field.removeAttribute("autofocus");
  find(next, "label")?.setAttribute("for", name);
  list.append(next);
}

/** @param {ParentNode} page */
function showNewContact(page) {
  const select = /** @type {HTMLSelectElement | null} */ (find(page, "#compose-contact"));
  const fields = find(page, "[data-new-contact]");
  if (select && fields) fields.hidden = select.value !== "";
}

document.addEventListener("input", (event) => {
  const list = closest(event.target, ".numbered");
  if (list) addEmptyPoint(list);
});

document.addEventListener("change", (event) => {
  if (closest(event.target, "#compose-contact")) showNewContact(document);
});

document.addEventListener("htmx:afterSwap", () => {
  showNewContact(document);
  showCopyButtons();
  if (!find(document, "#as-it-goes [data-doubled]")) return;
  for (const which of findAll(document, "#draft select[name$=_which]")) {
    const place = closest(which, "[hidden]");
    if (place) place.hidden = false;
  }
});

// The button that was pressed stands outside the form, beside the letter: htmx would leave out what it says.
document.addEventListener("htmx:configRequest", (event) => {
  const detail = /** @type {CustomEvent} */ (event).detail;
  const button = detail.triggeringEvent?.submitter;
  if (button?.name) detail.parameters[button.name] = button.value;
});

/** Copying needs a script: without one there is no button. */
function showCopyButtons() {
  for (const button of findAll(document, "[data-copies]")) button.hidden = !navigator.clipboard;
}

document.addEventListener("click", async (event) => {
  const button = closest(event.target, "[data-copies]");
  const text = button && byId(button.dataset.copies || "");
  if (!button || !text) return;
  await navigator.clipboard.writeText(text.innerText);
  button.textContent = gettext("Copied");
});

showNewContact(document);
showCopyButtons();
