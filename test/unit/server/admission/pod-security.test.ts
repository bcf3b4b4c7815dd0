/** The Pod security standards. Rows after the check tests and the documentation of pod-security-admission. */
import { describe, expect, test } from "vitest";
import type { Level } from "../../../../src/server/admission/pod-security/levels.ts";
import { levelText, policyOf } from "../../../../src/server/admission/pod-security/levels.ts";
import { findingsOf } from "../../../../src/server/admission/pod-security/plugin.ts";
import type { PodSpec } from "../../../../src/api/generated/types.ts";

const ok = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
};

function texts(
  level: Level,
  minor: number,
  { annotations, ...spec }: Partial<PodSpec> & { annotations?: Record<string, string> },
): readonly string[] {
  const full = { containers: [{ name: "a", securityContext: ok }], ...spec } as PodSpec;
  const pod = { metadata: annotations ? { annotations } : {}, spec: full };
  return findingsOf({ level, minor }, pod).map(({ reason, detail }) => `${reason} (${detail})`);
}

const container = (name: string, securityContext: object, more: object = {}) =>
  ({ name, securityContext: { ...ok, ...securityContext }, ...more }) as never;
const two = (securityContext: object) => ({
  containers: [container("a", securityContext), container("b", securityContext)],
});
const latest = Infinity;

describe("baseline", () => {
  const rows: readonly (readonly [object, number, readonly string[]])[] = [
    [{}, latest, []],
    [
      { hostNetwork: true, hostPID: true, hostIPC: true },
      latest,
      ["host namespaces (hostNetwork=true, hostPID=true, hostIPC=true)"],
    ],
    [
      {
        volumes: [
          { name: "a", hostPath: { path: "/" } },
          { name: "b", hostPath: { path: "/" } },
        ],
      },
      latest,
      ['hostPath volumes (volumes "a", "b")'],
    ],
    [
      { containers: [container("a", {}, { ports: [{ hostPort: 80 }, { hostPort: 443 }] })] },
      latest,
      ['hostPorts (container "a" uses hostPorts 443, 80)'],
    ],
    [
      two({ privileged: true }),
      latest,
      ['privileged (containers "a", "b" must not set securityContext.privileged=true)'],
    ],
    [
      two({ capabilities: { add: ["NET_RAW", "CHOWN", "SYS_ADMIN"] } }),
      latest,
      [
        'non-default capabilities (containers "a", "b" must not include "NET_RAW", "SYS_ADMIN" in securityContext.capabilities.add)',
      ],
    ],
    [
      two({ procMount: "Unmasked" }),
      latest,
      ['procMount (containers "a", "b" must not set securityContext.procMount to "Unmasked")'],
    ],
    [{ ...two({ procMount: "Unmasked" }), hostUsers: false }, latest, []],
    [
      { ...two({ procMount: "Unmasked" }), hostUsers: false },
      30,
      ['procMount (containers "a", "b" must not set securityContext.procMount to "Unmasked")'],
    ],
    [
      {
        securityContext: { seLinuxOptions: { type: "bad" } },
        containers: [container("a", { seLinuxOptions: { type: "worse", user: "u", role: "r" } })],
      },
      latest,
      [
        'seLinuxOptions (pod and container "a" set forbidden securityContext.seLinuxOptions: types "bad", "worse"; user may not be set; role may not be set)',
      ],
    ],
    [{ securityContext: { seLinuxOptions: { type: "container_engine_t" } } }, latest, []],
    [
      { securityContext: { seLinuxOptions: { type: "container_engine_t" } } },
      30,
      [
        'seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "container_engine_t")',
      ],
    ],
    [
      { securityContext: { seccompProfile: { type: "Unconfined" } } },
      latest,
      ['seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")'],
    ],
    [
      { annotations: { "seccomp.security.alpha.kubernetes.io/pod": "unconfined" } },
      18,
      [
        'seccompProfile (forbidden annotation seccomp.security.alpha.kubernetes.io/pod="unconfined")',
      ],
    ],
    [
      { securityContext: { sysctls: [{ name: "a" }, { name: "b" }] } },
      latest,
      ["forbidden sysctls (a, b)"],
    ],
    [{ securityContext: { sysctls: [{ name: "net.ipv4.tcp_rmem" }] } }, latest, []],
    [
      { securityContext: { sysctls: [{ name: "net.ipv4.tcp_rmem" }] } },
      31,
      ["forbidden sysctls (net.ipv4.tcp_rmem)"],
    ],
    [
      two({ windowsOptions: { hostProcess: true } }),
      latest,
      [
        'hostProcess (containers "a", "b" must not set securityContext.windowsOptions.hostProcess=true)',
      ],
    ],
    [
      { securityContext: { appArmorProfile: { type: "Unconfined" } } },
      latest,
      ['forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined")'],
    ],
    [
      {
        containers: [
          container("a", {}, { livenessProbe: { httpGet: { host: "h1" } } }),
          container("b", {}, { lifecycle: { preStop: { tcpSocket: { host: "h2" } } } }),
        ],
      },
      latest,
      ['probe or lifecycle host (containers "a", "b" use probe or lifecycle hosts "h1", "h2")'],
    ],
    [{ containers: [container("a", {}, { livenessProbe: { httpGet: { host: "h" } } })] }, 33, []],
  ];

  test.each(rows)("%j at 1.%d", (spec, minor, expected) => {
    expect(texts("baseline", minor, spec)).toEqual(expected);
  });
});

