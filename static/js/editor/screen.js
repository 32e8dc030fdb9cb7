// What all editing screens do: without this they are one form with a button; with it, what is typed is saved.
import { clock, message } from "./messages.js";
import { start as startPresence } from "./presence.js";
import { start as startRecovery } from "./recovery.js";
import { Saver, start as startSaving } from "./save.js";

export const form = document.querySelector("form.editor-text");

// What stands in for scripts would only be in the way, and would be sent along.
export function prepare() {
  for (const element of document.querySelectorAll("#editor .plain-only")) element.remove();
  for (const element of document.querySelectorAll("template")) {
    for (const part of element.content.querySelectorAll(".plain-only")) part.remove();
  }
  document.getElementById("editor").classList.add("is-scripted");
  for (const time of document.querySelectorAll("time[data-clock]")) time.textContent = clock(time.dateTime);
}

// Somebody else has saved while nothing was typed here: say so, before anything is.
function tellOfNewer(saver, state, data) {
  if (state !== "here" || saver.isUnsaved || saver.running) return;
  if (data.version === Number(form.elements.version.value) || saver.state === "overtaken") return;
  const place = document.getElementById("others");
  const link = document.createElement("a");
  Object.assign(link, { href: form.action, textContent: message("load") });
  const line = document.createElement("span");
  const name = data.is_own ? "newer-own" : "newer";
  line.append(message(name, { name: data.by, time: clock(data.at) }), " ", link);
  place.replaceChildren(line);
}

function closeOnEscape(steps) {
  steps.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !steps.open) return;
    steps.open = false;
    steps.querySelector("summary").focus();
  });
}

// Following a link to a problem puts the cursor into its field.
function leadToFields() {
  document.getElementById("problems").addEventListener("click", (event) => {
    const name = event.target.closest("a")?.hash.slice(1);
    const field = name && document.getElementById(decodeURIComponent(name));
    if (!field) return;
    event.preventDefault();
    field.closest("details")?.setAttribute("open", "");
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });
}

function saveByKey() {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
    if (event.shiftKey || event.altKey) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

// `onSaved` is called with what was answered, after each save.
export function start(onSaved) {
  const saver = new Saver(form, onSaved);
  startRecovery(form);
  startSaving(saver);
  startPresence((state, data) => tellOfNewer(saver, state, data));
  closeOnEscape(document.querySelector(".editor-steps"));
  leadToFields();
  saveByKey();
  return saver;
}
