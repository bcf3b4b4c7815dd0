/** Containers of all three kinds. Source: validateContainerCommon, validateInitContainers, validateEphemeralContainers. */
import type { Container, ContainerPort, EphemeralContainer, PodSpec } from "../generated/types.ts";
import { validateEnv, validateEnvFrom } from "./env.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  notFoundValue,
  required,
  tooMany,
  type FieldErrors,
} from "./field-errors.ts";
import { validateDevices, validateMounts } from "./mounts.ts";
import { dnsLabel, portName } from "./names.ts";
import { oneOf, optionalOneOf, portNumber } from "./numbers.ts";
import { validateHandler, validateProbe } from "./probes.ts";
import { validateResources } from "./resources.ts";
import { validateSecurityContext } from "./security-context.ts";
import type { VolumesByName } from "./volumes.ts";

export interface ContainerContext {
  readonly spec: PodSpec;
  readonly volumes: VolumesByName;
  /** Of the Pod's resourceClaims. */
  readonly claimNames: ReadonlySet<string>;
}

type AnyContainer = Container | EphemeralContainer;

const protocols = ["SCTP", "TCP", "UDP"];
const pullPolicies = ["Always", "IfNotPresent", "Never"];
const messagePolicies = ["File", "FallbackToLogsOnError"];
const probes = ["livenessProbe", "readinessProbe", "startupProbe"] as const;

/** `path` is the list's: `spec.containers`. */
export function validateContainers(
  errors: FieldErrors,
  path: string,
  context: ContainerContext,
): void {
  const { containers } = context.spec;
  if (!containers?.length) {
    errors.push(required(path));
    return;
  }
  const names = new Set<string>();
  for (let index = 0; index < containers.length; index++) {
    const container = containers[index];
    if (!container) continue;
    const at = `${path}[${index}]`;
    validateCommon(errors, at, { ...context, container });
    const name = container.name ?? "";
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    validateHooks(errors, at, { ...context, container });
    validateRestartPolicy(errors, at, container);
  }
  validateHostPorts(errors, path, containers);
}

const ruleOperators = ["In", "NotIn"];
const ruleActions = ["Restart", "RestartAllContainers"];

/** Containers may override the Pod's policy; init containers with `Always` are sidecars. Source: validateContainerRestartPolicy. */
function validateRestartPolicy(errors: FieldErrors, path: string, container: Container): void {
  const { restartPolicy, restartPolicyRules: rules = [] } = container;
  errors.push(
    ...optionalOneOf(`${path}.restartPolicy`, restartPolicy, ["Always", "Never", "OnFailure"]),
  );
  if (rules.length === 0) return;
  if (restartPolicy === undefined) {
    errors.push(
      required(`${path}.restartPolicy`, "must specify restartPolicy when restart rules are used"),
    );
    // Kubernetes looks at the rules of init containers only when there is a policy.
    if (path.includes("initContainers")) return;
  }
  const list = `${path}.restartPolicyRules`;
  if (rules.length > 20) errors.push(tooMany(list, rules.length, 20));
  for (const [index, { action, exitCodes }] of rules.entries()) {
    const at = `${list}[${index}]`;
    errors.push(...optionalOneOf(`${at}.action`, action ?? "", ruleActions));
    if (!exitCodes) {
      errors.push(required(`${at}.exitCodes`, "must be specified"));
      continue;
    }
    const { operator, values = [] } = exitCodes;
    errors.push(...optionalOneOf(`${at}.exitCodes.operator`, operator ?? "", ruleOperators));
    if (values.length > 255) errors.push(tooMany(`${at}.exitCodes.values`, values.length, 255));
  }
}

