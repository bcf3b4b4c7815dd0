/** MutatingAdmissionPolicies. Source: apiserver's pkg/admission/plugin/policy/mutating. */
import { runtimeBudget } from "../../../api/cel/cost.ts";
import type {
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
} from "../../../api/generated/types.ts";
import type { KubeObject, Stored } from "../../../api/object.ts";
import { StatusError } from "../../../api/status.ts";
import type { StoredEntry } from "../../../store/store.ts";
import type { Authorizer } from "../../auth/authorizer.ts";
import type { ServerCore } from "../../core.ts";
import { sameValue } from "../../operations/update.ts";
import type { AdmissionRequest } from "../chain.ts";
import { Evaluation, OutOfBudget, type EvaluationInputs } from "../matching/evaluation.ts";
import { conditionsMatch } from "../matching/expressions.ts";
import { Rounds } from "../matching/rounds.ts";
import { fromRow, versionedRequest } from "../matching/versioned-request.ts";
import { refused } from "../refusal.ts";
import { compiledMutations, type CompiledMutation } from "./compiled.ts";
import { invocationsOf, namespaceFor, type Invocation } from "./invocations.ts";
import { mutatedBy, MutationFault } from "./mutation.ts";

type Policy = Stored<MutatingAdmissionPolicy>;
type Binding = Stored<MutatingAdmissionPolicyBinding>;

const pluginName = "MutatingAdmissionPolicy";
const policies = "mutatingadmissionpolicies.admissionregistration.k8s.io";

interface Dependencies {
  readonly core: ServerCore;
  readonly authorizer: Authorizer;
}

interface Denial {
  readonly policy: Policy;
  readonly binding: Binding | undefined;
  readonly message: string;
  readonly reason?: string;
}

/** The object to go on with. Rejects with StatusError. */
export async function runMutatingPolicies(
  dependencies: Dependencies,
  bindings: readonly StoredEntry[],
  request: AdmissionRequest,
): Promise<KubeObject | undefined> {
  const { core } = dependencies;
  const found = await invocationsOf<Policy, Binding>(core, { policies, bindings }, request);
  const rounds = new Rounds(pluginName, request.reinvocation, request.object);
  const denials: Denial[] = [...found.faults];
  let object = request.object;
  for (const invocation of found.invocations) {
    const { policy, binding, param } = invocation;
    const key = `${policy.metadata.name}/${binding.metadata.name}/${param?.metadata.namespace ?? ""}/${param?.metadata.name ?? ""}`;
    const result = await invoke(dependencies, invocation, {
      request: { ...request, object },
      mayRun: rounds.mayRun(key),
    });
    for (const message of result.errors) {
      denials.push({ policy, binding, message, reason: "Invalid" });
    }
    if (!result.ran) continue;
    if (result.object && object && !sameValue(result.object, object)) {
      object = result.object;
      rounds.changed();
    }
    if (policy.spec?.reinvocationPolicy === "IfNeeded") rounds.ran(key);
  }
  rounds.finish(object);
  const closed = denials.filter(({ policy }) => policy.spec?.failurePolicy !== "Ignore");
  if (closed.length > 0) throw denialError(request, closed);
  return object;
}

interface InvocationResult {
  readonly ran: boolean;
  readonly object?: KubeObject | undefined;
  readonly errors: readonly string[];
}

async function invoke(
  { core, authorizer }: Dependencies,
  { policy, row, param }: Invocation<Policy, Binding>,
  { request, mayRun }: { readonly request: AdmissionRequest; readonly mayRun: boolean },
): Promise<InvocationResult> {
  const compiled = await compiledMutations(policy, core.slices);
  const inputs: EvaluationInputs = {
    versioned: await versionedRequest(core, request, row),
    params: param,
    namespace: namespaceFor(core, request),
    authorizer,
    variables: compiled.variables,
  };
  const { conditions } = compiled;
  const failurePolicy = policy.spec?.failurePolicy;
  const matched = await conditionsMatch({ conditions, failurePolicy, slices: core.slices }, inputs);
  if (matched.error !== undefined) return { ran: false, errors: [matched.error] };
  if (!matched.matches || !mayRun) return { ran: false, errors: [] };
  const errors: string[] = [];
  let current = inputs;
  for (const mutation of compiled.mutations) {
    if (!current.versioned.request.object) break;
    try {
      current = await mutate(core, mutation, current);
    } catch (error) {
      if (!(error instanceof MutationFault) && !(error instanceof OutOfBudget)) throw error;
      errors.push(error.message);
    }
  }
  return { ran: true, object: current.versioned.request.object, errors };
}

/** The inputs with the mutated object: what the next mutation sees. */
async function mutate(
  core: ServerCore,
  mutation: CompiledMutation,
  inputs: EvaluationInputs,
): Promise<EvaluationInputs> {
  const { versioned } = inputs;
  const evaluation = new Evaluation(inputs, runtimeBudget);
  const result = await evaluation.evaluate(mutation, core.slices);
  if (!result.ok) throw new MutationFault(result.error);
  const changed = mutatedBy(mutation.patchType, result.value, {
    object: versioned.object,
    schema: core.schemaOf(versioned.row),
  });
  if (!changed) return inputs;
  const object = await fromRow(core, versioned, changed);
  const request: AdmissionRequest = { ...versioned.request, object };
  return { ...inputs, versioned: await versionedRequest(core, request, versioned.row) };
}

function denialError(request: AdmissionRequest, denials: readonly Denial[]): StatusError {
  const texts = denials.map(({ policy, binding, message }) =>
    binding
      ? `policy '${policy.metadata.name}' with binding '${binding.metadata.name}' denied request: ${message}`
      : `policy '${policy.metadata.name}' denied request: ${message}`,
  );
  const { status } = refused(request, "");
  return new StatusError({
    ...status,
    message: texts[0] ?? "",
    reason: denials[0]?.reason ?? "Forbidden",
    details: { ...status.details, causes: texts.map((message) => ({ message })) },
  });
}
