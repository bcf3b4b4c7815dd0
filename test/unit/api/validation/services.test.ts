/** What creation refuses of Services, in whole messages. Rows are facts from the validation tests of Kubernetes. */
import { describe, expect, it } from "vitest";
import { refused, type Body } from "./refusals.ts";

describe("Services", () => {
  const given = (spec: Body): Body => ({ spec: { ports: [{ port: 80 }], ...spec } });
  it.each<[string, Body, readonly string[]]>([
    ["no ports", given({ ports: [] }), ["FieldValueRequired spec.ports: Required value"]],
    ["no ports, headless", given({ ports: [], clusterIP: "None", clusterIPs: ["None"] }), []],
    [
      "two ports without names",
      given({ ports: [{ port: 80 }, { port: 81 }] }),
      [
        "FieldValueRequired spec.ports[0].name: Required value",
        "FieldValueRequired spec.ports[1].name: Required value",
      ],
    ],
    [
      "two ports of a name",
      given({
        ports: [
          { port: 80, name: "a" },
          { port: 81, name: "a" },
        ],
      }),
      ['FieldValueDuplicate spec.ports[1].name: Duplicate value: "a"'],
    ],
    [
      "a port twice",
      given({
        ports: [
          { port: 80, name: "a" },
          { port: 80, name: "b" },
        ],
      }),
      [
        'FieldValueDuplicate spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
      ],
    ],
    [
      "port 0",
      given({ ports: [{ port: 0, targetPort: 1 }] }),
      [
        "FieldValueInvalid spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive",
      ],
    ],
    [
      "a target's name",
      given({ ports: [{ port: 1, targetPort: "A" }] }),
      [
        'FieldValueInvalid spec.ports[0].targetPort: Invalid value: "A": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
        'FieldValueInvalid spec.ports[0].targetPort: Invalid value: "A": must contain at least one letter (a-z)',
      ],
    ],
    [
      "a type",
      given({ type: "Magic" }),
      [
        'FieldValueNotSupported spec.type: Unsupported value: "Magic": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
      ],
    ],
    [
      "a node port within the cluster",
      given({ ports: [{ port: 1, nodePort: 30000 }] }),
      [
        "FieldValueForbidden spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
      ],
    ],
    [
      "a name that is none",
      given({ type: "ExternalName" }),
      ["FieldValueRequired spec.externalName: Required value"],
    ],
    [
      "an affinity",
      given({ sessionAffinity: "Sticky" }),
      [
        'FieldValueNotSupported spec.sessionAffinity: Unsupported value: "Sticky": supported values: "ClientIP", "None"',
      ],
    ],
    [
      "an affinity over a day",
      given({
        sessionAffinity: "ClientIP",
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 86401 } },
      }),
      [
        "FieldValueInvalid spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400",
      ],
    ],
    [
      "a loopback address",
      given({ externalIPs: ["127.0.0.1"] }),
      [
        'FieldValueInvalid spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
      ],
    ],
    [
      "a headless balancer",
      given({ type: "LoadBalancer", clusterIP: "None", clusterIPs: ["None"] }),
      [
        "FieldValueInvalid spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for LoadBalancer services",
      ],
    ],
    [
      "a policy for outside",
      given({ externalTrafficPolicy: "Local" }),
      [
        'FieldValueInvalid spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services',
      ],
    ],
    [
      "addresses that disagree",
      given({ clusterIP: "10.0.0.1", clusterIPs: ["10.0.0.2"] }),
      [
        'FieldValueInvalid spec.clusterIPs: Invalid value: ["10.0.0.2"]: first value must match `clusterIP`',
      ],
    ],
    [
      "a class without balancer",
      given({ loadBalancerClass: "a.io/b" }),
      [
        "FieldValueForbidden spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'",
      ],
    ],
  ])("%s", (_name, body, expected) => {
    expect(refused("Service", body)).toEqual(expected);
  });
});
