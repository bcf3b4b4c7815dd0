/**
 * Who may write what of a ResourceClaim (pkg/registry/resource/utils.go): its allocation takes the right to bind claims, the status of a
 * device a right to its driver, and access as an administrator a namespace that is made for it. It runs where Kubernetes runs it:
 * after admission's changes, before validation.
 */
import type {
  AllocatedDeviceStatus,
  AllocationResult,
  ResourceClaimTemplate,
  ResourceV1ResourceClaim,
} from "../../api/generated/types.ts";
import { invalid, type FieldError } from "../../api/status.ts";
import { deviceKey } from "../../api/validation/device-claims.ts";
import { forbiddenField } from "../../api/validation/field-errors.ts";
import { dnsSubdomain } from "../../api/validation/names.ts";
import { same } from "../../api/validation/same.ts";
import type { Store } from "../../store/store.ts";
import type { AdmissionPlugin, AdmissionRequest } from "../admission/chain.ts";
import type { UserInfo } from "../message.ts";
import { refusal, type Authorizer, type ResourceAttributes } from "./authorizer.ts";
import { isComponent } from "./component-users.ts";
import { accountNamed, nodeNameKey } from "./impersonation-modes.ts";

type Claim = ResourceV1ResourceClaim;
type Status = NonNullable<Claim["status"]>;
type Spec = Claim["spec"];

const group = "resource.k8s.io";
const adminLabel = "resource.kubernetes.io/admin-access";
const needsLabel = `admin access to devices requires the \`${adminLabel}: true\` label on the containing namespace`;

export function deviceRights(store: Store, authorizer: Authorizer): AdmissionPlugin {
  const inAdminNamespace = ({ target }: AdmissionRequest) => {
    const key = { resource: "namespaces", namespace: "", name: target.namespace };
    return store.head(key)?.object.metadata.labels?.[adminLabel] === "true";
  };
  const check = (request: AdmissionRequest): readonly FieldError[] => {
    const { target, operation, object } = request;
    if (operation === "CREATE" && target.subresource === "") {
      const { spec } = (object ?? {}) as Partial<Claim | ResourceClaimTemplate>;
      const claim = target.definition.resource === "resourceclaims" ? spec : innerSpec(spec);
      const path = adminRequest(claim as Spec | undefined);
      return path && !inAdminNamespace(request) ? [forbiddenField(path, needsLabel)] : [];
    }
    if (operation !== "UPDATE" || target.subresource !== "status") return [];
    const next = (object as Claim | undefined)?.status ?? {};
    const previous = (request.previous as Claim | undefined)?.status ?? {};
    const path = adminResult(previous) ? undefined : adminResult(next);
    const errors = path && !inAdminNamespace(request) ? [forbiddenField(path, needsLabel)] : [];
    if (isComponent(request.context.user)) return errors;
    const change = { request, next, previous, authorizer };
    return [...errors, ...bindingErrors(change), ...driverErrors(change)];
  };
  return {
    name: "kubarium/DeviceRights",
    mutate(request) {
      const { definition, name } = request.target;
      const { resource } = definition;
      if (definition.group !== group || !resource.startsWith("resourceclaim"))
        return request.object;
      const errors = check(request);
      if (errors.length === 0) return request.object;
      throw invalid(definition, name || (request.object.metadata.name ?? ""), errors);
    },
  };
}

function innerSpec(spec: unknown): Spec | undefined {
  return (spec as ResourceClaimTemplate["spec"] | undefined)?.spec;
}

function adminRequest(spec: Spec | undefined): string | undefined {
  const requests = spec?.devices?.requests ?? [];
  const index = requests.findIndex(({ exactly }) => exactly?.adminAccess === true);
  return index < 0 ? undefined : `spec.devices.requests[${index}].adminAccess`;
}

function adminResult({ allocation }: Status): string | undefined {
  const results = allocation?.devices?.results ?? [];
  const index = results.findIndex(({ adminAccess }) => adminAccess === true);
  return index < 0 ? undefined : `status.allocation.devices.results[${index}].adminAccess`;
}

