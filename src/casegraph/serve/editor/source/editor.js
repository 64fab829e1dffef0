/* CodeMirror with SPARQL. It stands in a shadow root, where its styles are style sheets made by
   script, which a Content Security Policy without `unsafe-inline` allows. */

import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { StreamLanguage, bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";

import { names, terms, variables } from "./completing.js";
import { colours, looks } from "./looks.js";

/* Chromium itself gives what replaces coloured text a `style` attribute, which the policy refuses and
   reports. So the selected text goes first, unless it is put in brackets or quotes. */
const replacing = EditorView.domEventHandlers({
  beforeinput({ inputType, data }, view) {
    const isReplaced = inputType === "insertText" && !view.state.selection.main.empty;
    if (isReplaced && !/^[([{'"]/.test(data ?? "")) {
      view.dispatch(view.state.replaceSelection(""), { userEvent: "delete.selection" });
    }
    return false;
  },
});

/* label: what the editor is called. words, search: addresses. onChange gets the text. */
export function editorIn(host, text, { label, words, search, onChange, onRun }) {
  const root = host.attachShadow({ mode: "open" });
  const language = StreamLanguage.define(sparql);
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (onRun(), true) }])),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [variables, names(words), terms(words, search)], icons: false }),
        language,
        syntaxHighlighting(colours),
        looks,
        replacing,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          onChange(update.state.doc.toString());
          clear();
        }),
      ],
    }),
  });

  function clear() {
    queueMicrotask(() => view.dispatch(setDiagnostics(view.state, [])));
  }

  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    clear,
    set(replacement) {
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: replacement.replace(/\r\n?/g, "\n") },
        selection: { anchor: 0 },
        scrollIntoView: true,
      });
    },
    /* Show a problem at the place that it names, if it names one. */
    mark({ detail, repair }) {
      const named = /\bline (\d+), column (\d+)/.exec(detail);
      if (!named || Number(named[1]) > view.state.doc.lines) return;
      const line = view.state.doc.line(Number(named[1]));
      const from = Math.min(line.from + Number(named[2]) - 1, line.to);
      const word = view.state.wordAt(from);
      const to = word && word.to > from ? word.to : Math.min(from + 1, line.to);
      const message = `${detail}. ${repair ?? ""}`.trim();
      queueMicrotask(() => view.dispatch(
        setDiagnostics(view.state, [{ from, to, severity: "error", message }]),
        { selection: { anchor: from }, scrollIntoView: true },
      ));
    },
  };
}