export function validateInitContainers(
  errors: FieldErrors,
  path: string,
  context: ContainerContext,
): void {
  const { containers, initContainers } = context.spec;
  if (!initContainers?.length) return;
  const names = new Set((containers ?? []).map(({ name }) => name ?? ""));
  for (const [index, container] of initContainers.entries()) {
    const at = `${path}[${index}]`;
    validateCommon(errors, at, { ...context, container });
    const { restartPolicy } = container;
    validateRestartPolicy(errors, at, container);
    if (names.has(container.name ?? "")) errors.push(duplicate(`${at}.name`, container.name));
    else if (container.name) names.add(container.name);
    validateHostPorts(errors, path, [container]);
    if (restartPolicy === "Always") validateHooks(errors, at, { ...context, container });
    else {
      for (const field of ["lifecycle", ...probes] as const) {
        if (container[field]) {
          errors.push(
            forbiddenField(
              `${at}.${field}`,
              "may not be set for init containers without restartPolicy=Always",
            ),
          );
        }
      }
      for (const [position, policy] of (container.resizePolicy ?? []).entries()) {
        if (policy.restartPolicy !== "RestartContainer") continue;
        errors.push(
          invalidValue(
            `${at}.resizePolicy[${position}].restartPolicy`,
            policy.restartPolicy,
            "must not be set to 'RestartContainer' for non-sidecar initContainers",
          ),
        );
      }
    }
  }
}

/** What debugging containers may not have, as they would not keep what it promises. In the order of the Go type. */
const refusedFields = [
  "ports",
  "resources",
  "resizePolicy",
  "restartPolicy",
  "restartPolicyRules",
  "livenessProbe",
  "readinessProbe",
  "startupProbe",
  "lifecycle",
] as const satisfies readonly (keyof EphemeralContainer)[];

export function validateEphemeralContainers(
  errors: FieldErrors,
  path: string,
  context: ContainerContext,
): void {
  const { containers, initContainers, ephemeralContainers } = context.spec;
  if (!ephemeralContainers?.length) return;
  const others = new Set(
    [...(containers ?? []), ...(initContainers ?? [])].map(({ name }) => name ?? ""),
  );
  const names = new Set(others);
  for (const [index, container] of ephemeralContainers.entries()) {
    const at = `${path}[${index}]`;
    validateCommon(errors, at, { ...context, container });
    validateImagePadding(errors, at, container);
    if (names.has(container.name ?? "")) errors.push(duplicate(`${at}.name`, container.name));
    names.add(container.name ?? "");
    const target = container.targetContainerName;
    if (target && !others.has(target)) {
      errors.push(notFoundValue(`${at}.targetContainerName`, target));
    }
    const refused = "cannot be set for an Ephemeral Container";
    for (const field of refusedFields) {
      const value = container[field];
      if (value === undefined) continue;
      // The resources are there without anything in them, too.
      if (field === "resources" && Object.keys(value).length === 0) continue;
      errors.push(forbiddenField(`${at}.${field}`, refused));
    }
    for (const [position, mount] of (container.volumeMounts ?? []).entries()) {
      for (const field of ["subPath", "subPathExpr"] as const) {
        if (mount[field]) {
          errors.push(forbiddenField(`${at}.volumeMounts[${position}].${field}`, refused));
        }
      }
    }
  }
}

/** Templates may hold what a Pod may not: some tools put a blank for an image that they fill in later. */
export function validateImagePadding(
  errors: FieldErrors,
  path: string,
  container: AnyContainer,
): void {
  const image = container.image ?? "";
  if (image.trim() !== image) {
    errors.push(
      invalidValue(`${path}.image`, image, "must not have leading or trailing whitespace"),
    );
  }
}

