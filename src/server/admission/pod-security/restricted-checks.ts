/** The checks of the restricted level, on top of the baseline's: hardened Pods (pod-security-admission/policy). */
import type { Volume } from "../../../api/generated/types.ts";
import { badSeccomp, isSeccompType, procMount } from "./baseline-checks.ts";
import {
  containersOf,
  containersText,
  hasOwnUsers,
  isWindows,
  plural,
  quoted,
  settersText,
  sorted,
  type Check,
  type CheckPod,
} from "./findings.ts";

const notOnWindows =
  (check: CheckPod): CheckPod =>
  (pod) =>
    isWindows(pod) ? undefined : check(pod);
const notWithOwnUsers =
  (check: CheckPod): CheckPod =>
  (pod) =>
    hasOwnUsers(pod) ? undefined : check(pod);

const allowPrivilegeEscalation: CheckPod = (pod) => {
  const names = containersOf(pod)
    .filter(({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false)
    .map(({ name }) => name);
  if (names.length === 0) return undefined;
  return {
    reason: "allowPrivilegeEscalation != false",
    detail: `${containersText(names)} must set securityContext.allowPrivilegeEscalation=false`,
  };
};

const capabilities: CheckPod = (pod) => {
  const missing: string[] = [];
  const adding: string[] = [];
  const bad: string[] = [];
  for (const { name, securityContext } of containersOf(pod)) {
    const { add = [], drop = [] } = securityContext?.capabilities ?? {};
    if (!drop.includes("ALL")) missing.push(name);
    const forbidden = add.filter((each) => each !== "NET_BIND_SERVICE");
    if (forbidden.length > 0) adding.push(name);
    bad.push(...forbidden);
  }
  const details = [
    ...(missing.length > 0
      ? [`${containersText(missing)} must set securityContext.capabilities.drop=["ALL"]`]
      : []),
    ...(adding.length > 0
      ? [
          `${containersText(adding)} must not include ${quoted(sorted(bad))} in securityContext.capabilities.add`,
        ]
      : []),
  ];
  if (details.length === 0) return undefined;
  return { reason: "unrestricted capabilities", detail: details.join("; ") };
};

const allowedVolumes = new Set([
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
  "image",
]);
/** All sources that Kubernetes names; any other reads `unknown`. */
const namedVolumes = new Set(
  (
    "hostPath gcePersistentDisk awsElasticBlockStore gitRepo nfs iscsi glusterfs rbd flexVolume cinder cephfs flocker " +
    "fc azureFile vsphereVolume quobyte azureDisk portworxVolume scaleIO storageos photonPersistentDisk"
  ).split(" "),
);

const restrictedVolumes: CheckPod = ({ spec }) => {
  const types: string[] = [];
  const names = (spec.volumes ?? []).flatMap((volume) => {
    const type = typeOf(volume);
    if (allowedVolumes.has(type)) return [];
    types.push(namedVolumes.has(type) ? type : "unknown");
    return [volume.name];
  });
  if (names.length === 0) return undefined;
  const bad = sorted(types);
  const noun = plural("restricted volume type", "restricted volume types", bad.length);
  return {
    reason: "restricted volume types",
    detail: `${plural("volume", "volumes", names.length)} ${quoted(names)} ${plural("uses", "use", names.length)} ${noun} ${quoted(bad)}`,
  };
};

function typeOf(volume: Volume): string {
  const sources = Object.entries(volume).filter(([key, value]) => key !== "name" && value);
  return sources[0]?.[0] ?? "emptyDir";
}

const runAsNonRoot: CheckPod = (pod) => {
  const podValue = pod.spec.securityContext?.runAsNonRoot;
  const explicit: string[] = [];
  const implicit: string[] = [];
  for (const { name, securityContext } of containersOf(pod)) {
    if (securityContext?.runAsNonRoot === false) explicit.push(name);
    else if (securityContext?.runAsNonRoot === undefined && !podValue) implicit.push(name);
  }
  const reason = "runAsNonRoot != true";
  const setters = settersText(podValue === false, explicit);
  if (setters !== undefined) {
    return { reason, detail: `${setters} must not set securityContext.runAsNonRoot=false` };
  }
  if (implicit.length === 0) return undefined;
  return {
    reason,
    detail: `pod or ${containersText(implicit)} must set securityContext.runAsNonRoot=true`,
  };
};

const runAsUser: CheckPod = (pod) => {
  const names = containersOf(pod)
    .filter(({ securityContext }) => securityContext?.runAsUser === 0)
    .map(({ name }) => name);
  const setters = settersText(pod.spec.securityContext?.runAsUser === 0, names);
  if (setters === undefined) return undefined;
  return { reason: "runAsUser=0", detail: `${setters} must not set runAsUser=0` };
};

const seccompProfile: CheckPod = (pod) => {
  const bad = badSeccomp(pod);
  if (bad) return bad;
  if (isSeccompType(pod.spec.securityContext?.seccompProfile?.type)) return undefined;
  const names = containersOf(pod)
    .filter(({ securityContext }) => !securityContext?.seccompProfile)
    .map(({ name }) => name);
  if (names.length === 0) return undefined;
  return {
    reason: "seccompProfile",
    detail: `pod or ${containersText(names)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
  };
};

const restricted = (id: string, ...versions: Check["versions"]): Check => ({
  id,
  level: "restricted",
  versions,
});

/** In the order of their names, in which messages list them. */
export const restrictedChecks: readonly Check[] = [
  restricted(
    "allowPrivilegeEscalation",
    [8, allowPrivilegeEscalation],
    [25, notOnWindows(allowPrivilegeEscalation)],
  ),
  {
    ...restricted("capabilities_restricted", [22, capabilities], [25, notOnWindows(capabilities)]),
    overrides: ["capabilities_baseline"],
  },
  { ...restricted("procMount_restricted", [35, procMount]), overrides: ["procMount"] },
  {
    ...restricted("restrictedVolumes", [0, restrictedVolumes]),
    overrides: ["hostPathVolumes"],
  },
  restricted("runAsNonRoot", [0, runAsNonRoot], [35, notWithOwnUsers(runAsNonRoot)]),
  restricted("runAsUser", [23, runAsUser], [35, notWithOwnUsers(runAsUser)]),
  {
    ...restricted(
      "seccompProfile_restricted",
      [19, seccompProfile],
      [25, notOnWindows(seccompProfile)],
    ),
    overrides: ["seccompProfile_baseline"],
  },
];
