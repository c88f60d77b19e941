// What the pages do beyond HTML. Every page does its main act without this file. No inline script anywhere (CSP).
"use strict";
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const token = () => one('meta[name="csrf-token"]')?.content || "";
const person = () => one('meta[name="person"]')?.content || "";

function toast(text) {
  const note = Object.assign(document.createElement("div"), { className: "ds-toast", textContent: text });
  note.setAttribute("role", "status");
  document.body.append(note);
  setTimeout(() => note.remove(), 2200);
}

// htmx: the CSRF token goes with each unsafe request
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token();
});

// keyboard
const typing = (target) => target.closest("input, textarea, select, [contenteditable=true]") !== null;
const press = (key) => one(`[data-key="${key}"]`)?.click();
let before = "";

function step(direction) {
  const links = all("[data-list] tbody tr, [data-list] li").map((row) => one("a, button", row)).filter(Boolean);
  const at = links.findIndex((link) => link.closest("tr, li").contains(document.activeElement));
  links[Math.min(Math.max(at + direction, 0), links.length - 1)]?.focus();
  return links.length > 0;
}

function withControl(event) {
  const form = event.target.closest("form") || one("form[data-main]");
  if (event.key === "s" && form) {
    event.preventDefault();
    const save = one('[data-key="save"]', form) || one("[type=submit]", form);
    if (save) form.requestSubmit(save);
  }
  if (event.key === "Enter" && form) form.requestSubmit(one('[data-key="submit"]', form) || one("[type=submit]", form) || undefined);
}

document.addEventListener("keydown", (event) => {
  // The Enter that ends an input method's word is not the Enter that sends a form; 229 is how WebKit tells.
  if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) return event.preventDefault();
  if (event.isComposing || event.altKey) return undefined;
  if (event.ctrlKey || event.metaKey) return withControl(event);
  if (typing(event.target) || one("dialog[open]")) return undefined;
  if (event.key === "/") { event.preventDefault(); one("#search")?.focus(); one("#search")?.select(); }
  else if (event.key === "?") one("#keys")?.showModal();
  else if (before === "g") press(`g ${event.key}`);
  else if (event.key === "n" || event.key === "e") press(event.key);
  else if (event.key === "ArrowDown" && step(1)) event.preventDefault();
  else if (event.key === "ArrowUp" && step(-1)) event.preventDefault();
  before = event.key;
  return undefined;
}, true);

// clicks: copy, theme, dialogs, choosing rows
const clicks = {
  async copy(button) {
    try { await navigator.clipboard.writeText(button.dataset.copy); }
    catch {
      const field = Object.assign(document.createElement("textarea"), { value: button.dataset.copy });
      document.body.append(field); field.select(); document.execCommand("copy"); field.remove();
    }
    toast(`已复制 ${button.dataset.copy}`);
  },
  theme(button) { localStorage.setItem("theme", button.dataset.theme); showTheme(); },
  open(button) { one(button.dataset.open)?.showModal(); },
  close(button) { button.closest("dialog").close(); },
  reveal(button) {
    const field = one(button.dataset.reveal);
    field.type = field.type === "password" ? "text" : "password";
    button.setAttribute("aria-pressed", String(field.type === "text"));
  },
  print() { window.print(); },
};

