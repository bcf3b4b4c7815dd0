/** Volumes and claims as short words, and what the volume controllers make of them: for the tests of one look at each. */
import type { PersistentVolume, PersistentVolumeClaim } from "../../../src/api/generated/types.ts";
import type { KubeObject, Stored } from "../../../src/api/object.ts";
import type { Plan } from "../../../src/loop/plan.ts";

export type Volume = Stored<PersistentVolume>;
export type Claim = Stored<PersistentVolumeClaim>;

export const ours = "pv.kubernetes.io/bound-by-controller";
export const complete = "pv.kubernetes.io/bind-completed";
export const nowMs = Date.UTC(2026, 0, 1);

interface VolumeParts {
  /** `name` or `name/uid` of the claim that it names. */
  readonly of?: string;
  readonly phase?: string;
  readonly marks?: readonly string[];
  readonly spec?: object;
  readonly labels?: object;
  readonly going?: boolean;
}

export function volume(name: string, storage: string, parts: VolumeParts = {}): Volume {
  const [claimName, uid] = (parts.of ?? "").split("/");
  const claimRef = { namespace: "default", name: claimName, ...(uid ? { uid } : {}) };
  const marks = (parts.marks ?? []).map((mark) => [mark, "yes"] as const);
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: {
      name,
      uid: `uid-of-${name}`,
      resourceVersion: "1",
      creationTimestamp: "2025-12-31T00:00:00Z",
      annotations: Object.fromEntries(marks),
      labels: parts.labels ?? {},
      ...(parts.going ? { deletionTimestamp: "2025-12-31T00:00:00Z" } : {}),
    },
    spec: {
      capacity: { storage },
      accessModes: ["ReadWriteOnce"],
      persistentVolumeReclaimPolicy: "Retain",
      ...(parts.of === undefined ? {} : { claimRef }),
      ...parts.spec,
    },
    status: { phase: parts.phase ?? "Available" },
  } as unknown as Volume;
}

interface ClaimParts {
  readonly volumeName?: string;
  readonly phase?: string;
  readonly marks?: readonly string[];
  readonly spec?: object;
  readonly uid?: string;
}

export function claim(storage: string, parts: ClaimParts = {}): Claim {
  const marks = (parts.marks ?? []).map((mark) => [mark, "yes"] as const);
  const { volumeName, phase = "Pending" } = parts;
  const known = { accessModes: ["ReadWriteOnce"], capacity: { storage } };
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      namespace: "default",
      name: "c",
      uid: parts.uid ?? "u",
      resourceVersion: "1",
      creationTimestamp: "2025-12-31T00:00:00Z",
      annotations: Object.fromEntries(marks),
    },
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage } },
      ...(volumeName === undefined ? {} : { volumeName }),
      ...parts.spec,
    },
    status: { phase, ...(phase === "Bound" ? known : {}) },
  } as unknown as Claim;
}

/** The objects after the plan's writes, and its events, as short texts. */
export function outcome(plan: Plan, before: readonly Stored<KubeObject>[]) {
  const objects = new Map(before.map((each) => [each.metadata.name, each]));
  const events: string[] = [];
  for (const action of plan.actions) {
    if ("announce" in action && action.announce) {
      events.push(`${action.announce.type ?? "Normal"} ${action.announce.reason}`);
    }
    if (action.verb === "delete") objects.delete(action.object.metadata.name);
    if (action.verb !== "update") continue;
    const { name } = action.object.metadata;
    const current = objects.get(name) as Volume | Claim;
    const written = action.object as Volume | Claim;
    const next =
      action.subresource === "status"
        ? { ...current, status: written.status }
        : { ...written, status: current.status };
    objects.set(name, next);
  }
  const texts = [...objects.values()].map((each) =>
    each.kind === "PersistentVolume" ? volumeText(each as Volume) : claimText(each as Claim),
  );
  return { texts, events };
}

function marksText({ metadata }: Stored<KubeObject>): string[] {
  return [
    ...(metadata.annotations?.[ours] ? ["ours"] : []),
    ...(metadata.annotations?.[complete] ? ["complete"] : []),
  ];
}

/** `name phase claim/uid marks` */
function volumeText(each: Volume): string {
  const { claimRef } = each.spec ?? {};
  const of = claimRef ? [`${claimRef.name}${claimRef.uid ? `/${claimRef.uid}` : ""}`] : [];
  return [each.metadata.name, each.status?.phase, ...of, ...marksText(each)].join(" ");
}

/** `claim phase volume capacity marks` */
function claimText(each: Claim): string {
  const { spec, status } = each;
  const capacity = status?.capacity?.["storage"];
  const parts = [spec?.volumeName, capacity].filter((part) => part !== undefined);
  return ["claim", status?.phase, ...parts, ...marksText(each)].join(" ");
}
