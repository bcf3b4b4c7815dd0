/**
 * Makes the claims of devices that Pods have by a template, tells Pods which they are, and gives back what nobody uses any more.
 * Source: pkg/controller/resourceclaim. Who allocates devices is not here.
 */
import type {
  PodResourceClaim,
  PodResourceClaimStatus,
  Pod,
  ResourceClaimConsumerReference,
  ResourceClaimTemplate,
  ResourceV1ResourceClaim,
} from "../api/generated/types.ts";
import { PODS, RESOURCE_CLAIM_TEMPLATES, RESOURCE_CLAIMS } from "../api/kinds.ts";
import { objectKey, type Stored } from "../api/object.ts";
import { statesOf, watch, type Controller, type Listers } from "../loop/controller.ts";
import type { NewObject } from "../loop/client.ts";
import { plan, updateStatus, type Action, type Plan } from "../loop/plan.ts";
import { byName, controllerOf, controllerReference } from "./ownership.ts";
import { isFinished } from "./pod-state.ts";

type Claim = Stored<ResourceV1ResourceClaim>;

interface PodView {
  readonly pod: Stored<Pod>;
  /** Those that were made for it. */
  readonly claims: readonly Claim[];
  /** Those that it names, as far as there are any. */
  readonly templates: readonly Stored<ResourceClaimTemplate>[];
}

interface ClaimView {
  readonly claim: Claim;
  /** The UIDs of the Pods that have it reserved, exist and have not ended. */
  readonly users: readonly string[];
  /** The Pod that it was made for has ended. */
  readonly isOver: boolean;
}

export type ResourceClaimView = PodView | ClaimView;

const podClaimAnnotation = "resource.kubernetes.io/pod-claim-name";
const finalizer = "resource.kubernetes.io/delete-protection";
const reason = "FailedResourceClaimCreation";
/** Names that the API completes may be so long before. */
const generateNameMax = 57;

/** Marks the keys of claims; a Pod's key has no blank in it. */
const claimPrefix = "claim ";
const claimKey = (claim: Claim): string => `${claimPrefix}${objectKey(claim)}`;

const isReservation = ({ apiGroup = "", resource }: ResourceClaimConsumerReference): boolean =>
  apiGroup === "" && resource === "pods";

const reservationsOf = ({ status }: ResourceV1ResourceClaim): readonly string[] =>
  (status?.reservedFor ?? []).filter(isReservation).map(({ uid }) => uid);

const templatesOf = ({ metadata, spec }: Pod): readonly string[] =>
  (spec?.resourceClaims ?? []).flatMap(({ resourceClaimTemplateName: name }) =>
    name === undefined ? [] : [`${metadata.namespace ?? ""}/${name}`],
  );

export const resourceClaimController: Controller<ResourceClaimView> = {
  name: "resourceclaim-controller",
  component: "resource_claim",
  serviceAccount: "resource-claim-controller",
  watches: [
    watch(
      PODS,
      (change, listers) => {
        const [pod] = statesOf(change);
        if (!pod || (pod.spec?.resourceClaims ?? []).length === 0) return [];
        const ended = change.after === undefined || isFinished(change.after);
        const claims = ended ? claimsOf(pod, listers).map(claimKey) : [];
        return [objectKey(pod), ...claims];
      },
      { byClaimTemplate: templatesOf },
    ),
    watch(
      RESOURCE_CLAIMS,
      (change, listers) => {
        const owner = statesOf(change).map((claim) => podOf(claim, listers));
        const own = change.after ? [claimKey(change.after)] : [];
        return [...own, ...owner.flatMap((pod) => (pod ? [objectKey(pod)] : []))];
      },
      { byReservation: reservationsOf },
    ),
    watch(RESOURCE_CLAIM_TEMPLATES, ({ before, after }, listers) => {
      if (before !== undefined || after === undefined) return [];
      return listers.of(PODS).byIndex("byClaimTemplate", objectKey(after)).map(objectKey);
    }),
  ],
  view(listers, key) {
    if (key.startsWith(claimPrefix)) {
      const claim = listers.of(RESOURCE_CLAIMS).get(key.slice(claimPrefix.length));
      if (claim === undefined) return undefined;
      const users = reservationsOf(claim).filter((uid) => {
        const pod = listers.of(PODS).byUid(uid);
        return pod !== undefined && !isFinished(pod);
      });
      const pod = podOf(claim, listers);
      return { claim, users, isOver: pod !== undefined && isFinished(pod) };
    }
    const pod = listers.of(PODS).get(key);
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return undefined;
    if (isFinished(pod)) return undefined;
    const { uid } = pod.metadata;
    const claims = listers
      .of(RESOURCE_CLAIMS)
      .ownedBy(uid)
      .filter(({ metadata }) => controllerOf(metadata)?.uid === uid);
    const templates = [...new Set(templatesOf(pod))].flatMap(
      (name) => listers.of(RESOURCE_CLAIM_TEMPLATES).get(name) ?? [],
    );
    return { pod, claims: claims.toSorted(byName), templates };
  },
  reconcile: (view) => ("pod" in view ? planPod(view) : planClaim(view)),
};

