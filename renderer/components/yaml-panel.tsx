/** An object as YAML: read, edited, and put back; a conflict is shown and left to the user to decide. */
import { useEffect, useState } from "react";
import { parse } from "yaml";
import type { KubeObject, Stored } from "../../src/api/object.ts";
import { StatusError } from "../../src/api/status.ts";
import type { ObjectTarget } from "../api/client.ts";
import { useCluster } from "../api/cluster.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { toYaml } from "../kubernetes/manifest.ts";
import { useLeaveGuard } from "../navigation/leave-guard.ts";
import { Button } from "./button.tsx";
import { StatusCauses } from "./status-causes.tsx";
import { ErrorState, Skeleton } from "./state.tsx";
import { showToast } from "./toasts.tsx";
import { YamlEditor } from "./yaml-editor.tsx";

interface Draft {
  /** The object that was loaded, and its text. */
  readonly base: Stored<KubeObject>;
  readonly baseText: string;
  readonly text: string;
}

interface YamlPanelProps {
  readonly target: ObjectTarget;
  /** The version that the watch knows: when it moves on, an untouched text follows. */
  readonly resourceVersion: string | undefined;
}

export function YamlPanel({ target, resourceVersion }: YamlPanelProps) {
  const { t } = useI18n();
  const { client } = useCluster();
  const { ref, namespace, name } = target;
  const [draft, setDraft] = useState<Draft>();
  const [error, setError] = useState<Error>();
  const [editing, setEditing] = useState(false);
  const dirty = draft !== undefined && draft.text !== draft.baseText;
  useLeaveGuard(dirty, t.yaml.unsaved);

  const load = async () => {
    try {
      const base = await client.get<KubeObject>({ ref, namespace, name });
      const text = toYaml(base);
      setDraft({ base, baseText: text, text });
      setError(undefined);
    } catch (failure) {
      setError(failure as Error);
    }
  };
  const current = draft?.base.metadata.resourceVersion;
  useEffect(() => {
    if (!editing && resourceVersion !== current) void load();
    // `load` is made anew at each drawing; what it depends on is listed.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [ref, namespace, name, resourceVersion, editing]);

  const save = async (overwrite: boolean) => {
    if (!draft) return;
    try {
      const object = parse(draft.text) as Stored<KubeObject>;
      const newest = overwrite ? await client.get<KubeObject>(target) : undefined;
      const body = newest ? withVersion(object, newest.metadata.resourceVersion) : object;
      const base = await client.replace(target, body);
      const text = toYaml(base);
      setDraft({ base, baseText: text, text });
      setError(undefined);
      setEditing(false);
      showToast(t.yaml.saved(name));
    } catch (failure) {
      setError(failure as Error);
    }
  };
  const discard = () => {
    if (draft) setDraft({ ...draft, text: draft.baseText });
    setError(undefined);
    setEditing(false);
  };

  if (!draft) {
    if (error) return <ErrorState title={t.list.failed} error={error} />;
    return <Skeleton rows={14} label={t.yaml.loading} />;
  }
  const moved = editing && resourceVersion !== undefined && resourceVersion !== current;
  return (
    <div className="yaml-panel">
      <div className="toolbar">
        {moved && !error && <span className="muted">{t.yaml.newer}</span>}
        <span className="spacer" />
        <Button
          variant="ghost"
          icon="copy"
          onClick={() => {
            void navigator.clipboard.writeText(draft.text).then(() => showToast(t.action.copied));
          }}
        >
          {t.yaml.copy}
        </Button>
        {editing ? (
          <>
            <Button onClick={discard}>{t.yaml.discard}</Button>
            <Button variant="primary" disabled={!dirty} onClick={() => void save(false)}>
              {t.yaml.save}
            </Button>
          </>
        ) : (
          <Button icon="edit" onClick={() => setEditing(true)}>
            {t.yaml.edit}
          </Button>
        )}
      </div>
      {error && (
        <SaveProblem
          error={error}
          onOverwrite={() => void save(true)}
          onLoadTheirs={() => {
            setEditing(false);
            void load();
          }}
        />
      )}
      <YamlEditor
        text={draft.text}
        readOnly={!editing}
        onChange={(text) => setDraft({ ...draft, text })}
        onSubmit={() => void (editing && dirty && save(false))}
      />
    </div>
  );
}

function SaveProblem(props: {
  readonly error: Error;
  readonly onOverwrite: () => void;
  readonly onLoadTheirs: () => void;
}) {
  const { t } = useI18n();
  const { error } = props;
  const status = error instanceof StatusError ? error.status : undefined;
  const conflict = status?.code === 409;
  const title = conflict ? t.yaml.changedTitle : status ? t.yaml.refused : t.yaml.cannotParse;
  return (
    <div className={`notice ${conflict ? "warn" : "bad"}`} role="alert">
      <b>{title}</b>
      <p>{conflict ? t.yaml.changedText : error.message}</p>
      {status && !conflict && <StatusCauses status={status} />}
      {conflict && (
        <div className="toolbar">
          <Button onClick={props.onLoadTheirs}>{t.yaml.loadTheirs}</Button>
          <Button variant="danger" onClick={props.onOverwrite}>
            {t.yaml.overwrite}
          </Button>
        </div>
      )}
    </div>
  );
}

function withVersion(object: Stored<KubeObject>, resourceVersion: string): Stored<KubeObject> {
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}
