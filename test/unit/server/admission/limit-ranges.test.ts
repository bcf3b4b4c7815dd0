/**
 * What a LimitRange lets through, as facts: the rows of the published tests (kubernetes, plugin/pkg/admission/limitranger/
 * admission_test.go: TestPodLimitFunc, TestPersistentVolumeClaimLimitFunc) with the texts that its plugin refuses them with.
 */
import { describe, expect, test } from "vitest";
import type {
  Container,
  LimitRangeItem,
  Pod,
  PodSpec,
} from "../../../../src/api/generated/types.ts";
import type { KubeObject } from "../../../../src/api/object.ts";
import { limitRanger } from "../../../../src/server/admission/limit-ranger.ts";
import type { AdmissionRequest } from "../../../../src/server/admission/chain.ts";
import type { Store } from "../../../../src/store/store.ts";

/** `type bound:resource=amount ... | request/limit of the containers, the init containers, the whole Pod | the refusal, if any` */
const rows = `
Container min:cpu=50m | cpu=100m/
Container min:cpu=50m | cpu=100m/200m
Container min:memory=50Mi | memory=60Mi/
Container min:memory=50Mi | memory=60Mi/100Mi
Container max:cpu=2 | cpu=500m/1
Container max:cpu=2 | cpu=/1
Container max:memory=1Gi | memory=250Mi/500Mi
Container ratio:cpu=1500m | cpu=500m/750m
Container max:memory=1Gi | memory=/500Mi
Pod min:cpu=100m | 2 x cpu=75m/
Pod min:cpu=100m | 2 x cpu=75m/200m
Pod min:memory=100Mi | 2 x memory=60Mi/
Pod min:memory=100Mi | 2 x memory=60Mi/100Mi
Pod min:memory=100Mi | 2 x memory=60Mi/, init memory=100Mi/
Pod min:memory=100Mi | 2 x memory=60Mi/100Mi, init memory=80Mi/100Mi
Pod max:cpu=2 | 2 x cpu=500m/1
Pod max:cpu=2 | 2 x cpu=/1
Pod max:cpu=2 | 2 x cpu=500m/1, init cpu=1/2, init cpu=1/1
Pod max:cpu=2 | 2 x cpu=/1, init cpu=/2, init cpu=/2
Pod max:memory=1Gi | 2 x memory=250Mi/500Mi
Pod max:memory=1Gi | 2 x memory=/500Mi
Pod max:memory=2Gi ratio:memory=1500m | 3 x memory=300Mi/450Mi
Container min:ephemeral-storage=50Mi | ephemeral-storage=60Mi/
Container min:ephemeral-storage=50Mi | ephemeral-storage=60Mi/100Mi
Container max:ephemeral-storage=1Gi | ephemeral-storage=250Mi/500Mi
Container max:ephemeral-storage=1Gi | ephemeral-storage=/500Mi
Container min:ephemeral-storage=50Mi | 2 x ephemeral-storage=60Mi/
Container min:ephemeral-storage=50Mi | 2 x ephemeral-storage=60Mi/100Mi
Container max:ephemeral-storage=600Mi | 2 x ephemeral-storage=250Mi/500Mi
Container max:ephemeral-storage=600Mi | 2 x ephemeral-storage=/500Mi
Pod min:ephemeral-storage=100Mi | 2 x ephemeral-storage=60Mi/
Pod min:ephemeral-storage=100Mi | 2 x ephemeral-storage=60Mi/100Mi
Pod min:ephemeral-storage=100Mi | 2 x ephemeral-storage=60Mi/, init ephemeral-storage=100Mi/
Pod min:ephemeral-storage=100Mi | 2 x ephemeral-storage=60Mi/100Mi, init ephemeral-storage=80Mi/100Mi
Pod max:ephemeral-storage=1Gi | 2 x ephemeral-storage=250Mi/500Mi
Pod max:ephemeral-storage=1Gi | 2 x ephemeral-storage=/500Mi
Pod max:ephemeral-storage=2Gi ratio:ephemeral-storage=1500m | 3 x ephemeral-storage=300Mi/450Mi
Pod max:cpu=400m max:memory=200Mi | 3 x cpu=100m/200m memory=60Mi/100Mi, whole cpu=200m/400m memory=180Mi/200Mi
Pod min:cpu=160m min:memory=200Mi | 3 x cpu=50m/ memory=60Mi/, whole cpu=160m/ memory=200Mi/
Pod max:cpu=160m max:memory=200Mi | 3 x cpu=/50m memory=/60Mi, whole cpu=/160m memory=/200Mi
Container min:cpu=50m | cpu=40m/ | minimum cpu usage per Container is 50m, but request is 40m
Container min:cpu=50m | cpu=40m/200m | minimum cpu usage per Container is 50m, but request is 40m
Container min:cpu=50m | nothing | minimum cpu usage per Container is 50m.  No request is specified
Container min:memory=50Mi | memory=40Mi/ | minimum memory usage per Container is 50Mi, but request is 40Mi
Container min:memory=50Mi | memory=40Mi/100Mi | minimum memory usage per Container is 50Mi, but request is 40Mi
Container min:memory=50Mi | nothing | minimum memory usage per Container is 50Mi.  No request is specified
Container max:cpu=2 | cpu=500m/2500m | maximum cpu usage per Container is 2, but limit is 2500m
Container max:cpu=2 | cpu=/2500m | maximum cpu usage per Container is 2, but limit is 2500m
Container max:cpu=2 | nothing | maximum cpu usage per Container is 2.  No limit is specified
Container ratio:cpu=1 | cpu=1250m/2500m | cpu max limit to request ratio per Container is 1, but provided ratio is 2.000000
Container max:memory=1Gi | memory=250Mi/2Gi | maximum memory usage per Container is 1Gi, but limit is 2Gi
Container max:memory=1Gi | memory=/2Gi | maximum memory usage per Container is 1Gi, but limit is 2Gi
Container max:memory=1Gi | nothing | maximum memory usage per Container is 1Gi.  No limit is specified
Pod min:cpu=100m | cpu=75m/ | minimum cpu usage per Pod is 100m, but request is 75m
Pod min:cpu=100m | cpu=75m/200m | minimum cpu usage per Pod is 100m, but request is 75m
Pod min:memory=100Mi | memory=60Mi/ | minimum memory usage per Pod is 100Mi, but request is 60Mi
Pod min:memory=100Mi | memory=60Mi/100Mi | minimum memory usage per Pod is 100Mi, but request is 60Mi
Pod max:cpu=2 | 3 x cpu=500m/1 | maximum cpu usage per Pod is 2, but limit is 3
Pod max:cpu=2 | 3 x cpu=/1 | maximum cpu usage per Pod is 2, but limit is 3
Pod max:memory=1Gi | 3 x memory=250Mi/500Mi | maximum memory usage per Pod is 1Gi, but limit is 1500Mi
Pod max:memory=1Gi | 3 x memory=/500Mi | maximum memory usage per Pod is 1Gi, but limit is 1500Mi
Pod max:memory=1Gi | memory=/500Mi, init memory=/1536Mi | maximum memory usage per Pod is 1Gi, but limit is 1536Mi
Pod max:memory=2Gi ratio:memory=1500m | 3 x memory=250Mi/500Mi | memory max limit to request ratio per Pod is 1500m, but provided ratio is 2.000000
Container min:ephemeral-storage=50Mi | ephemeral-storage=40Mi/ | minimum ephemeral-storage usage per Container is 50Mi, but request is 40Mi
Container min:ephemeral-storage=50Mi | ephemeral-storage=40Mi/100Mi | minimum ephemeral-storage usage per Container is 50Mi, but request is 40Mi
Container min:ephemeral-storage=50Mi | nothing | minimum ephemeral-storage usage per Container is 50Mi.  No request is specified
Container max:ephemeral-storage=1Gi | ephemeral-storage=250Mi/2Gi | maximum ephemeral-storage usage per Container is 1Gi, but limit is 2Gi
Container max:ephemeral-storage=1Gi | ephemeral-storage=/2Gi | maximum ephemeral-storage usage per Container is 1Gi, but limit is 2Gi
Container max:ephemeral-storage=1Gi | nothing | maximum ephemeral-storage usage per Container is 1Gi.  No limit is specified
Container min:ephemeral-storage=50Mi | 2 x ephemeral-storage=40Mi/ | minimum ephemeral-storage usage per Container is 50Mi, but request is 40Mi
Container min:ephemeral-storage=50Mi | 2 x ephemeral-storage=40Mi/100Mi | minimum ephemeral-storage usage per Container is 50Mi, but request is 40Mi
Container min:ephemeral-storage=50Mi | 2 x nothing | minimum ephemeral-storage usage per Container is 50Mi.  No request is specified
Container max:ephemeral-storage=1Gi | 2 x ephemeral-storage=250Mi/2Gi | maximum ephemeral-storage usage per Container is 1Gi, but limit is 2Gi
Container max:ephemeral-storage=1Gi | 2 x ephemeral-storage=/2Gi | maximum ephemeral-storage usage per Container is 1Gi, but limit is 2Gi
Container max:ephemeral-storage=1Gi | 2 x nothing | maximum ephemeral-storage usage per Container is 1Gi.  No limit is specified
Pod min:ephemeral-storage=100Mi | ephemeral-storage=60Mi/ | minimum ephemeral-storage usage per Pod is 100Mi, but request is 60Mi
Pod min:ephemeral-storage=100Mi | ephemeral-storage=60Mi/100Mi | minimum ephemeral-storage usage per Pod is 100Mi, but request is 60Mi
Pod max:ephemeral-storage=1Gi | 3 x ephemeral-storage=250Mi/500Mi | maximum ephemeral-storage usage per Pod is 1Gi, but limit is 1500Mi
Pod max:ephemeral-storage=1Gi | 3 x ephemeral-storage=/500Mi | maximum ephemeral-storage usage per Pod is 1Gi, but limit is 1500Mi
Pod max:ephemeral-storage=1Gi | ephemeral-storage=/500Mi, init ephemeral-storage=/1536Mi | maximum ephemeral-storage usage per Pod is 1Gi, but limit is 1536Mi
Pod max:ephemeral-storage=2Gi ratio:ephemeral-storage=1500m | 3 x ephemeral-storage=250Mi/500Mi | ephemeral-storage max limit to request ratio per Pod is 1500m, but provided ratio is 2.000000
Pod max:cpu=2 | cpu=1/1500m, sidecar cpu=1500m/ | maximum cpu usage per Pod is 2, but request is 2500m
Pod max:cpu=400m max:memory=200Mi | 3 x cpu=100m/200m memory=60Mi/100Mi, whole cpu=200m/500m memory=180Mi/280Mi | [maximum cpu usage per Pod is 400m, but limit is 500m, maximum memory usage per Pod is 200Mi, but limit is 280Mi]
Pod min:cpu=160m min:memory=200Mi | 3 x cpu=50m/ memory=60Mi/, whole cpu=100m/ memory=200Mi/ | minimum cpu usage per Pod is 160m, but request is 100m
Pod max:cpu=160m max:memory=200Mi | 3 x cpu=/50m memory=/60Mi, whole cpu=/160m memory=/300Mi | maximum memory usage per Pod is 200Mi, but limit is 300Mi
PersistentVolumeClaim min:storage=1Gi | storage=1Gi/
PersistentVolumeClaim max:storage=1Gi | storage=1Gi/
PersistentVolumeClaim | storage=100Gi/
PersistentVolumeClaim min:storage=1Gi max:storage=10Gi | storage=5Gi/
PersistentVolumeClaim min:storage=1Gi | storage=500Mi/ | minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi
PersistentVolumeClaim min:storage=1Gi max:storage=1Gi | storage=100Gi/ | maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 100Gi
`;

