// Words of the copy as numbers: offsets, counts and spans. Pure.

/**
 * Return how many code points the words have: the server counts these, the browser code units.
 * @param {string} words
 */
export const countCodePoints = (words) => [...words].length;

/**
 * Return the words, cut to at most `most` characters.
 * @param {string} words
 */
export const shorten = (words, most = 70) => (words.length > most ? `${words.slice(0, most - 1)}…` : words);

/**
 * Return where each word begins and ends.
 * @param {string} text
 * @returns {[number, number][]}
 */
export function wordSpans(text) {
  return [...text.matchAll(/\S+/g)].map((match) => [match.index, match.index + match[0].length]);
}

/**
 * Return the part of a page's HTML that tells two versions apart: all but the token, which is new each time.
 * @param {string} html
 */
export const withoutToken = (html) => html.replace(/name="csrfmiddlewaretoken" value="\w+"/g, "");
