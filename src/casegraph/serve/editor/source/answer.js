/* An answer on the page: a table, yes or no, or Turtle. All of it is text. */

import { element } from "./dom.js";

/* found: what `/sparql/first-rows` says. form: of the query, to download all of the answer. */
export function showAnswer(place, found, form) {
  place.replaceChildren(
    element("h2", { id: "answer-head" }, "Answer"),
    element("p", found.is_all ? {} : { class: "loud" }, found.summary),
    downloads(found, form),
    ...body(found),
  );
}

function body(found) {
  if (found.turtle) return [element("pre", { tabindex: "0" }, element("code", {}, found.turtle))];
  if (found.rows.length === 0) return [];
  const numeric = new Set(found.numeric);
  const kind = (column) => (numeric.has(column) ? { class: "number" } : {});
  const head = found.columns.map((one) => element("th", { scope: "col", ...kind(one) }, one));
  const rows = found.rows.map((row) => element("tr", {}, ...row.map((cell, at) =>
    element("td", kind(found.columns[at]), ...content(cell)))));
  const table = element("table", { class: "answer" },
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows));
  const around = { class: "scroll rows", tabindex: "0", "aria-labelledby": "answer-head" };
  return [element("section", around, table)];
}

/* The server gives `href` for http and https and its own pages; nothing else becomes a link. */
function content({ text, href, note }) {
  const link = element("bdi", {}, href && isWeb(href) ? element("a", { href }, text) : text);
  return note ? [link, " ", element("span", { class: "quiet" }, note)] : [link];
}

function isWeb(href) {
  return ["http:", "https:"].includes(new URL(href, location.href).protocol);
}

function downloads(found, form) {
  const buttons = found.formats.map(([value, name]) =>
    element("button", { name: "file", value, class: "copy" }, name));
  const fields = [...new FormData(form)].filter(([name]) => name !== "file").map(([name, value]) => {
    const field = element("input", { type: "hidden", name });
    field.value = value;
    return field;
  });
  return element("form", { method: "post", action: form.getAttribute("action"), class: "downloads" },
    ...fields, element("p", {}, "Download all of it: ", ...buttons));
}

/* problem: problem details (RFC 9457). */
export function showProblem({ detail, repair }) {
  return element("div", { id: "problem", class: "faults", role: "alert" },
    element("p", {}, element("strong", {}, "No answer:"), ` ${detail}. ${repair ?? ""}`));
}