/** A write of a claim's status. */
interface StatusChange {
  readonly request: AdmissionRequest;
  readonly next: Status;
  readonly previous: Status;
  readonly authorizer: Authorizer;
}

function bindingErrors({ request, next, previous, authorizer }: StatusChange): FieldError[] {
  const isBound = same(next.allocation, previous.allocation);
  if (isBound && same(next.reservedFor, previous.reservedFor)) return [];
  const verb = verbOf(request);
  const right = { verb, subresource: "binding", namespace: "", name: "" };
  const denial = denied(authorizer, request, right);
  if (denial === undefined) return [];
  const needs = `requires resource="resourceclaims/binding", verb="${verb}" permission`;
  const what = "changing status.allocation or status.reservedFor";
  return [forbiddenField("status", `${what} ${needs}: ${denial}`)];
}

function driverErrors({ request, next, previous, authorizer }: StatusChange): FieldError[] {
  const drivers = changedDrivers(next.devices ?? [], previous.devices ?? []);
  if (drivers.length === 0) return [];
  const isLocal = runsOn(request.context.user, allocatedNode(next.allocation));
  const prefixes = isLocal ? ["associated-node", "arbitrary-node"] : ["arbitrary-node"];
  const verbs = prefixes.map((prefix) => `${prefix}:${verbOf(request)}`);
  const { namespace } = request.target;
  const needs = `requires resource="resourceclaims/driver", verb="[${verbs.join(" ")}]" permission`;
  return drivers.flatMap((name) => {
    const denials: string[] = [];
    for (const verb of verbs) {
      const denial = denied(authorizer, request, { verb, subresource: "driver", namespace, name });
      if (denial === undefined) return [];
      denials.push(denial);
    }
    return [forbiddenField("status.devices", `changing status.devices ${needs}: ${denials[0]}`)];
  });
}

function verbOf({ context }: AdmissionRequest): string {
  return context.isPatch ? "patch" : "update";
}

type Right = Pick<ResourceAttributes, "verb" | "subresource" | "namespace" | "name">;

function denied(
  authorizer: Authorizer,
  { context, target }: AdmissionRequest,
  right: Right,
): string | undefined {
  const { version, resource } = target.definition;
  const attributes = { kind: "resource", group, version, resource, ...right } as const;
  const { allowed, reason } = authorizer.authorize(context.user, attributes);
  return allowed ? undefined : refusal(context.user, attributes, reason).message;
}

type Reports = readonly AllocatedDeviceStatus[];

/** The drivers of devices whose report comes, goes or says something else, in their order. */
function changedDrivers(next: Reports, previous: Reports): readonly string[] {
  const drivers = new Set<string>();
  const left = new Map(previous.map((report) => [deviceKey(report), report]));
  for (const report of next) {
    const key = deviceKey(report);
    if (!same(report, left.get(key))) drivers.add(report.driver);
    left.delete(key);
  }
  for (const { driver } of left.values()) drivers.add(driver);
  return [...drivers].sort();
}

/** The one node that a claim's devices are on. */
function allocatedNode(allocation: AllocationResult | undefined): string | undefined {
  const terms = allocation?.nodeSelector?.nodeSelectorTerms ?? [];
  const { matchExpressions = [], matchFields = [] } = terms[0] ?? {};
  const [field] = matchFields;
  if (terms.length !== 1 || matchExpressions.length > 0 || matchFields.length !== 1)
    return undefined;
  const { key, operator, values = [] } = field ?? {};
  return key === "metadata.name" && operator === "In" && values.length === 1
    ? values[0]
    : undefined;
}

/** Whether the user is the account of a Pod whose token says that it runs on this node. */
function runsOn({ name, extra }: UserInfo, node: string | undefined): boolean {
  const nodes = extra?.[nodeNameKey] ?? [];
  const isNode = node !== undefined && node !== "" && dnsSubdomain(node).length === 0;
  return isNode && accountNamed(name) !== undefined && nodes.length === 1 && nodes[0] === node;
}
