/** What Pods ask for at /metrics/resources, with the labels and units of kube-scheduler (metrics/resources/resources.go). */
import { describe, expect, test } from "vitest";
import type { Pod, PodSpec } from "../../../src/api/generated/types.ts";
import type { Stored } from "../../../src/api/object.ts";
import { podResourceFamilies } from "../../../src/scheduler/pod-resource-metrics.ts";
import { pod } from "./queue-world.ts";

const container = (resources: object) => ({ name: "c", resources });

interface Row {
  readonly about: string;
  readonly spec: Partial<PodSpec>;
  readonly phase?: "Pending" | "Running" | "Succeeded" | "Failed";
  readonly requests: Readonly<Record<string, number>>;
  readonly limits?: Readonly<Record<string, number>>;
}

const rows: readonly Row[] = [
  { about: "nothing asked for", spec: { containers: [container({})] }, requests: {} },
  {
    about: "units by resource",
    spec: {
      containers: [
        container({
          requests: {
            cpu: "150m",
            memory: "1Gi",
            "ephemeral-storage": "2Ki",
            "hugepages-2Mi": "4Mi",
            "example.com/gpu": "2",
            "attachable-volumes-x": "3",
          },
          limits: { cpu: "1" },
        }),
      ],
    },
    requests: {
      "cpu cores": 0.15,
      "memory bytes": 2 ** 30,
      "ephemeral-storage bytes": 2048,
      "hugepages-2Mi bytes": 2 ** 22,
      "example.com/gpu ": 2,
      "attachable-volumes-x integer": 3,
    },
    limits: { "cpu cores": 1 },
  },
  {
    about: "zeros are left out",
    spec: { containers: [container({ requests: { cpu: "0", memory: "1" } })] },
    requests: { "memory bytes": 1 },
  },
  {
    about:
      "init containers at their peak, sidecars with what follows, overhead on top of what is limited",
    spec: {
      initContainers: [
        { ...container({ requests: { cpu: "1" } }), restartPolicy: "Always" },
        container({ requests: { cpu: "3" } }),
      ],
      containers: [container({ requests: { cpu: "2" }, limits: { memory: "10" } })],
      overhead: { cpu: "500m", memory: "5" },
    },
    requests: { "cpu cores": 4.5, "memory bytes": 5 },
    limits: { "memory bytes": 15 },
  },
  {
    about: "what the Pod itself states",
    spec: {
      resources: { requests: { cpu: "5" } },
      containers: [container({ requests: { cpu: "2", memory: "1" } })],
    },
    requests: { "cpu cores": 5, "memory bytes": 1 },
  },
  {
    about: "one that has ended on its node",
    spec: { nodeName: "n", containers: [container({ requests: { cpu: "2" } })] },
    phase: "Succeeded",
    requests: {},
  },
  {
    about: "one that runs",
    spec: { nodeName: "n", containers: [container({ requests: { cpu: "2" } })] },
    phase: "Running",
    requests: { "cpu cores": 2 },
  },
  {
    about: "one that has never had a node, whatever its phase",
    spec: { containers: [container({ requests: { cpu: "2" } })] },
    phase: "Failed",
    requests: { "cpu cores": 2 },
  },
];

describe("kube_pod_resource_request and kube_pod_resource_limit", () => {
  const read = (pods: readonly Stored<Pod>[], name: string): Record<string, number> =>
    Object.fromEntries(
      podResourceFamilies(pods)
        .filter((family) => family.name === name)
        .flatMap(({ samples }) => samples)
        .map(({ labels, value }) => [`${labels["resource"]} ${labels["unit"]}`, value]),
    );

  test.each(rows)("$about", ({ spec, phase = "Pending", requests, limits = {} }) => {
    const of = { ...pod("p", spec), status: { phase } };
    expect(read([of], "kube_pod_resource_request")).toEqual(requests);
    expect(read([of], "kube_pod_resource_limit")).toEqual(limits);
  });

  test("say whose they are", () => {
    const asked = pod("p", { nodeName: "n", schedulerName: "mine", priority: -3 });
    const [family] = podResourceFamilies([asked]).filter(({ samples }) => samples.length > 0);
    expect(family?.samples).toEqual([
      {
        suffix: "",
        labels: {
          namespace: "default",
          pod: "p",
          node: "n",
          scheduler: "mine",
          priority: "-3",
          resource: "cpu",
          unit: "cores",
        },
        value: 1,
      },
    ]);
  });
});
