// A copy in the browser is put back whole, also one that an older page has written.
import assert from "node:assert/strict";
import { test } from "node:test";

function storage() {
  return Object.defineProperties({}, {
    setItem: { value(name, text) { this[name] = text; } },
    getItem: { value(name) { return this[name]; } },
    removeItem: { value(name) { delete this[name]; } },
  });
}

globalThis.document = { getElementById: () => ({ dataset: { text: "7", user: "ada" } }) };
globalThis.localStorage = storage();
const { copies } = await import("../../static/js/editor/local-copies.js");

function write(id, copy) {
  globalThis.localStorage.setItem(`mgi-editor:7:${id}`, JSON.stringify({ user: "ada", at: Date.now(), ...copy }));
}

test("a copy of an older page comes back under the names of this one", () => {
  write("1", { fields: [["text-k", "A finding"], ["area-k", "An area"]] });
  assert.deepEqual(copies()[0].fields, [["text-k", "A finding"], ["indicator_area-k", "An area"]]);
});

test("a copy of another user stays where it is, one that is too old goes", () => {
  globalThis.localStorage = storage();
  write("2", { fields: [], user: "ben" });
  write("3", { fields: [], at: Date.now() - 31 * 24 * 3600 * 1000 });
  assert.deepEqual(copies(), []);
  assert.deepEqual(Object.keys(globalThis.localStorage), ["mgi-editor:7:2"]);
});
