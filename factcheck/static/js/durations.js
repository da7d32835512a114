// Lengths of time in words, as the server says them. Pure.

import { gettext, interpolate } from "./translation.js";

const MINUTE = 60_000;

/**
 * Return "2 d 3 h", "1 h 5 min", "40 min".
 * @param {number} minutes
 */
export function spanInWords(minutes) {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = minutes % 60;
  const [d, h, min] = [gettext("d"), gettext("h"), gettext("min")];
  if (days) return hours && days < 10 ? `${days} ${d} ${hours} ${h}` : `${days} ${d}`;
  if (hours) return rest ? `${hours} ${h} ${rest} ${min}` : `${hours} ${h}`;
  return `${rest} ${min}`;
}

/**
 * Return "in 5 min", "now" or "2 h ago".
 * @param {number} left in milliseconds, negative once it is over
 */
export function timeLeft(left) {
  const length = Math.abs(left);
  if (length < MINUTE) return gettext("now");
  const span = spanInWords(Math.floor(length / MINUTE));
  return interpolate(left > 0 ? gettext("in %(span)s") : gettext("%(span)s ago"), { span });
}
