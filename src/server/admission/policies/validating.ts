/** ValidatingAdmissionPolicies. Source: apiserver's pkg/admission/plugin/policy/validating. */
import { runtimeBudget } from "../../../api/cel/cost.ts";
import type {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  Validation,
} from "../../../api/generated/types.ts";
import type { Stored } from "../../../api/object.ts";
import { StatusError } from "../../../api/status.ts";
import type { StoredEntry } from "../../../store/store.ts";
import type { Authorizer } from "../../auth/authorizer.ts";
import type { ServerCore } from "../../core.ts";
import type { Slices } from "../../slices.ts";
import type { AdmissionRequest } from "../chain.ts";
import { annotate } from "../matching/audit.ts";
import {
  Evaluation,
  OutOfBudget,
  type EvaluationInputs,
  type ExpressionResult,
} from "../matching/evaluation.ts";
import { conditionsMatch } from "../matching/expressions.ts";
import { versionedRequest, type VersionedRequest } from "../matching/versioned-request.ts";
import { refused } from "../refusal.ts";
import { compiledPolicy, type CompiledValidatingPolicy } from "./compiled.ts";
import { invocationsOf, namespaceFor } from "./invocations.ts";

type Policy = Stored<ValidatingAdmissionPolicy>;
type Binding = Stored<ValidatingAdmissionPolicyBinding>;

const policies = "validatingadmissionpolicies.admissionregistration.k8s.io";
/** Longer results of a messageExpression are not used (apiserver, pkg/apis/cel). */
const messageBytesMax = 5 * 1024;
const annotationBytesMax = 10 * 1024;

interface Decision {
  readonly message: string;
  readonly reason?: string | undefined;
}

interface Denial extends Decision {
  readonly policy: Policy;
  readonly binding: Binding | undefined;
}

/** Rejects with StatusError: the first decision to deny. */
export async function runValidatingPolicies(
  { core, authorizer }: { readonly core: ServerCore; readonly authorizer: Authorizer },
  bindings: readonly StoredEntry[],
  request: AdmissionRequest,
): Promise<void> {
  const found = await invocationsOf<Policy, Binding>(core, { policies, bindings }, request);
  const denials: Denial[] = found.faults.filter(({ policy }) => failsClosed(policy));
  const versions = new Map<unknown, VersionedRequest>();
  const annotations = new Map<string, string[]>();
  for (const { policy, binding, row, param } of found.invocations) {
    const versioned = versions.get(row) ?? (await versionedRequest(core, request, row));
    versions.set(row, versioned);
    const compiled = await compiledPolicy(policy, core.slices);
    const inputs: EvaluationInputs = {
      versioned,
      params: param,
      namespace: namespaceFor(core, request),
      authorizer,
      variables: compiled.variables,
    };
    const result = await evaluate(policy, { compiled, slices: core.slices }, inputs);
    for (const decision of result.denied) {
      enforce(request, { policy, binding, ...decision }, denials);
    }
    for (const { key, value } of result.annotations) {
      const values = annotations.get(`${policy.metadata.name}/${key}`) ?? [];
      annotations.set(`${policy.metadata.name}/${key}`, values);
      if (!values.includes(value)) values.push(value);
    }
    for (const message of result.annotationErrors) denials.push({ policy, binding, message });
  }
  for (const [key, values] of annotations) annotate(request.context, key, values.join(", "));
  const [first] = denials;
  if (first) throw denialError(request, first);
}

function failsClosed({ spec }: Policy): boolean {
  return spec?.failurePolicy !== "Ignore";
}

interface PolicyResult {
  readonly denied: readonly (Decision & { readonly index: number })[];
  readonly annotations: readonly { readonly key: string; readonly value: string }[];
  readonly annotationErrors: readonly string[];
}

const passed: PolicyResult = { denied: [], annotations: [], annotationErrors: [] };

interface Work {
  readonly compiled: CompiledValidatingPolicy;
  readonly slices: Slices;
}

async function evaluate(
  policy: Policy,
  work: Work,
  inputs: EvaluationInputs,
): Promise<PolicyResult> {
  const { conditions } = work.compiled;
  const closed = failsClosed(policy);
  const failed = (message: string): PolicyResult =>
    closed ? { ...passed, denied: [{ message, index: 0 }] } : passed;
  const failurePolicy = policy.spec?.failurePolicy;
  const { slices } = work;
  const matched = await conditionsMatch({ conditions, failurePolicy, slices }, inputs);
  if (matched.error !== undefined) return failed(matched.error);
  if (!matched.matches) return passed;
  try {
    const denied = await validate(work, inputs, closed);
    return { denied, ...(await auditAnnotations(work, inputs, closed)) };
  } catch (error) {
    if (error instanceof OutOfBudget) return failed(error.message);
    throw error;
  }
}

