/**
 * Plugin PodSecurity: holds Pods to the security standard that their namespace's labels ask for, and warns of templates that
 * would not get through (pod-security-admission/admission). Nothing is exempt.
 */
import type {
  CronJob,
  Deployment,
  Namespace,
  Pod,
  PodTemplate,
} from "../../../api/generated/types.ts";
import type { KubeObject } from "../../../api/object.ts";
import { invalid } from "../../../api/status.ts";
import type { Store } from "../../../store/store.ts";
import type { AdmissionPlugin, AdmissionRequest } from "../chain.ts";
import { refused } from "../refusal.ts";
import { baselineChecks } from "./baseline-checks.ts";
import { containersOf, type Finding, type PodLike } from "./findings.ts";
import { isStricter, levelText, policyOf, sameLevel, type LevelVersion } from "./levels.ts";
import { restrictedChecks } from "./restricted-checks.ts";

const ignoredSubresources = new Set(
  "attach binding eviction exec log portforward proxy status".split(" "),
);
const templateKinds = new Set(
  "PodTemplate ReplicationController ReplicaSet Deployment StatefulSet DaemonSet Job CronJob".split(
    " ",
  ),
);
/** As many existing Pods are looked at when a namespace's label changes. */
const podsMax = 3000;

export function podSecurity(store: Store): AdmissionPlugin {
  return {
    name: "PodSecurity",
    validate(request) {
      const { operation, target, object } = request;
      if (operation === "DELETE" || !object) return;
      const { kind, group } = target.definition;
      if (kind === "Namespace" && group === "") return checkNamespace(store, request, object);
      if (kind === "Pod" && group === "") return checkPod(store, request, object as Pod);
      if (templateKinds.has(kind) && target.subresource === "") {
        return checkTemplate(store, request, object);
      }
      return undefined;
    },
  };
}

/** What a level has against a Pod, in the order in which messages list it. */
export function findingsOf({ level, minor }: LevelVersion, pod: PodLike): readonly Finding[] {
  if (level === "privileged") return [];
  const own = level === "restricted" ? restrictedChecks : [];
  const active = [...baselineChecks, ...own].flatMap(({ id, versions, overrides = [] }) => {
    const version = versions.findLast(([from]) => from <= minor);
    return version ? [{ id, overrides, check: version[1] }] : [];
  });
  const overridden = new Set(active.flatMap(({ overrides }) => overrides));
  return active.filter(({ id }) => !overridden.has(id)).flatMap(({ check }) => check(pod) ?? []);
}

function detailOf(findings: readonly Finding[]): string {
  return findings.map(({ reason, detail }) => `${reason} (${detail})`).join(", ");
}

function policyAt(store: Store, namespace: string) {
  const entry = store.head({ resource: "namespaces", namespace: "", name: namespace });
  return policyOf(entry?.object.metadata.labels).policy;
}

function checkPod(store: Store, request: AdmissionRequest, pod: Pod): void {
  const { target, previous } = request;
  if (ignoredSubresources.has(target.subresource) || !pod.spec) return;
  const { enforce, warn, audit } = policyAt(store, target.namespace);
  if ([enforce, warn, audit].every(({ level }) => level === "privileged")) return;
  if (previous && !isSignificant(pod, previous as Pod)) return;
  const like = { metadata: pod.metadata, spec: pod.spec };
  const findings = findingsOf(enforce, like);
  request.context.auditAnnotations?.set(`${annotationPrefix}enforce-policy`, levelText(enforce));
  auditOf(request, audit, like);
  if (findings.length > 0) {
    throw refused(request, `violates PodSecurity "${levelText(enforce)}": ${detailOf(findings)}`);
  }
  warnOf(request, warn, like);
}

function checkTemplate(store: Store, request: AdmissionRequest, object: KubeObject): void {
  const { warn, audit } = policyAt(store, request.target.namespace);
  if (warn.level === "privileged" && audit.level === "privileged") return;
  const template = templateOf(object);
  if (!template?.spec) return;
  const like = { metadata: template.metadata ?? {}, spec: template.spec };
  auditOf(request, audit, like);
  warnOf(request, warn, like);
}

