// What scripts say, in the language of the page. The catalogue stands in a script of its own (base.html); without
// one, as in the tests, the English words stand.

/** @type {any} */
const catalogue = globalThis;

/**
 * Return the words in the page's language.
 * @param {string} words
 * @returns {string}
 */
export const gettext = (words) => catalogue.gettext?.(words) ?? words;

/**
 * Return the words for so many, in the page's language.
 * @param {string} one
 * @param {string} several
 * @param {number} count
 * @returns {string}
 */
export const ngettext = (one, several, count) =>
  catalogue.ngettext?.(one, several, count) ?? (count === 1 ? one : several);

/**
 * Return the words with each %(name)s replaced by its value.
 * @param {string} words
 * @param {Record<string, string | number>} values
 */
export const interpolate = (words, values) => words.replace(/%\((\w+)\)s/g, (_, name) => String(values[name]));
