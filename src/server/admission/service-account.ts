/** Pods run as a service account that exists, with its token, the cluster's CA and the namespace mounted (plugin ServiceAccount). */
import type {
  Container,
  Pod,
  PodSpec,
  ServiceAccount,
  Volume,
  VolumeMount,
} from "../../api/generated/types.ts";
import type { KubeObject } from "../../api/object.ts";
import { derivedFrom, isShared } from "../../api/shared-parts.ts";
import { exactJson } from "../../api/wide-integers.ts";
import type { Host } from "../../host/host.ts";
import { checksumOf } from "../../store/state-log.ts";
import type { Store } from "../../store/store.ts";
import { derivedName, generateName } from "../operations/metadata.ts";
import type { AdmissionPlugin } from "./chain.ts";
import { containersIn } from "./limit-ranger.ts";
import { refused } from "./refusal.ts";

const mountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
const volumePrefix = "kube-api-access-";
/** An hour, and seven seconds by which the kubelet's renewals are told from others' (pkg/serviceaccount/claims). */
const tokenSeconds = 3607;
const readMode = 0o644;
const mirrorAnnotation = "kubernetes.io/config.mirror";
const enforceAnnotation = "kubernetes.io/enforce-mountable-secrets";

export function serviceAccountAdmission(store: Store, host: Host): AdmissionPlugin {
  // What this plugin makes of a spec that Pods share: another cluster's accounts are others.
  const question = Object.freeze({ plugin: "ServiceAccount" });
  return {
    name: "ServiceAccount",
    mutate(request) {
      const { operation, target, object } = request;
      if (operation !== "CREATE" || target.definition.kind !== "Pod" || target.subresource !== "") {
        return object;
      }
      const pod = object as Pod;
      // A mirror Pod shows what a node runs by itself: it has no account.
      if (!pod.spec || pod.metadata.annotations?.[mirrorAnnotation]) return object;
      const name = pod.spec.serviceAccountName || pod.spec.serviceAccount || "default";
      const key = { resource: "serviceaccounts", namespace: target.namespace, name };
      const entry = store.head(key);
      if (!entry) {
        const why = `error looking up service account ${target.namespace}/${name}: serviceaccount "${name}" not found`;
        throw refused(request, why);
      }
      const given = `${target.namespace}/${name} ${entry.revision}`;
      const spec = derivedFrom(pod.spec, { question, given }, (own) =>
        withAccount(own, entry.object as ServiceAccount, host),
      );
      return { ...pod, spec } as KubeObject;
    },
    validate(request) {
      const { operation, target, object } = request;
      const { kind, group } = target.definition;
      if (operation !== "CREATE" || kind !== "Pod" || group !== "" || target.subresource !== "") {
        return;
      }
      const pod = object as Pod;
      if (!pod.spec) return;
      if (pod.metadata.annotations?.[mirrorAnnotation]) {
        const problem = mirrorProblem(pod.spec);
        if (problem) throw refused(request, problem);
        return;
      }
      const name = pod.spec.serviceAccountName ?? "";
      const entry = store.head({ resource: "serviceaccounts", namespace: target.namespace, name });
      const account = entry?.object as ServiceAccount | undefined;
      if (account?.metadata.annotations?.[enforceAnnotation] !== "true") return;
      const problem = secretProblem(pod.spec, account);
      if (problem) throw refused(request, problem);
    },
  };
}

function withAccount(own: PodSpec, account: ServiceAccount, host: Host): PodSpec {
  const { name = "" } = account.metadata;
  let spec: PodSpec = { ...own, serviceAccountName: name, serviceAccount: name };
  if (mountsToken(spec, account)) {
    // Pods of one template have it under one name: which of them came first must not tell.
    spec = withToken(spec, () =>
      isShared(own)
        ? derivedName(volumePrefix, checksumOf(exactJson(own)))
        : generateName(host, volumePrefix),
    );
  }
  if (spec.imagePullSecrets?.length || !account.imagePullSecrets?.length) return spec;
  return { ...spec, imagePullSecrets: account.imagePullSecrets };
}

