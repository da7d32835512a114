// After an @ in a note, the colleagues whose name or address goes on like that: arrows choose, Enter or Tab takes,
// Escape leaves the words as they are.
import { calledName, peopleLike } from "./mentions.js";
import { gettext } from "./translation.js";

/** @typedef {import("./mentions.js").Person} Person */
/**
 * The list shown under a note, for the @ at `at`.
 * @typedef {{ area: HTMLTextAreaElement, list: HTMLElement, at: number, people: Person[], chosen: number }} OpenList
 */

const SHOWN = 8;
/** What each address of a list answered. @type {Map<string, Promise<Person[]>>} */
const answers = new Map();
/** @type {OpenList | null} */
let open = null;

/**
 * @param {string} url
 * @returns {Promise<Person[]>}
 */
async function fetchPeople(url) {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    return (await answer.json()).people;
  } catch {
    return [];
  }
}

/** @param {string} url */
function peopleAt(url) {
  const known = answers.get(url) || fetchPeople(url);
  answers.set(url, known);
  return known;
}

function close() {
  if (!open) return;
  open.list.remove();
  for (const name of ["aria-controls", "aria-activedescendant"]) open.area.removeAttribute(name);
  open = null;
}

/** @param {number} index */
function choose(index) {
  if (!open) return;
  open.chosen = index;
  const items = [...open.list.children];
  items.forEach((item, place) => item.setAttribute("aria-selected", String(place === index)));
  open.area.setAttribute("aria-activedescendant", items[index].id);
  items[index].scrollIntoView({ block: "nearest" });
}

function take() {
  if (!open) return;
  const { area, at, people, chosen } = open;
  area.setRangeText(`@${people[chosen].write} `, at, area.selectionStart, "end");
  close();
}

/**
 * @param {Person} person
 * @param {string} id
 * @param {number} index
 */
function itemFor(person, id, index) {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  const address = document.createElement("span");
  address.className = "soft";
  address.textContent = person.address;
  item.append(`${person.name} `, address);
  item.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the keyboard stays in the note
    choose(index);
    take();
  });
  return item;
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {number} at where the @ is
 * @param {Person[]} people
 */
function show(area, at, people) {
  close();
  const list = document.createElement("ul");
  list.className = "callees";
  list.id = `${area.id}-people`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", gettext("Colleagues"));
  list.append(...people.map((person, index) => itemFor(person, `${list.id}-${index}`, index)));
  area.parentElement?.append(list);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);
  open = { area, list, at, people, chosen: 0 };
  choose(0);
}

/** @param {HTMLTextAreaElement} area */
async function suggest(area) {
  const before = area.value.slice(0, area.selectionStart);
  const typed = calledName(before);
  if (typed === null) {
    close();
    return;
  }
  const known = await peopleAt(area.dataset.people || "");
  if (before !== area.value.slice(0, area.selectionStart)) return; // they typed on
  const people = peopleLike(known, typed).slice(0, SHOWN);
  if (people.length) show(area, area.selectionStart - typed.length - 1, people);
  else close();
}

/** @type {Record<string, (list: OpenList) => void>} */
const KEYS = {
  ArrowDown: ({ chosen, people }) => choose(chosen === people.length - 1 ? 0 : chosen + 1),
  ArrowUp: ({ chosen, people }) => choose(chosen === 0 ? people.length - 1 : chosen - 1),
  Enter: take,
  Tab: take,
  Escape: close,
};

document.addEventListener("input", (event) => {
  const area = event.target;
  if (area instanceof HTMLTextAreaElement && area.matches("[data-people]")) suggest(area);
});

// In the capturing phase: while the list is open its keys mean the list, whatever the page does with them.
document.addEventListener("keydown", (event) => {
  const act = open && event.target === open.area ? KEYS[event.key] : undefined;
  if (!act || !open) return;
  act(open);
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("focusout", (event) => {
  if (open && event.target === open.area) close();
});
