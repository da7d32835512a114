// Acts on their way. Until the last of them is answered the page shows the item that was, and a key would go to it.

/** How many acts, and items on their way into the pane, are not answered yet. */
let underWay = 0;
/** What was pressed meanwhile, the first first. @type {(() => void)[]} */
const waiting = [];

export const isUnderWay = () => underWay > 0 || waiting.length > 0;

/**
 * Do something once everything is answered, with the item then in view.
 * @param {() => void} act
 */
export function afterAnswers(act) {
  waiting.push(act);
  goOn();
}

export function began() {
  underWay += 1;
}

/**
 * Note that one act is answered. After a refusal the item in view is not the one the next keys were meant for.
 * @param {boolean} [isRefused]
 */
export function ended(isRefused = false) {
  underWay = Math.max(underWay - 1, 0);
  if (isRefused) waiting.length = 0;
  setTimeout(goOn); // once the answer is on the page, and the keyboard where it puts it
}

const isTyping = () => document.activeElement?.matches("input, textarea, select") || false;

/** Do what waits, up to what begins another act; what is typed into a field that was opened is no key. */
function goOn() {
  while (waiting.length && !underWay) {
    if (isTyping()) waiting.length = 0;
    waiting.shift()?.();
  }
}

/** @param {Event} event */
const isAct = (event) => /** @type {CustomEvent} */ (event).detail.requestConfig?.verb === "post";

/** @param {Event} event */
function onAnswer(event) {
  const { xhr } = /** @type {CustomEvent} */ (event).detail;
  if (isAct(event)) ended(!xhr || xhr.status < 200 || xhr.status >= 400); // 0: the server is out of reach
}

export function startWaiting() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isAct(event)) began();
  });
  document.addEventListener("htmx:afterRequest", onAnswer);
  document.addEventListener("htmx:onLoadError", onAnswer); // the answer could not be put on the page
  document.addEventListener("proof:act", began);
  document.addEventListener("proof:acted", () => ended());
}
