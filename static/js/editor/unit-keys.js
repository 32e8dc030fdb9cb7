// From unit to unit by the keys that templates/admin/translation/keys.html names.
import { announce, message } from "./messages.js";

// Return the unit to go to, or nothing: the next or previous one, or the next in a state, from the top again.
export function target(units, current, { step = 1, state = "" }) {
  const shown = units.filter((unit) => !unit.element.hidden);
  const place = shown.indexOf(current);
  if (!state) return shown[place < 0 && step < 0 ? shown.length - 1 : place + step];
  const later = [...shown.slice(place + 1), ...shown.slice(0, Math.max(place, 0))];
  return later.find((unit) => unit.states.includes(state));
}

function wishOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (altKey) return null;
  if (key === "Enter" && (ctrlKey || metaKey)) return { step: shiftKey ? -1 : 1 };
  if (key === "F8" && !ctrlKey && !metaKey) return { state: shiftKey ? "outdated" : "missing" };
  return null;
}

export function start(units) {
  document.addEventListener("keydown", (event) => {
    const wish = wishOf(event);
    if (!wish) return;
    event.preventDefault();
    const current = units.find((unit) => unit.element.contains(document.activeElement));
    const next = target(units, current, wish);
    if (!next) {
      announce(message(wish.state ? `no-${wish.state}` : "no-unit"));
      return;
    }
    next.element.scrollIntoView({ block: "center" });
    next.area.focus({ preventScroll: true });
  });
}
