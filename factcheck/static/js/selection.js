// Words of the copy selected by mouse, by finger or by keyboard, as offsets into their block.
import { find, findAll, inCopy } from "./dom.js";
import { countCodePoints } from "./words.js";

/**
 * Words of one block, `from` and `to` in code units of its copy.
 * @typedef {{ copy: HTMLElement, from: number, to: number }} Place
 */
/** @typedef {{ from: number, to: number }} Span */

/** @param {HTMLElement} copy */
export const textOf = (copy) => copy.textContent || "";

/**
 * Return the text nodes of a block's copy with their offsets.
 * @param {HTMLElement} copy
 */
export function textNodes(copy) {
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let at = 0;
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    nodes.push({ node, from: at, to: at + node.length });
    at += node.length;
  }
  return nodes;
}

/**
 * Return the offset of a point in a block's copy.
 * @param {HTMLElement} copy
 * @param {Node} container
 * @param {number} offset
 */
export function offsetIn(copy, container, offset) {
  const range = document.createRange();
  range.selectNodeContents(copy);
  range.setEnd(container, offset);
  return range.toString().length;
}

/**
 * Return the range of a span of a block's copy.
 * @param {HTMLElement} copy
 * @param {number} from
 * @param {number} to
 */
export function rangeOf(copy, from, to) {
  const nodes = textNodes(copy);
  const last = nodes[nodes.length - 1];
  const begun = nodes.find((node) => from < node.to) || last;
  const ended = nodes.find((node) => to <= node.to) || last;
  const range = document.createRange();
  range.setStart(begun.node, from - begun.from);
  range.setEnd(ended.node, to - ended.from);
  return range;
}

/** @param {Range} range */
export function selectRange(range) {
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

export function selectNothing() {
  getSelection()?.removeAllRanges();
}

/**
 * Return the words of the copy that are selected; null where there are none.
 * @returns {Place | null}
 */
export function selected() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const begun = range.startContainer;
  const element = begun instanceof Element ? begun : begun.parentElement;
  const copy = /** @type {HTMLElement | null | undefined} */ (element?.closest(".block > .copy"));
  if (!copy) return null;
  const text = textOf(copy);
  const from = offsetIn(copy, begun, range.startOffset);
  // A selection that runs on into another block ends with this one.
  const to = copy.contains(range.endContainer) ? offsetIn(copy, range.endContainer, range.endOffset) : text.length;
  return text.slice(from, to).trim() ? { copy, from, to } : null;
}

/**
 * Return where a point of a block is in the proof, in code points.
 * @param {HTMLElement} copy
 * @param {number} offset
 */
export const inProof = (copy, offset) => Number(copy.dataset.start) + countCodePoints(textOf(copy).slice(0, offset));

/**
 * Return a mark's place in the proof as this page shows it, and its words; null where the page does not show it.
 * @param {string} name
 */
export function extentOf(name) {
  const runs = inCopy(name);
  if (!runs.length) return null;
  /** @param {HTMLElement} run @param {boolean} isEnd */
  const edge = (run, isEnd) => {
    const copy = /** @type {HTMLElement} */ (run.closest(".copy"));
    const range = document.createRange();
    range.selectNodeContents(run);
    const offset = isEnd
      ? offsetIn(copy, range.endContainer, range.endOffset)
      : offsetIn(copy, range.startContainer, range.startOffset);
    return inProof(copy, offset);
  };
  return {
    start: edge(runs[0], false),
    end: edge(runs[runs.length - 1], true),
    words: runs.map((run) => run.textContent).join(""),
  };
}

/**
 * Return the names of the marks under some words.
 * @param {Place} place
 */
export function marksUnder(place) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const { node, from, to } of textNodes(place.copy)) {
    const run = /** @type {HTMLElement | null | undefined} */ (node.parentElement?.closest("[data-k]"));
    if (!run || from >= place.to || to <= place.from) continue;
    for (const name of (run.dataset.k || "").split(" ")) names.add(name);
  }
  return [...names];
}

/** The blocks with words. */
export const blocksOfCopy = () => findAll(document, ".block > .copy").filter((copy) => textOf(copy).trim());

/** Told when a block is replaced whose words are selected. @type {((copy: HTMLElement) => void)[]} */
const replacedListeners = [];

/** @param {(copy: HTMLElement) => void} listener */
export const onReplaced = (listener) => replacedListeners.push(listener);

/**
 * Return what is selected in a block that is about to be replaced.
 * @param {HTMLElement} copy
 * @returns {Span | null}
 */
export function keepSelection(copy) {
  const place = selected();
  return place && place.copy === copy ? { from: place.from, to: place.to } : null;
}

/**
 * Select the same words in the block's new copy.
 * @param {HTMLElement} copy
 * @param {Span} span
 */
export function restoreSelection(copy, { from, to }) {
  for (const listener of replacedListeners) listener(copy);
  selectRange(rangeOf(copy, from, to));
}

/**
 * Return the first run of copy that an item is about.
 * @param {string} name
 */
export const runOfItem = (name) => inCopy(name)[0] || find(document, `[data-to="${CSS.escape(name)}"]`);
