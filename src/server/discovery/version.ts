/** What /version answers: the Kubernetes version that the API follows, and the build of ours that serves it. */

/** `version.Info` of apimachinery, all fields strings. */
export interface VersionInfo {
  readonly major: string;
  readonly minor: string;
  readonly emulationMajor: string;
  readonly emulationMinor: string;
  readonly minCompatibilityMajor: string;
  readonly minCompatibilityMinor: string;
  readonly gitVersion: string;
  readonly gitCommit: string;
  readonly gitTreeState: string;
  readonly buildDate: string;
  readonly goVersion: string;
  readonly compiler: string;
  readonly platform: string;
}

/** What a build may say of itself. */
export interface Build {
  /** Counts our releases on one Kubernetes version. */
  readonly release?: number;
  readonly commit?: string;
  /** RFC 3339. */
  readonly date?: string;
  /** In Go's form, `linux/amd64`. */
  readonly platform?: string;
}

/** Nodes say the same as the API server: `v1.36.0+kubarium.1`. Build metadata after `+`, for `-` would be a pre-release to Helm. */
export function gitVersionOf(release: number): string {
  return `v1.36.0+kubarium.${release}`;
}

export function versionInfo(build: Build = {}): VersionInfo {
  return {
    major: "1",
    minor: "36",
    emulationMajor: "1",
    emulationMinor: "36",
    minCompatibilityMajor: "1",
    minCompatibilityMinor: "35",
    gitVersion: gitVersionOf(build.release ?? 1),
    gitCommit: build.commit ?? "",
    gitTreeState: "clean",
    buildDate: build.date ?? "1970-01-01T00:00:00Z",
    goVersion: "",
    compiler: "v8",
    platform: build.platform ?? "linux/amd64",
  };
}

/** The engine's own. */
export const version: VersionInfo = versionInfo();