describe("restricted", () => {
  const rows: readonly (readonly [object, number, readonly string[]])[] = [
    [{}, latest, []],
    [
      { containers: [{ name: "a" }] },
      latest,
      [
        'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false)',
        'unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"])',
        'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)',
        'seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
      ],
    ],
    [
      {
        os: { name: "windows" },
        containers: [{ name: "a", securityContext: { runAsNonRoot: true } }],
      },
      latest,
      [],
    ],
    [
      two({ capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE", "CHOWN"] } }),
      latest,
      [
        'unrestricted capabilities (containers "a", "b" must not include "CHOWN" in securityContext.capabilities.add)',
      ],
    ],
    [
      {
        volumes: [
          { name: "n", nfs: {} },
          { name: "h", hostPath: {} },
          { name: "c", configMap: {} },
        ],
      },
      latest,
      ['restricted volume types (volumes "n", "h" use restricted volume types "hostPath", "nfs")'],
    ],
    [
      { securityContext: { runAsNonRoot: false, runAsUser: 0 } },
      latest,
      [
        "runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false)",
        "runAsUser=0 (pod must not set runAsUser=0)",
      ],
    ],
    [{ securityContext: { runAsUser: 0 } }, 22, []],
    [
      { containers: [{ name: "a", securityContext: { ...ok, seccompProfile: undefined } }] },
      18,
      [],
    ],
    [
      {
        securityContext: { seccompProfile: { type: "Localhost" } },
        containers: [{ name: "a", securityContext: { ...ok, seccompProfile: undefined } }],
      },
      latest,
      [],
    ],
  ];

  test.each(rows)("%j at 1.%d", (spec, minor, expected) => {
    expect(texts("restricted", minor, spec)).toEqual(expected);
  });
});

test("privileged refuses nothing", () => {
  expect(texts("privileged", latest, { hostNetwork: true })).toEqual([]);
});

describe("labels", () => {
  const label = (name: string) => `pod-security.kubernetes.io/${name}`;

  test("name a level and a version for each mode", () => {
    const { policy, errors } = policyOf({
      [label("enforce")]: "baseline",
      [label("enforce-version")]: "v1.30",
      [label("warn")]: "restricted",
    });
    expect(errors).toEqual([]);
    expect(Object.values(policy).map(levelText)).toEqual([
      "baseline:v1.30",
      "privileged:latest",
      "restricted:latest",
    ]);
  });

  test.each([
    ["enforce", "foo", "restricted:latest", "must be one of privileged, baseline, restricted"],
    ["warn", "foo", "privileged:latest", "must be one of privileged, baseline, restricted"],
    ["enforce-version", "v2.0", "privileged:latest", 'must be "latest" or "v1.x"'],
    ["audit-version", "1.30", "privileged:latest", 'must be "latest" or "v1.x"'],
  ])("%s=%s is read as %s and refused", (name, value, read, why) => {
    const { policy, errors } = policyOf({ [label(name)]: value });
    const mode = name.split("-")[0] as keyof typeof policy;
    expect(levelText(policy[mode])).toBe(read);
    expect(errors).toEqual([
      {
        type: "FieldValueInvalid",
        field: `metadata.labels[${label(name)}]`,
        message: `Invalid value: "${value}": ${why}`,
      },
    ]);
  });
});
