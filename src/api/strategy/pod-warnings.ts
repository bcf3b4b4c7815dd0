/** Doubtful use of Pod specs, as texts for the Warning header. Source: pkg/api/pod/warnings.go, pkg/api/node/util.go. */
import type {
  Container,
  ContainerPort,
  NodeSelectorTerm,
  Pod,
  PodSpec,
  PodTemplateSpec,
  Volume,
} from "../generated/types.ts";
import { quote } from "../validation/field-errors.ts";
import { isWholeQuantity } from "../validation/quantity-order.ts";
import { same } from "../validation/same.ts";

type Annotations = Readonly<Record<string, string>>;

export function podWarnings(pod: Pod, previous: Pod | undefined): readonly string[] {
  if (previous && same(pod.spec, previous.spec)) return none;
  return pod.spec ? specWarnings("", pod.spec, pod.metadata.annotations ?? {}) : none;
}

interface Templated {
  readonly spec?: { readonly template?: PodTemplateSpec };
}

/** `path` is the template's: `spec.template`. Silent when the template did not change. */
export function templateWarnings(
  path: string,
  object: Templated | undefined,
  previous: Templated | undefined,
): readonly string[] {
  const template = object?.spec?.template;
  if (!template?.spec || same(template, previous?.spec?.template)) return none;
  return specWarnings(`${path}.`, template.spec, template.metadata?.annotations ?? {});
}

const none: readonly string[] = Object.freeze([]);

const oldLabels: Readonly<Record<string, string>> = {
  "beta.kubernetes.io/arch": 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  "beta.kubernetes.io/os": 'deprecated since v1.14; use "kubernetes.io/os" instead',
  "failure-domain.beta.kubernetes.io/region":
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  "failure-domain.beta.kubernetes.io/zone":
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  "beta.kubernetes.io/instance-type":
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
};

const oldAnnotations: Readonly<Record<string, string>> = {
  "scheduler.alpha.kubernetes.io/critical-pod":
    'non-functional in v1.16+; use the "priorityClassName" field instead',
  "security.alpha.kubernetes.io/sysctls":
    'non-functional in v1.11+; use the "sysctls" field instead',
  "security.alpha.kubernetes.io/unsafe-sysctls":
    'non-functional in v1.11+; use the "sysctls" field instead',
};

const oldVolumes: Readonly<Partial<Record<keyof Volume, string>>> = {
  photonPersistentDisk: "deprecated in v1.11, non-functional in v1.16+",
  gitRepo: "deprecated in v1.11, and disabled by default in v1.33+",
  scaleIO: "deprecated in v1.16, non-functional in v1.22+",
  flocker: "deprecated in v1.22, non-functional in v1.25+",
  storageos: "deprecated in v1.22, non-functional in v1.25+",
  quobyte: "deprecated in v1.22, non-functional in v1.25+",
  glusterfs: "deprecated in v1.25, non-functional in v1.26+",
  cephfs: "deprecated in v1.28, non-functional in v1.31+",
  rbd: "deprecated in v1.28, non-functional in v1.31+",
};