function templateOf(object: KubeObject) {
  if (object.kind === "PodTemplate") return (object as PodTemplate).template;
  if (object.kind === "CronJob") return (object as CronJob).spec?.jobTemplate.spec?.template;
  return (object as Deployment).spec?.template;
}

const annotationPrefix = "pod-security.kubernetes.io/";

function auditOf({ context }: AdmissionRequest, audit: LevelVersion, pod: PodLike): void {
  if (!context.auditAnnotations) return;
  const findings = findingsOf(audit, pod);
  if (findings.length === 0) return;
  context.auditAnnotations.set(
    `${annotationPrefix}audit-violations`,
    `would violate PodSecurity "${levelText(audit)}": ${detailOf(findings)}`,
  );
}

function warnOf({ context }: AdmissionRequest, warn: LevelVersion, pod: PodLike): void {
  const findings = findingsOf(warn, pod);
  if (findings.length === 0) return;
  context.warnings.push(`would violate PodSecurity "${levelText(warn)}": ${detailOf(findings)}`);
}

/** Images, ephemeral containers and the annotations that checks read: all else cannot change, or does not matter. */
function isSignificant(pod: Pod, previous: Pod): boolean {
  const shown = ({ metadata, spec }: Pod) => {
    const annotations = Object.entries(metadata.annotations ?? {}).filter(([key]) =>
      /^(container\.)?(seccomp|apparmor)\.security\./.test(key),
    );
    const containers = spec ? containersOf({ metadata, spec }) : [];
    const images = containers.map(({ name, image }) => [name, image]);
    return JSON.stringify([annotations.sort(([a], [b]) => (a < b ? -1 : 1)), images]);
  };
  return shown(pod) !== shown(previous);
}

function checkNamespace(store: Store, request: AdmissionRequest, object: KubeObject): void {
  const { target, operation, previous, context } = request;
  if (target.subresource !== "") return;
  const { labels, name = "" } = (object as Namespace).metadata;
  const next = policyOf(labels);
  const before = policyOf(previous?.metadata.labels);
  const texts = (errors: typeof next.errors) => errors.map(({ field, message }) => field + message);
  const changed = texts(next.errors).join() !== texts(before.errors).join();
  if (next.errors.length > 0 && (operation === "CREATE" || changed)) {
    throw invalid({ group: "", kind: "Namespace" }, name, next.errors);
  }
  if (operation !== "UPDATE") return;
  const [now, old] = [next.policy.enforce, before.policy.enforce];
  if (sameLevel(now, old) || now.level === "privileged") return;
  if (now.minor === old.minor && !isStricter(now.level, old.level)) return;
  context.warnings.push(...existingPodWarnings(store, name, now));
}

function existingPodWarnings(
  store: Store,
  namespace: string,
  enforce: LevelVersion,
): readonly string[] {
  const all = store.list("pods", { namespace }).entries;
  const byReason = new Map<string, string[]>();
  for (const { object } of all.slice(0, podsMax)) {
    const { metadata, spec } = object as Pod;
    if (!spec) continue;
    const reasons = findingsOf(enforce, { metadata, spec }).map(({ reason }) => reason);
    if (reasons.length === 0) continue;
    const key = reasons.join(", ");
    byReason.set(key, [...(byReason.get(key) ?? []), metadata.name ?? ""]);
  }
  const warnings: string[] = [];
  if (all.length > podsMax) {
    warnings.push(
      `new PodSecurity enforce level only checked against the first ${podsMax} of ${all.length} existing pods`,
    );
  }
  if (byReason.size > 0) {
    warnings.push(
      `existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${levelText(enforce)}"`,
    );
  }
  const lines = [...byReason].map(([reason, names]) => {
    const others = names.length - 1;
    const more = others === 0 ? "" : ` (and ${others} other ${others === 1 ? "pod" : "pods"})`;
    return `${names.sort()[0]}${more}: ${reason}`;
  });
  return [...warnings, ...lines.sort()];
}
