"use strict";
// After an @ in a note, the colleagues whose name or address goes on like that: arrows choose, Enter or Tab takes,
// Escape leaves the words as they are. The server understands @Name without any of this.
(() => {
  const people = new Map(); // address of the list: what came from it
  let open = null; // { area, list, at, found, chosen }

  const load = async (url) => {
    if (!people.has(url)) {
      people.set(url, fetch(url, { headers: { Accept: "application/json" } }).then((answer) => answer.json(), () => ({ people: [] })));
    }
    return (await people.get(url)).people;
  };

  const close = () => {
    if (!open) return;
    open.list.remove();
    for (const name of ["aria-controls", "aria-activedescendant"]) open.area.removeAttribute(name);
    open = null;
  };

  const choose = (index) => {
    open.chosen = index;
    [...open.list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === index)));
    open.area.setAttribute("aria-activedescendant", open.list.children[index].id);
    open.list.children[index].scrollIntoView({ block: "nearest" });
  };

  const take = () => {
    const { area, at, found, chosen } = open;
    area.setRangeText(`@${found[chosen].write} `, at, area.selectionStart, "end");
    close();
  };

  const show = (area, at, found) => {
    close();
    const list = document.createElement("ul");
    list.className = "callees";
    list.id = `${area.id}-people`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Colleagues");
    found.forEach((one, n) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${n}`;
      item.setAttribute("role", "option");
      const address = document.createElement("span");
      address.className = "soft";
      address.textContent = one.address;
      item.append(`${one.name} `, address);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(n); take(); });
      list.append(item);
    });
    area.parentElement.append(list);
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-controls", list.id);
    open = { area, list, at, found, chosen: 0 };
    choose(0);
  };

  document.addEventListener("input", async (event) => {
    const area = event.target;
    if (!area.matches || !area.matches("textarea[data-people]")) return;
    const before = area.value.slice(0, area.selectionStart);
    const called = /(?:^|[\s(\[{“‘"',;:—–-])@([^\n@]{0,40}(?:@[\w.-]*)?)$/u.exec(before);
    if (!called) return close();
    const typed = called[1].toLowerCase();
    const known = await load(area.dataset.people);
    if (before !== area.value.slice(0, area.selectionStart)) return; // they typed on
    const found = known.filter((one) =>
      one.address.toLowerCase().startsWith(typed) || one.name.toLowerCase().split(/\s+/).some((_, n, words) => words.slice(n).join(" ").startsWith(typed)));
    if (found.length) show(area, area.selectionStart - called[1].length - 1, found.slice(0, 8));
    else close();
  });

  document.addEventListener("keydown", (event) => {
    if (!open || event.target !== open.area) return;
    const last = open.found.length - 1;
    if (event.key === "ArrowDown") choose(open.chosen === last ? 0 : open.chosen + 1);
    else if (event.key === "ArrowUp") choose(open.chosen === 0 ? last : open.chosen - 1);
    else if (event.key === "Enter" || event.key === "Tab") take();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  document.addEventListener("focusout", (event) => { if (open && event.target === open.area) close(); });
})();
