/** Rows of who may do what, and of what extends and guards the API (kubernetes, pkg/printers/internalversion; kube-aggregator). */
import type {
  APIService,
  CertificateSigningRequest,
  ClusterRoleBinding,
  FlowSchema,
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
  MutatingWebhookConfiguration,
  PriorityLevelConfiguration,
  RoleBinding,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  ValidatingWebhookConfiguration,
} from "../generated/types.ts";
import { humanDuration } from "./human-duration.ts";
import {
  ageColumn,
  ageOf,
  type Cell,
  column,
  nameColumn,
  nameOf,
  printer,
  type Printer,
  wide,
} from "./printer.ts";
import { selectorDump } from "./selector-text.ts";
import { durationMs } from "../time.ts";

function subjectCells(binding: RoleBinding | ClusterRoleBinding): readonly Cell[] {
  const subjects = binding.subjects ?? [];
  const named = (kind: string): string =>
    subjects
      .filter((subject) => subject.kind === kind)
      .map(({ namespace, name }) =>
        kind === "ServiceAccount" && namespace ? `${namespace}/${name}` : name,
      )
      .join(", ");
  return [named("User"), named("Group"), named("ServiceAccount")];
}

function requestStatus(request: CertificateSigningRequest): string {
  const has = (type: string): boolean =>
    request.status?.conditions?.some((each) => each.type === type) ?? false;
  const decision = has("Approved") ? "Approved" : "Pending";
  const failed = has("Failed") ? ",Failed" : "";
  const issued = request.status?.certificate ? ",Issued" : "";
  return `${has("Denied") ? "Denied" : decision}${failed}${issued}`;
}

function availability(service: APIService): string {
  const available = service.status?.conditions?.find((each) => each.type === "Available");
  if (available === undefined) return "Unknown";
  if (available.status === "True") return "True";
  return `${available.status} (${available.reason ?? ""})`;
}

function paramKindText(
  kind: { readonly apiVersion?: string; readonly kind?: string } | undefined,
): string {
  return kind === undefined ? "<unset>" : `${kind.apiVersion ?? ""}/${kind.kind ?? ""}`;
}

function paramRefText(
  binding: ValidatingAdmissionPolicyBinding | MutatingAdmissionPolicyBinding,
): string {
  const param = binding.spec?.paramRef;
  // Whether params have namespaces cannot be told from here: a bare name may be in any.
  if (param?.name) return `${param.namespace || "*"}/${param.name}`;
  return param?.selector === undefined ? "<unset>" : selectorDump(param.selector);
}

function levelCells({ spec }: PriorityLevelConfiguration): readonly Cell[] {
  const limited = spec?.limited;
  const queuing = limited?.limitResponse?.queuing;
  return [
    limited?.nominalConcurrencyShares ?? "<none>",
    queuing ? (queuing.queues ?? 0) : "<none>",
    queuing ? (queuing.handSize ?? 0) : "<none>",
    queuing ? (queuing.queueLengthLimit ?? 0) : "<none>",
  ];
}

const webhooksColumn = column(
  "Webhooks",
  "Webhooks indicates the number of webhooks registered in this configuration",
  "integer",
);
const bindingColumns = [
  nameColumn,
  column("PolicyName", "The policy that is bound."),
  column("ParamRef", "The object that holds the policy's parameters."),
  ageColumn,
];

