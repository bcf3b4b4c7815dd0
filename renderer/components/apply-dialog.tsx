/** The dialog that applies YAML: an editor, and the outcome of each document beside it. */
import { useMemo, useRef, useState } from "react";
import { StatusError } from "../../src/api/status.ts";
import { useCluster } from "../api/cluster.tsx";
import type { Dictionary } from "../i18n/dictionary.ts";
import { useI18n } from "../i18n/i18n.tsx";
import {
  parseManifest,
  type ManifestDocument,
  type ManifestProblem,
} from "../kubernetes/manifest.ts";
import { useNamespace } from "../navigation/history.ts";
import { applyDocuments, type ApplyOutcome } from "./apply-plan.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { sampleManifest } from "./sample-manifest.ts";
import { StatusCauses } from "./status-causes.tsx";
import { showFailure, showToast } from "./toasts.tsx";
import { YamlEditor } from "./yaml-editor.tsx";

type Outcomes = ReadonlyMap<number, ApplyOutcome>;

export function ApplyDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, f } = useI18n();
  const [text, setText] = useState("");
  const { documents, outcomes, forced, busy, setForced, apply, forget } = useApply(text);
  const namespace = useNamespace() || "default";
  const file = useRef<HTMLInputElement>(null);
  const sound = documents.filter((document) => document.object).length;
  const change = (next: string) => {
    setText(next);
    forget();
  };
  const footer = (
    <>
      <Button variant="ghost" onClick={() => change(sampleManifest)}>
        {t.apply.sample}
      </Button>
      <Button variant="ghost" icon="file" onClick={() => file.current?.click()}>
        {t.apply.open}
      </Button>
      <span className="spacer" />
      <span className="muted">{t.apply.shortcut}</span>
      <Button variant="primary" disabled={busy || sound === 0} onClick={apply}>
        {busy
          ? t.apply.applying
          : sound > 0
            ? t.apply.applyN(sound, f.number(sound))
            : t.apply.apply}
      </Button>
    </>
  );
  return (
    <Dialog title={t.apply.title} size="large" onClose={onClose} footer={footer}>
      <p className="muted">
        {t.apply.hint} {t.apply.namespaceHint(namespace)}
      </p>
      <div
        className="apply"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void event.dataTransfer.files[0]?.text().then(change);
        }}
      >
        <YamlEditor text={text} readOnly={false} autoFocus onChange={change} onSubmit={apply} />
        <ol className="apply-documents" aria-live="polite">
          {documents.length === 0 && <li className="apply-empty">{t.apply.empty}</li>}
          {documents.map((document, index) => (
            <DocumentRow
              key={index}
              document={document}
              outcome={outcomes.get(index)}
              forced={forced.has(index)}
              onForce={(on) => {
                const next = new Set(forced);
                if (on) next.add(index);
                else next.delete(index);
                setForced(next);
              }}
            />
          ))}
        </ol>
      </div>
      <input
        ref={file}
        type="file"
        hidden
        accept=".yaml,.yml,.json"
        onChange={(event) => void event.target.files?.[0]?.text().then(change)}
      />
    </Dialog>
  );
}

function useApply(text: string) {
  const { t, f } = useI18n();
  const { client } = useCluster();
  const namespace = useNamespace() || "default";
  const documents = useMemo(() => parseManifest(text), [text]);
  const [outcomes, setOutcomes] = useState<Outcomes>(new Map());
  const [forced, setForced] = useState<ReadonlySet<number>>(new Set());
  const [busy, setBusy] = useState(false);
  const run = async () => {
    const results = new Map<number, ApplyOutcome>(
      documents.map((_, index) => [index, { phase: "waiting" }]),
    );
    setBusy(true);
    setOutcomes(new Map(results));
    try {
      await applyDocuments(documents, {
        client,
        namespace,
        forced,
        onOutcome(index, outcome) {
          results.set(index, outcome);
          setOutcomes(new Map(results));
        },
      });
      const applied = [...results.values()].filter(({ phase }) => phase === "applied").length;
      if (applied === documents.length) showToast(t.apply.allDone(applied, f.number(applied)));
    } catch (error) {
      showFailure(t.action.failed, error);
    } finally {
      setBusy(false);
    }
  };
  return {
    documents,
    outcomes,
    forced,
    busy,
    setForced,
    apply: () => {
      if (!busy && documents.some((document) => document.object)) void run();
    },
    forget: () => {
      setOutcomes(new Map());
      setForced(new Set());
    },
  };
}

function DocumentRow(props: {
  readonly document: ManifestDocument;
  readonly outcome: ApplyOutcome | undefined;
  readonly forced: boolean;
  readonly onForce: (forced: boolean) => void;
}) {
  const { t, f } = useI18n();
  const { document, outcome } = props;
  const { object, problem, position } = document;
  if (!object) {
    return (
      <li className="bad">
        <b>{t.apply.document(f.number(position))}</b>
        <p>{problem && problemText(t, problem)}</p>
        {problem?.message && <pre>{problem.message}</pre>}
      </li>
    );
  }
  const error = outcome && "error" in outcome ? outcome.error : undefined;
  return (
    <li className={outcome ? outcomeTones[outcome.phase] : ""}>
      <div className="apply-name">
        <span className="chip">{object.kind}</span>
        <b className="clip">{object.metadata.name}</b>
        <span className="spacer" />
        {outcome && <span className="apply-phase">{phaseText(t, outcome)}</span>}
      </div>
      {outcome?.phase === "unknown-kind" && (
        <p>{t.apply.unknownKind(object.kind, object.apiVersion)}</p>
      )}
      {error && <p>{error.message}</p>}
      {error instanceof StatusError && <StatusCauses status={error.status} />}
      {outcome?.phase === "conflict" && (
        <label className="check" title={t.apply.forceHint}>
          <input
            type="checkbox"
            checked={props.forced}
            onChange={(event) => props.onForce(event.target.checked)}
          />
          <span>
            {t.apply.force}
            <small>{t.apply.forceHint}</small>
          </span>
        </label>
      )}
    </li>
  );
}

const outcomeTones: Readonly<Record<ApplyOutcome["phase"], string>> = {
  applied: "good",
  applying: "",
  conflict: "warn",
  failed: "bad",
  "unknown-kind": "bad",
  waiting: "",
};

function phaseText(t: Dictionary, outcome: ApplyOutcome): string {
  return outcome.phase === "unknown-kind" ? t.apply.failed : t.apply[outcome.phase];
}

function problemText(t: Dictionary, { code }: ManifestProblem): string {
  return {
    syntax: t.apply.syntax,
    "not-an-object": t.apply.notObject,
    "no-kind": t.apply.noKind,
    "no-name": t.apply.noName,
  }[code];
}
