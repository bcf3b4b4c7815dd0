/** Pod specs, in Pods and in templates. Source: ValidatePodSpec and ValidatePodTemplateSpec in pkg/apis/core/validation. */
import type { PodSpec, PodTemplateSpec } from "../generated/types.ts";
import { validIp } from "./addresses.ts";
import { validateAffinity } from "./affinity.ts";
import {
  validateContainers,
  validateEphemeralContainers,
  validateInitContainers,
} from "./containers.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  notFoundValue,
  required,
  tooLong,
  type FieldErrors,
} from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { validateAnnotations, validateLabels } from "./metadata.ts";
import {
  dnsLabel,
  dnsSubdomain,
  looseDnsSubdomain,
  qualifiedName,
  rangeMessage,
  type NameCheck,
} from "./names.ts";
import { int32Max, oneOf } from "./numbers.ts";
import { validateHostProcess, validateOperatingSystem } from "./operating-systems.ts";
import { validatePodAnnotations, validateProfilesMatch } from "./pod-annotations.ts";
import { containersOf } from "./pod-containers.ts";
import { validatePodResources } from "./pod-resources.ts";
import { validateResources } from "./resources.ts";
import { validateSpreadConstraints, validateTolerations } from "./scheduling.ts";
import { validatePodSecurityContext } from "./security-context.ts";
import { validateVolumes } from "./volumes.ts";

export interface PodSpecContext {
  readonly spec: PodSpec;
  /** Empty in a template. */
  readonly podName: string;
  /** False in a template, which may leave out what is filled in when a Pod is made of it. */
  readonly isPod: boolean;
  /** The Pod shows one that a kubelet runs by itself. */
  readonly isMirror?: boolean;
}

const noClaims: ReadonlySet<string> = new Set();
const preemptionPolicies = ["PreemptLowerPriority", "Never"];
type NamedField =
  | "serviceAccountName"
  | "nodeName"
  | "hostname"
  | "subdomain"
  | "priorityClassName";
const restartPolicies = ["Always", "OnFailure", "Never"];
const dnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];

export function validatePodSpec(errors: FieldErrors, path: string, context: PodSpecContext): void {
  const { spec, podName } = context;
  if (spec.terminationGracePeriodSeconds === undefined) {
    errors.push(required(`${path}.terminationGracePeriodSeconds`));
  }
  const volumes = validateVolumes(errors, `${path}.volumes`, { volumes: spec.volumes, podName });
  const claimNames = spec.resourceClaims
    ? validateResourceClaims(errors, `${path}.resourceClaims`, context)
    : noClaims;
  const containerContext = { spec, volumes, claimNames };
  validateContainers(errors, `${path}.containers`, containerContext);
  validateInitContainers(errors, `${path}.initContainers`, containerContext);
  validateEphemeralContainers(errors, `${path}.ephemeralContainers`, containerContext);
  validatePodResources(errors, path, { spec, claimNames });
  validateHostNetwork(errors, path, context);
  errors.push(
    ...oneOf(`${path}.restartPolicy`, spec.restartPolicy, restartPolicies),
    ...oneOf(`${path}.dnsPolicy`, spec.dnsPolicy, dnsPolicies),
  );
  validateLabels(errors, `${path}.nodeSelector`, spec.nodeSelector);
  validatePodSecurityContext(errors, path, spec);
  validateAffinity(errors, `${path}.affinity`, spec.affinity);
  validateDnsConfig(errors, `${path}.dnsConfig`, spec);
  validateGates(errors, path, spec);
  validateSpreadConstraints(
    errors,
    `${path}.topologySpreadConstraints`,
    spec.topologySpreadConstraints,
  );
  validateHostProcess(errors, path, spec);
  validateHostUsers(errors, path, spec);
  validateHostname(errors, path, spec);
  validateRest(errors, path, spec);
  validateFileVolumes(errors, path, spec);
}

