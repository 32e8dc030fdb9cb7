// What a unit is: missing, outdated, the same as the original. As profiles/content/translations.py has it.

// Return the states of a unit. `stored` is the text that was saved last, which may be outdated.
export function statesOf({ text, original, stored, isOutdated, isRight, isOptional }) {
  const now = text.trim();
  const states = [];
  if (!now && !isOptional) states.push("missing");
  if (now && isOutdated && !isRight && now === stored.trim()) states.push("outdated");
  if (now && now === original.trim()) states.push("unchanged");
  return states;
}

// Return how many units there are by their state, "" for those that count at all, and how many are translated.
export function countStates(units) {
  const counts = { "": 0, missing: 0, outdated: 0, unchanged: 0 };
  for (const { states, text, isOptional } of units) {
    if (text.trim() || !isOptional) counts[""] += 1;
    for (const state of states) counts[state] += 1;
  }
  return { ...counts, translated: counts[""] - counts.missing };
}