/** Of a Pod: those made for it, and those reserved for it. */
function claimsOf({ metadata: { uid } }: Stored<Pod>, listers: Listers): readonly Claim[] {
  const claims = listers.of(RESOURCE_CLAIMS);
  return [...claims.ownedBy(uid), ...claims.byIndex("byReservation", uid)];
}

/** The Pod that a claim was made for. */
function podOf({ metadata }: Claim, listers: Listers): Stored<Pod> | undefined {
  const owner = controllerOf(metadata);
  return owner?.kind === "Pod" ? listers.of(PODS).byUid(owner.uid) : undefined;
}

function planPod({ pod, claims, templates }: PodView): Plan {
  const known = pod.status?.resourceClaimStatuses ?? [];
  const actions: Action[] = [];
  const found: PodResourceClaimStatus[] = [];
  for (const podClaim of pod.spec?.resourceClaims ?? []) {
    const { name, resourceClaimTemplateName: templateName } = podClaim;
    if (templateName === undefined || known.some((status) => status.name === name)) continue;
    const claim = claims.find(
      ({ metadata }) => metadata.annotations?.[podClaimAnnotation] === name,
    );
    const template = templates.find(({ metadata }) => metadata.name === templateName);
    if (claim) found.push({ name, resourceClaimName: claim.metadata.name });
    else if (template) actions.push(create(pod, podClaim, template));
    else actions.push(missing(pod, podClaim));
  }
  if (found.length === 0) return plan(actions);
  const resourceClaimStatuses = [...known, ...found].map((status) => ({ ...status }));
  const patch = { status: { resourceClaimStatuses } };
  const what = { verb: "patch", resource: PODS, object: pod, type: "merge" } as const;
  actions.push({ ...what, subresource: "status", patch });
  return plan(actions);
}

function create(
  pod: Stored<Pod>,
  { name }: PodResourceClaim,
  template: Stored<ResourceClaimTemplate>,
): Action {
  const { metadata: { labels, annotations } = {}, spec } = template.spec;
  const object: NewObject<ResourceV1ResourceClaim> = {
    apiVersion: "resource.k8s.io/v1",
    kind: "ResourceClaim",
    metadata: {
      generateName: baseName(pod.metadata.name, name),
      namespace: pod.metadata.namespace ?? "",
      ownerReferences: [controllerReference(PODS, pod)],
      annotations: { ...annotations, [podClaimAnnotation]: name },
      ...(labels ? { labels } : {}),
    },
    spec,
  };
  const failure = { reason, message: `PodResourceClaim ${name}: {error}` };
  const announce = { regarding: pod, reason, message: "", isSilent: true, failure } as const;
  return { verb: "create", resource: RESOURCE_CLAIMS, object, announce };
}

/** `pod-claim-`; of names that are too long together each keeps its share. */
function baseName(pod: string, claim: string): string {
  const whole = `${pod}-${claim}-`;
  if (whole.length <= generateNameMax) return whole;
  const half = Math.floor((generateNameMax - 1) / 2);
  const podLength = Math.max(half, generateNameMax - 2 - claim.length);
  const shortPod = pod.slice(0, podLength);
  return `${shortPod}-${claim.slice(0, generateNameMax - 2 - shortPod.length)}-`;
}

function missing(pod: Stored<Pod>, { name, resourceClaimTemplateName }: PodResourceClaim): Action {
  const template = resourceClaimTemplateName ?? "";
  const message = `PodResourceClaim ${name}: resource claim template ${JSON.stringify(template)}: resourceclaimtemplate.resource.k8s.io ${JSON.stringify(template)} not found`;
  return { verb: "event", announce: { regarding: pod, type: "Warning", reason, message } };
}

function planClaim({ claim, users, isOver }: ClaimView): Plan {
  const { metadata, status = {} } = claim;
  const reservedFor = (status.reservedFor ?? []).filter(
    (reference) => !isReservation(reference) || users.includes(reference.uid),
  );
  const { allocation, reservedFor: before = [], ...rest } = status;
  const isFree = reservedFor.length === 0;
  const shrinks = reservedFor.length < before.length;
  const isHeld = metadata.finalizers?.includes(finalizer) === true;
  // A claim that was never reserved is its allocator's, until somebody deletes it.
  const frees = isFree && isHeld && (shrinks || metadata.deletionTimestamp !== undefined);
  const actions: Action[] = [];
  if (shrinks || (frees && allocation !== undefined)) {
    const kept = frees || allocation === undefined ? {} : { allocation };
    const reserved = isFree ? {} : { reservedFor };
    actions.push(updateStatus(RESOURCE_CLAIMS, claim, { ...rest, ...kept, ...reserved }));
  }
  if (frees) {
    const finalizers = (metadata.finalizers ?? []).filter((name) => name !== finalizer);
    const object: Claim = { ...claim, metadata: { ...metadata, finalizers } };
    actions.push({ verb: "update", resource: RESOURCE_CLAIMS, object });
  }
  if (isFree && isOver && metadata.deletionTimestamp === undefined)
    actions.push({ verb: "delete", resource: RESOURCE_CLAIMS, object: claim });
  return plan(actions);
}
