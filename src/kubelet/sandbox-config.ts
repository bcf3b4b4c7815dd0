/** Turns a Pod's spec into the sandbox that a runtime is asked to run. Follows kuberuntime_sandbox.go and network/dns/dns.go. */
import type { SandboxConfig, VolumeConfig } from "./container-runtime.ts";
import { type PodObject, specContainers, tcpPortsOf } from "./pod-view.ts";

export interface ClusterDns {
  readonly server: string;
  /** `cluster.local`. */
  readonly domain: string;
}

export function sandboxConfig(
  pod: PodObject,
  attempt: number,
  context: {
    readonly nodeName: string;
    readonly dns: ClusterDns | undefined;
    readonly volumes: readonly VolumeConfig[];
  },
): SandboxConfig {
  const { spec, metadata } = pod;
  const security = spec?.securityContext;
  // On the node's network it is the node's (kuberuntime_sandbox.go leaves it to the runtime).
  const hostname = spec?.hostNetwork
    ? context.nodeName
    : (spec?.hostnameOverride ?? spec?.hostname ?? metadata.name)
        .slice(0, 63)
        .replace(/[-.]+$/, "");
  const domain = domainOf(pod, context.dns);
  return {
    uid: metadata.uid,
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    attempt,
    nodeName: context.nodeName,
    hostname,
    ...(domain === undefined ? {} : { domain }),
    ...(domain !== undefined && spec?.setHostnameAsFQDN
      ? { kernelHostname: `${hostname}.${domain}` }
      : {}),
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    dns: dnsOf(pod, context.dns),
    hostAliases: (spec?.hostAliases ?? []).map(({ ip, hostnames = [] }) => ({ ip, hostnames })),
    hostNetwork: spec?.hostNetwork ?? false,
    hostPid: spec?.hostPID ?? false,
    hostIpc: spec?.hostIPC ?? false,
    sharePid: spec?.shareProcessNamespace ?? false,
    sysctls: Object.fromEntries((security?.sysctls ?? []).map(({ name, value }) => [name, value])),
    ...(security?.fsGroup === undefined ? {} : { fsGroup: Number(security.fsGroup) }),
    volumes: context.volumes,
    ...hostPortsOf(pod),
    tcpPorts: [...new Set(specContainers(pod).flatMap((entry) => tcpPortsOf(entry.spec)))],
  };
}

/** `web.default.svc.cluster.local`: what follows the name of a Pod with a subdomain. */
function domainOf(
  { metadata, spec }: PodObject,
  cluster: ClusterDns | undefined,
): string | undefined {
  if (!spec?.subdomain || !cluster) return undefined;
  return `${spec.subdomain}.${metadata.namespace ?? ""}.svc.${cluster.domain}`;
}

function dnsOf(pod: PodObject, cluster: ClusterDns | undefined): SandboxConfig["dns"] {
  const policy = pod.spec?.dnsPolicy ?? "ClusterFirst";
  const own = pod.spec?.dnsConfig ?? {};
  const usesCluster =
    policy === "ClusterFirstWithHostNet" || (policy === "ClusterFirst" && !pod.spec?.hostNetwork);
  const base =
    cluster && usesCluster
      ? {
          servers: [cluster.server],
          searches: [
            `${pod.metadata.namespace ?? ""}.svc.${cluster.domain}`,
            `svc.${cluster.domain}`,
            cluster.domain,
          ],
          options: ["ndots:5"],
        }
      : { servers: [], searches: [], options: [] };
  const options = (own.options ?? []).map(({ name = "", value }) =>
    value === undefined ? name : `${name}:${value}`,
  );
  return {
    servers: [...new Set([...base.servers, ...(own.nameservers ?? [])])],
    searches: [...new Set([...base.searches, ...(own.searches ?? [])])],
    options: mergedOptions(base.options, options),
    ...(policy === "None" || (cluster && usesCluster) ? {} : { fromNode: true }),
  };
}

/** An option of the Pod's own takes the place of the same one of the cluster's: `ndots:2` that of `ndots:5` (mergeDNSOptions). */
function mergedOptions(base: readonly string[], own: readonly string[]): readonly string[] {
  const name = (option: string): string => option.split(":")[0] ?? "";
  return [...new Map([...base, ...own].map((option) => [name(option), option])).values()];
}

/** A Pod on the node's network has the node's ports anyway. */
function hostPortsOf(pod: PodObject): Pick<SandboxConfig, "hostPorts"> {
  if (pod.spec?.hostNetwork) return {};
  const hostPorts = specContainers(pod)
    .flatMap(({ spec }) => spec.ports ?? [])
    .filter(({ hostPort = 0 }) => hostPort > 0);
  return hostPorts.length > 0 ? { hostPorts } : {};
}
