/**
 * Binds claims: to the volume that they name or that names them, to the smallest free one that will do, or asks for one to be
 * made. After pkg/controller/volume/persistentvolume/pv_controller.go: syncUnboundClaim, syncBoundClaim.
 */
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from "../../api/generated/types.ts";
import {
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  PODS,
  STORAGE_CLASSES,
} from "../../api/kinds.ts";
import { objectKey, type Stored } from "../../api/object.ts";
import {
  lookUp,
  ownKey,
  statesOf,
  watch,
  type Controller,
  type Listers,
} from "../../loop/controller.ts";
import { plan, type Action, type Announcement } from "../../loop/plan.ts";
import { claimsOf } from "../storage-protection.ts";
import { annotation, classNameOf, hasAnnotation, namesClass } from "./annotations.ts";
import { bind, claimStatus } from "./binding.ts";
import { claimKeyOf, findVolume, hasSameMode, isPromisedTo, mismatch } from "./matching.ts";

export interface ClaimView {
  readonly claim: Stored<PersistentVolumeClaim>;
  /** The one that the claim names. */
  readonly volume: Stored<PersistentVolume> | undefined;
  /** For a claim that names none: those of its class, and those that name it. */
  readonly volumes: readonly Stored<PersistentVolume>[];
  readonly storageClass: Stored<StorageClass> | undefined;
  /** For a claim without a class: the classes that could become its own. */
  readonly defaults: readonly Stored<StorageClass>[];
  /** Pods that use the claim and are on no node yet. */
  readonly waiting: readonly string[];
}

/** Claims that could be bound to a volume that nobody asked for by name, by class. */
const openClaims = "persistentvolumes/openClaims";
const byVolumeName = "persistentvolumes/byVolumeName";
const byClass = "persistentvolumes/byClass";
const byClaim = "persistentvolumes/byClaim";

export const claimController: Controller<ClaimView> = {
  name: "persistentvolume-controller",
  serviceAccount: "persistent-volume-binder",
  watches: [
    watch(PERSISTENT_VOLUME_CLAIMS, ownKey, {
      [openClaims]: (claim) => (isOpen(claim) ? [classNameOf(claim)] : []),
      [byVolumeName]: ({ spec }) => (spec?.volumeName ? [spec.volumeName] : []),
    }),
    watch(PERSISTENT_VOLUMES, ({ before, after }, listers) => claimsAbout(listers, before, after), {
      [byClass]: (volume) => [classNameOf(volume)],
      [byClaim]: (volume) => claimKeyOf(volume),
    }),
    watch(STORAGE_CLASSES, (change, listers) => {
      const claims = listers.of(PERSISTENT_VOLUME_CLAIMS);
      const names = statesOf(change).map(({ metadata }) => metadata.name);
      const isDefault = change.after !== undefined && isDefaultClass(change.after);
      return [...new Set(isDefault ? [...names, ""] : names)].flatMap((name) =>
        claims.byIndex(openClaims, name).map(objectKey),
      );
    }),
    lookUp(PODS, { claims: claimsOf }),
  ],
  view: viewOf,
  reconcile(view, nowMs) {
    const { claim } = view;
    if (hasAnnotation(claim, annotation.bindCompleted)) return plan(keepBound(view, nowMs));
    return plan(claim.spec?.volumeName ? bindNamed(view, nowMs) : bindAny(view, nowMs));
  },
};

function isOpen(claim: PersistentVolumeClaim): boolean {
  return !claim.spec?.volumeName && !hasAnnotation(claim, annotation.bindCompleted);
}

function isDefaultClass({ metadata }: StorageClass): boolean {
  return metadata.annotations?.[annotation.defaultClass] === "true";
}

