// Rows move by one step: within a list, and on into the list beside it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { positionAfter } from "../../static/js/editor/positions.js";

const LENGTHS = [2, 0, 3];
const CASES = [
  ["down within a list", [2, 0, 1], { list: 2, before: 2 }],
  ["down to the last place", [2, 1, 1], { list: 2, before: 3 }],
  ["up within a list", [2, 2, -1], { list: 2, before: 1 }],
  ["down into an empty list", [0, 1, 1], { list: 1, before: 0 }],
  ["up into an empty list", [2, 0, -1], { list: 1, before: 0 }],
  ["down to the top of the next list", [1, 0, 1], { list: 2, before: 0 }],
  ["up to the end of the list before", [1, 0, -1], { list: 0, before: 2 }],
  ["no further up", [0, 0, -1], null],
  ["no further down", [2, 2, 1], null],
];

for (const [name, [list, place, step], position] of CASES) {
  test(name, () => assert.deepEqual(positionAfter(LENGTHS, list, place, step), position));
}
