/** The checks of the baseline level: known ways to more privileges are closed (pod-security-admission/policy). */
import type { Container, Lifecycle, Probe, SELinuxOptions } from "../../../api/generated/types.ts";
import {
  containersOf,
  containersText,
  hasOwnUsers,
  plural,
  quoted,
  settersText,
  sorted,
  type Check,
  type CheckPod,
  type Finding,
  type PodLike,
} from "./findings.ts";

const appArmorPrefix = "container.apparmor.security.beta.kubernetes.io/";

const appArmorProfile: CheckPod = (pod) => {
  const isBad = (type: string | undefined) =>
    type !== undefined && type !== "RuntimeDefault" && type !== "Localhost";
  const values: string[] = [];
  const podType = pod.spec.securityContext?.appArmorProfile?.type;
  if (isBad(podType)) values.push(podType ?? "");
  const names = containersOf(pod).flatMap(({ name, securityContext }) => {
    const type = securityContext?.appArmorProfile?.type;
    if (!isBad(type)) return [];
    values.push(type ?? "");
    return [name];
  });
  const annotations = Object.entries(pod.metadata.annotations ?? {}).filter(
    ([key, value]) =>
      key.startsWith(appArmorPrefix) &&
      value !== "" &&
      value !== "runtime/default" &&
      !value.startsWith("localhost/"),
  );
  values.push(...annotations.map(([, value]) => value));
  const setters = [settersText(isBad(podType), names)].filter((text) => text !== undefined);
  if (annotations.length > 0) {
    const keys = quoted(sorted(annotations.map(([key]) => key)));
    setters.push(`${plural("annotation", "annotations", annotations.length)} ${keys}`);
  }
  if (setters.length === 0) return undefined;
  const bad = sorted(values);
  return {
    reason: plural("forbidden AppArmor profile", "forbidden AppArmor profiles", bad.length),
    detail: `${setters.join(" and ")} must not set AppArmor profile type to ${quoted(bad)}`,
  };
};

const defaultCapabilities = new Set(
  (
    "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID " +
    "SYS_CHROOT"
  ).split(" "),
);

const capabilities: CheckPod = (pod) => {
  const bad: string[] = [];
  const names = containersOf(pod).flatMap(({ name, securityContext }) => {
    const added = securityContext?.capabilities?.add ?? [];
    const forbidden = added.filter((each) => !defaultCapabilities.has(each));
    bad.push(...forbidden);
    return forbidden.length > 0 ? [name] : [];
  });
  if (names.length === 0) return undefined;
  return {
    reason: "non-default capabilities",
    detail: `${containersText(names)} must not include ${quoted(sorted(bad))} in securityContext.capabilities.add`,
  };
};

const hostNamespaces: CheckPod = ({ spec }) => {
  const used = (["hostNetwork", "hostPID", "hostIPC"] as const).filter((field) => spec[field]);
  if (used.length === 0) return undefined;
  return { reason: "host namespaces", detail: used.map((field) => `${field}=true`).join(", ") };
};

const hostPathVolumes: CheckPod = ({ spec }) => {
  const names = (spec.volumes ?? []).filter(({ hostPath }) => hostPath).map(({ name }) => name);
  if (names.length === 0) return undefined;
  return {
    reason: "hostPath volumes",
    detail: `${plural("volume", "volumes", names.length)} ${quoted(names)}`,
  };
};

const hostPorts: CheckPod = (pod) => {
  const ports: string[] = [];
  const names = containersOf(pod).flatMap(({ name, ports: own = [] }) => {
    const bad = own.filter(({ hostPort }) => hostPort).map(({ hostPort }) => String(hostPort));
    ports.push(...bad);
    return bad.length > 0 ? [name] : [];
  });
  if (names.length === 0) return undefined;
  const bad = sorted(ports);
  const noun = plural("hostPort", "hostPorts", bad.length);
  return {
    reason: noun,
    detail: `${containersText(names)} ${plural("uses", "use", names.length)} ${noun} ${bad.join(", ")}`,
  };
};

