/**
 * Which policies a request meets: definitions that match it, each with those of its bindings that do, each with its
 * parameters. Source: apiserver's pkg/admission/plugin/policy/generic.
 */
import type {
  MatchResources,
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
  ParamKind,
  ParamRef,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from "../../../api/generated/types.ts";
import { labelSelectorOf, matchesLabels } from "../../../api/label-selector.ts";
import type { KubeObject, Stored } from "../../../api/object.ts";
import type { ResourceDefinition } from "../../../api/resources.ts";
import { StatusError } from "../../../api/status.ts";
import { keyOf, type ServerCore, type Target } from "../../core.ts";
import type { StoredEntry } from "../../../store/store.ts";
import type { AdmissionRequest } from "../chain.ts";
import { matchedRow, ruleMatches } from "../matching/rules.ts";
import { namespaceMatches, objectMatches } from "../matching/selectors.ts";

type Policy = Stored<ValidatingAdmissionPolicy | MutatingAdmissionPolicy>;
type Binding = Stored<ValidatingAdmissionPolicyBinding | MutatingAdmissionPolicyBinding>;

export interface Invocation<P extends Policy, B extends Binding> {
  readonly policy: P;
  readonly binding: B;
  readonly row: ResourceDefinition;
  /** Null where the policy has no parameters, or the binding names none. */
  readonly param: Stored<KubeObject> | null;
}

/** A policy or binding that cannot be used as it is configured: its failure policy decides. */
export interface ConfigurationFault<P extends Policy, B extends Binding> {
  readonly policy: P;
  readonly binding: B | undefined;
  readonly message: string;
}

export interface Invocations<P extends Policy, B extends Binding> {
  readonly invocations: readonly Invocation<P, B>[];
  readonly faults: readonly ConfigurationFault<P, B>[];
}

/** In order of the policies' names, then of the bindings'. Bindings of policies that do not exist do nothing. */
export async function invocationsOf<P extends Policy, B extends Binding>(
  core: ServerCore,
  { policies, bindings }: { readonly policies: string; readonly bindings: readonly StoredEntry[] },
  request: AdmissionRequest,
): Promise<Invocations<P, B>> {
  const invocations: Invocation<P, B>[] = [];
  const faults: ConfigurationFault<P, B>[] = [];
  if (isReview(request)) return { invocations, faults };
  for (const entry of core.store.list(policies).entries) {
    const policy = entry.object as unknown as P;
    const own = bindings
      .map(({ object }) => object as unknown as B)
      .filter(({ spec }) => spec?.policyName === policy.metadata.name);
    if (own.length === 0) continue;
    const row = attempt(() => matchResources(core, policy.spec?.matchConstraints, request));
    if (row instanceof Fault) {
      const message = `failed to configure policy: ${row.message}`;
      faults.push({ policy, binding: undefined, message });
    }
    if (row === undefined || row instanceof Fault) continue;
    for (const binding of own) {
      const params = await paramsFor(core, { policy, binding }, request);
      if (params instanceof Fault) {
        faults.push({ policy, binding, message: `failed to configure binding: ${params.message}` });
      } else {
        for (const param of params) invocations.push({ policy, binding, row, param });
      }
    }
  }
  return { invocations, faults };
}

/** A policy about reviews could break the cluster: none is asked (pkg/kubeapiserver/admission/exclusion). */
function isReview({ target: { definition } }: AdmissionRequest): boolean {
  const { group, ephemeral } = definition;
  return (
    ephemeral === true && (group === "authentication.k8s.io" || group === "authorization.k8s.io")
  );
}

class Fault extends Error {}

/** Errors of what is configured are values; anything else is thrown on. */
function attempt<T>(fn: () => T): T | Fault {
  try {
    return fn();
  } catch (error) {
    if (error instanceof Fault) return error;
    if (error instanceof StatusError) return new Fault(error.message);
    throw error;
  }
}

/** The row as which the rules see the request; undefined when they do not match it. Rules that are absent match everything. */
function matchResources(
  core: ServerCore,
  match: MatchResources | undefined,
  request: AdmissionRequest,
): ResourceDefinition | undefined {
  const { resourceRules = [], excludeResourceRules = [], matchPolicy } = match ?? {};
  if (!objectMatches(match?.objectSelector, request)) return undefined;
  const row =
    resourceRules.length === 0
      ? request.target.definition
      : matchedRow(core.registry, request, { rules: resourceRules, matchPolicy });
  if (!row) return undefined;
  const { definition } = request.target;
  if (excludeResourceRules.some((rule) => ruleMatches(rule, request, definition))) return undefined;
  const excluded = matchedRow(core.registry, request, { rules: excludeResourceRules, matchPolicy });
  if (excluded) return undefined;
  return namespaceMatches(core.store, match?.namespaceSelector, request) ? row : undefined;
}

/** Empty when the binding does not match, or allows that there are none. */
async function paramsFor(
  core: ServerCore,
  { policy, binding }: { readonly policy: Policy; readonly binding: Binding },
  request: AdmissionRequest,
): Promise<readonly (Stored<KubeObject> | null)[] | Fault> {
  const matches = attempt(() => {
    const match = binding.spec?.matchResources;
    return match === undefined || matchResources(core, match, request) !== undefined;
  });
  if (matches instanceof Fault) return matches;
  if (!matches) return [];
  const paramKind = policy.spec?.paramKind;
  const paramRef = binding.spec?.paramRef;
  if (!paramKind || !paramRef) return [null];
  const entries = attempt(() => collect(core, { paramKind, paramRef }, request));
  if (entries instanceof Fault) return entries;
  const { row, found } = entries;
  if (found.length === 0 && paramRef.parameterNotFoundAction === "Deny") {
    return new Fault("no params found for policy binding with `Deny` parameterNotFoundAction");
  }
  return Promise.all(
    found.map(async (entry) => (await core.custom.versions.read(row, entry)).object),
  );
}

/** Throws Fault. */
function collect(
  core: ServerCore,
  { paramKind, paramRef }: { readonly paramKind: ParamKind; readonly paramRef: ParamRef },
  request: AdmissionRequest,
): { readonly row: ResourceDefinition; readonly found: readonly StoredEntry[] } {
  const { apiVersion = "", kind = "" } = paramKind;
  const [first = "", second] = apiVersion.split("/");
  const [group, version] = second === undefined ? ["", first] : [first, second];
  const row = core.registry.findKind(group, version, kind);
  if (!row) throw new Fault(`paramKind kind \`${apiVersion}, Kind=${kind}\` not known`);
  const { namespace: own, name, selector } = paramRef;
  if (own && !row.namespaced) {
    throw new Fault("paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
  }
  const namespace = row.namespaced ? own || request.target.namespace : "";
  if (row.namespaced && namespace === "") {
    throw new Fault(
      "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources",
    );
  }
  const target: Target = { definition: row, namespace, name: name ?? "", subresource: "" };
  const key = keyOf(core, target);
  if (name) {
    const entry = core.store.get(key);
    return { row, found: entry ? [entry] : [] };
  }
  const matcher = labelSelectorOf(selector);
  const { entries } = core.store.list(key.resource, row.namespaced ? { namespace } : {});
  const found = entries.filter(({ object }) => matchesLabels(matcher, object.metadata.labels));
  return { row, found };
}

/** The namespace that expressions see; none for what is cluster-scoped, and for namespaces themselves. Throws StatusError 404. */
export function namespaceFor(core: ServerCore, request: AdmissionRequest): KubeObject | undefined {
  const { definition, namespace } = request.target;
  if (!definition.namespaced || namespace === "") return undefined;
  return core.store.head({ resource: "namespaces", namespace: "", name: namespace })?.object;
}
