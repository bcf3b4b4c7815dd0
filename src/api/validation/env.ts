/** Environment variables of containers and references to fields. Source: ValidateEnv and ValidateEnvFrom in pkg/apis/core/validation. */
import type {
  EnvFromSource,
  EnvVar,
  FileKeySelector,
  ObjectFieldSelector,
  ResourceFieldSelector,
} from "../generated/types.ts";
import {
  invalidAll,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import {
  configMapKey,
  dnsLabel,
  dnsSubdomain,
  envVarName,
  maskTrailingDash,
  qualifiedName,
} from "./names.ts";
import { noBacksteps } from "./paths.ts";
import { isZeroQuantity } from "./quantity-order.ts";

export function validateEnv(
  errors: FieldErrors,
  path: string,
  variables: readonly EnvVar[] | undefined,
): void {
  if (!variables) return;
  for (let index = 0; index < variables.length; index++) {
    const variable = variables[index];
    if (!variable) continue;
    const at = `${path}[${index}]`;
    if (!variable.name) errors.push(required(`${at}.name`));
    else errors.push(...invalidAll(`${at}.name`, variable.name, envVarName(variable.name)));
    if (variable.valueFrom) validateValueFrom(errors, `${at}.valueFrom`, variable);
  }
}

const envFieldPaths = [
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
];

function validateValueFrom(errors: FieldErrors, path: string, variable: EnvVar): void {
  const source = variable.valueFrom ?? {};
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = source;
  if (fieldRef) {
    validateFieldRef(errors, `${path}.fieldRef`, { selector: fieldRef, supported: envFieldPaths });
  }
  if (resourceFieldRef) {
    validateResourceFieldRef(errors, `${path}.resourceFieldRef`, {
      selector: resourceFieldRef,
      volume: false,
    });
  }
  for (const kind of ["configMapKeyRef", "secretKeyRef"] as const) {
    const selector = source[kind];
    if (!selector) continue;
    const at = `${path}.${kind}`;
    const name = selector.name ?? "";
    errors.push(...invalidAll(`${at}.name`, name, dnsSubdomain(name)));
    if (!selector.key) errors.push(required(`${at}.key`));
    else errors.push(...invalidAll(`${at}.key`, selector.key, configMapKey(selector.key)));
  }
  if (fileKeyRef) validateFileKey(errors, `${path}.fileKeyRef`, fileKeyRef);
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef];
  const count = sources.filter(Boolean).length;
  if (count === 0) {
    errors.push(
      invalidValue(
        path,
        "",
        "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`",
      ),
    );
  } else if (variable.value) {
    errors.push(invalidValue(path, "", "may not be specified when `value` is not empty"));
  } else if (count > 1) {
    errors.push(invalidValue(path, "", "may not have more than one field specified at a time"));
  }
}

/** A variable of a file that an init container leaves in a volume. */
function validateFileKey(errors: FieldErrors, path: string, selector: FileKeySelector): void {
  const { key, volumeName, path: file } = selector;
  if (!key) errors.push(required(`${path}.key`));
  else errors.push(...invalidAll(`${path}.key`, key, envVarName(key)));
  if (!volumeName) errors.push(required(`${path}.volumeName`));
  else errors.push(...invalidAll(`${path}.volumeName`, volumeName, dnsLabel(volumeName)));
  if (!file) errors.push(required(`${path}.path`));
  else errors.push(...noBacksteps(`${path}.path`, file));
}

/** Every path that fieldRef knows, whether or not it may be used in the place at hand. */
const knownFieldPaths = new Set([
  ...envFieldPaths,
  "metadata.annotations",
  "metadata.labels",
  "spec.restartPolicy",
  "spec.schedulerName",
  "status.phase",
]);

export function validateFieldRef(
  errors: FieldErrors,
  path: string,
  context: { readonly selector: ObjectFieldSelector; readonly supported: readonly string[] },
): void {
  const { selector, supported } = context;
  if (!selector.apiVersion) {
    errors.push(required(`${path}.apiVersion`));
    return;
  }
  if (!selector.fieldPath) {
    errors.push(required(`${path}.fieldPath`));
    return;
  }
  const { fieldPath } = selector;
  const unknown = fieldPathFault(selector.apiVersion, fieldPath);
  if (unknown !== undefined) {
    const message = `error converting fieldPath: ${unknown}`;
    errors.push(invalidValue(`${path}.fieldPath`, fieldPath, message));
    return;
  }
  const [, base = "", key = ""] = subscripted.exec(fieldPath) ?? [];
  if (base === "metadata.annotations") {
    errors.push(...invalidAll(path, key.toLowerCase(), qualifiedName(key.toLowerCase())));
  } else if (base === "metadata.labels") {
    errors.push(...invalidAll(path, key, qualifiedName(key)));
  } else {
    // The old name of spec.nodeName.
    const current = fieldPath === "spec.host" ? "spec.nodeName" : fieldPath;
    if (!supported.includes(current)) {
      errors.push(notSupported(`${path}.fieldPath`, current, supported));
    }
  }
}

