/** The data of a ConfigMap or Secret; a Secret's values stay hidden until asked for, one by one or all. */
import { useState } from "react";
import type { ConfigMap, Secret } from "../../src/api/generated/types.ts";
import type { KubeObject } from "../../src/api/object.ts";
import { Button, IconButton } from "../components/button.tsx";
import { EmptyState } from "../components/state.tsx";
import { Chip } from "../components/status.tsx";
import { showToast } from "../components/toasts.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { decodeSecret } from "../kubernetes/secrets.ts";

interface Entry {
  readonly key: string;
  /** Undefined for bytes that are no text. */
  readonly text: string | undefined;
  readonly bytes: number;
}

export function DataTab({ object }: { readonly object: KubeObject }) {
  const { t } = useI18n();
  const secret = object.kind === "Secret";
  const [revealed, setRevealed] = useState<ReadonlySet<string>>(new Set());
  const entries = entriesOf(object as ConfigMap | Secret);
  const all = entries.every(({ key }) => revealed.has(key));
  if (entries.length === 0) return <EmptyState icon="config" title={t.config.noData} />;
  const toggle = (key: string) => {
    const next = new Set(revealed);
    if (!next.delete(key)) next.add(key);
    setRevealed(next);
  };
  return (
    <div className="data-tab">
      {((object as Secret).immutable || secret) && (
        <div className="toolbar">
          {(object as Secret).immutable && <Chip>{t.config.immutable}</Chip>}
          <span className="spacer" />
          {secret && (
            <Button
              icon="eye"
              onClick={() => setRevealed(new Set(all ? [] : entries.map((entry) => entry.key)))}
            >
              {all ? t.config.hideAll : t.config.revealAll}
            </Button>
          )}
        </div>
      )}
      {entries.map((entry) => (
        <DataEntry
          key={entry.key}
          entry={entry}
          hidden={secret && !revealed.has(entry.key)}
          {...(secret ? { onToggle: () => toggle(entry.key) } : {})}
        />
      ))}
    </div>
  );
}

function DataEntry(props: {
  readonly entry: Entry;
  readonly hidden: boolean;
  readonly onToggle?: () => void;
}) {
  const { t, f } = useI18n();
  const { entry, hidden, onToggle } = props;
  const { key, text } = entry;
  return (
    <section className="data-entry" aria-label={key}>
      <header>
        <b className="mono">{key}</b>
        <span className="muted">{f.bytes(entry.bytes)}</span>
        <span className="spacer" />
        {onToggle && (
          <Button variant="ghost" icon="eye" onClick={onToggle} aria-pressed={!hidden}>
            {hidden ? t.config.reveal : t.config.hide}
          </Button>
        )}
        {text !== undefined && (
          <IconButton
            icon="copy"
            label={`${t.action.copy} ${key}`}
            onClick={() => {
              void navigator.clipboard.writeText(text).then(() => showToast(t.action.copied));
            }}
          />
        )}
      </header>
      {hidden ? (
        <div className="data-hidden" aria-label={t.config.hidden}>
          ••••••••••••
        </div>
      ) : (
        <pre>{text ?? t.config.binary}</pre>
      )}
    </section>
  );
}

function entriesOf(object: ConfigMap | Secret): readonly Entry[] {
  if (object.kind === "Secret") {
    return Object.entries(object.data ?? {}).map(([key, value]) => ({
      key,
      text: decodeSecret(value),
      bytes: base64Bytes(value),
    }));
  }
  const texts = Object.entries(object.data ?? {}).map(([key, text]) => ({
    key,
    text,
    bytes: new TextEncoder().encode(text).length,
  }));
  const binaries = Object.entries(object.binaryData ?? {}).map(([key, value]) => ({
    key,
    text: undefined,
    bytes: base64Bytes(value),
  }));
  return [...texts, ...binaries];
}

function base64Bytes(value: string): number {
  const padding = value.endsWith("==") ? 2 : value.endsWith("=") ? 1 : 0;
  return (value.length / 4) * 3 - padding;
}
