/** The two files by which a Pod knows names, as the kubelet writes them (kubelet_pods.go, network/dns/dns.go). Pure. */
import type { SandboxConfig } from "./container-runtime.ts";

export type NamedSandbox = Pick<
  SandboxConfig,
  "hostname" | "domain" | "hostAliases" | "hostNetwork" | "nodeName"
>;

/** /etc/hosts: for a Pod on the node's network a node's own file, with a comment that says so. */
export function hostsFile(sandbox: NamedSandbox, ip: string): string {
  const aliases = sandbox.hostAliases.map(
    (alias) => `${alias.ip}\t${alias.hostnames.join("\t")}\n`,
  );
  const added =
    aliases.length === 0 ? "" : `\n# Entries added by HostAliases.\n${aliases.join("")}`;
  if (sandbox.hostNetwork) {
    const own = `127.0.0.1\tlocalhost\n127.0.1.1\t${sandbox.nodeName}\n`;
    return `# Kubernetes-managed hosts file (host network).\n${own}${added}`;
  }
  return [
    "# Kubernetes-managed hosts file.",
    "127.0.0.1\tlocalhost",
    "::1\tlocalhost ip6-localhost ip6-loopback",
    "fe00::0\tip6-localnet",
    "fe00::0\tip6-mcastprefix",
    "fe00::1\tip6-allnodes",
    "fe00::2\tip6-allrouters",
    `${ip}\t${sandbox.domain ? `${sandbox.hostname}.${sandbox.domain}\t` : ""}${sandbox.hostname}`,
    added,
  ].join("\n");
}

/** /etc/resolv.conf. */
export function resolverFile(dns: Omit<SandboxConfig["dns"], "fromNode">): string {
  const { servers, searches, options } = dns;
  return [
    ...(searches.length > 0 ? [`search ${searches.join(" ")}`] : []),
    ...servers.map((server) => `nameserver ${server}`),
    ...(options.length > 0 ? [`options ${options.join(" ")}`] : []),
    "",
  ].join("\n");
}