const probeHosts: CheckPod = (pod) => {
  const hosts: string[] = [];
  const names = containersOf(pod).flatMap((container) => {
    const bad = hostsOf(container);
    hosts.push(...bad);
    return bad.length > 0 ? [container.name] : [];
  });
  if (names.length === 0) return undefined;
  const bad = sorted(hosts);
  const who = sorted(names);
  const noun = plural("probe or lifecycle host", "probe or lifecycle hosts", bad.length);
  return {
    reason: "probe or lifecycle host",
    detail: `${containersText(who)} ${plural("uses", "use", who.length)} ${noun} ${quoted(bad)}`,
  };
};

function hostsOf(container: Container): readonly string[] {
  const { livenessProbe, readinessProbe, startupProbe } = container;
  const lifecycle: Lifecycle = container.lifecycle ?? {};
  const handlers = [
    livenessProbe,
    readinessProbe,
    startupProbe,
    lifecycle.postStart,
    lifecycle.preStop,
  ];
  return handlers
    .flatMap((handler) => {
      const { httpGet, tcpSocket } = (handler ?? {}) as Probe;
      return [httpGet?.host, tcpSocket?.host];
    })
    .filter((host) => host !== undefined && host !== "") as readonly string[];
}

const privileged: CheckPod = (pod) => {
  const names = containersOf(pod)
    .filter(({ securityContext }) => securityContext?.privileged)
    .map(({ name }) => name);
  if (names.length === 0) return undefined;
  return {
    reason: "privileged",
    detail: `${containersText(names)} must not set securityContext.privileged=true`,
  };
};

export const procMount: CheckPod = (pod) => {
  const types: string[] = [];
  const names = containersOf(pod).flatMap(({ name, securityContext }) => {
    const type = securityContext?.procMount;
    if (type === undefined || type === "Default") return [];
    types.push(type);
    return [name];
  });
  if (names.length === 0) return undefined;
  return {
    reason: "procMount",
    detail: `${containersText(names)} must not set securityContext.procMount to ${quoted(sorted(types))}`,
  };
};

const seLinuxOptions =
  (types: readonly string[]): CheckPod =>
  (pod) => {
    const bad: string[] = [];
    let [user, role] = [false, false];
    const isBad = (options: SELinuxOptions | undefined): boolean => {
      if (!options) return false;
      const badType = !types.includes(options.type ?? "");
      if (badType) bad.push(options.type ?? "");
      user ||= !!options.user;
      role ||= !!options.role;
      return badType || !!options.user || !!options.role;
    };
    const byPod = isBad(pod.spec.securityContext?.seLinuxOptions);
    const names = containersOf(pod)
      .filter(({ securityContext }) => isBad(securityContext?.seLinuxOptions))
      .map(({ name }) => name);
    const setters = settersText(byPod, names);
    if (setters === undefined) return undefined;
    const values = sorted(bad);
    const data = [
      ...(values.length > 0 ? [`${plural("type", "types", values.length)} ${quoted(values)}`] : []),
      ...(user ? ["user may not be set"] : []),
      ...(role ? ["role may not be set"] : []),
    ];
    return {
      reason: "seLinuxOptions",
      detail: `${setters} set forbidden securityContext.seLinuxOptions: ${data.join("; ")}`,
    };
  };

const seLinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t"];
const seccompPod = "seccomp.security.alpha.kubernetes.io/pod";
const seccompContainer = "container.seccomp.security.alpha.kubernetes.io/";

const seccompAnnotations: CheckPod = (pod) => {
  const keys = [seccompPod, ...containersOf(pod).map(({ name }) => `${seccompContainer}${name}`)];
  const bad = sorted(
    keys.flatMap((key) => {
      const value = pod.metadata.annotations?.[key];
      if (value === undefined || value.startsWith("localhost/")) return [];
      if (value === "runtime/default" || value === "docker/default") return [];
      return [`${key}="${value}"`];
    }),
  );
  if (bad.length === 0) return undefined;
  const noun = plural("annotation", "annotations", bad.length);
  return { reason: "seccompProfile", detail: `forbidden ${noun} ${bad.join(", ")}` };
};

