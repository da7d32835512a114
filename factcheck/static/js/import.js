// Bringing copy in: pasted words keep their links and notes, and files may be dropped anywhere on the page.
import { chosenWords, takesAll, usableFiles } from "./clipboard.js";
import { find } from "./dom.js";

const copy = /** @type {HTMLTextAreaElement | null} */ (find(document, "textarea[name=text]"));
const html = /** @type {HTMLInputElement | null} */ (find(document, "input[name=html]"));
const file = /** @type {HTMLInputElement | null} */ (find(document, "input[name=file]"));
const chosen = find(document, "#chosen");

/** Say which files will be brought in. */
function showChosen() {
  if (chosen && file) chosen.textContent = chosenWords([...(file.files || [])]);
}

/**
 * What the program the words come from put on the clipboard goes along with them, as long as they are all of the copy.
 * @param {ClipboardEvent} event
 */
function keepHtml(event) {
  if (!copy || !html) return;
  const data = event.clipboardData;
  if (data && data.files.length && !data.getData("text/plain")) {
    event.preventDefault();
    takeFiles(data.files);
    return;
  }
  const whole = takesAll(copy.value, copy.selectionStart, copy.selectionEnd);
  html.value = whole && data ? data.getData("text/html") : "";
}

/**
 * @param {FileList} files
 */
function takeFiles(files) {
  if (!file) return;
  const list = new DataTransfer();
  for (const one of usableFiles(files)) list.items.add(one);
  if (!list.files.length) return;
  file.files = list.files;
  showChosen();
  file.focus();
}

/**
 * @param {DragEvent} event
 * @returns {boolean}
 */
const holdsFiles = (event) => Boolean(event.dataTransfer && [...event.dataTransfer.types].includes("Files"));

/** @param {DragEvent} event */
function overPage(event) {
  if (!file || !holdsFiles(event)) return;
  event.preventDefault(); // without this a browser opens the file in place of the page
  document.body.classList.add("dropping");
}

/** @param {DragEvent} event */
function dropped(event) {
  document.body.classList.remove("dropping");
  if (!file || !event.dataTransfer || !holdsFiles(event)) return;
  event.preventDefault();
  takeFiles(event.dataTransfer.files);
}

copy?.addEventListener("paste", keepHtml);
copy?.addEventListener("input", (event) => {
  if (html && /** @type {InputEvent} */ (event).inputType !== "insertFromPaste") html.value = "";
});
file?.addEventListener("change", showChosen);
document.addEventListener("dragover", overPage);
document.addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) document.body.classList.remove("dropping");
});
document.addEventListener("drop", dropped);
showChosen();
