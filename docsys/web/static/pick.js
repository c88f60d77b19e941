// Inputs with data-pick offer people, documents or records while one types: by words, numbers, or initials of the pinyin. Keyboard alone suffices.
"use strict";

const menu = Object.assign(document.createElement("ul"), { id: "picks", className: "dropdown-menu", hidden: true });
menu.setAttribute("role", "listbox");
document.body.append(menu);
let picking = null;
let asked = 0;
let waiting;

// Where several are allowed, what is typed is what stands behind the last separator.
const SEPARATORS = /[、；;，,]/;
const isMany = (field) => field.hasAttribute("data-pick-many");
const typedIn = (field) => (isMany(field) ? field.value.split(SEPARATORS).at(-1) : field.value).trim();

function closePicks() {
  menu.hidden = true;
  menu.classList.remove("show");
  picking?.setAttribute("aria-expanded", "false");
  picking?.removeAttribute("aria-activedescendant");
  picking = null;
}

function mark(at) {
  const entries = all("[role=option]", menu);
  entries.forEach((entry, place) => { entry.classList.toggle("active", place === at); entry.setAttribute("aria-selected", String(place === at)); });
  entries[at]?.scrollIntoView({ block: "nearest" });
  if (entries[at]) picking.setAttribute("aria-activedescendant", entries[at].id);
}

const marked = () => all("[role=option]", menu).findIndex((entry) => entry.classList.contains("active"));

function choose(value) {
  const field = picking;
  const before = isMany(field) ? field.value.split(SEPARATORS).slice(0, -1).map((part) => part.trim()).filter(Boolean) : [];
  field.value = [...before, value].join("、");
  closePicks();
  field.dispatchEvent(new Event("input", { bubbles: true, cancelable: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function offer(field, offers) {
  menu.replaceChildren(...offers.map((one, at) => {
    const entry = Object.assign(document.createElement("li"), { id: `pick-${at}`, className: "dropdown-item" });
    entry.setAttribute("role", "option");
    entry.dataset.value = one.value;
    const text = document.createElement("span");
    text.textContent = one.text === one.value ? one.text : `${field.dataset.pick === "people" ? "" : `${one.value}　`}${one.text}`;
    entry.append(text, Object.assign(document.createElement("span"), { className: "quiet ms-auto ps-3", textContent: one.note }));
    return entry;
  }));
  const place = field.getBoundingClientRect();
  Object.assign(menu.style, { position: "absolute", left: `${place.left + scrollX}px`, top: `${place.bottom + scrollY + 2}px`, minWidth: `${place.width}px`, maxWidth: "40rem" });
  picking = field;
  menu.hidden = false;
  menu.classList.add("show");
  field.setAttribute("aria-expanded", "true");
  mark(0);
}

async function look(field) {
  const words = typedIn(field);
  if (!words || words.includes("（")) return closePicks();
  const mine = (asked += 1);
  try {
    const answer = await fetch(`${field.dataset.pickUrl}?${new URLSearchParams({ q: words, form: field.dataset.pickForm || "" })}`, { headers: { Accept: "application/json" } });
    const { offers } = answer.ok ? await answer.json() : { offers: [] };
    if (mine !== asked || document.activeElement !== field) return undefined;
    return offers.length ? offer(field, offers) : closePicks();
  } catch { return closePicks(); }
}

document.addEventListener("focusin", (event) => {
  // The browser's own list knows no pinyin.
  if (event.target.matches?.("[data-pick]")) { event.target.removeAttribute("list"); event.target.setAttribute("role", "combobox"); event.target.setAttribute("aria-controls", "picks"); }
});
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-pick]") || event.cancelable || event.isComposing) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => look(event.target), 150);
});
document.addEventListener("compositionend", (event) => { if (event.target.matches?.("[data-pick]")) look(event.target); });
document.addEventListener("keydown", (event) => {
  if (!picking || event.isComposing || event.target !== picking) return;
  const count = all("[role=option]", menu).length;
  const at = marked();
  if (event.key === "ArrowDown") mark((at + 1) % count);
  else if (event.key === "ArrowUp") mark((at - 1 + count) % count);
  else if (event.key === "Enter" && !event.ctrlKey) choose(all("[role=option]", menu)[at].dataset.value);
  else if (event.key === "Escape") closePicks();
  else { if (event.key === "Tab") closePicks(); return; }
  event.preventDefault();
  event.stopPropagation();
});
menu.addEventListener("mousedown", (event) => { event.preventDefault(); const entry = event.target.closest("[role=option]"); if (entry) choose(entry.dataset.value); });
document.addEventListener("focusout", (event) => { if (event.target === picking) closePicks(); });
