// Going through a list by keyboard. Pure.

/**
 * Return the place `by` steps on, kept within the list; where nothing is chosen, its near end.
 * @param {number} length of the list, at least 1
 * @param {number} at the present place, -1 for none
 * @param {number} by 1 or -1
 */
export function stepped(length, at, by) {
  if (at < 0) return by > 0 ? 0 : length - 1;
  return Math.min(Math.max(at + by, 0), length - 1);
}

/**
 * Return the list in the order in which to look for the next: after `at`, then from the start.
 * @template T
 * @param {T[]} list
 * @param {number} at -1 for none
 * @returns {T[]}
 */
export const onwardFrom = (list, at) => [...list.slice(at + 1), ...list.slice(0, Math.max(at, 0))];