function mirrorProblem(spec: PodSpec): string | undefined {
  if (spec.serviceAccountName) return "a mirror pod may not reference service accounts";
  const volumes = spec.volumes ?? [];
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const refersToSecrets =
    volumes.some(({ secret }) => secret) ||
    containers.some(
      ({ env = [], envFrom = [] }) =>
        env.some(({ valueFrom }) => valueFrom?.secretKeyRef) ||
        envFrom.some(({ secretRef }) => secretRef),
    );
  if (refersToSecrets) return "a mirror pod may not reference secrets";
  const usesTokens = volumes.some(({ projected }) =>
    projected?.sources?.some(({ serviceAccountToken }) => serviceAccountToken),
  );
  return usesTokens ? "a mirror pod may not use ServiceAccountToken volume projections" : undefined;
}

/** An account may be limited to the Secrets that it lists. */
function secretProblem(spec: PodSpec, account: ServiceAccount): string | undefined {
  const own = account.metadata.name ?? "";
  const listed = new Set((account.secrets ?? []).map(({ name }) => name));
  const tail = `is not allowed because service account ${own} does not reference that`;
  for (const { secret } of spec.volumes ?? []) {
    const name = secret?.secretName;
    if (name === undefined || listed.has(name)) continue;
    return `volume with secret.secretName="${name}" ${tail} secret`;
  }
  const kinds = [
    ["init container", spec.initContainers ?? []],
    ["container", spec.containers],
  ] as const;
  for (const [kind, containers] of kinds) {
    for (const container of containers) {
      for (const { name: variable, valueFrom } of container.env ?? []) {
        const name = valueFrom?.secretKeyRef?.name;
        if (name === undefined || listed.has(name)) continue;
        return `${kind} ${container.name} with envVar ${variable} referencing secret.secretName="${name}" ${tail} secret`;
      }
      for (const { secretRef } of container.envFrom ?? []) {
        const name = secretRef?.name;
        if (name === undefined || listed.has(name)) continue;
        return `${kind} ${container.name} with envFrom referencing secret.secretName="${name}" ${tail} secret`;
      }
    }
  }
  const pulls = new Set((account.imagePullSecrets ?? []).map(({ name }) => name));
  for (const [index, { name = "" }] of (spec.imagePullSecrets ?? []).entries()) {
    if (!pulls.has(name))
      return `imagePullSecrets[${index}].name="${name}" ${tail} imagePullSecret`;
  }
  return undefined;
}

function mountsToken(spec: PodSpec, account: ServiceAccount): boolean {
  return spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
}

function withToken(spec: PodSpec, newName: () => string): PodSpec {
  const own = spec.volumes?.find((volume) => volume.name?.startsWith(volumePrefix));
  const volume = own ?? tokenVolume(newName());
  const mount: VolumeMount = { name: volume.name, readOnly: true, mountPath };
  const mounted = (container: Container): Container =>
    container.volumeMounts?.some((existing) => existing.mountPath === mountPath)
      ? container
      : { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] };
  const containers = containersIn(spec).map(mounted);
  const initContainers = spec.initContainers?.map(mounted);
  const used = [...containers, ...(initContainers ?? [])].some((container) =>
    container.volumeMounts?.some((existing) => existing.name === volume.name),
  );
  if (!used) return spec;
  return {
    ...spec,
    containers,
    ...(initContainers ? { initContainers } : {}),
    volumes: own ? (spec.volumes ?? []) : [...(spec.volumes ?? []), volume],
  };
}

function tokenVolume(name: string): Volume {
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: tokenSeconds, path: "token" } },
        { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
        {
          downwardAPI: {
            items: [
              {
                path: "namespace",
                fieldRef: { apiVersion: "v1", fieldPath: "metadata.namespace" },
              },
            ],
          },
        },
      ],
      defaultMode: readMode,
    },
  };
}
