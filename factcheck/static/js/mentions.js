// Whom an @ in a note may mean. Pure; the server understands @Name without any of this.

/** @typedef {{ name: string, address: string, write: string }} Person */

const CALLED = /(?:^|[\s([{“‘"',;:—–-])@([^\n@]{0,40}(?:@[\w.-]*)?)$/u;

/**
 * Return what stands after the last @ before the cursor; null where no one is being called.
 * @param {string} before the note's words up to the cursor
 */
export function calledName(before) {
  const match = CALLED.exec(before);
  return match ? match[1] : null;
}

/**
 * Return those whose address, or any of whose names, goes on like `typed`.
 * @param {Person[]} people
 * @param {string} typed
 */
export function peopleLike(people, typed) {
  const start = typed.toLowerCase();
  return people.filter(({ address, name }) => {
    const words = name.toLowerCase().split(/\s+/);
    const endings = words.map((_, index) => words.slice(index).join(" "));
    return [address.toLowerCase(), ...endings].some((known) => known.startsWith(start));
  });
}
