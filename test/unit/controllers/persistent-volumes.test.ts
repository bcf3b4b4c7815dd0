/**
 * One look of the volume controllers at a volume: the cases of Kubernetes' own tests, by their numbers
 * (pkg/controller/volume/persistentvolume: binder_test.go, delete_test.go, recycle_test.go), and what its code says beyond them.
 */
import { describe, expect, it } from "vitest";

import { volumeController } from "../../../src/controllers/persistent-volumes/volumes.ts";
import {
  claim,
  nowMs,
  ours,
  outcome,
  volume,
  type Claim,
  type Volume,
} from "./persistent-volumes-fixture.ts";

const v = volume;
const deletes = { persistentVolumeReclaimPolicy: "Delete" };
const made = "pv.kubernetes.io/provisioned-by";

describe("one look at a volume", () => {
  it.each<
    [name: string, Volume, Claim | undefined, text: string | undefined, events?: readonly string[]]
  >([
    ["4-1 is Available", v("a", "1Gi", { phase: "Pending" }), undefined, "a Available"],
    [
      "4-2 is Available when it waits for its claim",
      v("a", "1Gi", { of: "c", phase: "Pending" }),
      undefined,
      "a Available c",
    ],
    [
      "4-3 is Released when its claim is gone",
      v("a", "1Gi", { of: "c/u", phase: "Bound" }),
      undefined,
      "a Released c/u",
    ],
    [
      "4-5 leaves binding to the claim",
      v("a", "1Gi", { of: "c/u", phase: "Bound" }),
      claim("1Gi"),
      "a Bound c/u",
    ],
    [
      "4-6 is Bound",
      v("a", "1Gi", { of: "c/u" }),
      claim("1Gi", { volumeName: "a" }),
      "a Bound c/u",
    ],
    [
      "4-7 is given back when its claim has another",
      v("a", "1Gi", { of: "c/u", phase: "Bound", marks: [ours] }),
      claim("1Gi", { volumeName: "b" }),
      "a Available",
    ],
    [
      "4-8 waits on for a claim that a user named",
      v("a", "1Gi", { of: "c/u", phase: "Bound" }),
      claim("1Gi", { volumeName: "b" }),
      "a Available c",
    ],
    [
      "is Released when it was made for a claim that has another",
      v("a", "1Gi", { of: "c/u", phase: "Bound", marks: [ours, made], spec: deletes }),
      claim("1Gi", { volumeName: "b" }),
      "a Released c/u ours",
    ],
    [
      "stays with Retain",
      v("a", "1Gi", { of: "c/u", phase: "Released" }),
      undefined,
      "a Released c/u",
    ],
    [
      "is deleted where Kubernetes can",
      v("a", "1Gi", {
        of: "c/u",
        phase: "Released",
        spec: { ...deletes, hostPath: { path: "/tmp/a" } },
      }),
      undefined,
      undefined,
    ],
    [
      "is left to who made it",
      v("a", "1Gi", { of: "c/u", phase: "Released", marks: [made], spec: deletes }),
      undefined,
      "a Released c/u",
    ],
    [
      "is Failed where nobody can delete it",
      v("a", "1Gi", { of: "c/u", phase: "Released", spec: deletes }),
      undefined,
      "a Failed c/u",
      ["Warning VolumeFailedDelete"],
    ],
    [
      "is Failed where nobody can recycle it",
      v("a", "1Gi", {
        of: "c/u",
        phase: "Released",
        spec: { persistentVolumeReclaimPolicy: "Recycle" },
      }),
      undefined,
      "a Failed c/u",
      ["Warning VolumeFailedRecycle"],
    ],
    [
      "is Failed with a policy that nobody knows",
      v("a", "1Gi", {
        of: "c/u",
        phase: "Released",
        spec: { persistentVolumeReclaimPolicy: "Keep" },
      }),
      undefined,
      "a Failed c/u",
      ["Warning VolumeUnknownReclaimPolicy"],
    ],
    [
      "says when its mode is not its claim's",
      v("a", "1Gi", { of: "c/u", spec: { volumeMode: "Block" } }),
      claim("1Gi"),
      "a Available c/u",
      ["Warning VolumeMismatch"],
    ],
  ])("%s", (_, of, its, text, events = []) => {
    const { texts, ...said } = outcome(
      volumeController.reconcile({ volume: of, claim: its }, nowMs),
      [of],
    );
    expect({ text: texts[0], ...said }).toEqual({ text, events });
  });

  it("asks the API itself whether the claim is gone, and says when it changed", () => {
    const of = v("a", "1Gi", { of: "c/u", phase: "Bound" });
    const { actions } = volumeController.reconcile({ volume: of, claim: undefined }, nowMs);
    expect(actions).toMatchObject([
      { verb: "require-absent", namespace: "default", name: "c", uid: "u" },
      {
        verb: "update",
        subresource: "status",
        object: { status: { phase: "Released", lastPhaseTransitionTime: "2026-01-01T00:00:00Z" } },
      },
    ]);
  });
});
