// The editing screen: without this it is one form with a button; with it, each module adds one behaviour.
import { start as startDragging } from "./drag.js";
import { clock, message } from "./messages.js";
import { start as startPasting } from "./paste.js";
import { start as startPresence } from "./presence.js";
import { start as startPreview } from "./preview.js";
import { start as startRecovery } from "./recovery.js";
import { offerComments, start as startRows } from "./rows.js";
import { Saver, start as startSaving } from "./save.js";
import { start as startSources } from "./sources.js";

const form = document.getElementById("revision_form");

// What stands in for scripts would only be in the way, and would be sent along.
for (const element of form.querySelectorAll(".plain-only")) element.remove();
for (const element of document.querySelectorAll("template")) {
  for (const part of element.content.querySelectorAll(".plain-only")) part.remove();
}
document.getElementById("editor").classList.add("is-scripted");
for (const time of document.querySelectorAll("time[data-clock]")) time.textContent = clock(time.dateTime);

startRows();
startDragging(form);
startPasting(form);
startSources(form);
const refreshPreview = startPreview();
const saver = new Saver(form, () => {
  refreshPreview();
  offerComments();
});
startRecovery(form);
startSaving(saver);

// Somebody else has saved while nothing was typed here: say so, before anything is.
startPresence((state, data) => {
  if (state !== "here" || saver.isUnsaved || saver.running) return;
  if (data.version === Number(form.elements.version.value) || saver.state === "overtaken") return;
  const place = document.getElementById("others");
  const link = document.createElement("a");
  Object.assign(link, { href: form.action, textContent: message("load") });
  const line = document.createElement("span");
  const name = data.is_own ? "newer-own" : "newer";
  line.append(message(name, { name: data.by, time: clock(data.at) }), " ", link);
  place.replaceChildren(line);
});

const steps = document.querySelector(".editor-steps");
steps.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !steps.open) return;
  steps.open = false;
  steps.querySelector("summary").focus();
});

// Following a link to a problem puts the cursor into its field.
document.getElementById("problems").addEventListener("click", (event) => {
  const name = event.target.closest("a")?.hash.slice(1);
  const field = name && document.getElementById(name);
  if (!field) return;
  event.preventDefault();
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});