document.addEventListener("click", (event) => {
  for (const [name, act] of Object.entries(clicks)) {
    const button = event.target.closest(`button[data-${name}]`);
    if (button) { act(button); return; }
  }
  all("details.ds-user[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});

function showTheme() {
  const chosen = localStorage.getItem("theme") || "auto";
  const dark = chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
  all("button[data-theme]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.theme === chosen)));
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showTheme);

// with the shift key all rows between the last box and this one follow it
let lastBox = null;
document.addEventListener("click", (event) => {
  const box = event.target;
  if (!box.matches?.("[data-check]")) return;
  const boxes = all("[data-check]", box.closest("table"));
  const [from, to] = [boxes.indexOf(lastBox), boxes.indexOf(box)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) boxes.slice(from, to + 1).forEach((other) => { other.checked = box.checked; });
  lastBox = box;
});

document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.matches("[data-check-all]")) all("[data-check]", box.closest("form, table")).forEach((other) => { other.checked = box.checked; });
  if (box.matches("[data-check], [data-check-all]")) {
    const count = all("[data-check]:checked").length;
    all("[data-checked]").forEach((place) => { place.textContent = count; });
    all(".ds-bulk").forEach((bar) => { bar.hidden = count === 0; });
  }
  if (box.matches("[data-sends]")) box.form.requestSubmit();
});

// sending: the dangerous asks first, nothing is sent twice
function ask(form, button, asked) {
  const dialog = one("#confirm");
  one("[data-title]", dialog).textContent = asked.confirm;
  one("[data-text]", dialog).textContent = asked.consequence || "";
  const yes = one("[data-yes]", dialog);
  yes.textContent = asked.yes || button?.textContent.trim() || "确定";
  yes.onclick = () => { dialog.close(); form.dataset.confirmed = "1"; form.requestSubmit(button || undefined); };
  dialog.showModal();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const asked = event.submitter?.dataset.confirm ? event.submitter.dataset : form.dataset;
  if (asked.confirm && !form.dataset.confirmed) { event.preventDefault(); ask(form, event.submitter, asked); return; }
  delete form.dataset.confirmed;
  if (form.dataset.sent && form.method === "post") { event.preventDefault(); return; }
  if (form.method === "post" && !form.matches("[hx-post], [data-again]")) form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

// autosave: `data-autosave-url` posts to the server, `data-autosave` alone keeps a copy in this browser until it is sent
const place = (form) => `draft:${person()}:${form.dataset.autosave || location.pathname}`;

function values(form) {
  return [...new FormData(form)].filter(([name, value]) => name !== "csrf_token" && typeof value === "string");
}

function state(form, text) { all("[data-saved]", form.closest("main") || form).forEach((note) => { note.textContent = text; }); }

async function save(form) {
  if (!form.dataset.autosaveUrl) { localStorage.setItem(place(form), JSON.stringify(values(form))); return state(form, "草稿已保存在本机"); }
  try {
    const answer = await fetch(form.dataset.autosaveUrl, { method: "POST", body: new FormData(form), headers: { "X-CSRFToken": token(), "X-Autosave": "1", Accept: "application/json" } });
    const time = new Date().toTimeString().slice(0, 5);
    if (answer.ok) document.body.dispatchEvent(new Event("draft-saved"));
    return state(form, answer.ok ? `${time} 已自动保存` : "自动保存未成功，请手动保存");
  } catch { localStorage.setItem(place(form), JSON.stringify(values(form))); return state(form, "网络中断，草稿暂存在本机"); }
}

function fill(form, kept) {
  all("input[type=checkbox], input[type=radio]", form).forEach((box) => { box.checked = kept.some(([name, value]) => name === box.name && value === box.value); });
  kept.forEach(([name, value]) => { const field = form.elements[name]; if (field?.tagName && !["checkbox", "radio", "file", "hidden"].includes(field.type)) field.value = value; });
}

function watch(form) {
  const kept = localStorage.getItem(place(form));
  if (kept && !one("[aria-invalid=true]", form)) { fill(form, JSON.parse(kept)); state(form, "已恢复上次未提交的内容"); }
  let timer;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => save(form), 1200); });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    // The last word too: a session that has timed out answers with the log-in page.
    if (!form.dataset.autosaveUrl) localStorage.setItem(place(form), JSON.stringify(values(form)));
    sessionStorage.setItem("sent", place(form));
  });
}

function forget() {
  // What was sent and accepted (the next page carries a message of success) needs no copy any more.
  if (sessionStorage.getItem("sent") && one(".ds-message-valid")) localStorage.removeItem(sessionStorage.getItem("sent"));
  sessionStorage.removeItem("sent");
  if (one("[data-signed-out]")) Object.keys(localStorage).filter((key) => key.startsWith("draft:")).forEach((key) => localStorage.removeItem(key));
}

// uploads: `data-upload-url`, one PUT a file with the raw bytes, two at a time
function uploadRow(list, file) {
  const row = Object.assign(document.createElement("div"), { className: "ds-upload" });
  row.innerHTML = '<span class="name"></span><progress max="100" value="0"></progress><span class="quiet" role="status"></span>';
  one(".name", row).textContent = file.name;
  list.append(row);
  return { row, bar: one("progress", row), note: one("[role=status]", row) };
}