/** The claims that a change of a volume is about; all of its class when it has come to be free. */
function* claimsAbout(
  listers: Listers,
  before: Stored<PersistentVolume> | undefined,
  after: Stored<PersistentVolume> | undefined,
): Iterable<string> {
  const claims = listers.of(PERSISTENT_VOLUME_CLAIMS);
  for (const volume of [after, before]) {
    if (volume === undefined) continue;
    yield* claimKeyOf(volume);
    yield* claims.byIndex(byVolumeName, volume.metadata.name).map(objectKey);
  }
  if (after?.status?.phase !== "Available" || after.spec?.claimRef !== undefined) return;
  yield* claims.byIndex(openClaims, classNameOf(after)).map(objectKey);
}

function viewOf(listers: Listers, key: string): ClaimView | undefined {
  const claim = listers.of(PERSISTENT_VOLUME_CLAIMS).get(key);
  if (claim === undefined) return undefined;
  const volumes = listers.of(PERSISTENT_VOLUMES);
  const classes = listers.of(STORAGE_CLASSES);
  const open = isOpen(claim);
  const about = open
    ? [...volumes.byIndex(byClaim, key), ...volumes.byIndex(byClass, classNameOf(claim))]
    : [];
  const pods: readonly Stored<Pod>[] = open ? listers.of(PODS).byIndex("claims", key) : [];
  return {
    claim,
    volume: volumes.get(claim.spec?.volumeName ?? ""),
    volumes: [...new Set(about)],
    storageClass: classes.get(classNameOf(claim)),
    defaults: open && !namesClass(claim) ? classes.all().filter(isDefaultClass) : [],
    waiting: pods
      .filter(({ spec, status }) => !spec?.nodeName && !isOver(status?.phase))
      .map(({ metadata }) => metadata.name)
      .sort(),
  };
}

function isOver(phase: string | undefined): boolean {
  return phase === "Succeeded" || phase === "Failed";
}

function tell(
  claim: Stored<PersistentVolumeClaim>,
  what: { readonly type?: "Warning"; readonly reason: string; readonly message: string },
): Action {
  return { verb: "event", announce: { regarding: claim, ...what } };
}

function bindAny(view: ClaimView, nowMs: number): readonly Action[] {
  const { claim, storageClass } = view;
  const late = storageClass?.volumeBindingMode === "WaitForFirstConsumer";
  const volume = findVolume(claim, view.volumes, late);
  if (volume !== undefined) return bind({ volume, claim }, nowMs);
  const assigned = defaultClassOf(view);
  if (assigned !== undefined) return [withClass(claim, assigned)];
  // The same words go to the volume; see volumes.ts.
  const unfit = view.volumes.find((each) => isPromisedTo(each, claim) && !hasSameMode(each, claim));
  const message = `Cannot bind PersistentVolume "${unfit?.metadata.name}" to requested PersistentVolumeClaim due to incompatible volumeMode.`;
  const refusals = unfit
    ? [tell(claim, { type: "Warning", reason: "VolumeMismatch", message })]
    : [];
  if (late && !hasAnnotation(claim, annotation.selectedNode)) {
    return [...refusals, tell(claim, whyLate(view)), ...claimStatus(claim, "Pending")];
  }
  if (classNameOf(claim) !== "") return [...refusals, ...askForVolume(view)];
  const none = "no persistent volumes available for this claim and no storage class is set";
  return [
    ...refusals,
    tell(claim, { reason: "FailedBinding", message: none }),
    ...claimStatus(claim, "Pending"),
  ];
}

/** Of several defaults the newest counts, then the first by name (pkg/volume/util: GetDefaultClass). */
function defaultClassOf({ claim, defaults }: ClaimView): string | undefined {
  if (namesClass(claim)) return undefined;
  const born = ({ metadata }: Stored<StorageClass>) => metadata.creationTimestamp;
  return defaults.toSorted((a, b) => {
    if (born(a) !== born(b)) return born(a) > born(b) ? -1 : 1;
    return a.metadata.name < b.metadata.name ? -1 : 1;
  })[0]?.metadata.name;
}

