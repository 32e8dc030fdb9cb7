// Findings moved by the mouse: the handle starts it; the row goes along and goes back where it is not dropped.
import { announceMove, listOf, lists, put, rowsOf } from "./rows.js";

export function start(form) {
  let row = null;
  let from = null;

  form.addEventListener("pointerdown", ({ target }) => {
    if ("drag" in target.dataset) target.closest("li").draggable = true;
  });
  form.addEventListener("pointerup", ({ target }) => {
    if ("drag" in target.dataset) target.closest("li").draggable = false;
  });
  form.addEventListener("dragstart", (event) => {
    if (!event.target.matches?.("li.finding")) return;
    row = event.target;
    from = { list: listOf(row), before: row.nextElementSibling };
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.dataset.key);
    row.classList.add("is-dragged");
  });
  for (const list of lists) {
    list.addEventListener("dragover", (event) => {
      if (!row) return;
      event.preventDefault();
      const before = rowsOf(list).find((other) => {
        const { top, height } = other.getBoundingClientRect();
        return other !== row && event.clientY < top + height / 2;
      });
      if (row.nextElementSibling !== (before ?? null) || listOf(row) !== list) put(row, list, before ?? null);
    });
    list.addEventListener("drop", (event) => {
      if (!row) return;
      event.preventDefault();
      from = null;
      announceMove(row);
    });
  }
  form.addEventListener("dragend", () => {
    if (!row) return;
    if (from) put(row, from.list, from.before);
    row.classList.remove("is-dragged");
    row.draggable = false;
    row = null;
  });
}
