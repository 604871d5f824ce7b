// The rule of the length of a function, tried on functions of the kinds that are written here.

import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import plugin, { LIMIT } from "./function_length.js";

const complaints = (source) => Deno.lint.runPlugin(plugin, "tried.js", source).map(({ message }) => message);
const ofLines = (lines, first, last) => [first, ...Array(lines - 2).fill("1;"), last].join("\n");
const KINDS = {
  "function": ["function f() {", "}"],
  "generator": ["export function* f() {", "}"],
  "default export": ["export default function () {", "}"],
  "arrow function": ["const f = () => {", "};"],
  "method": ["class C { m() {", "} }"],
  "private method": ["class C { #m() {", "} }"],
  "getter": ["class C { get g() {", "} }"],
};

for (const [kind, [first, last]] of Object.entries(KINDS)) {
  Deno.test(`${LIMIT} lines are allowed and not one more: ${kind}`, () => {
    assert.deepEqual(complaints(ofLines(LIMIT, first, last)), []);
    assert.equal(complaints(ofLines(LIMIT + 1, first, last)).length, 1);
  });
}

Deno.test("The lines of a function inside count for the one around it", () => {
  const told = complaints(`function f() {\n${ofLines(LIMIT, "const g = () => {", "};")}\n}`);
  assert.equal(told.length, 1);
  assert.match(told[0], /has 42 lines/);
});

Deno.test("deno lint has this rule", () => {
  assert.equal(config.lint.plugins.includes("./tests/javascript/function_length.js"), true);
  assert.equal(config.lint.rules.include.includes(`${plugin.name}/${Object.keys(plugin.rules)[0]}`), true);
});
