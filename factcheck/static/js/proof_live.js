// What colleagues do meanwhile, put on the page, but never under the hands of someone at work.
import { byId, csrfToken, find, findAll, isChanged } from "./dom.js";
import { align } from "./proof_align.js";
import { clearNewsTrouble, clearTrouble, sayNews, sayTrouble } from "./proof_messages.js";
import { go, here, light, load, noteById } from "./proof_notes.js";
import { keepSelection, restoreSelection } from "./selection.js";
import { withoutToken } from "./words.js";

/** @typedef {import("./dom.js").Field} Field */
/**
 * What has changed: blocks by their place, each with its signature and HTML; parts by the id of their element.
 * @typedef {object} Answer
 * @property {string} since
 * @property {Record<string, [string, string]>} blocks
 * @property {Record<string, string>} parts
 * @property {string[]} news
 */

const FIELDS = "input:not([type=hidden]), textarea, select";
const EVERY = 3000; // milliseconds between two looks at what has changed

/** The copy and its notes, where the page has them. */
const sheet = find(document, ".sheet[data-live]");

/**
 * Return whether someone is at work in it.
 * @param {HTMLElement} root
 */
function inUse(root) {
  if (find(root, ".card > .refused")) return true;
  const fields = /** @type {Field[]} */ (/** @type {unknown} */ (findAll(root, FIELDS)));
  return fields.some((field) => field === document.activeElement || isChanged(field));
}

/** @param {string} html */
function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/**
 * Give a note on the page the new one's first line and state.
 * @param {HTMLElement} note
 * @param {HTMLElement} fresh
 */
function renewNote(note, fresh) {
  const line = find(note, "summary");
  const words = find(fresh, "summary")?.innerHTML;
  if (line && words !== undefined && line.innerHTML !== words) line.innerHTML = words;
  note.toggleAttribute("data-open", fresh.hasAttribute("data-open"));
}

/**
 * Put new notes in the place of a block's notes; those on the page keep their insides.
 * @param {HTMLElement} list
 * @param {HTMLElement} freshList
 */
function mergeNotes(list, freshList) {
  const fresh = /** @type {HTMLElement[]} */ ([...freshList.children]);
  for (const note of /** @type {HTMLElement[]} */ ([...list.children])) {
    if (!fresh.some((one) => one.id === note.id) && !inUse(note)) note.remove();
  }
  /** @type {Element | null} */
  let after = null;
  for (const one of fresh) {
    const known = byId(one.id);
    const note = known && list.contains(known) ? known : one;
    if (note !== one) renewNote(note, one);
    /** @type {Element | null} */
    const place = after ? after.nextElementSibling : list.firstElementChild;
    if (place !== note) list.insertBefore(note, place);
    after = note;
  }
}

/**
 * @param {HTMLElement} block
 * @param {DocumentFragment} fresh
 */
function putNotes(block, fresh) {
  const old = find(block, ":scope > .notes");
  const made = find(fresh, ".notes");
  if (old && made && old.matches("div") && made.matches("div")) {
    mergeNotes(old, made);
    return;
  }
  if (old && inUse(old)) return;
  old?.remove();
  if (made) block.append(made);
}

/**
 * Replace the copy of a block; the words selected in it stay selected.
 * @param {number} index
 * @param {[string, string]} version its signature and its HTML
 */
function putBlock(index, [signature, html]) {
  const block = sheet && findAll(sheet, ":scope > .block")[index];
  const copy = block && find(block, ".copy");
  if (!block || !copy) return;
  const fresh = parse(html);
  const words = find(fresh, ".copy");
  if (!words) return;
  const selection = keepSelection(copy);
  copy.replaceWith(words);
  putNotes(block, fresh);
  block.dataset.sig = signature;
  align(block);
  if (selection) restoreSelection(words, selection);
}

/** Each part's HTML as last put. @type {Record<string, string>} */
const lastPut = {};

/**
 * @param {string} id
 * @param {string} html
 */
function putPart(id, html) {
  const old = byId(id);
  const fresh = find(parse(html), `#${id}`);
  if (!old || !fresh || lastPut[id] === withoutToken(html)) return;
  if (id === "query-list") putQueries(old, fresh);
  else if (inUse(old)) return;
  else replacePart(old, fresh);
  lastPut[id] = withoutToken(html);
}

