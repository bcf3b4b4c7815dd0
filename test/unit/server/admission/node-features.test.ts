/** What a bound Pod may change into: TestAdmission of plugin/pkg/admission/nodedeclaredfeatures, and the features that ask for a node's word. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApiOnly, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";

let api: ApiOnly;
const pods = "/api/v1/namespaces/default/pods";
const node = (name: string, declaredFeatures: readonly string[]) => ({
  metadata: { name, labels: { "kubernetes.io/os": "linux" } },
  status: { allocatable: { cpu: "8", memory: "8Gi" }, declaredFeatures },
});
const initContainers = "InPlacePodVerticalScalingInitContainers";
const wholePods = "InPlacePodLevelResourcesVerticalScaling";

beforeAll(async () => {
  api = await startApiOnly();
  await api.call("POST", "/api/v1/nodes", node("able", [wholePods, initContainers]));
  await api.call("POST", "/api/v1/nodes", node("unable", []));
  await api.call("POST", "/api/v1/nodes", node("half", [initContainers]));
});
afterAll(() => api.stop());

const few = { cpu: "1", memory: "1Gi" };
const more = { cpu: "2", memory: "1Gi" };
const guaranteed = (list: Body) => ({ requests: list, limits: list });
const burstable = (requests: Body) => ({ requests });

interface Change {
  readonly container?: Body;
  readonly pod?: Body;
  readonly init?: Body;
  readonly sidecar?: Body;
}
const initOf = ({ init, sidecar }: Change) => [
  ...(init ? [{ name: "init", image: "i", resources: init }] : []),
  ...(sidecar ? [{ name: "side", image: "i", restartPolicy: "Always", resources: sidecar }] : []),
];
const specOf = ({ container, pod, ...others }: Change) => ({
  ...(initOf(others).length > 0 ? { initContainers: initOf(others) } : {}),
  containers: [{ name: "main", image: "i", ...(container ? { resources: container } : {}) }],
  ...(pod ? { resources: pod } : {}),
});

test.each<[string, string, Change, Change, string | undefined]>([
  ["cpu", "able", { container: guaranteed(few) }, { container: guaranteed(more) }, undefined],
  [
    "cpu, declared",
    "half",
    { container: guaranteed(few) },
    { container: guaranteed(more) },
    undefined,
  ],
  // Until 1.36 that needed a word of the node (GuaranteedQoSPodCPUResize).
  ["cpu", "unable", { container: guaranteed(few) }, { container: guaranteed(more) }, undefined],
  [
    "an init container",
    "able",
    { init: burstable(few), container: burstable(few) },
    { init: burstable(more), container: burstable(few) },
    undefined,
  ],
  [
    "an init container",
    "unable",
    { init: burstable(few), container: burstable(few) },
    { init: burstable(more), container: burstable(few) },
    initContainers,
  ],
  [
    "an init container, in other words,",
    "unable",
    { init: burstable(few), container: burstable(few) },
    { init: burstable({ ...few, cpu: "1000m" }), container: burstable(more) },
    undefined,
  ],
  [
    "a sidecar",
    "unable",
    { sidecar: burstable(few), container: burstable(few) },
    { sidecar: burstable(more), container: burstable(few) },
    undefined,
  ],
  [
    "memory alone",
    "unable",
    { container: guaranteed(few) },
    { container: guaranteed({ ...few, memory: "2Gi" }) },
    undefined,
  ],
  [
    "nothing, in other words",
    "unable",
    { container: guaranteed(few) },
    { container: guaranteed({ ...few, cpu: "1000m" }) },
    undefined,
  ],
  [
    "cpu that is not guaranteed",
    "unable",
    { container: burstable(few) },
    { container: burstable(more) },
    undefined,
  ],
  ["a whole Pod", "able", { pod: burstable(few) }, { pod: burstable(more) }, undefined],
  ["a whole Pod", "half", { pod: burstable(few) }, { pod: burstable(more) }, wholePods],
  [
    "both",
    "unable",
    { pod: burstable({ cpu: "4", memory: "4Gi" }), init: burstable(few) },
    { pod: burstable({ cpu: "5", memory: "4Gi" }), init: burstable(more) },
    `${wholePods}, ${initContainers}`,
  ],
  ["no node's Pod", "", { container: guaranteed(few) }, { container: guaranteed(more) }, undefined],
])("a resize of %s on a node that is %s", async (_what, nodeName, before, after, lacking) => {
  const spec = { ...specOf(before), ...(nodeName ? { nodeName } : {}) };
  const pod = (await api.call("POST", pods, { metadata: { generateName: "p-" }, spec })).body;
  const { name } = pod.metadata;
  const patch = { spec: specOf(after) };
  const { status, body } = await api.call("PATCH", `${pods}/${name}/resize`, patch, {
    "content-type": "application/strategic-merge-patch+json",
  });
  expect([status, body.message]).toEqual(
    lacking === undefined
      ? [200, undefined]
      : [
          403,
          `pods "${name}" is forbidden: pod update requires features ${lacking} which are not available on node "${nodeName}"`,
        ],
  );
});

test("other changes ask for nothing, and a node that is gone is told of", async () => {
  const spec = { ...specOf({ container: guaranteed(few) }), nodeName: "gone" };
  await api.call("POST", pods, { metadata: { name: "left" }, spec });
  const patched = async (path: string, patch: Body) => {
    const { status, body } = await api.call("PATCH", `${pods}/left${path}`, patch, {
      "content-type": "application/strategic-merge-patch+json",
    });
    return [status, body.message];
  };
  expect(await patched("", { metadata: { labels: { a: "b" } } })).toEqual([200, undefined]);
  expect(await patched("", { spec: { activeDeadlineSeconds: 5 } })).toEqual([200, undefined]);
  expect(await patched("/status", { status: { message: "m" } })).toEqual([200, undefined]);
  expect(await patched("/resize", { spec: specOf({ container: guaranteed(more) }) })).toEqual([
    403,
    'pods "left" is forbidden: node "gone" not found',
  ]);
});
