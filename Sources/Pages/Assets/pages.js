// For comfort only: every page works without it.
"use strict";

// Hours as the month's grid takes them: 7:30, 7,5, 7.5, 7. Null for anything else.
const minutes = text => {
  const parts = text.trim().match(/^(\d{1,7})(?:([:.,])(\d{1,4}))?$/);
  if (!parts) return text.trim() === "" ? 0 : null;
  const whole = Number(parts[1]) * 60;
  if (!parts[2]) return whole;
  if (parts[2] === ":") return parts[3].length === 2 && Number(parts[3]) < 60 ? whole + Number(parts[3]) : null;
  const rest = Number(parts[3]) * 60 / 10 ** parts[3].length;
  return Number.isInteger(rest) ? whole + rest : null;
};

const hours = count => `${Math.floor(count / 60)}:${String(count % 60).padStart(2, "0")}`;

for (const form of document.querySelectorAll("form.month")) {
  const rows = [...form.querySelectorAll("tbody tr")];
  const days = rows.filter(row => row.hasAttribute("data-day"));
  const cell = (row, column) => row.querySelector(`td[data-column="${column}"]`);
  const input = (row, column) => cell(row, column)?.querySelector('input[type="text"]');
  const columns = days.length ? [...days[0].querySelectorAll("td[data-column]")].map(each => each.dataset.column) : [];

  const write = (row, sums) => {
    for (const [column, sum] of Object.entries(sums)) {
      const text = row.querySelector(`td[data-sum="${column}"] span`);
      if (text) text.textContent = hours(sum);
    }
  };
  const nothing = () => Object.fromEntries([...columns, "all"].map(column => [column, 0]));
  const add = () => {
    let week = nothing();
    const month = nothing();
    for (const row of rows) {
      if (row.hasAttribute("data-week")) {
        write(row, week);
        week = nothing();
        continue;
      }
      let day = 0;
      for (const column of columns) {
        const field = input(row, column);
        const value = field ? minutes(field.value) : Number(cell(row, column)?.dataset.minutes ?? 0);
        if (field) field.classList.toggle("odd", value === null);
        day += value ?? 0;
        week[column] += value ?? 0;
        month[column] += value ?? 0;
      }
      week.all += day;
      month.all += day;
      const total = row.querySelector("td.total");
      if (total) total.textContent = day ? hours(day) : "";
    }
    const foot = form.querySelector("tfoot tr");
    if (foot) write(foot, month);
  };

  // The next field in a direction; null at the edge.
  const next = (from, down, right) => {
    const row = days.indexOf(from.closest("tr"));
    const column = columns.indexOf(from.closest("td").dataset.column);
    for (let y = row + down, x = column + right; y >= 0 && y < days.length && x >= 0 && x < columns.length;
      y += down, x += right) {
      const field = input(days[y], columns[x]);
      if (field) return field;
    }
    return null;
  };
  const go = (event, field) => {
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  };
  form.addEventListener("keydown", event => {
    const field = event.target;
    if (!field.closest("td[data-column]") || event.altKey || event.metaKey || event.ctrlKey) return;
    const atStart = field.selectionStart === 0;
    const atEnd = field.selectionEnd === field.value.length;
    switch (event.key) {
      case "ArrowUp": return go(event, next(field, -1, 0));
      case "ArrowDown": return go(event, next(field, 1, 0));
      case "ArrowLeft": return atStart ? go(event, next(field, 0, -1)) : undefined;
      case "ArrowRight": return atEnd ? go(event, next(field, 0, 1)) : undefined;
      // In the last row, which is today's, Enter sends.
      case "Enter": return go(event, next(field, 1, 0));
    }
  });
  form.addEventListener("paste", event => {
    const text = event.clipboardData.getData("text");
    if (!event.target.closest("td[data-column]") || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const row = days.indexOf(event.target.closest("tr"));
    const column = columns.indexOf(event.target.closest("td").dataset.column);
    text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, y) => {
      line.split("\t").forEach((value, x) => {
        const field = days[row + y] && columns[column + x] !== undefined ? input(days[row + y], columns[column + x]) : null;
        if (field) field.value = value.trim();
      });
    });
    add();
  });
  form.addEventListener("input", add);
}

for (const list of document.querySelectorAll("fieldset.presence")) {
  const title = list.querySelector("legend");
  const name = title.textContent;
  const count = () => { title.textContent = `${name} (${list.querySelectorAll("input:checked").length})`; };
  list.addEventListener("change", count);
  count();
}
