// The box of sources: which of them a finding cites, and a line for another one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isCited, withCitation } from "../../static/js/editor/citations.js";

test("a source is cited by its number at the beginning of a line", () => {
  const text = "2: art. 31\n 011\n4 to 6";
  const cited = [...Array(13).keys()].filter((number) => isCited(text, number));
  assert.deepEqual(cited, [2, 4, 11]);
});

for (const [text, numbers] of [
  ["1, 2; 5", [1, 2, 5]],
  ["1: art. 4; 2", [1, 2]],
  ["1: p. 2, 3", [1]],
  ["1: p. 4, 3: p. 2", [1, 3]],
  ["1 (art. 5) and 2, 3", [1, 2]],
  ["[1] art. 4; [2]", [1, 2]],
]) {
  test(`a line may name several: ${text}`, () => {
    assert.deepEqual([...Array(13).keys()].filter((number) => isCited(text, number)), numbers);
  });
}

test("nothing cites nothing", () => assert.equal(isCited("", 1), false));

test("the next citation gets a line of its own", () => {
  assert.equal(withCitation("", 1), "1: ");
  assert.equal(withCitation("  \n", 1), "1: ");
  assert.equal(withCitation("2: art. 31 \n", 12), "2: art. 31\n12: ");
});
