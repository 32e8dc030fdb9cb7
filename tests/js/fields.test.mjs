// Keys of new rows are UUIDs of version 4; lists of fields are compared by value and order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newKey, same } from "../../static/js/editor/fields.js";

test("a key is a random UUID", () => {
  const keys = new Set(Array.from({ length: 100 }, newKey));
  assert.equal(keys.size, 100);
  for (const key of keys) assert.match(key, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test("fields are the same in the same order", () => {
  assert.ok(same([["text", "a"]], [["text", "a"]]));
  assert.ok(!same([["text", "a"]], [["text", "b"]]));
  assert.ok(!same([["a", "1"], ["b", "2"]], [["b", "2"], ["a", "1"]]));
});
