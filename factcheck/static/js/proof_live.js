// What colleagues do meanwhile, put on the page, but never under the hands of someone at work.
import { byId, csrfToken, find, findAll, focusedWithin, isInUse } from "./dom.js";
import { count, here, inHand, light, open, rowOf } from "./proof_items.js";
import { clearNewsTrouble, clearTrouble, sayNews, sayTrouble } from "./proof_messages.js";
import { keepSelection, restoreSelection } from "./selection.js";
import { gettext } from "./translation.js";
import { withoutToken } from "./words.js";

/**
 * What has changed: blocks by their place, each with its signature and HTML; lines of items by their key, and the keys
 * of each group in order; parts by the id of their element.
 * @typedef {object} Answer
 * @property {string} since
 * @property {Record<string, [string, string]>} blocks
 * @property {Record<string, string>} lines
 * @property {Record<string, string[]>} groups
 * @property {Record<string, string>} parts
 * @property {string[]} news
 */

const EVERY = 3000; // milliseconds between two looks at what has changed

/** The copy and its notes, where the page has them. */
const sheet = find(document, ".sheet[data-live]");

/** @param {string} html */
function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/**
 * Put the lines that changed into the list, each in its group and place; the keyboard stays where it is.
 * @param {Record<string, string>} lines
 * @param {Record<string, string[]>} groups
 */
function putItems(lines, groups) {
  const present = here()?.dataset.key || "";
  const focused = focusedWithin(".item")?.dataset.key || "";
  for (const [key, html] of Object.entries(lines)) putLine(key, html);
  const kept = new Set(Object.values(groups).flat());
  for (const row of findAll(document, ".item-list .item")) if (!kept.has(row.dataset.key || "")) row.remove();
  for (const [group, keys] of Object.entries(groups)) putGroup(group, keys);
  light(rowOf(present));
  count();
  backToRow(focused);
}

/** @param {string} key the row that had the keyboard, if one had it */
function backToRow(key) {
  const row = key ? rowOf(key) : null;
  if (row && !row.contains(document.activeElement)) find(row, "a")?.focus({ preventScroll: true });
}

/**
 * @param {string} key
 * @param {string} html
 */
function putLine(key, html) {
  const fresh = find(parse(html), ".item");
  const old = byId(`row-${key}`);
  if (fresh && old) old.replaceWith(fresh);
  else if (fresh) find(document, ".item-list ol")?.append(fresh);
}

/**
 * @param {string} group
 * @param {string[]} keys
 */
function putGroup(group, keys) {
  const list = find(document, `[data-group-of="${group}"] ol`);
  keys.forEach((key, index) => {
    const row = byId(`row-${key}`);
    if (row && list && list.children[index] !== row) list.insertBefore(row, list.children[index] || null);
  });
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
  const words = find(parse(html), ".copy");
  if (!words) return;
  const selection = keepSelection(copy);
  copy.replaceWith(words);
  block.dataset.sig = signature;
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
  else if (isInUse(old)) return;
  else replacePart(old, fresh);
  lastPut[id] = withoutToken(html);
}

const HELD = "summary, a, button";

/**
 * Replace a part; what was unfolded in it stays unfolded, and the keyboard stays where it was in it.
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 */
function replacePart(old, fresh) {
  const held = findAll(old, HELD).indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const unfolded = findAll(old, "details[open] > summary").map((summary) => summary.textContent);
  for (const summary of findAll(fresh, "details > summary")) {
    summary.parentElement?.toggleAttribute("open", unfolded.includes(summary.textContent));
  }
  if (old instanceof HTMLDetailsElement) fresh.toggleAttribute("open", old.open);
  old.replaceWith(fresh);
  if (held >= 0) (findAll(fresh, HELD)[held] || find(fresh, HELD))?.focus({ preventScroll: true });
  htmx.process(fresh);
}

/**
 * Replace the queries, but for those someone is answering.
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 */
function putQueries(old, fresh) {
  const children = /** @type {HTMLElement[]} */ ([...old.children]);
  const busy = new Map(children.filter((query) => query.id && isInUse(query)).map((query) => [query.id, query]));
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
  for (const [index, block] of Object.entries(answer.blocks)) putBlock(Number(index), block);
  putItems(answer.lines, answer.groups);
  for (const [id, html] of Object.entries(answer.parts)) putPart(id, html);
  sayNews(answer.news);
  if (answer.news.length) reloadItem();
}

/** What colleagues did may be in the item that is open. */
function reloadItem() {
  const shown = inHand();
  if (shown && !isInUse(shown)) open(rowOf(shown.dataset.item || ""), shown.contains(document.activeElement));
}

/**
 * Return what the page has, for the server to say what differs.
 * @param {HTMLElement} page
 * @returns {[string, string][]}
 */