function validateResourceClaims(
  errors: FieldErrors,
  path: string,
  { spec: { resourceClaims: claims = [] }, isMirror }: PodSpecContext,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [index, claim] of claims.entries()) {
    const at = `${path}[${index}]`;
    const { name, resourceClaimName: direct, resourceClaimTemplateName: template } = claim;
    if (isMirror) {
      errors.push(forbiddenField("[]", "static pods do not support resource claims"));
      if (name) names.add(name);
      continue;
    }
    if (!name) errors.push(required(`${at}.name`));
    else if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    else errors.push(...invalidAll(`${at}.name`, name, dnsLabel(name)));
    if (name) names.add(name);
    if (direct !== undefined && template !== undefined) {
      errors.push(
        invalidValue(
          at,
          goValue("core.PodResourceClaim", claim),
          "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified",
        ),
      );
    } else if (direct === undefined && template === undefined) {
      errors.push(
        invalidValue(
          at,
          goValue("core.PodResourceClaim", claim),
          "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`",
        ),
      );
    }
    for (const field of ["resourceClaimName", "resourceClaimTemplateName"] as const) {
      const value = claim[field];
      if (value !== undefined) {
        errors.push(...invalidAll(`${at}.${field}`, value, dnsSubdomain(value)));
      }
    }
  }
  return names;
}

function validateHostNetwork(errors: FieldErrors, path: string, context: PodSpecContext): void {
  const { spec, isPod } = context;
  if (!spec.hostNetwork) return;
  for (const [index, container] of (spec.containers ?? []).entries()) {
    for (const [position, port] of (container.ports ?? []).entries()) {
      const hostPort = port.hostPort ?? 0;
      if ((isPod || hostPort !== 0) && hostPort !== port.containerPort) {
        errors.push(
          invalidValue(
            `${path}.containers[${index}].ports[${position}].hostPort`,
            hostPort,
            "must match `containerPort` when `hostNetwork` is true",
          ),
        );
      }
    }
  }
}

function validateDnsConfig(errors: FieldErrors, path: string, spec: PodSpec): void {
  const { dnsConfig, dnsPolicy } = spec;
  if (dnsPolicy === "None") {
    if (!dnsConfig) {
      errors.push(required(path, "must provide `dnsConfig` when `dnsPolicy` is None"));
      return;
    }
    if (!dnsConfig.nameservers?.length) {
      errors.push(
        required(
          `${path}.nameservers`,
          "must provide at least one DNS nameserver when `dnsPolicy` is None",
        ),
      );
      return;
    }
  }
  if (!dnsConfig) return;
  const { nameservers = [], searches = [], options = [] } = dnsConfig;
  if (nameservers.length > 3) {
    const message = "must not have more than 3 nameservers";
    errors.push(invalidValue(`${path}.nameservers`, nameservers, message));
  }
  for (const [index, server] of nameservers.entries()) {
    errors.push(...validIp(`${path}.nameservers[${index}]`, server));
  }
  if (searches.length > 32) {
    const message = "must not have more than 32 search paths";
    errors.push(invalidValue(`${path}.searches`, searches, message));
  }
  if (searches.join(" ").length > 2048) {
    const message = "must not have more than 2048 characters (including spaces) in the search list";
    errors.push(invalidValue(`${path}.searches`, searches, message));
  }
  for (const [index, search] of searches.entries()) {
    if (search === ".") continue;
    const name = search.endsWith(".") ? search.slice(0, -1) : search;
    errors.push(...invalidAll(`${path}.searches[${index}]`, name, looseDnsSubdomain(name)));
  }
  for (const [index, option] of options.entries()) {
    if (!option.name) errors.push(required(`${path}.options[${index}]`, "must not be empty"));
  }
}

function validateGates(errors: FieldErrors, path: string, spec: PodSpec): void {
  for (const [index, { conditionType }] of (spec.readinessGates ?? []).entries()) {
    const at = `${path}.readinessGates[${index}].conditionType`;
    errors.push(...invalidAll(at, conditionType, qualifiedName(conditionType ?? "")));
  }
  const seen = new Set<string>();
  for (const [index, { name }] of (spec.schedulingGates ?? []).entries()) {
    const at = `${path}.schedulingGates[${index}]`;
    errors.push(...invalidAll(at, name, qualifiedName(name ?? "")));
    if (seen.has(name)) errors.push(duplicate(at, name));
    seen.add(name);
  }
}

function validateHostUsers(errors: FieldErrors, path: string, spec: PodSpec): void {
  if (spec.hostUsers !== false) return;
  const detail = "when `hostUsers` is false";
  if (spec.hostNetwork) errors.push(forbiddenField(`${path}.hostNetwork`, detail));
  if (spec.hostPID) errors.push(forbiddenField(`${path}.HostPID`, detail));
  if (spec.hostIPC) errors.push(forbiddenField(`${path}.HostIPC`, detail));
  for (const { container, path: at } of containersOf(path, spec)) {
    if (!container.volumeDevices?.length) continue;
    errors.push(forbiddenField(`${at}.volumeDevices`, detail));
  }
}

