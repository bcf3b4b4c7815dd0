/** Short notes on what the user did: they go by themselves, failures stay until dismissed. */
import { useSyncExternalStore } from "react";
import { useI18n } from "../i18n/i18n.tsx";
import { IconButton } from "./button.tsx";
import { Icon } from "./icons.tsx";

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly detail: string | undefined;
  readonly failed: boolean;
}

const shownMs = 4_000;
const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let lastId = 0;

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function dismiss(id: number): void {
  set(toasts.filter((toast) => toast.id !== id));
}

export function showToast(text: string): void {
  const id = ++lastId;
  set([...toasts, { id, text, detail: undefined, failed: false }]);
  setTimeout(() => dismiss(id), shownMs);
}

export function showFailure(text: string, error: unknown): void {
  const detail = error instanceof Error ? error.message : String(error);
  set([...toasts, { id: ++lastId, text, detail, failed: true }]);
}

export function Toasts() {
  const { t } = useI18n();
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.id} className={`toast ${toast.failed ? "failed" : ""}`}>
          <Icon name={toast.failed ? "warning" : "check"} />
          <div>
            <div>{toast.text}</div>
            {toast.detail && <div className="toast-detail">{toast.detail}</div>}
          </div>
          <IconButton icon="close" label={t.action.dismiss} onClick={() => dismiss(toast.id)} />
        </div>
      ))}
    </div>
  );
}
