/** The YAML editor as a component: its text comes in and goes out as a plain string. */
import { useEffect, useEffectEvent, useRef } from "react";
import { useI18n } from "../i18n/i18n.tsx";
import type { Editor } from "./code-mirror.ts";

export function YamlEditor(props: {
  readonly text: string;
  readonly readOnly: boolean;
  readonly autoFocus?: boolean;
  readonly onChange: (text: string) => void;
  readonly onSubmit: () => void;
}) {
  const { t } = useI18n();
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | undefined>(undefined);
  const onChange = useEffectEvent((text: string) => props.onChange(text));
  const onSubmit = useEffectEvent(() => props.onSubmit());
  const start = useEffectEvent((openEditor: typeof import("./code-mirror.ts").openEditor) => {
    if (!parent.current) return;
    const { text, readOnly, autoFocus } = props;
    const options = { label: t.yaml.editor, text, readOnly, onChange, onSubmit };
    editor.current = openEditor(parent.current, options);
    if (autoFocus) editor.current.focus();
  });
  useEffect(() => {
    let gone = false;
    void import("./code-mirror.ts").then(({ openEditor }) => {
      if (!gone) start(openEditor);
    });
    return () => {
      gone = true;
      editor.current?.destroy();
      editor.current = undefined;
    };
  }, []);
  useEffect(() => editor.current?.setText(props.text), [props.text]);
  useEffect(() => editor.current?.setReadOnly(props.readOnly), [props.readOnly]);
  return <div ref={parent} className={`editor ${props.readOnly ? "read-only" : ""}`} />;
}
