/**
 * The options of writes: who they are recorded for, whether they are only tried, how strictly bodies are read, and how a deletion goes
 * on. Follows apimachinery, pkg/apis/meta/v1/validation, and apiserver, pkg/endpoints/handlers and registry/rest/delete.go.
 */
import { decodeBody } from "../../api/decode/body.ts";
import { checkFields } from "../../api/decode/check-fields.ts";
import type { DeleteOptions as DeleteOptionsBody } from "../../api/generated/types.ts";
import { rememberingTexts } from "../../api/text-memo.ts";
import { schemaOf } from "../../api/schema/built-in.ts";
import { badRequest, invalid, type FieldError } from "../../api/status.ts";
import {
  forbiddenField,
  invalidValue,
  notSupported,
  required,
  tooLong,
} from "../../api/validation/field-errors.ts";
import type { DeleteOptions, PatchType } from "../../loop/client.ts";
import type { WriteContext } from "../core.ts";
import type { ApiRequest, UserInfo } from "../message.ts";
import { isTrue } from "../request-info.ts";
import type { FieldValidation } from "./input.ts";
import { integerParameter } from "./query.ts";

/** A write over HTTP: what its context is made of, and how its body is read. */
export interface WriteOptions {
  readonly fieldManager: string;
  readonly dryRun: boolean;
  readonly fieldValidation: FieldValidation;
}

export type OptionsKind = "CreateOptions" | "UpdateOptions" | "PatchOptions";

/** Throws StatusError 422 that names every option in fault. `patchType` is for patches. */
export function writeOptionsOf(
  { query, headers }: Pick<ApiRequest, "query" | "headers">,
  kind: OptionsKind,
  patchType?: PatchType,
): WriteOptions {
  const agent = headers["user-agent"] ?? "";
  if (query.size === 0 && patchType !== "apply") {
    return { fieldManager: managerOf(agent), dryRun: false, fieldValidation: "Warn" };
  }
  const asked = query.get("fieldManager") ?? "";
  const dryRun = query.getAll("dryRun");
  const fieldValidation = query.get("fieldValidation") ?? "";
  const errors: FieldError[] = [];
  if (kind === "PatchOptions") errors.push(...patchErrors(query, patchType));
  errors.push(...fieldManagerErrors(asked), ...dryRunErrors(dryRun));
  if (!isFieldValidation(fieldValidation)) {
    errors.push(notSupported("fieldValidation", fieldValidation, ["", ...fieldValidations]));
  }
  refuse(kind, errors);
  return {
    fieldManager: asked || managerOf(agent),
    dryRun: dryRun.length > 0,
    fieldValidation: isFieldValidation(fieldValidation) ? fieldValidation || "Warn" : "Warn",
  };
}

/** What a write carries with it; `user` is whom it acts for. */
export function writeContextOf(
  { auditAnnotations }: Pick<ApiRequest, "auditAnnotations">,
  user: UserInfo,
  { fieldManager, dryRun }: Pick<WriteOptions, "fieldManager" | "dryRun">,
): WriteContext {
  return {
    user,
    fieldManager,
    dryRun,
    warnings: [],
    ...(auditAnnotations ? { auditAnnotations } : {}),
  };
}

/** `kubectl/v1.32.4 (linux/amd64)` writes as `kubectl`: printable characters only, as many as a manager's name may have. */
export const managerOf = rememberingTexts((userAgent) => {
  const slash = userAgent.indexOf("/");
  const prefix = (slash < 0 ? userAgent : userAgent.slice(0, slash)).trim();
  if (plainText.test(prefix)) return prefix.slice(0, fieldManagerBytesMax) || "unknown";
  let name = "";
  let bytes = 0;
  for (const character of prefix) {
    if (!printable.test(character)) continue;
    bytes += new TextEncoder().encode(character).length;
    if (bytes > fieldManagerBytesMax) break;
    name += character;
  }
  return name || "unknown";
}, 1000);

const fieldValidations = ["Ignore", "Strict", "Warn"] as const;

function isFieldValidation(value: string): value is FieldValidation | "" {
  return value === "" || (fieldValidations as readonly string[]).includes(value);
}

function patchErrors(query: URLSearchParams, patchType: PatchType | undefined): FieldError[] {
  if (patchType === "apply") {
    const isNamed = (query.get("fieldManager") ?? "") !== "";
    return isNamed ? [] : [required("fieldManager", "is required for apply patch")];
  }
  if (!query.has("force")) return [];
  return [forbiddenField("force", "may not be specified for non-apply patch")];
}

