/** Doubtful use of Pod specs, as texts for the Warning header. Source: pkg/api/pod/warnings.go, pkg/api/node/util.go. */
import type {
  Affinity,
  Container,
  ContainerPort,
  EphemeralContainer,
  Pod,
  PodSpec,
  PodTemplateSpec,
} from "../generated/types.ts";
import { isShared, onceOf } from "../shared-parts.ts";
import { quote } from "../validation/field-errors.ts";
import { dnsLabel } from "../validation/names.ts";
import { containerAppArmor } from "../validation/pod-annotations.ts";
import { containersOf } from "../validation/pod-containers.ts";
import { isWholeQuantity } from "../validation/quantity-order.ts";
import { same } from "../validation/same.ts";
import { ipWarnings } from "./address-warnings.ts";
import { profileOfAnnotation, useAppArmorField } from "./app-armor.ts";
import { oldNodeLabels, termWarnings } from "./node-label-warnings.ts";
import { volumeWarnings } from "./volume-warnings.ts";

const hard = "requiredDuringSchedulingIgnoredDuringExecution";
const soft = "preferredDuringSchedulingIgnoredDuringExecution";
const noPod = "a null labelSelector results in matching no pod";

type Annotations = Readonly<Record<string, string>>;

/** Of a new Pod; Kubernetes spares updates. */
export function podWarnings(pod: Pod, previous: Pod | undefined): readonly string[] {
  if (previous) return none;
  const { name } = pod.metadata;
  const label = name ? dnsLabel(name) : none;
  return [
    ...(label.length === 0
      ? none
      : [
          `metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${label.join(" ")}]`,
        ]),
    ...(pod.spec ? ownSpecWarnings(pod.spec, pod.metadata.annotations ?? {}) : none),
  ];
}