function validateCommon(
  errors: FieldErrors,
  path: string,
  context: ContainerContext & { readonly container: AnyContainer },
): void {
  const { container, spec, claimNames } = context;
  if (!container.name) errors.push(required(`${path}.name`));
  else errors.push(...invalidAll(`${path}.name`, container.name, dnsLabel(container.name)));
  if (!container.image) errors.push(required(`${path}.image`));
  const { terminationMessagePolicy, imagePullPolicy } = container;
  errors.push(
    ...oneOf(`${path}.terminationMessagePolicy`, terminationMessagePolicy, messagePolicies),
  );
  if (container.ports) validatePorts(errors, `${path}.ports`, container.ports);
  if (container.env) validateEnv(errors, `${path}.env`, container.env);
  if (container.envFrom) validateEnvFrom(errors, `${path}.envFrom`, container.envFrom);
  if (container.volumeMounts) validateMounts(errors, path, context);
  if (container.volumeDevices) validateDevices(errors, path, context);
  errors.push(...oneOf(`${path}.imagePullPolicy`, imagePullPolicy, pullPolicies));
  if (container.resources) {
    const { resources } = container;
    validateResources(errors, `${path}.resources`, { resources, claimNames });
  }
  if (container.resizePolicy) {
    validateResizePolicy(errors, `${path}.resizePolicy`, { container, spec });
  }
  if (container.securityContext) {
    validateSecurityContext(errors, `${path}.securityContext`, {
      context: container.securityContext,
      hostUsers: spec.hostUsers !== false,
    });
  }
}

function validateHooks(
  errors: FieldErrors,
  path: string,
  context: ContainerContext & { readonly container: Container },
): void {
  const { container, spec } = context;
  const graceSeconds = spec.terminationGracePeriodSeconds;
  for (const hook of ["postStart", "preStop"] as const) {
    const handler = container.lifecycle?.[hook];
    if (handler) validateHandler(errors, `${path}.lifecycle.${hook}`, { handler, graceSeconds });
  }
  for (const kind of probes) {
    const probe = container[kind];
    if (probe) validateProbe(errors, `${path}.${kind}`, { probe, kind });
  }
}

function validatePorts(errors: FieldErrors, path: string, ports: readonly ContainerPort[]): void {
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const at = `${path}[${index}]`;
    if (port.name) {
      const messages = portName(port.name);
      if (messages.length > 0) errors.push(...invalidAll(`${at}.name`, port.name, messages));
      else if (names.has(port.name)) errors.push(duplicate(`${at}.name`, port.name));
      else names.add(port.name);
    }
    if (!port.containerPort) errors.push(required(`${at}.containerPort`));
    else errors.push(...portNumber(`${at}.containerPort`, port.containerPort));
    if (port.hostPort) errors.push(...portNumber(`${at}.hostPort`, port.hostPort));
    errors.push(...oneOf(`${at}.protocol`, port.protocol, protocols));
  }
}

/** No two ports of these containers may want the same port of the node. */
function validateHostPorts(
  errors: FieldErrors,
  path: string,
  containers: readonly Container[],
): void {
  const taken = new Set<string>();
  for (const [index, container] of containers.entries()) {
    for (const [position, port] of (container.ports ?? []).entries()) {
      if (!port.hostPort) continue;
      const key = `${port.protocol ?? ""}/${port.hostIP ?? ""}/${port.hostPort}`;
      if (taken.has(key)) {
        errors.push(duplicate(`${path}[${index}].ports[${position}].hostPort`, key));
      }
      taken.add(key);
    }
  }
}

function validateResizePolicy(
  errors: FieldErrors,
  path: string,
  context: { readonly container: AnyContainer; readonly spec: PodSpec },
): void {
  const seen = new Set<string>();
  for (const [index, policy] of (context.container.resizePolicy ?? []).entries()) {
    const { resourceName, restartPolicy } = policy;
    if (seen.has(resourceName)) errors.push(duplicate(`${path}[${index}]`, resourceName));
    seen.add(resourceName);
    errors.push(
      ...oneOf(path, resourceName, ["cpu", "memory"]),
      ...oneOf(path, restartPolicy, ["NotRequired", "RestartContainer"]),
    );
    if (context.spec.restartPolicy === "Never" && restartPolicy !== "NotRequired") {
      errors.push(
        invalidValue(
          path,
          restartPolicy,
          "must be 'NotRequired' when pod `restartPolicy` is 'Never'",
        ),
      );
    }
  }
}
