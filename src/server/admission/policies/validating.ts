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
import type { Clock } from "../../../host/host.ts";
import type { Authorizer } from "../../auth/authorizer.ts";
import type { ServerCore } from "../../core.ts";
import type { PolicyCheck } from "../../metrics/policy-metrics.ts";
import type { Slices } from "../../slices.ts";
import type { AdmissionRequest } from "../chain.ts";
import { annotate } from "../matching/audit.ts";
import {
  type CompiledExpression,
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
  /** What its expression took. */
  readonly seconds?: number;
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
    const work = { compiled, slices: core.slices, clock: core.host.clock };
    const result = await evaluate(policy, work, inputs);
    const count = (action: PolicyCheck["action"], { message, seconds = 0 }: Decision) => {
      const names = { policy: policy.metadata.name, binding: binding.metadata.name };
      core.admissionMetrics.policies.checked({ ...names, action, message, seconds });
    };
    for (const decision of result.ignored) count("allow", decision);
    for (const decision of result.denied) {
      for (const action of enforce(request, { policy, binding, ...decision }, denials)) {
        count(action, decision);
      }
    }
    for (const { key, value } of result.annotations) {
      const values = annotations.get(`${policy.metadata.name}/${key}`) ?? [];
      annotations.set(`${policy.metadata.name}/${key}`, values);
      if (!values.includes(value)) values.push(value);
    }
    for (const decision of result.annotationErrors) {
      denials.push({ policy, binding, ...decision });
      count("deny", decision);
    }
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
  readonly annotationErrors: readonly Decision[];
  /** What could not be evaluated and does no harm. */
  readonly ignored: readonly Decision[];
}

const passed: PolicyResult = { denied: [], annotations: [], annotationErrors: [], ignored: [] };

interface Work {
  readonly compiled: CompiledValidatingPolicy;
  readonly slices: Slices;
  readonly clock: Pick<Clock, "monotonicMs">;
}

/** What an expression comes to, and what it took. */
async function timed(
  { slices, clock }: Work,
  evaluation: Evaluation,
  expression: CompiledExpression,
): Promise<{ readonly result: ExpressionResult; readonly seconds: number }> {
  const startedMs = clock.monotonicMs();
  const result = await evaluation.evaluate(expression, slices);
  return { result, seconds: (clock.monotonicMs() - startedMs) / 1000 };
}

async function evaluate(
  policy: Policy,
  work: Work,
  inputs: EvaluationInputs,
): Promise<PolicyResult> {
  const { conditions } = work.compiled;
  const closed = failsClosed(policy);
  const failed = (message: string): PolicyResult =>
    closed ? { ...passed, denied: [{ message, index: 0 }] } : { ...passed, ignored: [{ message }] };
  const failurePolicy = policy.spec?.failurePolicy;
  const { slices } = work;
  const matched = await conditionsMatch({ conditions, failurePolicy, slices }, inputs);
  if (matched.error !== undefined) return failed(matched.error);
  if (!matched.matches) return passed;
  try {
    const decided = await validate(work, inputs, closed);
    return { ...decided, ...(await auditAnnotations(work, inputs, closed)) };
  } catch (error) {
    if (error instanceof OutOfBudget) return failed(error.message);
    throw error;
  }
}

/** All validations are evaluated before any message. Throws OutOfBudget. */
async function validate(
  work: Work,
  inputs: EvaluationInputs,
  closed: boolean,
): Promise<Pick<PolicyResult, "denied" | "ignored">> {
  const { validations } = work.compiled;
  const evaluation = new Evaluation(inputs, runtimeBudget);
  const results: Awaited<ReturnType<typeof timed>>[] = [];
  for (const { condition } of validations) {
    results.push(await timed(work, evaluation, condition));
  }
  // Messages are about the object; they may not ask the authorizer.
  const messages = new Evaluation({ ...inputs, authorizer: undefined }, evaluation.budget);
  const denied: (Decision & { readonly index: number })[] = [];
  const ignored: Decision[] = [];
  for (const [index, { result, seconds }] of results.entries()) {
    const compiled = validations[index];
    if (!compiled || (result.ok && result.value === true)) continue;
    const { validation, message } = compiled;
    if (!result.ok) {
      const decision = { message: result.error, seconds, index };
      (closed ? denied : ignored).push(decision);
      continue;
    }
    const reason = validation.reason ?? "Invalid";
    const made = message && (await messages.evaluate(message, work.slices));
    denied.push({ message: messageOf(validation, made), reason, seconds, index });
  }
  return { denied, ignored };
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
  work: Work,
  inputs: EvaluationInputs,
  closed: boolean,
): Promise<Pick<PolicyResult, "annotations" | "annotationErrors">> {
  const { annotations } = work.compiled;
  const found: { key: string; value: string }[] = [];
  const annotationErrors: Decision[] = [];
  const evaluation = new Evaluation({ ...inputs, authorizer: undefined }, runtimeBudget);
  for (const { key, value: compiled } of annotations) {
    const { result, seconds } = await timed(work, evaluation, compiled);
    if (!result.ok) {
      if (closed) annotationErrors.push({ message: result.error, seconds });
    } else if (typeof result.value === "string") {
      const value = result.value.trim();
      if (value !== "") found.push({ key, value: truncated(value) });
    } else if (result.value !== null) {
      const message = `valueExpression '${compiled.expression}' resulted in unsupported return type: ${typeof result.value}. Return type must be either string or null.`;
      annotationErrors.push({ message, seconds });
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

/** Does what the binding wants done with a decision, and says what that was. */
function enforce(
  { context }: AdmissionRequest,
  denial: Denial & { readonly binding: Binding; readonly index: number },
  denials: Denial[],
): readonly PolicyCheck["action"][] {
  const { policy, binding, message, index } = denial;
  const actions = binding.spec?.validationActions ?? [];
  return actions.map((action) => {
    if (action === "Deny") {
      denials.push(denial);
      return "deny";
    }
    if (action === "Warn") {
      context.warnings.push(
        `Validation failed for ValidatingAdmissionPolicy '${policy.metadata.name}' with binding '${binding.metadata.name}': ${message}`,
      );
      return "warn";
    }
    const failure = {
      message,
      policy: binding.spec?.policyName,
      binding: binding.metadata.name,
      expressionIndex: index,
      validationActions: actions,
    };
    const key = "validation.policy.admission.k8s.io/validation_failure";
    annotate(context, key, JSON.stringify([failure]));
    return "audit";
  });
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
