// Paste many findings at once: the box shows what it will add before it adds anything.
import { changed } from "./fields.js";
import { add, headingOf, listOf, textOf } from "./rows.js";
import { split } from "./split.js";
import { say, word } from "./words.js";

export function start(form) {
  const dialog = document.getElementById("paste");
  const box = dialog.querySelector("textarea");
  const shown = document.getElementById("paste-shown");
  const told = document.getElementById("paste-count");
  const button = document.getElementById("paste-add");
  let list = null;
  const left = new Map(); // a list -> what was typed for it and not added

  function show() {
    const found = split(box.value);
    shown.replaceChildren(
      ...found.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
    );
    told.textContent = found.length ? word("will-add", { count: found.length }) : "";
    button.setAttribute("aria-disabled", String(!found.length));
  }

  form.addEventListener("click", ({ target }) => {
    if (!("paste" in target.dataset)) return;
    list = listOf(target);
    box.value = left.get(list) ?? "";
    show();
    dialog.showModal();
    box.focus();
  });
  box.addEventListener("input", show);
  button.addEventListener("click", (event) => {
    if (button.getAttribute("aria-disabled") === "true") event.preventDefault();
  });
  dialog.addEventListener("close", () => {
    left.set(list, dialog.returnValue === "add" ? "" : box.value);
    if (dialog.returnValue !== "add" || !list) return;
    const rows = split(box.value).map((text) => add(list, text));
    if (!rows.length) return;
    changed(textOf(rows[0]));
    textOf(rows[0]).focus();
    say(word("pasted", { count: rows.length, list: headingOf(list) }));
  });
}
