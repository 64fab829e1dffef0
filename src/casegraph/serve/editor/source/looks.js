/* The editor in the colours of the page, which follow the system from light to dark. */

import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--done)", fontWeight: "600" },
  { tag: tags.standard(tags.variableName), color: "var(--done)" },
  { tag: tags.local(tags.variableName), color: "var(--resolved)" },
  { tag: tags.atom, color: "var(--link)" },
  { tag: tags.string, color: "var(--present)" },
  { tag: tags.meta, color: "var(--suspected)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
]);

export const looks = EditorView.theme({
  "&": {
    color: "var(--ink)",
    backgroundColor: "var(--paper)",
    fontSize: "0.9rem",
    border: "1px solid var(--quiet)",
    borderRadius: "8px",
    overflow: "hidden",
  },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "2px" },
  ".cm-scroller": {
    fontFamily: "var(--mono)",
    lineHeight: "1.5",
    minHeight: "14rem",
    maxHeight: "70vh",
  },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.5rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--quiet)", border: "none" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--surface) 60%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--link) 25%, transparent)",
  },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "color-mix(in srgb, var(--focus) 30%, transparent)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--paper)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "8px",
    maxWidth: "min(34rem, 92vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--mono)",
    maxWidth: "min(34rem, 92vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.5rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--ink)",
    color: "var(--paper)",
  },
  ".cm-completionDetail": {
    fontFamily: "var(--sans)",
    fontStyle: "normal",
    color: "inherit",
    opacity: "0.85",
  },
  ".cm-completionInfo": { fontFamily: "var(--sans)", padding: "0.5rem 0.7rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > completion-section": {
    color: "var(--quiet)",
    opacity: "1",
    borderBottomColor: "var(--line)",
  },
  ".cm-diagnostic-error": { borderLeftColor: "var(--absent)" },
});
