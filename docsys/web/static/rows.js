// A block of a spreadsheet goes into a group of rows: it fills cells to the right and down, and rows are added as they are needed.
"use strict";

// The text of the clipboard as rows of cells: tabs and lines; a cell with lines or tabs of its own stands in quotes.
function cellsOf(text) {
  const rows = [[]];
  const plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const cell = /("(?:[^"]|"")*"(?=[\t\n]|$)|[^\t\n]*)([\t\n]|$)/y;
  for (let found = cell.exec(plain); found; found = cell.exec(plain)) {
    const [, said, end] = found;
    rows.at(-1).push((said.startsWith('"') && said.length > 1 && said.endsWith('"') ? said.slice(1, -1).replaceAll('""', '"') : said).trim());
    if (!end) break;
    if (end === "\n") rows.push([]);
  }
  return rows;
}

const linesOf = (group) => all("tbody tr", group);
const cellsIn = (line) => all("td", line).slice(1, -1).map((cell) => one("input:not([type=hidden]), select, textarea", cell));

// The last line is an empty one; the next is like it under the next number.
function addLine(group) {
  const last = linesOf(group).at(-1);
  const made = last.cloneNode(true);
  const at = linesOf(group).length;
  const from = `${group.dataset.rows}-${at - 1}-`;
  const renamed = (text) => text.replaceAll(from, `${group.dataset.rows}-${at}-`);
  all("[name], [id], [for]", made).forEach((part) => ["name", "id", "for", "aria-describedby"].forEach((key) => { if (part.hasAttribute(key)) part.setAttribute(key, renamed(part.getAttribute(key))); }));
  all(".ds-error", made).forEach((note) => note.remove());
  all("[aria-invalid]", made).forEach((field) => field.removeAttribute("aria-invalid"));
  one("td", made).textContent = at + 1;
  all("td", made).at(-1).replaceChildren();
  cellsIn(made).forEach((field) => { if (field?.tagName === "SELECT") field.selectedIndex = 0; else if (field) field.value = ""; });
  last.after(made);
  return made;
}

const day = (text) => {
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  return found ? `${found[1]}-${found[2].padStart(2, "0")}-${found[3].padStart(2, "0")}` : text;
};

// Whether the cell takes it: a list only one of its entries, a day only a day.
function put(field, text) {
  if (!field) return text === "";
  if (field.tagName === "SELECT") {
    const entry = [...field.options].find((option) => option.text.trim() === text || option.value === text);
    if (!entry && text) return false;
    field.value = entry ? entry.value : "";
    return true;
  }
  field.value = field.type === "date" ? day(text) : field.type === "time" ? text.replace(/^(\d):/, "0$1:").slice(0, 5) : text;
  if (field.maxLength > 0 && field.value.length > field.maxLength) { field.value = field.value.slice(0, field.maxLength); return false; }
  return field.value !== "" || text === "";
}

// What stands above the block and beside it in a spreadsheet is no content: the heads of the columns, and a counting first column.
function bare(block, group, first) {
  const heads = all("thead th", group).map((head) => head.textContent.replace("*", "").trim());
  const isHead = (row) => row.some((text) => text) && row.every((text) => !text || heads.includes(text.replace("*", "").trim()) || text === "序号");
  const rows = (block.length > 1 && isHead(block[0]) ? block.slice(1) : block).filter((row) => row.some((text) => text));
  const isCounted = first === 0 && rows.length > 0 && rows[0].length > 1 && rows.every((row, at) => row[0] === String(at + 1));
  return isCounted ? rows.map((row) => row.slice(1)) : rows;
}

function tell(group, text, wrong = false) {
  const note = one("[data-pasted]", group);
  note.textContent = text;
  note.classList.toggle("ds-error", wrong);
  note.setAttribute("role", wrong ? "alert" : "status");
}

function lay(rows, group, start, first) {
  const before = linesOf(group).length;
  while (linesOf(group).length < start + rows.length + 1 && linesOf(group).length < Number(group.dataset.most)) addLine(group);
  const wrong = [];
  const heads = all("thead th", group).slice(1, -1).map((head) => head.textContent.replace("*", "").trim());
  const lines = linesOf(group);
  rows.forEach((row, down) => {
    const fields = cellsIn(lines[start + down]).slice(first);
    row.slice(0, fields.length).forEach((text, right) => { if (!put(fields[right], text)) wrong.push(`第 ${start + down + 1} 行“${heads[first + right]}”`); });
  });
  return { added: Math.max(0, start + rows.length - before), wrong };
}

function pasted(event) {
  const group = event.target.closest?.("[data-rows]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!group || !event.target.matches("input, select, textarea") || !/[\t\n]/.test(text.replace(/[\r\n]+$/, ""))) return;
  // Lines into a long text are lines, unless they are cells of a table.
  if (event.target.tagName === "TEXTAREA" && !text.includes("\t") && !/<table/i.test(event.clipboardData.getData("text/html"))) return;
  event.preventDefault();
  const line = event.target.closest("tr");
  const first = cellsIn(line).indexOf(event.target);
  const start = linesOf(group).indexOf(line);
  const rows = bare(cellsOf(text), group, first);
  const most = Number(group.dataset.most);
  if (start + rows.length > most) { tell(group, `“${group.dataset.label}”最多 ${most} 行：从第 ${start + 1} 行起粘贴 ${rows.length} 行，超出 ${start + rows.length - most} 行，未粘贴。请减少行数，或分填几张表单。`, true); return; }
  const room = cellsIn(line).length - first;
  const over = Math.max(0, ...rows.map((row) => row.length)) - room;
  if (over > 0) { tell(group, `从这一格起只有 ${room} 列，复制的内容有 ${room + over} 列，未粘贴。请从第一列粘贴，或只复制需要的列。`, true); return; }
  const { added, wrong } = lay(rows, group, start, first);
  const told = `已粘贴 ${rows.length} 行${added ? `，其中新增 ${added} 行` : ""}。`;
  tell(group, wrong.length ? `${told}${wrong.length} 格未能填入，请核对：${wrong.slice(0, 5).join("、")}${wrong.length > 5 ? " 等" : ""}。` : told, wrong.length > 0);
  event.target.dispatchEvent(new Event("input", { bubbles: true, cancelable: true }));
}

document.addEventListener("paste", pasted);