function withClass(claim: Stored<PersistentVolumeClaim>, storageClassName: string): Action {
  const object = { ...claim, spec: { ...claim.spec, storageClassName } };
  return { verb: "update", resource: PERSISTENT_VOLUME_CLAIMS, object };
}

function whyLate({ waiting }: ClaimView): { reason: string; message: string } {
  if (waiting.length === 0) {
    const message = "waiting for first consumer to be created before binding";
    return { reason: "WaitForFirstConsumer", message };
  }
  const noun = waiting.length === 1 ? "pod" : "pods";
  const message = `waiting for ${noun} ${waiting.join(",")} to be scheduled`;
  return { reason: "WaitForPodScheduled", message };
}

/** Marks the claim for the provisioner of its class, which is never part of this controller. */
function askForVolume({ claim, storageClass }: ClaimView): readonly Action[] {
  const failed = (message: string): readonly Action[] => [
    tell(claim, { type: "Warning", reason: "ProvisioningFailed", message }),
  ];
  if (storageClass === undefined) {
    return failed(`storageclass.storage.k8s.io "${classNameOf(claim)}" not found`);
  }
  const { provisioner } = storageClass;
  if (provisioner.startsWith("kubernetes.io/")) {
    // Those were part of Kubernetes once. `kubernetes.io/no-provisioner` says that volumes are made by hand.
    return failed(`no volume plugin matched name: ${provisioner}`);
  }
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
  return [
    ...markedFor(claim, provisioner),
    tell(claim, { reason: "ExternalProvisioning", message }),
  ];
}

function markedFor(claim: Stored<PersistentVolumeClaim>, provisioner: string): readonly Action[] {
  const { annotations = {} } = claim.metadata;
  if (annotations[annotation.provisioner] === provisioner) return [];
  const both = {
    [annotation.provisionerBeta]: provisioner,
    [annotation.provisioner]: provisioner,
  };
  const metadata = { ...claim.metadata, annotations: { ...annotations, ...both } };
  const object = { ...claim, metadata };
  return [{ verb: "update", resource: PERSISTENT_VOLUME_CLAIMS, object }];
}

function bindNamed({ claim, volume }: ClaimView, nowMs: number): readonly Action[] {
  if (volume === undefined) return claimStatus(claim, "Pending");
  const { name } = volume.metadata;
  if (volume.spec?.claimRef === undefined) {
    const why = mismatch(volume, claim);
    if (why === undefined) return bind({ volume, claim }, nowMs);
    const message = `Cannot bind to requested volume "${name}": ${why}`;
    return [
      tell(claim, { type: "Warning", reason: "VolumeMismatch", message }),
      ...claimStatus(claim, "Pending"),
    ];
  }
  if (isPromisedTo(volume, claim)) return bind({ volume, claim }, nowMs);
  const message = `volume "${name}" already bound to a different claim.`;
  return [
    tell(claim, { type: "Warning", reason: "FailedBinding", message }),
    ...(hasAnnotation(claim, annotation.boundByController) ? [] : claimStatus(claim, "Pending")),
  ];
}

function keepBound({ claim, volume }: ClaimView, nowMs: number): readonly Action[] {
  const lost = (reason: string, message: string): readonly Action[] => {
    if (claim.status?.phase === "Lost") return [];
    const announce: Announcement = { regarding: claim, type: "Warning", reason, message };
    return claimStatus(claim, "Lost", { announce });
  };
  if (!claim.spec?.volumeName) {
    const why = "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!";
    return lost("ClaimLost", why);
  }
  if (volume === undefined) {
    const why = "Bound claim has lost its PersistentVolume. Data on the volume is lost!";
    return lost("ClaimLost", why);
  }
  const wanted = volume.spec?.claimRef;
  if (wanted === undefined || wanted.uid === claim.metadata.uid) {
    return bind({ volume, claim }, nowMs);
  }
  const why = "Two claims are bound to the same volume, this one is bound incorrectly";
  return lost("ClaimMisbound", why);
}