/**
 * Replace a part; what was unfolded in it stays unfolded.
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 */
function replacePart(old, fresh) {
  const unfolded = findAll(old, "details[open] > summary").map((summary) => summary.textContent);
  for (const summary of findAll(fresh, "details > summary")) {
    summary.parentElement?.toggleAttribute("open", unfolded.includes(summary.textContent));
  }
  old.replaceWith(fresh);
  htmx.process(fresh);
}

/**
 * Replace the queries, but for those someone is answering.
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 */
function putQueries(old, fresh) {
  const children = /** @type {HTMLElement[]} */ ([...old.children]);
  const busy = new Map(children.filter((query) => query.id && inUse(query)).map((query) => [query.id, query]));
  for (const query of children) if (!busy.has(query.id)) query.remove();
  /** @type {Element | null} */
  let after = null;
  for (const query of [...fresh.children]) {
    const kept = busy.get(query.id);
    if (kept) busy.delete(query.id);
    else if (after) after.after(query);
    else old.prepend(query);
    after = kept || query;
  }
  htmx.process(old);
}

/** @param {Answer} answer */
function put(answer) {
  if (sheet) sheet.dataset.since = answer.since;
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const note = focused?.closest("details.note");
  for (const [index, block] of Object.entries(answer.blocks)) putBlock(Number(index), block);
  for (const [id, html] of Object.entries(answer.parts)) putPart(id, html);
  light(here());
  const lostFocus = note && note.isConnected && !note.contains(document.activeElement);
  if (lostFocus) focused?.focus({ preventScroll: true });
  sayNews(answer.news);
  if (answer.news.length) reloadOpenNotes();
}

/** What colleagues did may be inside an open note. */
function reloadOpenNotes() {
  for (const note of findAll(document, "details.note[open]")) {
    if (note.dataset.url && !inUse(note)) load(note);
  }
}

/**
 * Return what the page has, for the server to say what differs.
 * @param {HTMLElement} page
 */
function state(page) {
  const fields = new FormData();
  fields.set("since", page.dataset.since || "");
  fields.set("proof", page.dataset.proof || "");
  fields.set("blocks", findAll(page, ":scope > .block").map((block) => block.dataset.sig).join(","));
  if ("all" in page.dataset) fields.set("all", "1");
  return fields;
}

/** @param {HTMLElement} page */
async function fetchNews(page) {
  const answer = await fetch(page.dataset.live || "", {
    method: "POST",
    body: state(page),
    headers: { "X-CSRFToken": csrfToken() },
  });
  if (answer.ok) clearNewsTrouble();
  if (answer.status === 200 && !answer.redirected) put(await answer.json());
  else if (answer.status !== 204) {
    const signedOut = "You are signed out. Sign in again in another window.";
    sayTrouble(answer.redirected ? signedOut : "What colleagues do is not shown: load the page again.", true);
  }
}

let looking = false;
let again = false; // asked to look while looking

async function look() {
  if (!sheet) return;
  again = looking;
  if (looking) return;
  looking = true;
  try {
    await fetchNews(sheet);
  } catch {
    sayTrouble("The server is out of reach. What you typed is still here.", true);
  } finally {
    looking = false;
    if (again) look();
  }
}

const lookIfSeen = () => {
  if (!document.hidden) look();
};

/**
 * Once a note has been answered in place, the keyboard is on it again; a refusal is read out.
 * @param {Event} event
 */
function backToNote(event) {
  if (document.activeElement !== document.body) return;
  const sent = /** @type {CustomEvent} */ (event).detail.requestConfig?.parameters;
  const note = sent?.get?.("card") ? noteById(sent.get("card")) : null;
  const refusal = note && find(note, ".card > .refused");
  if (refusal) refusal.focus();
  else if (note) go(note);
}

export function startLive() {
  setInterval(lookIfSeen, EVERY);
  document.addEventListener("visibilitychange", lookIfSeen);
  document.addEventListener("proof:look", look);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.requestConfig?.verb === "post") look();
  });
  document.addEventListener("htmx:afterSwap", backToNote);
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = /** @type {CustomEvent} */ (event).detail.xhr;
    sayTrouble(status === 403 ? "You may not do this." : "That did not work. Load the page again.");
  });
  document.addEventListener("htmx:beforeRequest", clearTrouble);
  document.addEventListener("htmx:sendError", () => {
    sayTrouble("The server is out of reach. What you typed is still here.");
  });
}
