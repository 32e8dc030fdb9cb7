// Sources: add a row, keep one that findings rest on from being deleted, and choose one for a finding.
import { isCited, withCitation } from "./citations.js";
import { changed, newRow } from "./fields.js";
import { announce, message } from "./messages.js";

// What the server understood of each finding's line of sources.
export function showUnderstood(lines = {}) {
  for (const [key, line] of Object.entries(lines)) {
    const place = document.getElementById(`understood-${key}`);
    if (place) place.textContent = line;
  }
}

export function start(form) {
  const section = document.getElementById("sources");
  const list = section.querySelector("ol");
  const dialog = document.getElementById("cite");
  const choices = dialog.querySelector("ul");
  let box = null;

  const rows = () => [...list.children].map((row, i) => ({ row, number: i + 1 }));
  const isDeleted = (row) => row.querySelector("[name^=delete-]").checked;
  const titleOf = (row) => row.querySelector("[name^=title-]").value.trim();

  function citations(number) {
    const boxes = [...form.querySelectorAll("li.finding:not(.is-deleted) [name^=cited-]")];
    return boxes.filter(({ value }) => isCited(value, number)).length;
  }

  document.getElementById("add-source").addEventListener("click", () => {
    const row = newRow(document.getElementById("new-source"));
    list.append(row);
    const number = list.children.length;
    row.querySelector(".row-number").textContent = number;
    row.querySelector(".number").textContent = number;
    row.querySelector("input").focus();
  });

  section.addEventListener("change", ({ target }) => {
    if (!target.name?.startsWith("delete-")) return;
    const { row, number } = rows().find((each) => each.row.contains(target));
    const count = citations(number);
    row.querySelector(".row-wrong")?.remove();
    if (target.checked && count) {
      target.checked = false;
      const reason = document.createElement("p");
      reason.className = "row-wrong";
      reason.textContent = message("cites", { count });
      row.append(reason);
      announce(reason.textContent);
    }
    row.classList.toggle("is-deleted", target.checked);
  });

  form.addEventListener("click", ({ target }) => {
    if (!("cite" in target.dataset)) return;
    box = target.closest("li").querySelector("[name^=cited-]");
    const choosable = rows().filter(({ row }) => titleOf(row) && !isDeleted(row));
    choices.replaceChildren(
      ...choosable.map(({ row, number }) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        Object.assign(button, { className: "tool", value: number, textContent: `${number} ${titleOf(row)}` });
        item.append(button);
        return item;
      }),
    );
    dialog.querySelector(".cite-empty").hidden = choosable.length > 0;
    dialog.returnValue = "";
    dialog.showModal();
  });

  dialog.addEventListener("close", () => {
    if (!box || !dialog.returnValue) return;
    box.value = withCitation(box.value, dialog.returnValue);
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
    changed(box);
  });
}
