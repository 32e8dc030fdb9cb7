// Paste many findings at once: the box shows what it will add before it adds anything.
import { changed } from "./fields.js";
import { announce, message } from "./messages.js";
import { add, headingOf, listOf, textOf } from "./rows.js";
import { split } from "./split.js";

export function start(form) {
  const dialog = document.getElementById("paste");
  const box = dialog.querySelector("textarea");
  const preview = document.getElementById("paste-shown");
  const counter = document.getElementById("paste-count");
  const button = document.getElementById("paste-add");
  let list = null;
  const drafts = new Map(); // a list -> what was typed for it and not added

  function show() {
    const findings = split(box.value);
    preview.replaceChildren(
      ...findings.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
    );
    counter.textContent = findings.length ? message("will-add", { count: findings.length }) : "";
    button.setAttribute("aria-disabled", String(!findings.length));
  }

  form.addEventListener("click", ({ target }) => {
    if (!("paste" in target.dataset)) return;
    list = listOf(target);
    box.value = drafts.get(list) ?? "";
    show();
    dialog.showModal();
    box.focus();
  });
  box.addEventListener("input", show);
  button.addEventListener("click", (event) => {
    if (button.getAttribute("aria-disabled") === "true") event.preventDefault();
  });
  dialog.addEventListener("close", () => {
    drafts.set(list, dialog.returnValue === "add" ? "" : box.value);
    if (dialog.returnValue !== "add" || !list) return;
    const rows = split(box.value).map((text) => add(list, text));
    if (!rows.length) return;
    changed(textOf(rows[0]));
    textOf(rows[0]).focus();
    announce(message("pasted", { count: rows.length, list: headingOf(list) }));
  });
}