function validateHostname(errors: FieldErrors, path: string, spec: PodSpec): void {
  const name = spec.hostnameOverride;
  if (name === undefined) return;
  const at = `${path}.hostnameOverride`;
  for (const field of ["setHostnameAsFQDN", "hostNetwork"] as const) {
    if (spec[field]) errors.push(forbiddenField(at, `may not be specified when ${field} is true`));
  }
  if (name.length > 64) errors.push(tooLong(at, 64));
  errors.push(...invalidAll(at, name, dnsSubdomain(name)));
}

/** Variables of files are read from emptyDirs alone. */
function validateFileVolumes(errors: FieldErrors, path: string, spec: PodSpec): void {
  for (const { container, path: at } of containersOf(path, spec)) {
    for (const [index, { valueFrom }] of (container.env ?? []).entries()) {
      if (!valueFrom?.fileKeyRef) continue;
      const { volumeName: name } = valueFrom.fileKeyRef;
      const volume = spec.volumes?.findLast((candidate) => candidate.name === name);
      const field = `${at}.env[${index}].valueFrom.fileKeyRef.volumeName`;
      if (!volume) errors.push(notFoundValue(field, name));
      else if (!volume.emptyDir) {
        errors.push(invalidValue(field, name, "referenced volume must be of type emptyDir"));
      }
    }
  }
}

function validateName(
  errors: FieldErrors,
  path: string,
  { name, check }: { readonly name: string | undefined; readonly check: NameCheck },
): void {
  if (name) errors.push(...invalidAll(path, name, check(name)));
}

function validateRest(errors: FieldErrors, path: string, spec: PodSpec): void {
  const name = (field: NamedField, check: NameCheck): void =>
    validateName(errors, `${path}.${field}`, { name: spec[field], check });
  name("serviceAccountName", dnsSubdomain);
  name("nodeName", dnsSubdomain);
  const deadline = spec.activeDeadlineSeconds;
  if (deadline !== undefined && (deadline < 1 || deadline > int32Max)) {
    errors.push(invalidValue(`${path}.activeDeadlineSeconds`, deadline, rangeMessage(1, int32Max)));
  }
  name("hostname", dnsLabel);
  name("subdomain", dnsLabel);
  validateTolerations(errors, `${path}.tolerations`, spec.tolerations);
  for (const [index, { ip, hostnames }] of (spec.hostAliases ?? []).entries()) {
    errors.push(...validIp(`${path}.hostAliases[${index}].ip`, ip ?? ""));
    for (const [position, host] of (hostnames ?? []).entries()) {
      const at = `${path}.hostAliases[${index}].hostnames[${position}]`;
      errors.push(...invalidAll(at, host, dnsSubdomain(host)));
    }
  }
  name("priorityClassName", dnsSubdomain);
  const { runtimeClassName, preemptionPolicy, overhead } = spec;
  if (runtimeClassName !== undefined) {
    const messages = dnsSubdomain(runtimeClassName);
    errors.push(...invalidAll(`${path}.runtimeClassName`, runtimeClassName, messages));
  }
  if (preemptionPolicy !== undefined) {
    errors.push(...oneOf(`${path}.preemptionPolicy`, preemptionPolicy, preemptionPolicies));
  }
  if (overhead) {
    const resources = { limits: overhead };
    validateResources(errors, `${path}.overhead`, { resources, claimNames: noClaims });
  }
  validateOperatingSystem(errors, path, spec);
}

/** `path` is the template's own: `spec.template`. */
export function validatePodTemplate(
  errors: FieldErrors,
  path: string,
  template: PodTemplateSpec,
): void {
  validateLabels(errors, `${path}.labels`, template.metadata?.labels);
  const { annotations } = template.metadata ?? {};
  validateAnnotations(errors, `${path}.annotations`, annotations);
  const spec = template.spec ?? { containers: [] };
  if (annotations) validatePodAnnotations(errors, `${path}.annotations`, { annotations, spec });
  validatePodSpec(errors, `${path}.spec`, { spec, podName: "", isPod: false });
  if (annotations) validateProfilesMatch(errors, `${path}.spec`, { annotations, spec });
  if (spec.ephemeralContainers?.length) {
    errors.push(
      forbiddenField(
        `${path}.spec.ephemeralContainers`,
        "ephemeral containers not allowed in pod template",
      ),
    );
  }
}