function uploaded(request, shown) {
  const kind = request.getResponseHeader("Content-Type") || "";
  const data = kind.includes("json") && request.responseText ? JSON.parse(request.responseText) : {};
  const reasons = Object.values(data.error?.fields || {}).flat().join("");
  if (request.status >= 400) { shown.note.textContent = reasons || data.error?.message || "上传失败，请重试"; shown.row.classList.add("ds-error"); return; }
  shown.bar.value = 100;
  shown.note.textContent = data.message || "已上传";
  if (kind.includes("html")) { const part = document.createElement("div"); part.innerHTML = request.responseText; shown.row.replaceWith(part); window.htmx?.process(part); }
  if (data.link) shown.note.append(" ", Object.assign(document.createElement("a"), { href: data.link, textContent: data.link_text || "查看" }));
}

function sendFile(zone, file, shown) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("PUT", zone.dataset.uploadUrl);
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("X-File-Name", encodeURIComponent((zone.hasAttribute("data-upload-tree") && (file.treePath || file.webkitRelativePath)) || file.name));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept", zone.dataset.uploadAccept || "application/json");
    request.upload.onprogress = (event) => { shown.bar.value = (95 * event.loaded) / (event.total || 1); shown.note.textContent = `${Math.round((100 * event.loaded) / (event.total || 1))}%`; };
    request.upload.onload = () => { shown.note.textContent = "正在登记…"; };
    request.onload = () => { uploaded(request, shown); resolve(request.status < 400); };
    request.onerror = () => { shown.note.textContent = "网络中断，请重试"; shown.row.classList.add("ds-error"); resolve(false); };
    request.send(file);
  });
}

async function upload(zone, files) {
  const list = one("[data-upload-list]") || zone;
  const waiting = [...files].map((file) => ({ file, shown: uploadRow(list, file) }));
  const done = [];
  const worker = async () => { for (let next = waiting.shift(); next; next = waiting.shift()) done.push(await sendFile(zone, next.file, next.shown)); };
  await Promise.all([worker(), worker()]);
  zone.dispatchEvent(new CustomEvent("docsys:uploaded", { bubbles: true, detail: { done: done.filter(Boolean).length, failed: done.filter((ok) => !ok).length } }));
  if (zone.dataset.uploadNext && done.every(Boolean)) location.assign(zone.dataset.uploadNext);
}

// A folder that was dropped: its files, each with its path below it.
async function filesOf(entry, path = "") {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => { entry.file(resolve, reject); });
    file.treePath = path + entry.name;
    return [file];
  }
  const reader = entry.createReader();
  const found = [];
  for (let part = [null]; part.length; ) { part = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); }); found.push(...part); }
  return (await Promise.all(found.map((one) => filesOf(one, `${path}${entry.name}/`)))).flat();
}

async function dropped(zone, carried) {
  const entries = zone.hasAttribute("data-upload-tree") ? [...carried.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean) : [];
  const files = entries.length ? (await Promise.all(entries.map((entry) => filesOf(entry)))).flat() : [...carried.files];
  if (files.length) upload(zone, files);
}

function dropZone(zone) {
  const target = zone.hasAttribute("data-upload-anywhere") ? document.body : zone;
  const mark = (event) => { if ([...(event.dataTransfer?.types || [])].includes("Files")) { event.preventDefault(); zone.classList.add("over"); } };
  target.addEventListener("dragenter", mark);
  target.addEventListener("dragover", mark);
  target.addEventListener("dragleave", (event) => { if (!target.contains(event.relatedTarget)) zone.classList.remove("over"); });
  target.addEventListener("drop", (event) => { if (event.dataTransfer.files.length) { event.preventDefault(); zone.classList.remove("over"); dropped(zone, event.dataTransfer); } });
  all("input[type=file]", zone).forEach((field) => field.addEventListener("change", () => { upload(zone, [...field.files]); field.value = ""; }));
}

function wake(root) {
  all("form[data-autosave], form[data-autosave-url]", root).forEach(watch);
  all("[data-upload-url]", root).forEach(dropZone);
}
forget();
showTheme();
wake(document);
document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) wake(event.target); });