/** `prefix` is empty for a Pod, `spec.template.` in a workload. */
function specWarnings(prefix: string, spec: PodSpec, annotations: Annotations): readonly string[] {
  const warnings: string[] = [];
  const path = `${prefix}spec`;
  warnAboutPlacement(warnings, path, spec);
  for (const key in annotations) {
    const text = oldAnnotations[key];
    if (text) warnings.push(`${prefix}metadata.annotations[${key}]: ${text}`);
  }
  for (const [index, volume] of (spec.volumes ?? []).entries()) {
    for (const key in volume) {
      const text = oldVolumes[key as keyof Volume];
      if (text) warnings.push(`${path}.volumes[${index}].${key}: ${text}`);
    }
  }
  warnAboutLists(warnings, path, spec);
  for (const field of ["initContainers", "containers", "ephemeralContainers"] as const) {
    for (const [index, container] of (spec[field] ?? []).entries()) {
      warnAboutContainer(warnings, `${path}.${field}[${index}]`, container);
    }
  }
  warnAboutPorts(warnings, path, spec);
  if (spec.terminationGracePeriodSeconds !== undefined && spec.terminationGracePeriodSeconds < 0) {
    warnings.push(
      `${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
    );
  }
  return warnings;
}

function warnAboutPlacement(warnings: string[], path: string, spec: PodSpec): void {
  for (const key in spec.nodeSelector) {
    const text = oldLabels[key];
    if (text) warnings.push(`${path}.nodeSelector[${key}]: ${text}`);
  }
  const affinity = spec.affinity?.nodeAffinity;
  const at = `${path}.affinity.nodeAffinity`;
  const hard = "requiredDuringSchedulingIgnoredDuringExecution";
  const soft = "preferredDuringSchedulingIgnoredDuringExecution";
  for (const [index, term] of (affinity?.[hard]?.nodeSelectorTerms ?? []).entries()) {
    warnAboutTerm(warnings, `${at}.${hard}.nodeSelectorTerms[${index}]`, term);
  }
  for (const [index, { preference }] of (affinity?.[soft] ?? []).entries()) {
    warnAboutTerm(warnings, `${at}.${soft}[${index}].preference`, preference);
  }
  for (const [index, constraint] of (spec.topologySpreadConstraints ?? []).entries()) {
    const where = `${path}.topologySpreadConstraints[${index}]`;
    const text = oldLabels[constraint.topologyKey];
    if (text) warnings.push(`${where}.topologyKey: ${constraint.topologyKey} is ${text}`);
    if (!constraint.labelSelector) {
      warnings.push(`${where}.labelSelector: a null labelSelector results in matching no pod`);
    }
  }
}

function warnAboutTerm(warnings: string[], path: string, term: NodeSelectorTerm): void {
  for (const [index, { key }] of (term?.matchExpressions ?? []).entries()) {
    const text = oldLabels[key];
    if (text) warnings.push(`${path}.matchExpressions[${index}].key: ${key} is ${text}`);
  }
}

function warnAboutLists(warnings: string[], path: string, spec: PodSpec): void {
  const addresses = new Set<string>();
  for (const [index, { ip }] of (spec.hostAliases ?? []).entries()) {
    if (addresses.has(ip)) {
      warnings.push(`${path}.hostAliases[${index}].ip: duplicate ip ${quote(ip)}`);
    }
    addresses.add(ip);
  }
  const secrets = new Set<string>();
  for (const [index, { name = "" }] of (spec.imagePullSecrets ?? []).entries()) {
    const at = `${path}.imagePullSecrets[${index}].name`;
    if (name === "") warnings.push(`${at}: invalid empty name ""`);
    else if (secrets.has(name)) warnings.push(`${at}: duplicate name ${quote(name)}`);
    secrets.add(name);
  }
}

function warnAboutContainer(warnings: string[], path: string, container: Container): void {
  for (const kind of ["limits", "requests"] as const) {
    for (const name of ["memory", "ephemeral-storage"]) {
      const quantity = container.resources?.[kind]?.[name];
      if (quantity === undefined || isWholeQuantity(quantity)) continue;
      warnings.push(
        `${path}.resources.${kind}[${name}]: fractional byte value ${quote(quantity)} is invalid, must be an integer`,
      );
    }
  }
  const seen = new Set<string>();
  for (const [index, { name, value = "", valueFrom }] of (container.env ?? []).entries()) {
    const reference = `$(${name})`;
    const hides = valueFrom !== undefined || value === reference || !value.includes(reference);
    if (seen.has(name) && hides) {
      warnings.push(
        `${path}.env[${index}]: hides previous definition of ${quote(name)}, which may be dropped when using apply`,
      );
    }
    seen.add(name);
  }
}

interface Placed {
  readonly path: string;
  readonly port: ContainerPort;
}

/** Ports are compared over all containers: they share the Pod's network. */
function warnAboutPorts(warnings: string[], path: string, spec: PodSpec): void {
  const byKey = new Map<string, Placed[]>();
  for (const field of ["initContainers", "containers"] as const) {
    for (const [index, container] of (spec[field] ?? []).entries()) {
      for (const [position, port] of (container.ports ?? []).entries()) {
        const at = `${path}.${field}[${index}].ports[${position}]`;
        const key = `${port.containerPort}/${port.protocol}`;
        const others = byKey.get(key) ?? [];
        for (const other of others) {
          const text = portConflict(port, other.port);
          if (text) warnings.push(`${at}: ${text} port definition with ${other.path}`);
        }
        byKey.set(key, [...others, { path: at, port }]);
      }
    }
  }
}

function portConflict(port: ContainerPort, other: ContainerPort): string | undefined {
  const hostPort = port.hostPort ?? 0;
  const otherPort = other.hostPort ?? 0;
  const hostIp = port.hostIP ?? "";
  const otherIp = other.hostIP ?? "";
  if (hostIp === otherIp && hostPort === otherPort) return "duplicate";
  if (hostPort === 0 || otherPort === 0) return "overlapping";
  if (hostPort === otherPort && (hostIp === "" || otherIp === "")) {
    return "dangerously ambiguous";
  }
  return undefined;
}
