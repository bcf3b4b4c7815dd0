/** The frame around every page: sidebar, bar, dialogs, and the keys that work everywhere. */
import { useCallback, useEffect, useState } from "react";
import { ApplyDialog } from "./components/apply-dialog.tsx";
import { ErrorBoundary } from "./components/error-boundary.tsx";
import { ActionsProvider } from "./components/object-actions.tsx";
import { Palette } from "./components/palette.tsx";
import { Sidebar } from "./components/sidebar.tsx";
import { Toasts } from "./components/toasts.tsx";
import { ConnectionBanner, Topbar } from "./components/topbar.tsx";
import { useI18n } from "./i18n/i18n.tsx";
import { useRoute } from "./navigation/history.ts";
import { Router } from "./pages/router.tsx";

export function App() {
  const { t } = useI18n();
  const { path } = useRoute();
  const [dialog, setDialog] = useState<"palette" | "apply">();
  const close = useCallback(() => setDialog(undefined), []);
  const openApply = useCallback(() => setDialog("apply"), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) setDialog("palette");
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <ActionsProvider>
      <button
        type="button"
        className="skip"
        onClick={() => document.getElementById("content")?.focus()}
      >
        {t.shell.skip}
      </button>
      <div className="shell">
        <Sidebar />
        <div className="main">
          <Topbar onSearch={() => setDialog("palette")} onApply={openApply} />
          <ConnectionBanner />
          <main id="content" tabIndex={-1}>
            <ErrorBoundary t={t} page={path.join("/")}>
              <Router />
            </ErrorBoundary>
          </main>
        </div>
      </div>
      {dialog === "palette" && <Palette onClose={close} onApply={openApply} />}
      {dialog === "apply" && <ApplyDialog onClose={close} />}
      <Toasts />
    </ActionsProvider>
  );
}
