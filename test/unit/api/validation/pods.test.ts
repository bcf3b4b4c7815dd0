/** What creation refuses of Pods, in whole messages. Rows are facts from the validation tests of Kubernetes. */
import { describe, expect, it } from "vitest";
import { refused, label, labelValue, type Body } from "./refusals.ts";

describe("Pods", () => {
  const container = (body: Body): Body => ({
    spec: { containers: [{ name: "c", image: "a:1", ...body }] },
  });
  const spec = (body: Body): Body => ({
    spec: { containers: [{ name: "c", image: "a:1" }], ...body },
  });
  const volumes = (...list: readonly Body[]): Body => spec({ volumes: list });
  const at = "spec.containers[0]";

  it.each<[string, Body, readonly string[]]>([
    [
      "no containers",
      spec({ containers: [] }),
      ["FieldValueRequired spec.containers: Required value"],
    ],
    [
      "a container without name and image",
      container({ name: "", image: "" }),
      [
        `FieldValueRequired ${at}.name: Required value`,
        `FieldValueRequired ${at}.image: Required value`,
      ],
    ],
    [
      "a container's name",
      container({ name: "A" }),
      [`FieldValueInvalid ${at}.name: Invalid value: "A": ${label}`],
    ],
    [
      "two of a name",
      spec({
        containers: [
          { name: "c", image: "a" },
          { name: "c", image: "b" },
        ],
      }),
      ['FieldValueDuplicate spec.containers[1].name: Duplicate value: "c"'],
    ],
    [
      "a blank before an image",
      container({ image: " a" }),
      [
        `FieldValueInvalid ${at}.image: Invalid value: " a": must not have leading or trailing whitespace`,
      ],
    ],
    [
      "a pull policy",
      container({ imagePullPolicy: "Sometimes" }),
      [
        `FieldValueNotSupported ${at}.imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"`,
      ],
    ],
    [
      "port 0",
      container({ ports: [{ containerPort: 0 }] }),
      [`FieldValueRequired ${at}.ports[0].containerPort: Required value`],
    ],
    [
      "port 65536",
      container({ ports: [{ containerPort: 65536 }] }),
      [
        `FieldValueInvalid ${at}.ports[0].containerPort: Invalid value: 65536: must be between 1 and 65535, inclusive`,
      ],
    ],
    [
      "a port's name",
      container({ ports: [{ containerPort: 1, name: "a".repeat(16) }] }),
      [
        `FieldValueInvalid ${at}.ports[0].name: Invalid value: "aaaaaaaaaaaaaaaa": must be no more than 15 characters`,
      ],
    ],
    [
      "a port's protocol",
      container({ ports: [{ containerPort: 1, protocol: "tcp" }] }),
      [
        `FieldValueNotSupported ${at}.ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"`,
      ],
    ],
    [
      "a host port twice",
      container({
        ports: [
          { containerPort: 1, hostPort: 80 },
          { containerPort: 2, hostPort: 80 },
        ],
      }),
      [`FieldValueDuplicate ${at}.ports[1].hostPort: Duplicate value: "TCP//80"`],
    ],
    [
      "a variable without name",
      container({ env: [{ name: "" }] }),
      [`FieldValueRequired ${at}.env[0].name: Required value`],
    ],
    [
      "a variable's name",
      container({ env: [{ name: "a=b" }] }),
      [
        `FieldValueInvalid ${at}.env[0].name: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than '='`,
      ],
    ],
    ["a variable that begins with a digit is fine", container({ env: [{ name: "1.A" }] }), []],
    [
      "a field that cannot be referred to",
      container({
        env: [{ name: "A", valueFrom: { fieldRef: { fieldPath: "metadata.labels" } } }],
      }),
      [
        `FieldValueNotSupported ${at}.env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "metadata.labels": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"`,
      ],
    ],
    [
      "a value and a source",
      container({
        env: [{ name: "A", value: "b", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }],
      }),
      [
        `FieldValueInvalid ${at}.env[0].valueFrom: Invalid value: "": may not be specified when \`value\` is not empty`,
      ],
    ],
    [
      "a request over its limit",
      container({ resources: { requests: { cpu: "2" }, limits: { cpu: "1" } } }),
      [
        `FieldValueInvalid ${at}.resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1`,
      ],
    ],
    [
      "a negative limit",
      container({ resources: { limits: { memory: "-1" } } }),
      [
        `FieldValueInvalid ${at}.resources.limits[memory]: Invalid value: "-1": must be greater than or equal to 0`,
        `FieldValueInvalid ${at}.resources.requests[memory]: Invalid value: "-1": must be greater than or equal to 0`,
      ],
    ],
    [
      "a resource of no container",
      container({ resources: { requests: { storage: "1" } } }),
      [
        `FieldValueInvalid ${at}.resources.requests[storage]: Invalid value: "storage": must be a standard resource for containers`,
      ],
    ],
    [
      "an extended resource without limit, in parts",
      container({ resources: { requests: { "example.com/gpu": "500m" } } }),
      [
        `FieldValueInvalid ${at}.resources.requests[example.com/gpu]: Invalid value: "500m": must be an integer`,
        `FieldValueRequired ${at}.resources.limits: Required value: Limit must be set for non overcommitable resources`,
      ],
    ],
    [
      "a mount of no volume",
      container({ volumeMounts: [{ name: "v", mountPath: "/a" }] }),
      [`FieldValueNotFound ${at}.volumeMounts[0].name: Not found: "v"`],
    ],
    [
      "a probe that does nothing",
      container({ livenessProbe: {} }),
      [`FieldValueRequired ${at}.livenessProbe: Required value: must specify a handler type`],
    ],
    [
      "a probe that does two things",
      container({ readinessProbe: { exec: { command: ["a"] }, tcpSocket: { port: 1 } } }),
      [
        `FieldValueForbidden ${at}.readinessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type`,
      ],
    ],
    [
      "a liveness probe that must succeed twice",
      container({ livenessProbe: { tcpSocket: { port: 1 }, successThreshold: 2 } }),
      [`FieldValueInvalid ${at}.livenessProbe.successThreshold: Invalid value: 2: must be 1`],
    ],
    [
      "a probe of port 0",
      container({ livenessProbe: { httpGet: { port: 0 } } }),
      [
        `FieldValueInvalid ${at}.livenessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive`,
      ],
    ],
    [
      "a hook on an init container",
      spec({
        initContainers: [
          { name: "i", image: "a", lifecycle: { preStop: { exec: { command: ["a"] } } } },
        ],
      }),
      [
        "FieldValueForbidden spec.initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always",
      ],
    ],
    [
      "a sidecar with a probe is fine",
      spec({
        initContainers: [
          {
            name: "i",
            image: "a",
            restartPolicy: "Always",
            livenessProbe: { tcpSocket: { port: 1 } },
          },
        ],
      }),
      [],
    ],
    [
      "a volume without name",
      volumes({ name: "", emptyDir: {} }),
      ["FieldValueRequired spec.volumes[0].name: Required value"],
    ],
    [
      "two volumes of a name",
      volumes({ name: "v", emptyDir: {} }, { name: "v", emptyDir: {} }),
      ['FieldValueDuplicate spec.volumes[1].name: Duplicate value: "v"'],
    ],
    [
      "a volume of two kinds",
      volumes({ name: "v", emptyDir: {}, hostPath: { path: "/a" } }),
      [
        "FieldValueForbidden spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type",
      ],
    ],
    [
      "a path that climbs",
      volumes({ name: "v", hostPath: { path: "/a/../b" } }),
      [
        `FieldValueInvalid spec.volumes[0].hostPath.path: Invalid value: "/a/../b": must not contain '..'`,
      ],
    ],
    [
      "a Secret's file outside",
      volumes({ name: "v", secret: { secretName: "s", items: [{ key: "k", path: "/etc" }] } }),
      [
        'FieldValueInvalid spec.volumes[0].secret.items[0].path: Invalid value: "/etc": must be a relative path',
      ],
    ],
    [
      "a mode of 01000",
      volumes({ name: "v", configMap: { name: "s", defaultMode: 512 } }),
      [
        "FieldValueInvalid spec.volumes[0].configMap.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive",
      ],
    ],
    [
      "an NFS path",
      volumes({ name: "v", nfs: { server: "s", path: "a" } }),
      ['FieldValueInvalid spec.volumes[0].nfs.path: Invalid value: "a": must be an absolute path'],
    ],
    [
      "a restart policy",
      spec({ restartPolicy: "Maybe" }),
      [
        'FieldValueNotSupported spec.restartPolicy: Unsupported value: "Maybe": supported values: "Always", "OnFailure", "Never"',
      ],
    ],
    [
      "a DNS policy without servers",
      spec({ dnsPolicy: "None" }),
      [
        "FieldValueRequired spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None",
      ],
    ],
    [
      "a name server",
      spec({ dnsConfig: { nameservers: ["a"] } }),
      [
        'FieldValueInvalid spec.dnsConfig.nameservers[0]: Invalid value: "a": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      ],
    ],
    [
      "a deadline of 0",
      spec({ activeDeadlineSeconds: 0 }),
      [
        "FieldValueInvalid spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive",
      ],
    ],
    [
      "a hostname",
      spec({ hostname: "a.b" }),
      ['FieldValueInvalid spec.hostname: Invalid value: "a.b": must not contain dots'],
    ],
    [
      "a node selector",
      spec({ nodeSelector: { a: "b c" } }),
      [`FieldValueInvalid spec.nodeSelector: Invalid value: "b c": ${labelValue}`],
    ],
    [
      "a user",
      spec({ securityContext: { runAsUser: -1 } }),
      [
        "FieldValueInvalid spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive",
      ],
    ],
    [
      "a toleration of nothing",
      spec({ tolerations: [{ operator: "Equal", value: "a" }] }),
      [
        'FieldValueInvalid spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
      ],
    ],
    [
      "a toleration that exists with a value",
      spec({ tolerations: [{ key: "a", operator: "Exists", value: "b" }] }),
      [
        "FieldValueInvalid spec.tolerations[0].operator: Invalid value: \"b\": value must be empty when `operator` is 'Exists'",
      ],
    ],
    [
      "seconds for another effect",
      spec({ tolerations: [{ key: "a", effect: "NoSchedule", tolerationSeconds: 1 }] }),
      [
        "FieldValueInvalid spec.tolerations[0].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute' when `tolerationSeconds` is set",
      ],
    ],
    [
      "a skew of 0",
      spec({
        topologySpreadConstraints: [
          { maxSkew: 0, topologyKey: "z", whenUnsatisfiable: "DoNotSchedule" },
        ],
      }),
      [
        "FieldValueInvalid spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero",
      ],
    ],
    [
      "a node affinity without terms",
      spec({
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] },
          },
        },
      }),
      [
        "FieldValueRequired spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term",
      ],
    ],
    [
      "a weight of 101",
      spec({
        affinity: {
          podAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 101, podAffinityTerm: { topologyKey: "z" } },
            ],
          },
        },
      }),
      [
        "FieldValueInvalid spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 101: must be in the range 1-100",
      ],
    ],
    [
      "debugging containers at once",
      spec({ ephemeralContainers: [{ name: "d", image: "a" }] }),
      ["FieldValueForbidden spec.ephemeralContainers: Forbidden: cannot be set on create"],
    ],
    [
      "a gate on a Pod that has a node",
      spec({ nodeName: "n", schedulingGates: [{ name: "a.io/b" }] }),
      [
        "FieldValueForbidden spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared",
      ],
    ],
    [
      "a privileged container that may not escalate",
      container({ securityContext: { privileged: true, allowPrivilegeEscalation: false } }),
      [
        `FieldValueInvalid ${at}.securityContext: Invalid value: {"Capabilities":null,"Privileged":true,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set \`allowPrivilegeEscalation\` to false and \`privileged\` to true`,
      ],
    ],
    [
      "a deletion cost",
      { metadata: { annotations: { "controller.kubernetes.io/pod-deletion-cost": "1.5" } } },
      [
        'FieldValueInvalid metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "1.5": must be a 32bit integer',
      ],
    ],
  ])("%s", (_name, body, expected) => {
    expect(refused("Pod", body)).toEqual(expected);
  });
});