/** Bytes. */
const fieldManagerBytesMax = 128;
/** Printable, and a byte a character: that is nearly every name. */
const plainText = /^[ -~]*$/;
/** What Go's unicode.IsPrint takes. */
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
const printableText = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u;

function fieldManagerErrors(name: string): FieldError[] {
  const errors: FieldError[] = [];
  if (name.length <= fieldManagerBytesMax && plainText.test(name)) return errors;
  const encoder = new TextEncoder();
  if (encoder.encode(name).length > fieldManagerBytesMax) {
    errors.push(tooLong("fieldManager", fieldManagerBytesMax));
  }
  if (printableText.test(name)) return errors;
  let at = 0;
  for (const character of name) {
    if (!printable.test(character)) {
      const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      const detail = `invalid character U+${point} (at position ${at})`;
      errors.push(invalidValue("fieldManager", name, detail));
    }
    at += encoder.encode(character).length;
  }
  return errors;
}

function dryRunErrors(values: readonly string[]): FieldError[] {
  if (values.every((value) => value === "All")) return [];
  return [notSupported("dryRun", values, ["All"])];
}

function refuse(kind: OptionsKind | "DeleteOptions", errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalid({ group: "meta.k8s.io", kind }, "", errors);
}

/** How a deletion was asked for over HTTP. */
export interface AskedDeletion {
  readonly options: DeleteOptions;
  /** The client has said orphanDependents=false: it wants to be told of a deletion that goes on (202). */
  readonly awaitsDependents: boolean;
}

/** From the body where there is one, else from the query. Throws StatusError 400 for what cannot be read, 422 for what is no option. */
export function askedDeletionOf(request: ApiRequest): AskedDeletion {
  const asked = hasBody(request) ? optionsInBody(request) : optionsInQuery(request.query);
  const { gracePeriodSeconds: grace, orphanDependents: orphan, propagationPolicy: policy } = asked;
  const errors: FieldError[] = [];
  if (orphan !== undefined && policy !== undefined) {
    const detail = "orphanDependents and deletionPropagation cannot be both set";
    errors.push(invalidValue("propagationPolicy", policy, detail));
  }
  if (policy !== undefined && !isPolicy(policy)) {
    errors.push(notSupported("propagationPolicy", policy, [...policies, "nil"]));
  }
  const dryRun = asked.dryRun ?? [];
  errors.push(...dryRunErrors(dryRun));
  refuse("DeleteOptions", errors);
  const propagationPolicy =
    orphan === undefined ? policy : orphan ? ("Orphan" as const) : ("Background" as const);
  return {
    options: {
      dryRun: dryRun.length > 0,
      ...(grace === undefined ? {} : { gracePeriodSeconds: grace < 0 ? 1 : grace }),
      ...(isPolicy(propagationPolicy) ? { propagationPolicy } : {}),
      preconditions: asked.preconditions ?? {},
    },
    awaitsDependents: orphan === false,
  };
}

const policies = ["Foreground", "Background", "Orphan"] as const;

function isPolicy(value: string | undefined): value is (typeof policies)[number] {
  return (policies as readonly (string | undefined)[]).includes(value);
}

function hasBody({ body }: ApiRequest): boolean {
  return body !== undefined && body.length > 0;
}

function optionsInBody({ body = new Uint8Array(), headers }: ApiRequest): DeleteOptionsBody {
  const { object, oddNumbers } = decodeBody(body, headers["content-type"]);
  const kind = object["kind"] ?? "DeleteOptions";
  if (kind !== "DeleteOptions" && kind !== "") {
    throw badRequest("decoded object cannot be converted to DeleteOptions");
  }
  const schema = schemaOf("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions");
  if (!schema) throw new Error("no schema of DeleteOptions");
  const named = { ...object, apiVersion: object["apiVersion"] || "v1", kind: "DeleteOptions" };
  return checkFields(named, schema, { oddNumbers }).object;
}

function optionsInQuery(query: URLSearchParams): DeleteOptionsBody {
  const grace = integerParameter(query, "gracePeriodSeconds");
  const policy = query.get("propagationPolicy");
  const orphan = query.get("orphanDependents");
  const dryRun = query.getAll("dryRun");
  return {
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
    ...(policy === null ? {} : { propagationPolicy: policy }),
    ...(orphan === null ? {} : { orphanDependents: isTrue(orphan) }),
    ...(dryRun.length > 0 ? { dryRun } : {}),
  };
}