type Resources = Record<"requests" | "limits", Record<string, string>>;

const fields: Readonly<Record<string, string>> = { ratio: "maxLimitRequestRatio" };

function itemOf(text: string): LimitRangeItem {
  const [type = "", ...bounds] = text.split(" ");
  const item: Record<string, Record<string, string>> = {};
  for (const bound of bounds) {
    const [, field = "", name = "", amount = ""] = /^(\w+):(.+)=(.+)$/.exec(bound) ?? [];
    (item[fields[field] ?? field] ??= {})[name] = amount;
  }
  return { type, ...item };
}

function resourcesOf(text: string): Resources {
  const resources: Resources = { requests: {}, limits: {} };
  if (text === "nothing") return resources;
  for (const part of text.split(" ")) {
    const [, name = "", request, limit] = /^(.+)=(.*)\/(.*)$/.exec(part) ?? [];
    if (request) resources.requests[name] = request;
    if (limit) resources.limits[name] = limit;
  }
  return resources;
}

function specOf(text: string): PodSpec {
  const containers: Container[] = [];
  const initContainers: Container[] = [];
  let whole: Resources | undefined;
  for (const part of text.split(", ")) {
    const [, times = "1", word, amounts = ""] =
      /^(?:(\d+) x )?(?:(init|sidecar|whole) )?(.*)$/.exec(part) ?? [];
    const container = { name: "c", resources: resourcesOf(amounts) };
    if (word === "whole") whole = container.resources;
    else if (word === "init") initContainers.push(container);
    else if (word === "sidecar") initContainers.push({ ...container, restartPolicy: "Always" });
    else containers.push(...Array.from({ length: Number(times) }, () => container));
  }
  return { containers, initContainers, ...(whole ? { resources: whole } : {}) };
}

