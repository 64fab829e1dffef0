/* What the editor offers: variables of the text, names of the vocabulary, and terms by their labels.

   A name is offered by its CURIE and by its label; choosing it also declares its prefix. */

import { syntaxTree } from "@codemirror/language";

const TYPED = /[\p{L}_][\p{L}\p{N}_-]*(?::[\p{L}\p{N}_.-]*)?$/u;
const FEWEST = 3;
const MOST = 12;
const PAUSE = 150;
const SORTS = ["term", "case", "publication"];
const VOCABULARY = { name: "Vocabulary", rank: 0 };
const FOUND = { name: "Terms, cases and publications", rank: 1 };

/* Where no name can stand: in comments, strings and IRIs. */
function isText({ state, pos }) {
  const { name } = syntaxTree(state).resolveInner(pos, -1);
  return /comment|string/.test(name) || /<[^>\s]*$/.test(before(state, pos));
}

/* A word in capitals is on its way to be a keyword, so that names are not offered unasked. */
function isKeyword({ explicit }, typed) {
  return !explicit && typed !== null && /^\p{Lu}+$/u.test(typed.text);
}

function before(state, pos) {
  return state.sliceDoc(state.doc.lineAt(pos).from, pos);
}

/* What is loaded from *address*, once; asked again after a failure. */
const loaded = new Map();
function load(address) {
  if (!loaded.has(address)) {
    const found = fetch(address).then((response) => {
      if (!response.ok) throw new Error(response.statusText);
      return response.json();
    });
    found.catch(() => loaded.delete(address));
    loaded.set(address, found);
  }
  return loaded.get(address);
}

/* The variables that the text has elsewhere. */
export function variables(context) {
  const typed = context.matchBefore(/[?$][\p{L}\p{N}_]*$/u);
  if (!typed || isText(context)) return null;
  const text = context.state.sliceDoc(0, typed.from) + " " + context.state.sliceDoc(context.pos);
  const found = (text.match(/[?$][\p{L}\p{N}_]+/gu) ?? []).map((name) => typed.text[0] + name.slice(1));
  const options = [...new Set(found)].sort().map((label) => ({ label }));
  return { from: typed.from, options, validFor: /^[?$][\p{L}\p{N}_]*$/u };
}

/* The prefixes, classes, properties and individuals of the vocabulary. */
export function names(address) {
  return async (context) => {
    const typed = context.matchBefore(TYPED);
    if (isText(context) || !(typed || context.explicit)) return null;
    if (isVariable(context, typed) || isKeyword(context, typed)) return null;
    const { prefixes, names: known } = await load(address);
    const from = typed ? typed.from : context.pos;
    if (/^\s*PREFIX\s+$/i.test(before(context.state, from))) return { from, options: declarations(prefixes) };
    const listed = known.map(({ name, label, kind, definition }) => ({
      label: `${name} ${label}`,
      displayLabel: name,
      detail: `${label}, ${kind}`,
      section: VOCABULARY,
      info: definition || undefined,
      apply: named(name, prefixes),
    }));
    const spaces = Object.entries(prefixes).map(([prefix, space]) => ({
      label: `${prefix}:`,
      detail: space,
      section: VOCABULARY,
      apply: named(`${prefix}:`, prefixes),
    }));
    return { from, options: [...spaces, ...listed], validFor: /^[\p{L}\p{N}_.:-]*$/u };
  };
}

function declarations(prefixes) {
  return Object.entries(prefixes).map(([prefix, space]) => ({ label: `${prefix}: <${space}>` }));
}

/* What the search of the server finds, in its order: all of it fits what was typed, so that is how
   each begins for the editor, which would sort out the synonyms. */
export function terms(words, address) {
  return async (context) => {
    const typed = context.matchBefore(/[\p{L}][\p{L}\p{N}-]*$/u);
    if (!typed || typed.text.length < FEWEST || isText(context)) return null;
    if (isVariable(context, typed) || isKeyword(context, typed)) return null;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    if (context.aborted) return null;
    const [{ prefixes }, response] = await Promise.all([
      load(words),
      fetch(`${address}?${new URLSearchParams({ q: typed.text, limit: MOST })}`),
    ]);
    if (!response.ok) return null;
    const { hits } = await response.json();
    const found = hits.filter(({ kind }) => SORTS.includes(kind));
    const options = found.map(({ iri, label, kind, matched }, rank) => {
      const name = shortened(iri, prefixes);
      const words = matched && matched !== label ? `${label} (${matched})` : label;
      return {
        label: `${typed.text} ${name}`,
        displayLabel: name,
        detail: `${words}, ${kind}`,
        section: FOUND,
        boost: -rank,
        apply: named(name, prefixes),
      };
    });
    return { from: typed.from, options };
  };
}

function isVariable({ state }, typed) {
  return typed !== null && /[?$@:]/.test(state.sliceDoc(typed.from - 1, typed.from));
}

/* The prefixed name of *iri* (SPARQL 1.1, section 4.1.1), else the IRI in brackets. */
function shortened(iri, prefixes) {
  const fitting = Object.entries(prefixes).filter(([, space]) => iri.startsWith(space));
  const [prefix, space] = fitting.sort((one, other) => other[1].length - one[1].length)[0] ?? [];
  const local = space === undefined ? "" : iri.slice(space.length);
  return /^[A-Za-z0-9_](?:[\w.-]*[\w-])?$/.test(local) ? `${prefix}:${local}` : `<${iri}>`;
}

/* What puts *name* in, and declares its prefix before the query when nothing does. */
function named(name, prefixes) {
  return (view, _, from, to) => {
    const prefix = /^([\w-]+):/.exec(name)?.[1];
    const declared = new RegExp(`^\\s*PREFIX\\s+${prefix}:`, "im").test(view.state.doc.toString());
    const line = prefix && !declared ? `PREFIX ${prefix}: <${prefixes[prefix]}>\n` : "";
    const at = placeOfPrefixes(view.state.doc);
    view.dispatch({
      changes: [...(line ? [{ from: at, insert: line }] : []), { from, to, insert: name }],
      selection: { anchor: from + line.length + name.length },
      userEvent: "input.complete",
    });
  };
}

/* Before the first PREFIX, else after the comments at the head. */
function placeOfPrefixes(doc) {
  for (let number = 1; number <= doc.lines; number += 1) {
    const line = doc.line(number);
    if (!/^\s*(#|BASE\b)/i.test(line.text)) return line.from;
  }
  return 0;
}
