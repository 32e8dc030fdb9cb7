// Two texts are the same at both ends and differ in the middle; both can be put together again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { difference } from "../../static/js/editor/text-diff.js";

const CASES = [
  ["a word in the middle", "One red house.", "One blue house.", ["One ", "red", "blue", " house."]],
  ["nothing before", "", "New text.", ["", "", "New text.", ""]],
  ["nothing after", "Old text.", "", ["", "Old text.", "", ""]],
  ["the same text", "As before.", "As before.", ["As before.", "", "", ""]],
  ["a word twice", "very old", "very very old", ["very ", "", "very ", "old"]],
  ["whole words only", "policies", "police", ["", "policies", "police", ""]],
  ["lines count as spaces", "One\ntwo", "One two", ["One", "\n", " ", "two"]],
];

for (const [name, old, now, [start, removed, added, end]] of CASES) {
  test(name, () => {
    const parts = difference(old, now);
    assert.deepEqual(parts, { start, removed, added, end });
    assert.equal(parts.start + parts.removed + parts.end, old);
    assert.equal(parts.start + parts.added + parts.end, now);
  });
}
