// Units: what state each is in, how long both texts are, words of the glossary, the original taken over.
import { changed, grow } from "./fields.js";
import { message } from "./messages.js";
import { countStates, statesOf } from "./unit-states.js";

const length = (text) => [...text].length;

export class Unit {
  constructor(element) {
    this.element = element;
    this.area = element.querySelector("textarea");
    this.original = element.querySelector("[name^=original-]").value;
    this.right = element.querySelector("[name^=right-]");
    this.isOptional = "optional" in element.dataset;
    this.isOutdated = element.dataset.state.split(" ").includes("outdated");
    this.stored = this.area.value;
  }

  get text() {
    return this.area.value;
  }

  get isRight() {
    return this.right?.checked ?? false;
  }

  get states() {
    return statesOf(this);
  }

  // It is saved; `other` is what somebody else has saved of it, where that is here now.
  store(other) {
    if (other && this.text === other.text) this.isOutdated = other.is_outdated;
    else if (this.text !== this.stored || this.isRight) this.isOutdated = false;
    this.stored = this.text;
    this.show();
  }

  show() {
    this.element.dataset.state = this.states.join(" ");
    const most = this.area.dataset.most;
    const values = { count: length(this.text), original: length(this.original), most };
    const count = this.element.querySelector(".count");
    count.textContent = message(most ? "lengths-of" : "lengths", values);
    count.classList.toggle("is-over", Boolean(most) && values.count > Number(most));
  }
}

// Put a word where the cursor is, in place of what is selected.
function insert(area, word) {
  const before = area.value.slice(0, area.selectionStart);
  const space = before && !/[\s(«“’'-]$/.test(before) ? " " : "";
  area.focus();
  area.setRangeText(space + word, area.selectionStart, area.selectionEnd, "end");
  changed(area);
}

function answerClick(unit, target) {
  const word = target.closest("[data-insert]");
  if (word) insert(unit.area, word.textContent.trim());
  if (target.closest("[data-same]")) {
    unit.area.value = unit.original;
    unit.area.focus();
    changed(unit.area);
  }
}

// Where the page has only some of the units, the counts stay those that it came with.
function showCounts(units) {
  if (new URLSearchParams(location.search).has("show")) return;
  const counts = countStates(units);
  for (const place of document.querySelectorAll("[data-count]")) place.textContent = counts[place.dataset.count];
  document.getElementById("translated-count").textContent = counts.translated;
  document.getElementById("units-count").textContent = counts[""];
}

export function start() {
  const units = [...document.querySelectorAll("[data-unit]")].map((element) => new Unit(element));
  for (const unit of units) {
    unit.element.addEventListener("input", () => {
      grow(unit.area);
      unit.show();
      showCounts(units);
    });
    unit.element.addEventListener("click", ({ target }) => answerClick(unit, target));
    grow(unit.area);
    unit.show();
  }
  return units;
}