function ownSpecWarnings(spec: PodSpec, annotations: Annotations): readonly string[] {
  // Those that something is said of are all of old.
  const isOld = (key: string): boolean => /(?:alpha|beta)\.kubernetes\.io\//.test(key);
  if (isShared(spec) && !Object.keys(annotations).some(isOld)) {
    return onceOf(spec, specWarnings, () => specWarnings("", spec, {}));
  }
  return specWarnings("", spec, annotations);
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

const oldAnnotations: Readonly<Record<string, string>> = {
  "scheduler.alpha.kubernetes.io/critical-pod":
    'non-functional in v1.16+; use the "priorityClassName" field instead',
  "security.alpha.kubernetes.io/sysctls":
    'non-functional in v1.11+; use the "sysctls" field instead',
  "security.alpha.kubernetes.io/unsafe-sysctls":
    'non-functional in v1.11+; use the "sysctls" field instead',
};

const podSeccomp = "seccomp.security.alpha.kubernetes.io/pod";
const containerSeccomp = "container.seccomp.security.alpha.kubernetes.io/";
const useSeccompField = 'non-functional in v1.27+; use the "seccompProfile" field instead';

/** `prefix` is empty for a Pod, `spec.template.` in a workload. */
function specWarnings(prefix: string, spec: PodSpec, annotations: Annotations): readonly string[] {
  const warnings: string[] = [];
  const path = `${prefix}spec`;
  warnAboutPlacement(warnings, path, spec);
  for (const [key, text] of Object.entries(oldAnnotations)) {
    if (annotations[key] === undefined) continue;
    warnings.push(`${prefix}metadata.annotations[${key}]: ${text}`);
  }
  warnings.push(...volumeWarnings(`${path}.volumes`, spec.volumes));
  warnAboutLists(warnings, path, spec);
  for (const name of wholeBytes) {
    warnAboutFraction(warnings, `${path}.overhead[${name}]`, spec.overhead?.[name]);
  }
  if (annotations[podSeccomp] !== undefined && !spec.securityContext?.seccompProfile) {
    warnings.push(`${prefix}metadata.annotations[${podSeccomp}]: ${useSeccompField}`);
  }
  for (const { container, path: at } of containersOf(path, spec)) {
    warnAboutProfiles(warnings, prefix, { container, spec, annotations });
    if (container.resources) {
      const { limits, requests } = container.resources;
      for (const name of wholeBytes) {
        warnAboutFraction(warnings, `${at}.resources.limits[${name}]`, limits?.[name]);
        warnAboutFraction(warnings, `${at}.resources.requests[${name}]`, requests?.[name]);
      }
    }
    warnAboutEnv(warnings, at, container);
  }
  warnAboutPorts(warnings, path, spec);
  warnAboutPortNames(warnings, path, spec);
  if (spec.terminationGracePeriodSeconds !== undefined && spec.terminationGracePeriodSeconds < 0) {
    warnings.push(
      `${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
    );
  }
  warnAboutPodTerms(warnings, `${path}.affinity`, spec.affinity);
  for (const [index, server] of (spec.dnsConfig?.nameservers ?? []).entries()) {
    warnings.push(...ipWarnings(`${path}.dnsConfig.nameservers[${index}]`, server));
  }
  for (const [index, { ip }] of (spec.hostAliases ?? []).entries()) {
    warnings.push(...ipWarnings(`${path}.hostAliases[${index}].ip`, ip));
  }
  return warnings;
}

function warnAboutPlacement(warnings: string[], path: string, spec: PodSpec): void {
  for (const key in spec.nodeSelector) {
    const text = oldNodeLabels.get(key);
    if (text) warnings.push(`${path}.nodeSelector[${key}]: ${text}`);
  }
  const affinity = spec.affinity?.nodeAffinity;
  const at = `${path}.affinity.nodeAffinity`;
  for (const [index, term] of (affinity?.[hard]?.nodeSelectorTerms ?? []).entries()) {
    warnings.push(...termWarnings(`${at}.${hard}.nodeSelectorTerms[${index}]`, term, false));
  }
  for (const [index, { preference }] of (affinity?.[soft] ?? []).entries()) {
    warnings.push(...termWarnings(`${at}.${soft}[${index}].preference`, preference, true));
  }
  for (const [index, constraint] of (spec.topologySpreadConstraints ?? []).entries()) {
    const where = `${path}.topologySpreadConstraints[${index}]`;
    const text = oldNodeLabels.get(constraint.topologyKey);
    if (text) warnings.push(`${where}.topologyKey: ${constraint.topologyKey} is ${text}`);
    if (!constraint.labelSelector) warnings.push(`${where}.labelSelector: ${noPod}`);
  }
}

function warnAboutPodTerms(warnings: string[], path: string, affinity: Affinity | undefined): void {
  for (const kind of ["podAffinity", "podAntiAffinity"] as const) {
    const terms = affinity?.[kind];
    for (const [index, { labelSelector }] of (terms?.[hard] ?? []).entries()) {
      if (labelSelector) continue;
      warnings.push(`${path}.${kind}.${hard}[${index}].labelSelector: ${noPod}`);
    }
    for (const [index, { podAffinityTerm }] of (terms?.[soft] ?? []).entries()) {
      if (podAffinityTerm.labelSelector) continue;
      const at = `${path}.${kind}.${soft}[${index}]`;
      warnings.push(`${at}.podAffinityTerm.labelSelector: ${noPod}`);
    }
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
  const pullSecrets = [...(spec.imagePullSecrets ?? []).entries()];
  const at = (index: number): string => `${path}.imagePullSecrets[${index}].name`;
  for (const [index, { name = "" }] of pullSecrets) {
    if (secrets.has(name)) warnings.push(`${at(index)}: duplicate name ${quote(name)}`);
    secrets.add(name);
  }
  for (const [index, { name = "" }] of pullSecrets) {
    if (name === "") warnings.push(`${at(index)}: invalid empty name ""`);
  }
}

/** Bytes do not come in parts. */
const wholeBytes = ["memory", "ephemeral-storage"];

function warnAboutFraction(warnings: string[], path: string, quantity: string | undefined): void {
  if (quantity === undefined || isWholeQuantity(quantity)) return;
  warnings.push(`${path}: fractional byte value ${quote(quantity)} is invalid, must be an integer`);
}

/** Annotations that were profiles before there were fields for them. Of a Pod's own, strategies tell when they make it. */
function warnAboutProfiles(
  warnings: string[],
  prefix: string,
  context: {
    readonly container: Container | EphemeralContainer;
    readonly spec: PodSpec;
    readonly annotations: Annotations;
  },
): void {
  const { container, spec, annotations } = context;
  const seccomp = containerSeccomp + container.name;
  if (annotations[seccomp] !== undefined && !container.securityContext?.seccompProfile) {
    warnings.push(`${prefix}metadata.annotations[${seccomp}]: ${useSeccompField}`);
  }
  const key = containerAppArmor + container.name;
  const annotation = annotations[key];
  if (prefix === "" || annotation === undefined) return;
  if (container.securityContext?.appArmorProfile) return;
  const ofPod = spec.securityContext?.appArmorProfile;
  if (ofPod && same(ofPod, profileOfAnnotation(annotation))) return;
  warnings.push(`${prefix}metadata.annotations[${key}]: ${useAppArmorField}`);
}

function warnAboutEnv(
  warnings: string[],
  path: string,
  container: Container | EphemeralContainer,
): void {
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
  for (const { port, path: at } of portsOf(path, spec)) {
    const { hostIP, hostPort = 0, containerPort, protocol = "", name = "" } = port;
    if (hostIP && hostPort === 0) {
      // As Go prints its struct.
      const shown = `{Name:${name} HostPort:0 ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
      warnings.push(`${at}: hostIP set without hostPort: ${shown}`);
    }
    const key = `${containerPort}/${protocol}`;
    const others = byKey.get(key) ?? [];
    for (const other of others) {
      const text = portConflict(port, other.port);
      if (text) warnings.push(`${at}: ${text} port definition with ${other.path}`);
    }
    byKey.set(key, [...others, { path: at, port }]);
  }
}

function warnAboutPortNames(warnings: string[], path: string, spec: PodSpec): void {
  const byName = new Map<string, string>();
  for (const { port, path: at } of portsOf(path, spec)) {
    if (!port.name) continue;
    const other = byName.get(port.name);
    if (other === undefined) {
      byName.set(port.name, at);
      continue;
    }
    warnings.push(
      `${at}: duplicate port name ${quote(port.name)} with ${other}, services and probes that select ports by name will use ${other}`,
    );
  }
}

function portsOf(path: string, spec: PodSpec): readonly Placed[] {
  return containersOf(path, spec).flatMap(({ container, path: at }) =>
    (container.ports ?? []).map((port, index) => ({ path: `${at}.ports[${index}]`, port })),
  );
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
