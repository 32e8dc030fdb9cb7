// The counts narrow the page to the units of one state. What gets into another state stays until the next choice.
import { announce } from "./messages.js";

function hideEmpty(selector) {
  for (const part of document.querySelectorAll(selector)) {
    part.hidden = !part.querySelector("[data-unit]:not([hidden])");
  }
}

export function start(units) {
  const filter = document.getElementById("unit-filter");
  if (new URLSearchParams(location.search).has("show")) return;
  filter.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    const { show } = link.dataset;
    for (const unit of units) unit.element.hidden = Boolean(show) && !unit.states.includes(show);
    hideEmpty("#units .unit-group");
    hideEmpty("#units .unit-list");
    hideEmpty("#units .editor-part");
    document.getElementById("no-units").hidden = units.some((unit) => !unit.element.hidden);
    for (const other of filter.querySelectorAll("a")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    announce(link.textContent.trim());
  });
}
