/* The history as a list below the examples, each entry a button that brings it back. */

import { element } from "./dom.js";
import { forget, past } from "./past.js";

const LONGEST = 120;

/* Return what shows the history as it is; it is hidden while there is none. */
export function pastInto(editor) {
  const section = element("details", { class: "past", hidden: "" });
  document.getElementById("examples").after(section);

  function entry({ text, when }) {
    const again = element("button", { type: "button", class: "words" }, gist(text));
    again.addEventListener("click", () => {
      editor.set(text);
      section.open = false;
      editor.focus();
    });
    const time = element("span", { class: "quiet" }, new Date(when).toLocaleString());
    return element("li", {}, again, " ", time);
  }

  return function show() {
    const entries = past();
    const clear = element("button", { type: "button", class: "copy" }, "Clear the history");
    clear.addEventListener("click", () => {
      forget();
      show();
    });
    section.hidden = entries.length === 0;
    section.replaceChildren(
      element("summary", {}, `History (${entries.length})`),
      element("p", { class: "quiet" }, "Kept in this browser, on this computer only. ", clear),
      element("ol", {}, ...entries.map(entry)),
    );
  };
}

/* The first words of a query after its prefixes and comments. */
function gist(text) {
  const lines = text.split("\n").filter((line) => !/^\s*(#|PREFIX\b|BASE\b|$)/i.test(line));
  const words = lines.join(" ").replace(/\s+/g, " ").trim();
  if (words.length > LONGEST) return `${words.slice(0, LONGEST)} …`;
  return words || "(nothing but prefixes)";
}