export function isSeccompType(type: string | undefined): boolean {
  return type === "RuntimeDefault" || type === "Localhost";
}

/** Profiles that are set and must not be. */
export function badSeccomp(pod: PodLike): Finding | undefined {
  const values: string[] = [];
  const podProfile = pod.spec.securityContext?.seccompProfile;
  const byPod = podProfile !== undefined && !isSeccompType(podProfile.type);
  if (byPod) values.push(podProfile.type);
  const names = containersOf(pod).flatMap(({ name, securityContext }) => {
    const profile = securityContext?.seccompProfile;
    if (!profile || isSeccompType(profile.type)) return [];
    values.push(profile.type);
    return [name];
  });
  const setters = settersText(byPod, names);
  if (setters === undefined) return undefined;
  return {
    reason: "seccompProfile",
    detail: `${setters} must not set securityContext.seccompProfile.type to ${quoted(sorted(values))}`,
  };
}

const sysctls =
  (allowed: readonly string[]): CheckPod =>
  ({ spec }) => {
    const bad = (spec.securityContext?.sysctls ?? [])
      .map(({ name }) => name)
      .filter((name) => !allowed.includes(name));
    return bad.length === 0 ? undefined : { reason: "forbidden sysctls", detail: bad.join(", ") };
  };

const sysctls0 = [
  "kernel.shm_rmid_forced",
  ...[
    "ip_local_port_range",
    "tcp_syncookies",
    "ping_group_range",
    "ip_unprivileged_port_start",
  ].map((name) => `net.ipv4.${name}`),
];
const sysctls27 = [...sysctls0, "net.ipv4.ip_local_reserved_ports"];
const sysctls29 = [
  ...sysctls27,
  ...["tcp_keepalive_time", "tcp_fin_timeout", "tcp_keepalive_intvl", "tcp_keepalive_probes"].map(
    (name) => `net.ipv4.${name}`,
  ),
];
const sysctls32 = [...sysctls29, "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"];

const windowsHostProcess: CheckPod = (pod) => {
  const names = containersOf(pod)
    .filter(({ securityContext }) => securityContext?.windowsOptions?.hostProcess)
    .map(({ name }) => name);
  const byPod = pod.spec.securityContext?.windowsOptions?.hostProcess === true;
  const setters = settersText(byPod, names);
  if (setters === undefined) return undefined;
  return {
    reason: "hostProcess",
    detail: `${setters} must not set securityContext.windowsOptions.hostProcess=true`,
  };
};

const baseline = (id: string, ...versions: Check["versions"]): Check => ({
  id,
  level: "baseline",
  versions,
});

/** In the order of their names, in which messages list them. */
export const baselineChecks: readonly Check[] = [
  baseline("appArmorProfile", [0, appArmorProfile]),
  baseline("capabilities_baseline", [0, capabilities]),
  baseline("hostNamespaces", [0, hostNamespaces]),
  baseline("hostPathVolumes", [0, hostPathVolumes]),
  baseline("hostPorts", [0, hostPorts]),
  baseline("hostProbesAndHostLifecycle", [34, probeHosts]),
  baseline("privileged", [0, privileged]),
  baseline(
    "procMount",
    [0, procMount],
    [35, (pod) => (hasOwnUsers(pod) ? undefined : procMount(pod))],
  ),
  baseline(
    "seLinuxOptions",
    [0, seLinuxOptions(seLinuxTypes)],
    [31, seLinuxOptions([...seLinuxTypes, "container_engine_t"])],
  ),
  baseline("seccompProfile_baseline", [0, seccompAnnotations], [19, badSeccomp]),
  baseline(
    "sysctls",
    [0, sysctls(sysctls0)],
    [27, sysctls(sysctls27)],
    [29, sysctls(sysctls29)],
    [32, sysctls(sysctls32)],
  ),
  baseline("windowsHostProcess", [0, windowsHostProcess]),
];