export const accessPrinters: readonly Printer[] = [
  printer<RoleBinding | ClusterRoleBinding>({
    kinds: [
      "rbac.authorization.k8s.io/RoleBinding",
      "rbac.authorization.k8s.io/ClusterRoleBinding",
    ],
    columns: [
      nameColumn,
      column("Role", "The role that is given."),
      ageColumn,
      wide("Users", "Users who are given the role."),
      wide("Groups", "Groups that are given the role."),
      wide("ServiceAccounts", "Service accounts that are given the role."),
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      `${object.roleRef?.kind ?? ""}/${object.roleRef?.name ?? ""}`,
      ageOf(object, nowMs),
      ...subjectCells(object),
    ],
  }),
  printer<CertificateSigningRequest>({
    kinds: ["certificates.k8s.io/CertificateSigningRequest"],
    columns: [
      nameColumn,
      ageColumn,
      column("SignerName", "Who is asked to sign."),
      column("Requestor", "Who asks."),
      column("RequestedDuration", "How long the certificate is to be valid."),
      column("Condition", "What has become of the request."),
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      ageOf(object, nowMs),
      object.spec?.signerName || "<none>",
      object.spec?.username ?? "",
      object.spec?.expirationSeconds === undefined
        ? "<none>"
        : humanDuration(durationMs(object.spec.expirationSeconds)),
      requestStatus(object),
    ],
  }),
  printer<APIService>({
    kinds: ["apiregistration.k8s.io/APIService"],
    columns: [
      nameColumn,
      column("Service", "The service that answers for the group version."),
      column("Available", "Whether this service is available."),
      ageColumn,
    ],
    cells(object, nowMs) {
      const service = object.spec?.service;
      return [
        nameOf(object),
        service === undefined ? "Local" : `${service.namespace ?? ""}/${service.name ?? ""}`,
        availability(object),
        ageOf(object, nowMs),
      ];
    },
  }),
  printer<MutatingWebhookConfiguration | ValidatingWebhookConfiguration>({
    kinds: [
      "admissionregistration.k8s.io/MutatingWebhookConfiguration",
      "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
    ],
    columns: [nameColumn, webhooksColumn, ageColumn],
    cells: (object, nowMs) => [nameOf(object), object.webhooks?.length ?? 0, ageOf(object, nowMs)],
  }),
  printer<ValidatingAdmissionPolicy>({
    kinds: ["admissionregistration.k8s.io/ValidatingAdmissionPolicy"],
    columns: [
      nameColumn,
      column("Validations", "Number of validation rules.", "integer"),
      column("ParamKind", "Kind of the objects that hold parameters."),
      ageColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.validations?.length ?? 0,
      paramKindText(object.spec?.paramKind),
      ageOf(object, nowMs),
    ],
  }),
  printer<MutatingAdmissionPolicy>({
    kinds: ["admissionregistration.k8s.io/MutatingAdmissionPolicy"],
    columns: [
      nameColumn,
      column("Mutations", "Number of mutation rules.", "integer"),
      column("ParamKind", "Kind of the objects that hold parameters."),
      ageColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.mutations?.length ?? 0,
      paramKindText(object.spec?.paramKind),
      ageOf(object, nowMs),
    ],
  }),
  printer<ValidatingAdmissionPolicyBinding | MutatingAdmissionPolicyBinding>({
    kinds: [
      "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
      "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding",
    ],
    columns: bindingColumns,
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.policyName ?? "",
      paramRefText(object),
      ageOf(object, nowMs),
    ],
  }),
  printer<FlowSchema>({
    kinds: ["flowcontrol.apiserver.k8s.io/FlowSchema"],
    columns: [
      nameColumn,
      column("PriorityLevel", "The priority level that requests go to."),
      column("MatchingPrecedence", "Which schema is tried first: the lowest."),
      column("DistinguisherMethod", "How the flows of one schema are told apart."),
      ageColumn,
      column("MissingPL", "True when there is no such priority level."),
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.priorityLevelConfiguration?.name ?? "",
      object.spec?.matchingPrecedence ?? 0,
      object.spec?.distinguisherMethod?.type ?? "<none>",
      ageOf(object, nowMs),
      object.status?.conditions?.find((each) => each.type === "Dangling")?.status ?? "?",
    ],
  }),
  printer<PriorityLevelConfiguration>({
    kinds: ["flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration"],
    columns: [
      nameColumn,
      column("Type", "Whether the level is limited."),
      column("NominalConcurrencyShares", "The level's share of the server."),
      column("Queues", "Number of queues."),
      column("HandSize", "Number of queues that one flow may use."),
      column("QueueLengthLimit", "Number of requests that one queue holds."),
      ageColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.type ?? "",
      ...levelCells(object),
      ageOf(object, nowMs),
    ],
  }),
];
