// The proof page, and the page of one item: keys, items, marks, and what colleagues do meanwhile.
import { startMarking } from "./marking.js";
import { startItems } from "./proof_items.js";
import { startKeys } from "./proof_keys.js";
import { startLive } from "./proof_live.js";
import { startWaiting } from "./proof_waiting.js";
import { startSignKeys } from "./sign_keys.js";

if (document.body.classList.contains("proof")) {
  startWaiting();
  startItems();
  startSignKeys();
  startKeys();
  startLive();
  startMarking();
}
