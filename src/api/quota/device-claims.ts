/**
 * What claims of devices use of a quota: themselves, so many devices of each class at the worst, and the extended resources that these
 * classes stand for (pkg/quota/v1/evaluator/core/resource_claims.go, with DRAExtendedResource).
 */
import type {
  DeviceClass,
  ExactDeviceRequest,
  Pod,
  ResourceV1ResourceClaim,
} from "../generated/types.ts";
import type { Quantity } from "../quantity.ts";
import { parseTime } from "../time.ts";
import { one, type Amounts } from "./amounts.ts";
import type { Evaluator } from "./evaluator.ts";
import { isExtendedRequest, podEvaluator } from "./pod-evaluator.ts";

type Claim = ResourceV1ResourceClaim;
type Request = Pick<ExactDeviceRequest, "allocationMode" | "count" | "deviceClassName">;

/** What there is beside a claim. */
export interface DeviceSources {
  readonly classes: readonly DeviceClass[];
  /** Of the namespace, or of more. */
  readonly pods: readonly Pod[];
  readonly claims: readonly Claim[];
}

const none: DeviceSources = { classes: [], pods: [], claims: [] };
const countName = "count/resourceclaims.resource.k8s.io";
const devicesSuffix = ".deviceclass.resource.k8s.io/devices";
const requestsPrefix = "requests.";
const implicitPrefix = "requests.deviceclass.resource.kubernetes.io/";
/** As many as an allocation may have: what "all" of them may come to. */
const devicesMax = 32;

/** `sources`: asked for when they are needed. */
export function deviceClaimEvaluator(sources: () => DeviceSources = () => none): Evaluator {
  return {
    usage: (object, nowMs) => usageOf(object as Claim, sources, nowMs),
    limits(name) {
      if (name === countName || name.endsWith(devicesSuffix)) return true;
      if (!isExtendedRequest(name)) return false;
      const { classes } = sources();
      if (name.startsWith(implicitPrefix)) {
        const className = name.slice(implicitPrefix.length);
        if (classes.some((each) => each.metadata.name === className && extendedOf(each)))
          return true;
      }
      const extended = name.slice(requestsPrefix.length);
      return classes.some((each) => extendedOf(each) === extended);
    },
    matchesScope: () => false,
    onUpdate: "object",
  };
}

function usageOf(claim: Claim, sources: () => DeviceSources, nowMs: number): Amounts {
  const devices = new Map<string, number>();
  for (const { exactly, firstAvailable = [] } of claim.spec?.devices?.requests ?? []) {
    // Of several ways the one that takes most of a class counts for it.
    const most = new Map<string, number>();
    const ways: readonly Request[] =
      firstAvailable.length > 0 ? firstAvailable : exactly ? [exactly] : [];
    for (const way of ways) {
      const { deviceClassName } = way;
      most.set(deviceClassName, Math.max(most.get(deviceClassName) ?? 0, countOf(way)));
    }
    for (const [name, count] of most) devices.set(name, (devices.get(name) ?? 0) + count);
  }
  const amounts = new Map<string, Quantity>([[countName, one]]);
  for (const [name, count] of devices) amounts.set(`${name}${devicesSuffix}`, times(BigInt(count)));
  const { classes } = devices.size > 0 ? sources() : none;
  const charged = devices.size > 0 ? chargedToPod(claim, sources, nowMs) : undefined;
  for (const [className, count] of devices) {
    const known = classes.find(({ metadata }) => metadata.name === className);
    const extended = known && extendedOf(known);
    const names = [
      `${implicitPrefix}${className}`,
      ...(extended ? [`${requestsPrefix}${extended}`] : []),
    ];
    for (const name of names) {
      const rest = times(BigInt(count)).nanos - (charged?.get(name)?.nanos ?? 0n);
      if (rest > 0n) amounts.set(name, { ...one, nanos: rest });
    }
  }
  return amounts;
}

function countOf({ allocationMode, count }: Request): number {
  if (allocationMode === "All") return devicesMax;
  return allocationMode === "ExactCount" ? Number(count ?? 0) : 0;
}

function times(count: bigint): Quantity {
  return { ...one, nanos: one.nanos * count };
}

function extendedOf({ spec }: DeviceClass): string | undefined {
  return spec.extendedResourceName || undefined;
}

/** What a Pod has been charged already that the claim was made for, as the Pod asks for these resources by their names. */
function chargedToPod(
  claim: Claim,
  sources: () => DeviceSources,
  nowMs: number,
): Amounts | undefined {
  const owner = podOwnerOf(claim);
  if (!owner) return undefined;
  const { namespace, name } = claim.metadata;
  const { pods, claims } = sources();
  const pod = pods.find(
    ({ metadata }) => metadata.namespace === namespace && metadata.name === owner.name,
  );
  if (!pod || pod.metadata.uid !== owner.uid) return undefined;
  const own = pod.status?.extendedResourceClaimStatus?.resourceClaimName;
  if (own !== undefined && own !== name) return undefined;
  if (own === undefined && claims.some((other) => comesBefore(other, claim, owner.uid)))
    return undefined;
  return podEvaluator.usage(pod, nowMs);
}

/** The Pod that controls a claim for extended resources. */
function podOwnerOf({
  metadata,
}: Claim): { readonly name: string; readonly uid: string } | undefined {
  if (metadata.annotations?.["resource.kubernetes.io/extended-resource-claim"] !== "true")
    return undefined;
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  return owner?.kind === "Pod" && owner.apiVersion === "v1" ? owner : undefined;
}

function comesBefore(other: Claim, claim: Claim, uid: string): boolean {
  if (other.metadata.namespace !== claim.metadata.namespace) return false;
  if (podOwnerOf(other)?.uid !== uid) return false;
  const [a, b] = [other, claim].map(({ metadata }) => parseTime(metadata.creationTimestamp) ?? 0);
  if (a !== b) return (a ?? 0) < (b ?? 0);
  return (other.metadata.name ?? "") < (claim.metadata.name ?? "");
}
