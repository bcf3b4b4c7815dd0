/**
 * One look of the volume controllers at a claim: the cases of Kubernetes' own tests, by their numbers
 * (pkg/controller/volume/persistentvolume: binder_test.go), and what its code says beyond them.
 */
import { describe, expect, it } from "vitest";

import {
  claimController,
  type ClaimView,
} from "../../../src/controllers/persistent-volumes/claims.ts";
import {
  claim,
  complete,
  nowMs,
  ours,
  outcome,
  volume,
  type Claim,
  type Volume,
} from "./persistent-volumes-fixture.ts";

function syncClaim(of: Claim, volumes: readonly Volume[], more: Partial<ClaimView> = {}) {
  const named = volumes.find(({ metadata }) => metadata.name === of.spec?.volumeName);
  const view: ClaimView = {
    claim: of,
    volume: named,
    volumes,
    storageClass: undefined,
    defaults: [],
    waiting: [],
    ...more,
  };
  return outcome(claimController.reconcile(view, nowMs), [...volumes, of]);
}

const v = volume;
const labels = { foo: "true" };
const selects = { selector: { matchLabels: labels } };
const silver = { storageClassName: "silver" };
const rwx = { accessModes: ["ReadWriteOnce", "ReadWriteMany"] };

describe("one look at a claim", () => {
  it.each<[name: string, Volume[], Claim, texts: readonly string[], events?: readonly string[]]>([
    [
      "1-1 binds",
      [v("a", "1Gi")],
      claim("1Gi"),
      ["a Bound c/u ours", "claim Bound a 1Gi ours complete"],
    ],
    [
      "1-2 finds nothing",
      [v("a", "1Gi")],
      claim("10Gi"),
      ["a Available", "claim Pending"],
      ["Normal FailedBinding"],
    ],
    [
      "1-3 goes back to Pending",
      [],
      claim("10Gi", { phase: "Bound" }),
      ["claim Pending"],
      ["Normal FailedBinding"],
    ],
    [
      "1-4 takes the smallest",
      [v("a", "10Gi"), v("b", "1Gi")],
      claim("1Gi"),
      ["a Available", "b Bound c/u ours", "claim Bound b 1Gi ours complete"],
    ],
    [
      "1-5 takes the one that names it",
      [v("a", "10Gi", { of: "c" }), v("b", "1Gi")],
      claim("1Gi"),
      ["a Bound c/u", "b Available", "claim Bound a 10Gi ours complete"],
    ],
    [
      "1-6 takes the one that names it by uid",
      [v("a", "10Gi", { of: "c/u" }), v("b", "1Gi")],
      claim("1Gi"),
      ["a Bound c/u", "b Available", "claim Bound a 10Gi ours complete"],
    ],
    [
      "1-7 leaves one for another of its name",
      [v("a", "10Gi", { of: "c/x" })],
      claim("1Gi"),
      ["a Available c/x", "claim Pending"],
      ["Normal FailedBinding"],
    ],
    [
      "1-8 completes what was begun",
      [v("a", "1Gi", { of: "c/u", marks: [ours] })],
      claim("1Gi"),
      ["a Bound c/u ours", "claim Bound a 1Gi ours complete"],
    ],
    [
      "1-10 completes its own phase",
      [v("a", "1Gi", { of: "c/u", marks: [ours], phase: "Bound" })],
      claim("1Gi", { volumeName: "a", marks: [ours, complete] }),
      ["a Bound c/u ours", "claim Bound a 1Gi ours complete"],
    ],
    [
      "1-11 binds by selector",
      [v("a", "1Gi", { labels })],
      claim("1Gi", { spec: selects }),
      ["a Bound c/u ours", "claim Bound a 1Gi ours complete"],
    ],
    [
      "1-12 leaves what its selector does not match",
      [v("a", "1Gi")],
      claim("1Gi", { spec: selects }),
      ["a Available", "claim Pending"],
      ["Normal FailedBinding"],
    ],
    [
      "takes the one with the fewest modes, not the smallest",
      [v("a", "1Gi", { spec: rwx }), v("b", "5Gi")],
      claim("1Gi"),
      ["a Available", "b Bound c/u ours", "claim Bound b 5Gi ours complete"],
    ],
    [
      "leaves what is going, of another mode, or not Available yet",
      [
        v("a", "1Gi", { going: true }),
        v("b", "1Gi", { spec: { volumeMode: "Block" } }),
        v("d", "1Gi", { phase: "Pending" }),
      ],
      claim("1Gi"),
      ["a Available", "b Available", "d Pending", "claim Pending"],
      ["Normal FailedBinding"],
    ],
    [
      "13-1 takes one of its class",
      [v("a", "1Gi"), v("b", "10Gi", { spec: silver })],
      claim("1Gi", { spec: silver }),
      ["a Available", "b Bound c/u ours", "claim Bound b 10Gi ours complete"],
    ],
    [
      "13-2 takes one without a class",
      [v("a", "1Gi", { spec: silver }), v("b", "10Gi")],
      claim("1Gi", { spec: { storageClassName: "" } }),
      ["a Available", "b Bound c/u ours", "claim Bound b 10Gi ours complete"],
    ],
    [
      "2-1 waits for one that is not there",
      [],
      claim("1Gi", { volumeName: "a" }),
      ["claim Pending a"],
    ],
    [
      "2-2 goes back to Pending",
      [],
      claim("1Gi", { volumeName: "a", phase: "Bound" }),
      ["claim Pending a"],
    ],
    [
      "2-3 gets the one it names",
      [v("a", "1Gi")],
      claim("1Gi", { volumeName: "a" }),
      ["a Bound c/u ours", "claim Bound a 1Gi complete"],
    ],
    [
      "2-4 gets the one that names it, too",
      [v("a", "1Gi", { of: "c" })],
      claim("1Gi", { volumeName: "a" }),
      ["a Bound c/u", "claim Bound a 1Gi complete"],
    ],
    [
      "2-6 does not get another's",
      [v("a", "1Gi", { of: "d/x", phase: "Bound" })],
      claim("1Gi", { volumeName: "a", phase: "Bound" }),
      ["a Bound d/x", "claim Pending a"],
      ["Warning FailedBinding"],
    ],
    [
      "2-8 gets the one it names whatever its selector says",
      [v("a", "1Gi")],
      claim("1Gi", { volumeName: "a", spec: selects }),
      ["a Bound c/u ours", "claim Bound a 1Gi complete"],
    ],
    [
      "2-9 does not get one that is too small",
      [v("a", "1Gi")],
      claim("2Gi", { volumeName: "a" }),
      ["a Available", "claim Pending a"],
      ["Warning VolumeMismatch"],
    ],
    [
      "3-1 is Lost when it forgot its volume",
      [],
      claim("1Gi", { phase: "Bound", marks: [ours, complete] }),
      ["claim Lost ours complete"],
      ["Warning ClaimLost"],
    ],
    [
      "3-2 is Lost when its volume is gone",
      [],
      claim("1Gi", { volumeName: "a", phase: "Bound", marks: [complete] }),
      ["claim Lost a complete"],
      ["Warning ClaimLost"],
    ],
    [
      "3-3 binds its volume again",
      [v("a", "1Gi")],
      claim("1Gi", { volumeName: "a", marks: [ours, complete] }),
      ["a Bound c/u ours", "claim Bound a 1Gi ours complete"],
    ],
    [
      "3-4 is Lost when its volume has another",
      [v("a", "1Gi", { of: "c/x" })],
      claim("1Gi", { volumeName: "a", marks: [complete] }),
      ["a Available c/x", "claim Lost a complete"],
      ["Warning ClaimMisbound"],
    ],
    [
      "3-5 takes its volume's phase over",
      [v("a", "1Gi", { of: "c/u" })],
      claim("1Gi", { volumeName: "a", marks: [complete] }),
      ["a Bound c/u", "claim Bound a 1Gi complete"],
    ],
    [
      "a larger volume does not change what a bound claim says of its file system",
      [v("a", "5Gi", { of: "c/u", phase: "Bound" })],
      claim("1Gi", { volumeName: "a", phase: "Bound", marks: [complete] }),
      ["a Bound c/u", "claim Bound a 1Gi complete"],
    ],
  ])("%s", (_, volumes, of, texts, events = []) => {
    expect(syncClaim(of, volumes)).toEqual({ texts, events });
  });

  const late = {
    metadata: { name: "silver" },
    provisioner: "example.com/disk",
    volumeBindingMode: "WaitForFirstConsumer",
  } as unknown as NonNullable<ClaimView["storageClass"]>;

  it("of a late class takes only a volume that names it, and says whom it waits for", () => {
    const of = claim("1Gi", { spec: silver });
    const free = v("a", "1Gi", { spec: silver });
    const waits = syncClaim(of, [free], { storageClass: late });
    expect(waits.texts).toEqual(["a Available", "claim Pending"]);
    expect(waits.events).toEqual(["Normal WaitForFirstConsumer"]);
    const seen = syncClaim(of, [free], { storageClass: late, waiting: ["p", "q"] });
    expect(seen.events).toEqual(["Normal WaitForPodScheduled"]);
    const promised = v("a", "1Gi", { spec: silver, of: "c/u", marks: [ours] });
    expect(syncClaim(of, [promised], { storageClass: late }).texts).toEqual([
      "a Bound c/u ours",
      "claim Bound a 1Gi ours complete",
    ]);
  });

  it.each([
    ["example.com/disk", "Normal ExternalProvisioning", "example.com/disk"],
    ["kubernetes.io/no-provisioner", "Warning ProvisioningFailed", undefined],
  ])("of a class of %s says %s", (provisioner, event, mark) => {
    const of = claim("1Gi", { spec: silver });
    const storageClass = { ...late, provisioner, volumeBindingMode: "Immediate" };
    const view = {
      claim: of,
      volume: undefined,
      volumes: [],
      storageClass,
      defaults: [],
      waiting: [],
    } as ClaimView;
    const plan = claimController.reconcile(view, nowMs);
    expect(outcome(plan, [of]).events).toEqual([event]);
    const written = plan.actions.flatMap((action) => (action.verb === "update" ? [action] : []));
    const name = "volume.kubernetes.io/storage-provisioner";
    expect(written.map(({ object }) => object.metadata.annotations?.[name])).toEqual(
      mark === undefined ? [] : [mark],
    );
  });
});
