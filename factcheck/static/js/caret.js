// Words selected by keyboard: one word at a time, so that what is selected is always seen.
import { here } from "./proof_items.js";
import { blocksOfCopy, offsetIn, onReplaced, rangeOf, runOfItem, selectRange, textOf } from "./selection.js";
import { wordSpans } from "./words.js";

/** @typedef {{ copy: HTMLElement, words: [number, number][], anchor: number, focus: number }} Caret */

/** @type {Caret | null} */
let caret = null;

/**
 * @param {HTMLElement} copy
 * @param {number} at
 * @returns {Caret}
 */
const caretAt = (copy, at) => ({ copy, words: wordSpans(textOf(copy)), anchor: at, focus: at });

/**
 * @param {Caret} present
 * @param {number} index
 */
const boxOf = ({ copy, words }, index) => rangeOf(copy, ...words[index]).getBoundingClientRect();

/** @param {Caret} present */
function show(present) {
  caret = present;
  const { copy, words, anchor, focus } = present;
  const first = Math.min(anchor, focus);
  const last = Math.max(anchor, focus);
  selectRange(rangeOf(copy, words[first][0], words[last][1]));
  const box = boxOf(present, focus);
  if (box.top < 90 || box.bottom > innerHeight - 200) scrollBy({ top: box.top - innerHeight / 3 });
}

/** Begin at the words of the item at hand, else at the first block in view. */
export function startCaret() {
  const row = here();
  const run = row && runOfItem(row.dataset.key || "");
  const inView = blocksOfCopy().find((copy) => copy.getBoundingClientRect().bottom > 80);
  const copy = run ? /** @type {HTMLElement | null} */ (run.closest(".copy")) : inView;
  if (!copy) return;
  const begun = run ? offsetIn(copy, run, 0) : 0;
  const at = wordSpans(textOf(copy)).findIndex(([, to]) => to > begun);
  show(caretAt(copy, Math.max(at, 0)));
}

export function dropCaret() {
  caret = null;
}

export const hasCaret = () => caret !== null;

/**
 * @param {Caret} present
 * @param {number} by
 */
function toBlock(present, by) {
  const all = blocksOfCopy();
  const copy = all[all.indexOf(present.copy) + by];
  if (copy) show(caretAt(copy, by > 0 ? 0 : wordSpans(textOf(copy)).length - 1));
}

/**
 * @param {Caret} present
 * @param {number} steps
 * @param {boolean} extend whether the selection grows, which ends with its block
 */
function moveBy(present, steps, extend) {
  const to = present.focus + steps;
  const last = present.words.length - 1;
  if (!extend && (to < 0 || to > last)) {
    toBlock(present, Math.sign(steps));
    return;
  }
  const focus = Math.min(Math.max(to, 0), last);
  show({ ...present, focus, anchor: extend ? present.anchor : focus });
}

/**
 * Return the index of the word nearest in the next line below or above; -1 where there is none.
 * @param {Caret} present
 * @param {number} by
 */
function nearestInNextLine(present, by) {
  const now = boxOf(present, present.focus);
  /** @type {number | null} */
  let line = null;
  let best = -1;
  let distance = Infinity;
  for (let index = present.focus + by; index >= 0 && index < present.words.length; index += by) {
    const box = boxOf(present, index);
    if (Math.abs(box.top - now.top) < now.height / 2) continue; // the same line
    if (line !== null && Math.abs(box.top - line) > now.height / 2) break; // the line after the next
    line = box.top;
    if (Math.abs(box.left - now.left) < distance) {
      best = index;
      distance = Math.abs(box.left - now.left);
    }
  }
  return best;
}

/**
 * @param {Caret} present
 * @param {number} by
 * @param {boolean} extend
 */
function moveLine(present, by, extend) {
  const index = nearestInNextLine(present, by);
  moveBy(present, index < 0 ? by * present.words.length : index - present.focus, extend);
}

/** @type {Record<string, (present: Caret, extend: boolean) => void>} */
const MOVES = {
  ArrowRight: (present, extend) => moveBy(present, 1, extend),
  ArrowLeft: (present, extend) => moveBy(present, -1, extend),
  ArrowDown: (present, extend) => moveLine(present, 1, extend),
  ArrowUp: (present, extend) => moveLine(present, -1, extend),
};

/**
 * Move the caret; return whether the key is one of its own.
 * @param {KeyboardEvent} event
 */
export function moveCaret(event) {
  const move = MOVES[event.key];
  if (!caret || !move) return false;
  move(caret, event.shiftKey);
  return true;
}

onReplaced((copy) => {
  if (caret) caret = { ...caret, copy, words: wordSpans(textOf(copy)) };
});
