/** Doubtful use that is let through with a warning. Facts from pkg/api/pod/warnings_test.go. */
import { describe, expect, it } from "vitest";
import { deepFreeze } from "../../../../src/api/json.ts";
import { strategyFor } from "../../../../src/api/strategy/registry.ts";
import { resourceOf, sampleOf } from "../strategy/samples.ts";
import type { Body } from "./refusals.ts";

function warned(kind: string, body: Body): readonly string[] {
  const definition = resourceOf(kind);
  const strategy = strategyFor(definition);
  const sample = sampleOf(definition);
  const metadata = { ...sample.metadata, ...(body["metadata"] as Body | undefined) };
  return strategy.warnings(
    strategy.default(deepFreeze({ ...sample, ...body, metadata })),
    undefined,
  );
}

const spec = (body: Body): Body => ({ spec: { containers: [], ...body } });
const ports = (...list: readonly Body[]): Body =>
  spec({ containers: [{ name: "c", image: "a:1", ports: list }] });

describe("a Pod is warned about", () => {
  it.each<[string, Body, readonly string[]]>([
    ["nothing", {}, []],
    [
      "an old node label",
      spec({ nodeSelector: { "beta.kubernetes.io/arch": "x" } }),
      [
        'spec.nodeSelector[beta.kubernetes.io/arch]: deprecated since v1.14; use "kubernetes.io/arch" instead',
      ],
    ],
    [
      "an old annotation",
      { metadata: { annotations: { "scheduler.alpha.kubernetes.io/critical-pod": "" } } },
      [
        'metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "priorityClassName" field instead',
      ],
    ],
    [
      "an old volume",
      spec({ volumes: [{ name: "v", glusterfs: {} }] }),
      ["spec.volumes[0].glusterfs: deprecated in v1.25, non-functional in v1.26+"],
    ],
    [
      "a variable twice",
      spec({
        containers: [
          {
            name: "c",
            image: "a:1",
            env: [
              { name: "A", value: "1" },
              { name: "A", value: "2" },
            ],
          },
        ],
      }),
      [
        'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
      ],
    ],
    [
      "no variable that builds on itself",
      spec({
        containers: [
          {
            name: "c",
            image: "a:1",
            env: [
              { name: "A", value: "1" },
              { name: "A", value: "$(A)2" },
            ],
          },
        ],
      }),
      [],
    ],
    [
      "a port twice",
      ports({ containerPort: 80 }, { containerPort: 80 }),
      ["spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]"],
    ],
    [
      "a port on the node and not",
      ports({ containerPort: 80 }, { containerPort: 80, hostPort: 80 }),
      ["spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]"],
    ],
    [
      "part of a byte",
      spec({
        containers: [{ name: "c", image: "a:1", resources: { requests: { memory: "1m" } } }],
      }),
      [
        'spec.containers[0].resources.requests[memory]: fractional byte value "1m" is invalid, must be an integer',
      ],
    ],
    [
      "a spread over nothing",
      spec({
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: "z", whenUnsatisfiable: "DoNotSchedule" },
        ],
      }),
      [
        "spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod",
      ],
    ],
    [
      "a pull secret without name",
      spec({ imagePullSecrets: [{}] }),
      ['spec.imagePullSecrets[0].name: invalid empty name ""'],
    ],
  ])("%s", (_name, body, expected) => {
    expect(warned("Pod", body)).toEqual(expected);
  });
});

it("a template is warned about by its own path", () => {
  const template = { spec: { containers: [], volumes: [{ name: "v", rbd: {} }] } };
  expect(warned("Deployment", { spec: { template } })).toEqual([
    "spec.template.spec.volumes[0].rbd: deprecated in v1.28, non-functional in v1.31+",
  ]);
});

it("what did not change is not warned about again", () => {
  const definition = resourceOf("Pod");
  const body = { spec: { containers: [], volumes: [{ name: "v", rbd: {} }] } };
  const pod = deepFreeze({ ...sampleOf(definition), ...body });
  expect(strategyFor(definition).warnings(pod, pod)).toEqual([]);
});