/** All validations are evaluated before any message. Throws OutOfBudget. */
async function validate(
  { compiled: { validations }, slices }: Work,
  inputs: EvaluationInputs,
  closed: boolean,
): Promise<PolicyResult["denied"]> {
  const evaluation = new Evaluation(inputs, runtimeBudget);
  const results: ExpressionResult[] = [];
  for (const { condition } of validations) {
    results.push(await evaluation.evaluate(condition, slices));
  }
  // Messages are about the object; they may not ask the authorizer.
  const messages = new Evaluation({ ...inputs, authorizer: undefined }, evaluation.budget);
  const denied: (Decision & { readonly index: number })[] = [];
  for (const [index, result] of results.entries()) {
    const compiled = validations[index];
    if (!compiled || (result.ok && result.value === true)) continue;
    const { validation, message } = compiled;
    if (!result.ok) {
      if (closed) denied.push({ message: result.error, index });
      continue;
    }
    const reason = validation.reason ?? "Invalid";
    const made = message && (await messages.evaluate(message, slices));
    denied.push({ message: messageOf(validation, made), reason, index });
  }
  return denied;
}

function messageOf(validation: Validation, result: ExpressionResult | undefined): string {
  if (result?.ok && typeof result.value === "string") {
    const text = result.value.trim();
    if (text !== "" && byteLength(text) <= messageBytesMax && !text.includes("\n")) return text;
  }
  const { message = "", expression } = validation;
  return message.trim() || `failed expression: ${expression.trim()}`;
}

async function auditAnnotations(
  { compiled: { annotations }, slices }: Work,
  inputs: EvaluationInputs,
  closed: boolean,
): Promise<Omit<PolicyResult, "denied">> {
  const found: { key: string; value: string }[] = [];
  const annotationErrors: string[] = [];
  const evaluation = new Evaluation({ ...inputs, authorizer: undefined }, runtimeBudget);
  for (const { key, value: compiled } of annotations) {
    const result = await evaluation.evaluate(compiled, slices);
    if (!result.ok) {
      if (closed) annotationErrors.push(result.error);
    } else if (typeof result.value === "string") {
      const value = result.value.trim();
      if (value !== "") found.push({ key, value: truncated(value) });
    } else if (result.value !== null) {
      annotationErrors.push(
        `valueExpression '${compiled.expression}' resulted in unsupported return type: ${typeof result.value}. Return type must be either string or null.`,
      );
    }
  }
  return { annotations: found, annotationErrors };
}

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).length;
}

function truncated(text: string): string {
  const bytes = encoder.encode(text);
  if (bytes.length <= annotationBytesMax) return text;
  return new TextDecoder().decode(bytes.subarray(0, annotationBytesMax));
}

/** What the binding wants done with a decision: Deny, Warn, Audit. */
function enforce(
  { context }: AdmissionRequest,
  denial: Denial & { readonly binding: Binding; readonly index: number },
  denials: Denial[],
): void {
  const { policy, binding, message, index } = denial;
  const actions = binding.spec?.validationActions ?? [];
  for (const action of actions) {
    if (action === "Deny") denials.push(denial);
    else if (action === "Warn") {
      context.warnings.push(
        `Validation failed for ValidatingAdmissionPolicy '${policy.metadata.name}' with binding '${binding.metadata.name}': ${message}`,
      );
    } else {
      const failure = {
        message,
        policy: binding.spec?.policyName,
        binding: binding.metadata.name,
        expressionIndex: index,
        validationActions: actions,
      };
      const key = "validation.policy.admission.k8s.io/validation_failure";
      annotate(context, key, JSON.stringify([failure]));
    }
  }
}

const codes: Readonly<Record<string, number>> = {
  Forbidden: 403,
  Unauthorized: 401,
  RequestEntityTooLarge: 413,
  Invalid: 422,
};

function denialError(request: AdmissionRequest, denial: Denial): StatusError {
  const { policy, binding, message, reason = "Invalid" } = denial;
  const by = binding ? ` with binding '${binding.metadata.name}'` : "";
  const text = `ValidatingAdmissionPolicy '${policy.metadata.name}'${by} denied request: ${message}`;
  const { status } = refused(request, text);
  return new StatusError({
    ...status,
    reason,
    code: codes[reason] ?? 422,
    details: { ...status.details, causes: [...(status.details?.causes ?? []), { message: text }] },
  });
}
