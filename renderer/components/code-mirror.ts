/** CodeMirror as the dashboard wants it: YAML, search, the page's own colours. Loaded when first needed. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
  { tag: [tags.string, tags.content], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--text-faint)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.separator, tags.meta], color: "var(--text-faint)" },
  { tag: [tags.keyword, tags.typeName, tags.labelName], color: "var(--code-number)" },
]);

export interface Editor {
  /** Replaces the text where it differs; the undo history stays. */
  setText(text: string): void;
  setReadOnly(readOnly: boolean): void;
  focus(): void;
  destroy(): void;
}

export interface EditorOptions {
  readonly label: string;
  readonly text: string;
  readonly readOnly: boolean;
  readonly onChange: (text: string) => void;
  /** Ctrl or Command with Enter, or with S. */
  readonly onSubmit: () => void;
}

export function openEditor(parent: HTMLElement, options: EditorOptions): Editor {
  const readOnly = new Compartment();
  const lock = (locked: boolean) => [EditorState.readOnly.of(locked), EditorView.editable.of(true)];
  const submit = () => {
    options.onSubmit();
    return true;
  };
  const view = new EditorView({
    parent,
    doc: options.text,
    extensions: [
      lineNumbers(),
      foldGutter({ openText: "▾", closedText: "▸" }),
      history(),
      drawSelection(),
      indentOnInput(),
      indentUnit.of("  "),
      bracketMatching(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      search({ top: true }),
      syntaxHighlighting(colours),
      yaml(),
      readOnly.of(lock(options.readOnly)),
      EditorView.contentAttributes.of({ "aria-label": options.label }),
      keymap.of([
        { key: "Mod-Enter", run: submit },
        { key: "Mod-s", run: submit, preventDefault: true },
        ...defaultKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...foldKeymap,
        indentWithTab,
      ]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) options.onChange(update.state.doc.toString());
      }),
    ],
  });
  return {
    setText(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    setReadOnly: (locked) => view.dispatch({ effects: readOnly.reconfigure(lock(locked)) }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
