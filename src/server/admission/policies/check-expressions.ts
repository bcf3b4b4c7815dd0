/**
 * What is wrong with the expressions of a webhook configuration or a policy when it is written: they are compiled here, where the
 * compiler may be loaded, not with the rest of the object's validation. What was stored before is not complained of again.
 * Source: pkg/apis/admissionregistration/validation.
 */
import {
  APPLY_OBJECT,
  compileAdmission,
  JSON_PATCHES,
  type AdmissionVariables,
} from "../../../api/cel/admission-environment.ts";
import { BOOL, NULL, STRING, type CelType } from "../../../api/cel/types.ts";
import type {
  AuditAnnotation,
  MatchCondition,
  MutatingAdmissionPolicy,
  MutatingWebhookConfiguration,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  ValidatingWebhookConfiguration,
} from "../../../api/generated/types.ts";
import type { KubeObject } from "../../../api/object.ts";
import type { FieldError } from "../../../api/status.ts";
import {
  duplicate,
  invalidAll,
  invalidValue,
  required,
  tooMany,
  type FieldErrors,
} from "../../../api/validation/field-errors.ts";
import { optionalOneOf } from "../../../api/validation/numbers.ts";
import { checkBinding } from "./check-binding.ts";
import { qualifiedName } from "../../../api/validation/names.ts";

const conditionsMax = 64;
const annotationsMax = 20;
const annotationBytesMax = 5 * 1024;
const reasons = ["Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"];
const identifier =
  /^(?!(?:true|false|null|in|as|break|const|continue|else|for|function|if|import|let|loop|package|namespace|return|var|void|while)$)[_a-zA-Z][_a-zA-Z0-9]*$/;

/** All faults, in the order of the fields. */
export function checkExpressions(
  object: KubeObject,
  previous: KubeObject | undefined,
): readonly FieldError[] {
  const check = new ExpressionCheck(expressionsOf(previous));
  switch (object.kind) {
    case "MutatingWebhookConfiguration":
    case "ValidatingWebhookConfiguration":
      check.webhooks(object as MutatingWebhookConfiguration | ValidatingWebhookConfiguration);
      break;
    case "ValidatingAdmissionPolicy":
      check.validating(object as ValidatingAdmissionPolicy);
      break;
    case "MutatingAdmissionPolicy":
      check.mutating(object as MutatingAdmissionPolicy);
      break;
    case "ValidatingAdmissionPolicyBinding":
    case "MutatingAdmissionPolicyBinding":
      return checkBinding(object as ValidatingAdmissionPolicyBinding);
    default:
  }
  return check.errors;
}

/** Every text of the stored object: an expression that is among them passed once, perhaps under other rules. */
function expressionsOf(object: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (typeof object === "string") found.add(object);
  else if (typeof object === "object" && object !== null) {
    for (const part of Object.values(object)) expressionsOf(part, found);
  }
  return found;
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).length;
}

class ExpressionCheck {
  readonly errors: FieldErrors = [];
  readonly #stored: ReadonlySet<string>;

  constructor(stored: ReadonlySet<string>) {
    this.#stored = stored;
  }

  webhooks({ webhooks }: MutatingWebhookConfiguration | ValidatingWebhookConfiguration): void {
    const declared = { params: false, authorizer: true };
    for (const [index, { matchConditions }] of (webhooks ?? []).entries()) {
      this.#conditions(`webhooks[${index}].matchConditions`, matchConditions, declared);
    }
  }

  validating({ metadata, spec }: ValidatingAdmissionPolicy): void {
    const params = spec?.paramKind !== undefined;
    const full: AdmissionVariables = {
      params,
      authorizer: true,
      variables: this.#variables(spec?.variables, { params, authorizer: true }),
    };
    const plain = { ...full, authorizer: false };
    for (const [index, validation] of (spec?.validations ?? []).entries()) {
      const at = `spec.validations[${index}]`;
      const { expression, message, messageExpression, reason } = validation;
      this.#expression(`${at}.expression`, expression, { declared: full, results: [BOOL] });
      if (message !== undefined && message !== "" && message.trim() === "") {
        const text = "message must be non-empty if specified";
        this.errors.push(invalidValue(`${at}.message`, message, text));
      } else if (/[\n\r]/.test(message?.trim() ?? "")) {
        const text = "message must not contain line breaks";
        this.errors.push(invalidValue(`${at}.message`, message, text));
      }
      this.errors.push(...optionalOneOf(`${at}.reason`, reason, reasons));
      if (!messageExpression) continue;
      const field = `${at}.messageExpression`;
      if (messageExpression.trim() === "") {
        const text = "must be non-empty if specified";
        this.errors.push(invalidValue(field, messageExpression, text));
        continue;
      }
      this.#expression(field, messageExpression, { declared: plain, results: [STRING] });
    }
    this.#annotations(metadata.name ?? "", spec?.auditAnnotations ?? [], full);
    const conditions = { params, authorizer: true };
    this.#conditions("spec.matchConditions", spec?.matchConditions, conditions);
  }

