// Runs EYE in this process: node eye.mjs PLAN, where PLAN is a JSON file with
//   modules: the folder that has node_modules; rules, background: files in N3;
//   groups: lists of files, each list one run; output: the file for what is derived.
// What follows from the background alone is derived once and then given to each run.
// Prints the seconds: start (of the WebAssembly machine, summed over the runs), once, work.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { SwiplEye, runQuery } = createRequire(resolve(plan.modules, "x.js"))("eyereasoner");
const text = (file) => readFileSync(file, "utf8");
const seconds = { start: 0, once: 0, work: 0 };

async function derive(data, kind) {
  const lines = [];
  const begin = performance.now();
  const machine = await SwiplEye({
    print: (line) => lines.push(line),
    printErr: (line) => console.error(line),
  });
  const ready = performance.now();
  runQuery(machine, data, undefined, { output: "derivations" });
  seconds[kind] += (performance.now() - ready) / 1000;
  if (kind === "work") seconds.start += (ready - begin) / 1000;
  return lines.join("\n");
}

const rules = text(plan.rules);
const asserted = text(plan.background);
const background = `${asserted}\n${await derive([rules, asserted], "once")}`;
const derived = [];
for (const files of plan.groups) {
  derived.push(await derive([rules, background, ...files.map(text)], "work"));
}
writeFileSync(plan.output, derived.join("\n"));
console.log(JSON.stringify(seconds));
