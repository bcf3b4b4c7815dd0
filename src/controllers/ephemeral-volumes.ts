/** Makes the claims of generic ephemeral volumes, owned by their Pods (KEP-1698). Source: pkg/controller/volume/ephemeral. */
import type { PersistentVolumeClaim, Pod, Volume } from "../api/generated/types.ts";
import { PERSISTENT_VOLUME_CLAIMS, PODS } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { ownKey, watch, type Controller } from "../loop/controller.ts";
import { plan, type Action } from "../loop/plan.ts";
import { claimsOf } from "./storage-protection.ts";

export interface EphemeralView {
  readonly pod: Stored<Pod>;
  /** Of those that the Pod's ephemeral volumes are to have, the ones that there are. */
  readonly claims: readonly Stored<PersistentVolumeClaim>[];
}

export const ephemeralVolumeController: Controller<EphemeralView> = {
  name: "ephemeral_volume",
  serviceAccount: "ephemeral-volume-controller",
  watches: [
    watch(
      PODS,
      (change) => (change.after?.spec?.volumes?.some(isEphemeral) ? ownKey(change) : []),
      {
        claims: claimsOf,
      },
    ),
    // Only a claim that is gone may have to be made again.
    watch(PERSISTENT_VOLUME_CLAIMS, ({ before, after }, listers) => {
      if (after !== undefined || before === undefined) return [];
      const key = `${before.metadata.namespace ?? ""}/${before.metadata.name}`;
      return listers
        .of(PODS)
        .byIndex("claims", key)
        .map(({ metadata }) => `${metadata.namespace ?? ""}/${metadata.name}`);
    }),
  ],
  view(listers, key) {
    const pod = listers.of(PODS).get(key);
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return undefined;
    const claims = (pod.spec?.volumes ?? [])
      .filter(isEphemeral)
      .map((volume) => `${pod.metadata.namespace ?? ""}/${claimName(pod, volume)}`)
      .flatMap((claim) => listers.of(PERSISTENT_VOLUME_CLAIMS).get(claim) ?? []);
    return { pod, claims };
  },
  reconcile({ pod, claims }) {
    const actions: Action[] = [];
    for (const volume of (pod.spec?.volumes ?? []).filter(isEphemeral)) {
      const name = claimName(pod, volume);
      const claim = claims.find(({ metadata }) => metadata.name === name);
      if (claim === undefined) actions.push(create(pod, volume));
      else if (!isOwned(claim, pod)) actions.push(foreign(pod, volume));
    }
    return plan(actions);
  },
};

function isEphemeral({ ephemeral }: Volume): boolean {
  return ephemeral !== undefined;
}

function claimName(pod: Stored<Pod>, volume: Volume): string {
  return `${pod.metadata.name}-${volume.name}`;
}

function isOwned({ metadata }: Stored<PersistentVolumeClaim>, pod: Stored<Pod>): boolean {
  return (metadata.ownerReferences ?? []).some(
    ({ controller, uid }) => controller === true && uid === pod.metadata.uid,
  );
}

function create(pod: Stored<Pod>, volume: Volume): Action {
  const { metadata, spec } = volume.ephemeral?.volumeClaimTemplate ?? {};
  const { labels, annotations } = metadata ?? {};
  const name = claimName(pod, volume);
  const owner = {
    apiVersion: "v1",
    kind: "Pod",
    name: pod.metadata.name,
    uid: pod.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  const object: PersistentVolumeClaim = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name,
      namespace: pod.metadata.namespace ?? "",
      ownerReferences: [owner],
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
    },
    ...(spec ? { spec } : {}),
  };
  return { verb: "create", resource: PERSISTENT_VOLUME_CLAIMS, object };
}

function foreign(pod: Stored<Pod>, volume: Volume): Action {
  const { namespace = "", name } = pod.metadata;
  const message = `ephemeral volume ${volume.name}: PVC ${namespace}/${claimName(pod, volume)} was not created for pod ${namespace}/${name} (pod is not owner)`;
  return {
    verb: "event",
    announce: { regarding: pod, type: "Warning", reason: "FailedBinding", message },
  };
}
