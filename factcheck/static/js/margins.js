// The room above each note that sets it beside its line. Pure.

const LEAST = 4; // pixels: less is not seen, and moves every note below for nothing

/**
 * Return the margin above each note, 0 for none: a note only moves down, and takes the later ones with it.
 * @param {{ at: number, line: number }[]} places where each note is without margins, and where its line is
 */
export function gapsAbove(places) {
  let pushed = 0;
  return places.map(({ at, line }) => {
    const gap = line - at - pushed;
    if (gap < LEAST) return 0;
    pushed += gap;
    return gap;
  });
}
