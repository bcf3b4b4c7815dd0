/** Export and import of the cluster's whole state. */
import { useRef, useState } from "react";
import { useCluster } from "../api/cluster.tsx";
import { Button } from "../components/button.tsx";
import { ConfirmDialog } from "../components/dialog.tsx";
import { Icon } from "../components/icons.tsx";
import { saveFile } from "../components/save-file.ts";
import { showFailure, showToast } from "../components/toasts.tsx";
import { useI18n } from "../i18n/i18n.tsx";

const path = "/kubarium/v1/snapshot";

export function SnapshotPage() {
  const { t } = useI18n();
  return (
    <section className="page">
      <header className="page-head">
        <h1>{t.snapshot.title}</h1>
      </header>
      <div className="snapshot-cards">
        <ExportCard />
        <ImportCard />
      </div>
    </section>
  );
}

function ExportCard() {
  const { t, f } = useI18n();
  const { client } = useCluster();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      const text = await client.text({ method: "GET", path });
      const stamp = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
      saveFile(`kubarium-${stamp}.json`, text, "application/json");
      showToast(t.snapshot.exported(f.bytes(new Blob([text]).size)));
    } catch (error) {
      showFailure(t.action.failed, error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="card" aria-label={t.snapshot.exportTitle}>
      <div className="card-icon">
        <Icon name="down" />
      </div>
      <h2>{t.snapshot.exportTitle}</h2>
      <p>{t.snapshot.exportText}</p>
      <Button variant="primary" disabled={busy} onClick={() => void run()}>
        {busy ? t.snapshot.exporting : t.snapshot.exportNow}
      </Button>
    </section>
  );
}

function ImportCard() {
  const { t, f } = useI18n();
  const { client } = useCluster();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const [busy, setBusy] = useState(false);
  const run = async (chosen: File) => {
    setBusy(true);
    try {
      await client.text({
        method: "PUT",
        path,
        headers: { "content-type": "application/json" },
        body: await chosen.text(),
      });
      showToast(t.snapshot.imported);
    } catch (error) {
      showFailure(t.action.failed, error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section
      className="card"
      aria-label={t.snapshot.importTitle}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        setFile(event.dataTransfer.files[0]);
      }}
    >
      <div className="card-icon">
        <Icon name="up" />
      </div>
      <h2>{t.snapshot.importTitle}</h2>
      <p>{t.snapshot.importText}</p>
      <div className="toolbar">
        <Button disabled={busy} onClick={() => input.current?.click()}>
          {busy ? t.snapshot.importing : t.snapshot.importNow}
        </Button>
        <span className="muted">{t.snapshot.drop}</span>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,application/json"
        onChange={(event) => {
          setFile(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      {file && (
        <ConfirmDialog
          danger
          title={t.snapshot.confirmTitle}
          text={t.snapshot.confirmText(file.name, f.bytes(file.size))}
          confirm={t.snapshot.confirmNow}
          onConfirm={() => void run(file)}
          onClose={() => setFile(undefined)}
        />
      )}
    </section>
  );
}