function state(page) {
  const has = {
    since: page.dataset.since || "",
    proof: page.dataset.proof || "",
    blocks: findAll(page, ":scope > .block").map((block) => block.dataset.sig).join(","),
    lines: findAll(document, ".item-list .item").map((row) => row.dataset.sig).join(","),
    ...("all" in page.dataset ? { all: "1" } : {}),
    ...(page.dataset.second ? { second: page.dataset.second } : {}),
  };
  return Object.entries(has);
}

/**
 * Send with an act what the page has, so that its answer brings what it changes.
 * @param {{ set(name: string, value: string): void }} fields
 */
function addState(fields) {
  if (sheet) for (const [name, value] of state(sheet)) fields.set(`page_${name}`, value);
}

/** @param {HTMLElement} page */
function fieldsOf(page) {
  const fields = new FormData();
  for (const [name, value] of state(page)) fields.set(name, value);
  return fields;
}

let looking = false;
let again = false; // asked to look while looking

/** How many acts were answered: what was asked for before the last of them is out of date. */
let answered = 0;

/**
 * Put on the page what an act changed; where its answer does not say, ask.
 * @param {Answer | null | undefined} changes
 */
function putChanges(changes) {
  answered += 1;
  if (changes) put(changes);
  else look();
}

/** @param {HTMLElement} page */
async function fetchNews(page) {
  const before = answered;
  const answer = await fetch(page.dataset.live || "", {
    method: "POST",
    body: fieldsOf(page),
    headers: { "X-CSRFToken": csrfToken() },
  });
  if (answer.ok) clearNewsTrouble();
  if (before !== answered) again = true;
  else if (answer.status === 200 && !answer.redirected) put(await answer.json());
  else if (answer.status !== 204) {
    const signedOut = gettext("You are signed out. Sign in again in another window.");
    const notShown = gettext("What colleagues do is not shown: load the page again.");
    sayTrouble(answer.redirected ? signedOut : notShown, true);
  }
}

async function look() {
  if (!sheet) return;
  again = looking;
  if (looking) return;
  looking = true;
  try {
    await fetchNews(sheet);
  } catch {
    sayTrouble(gettext("The server is out of reach. What you typed is still here."), true);
  } finally {
    looking = false;
    if (again) look();
  }
}

const lookIfSeen = () => {
  if (!document.hidden) look();
};

/**
 * Once a card has been answered in place, the keyboard is on it again; a refusal is read out.
 * @param {Event} event
 */
function backToCard(event) {
  if (document.activeElement !== document.body) return;
  const sent = /** @type {CustomEvent} */ (event).detail.requestConfig?.parameters;
  const name = sent?.get?.("card");
  const card = name && find(document, `.card[data-card="${CSS.escape(name)}"]`);
  if (card) (find(card, ":scope > .refused") || card).focus({ preventScroll: true });
}

const CHANGES = '<script type="application/json" data-changes>';
/** What the answer on its way into the page changes elsewhere. @type {Answer | null} */
let changesOfAnswer = null;

/**
 * Take what an act changed elsewhere out of its answer, before the rest is put where the act was done.
 * @param {Event} event
 */
function takeChanges(event) {
  const { detail } = /** @type {CustomEvent} */ (event);
  const [html, changes] = detail.serverResponse.split(CHANGES);
  if (!changes) return;
  detail.serverResponse = html;
  changesOfAnswer = JSON.parse(changes.replace("</script>", ""));
}

/** @param {Event} event */
function afterRequest(event) {
  if (/** @type {CustomEvent} */ (event).detail.requestConfig?.verb !== "post") return;
  putChanges(changesOfAnswer);
  changesOfAnswer = null;
}

export function startLive() {
  setInterval(lookIfSeen, EVERY);
  document.addEventListener("visibilitychange", lookIfSeen);
  document.addEventListener("proof:act", (event) => addState(/** @type {CustomEvent} */ (event).detail));
  document.addEventListener("proof:acted", (event) => putChanges(/** @type {CustomEvent} */ (event).detail));
  document.addEventListener("htmx:configRequest", (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    if (detail.verb === "post") addState(detail.formData);
  });
  document.addEventListener("htmx:beforeSwap", takeChanges);
  document.addEventListener("htmx:afterRequest", afterRequest);
  document.addEventListener("htmx:afterSwap", backToCard);
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = /** @type {CustomEvent} */ (event).detail.xhr;
    const mayNot = gettext("You may not do this.");
    sayTrouble(status === 403 ? mayNot : gettext("That did not work. Load the page again."));
  });
  document.addEventListener("htmx:beforeRequest", clearTrouble);
  document.addEventListener("htmx:sendError", () => {
    sayTrouble(gettext("The server is out of reach. What you typed is still here."));
  });
}
