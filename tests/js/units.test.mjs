// Units: their states, the unit to go to, and what others have saved meanwhile.
import assert from "node:assert/strict";
import { test } from "node:test";
import { takeOthers } from "../../static/js/editor/others.js";
import { countStates, statesOf } from "../../static/js/editor/unit-states.js";

const unit = { text: "", original: "Art. 4", stored: "", isOutdated: false, isRight: false, isOptional: false };

test("a unit without a text is missing, unless it has a default", () => {
  assert.deepEqual(statesOf(unit), ["missing"]);
  assert.deepEqual(statesOf({ ...unit, text: "  " }), ["missing"]);
  assert.deepEqual(statesOf({ ...unit, isOptional: true }), []);
});

test("a unit stays outdated until it is changed, or found to be right", () => {
  const outdated = { ...unit, text: "art. 3", stored: "art. 3", isOutdated: true };
  assert.deepEqual(statesOf(outdated), ["outdated"]);
  assert.deepEqual(statesOf({ ...outdated, text: "art. 4" }), []);
  assert.deepEqual(statesOf({ ...outdated, isRight: true }), []);
});

test("a text that is the original says so", () => {
  assert.deepEqual(statesOf({ ...unit, text: "Art. 4" }), ["unchanged"]);
});

test("what has a default counts only with a text", () => {
  const rows = [
    { states: ["missing"], text: "", isOptional: false },
    { states: [], text: "a", isOptional: true },
    { states: [], text: "", isOptional: true },
  ];
  assert.deepEqual(countStates(rows), { "": 2, missing: 1, outdated: 0, unchanged: 0, translated: 1 });
});

test("what others have saved comes onto the page where nothing was typed since", () => {
  const elements = { one: { value: "" }, two: { value: "typed since" } };
  const answer = {
    base: { a: "new", b: "new", c: "kept" },
    others: { one: { mark: "a", text: "Theirs" }, two: { mark: "b", text: "Theirs too" } },
  };
  const stored = takeOthers(elements, [["one", ""], ["two", ""], ["three", "Mine"]], answer, { b: "old" });
  assert.equal(elements.one.value, "Theirs");
  assert.equal(elements.two.value, "typed since");
  assert.deepEqual(stored.fields, [["one", "Theirs"], ["two", "Theirs too"], ["three", "Mine"]]);
  assert.deepEqual(stored.base, { a: "new", b: "old", c: "kept" });
});

test("a mark that there was not before is none again", () => {
  const elements = { two: { value: "typed since" } };
  const answer = { base: { b: "new" }, others: { two: { mark: "b", text: "Theirs" } } };
  assert.deepEqual(takeOthers(elements, [["two", ""]], answer, {}).base, {});
});
