// Where a row goes that is moved by one step: within its list, and from its ends into the list beside it.

// `lengths` counts the rows of each list. Return {list, before}: the row then stands before that one of the list,
// or last where there is none; null where nothing lies further on.
export function positionAfter(lengths, list, place, step) {
  const target = place + step;
  if (target >= 0 && target < lengths[list]) return { list, before: step < 0 ? target : target + 1 };
  const next = list + step;
  if (next < 0 || next >= lengths.length) return null;
  return { list: next, before: step < 0 ? lengths[next] : 0 };
}