  #annotations(
    policy: string,
    annotations: readonly AuditAnnotation[],
    declared: AdmissionVariables,
  ): void {
    const path = "spec.auditAnnotations";
    if (annotations.length > annotationsMax) {
      const text = `must not have more than ${annotationsMax} auditAnnotations`;
      this.errors.push(invalidValue(path, annotations, text));
    }
    const keys = new Set<string>();
    for (const [index, { key = "", valueExpression = "" }] of annotations.entries()) {
      const at = `${path}[${index}]`;
      const whole = `${policy}/${key}`;
      this.errors.push(...invalidAll(`${at}.key`, whole, qualifiedName(whole)));
      const field = `${at}.valueExpression`;
      if (valueExpression.trim() === "") {
        this.errors.push(required(field, "valueExpression is not specified"));
      } else if (byteLength(valueExpression.trim()) > annotationBytesMax) {
        this.errors.push(required(field, `must not exceed ${annotationBytesMax} bytes in length`));
      } else this.#expression(field, valueExpression, { declared, results: [STRING, NULL] });
      if (keys.has(key)) this.errors.push(duplicate(`${at}.key`, key));
      keys.add(key);
    }
  }

  mutating({ spec }: MutatingAdmissionPolicy): void {
    const params = spec?.paramKind !== undefined;
    const base = { params, authorizer: true, mutation: true };
    const declared = { ...base, variables: this.#variables(spec?.variables, base) };
    for (const [index, mutation] of (spec?.mutations ?? []).entries()) {
      const { patchType, jsonPatch, applyConfiguration } = mutation;
      const at = `spec.mutations[${index}]`;
      const json = patchType === "JSONPatch";
      const part = json ? jsonPatch : applyConfiguration;
      const field = `${at}.${json ? "jsonPatch" : "applyConfiguration"}`;
      if (!part) {
        const message = json
          ? "must be specified when patchType is JSONPatch"
          : "must be specified when patchType is ApplyConfiguration";
        this.errors.push(required(field, message));
        continue;
      }
      const results = [json ? JSON_PATCHES : APPLY_OBJECT];
      this.#expression(`${field}.expression`, part.expression ?? "", { declared, results });
    }
    const conditions = { params, authorizer: true };
    this.#conditions("spec.matchConditions", spec?.matchConditions, conditions);
  }

  #variables(
    variables: readonly { readonly name: string; readonly expression: string }[] | undefined,
    declared: AdmissionVariables,
  ): ReadonlyMap<string, CelType> {
    const types = new Map<string, CelType>();
    for (const [index, { name, expression }] of (variables ?? []).entries()) {
      const at = `spec.variables[${index}]`;
      if (!name) this.errors.push(required(`${at}.name`, "name is not specified"));
      else if (!identifier.test(name)) {
        const message = "name is not a valid CEL identifier";
        this.errors.push(invalidValue(`${at}.name`, name, message));
      } else if (types.has(name)) this.errors.push(duplicate(`${at}.name`, name));
      const type = this.#expression(`${at}.expression`, expression, {
        declared: { ...declared, variables: types },
        results: undefined,
      });
      types.set(name, type ?? { kind: "dyn" });
    }
    return types;
  }

  #conditions(
    path: string,
    conditions: readonly MatchCondition[] | undefined,
    declared: AdmissionVariables,
  ): void {
    const list = conditions ?? [];
    if (list.length > conditionsMax) {
      this.errors.push(tooMany(path, list.length, conditionsMax));
    }
    const names = new Set<string>();
    for (const [index, { name, expression }] of list.entries()) {
      const at = `${path}[${index}]`;
      this.#expression(`${at}.expression`, expression, { declared, results: [BOOL] });
      if (!name) this.errors.push(required(`${at}.name`));
      else {
        this.errors.push(...invalidAll(`${at}.name`, name, qualifiedName(name)));
        if (names.has(name)) this.errors.push(duplicate(`${at}.name`, name));
        names.add(name);
      }
    }
  }

  #expression(
    field: string,
    expression: string | undefined,
    {
      declared,
      results,
    }: { declared: AdmissionVariables; results: readonly CelType[] | undefined },
  ): CelType | undefined {
    if (!expression?.trim()) {
      this.errors.push(required(field, "expression is not specified"));
      return undefined;
    }
    const compiled = compileAdmission(expression.trim(), declared, results);
    if (compiled.ok) return compiled.outputType;
    if (!this.#stored.has(expression)) {
      this.errors.push(invalidValue(field, expression.trim(), compiled.error));
    }
    return undefined;
  }
}
