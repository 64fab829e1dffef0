/* The SPARQL page. Enters the plain form, which works without this script; leaves the same form with
   an editor in place of its text area, its answers shown without leaving the page, and a history. */

import { element } from "./dom.js";
import { editorIn } from "./editor.js";
import { examplesInto } from "./examples.js";
import { remember } from "./past.js";
import { pastInto } from "./pastlist.js";
import { runningOf } from "./running.js";
import { showLink } from "./sharing.js";

const KEYS = "or Ctrl+Enter. Ctrl+Space offers names; Tab leaves the editor.";

const form = document.getElementById("ask");
const area = form.elements.query;
const run = document.getElementById("run");
const label = form.querySelector("label[for=query]");
const host = element("div", { class: "editor" });

area.before(host);
area.hidden = true;
run.after(element("span", { class: "quiet" }, KEYS));
for (const one of form.querySelectorAll("[data-plain]")) one.remove();

const editor = editorIn(host, area.value, {
  label: label.textContent,
  words: form.dataset.words,
  search: form.dataset.search,
  onChange: (text) => { area.value = text; },
  onRun: () => form.requestSubmit(run),
});
label.addEventListener("click", () => editor.focus());

examplesInto(editor);
const showPast = pastInto(editor);
const start = runningOf(form, run, editor, (text, isAnswered) => {
  showLink(form);
  if (isAnswered) remember(text);
  showPast();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  start();
});

showPast();
if (new URLSearchParams(location.search).has("query")) showLink(form);
