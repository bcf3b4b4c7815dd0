/** What a Docker daemon says of its machine (GET /info), as far as a node needs it. */
export interface DaemonInfo {
  readonly ServerVersion: string;
  readonly NCPU: number;
  readonly MemTotal: number;
  readonly Architecture: string;
  readonly KernelVersion: string;
  readonly OperatingSystem: string;
  /** `linux`, `windows`. */
  readonly OSType?: string;
}

/** As Go spells it. */
export function architectureOf(info: DaemonInfo): "amd64" | "arm64" {
  return info.Architecture === "aarch64" || info.Architecture === "arm64" ? "arm64" : "amd64";
}
