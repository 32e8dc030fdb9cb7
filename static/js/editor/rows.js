// Findings: add, delete and undo, move by buttons and by the choice of a list, count characters.
import { changed, grow, newRow } from "./fields.js";
import { announce, message } from "./messages.js";
import { positionAfter } from "./positions.js";

const form = document.getElementById("revision_form");
const ALIVE = "li.finding:not(.is-deleted)";

export const lists = [...form.querySelectorAll(".editor-list")];
export const listOf = (row) => row.closest(".editor-list");
export const rowsOf = (list) => [...list.querySelectorAll(ALIVE)];
export const textOf = (row) => row.querySelector("[name^=text-]");
const choiceOf = (row) => row.querySelector("[name^=list-]");
export const headingOf = (list) => {
  const domain = list.closest("section").querySelector("h2").textContent.trim();
  return `${domain}, ${list.querySelector("h3").textContent.trim()}`;
};

function count(row) {
  const length = [...textOf(row).value].length;
  row.querySelector(".count").textContent = length ? message("characters", { count: length }) : "";
}

// A list with findings does not offer to say that there are none, unless it says so already.
export function refresh(list) {
  list.classList.toggle("has-findings", rowsOf(list).length > 0);
}

// Who puts a finding into a list no longer says that there is none.
function fill(list) {
  list.querySelector("[name=none]").checked = false;
  refresh(list);
}

export function put(row, list, before = null) {
  const from = listOf(row);
  list.querySelector("ol").insertBefore(row, before);
  choiceOf(row).value = list.dataset.list;
  if (from) refresh(from);
  fill(list);
}

export function announceMove(row) {
  const list = listOf(row);
  const rows = rowsOf(list);
  announce(message("moved", { place: rows.indexOf(row) + 1, count: rows.length, list: headingOf(list) }));
  changed(textOf(row));
}

export function add(list, text = "") {
  const row = newRow(document.getElementById("new-finding"), list.dataset.list);
  put(row, list);
  textOf(row).value = text;
  ready(row);
  return row;
}

function move(row, step, button) {
  const from = lists.indexOf(listOf(row));
  const lengths = lists.map((list) => rowsOf(list).length);
  const target = positionAfter(lengths, from, rowsOf(lists[from]).indexOf(row), step);
  if (!target) return;
  put(row, lists[target.list], rowsOf(lists[target.list])[target.before] ?? null);
  button.focus();
  row.scrollIntoView({ block: "nearest" });
  announceMove(row);
}

function remove(row) {
  const choice = choiceOf(row);
  row.dataset.was = listOf(row).dataset.list;
  choice.value = "delete";
  row.classList.add("is-deleted");
  row.firstElementChild.hidden = true;
  const strip = document.createElement("p");
  const undo = document.createElement("button");
  const beginning = textOf(row).value.slice(0, 60);
  strip.className = "undo-strip";
  strip.append(message("deleted", { text: beginning.length < 60 ? beginning : `${beginning}…` }));
  undo.type = "button";
  undo.className = "tool";
  undo.dataset.undo = "";
  undo.textContent = message("undo");
  announce(strip.textContent);
  strip.append(" ", undo);
  row.append(strip);
  refresh(listOf(row));
  return undo;
}

function restore(row) {
  row.querySelector(".undo-strip").remove();
  row.firstElementChild.hidden = false;
  row.classList.remove("is-deleted");
  choiceOf(row).value = row.dataset.was;
  refresh(listOf(row));
  textOf(row).focus();
  announce(message("undone"));
  changed(textOf(row));
}

function ready(row) {
  count(row);
  row.querySelectorAll("textarea").forEach(grow);
}

// What has just been stored can be commented on. The page of the comments knows a finding by its anchor.
export function offerComments() {
  for (const link of form.querySelectorAll(`${ALIVE} [data-comment][hidden]`)) {
    const row = link.closest("li");
    if (!textOf(row).value.trim()) continue;
    link.href += `#f-${row.dataset.key.slice(0, 8)}`;
    link.hidden = false;
  }
}

function onClick(event) {
  const button = event.target.closest("button");
  if (!button) return;
  const row = button.closest("li.finding");
  const { dataset } = button;
  if ("up" in dataset) move(row, -1, button);
  else if ("down" in dataset) move(row, 1, button);
  else if ("undo" in dataset) restore(row);
  else if ("delete" in dataset) {
    remove(row).focus();
    changed(textOf(row));
  } else if ("add" in dataset) {
    const list = listOf(button);
    textOf(add(list)).focus();
    announce(message("added", { list: headingOf(list) }));
  }
}

function onChange(event) {
  const row = event.target.closest("li.finding");
  if (!row || event.target !== choiceOf(row)) return;
  const list = lists.find(({ dataset }) => dataset.list === event.target.value);
  row.querySelector("details").open = false;
  if (!list) {
    remove(row).focus();
    changed(textOf(row));
    return;
  }
  put(row, list);
  row.scrollIntoView({ block: "center" });
  textOf(row).focus();
  announceMove(row);
}

// In a closed choice each arrow and each letter chooses, and the row would be gone at the first: they open it.
function onKey(event) {
  const { target, key } = event;
  if (!target.name?.startsWith("list-") || !target.showPicker) return;
  if (event.altKey || event.ctrlKey || event.metaKey || !/^(Arrow|Home|End|Page|[^ ]$)/.test(key)) return;
  event.preventDefault();
  target.showPicker();
}

// Who onKey the choice of a list by mistake leaves it as every other box is left.
function onEscape({ target, key }) {
  const details = target.closest("details.finding-move[open]");
  if (key !== "Escape" || !details) return;
  details.open = false;
  details.querySelector("summary").focus();
}

// It lies over what stands below it, so it goes when the user turns to something else.
function closeOthers({ target }) {
  for (const details of form.querySelectorAll("details.finding-move[open]")) {
    if (!details.contains(target)) details.open = false;
  }
}

export function start() {
  document.addEventListener("click", closeOthers);
  document.addEventListener("focusin", closeOthers);
  form.addEventListener("keydown", onEscape);
  form.addEventListener("click", onClick);
  form.addEventListener("change", onChange);
  form.addEventListener("keydown", onKey);
  form.addEventListener("input", ({ target }) => {
    if (target.localName === "textarea") grow(target);
    if (target.name?.startsWith("text-")) count(target.closest("li"));
  });
  form.querySelectorAll("textarea").forEach(grow);
  for (const row of form.querySelectorAll("li.finding")) {
    ready(row);
    if (choiceOf(row).value === "delete") remove(row);
  }
  lists.forEach(refresh);
}
