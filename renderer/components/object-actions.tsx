/** What can be done to an object from a row or its page: scale, restart, suspend, cordon, delete. */
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from "react";
import type { CronJob, Node } from "../../src/api/generated/types.ts";
import { JOBS } from "../../src/api/kinds.ts";
import type { KubeObject } from "../../src/api/object.ts";
import type { ObjectTarget } from "../api/client.ts";
import { useCluster } from "../api/cluster.tsx";
import type { ResourceName } from "../api/paths.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { isRestartable, isScalable, restartPatch, type Workload } from "../kubernetes/workloads.ts";
import { ConfirmDialog } from "./dialog.tsx";
import type { MenuItem } from "./menu.tsx";
import { ScaleDialog } from "./scale-dialog.tsx";
import { showFailure, showToast } from "./toasts.tsx";

type Question =
  | {
      readonly kind: "delete" | "restart";
      readonly object: KubeObject;
      readonly target: ObjectTarget;
    }
  | {
      readonly kind: "scale";
      readonly object: KubeObject;
      readonly target: ObjectTarget;
      readonly replicas: number;
    };

const AskContext = createContext<(question: Question) => void>(() => undefined);

/** Runs a request for the user: says when it is done, shows the server's words when it is not. */
export function useAttempt(): (work: Promise<unknown>, done: string) => void {
  const { t } = useI18n();
  return useCallback(
    (work, done) => {
      work.then(
        () => showToast(done),
        (error: unknown) => showFailure(t.action.failed, error),
      );
    },
    [t],
  );
}

/** Holds the dialogs that the actions open. */
export function ActionsProvider({ children }: { readonly children: ReactNode }) {
  const { t, f } = useI18n();
  const { client } = useCluster();
  const attempt = useAttempt();
  const [question, setQuestion] = useState<Question>();
  const close = () => setQuestion(undefined);
  return (
    <AskContext.Provider value={setQuestion}>
      {children}
      {question?.kind === "delete" && (
        <ConfirmDialog
          danger
          title={t.action.deleteTitle(question.object.kind)}
          text={t.action.deleteText(question.target.name)}
          confirm={t.action.deleteNow}
          onClose={close}
          onConfirm={() =>
            attempt(client.delete(question.target), t.action.deleted(question.target.name))
          }
        />
      )}
      {question?.kind === "restart" && (
        <ConfirmDialog
          title={t.action.restartTitle(question.object.kind)}
          text={t.action.restartText(question.target.name)}
          confirm={t.action.restartNow}
          onClose={close}
          onConfirm={() =>
            attempt(
              client.patch(
                question.target,
                "application/strategic-merge-patch+json",
                restartPatch(new Date().toISOString()),
              ),
              t.action.restarted(question.target.name),
            )
          }
        />
      )}
      {question?.kind === "scale" && (
        <ScaleDialog
          name={question.target.name}
          replicas={question.replicas}
          onClose={close}
          onScale={(replicas) =>
            attempt(
              client.patch(
                question.target,
                "application/merge-patch+json",
                { spec: { replicas } },
                "/scale",
              ),
              t.action.scaled(question.target.name, f.number(replicas)),
            )
          }
        />
      )}
    </AskContext.Provider>
  );
}

/** The menu of an object of `ref`: what its kind allows, deletion last. */
export function useObjectActions(ref: ResourceName): (object: KubeObject) => readonly MenuItem[] {
  const { t } = useI18n();
  const ask = useContext(AskContext);
  const { client } = useCluster();
  const attempt = useAttempt();
  return useMemo(
    () => (object) => {
      const { name = "", namespace } = object.metadata;
      const target: ObjectTarget = { ref, namespace, name };
      const items: MenuItem[] = [];
      const workload = object as Workload;
      if (isScalable(workload)) {
        const replicas = workload.spec?.replicas ?? 1;
        items.push({
          id: "scale",
          label: t.action.scale,
          icon: "scale",
          onSelect: () => ask({ kind: "scale", object, target, replicas }),
        });
      }
      if (isRestartable(workload)) {
        items.push({
          id: "restart",
          label: t.action.restart,
          icon: "restart",
          onSelect: () => ask({ kind: "restart", object, target }),
        });
      }
      const merge = (id: string, label: string, icon: MenuItem["icon"], spec: object) =>
        items.push({
          id,
          label,
          ...(icon ? { icon } : {}),
          onSelect: () =>
            attempt(
              client.patch(target, "application/merge-patch+json", { spec }),
              t.action.done(name),
            ),
        });
      if (object.kind === "CronJob") {
        const cronJob = object as CronJob;
        items.push({
          id: "trigger",
          label: t.action.trigger,
          icon: "play",
          onSelect: () => {
            const job = jobOf(cronJob, Date.now());
            attempt(client.create(JOBS, namespace, job), t.action.triggered(job.metadata.name));
          },
        });
        if (cronJob.spec.suspend) merge("resume", t.action.resume, "play", { suspend: false });
        else merge("suspend", t.action.suspend, "pause", { suspend: true });
      }
      if (object.kind === "Node") {
        if ((object as Node).spec?.unschedulable) {
          merge("uncordon", t.action.uncordon, "check", { unschedulable: null });
        } else {
          merge("cordon", t.action.cordon, "stop", { unschedulable: true });
        }
      }
      items.push({
        id: "delete",
        label: t.action.delete,
        icon: "trash",
        danger: true,
        onSelect: () => ask({ kind: "delete", object, target }),
      });
      return items;
    },
    [ref, t, ask, client, attempt],
  );
}

/** The Job that `kubectl create job --from=cronjob/NAME` makes: the template, owned by the CronJob. */
function jobOf(cronJob: CronJob, nowMs: number) {
  const { name = "", namespace, uid = "" } = cronJob.metadata;
  const template = cronJob.spec.jobTemplate;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: `${name.slice(0, 40)}-manual-${nowMs.toString(36)}`,
      namespace,
      labels: template.metadata?.labels,
      annotations: {
        ...template.metadata?.annotations,
        "cronjob.kubernetes.io/instantiate": "manual",
      },
      ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name, uid, controller: true }],
    },
    spec: template.spec,
  };
}