/** `metadata.labels['a']`: the list of a Pod's labels or annotations, and the key of one. */
const subscripted = /^(.+?)\['([^]*)'\]$/;

/** What is wrong with a path in itself; undefined for one that names a field of Pods. */
function fieldPathFault(apiVersion: string, fieldPath: string): string | undefined {
  if (apiVersion !== "v1") return `unsupported pod version: ${apiVersion}`;
  const base = subscripted.exec(fieldPath)?.[1];
  if (base === undefined) {
    if (knownFieldPaths.has(fieldPath) || fieldPath === "spec.host") return undefined;
    return `field label not supported: ${fieldPath}`;
  }
  if (base === "metadata.annotations" || base === "metadata.labels") return undefined;
  return `field label does not support subscript: ${fieldPath}`;
}

const resourcePaths = [
  "limits.cpu",
  "limits.ephemeral-storage",
  "limits.memory",
  "requests.cpu",
  "requests.ephemeral-storage",
  "requests.memory",
];
const byteDivisors = "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei";
const byteDivisorSet = new Set(byteDivisors.split(", "));

/** `volume`: in a file of a volume, where the container must be named. */
export function validateResourceFieldRef(
  errors: FieldErrors,
  path: string,
  context: { readonly selector: ResourceFieldSelector; readonly volume: boolean },
): void {
  const { selector, volume } = context;
  const resource = selector.resource ?? "";
  const hugePages = /^(limits|requests)\.hugepages-/.test(resource);
  if (volume && !selector.containerName) errors.push(required(`${path}.containerName`));
  else if (resource === "") errors.push(required(`${path}.resource`));
  else if (!resourcePaths.includes(resource) && !hugePages) {
    errors.push(notSupported(`${path}.resource`, resource, resourcePaths));
  }
  const { divisor } = selector;
  if (divisor === undefined || isZeroQuantity(divisor)) return;
  const at = `${path}.divisor`;
  if (resource === "limits.cpu" || resource === "requests.cpu") {
    if (divisor !== "1m" && divisor !== "1") {
      errors.push(
        invalidValue(
          at,
          resource,
          "only divisor's values 1m and 1 are supported with the cpu resource",
        ),
      );
    }
    return;
  }
  const words: Readonly<Record<string, string>> = {
    "limits.memory": "memory",
    "requests.memory": "memory",
    "limits.ephemeral-storage": "local ephemeral storage",
    "requests.ephemeral-storage": "local ephemeral storage",
  };
  const kind = hugePages ? "hugepages" : words[resource];
  if (kind !== undefined && !byteDivisorSet.has(divisor)) {
    errors.push(
      invalidValue(
        at,
        resource,
        `only divisor's values ${byteDivisors} are supported with the ${kind} resource`,
      ),
    );
  }
}

export function validateEnvFrom(
  errors: FieldErrors,
  path: string,
  sources: readonly EnvFromSource[] | undefined,
): void {
  for (const [index, source] of (sources ?? []).entries()) {
    const at = `${path}[${index}]`;
    if (source.prefix) {
      errors.push(...invalidAll(`${at}.prefix`, source.prefix, envVarName(source.prefix)));
    }
    let count = 0;
    for (const kind of ["configMapRef", "secretRef"] as const) {
      const reference = source[kind];
      if (!reference) continue;
      count += 1;
      const { name } = reference;
      if (!name) errors.push(required(`${at}.${kind}.name`));
      else {
        const messages = dnsSubdomain(maskTrailingDash(name));
        errors.push(...invalidAll(`${at}.${kind}.name`, name, messages));
      }
    }
    if (count === 0) {
      errors.push(invalidValue(path, "", "must specify one of: `configMapRef` or `secretRef`"));
    } else if (count > 1) {
      errors.push(invalidValue(path, "", "may not have more than one field specified at a time"));
    }
  }
}
