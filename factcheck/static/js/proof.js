// The proof page, and the page of one note: keys, notes, marks, and what colleagues do meanwhile.
import { startMarking } from "./marking.js";
import { startAlign } from "./proof_align.js";
import { startKeys } from "./proof_keys.js";
import { startLive } from "./proof_live.js";
import { startNotes } from "./proof_notes.js";

if (document.body.classList.contains("proof")) {
  startNotes();
  startKeys();
  startAlign();
  startLive();
  startMarking();
}
