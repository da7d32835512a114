// The questions of a second reader by keyboard: a digit answers the one at hand and goes on to the next, and after
// the last to the button that signs.
import { closest, find, findAll } from "./dom.js";

/** @param {HTMLElement} question */
const isAnswered = (question) => find(question, "input:checked") !== null;

/**
 * Answer the question at hand, or the first that has no answer.
 * @param {HTMLElement} signing
 * @param {HTMLElement | null} atHand
 * @param {string} key
 * @returns {boolean} whether the key stands for an answer
 */
function answer(signing, atHand, key) {
  const questions = findAll(signing, ".question");
  const question = atHand || questions.find((one) => !isAnswered(one));
  const choice = question && find(question, `[data-answer="${CSS.escape(key)}"]`);
  if (!(choice instanceof HTMLInputElement)) return false;
  choice.checked = true;
  const onward = questions.find((one) => !isAnswered(one));
  const target = onward ? find(onward, "input") : find(signing, "button.main");
  target?.focus();
  return true;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const signing = closest(event.target, "#sign");
  const isOther = event.ctrlKey || event.metaKey || event.altKey;
  if (!signing || isOther || closest(event.target, "textarea")) return;
  const question = closest(event.target, ".question");
  const isAnswer = answer(/** @type {HTMLElement} */ (signing), question, event.key);
  if (isAnswer) event.preventDefault();
}

export function startSignKeys() {
  // Before the keys of the proof, which rule on an item.
  document.addEventListener("keydown", onKey, true);
}
