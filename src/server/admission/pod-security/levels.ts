/** The levels and versions of the Pod security standards, as a namespace's labels name them (pod-security-admission/api). */
import type { FieldError } from "../../../api/status.ts";
import { invalidValue } from "../../../api/validation/field-errors.ts";

const levels = ["privileged", "baseline", "restricted"] as const;
export type Level = (typeof levels)[number];

export interface LevelVersion {
  readonly level: Level;
  /** The minor of `v1.N`; Infinity for `latest`. */
  readonly minor: number;
}

export interface Policy {
  readonly enforce: LevelVersion;
  readonly audit: LevelVersion;
  readonly warn: LevelVersion;
}

const prefix = "pod-security.kubernetes.io/";
const privileged: LevelVersion = { level: "privileged", minor: Infinity };

/** What the labels say. A policy is always given: what cannot be read is strict where it refuses, and silent where it only tells. */
export function policyOf(labels: Readonly<Record<string, string>> | undefined): {
  readonly policy: Policy;
  readonly errors: readonly FieldError[];
} {
  const errors: FieldError[] = [];
  const read = (mode: keyof Policy): LevelVersion => {
    const levelLabel = `${prefix}${mode}`;
    const versionLabel = `${levelLabel}-version`;
    const level = labels?.[levelLabel];
    const version = labels?.[versionLabel];
    const refuse = (label: string, value: string, why: string) =>
      errors.push(invalidValue(`metadata.labels[${label}]`, value, why));
    const known = level === undefined ? "privileged" : levels.find((each) => each === level);
    if (!known) refuse(levelLabel, level ?? "", `must be one of ${levels.join(", ")}`);
    const minor = version === undefined ? Infinity : minorOf(version);
    if (minor === undefined) {
      refuse(versionLabel, version ?? "", 'must be "latest" or "v1.x"');
    }
    return {
      level: known ?? (mode === "enforce" ? "restricted" : "privileged"),
      minor: minor ?? Infinity,
    };
  };
  if (!labels)
    return { policy: { enforce: privileged, audit: privileged, warn: privileged }, errors };
  return { policy: { enforce: read("enforce"), audit: read("audit"), warn: read("warn") }, errors };
}

function minorOf(version: string): number | undefined {
  if (version === "latest") return Infinity;
  const match = /^v1\.(\d|[1-9]\d*)$/.exec(version);
  return match ? Number(match[1]) : undefined;
}

/** `restricted:v1.30` */
export function levelText({ level, minor }: LevelVersion): string {
  return `${level}:${minor === Infinity ? "latest" : `v1.${minor}`}`;
}

export function sameLevel(a: LevelVersion, b: LevelVersion): boolean {
  return a.level === b.level && a.minor === b.minor;
}

/** Whether `a` refuses more than `b`. */
export function isStricter(a: Level, b: Level): boolean {
  return levels.indexOf(a) > levels.indexOf(b);
}
