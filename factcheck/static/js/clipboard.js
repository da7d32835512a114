// What of a paste or a drop the desk takes. Pure, so that it is tested without a page.

import { interpolate, ngettext } from "./translation.js";

/**
 * Return whether a paste replaces all of a field: only then is the HTML that comes with it the copy's.
 * @param {string} value what the field holds
 * @param {number} start where the selection begins
 * @param {number} end where it ends
 */
export const takesAll = (value, start, end) => value.trim() === "" || end - start === value.length;

/**
 * Return the files of a list that hold anything; a dragged folder is listed as a file of no kind and no length.
 * @template {{ name: string, size: number, type: string }} T
 * @param {Iterable<T>} files
 * @returns {T[]}
 */
export const usableFiles = (files) => [...files].filter((file) => file.size > 0 || file.type !== "");

/**
 * Return what was chosen, in words: "draft.docx", "3 files: a.docx, b.odt, c.pdf".
 * @param {{ name: string }[]} files
 */
export function chosenWords(files) {
  const names = files.map((file) => file.name);
  if (names.length === 0) return "";
  const words = ngettext("%(count)s file: %(names)s", "%(count)s files: %(names)s", names.length);
  return names.length === 1 ? names[0] : interpolate(words, { count: names.length, names: names.join(", ") });
}
