// Small helpers over the page, so that the modules say what they do and not how it is found.

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/**
 * @param {string} id
 * @returns {HTMLElement | null}
 */
export const byId = (id) => document.getElementById(id);

/**
 * Return the first element that matches, or null.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export const find = (root, selector) => root.querySelector(selector);

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
export const findAll = (root, selector) => /** @type {HTMLElement[]} */ ([...root.querySelectorAll(selector)]);

/**
 * Return what an event happened to, or its nearest ancestor, that matches.
 * @param {EventTarget | null} target
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export const closest = (target, selector) => (target instanceof Element ? target.closest(selector) : null);

/**
 * Return the nearest ancestor that matches of what the keyboard is on.
 * @param {string} selector
 */
export const focusedWithin = (selector) => closest(document.activeElement, selector);

/**
 * Return whether a key is pressed by itself and not typed into a field.
 * @param {KeyboardEvent} event
 */
export function isPlainKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  return closest(event.target, "input, textarea, select") === null;
}

/** The token that every request of this page that changes something must carry. */
export function csrfToken() {
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=csrfmiddlewaretoken]"));
  return field ? field.value : "";
}

/**
 * Return the selector's part for a name that the server made.
 * @param {string} name
 */
export const inCopy = (name) => findAll(document, `[data-k~="${CSS.escape(name)}"]`);

/**
 * Return a quiet button.
 * @param {string} words
 * @param {() => void} act
 * @param {string} [about] what it is about, for those who hear the page
 */
export function quietButton(words, act, about) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = words;
  if (about) button.setAttribute("aria-label", `${words}: ${about}`);
  button.addEventListener("click", act);
  return button;
}

/**
 * Return whether a person changed a field since the page was loaded.
 * @param {Field} field
 */
export function isChanged(field) {
  if (field instanceof HTMLSelectElement) {
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(first, 0);
  }
  if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) {
    return field.checked !== field.defaultChecked;
  }
  return field.value !== field.defaultValue;
}

const FIELDS = "input:not([type=hidden]), textarea, select";

/**
 * Return whether someone is at work in it.
 * @param {HTMLElement} root
 */
export function isInUse(root) {
  if (find(root, ".card > .refused")) return true;
  const fields = /** @type {Field[]} */ (/** @type {unknown} */ (findAll(root, FIELDS)));
  return fields.some((field) => field === document.activeElement || isChanged(field));
}
