// Pasted text becomes findings; no letter inside a line changes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { split } from "../../static/js/editor/split.js";

const CASES = [
  ["nothing", " \n\n ", []],
  ["bullets start findings, and lines broken by a page are joined", "• One is\nbroken.\n• Two.", ["One is broken.", "Two."]],
  ["numbers and letters in brackets start findings", "1. One.\n(2) Two.\nb) Three.", ["One.", "Two.", "Three."]],
  ["a bullet needs no space after it", "●One.\n●Two.", ["One.", "Two."]],
  ["Word's second and third bullets are a letter and a tab", "o\tOne.\n§\tTwo.", ["One.", "Two."]],
  ["an empty line ends a finding", "One\nis broken.\n\nTwo.", ["One is broken.", "Two."]],
  ["a line that ends a sentence ends a finding", "One.\nTwo goes\non here.\nThree.", ["One.", "Two goes on here.", "Three."]],
  ["a sentence that goes on in small letters is one", "The law (art. 3.\nand 4) holds.", ["The law (art. 3. and 4) holds."]],
  ["a word with a hyphen at the end of a line goes on", "• A whole-of-\ngovernment approach.", ["A whole-of-government approach."]],
  ["a year or a decimal starts no finding", "2014 was\n3.5 million.", ["2014 was 3.5 million."]],
  ["Arabic questions end findings", "هل؟\nنعم.", ["هل؟", "نعم."]],
  ["all kinds of line ends", "• One.\r\n• Two.\r• Three.", ["One.", "Two.", "Three."]],
];

for (const [name, text, findings] of CASES) {
  test(name, () => assert.deepEqual(split(text), findings));
}
