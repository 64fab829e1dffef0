/* Bundles the editor into one file, with the licences of the packages in it beside it.

   node bundle.js FOLDER DIGEST    writes FOLDER/editor.js, which begins with DIGEST,
                                   and FOLDER/LICENCES.txt */

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { build } from "esbuild";

/* What pyproject.toml says of the wheel. */
const LICENCE = "MIT";

const [folder, digest] = process.argv.slice(2);

const { metafile } = await build({
  entryPoints: ["main.js"],
  outfile: join(folder, "editor.js"),
  banner: { js: `/* ${digest} */` },
  bundle: true,
  format: "iife",
  legalComments: "none",
  metafile: true,
  minify: true,
  target: ["es2022"],
});

/* The packages of which something is in the bundle, by their folders. */
function packages(inputs) {
  const folders = inputs.map((path) => path.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/));
  return [...new Set(folders.filter(Boolean).map(([path]) => path))].sort();
}

function licence(path) {
  const { name, version, license } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
  if (license !== LICENCE) throw new Error(`${name} has the licence ${license}`);
  const file = readdirSync(path).find((one) => /^licen[cs]e/i.test(one));
  if (!file) throw new Error(`${name} has no file with its licence`);
  return `${name} ${version}, ${license}\n\n${readFileSync(join(path, file), "utf8").trim()}\n`;
}

mkdirSync(folder, { recursive: true });
const used = packages(Object.keys(metafile.inputs));
if (used.length === 0) throw new Error("the bundle has nothing from any package");
const opening = "The file editor.js is made from casegraph's own source and from these packages.\n";
writeFileSync(join(folder, "LICENCES.txt"), [opening, ...used.map(licence)].join(`\n${"-".repeat(72)}\n\n`));
