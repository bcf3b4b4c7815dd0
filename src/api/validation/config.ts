/** ConfigMaps and Secrets. Source: ValidateConfigMap, ValidateSecret and their updates in pkg/apis/core/validation. */
import { goKindOf } from "../decode/decode-error.ts";
import { scanJson } from "../decode/json-scan.ts";
import type { JsonValue } from "../json.ts";
import type { ConfigMap, Secret } from "../generated/types.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  tooLong,
  type FieldErrors,
} from "./field-errors.ts";
import { validateImmutable } from "./metadata.ts";
import { utf8BytesMax, utf8Length } from "../utf8.ts";
import { configMapKey } from "./names.ts";
import { identical } from "./same.ts";

/** 1 MiB of values, decoded. */
const dataBytesMax = 1024 * 1024;
const frozen = "field is immutable when `immutable` is set";

export function validateConfigMap(errors: FieldErrors, configMap: ConfigMap): void {
  const { data, binaryData } = configMap;
  let bytes = 0;
  let units = 0;
  for (const key in data) {
    const wrong = configMapKey(key);
    if (wrong.length > 0) errors.push(...invalidAll(`data[${key}]`, key, wrong));
    if (binaryData?.[key] !== undefined) {
      errors.push(invalidValue(`data[${key}]`, key, "duplicate of key present in binaryData"));
    }
    units += data[key]?.length ?? 0;
  }
  // Nearly none is so large that its bytes have to be counted.
  if (binaryData !== undefined || units * utf8BytesMax > dataBytesMax) {
    for (const key in data) bytes += utf8Length(data[key] ?? "");
  }
  for (const key in binaryData) {
    errors.push(...invalidAll(`binaryData[${key}]`, key, configMapKey(key)));
    bytes += decodedLength(binaryData[key] ?? "");
  }
  if (bytes > dataBytesMax) errors.push(tooLong("[]", dataBytesMax));
}

/** Bytes that a base64 text stands for. */
function decodedLength(base64: string): number {
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  return Math.floor((base64.length * 3) / 4) - padding;
}

export function validateConfigMapUpdate(
  errors: FieldErrors,
  next: ConfigMap,
  previous: ConfigMap,
): void {
  validateFrozen(errors, { next, previous, fields: ["data", "binaryData"] });
}

/** Once `immutable` is set, neither it nor the data may change. */
function validateFrozen<K extends "data" | "binaryData">(
  errors: FieldErrors,
  change: {
    readonly next: { readonly immutable?: boolean } & { readonly [field in K]?: object };
    readonly previous: { readonly immutable?: boolean } & { readonly [field in K]?: object };
    readonly fields: readonly K[];
  },
): void {
  const { next, previous, fields } = change;
  if (!previous.immutable) return;
  if (!next.immutable) errors.push(forbiddenField("immutable", frozen));
  for (const field of fields) {
    if (!identical(next[field], previous[field])) errors.push(forbiddenField(field, frozen));
  }
}

const accountName = "kubernetes.io/service-account.name";
const requiredKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ["kubernetes.io/tls", ["tls.crt", "tls.key"]],
  ["kubernetes.io/dockercfg", [".dockercfg"]],
  ["kubernetes.io/dockerconfigjson", [".dockerconfigjson"]],
]);

export function validateSecret(errors: FieldErrors, secret: Secret): void {
  const { data, type } = secret;
  let bytes = 0;
  for (const key in data) {
    errors.push(...invalidAll(`data[${key}]`, key, configMapKey(key)));
    bytes += decodedLength(data[key] ?? "");
  }
  if (bytes > dataBytesMax) errors.push(tooLong("data", dataBytesMax));
  for (const key of requiredKeys.get(type ?? "") ?? []) {
    if (data?.[key] === undefined) errors.push(required(`data[${key}]`));
    else if (key.startsWith(".")) validateJson(errors, `data[${key}]`, data[key]);
  }
  if (type === "kubernetes.io/service-account-token") {
    if (!secret.metadata.annotations?.[accountName]) {
      errors.push(required(`metadata.annotations[${accountName}]`));
    }
  } else if (type === "kubernetes.io/basic-auth") {
    if (data?.["username"] === undefined && data?.["password"] === undefined) {
      errors.push(required("data[username]"), required("data[password]"));
    }
  } else if (type === "kubernetes.io/ssh-auth" && !data?.["ssh-privatekey"]) {
    errors.push(required("data[ssh-privatekey]"));
  }
}

/** The value is withheld as Kubernetes withholds it. */
function validateJson(errors: FieldErrors, path: string, base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const text = new TextDecoder().decode(bytes);
  const { error } = scanJson(text);
  const value: unknown = error === undefined ? JSON.parse(text) : null;
  const isMap = typeof value === "object" && !Array.isArray(value);
  if (error === undefined && isMap) return;
  const kind = goKindOf(value as JsonValue);
  const misfit = `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`;
  errors.push(invalidValue(path, "<secret contents redacted>", error ?? misfit));
}

export function validateSecretUpdate(errors: FieldErrors, next: Secret, previous: Secret): void {
  validateImmutable(errors, "type", { next: next.type, previous: previous.type });
  validateFrozen(errors, { next, previous, fields: ["data"] });
}
