/** A modal dialog on the browser's own element: it holds the focus, Escape closes it. */
import { useEffect, useId, useRef, type ReactNode } from "react";
import { useI18n } from "../i18n/i18n.tsx";
import { Button, IconButton } from "./button.tsx";

export function Dialog(props: {
  readonly title: string;
  readonly size?: "small" | "large";
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}) {
  const { t } = useI18n();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    ref.current?.showModal();
  }, []);
  return (
    <dialog
      ref={ref}
      className={`dialog ${props.size ?? "small"}`}
      aria-labelledby={titleId}
      onClose={props.onClose}
      onMouseDown={(event) => {
        if (event.target === ref.current) ref.current.close();
      }}
    >
      <div className="dialog-frame">
        <header>
          <h2 id={titleId}>{props.title}</h2>
          <IconButton icon="close" label={t.action.close} onClick={() => ref.current?.close()} />
        </header>
        <div className="dialog-body">{props.children}</div>
        {props.footer && <footer>{props.footer}</footer>}
      </div>
    </dialog>
  );
}

/** A question before something that can not be taken back. */
export function ConfirmDialog(props: {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useI18n();
  const footer = (
    <>
      <Button onClick={props.onClose}>{t.action.cancel}</Button>
      <Button
        variant={props.danger ? "danger" : "primary"}
        autoFocus
        onClick={() => {
          props.onConfirm();
          props.onClose();
        }}
      >
        {props.confirm}
      </Button>
    </>
  );
  return (
    <Dialog title={props.title} onClose={props.onClose} footer={footer}>
      <p>{props.text}</p>
    </Dialog>
  );
}