interface Asked {
  readonly kind: "Pod" | "PersistentVolumeClaim";
  readonly spec: object;
  readonly limits: readonly LimitRangeItem[];
  readonly operation?: "CREATE" | "UPDATE";
  readonly subresource?: string;
  readonly deleted?: boolean;
}

/** The plugin in a namespace with one LimitRange, and a request to it. */
function asked({ kind, spec, limits, operation = "CREATE", subresource = "", deleted }: Asked) {
  const range = { object: { kind: "LimitRange", spec: { limits } } };
  const plugin = limitRanger({ list: () => ({ entries: [range] }) } as unknown as Store);
  const resource = kind === "Pod" ? "pods" : "persistentvolumeclaims";
  const definition = { group: "", version: "v1", kind, resource };
  const metadata = { name: "x", namespace: "n" };
  const previous = { metadata: deleted ? { ...metadata, deletionTimestamp: "t" } : metadata };
  const request = {
    operation,
    target: { definition, namespace: "n", name: "x", subresource },
    object: { kind, metadata, spec },
    previous: operation === "UPDATE" ? previous : undefined,
  } as unknown as AdmissionRequest & { readonly object: KubeObject };
  return { plugin, request };
}

function refusalOf(what: Asked): string {
  const { plugin, request } = asked(what);
  try {
    void plugin.validate?.(request);
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

test.each(rows.trim().split("\n"))("%s", (row) => {
  const [range = "", amounts = "", refusal] = row.split(" | ");
  const item = itemOf(range);
  const isClaim = item.type === "PersistentVolumeClaim";
  const kind = isClaim ? "PersistentVolumeClaim" : "Pod";
  const spec = isClaim ? { resources: resourcesOf(amounts) } : specOf(amounts);
  const resource = isClaim ? "persistentvolumeclaims" : "pods";
  const expected = refusal === undefined ? "" : `${resource} "x" is forbidden: ${refusal}`;
  expect(refusalOf({ kind, spec, limits: [item] })).toBe(expected);
});

describe("which requests a LimitRange concerns", () => {
  const limits = [
    { type: "Container", max: { cpu: "1" }, default: { cpu: "500m" } },
  ] satisfies LimitRangeItem[];
  const greedy = specOf("cpu=2/2");
  test.each([
    ["a new Pod", { operation: "CREATE" }, true],
    ["a change of a Pod", { operation: "UPDATE" }, false],
    ["a new size of a Pod", { operation: "UPDATE", subresource: "resize" }, true],
    ["a Pod's status", { operation: "UPDATE", subresource: "status" }, false],
    [
      "a new size of a Pod that goes",
      { operation: "UPDATE", subresource: "resize", deleted: true },
      false,
    ],
  ] as const)("%s", (_, request, refused) => {
    expect(refusalOf({ kind: "Pod", spec: greedy, limits, ...request }) !== "").toBe(refused);
    const { plugin, request: modest } = asked({
      kind: "Pod",
      spec: specOf("nothing"),
      limits,
      ...request,
    });
    const after = plugin.mutate?.(modest) as Pod | undefined;
    expect(after?.spec?.containers[0]?.resources?.limits?.["cpu"]).toBe(
      refused ? "500m" : undefined,
    );
  });

  test("the runtime's overhead counts in no bound", () => {
    const spec = { ...specOf("cpu=1/1"), overhead: { cpu: "1" } };
    expect(refusalOf({ kind: "Pod", spec, limits: [{ type: "Pod", max: { cpu: "1" } }] })).toBe("");
  });
});
