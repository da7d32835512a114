import assert from "node:assert/strict";
import { test } from "node:test";

import { chosenWords, takesAll, usableFiles } from "../../factcheck/static/js/clipboard.js";
import { spanInWords, timeLeft } from "../../factcheck/static/js/durations.js";
import { calledName, peopleLike } from "../../factcheck/static/js/mentions.js";
import { onwardFrom, stepped } from "../../factcheck/static/js/steps.js";
import { countCodePoints, shorten, withoutToken, wordSpans } from "../../factcheck/static/js/words.js";

const ANN = { name: "Ann Lee", address: "ann@paper.example", write: "Ann Lee" };
const BO = { name: "Bo Ray", address: "bo@paper.example", write: "Bo Ray" };

test("a step stays within the list", () => {
  assert.equal(stepped(3, 0, -1), 0);
  assert.equal(stepped(3, 2, 1), 2);
  assert.equal(stepped(3, 1, 1), 2);
});

test("with nothing chosen the first step goes to the near end", () => {
  assert.equal(stepped(3, -1, 1), 0);
  assert.equal(stepped(3, -1, -1), 2);
});

test("the search for the next begins after the present one and comes round to it", () => {
  assert.deepEqual(onwardFrom(["a", "b", "c"], 1), ["c", "a"]);
  assert.deepEqual(onwardFrom(["a", "b"], -1), ["a", "b"]);
});

test("a span is told in its two largest units", () => {
  assert.equal(spanInWords(5), "5 min");
  assert.equal(spanInWords(60), "1 h");
  assert.equal(spanInWords(65), "1 h 5 min");
  assert.equal(spanInWords(1440), "1 d");
  assert.equal(spanInWords(1500), "1 d 1 h");
  assert.equal(spanInWords(14_460), "10 d");
});

test("time left is told before, at and after the deadline", () => {
  assert.equal(timeLeft(5 * 60_000), "in 5 min");
  assert.equal(timeLeft(59_000), "now");
  assert.equal(timeLeft(-59_000), "now");
  assert.equal(timeLeft(-120_000), "2 min ago");
});

test("a name is being called after an @ that begins a word", () => {
  assert.equal(calledName("Ask @an"), "an");
  assert.equal(calledName("(@Ann L"), "Ann L");
  assert.equal(calledName("@"), "");
});

test("an @ inside an address or on an earlier line calls nobody", () => {
  assert.equal(calledName("ann@paper"), null);
  assert.equal(calledName("@ann\nand"), null);
  assert.equal(calledName("nobody"), null);
});

test("a colleague is meant by the start of any name or of the address", () => {
  assert.deepEqual(peopleLike([ANN, BO], "le"), [ANN]);
  assert.deepEqual(peopleLike([ANN, BO], "ann l"), [ANN]);
  assert.deepEqual(peopleLike([ANN, BO], "BO@"), [BO]);
  assert.deepEqual(peopleLike([ANN, BO], ""), [ANN, BO]);
  assert.deepEqual(peopleLike([ANN, BO], "ee"), []);
});

test("characters outside the basic plane count once, as the server counts them", () => {
  assert.equal(countCodePoints("a😀b"), 3);
});

test("long words are cut to the length, with an ellipsis", () => {
  assert.equal(shorten("abcdef", 6), "abcdef");
  assert.equal(shorten("abcdef", 4), "abc…");
});

test("each word has its span", () => {
  assert.deepEqual(wordSpans(" ab\ncd "), [[1, 3], [4, 6]]);
});

test("two versions of a part that differ in their token alone are the same", () => {
  const part = (token) => `<form><input name="csrfmiddlewaretoken" value="${token}"></form>`;
  assert.equal(withoutToken(part("abc")), withoutToken(part("XYZ1")));
});

test("a paste brings its formatting along only where it is all of the copy", () => {
  assert.equal(takesAll("", 0, 0), true);
  assert.equal(takesAll("  \n", 0, 0), true);
  assert.equal(takesAll("Old copy", 0, 8), true);
  assert.equal(takesAll("Old copy", 8, 8), false);
  assert.equal(takesAll("Old copy", 0, 3), false);
});

test("a dragged folder is no file", () => {
  const draft = { name: "a.docx", size: 10, type: "" };
  const folder = { name: "drafts", size: 0, type: "" };
  assert.deepEqual(usableFiles([draft, folder]), [draft]);
});

test("what was chosen is said by name", () => {
  assert.equal(chosenWords([]), "");
  assert.equal(chosenWords([{ name: "a.docx" }]), "a.docx");
  assert.equal(chosenWords([{ name: "a.docx" }, { name: "b.odt" }]), "2 files: a.docx, b.odt");
});
