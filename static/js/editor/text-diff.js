// Where two texts differ, in whole words: what is alike at both ends, and the middle of each.

// Return {start, removed, added, end}: `old` is start + removed + end, `now` is start + added + end.
export function difference(old, now) {
  const before = old.split(/(\s+)/);
  const after = now.split(/(\s+)/);
  const least = Math.min(before.length, after.length);
  let first = 0;
  while (first < least && before[first] === after[first]) first += 1;
  let last = 0;
  while (last < least - first && before.at(-1 - last) === after.at(-1 - last)) last += 1;
  const middle = (words) => words.slice(first, words.length - last).join("");
  return {
    start: before.slice(0, first).join(""),
    removed: middle(before),
    added: middle(after),
    end: before.slice(before.length - last).join(""),
  };
}
