/**
 * Annotations of Pods that mean something: mirrors of static Pods, the price of deletion, and what came before fields for
 * tolerations, seccomp and AppArmor. Source: ValidatePodSpecificAnnotations and its neighbours in pkg/apis/core/validation.
 */
import { goKindOf } from "../decode/decode-error.ts";
import { scanJson } from "../decode/json-scan.ts";
import type {
  AppArmorProfile,
  Pod,
  PodSpec,
  SeccompProfile,
  Toleration,
} from "../generated/types.ts";
import type { JsonValue } from "../json.ts";
import { forbiddenField, invalidValue, quote, type FieldErrors } from "./field-errors.ts";
import { int32Max } from "./numbers.ts";
import { localDescendingPath } from "./paths.ts";
import { containersOf } from "./pod-containers.ts";
import { validateTolerations } from "./scheduling.ts";

type Annotations = Readonly<Record<string, string>>;

export const mirrorAnnotation = "kubernetes.io/config.mirror";
const deletionCost = "controller.kubernetes.io/pod-deletion-cost";
const oldTolerations = "scheduler.alpha.kubernetes.io/tolerations";
const podSeccomp = "seccomp.security.alpha.kubernetes.io/pod";
const containerSeccomp = "container.seccomp.security.alpha.kubernetes.io/";
export const containerAppArmor = "container.apparmor.security.beta.kubernetes.io/";
const localProfile = "localhost/";

interface AnnotatedSpec {
  readonly annotations?: Annotations | undefined;
  readonly spec: PodSpec;
}

/** On creation and on update; `path` is the annotations'. */
export function validatePodAnnotations(
  errors: FieldErrors,
  path: string,
  { annotations = {}, spec }: AnnotatedSpec,
): void {
  const mirrored = annotations[mirrorAnnotation];
  if (mirrored !== undefined && !spec.nodeName) {
    const message = "must set spec.nodeName if mirror pod annotation is set";
    errors.push(invalidValue(`${path}[${mirrorAnnotation}]`, mirrored, message));
  }
  const tolerations = annotations[oldTolerations];
  if (tolerations) validateOldTolerations(errors, path, tolerations);
  const cost = annotations[deletionCost];
  if (cost !== undefined && !isInt32(cost)) {
    errors.push(invalidValue(`${path}[${deletionCost}]`, cost, "must be a 32bit integer"));
  }
  for (const key of [podSeccomp, ...keysWith(annotations, containerSeccomp)]) {
    const profile = annotations[key];
    if (profile !== undefined) validateSeccomp(errors, `${path}.${key}`, profile);
  }
  const profiles = keysWith(annotations, containerAppArmor);
  if (profiles.length === 0) return;
  const names = new Set(containersOf("", spec).map(({ container }) => container.name));
  for (const key of profiles) {
    const name = key.slice(containerAppArmor.length);
    const profile = annotations[key] ?? "";
    const at = `${path}[${key}]`;
    if (!names.has(name)) errors.push(invalidValue(at, name, "container not found"));
    if (profile === "" || profile === "runtime/default" || profile === "unconfined") continue;
    if (profile.startsWith(localProfile)) continue;
    errors.push(invalidValue(at, profile, `invalid AppArmor profile name: ${quote(profile)}`));
  }
}

/** Whether an annotation is of those that were profiles before there were fields for them. */
function isProfile(key: string): boolean {
  return (
    key === podSeccomp || key.startsWith(containerSeccomp) || key.startsWith(containerAppArmor)
  );
}

function keysWith(annotations: Annotations, prefix: string): readonly string[] {
  return Object.keys(annotations)
    .filter((key) => key.startsWith(prefix))
    .sort();
}

/** A sign and leading zeroes are refused, as two spellings of one number would sort differently. */
function isInt32(text: string): boolean {
  if (!/^(0|-?[1-9][0-9]*)$/.test(text)) return false;
  const value = Number(text);
  return value >= -int32Max - 1 && value <= int32Max;
}

function validateOldTolerations(errors: FieldErrors, path: string, text: string): void {
  const { error } = scanJson(text);
  const value: unknown = error === undefined ? JSON.parse(text) : undefined;
  if (Array.isArray(value) || value === null) {
    const list = (value ?? []) as readonly Toleration[];
    validateTolerations(errors, `${path}.${oldTolerations}`, list);
    return;
  }
  const misfit = `json: cannot unmarshal ${goKindOf(value as JsonValue)} into Go value of type []core.Toleration`;
  errors.push(invalidValue(path, oldTolerations, error ?? misfit));
}

function validateSeccomp(errors: FieldErrors, at: string, profile: string): void {
  if (["runtime/default", "docker/default", "unconfined"].includes(profile)) return;
  if (profile.startsWith(localProfile)) {
    errors.push(...localDescendingPath(at, profile.slice(localProfile.length)));
  } else errors.push(invalidValue(at, profile, "must be a valid seccomp profile"));
}

/** A new Pod may state its profiles in both ways, if they say the same; `path` is the spec's. */
export function validateProfilesMatch(
  errors: FieldErrors,
  path: string,
  { annotations = {}, spec }: AnnotatedSpec,
): void {
  if (!Object.keys(annotations).some(isProfile)) return;
  const context = spec.securityContext;
  matchProfile(errors, `${path}.securityContext.seccompProfile`, {
    annotation: annotations[podSeccomp],
    profile: context?.seccompProfile,
    word: "seccomp",
    defaults: ["runtime/default", "docker/default"],
  });
  const containers = containersOf(path, spec);
  for (const { container, path: at } of containers) {
    matchProfile(errors, `${at}.securityContext.seccompProfile`, {
      annotation: annotations[containerSeccomp + container.name],
      profile: container.securityContext?.seccompProfile,
      word: "seccomp",
      defaults: ["runtime/default", "docker/default"],
    });
  }
  if (spec.os?.name === "windows") return;
  for (const { container, path: at } of containers) {
    matchProfile(errors, `${at}.securityContext.appArmorProfile`, {
      annotation: annotations[containerAppArmor + container.name],
      profile: container.securityContext?.appArmorProfile ?? context?.appArmorProfile,
      word: "apparmor",
      defaults: ["runtime/default"],
    });
  }
}

function matchProfile(
  errors: FieldErrors,
  at: string,
  sides: {
    readonly annotation: string | undefined;
    readonly profile: SeccompProfile | AppArmorProfile | undefined;
    readonly word: "seccomp" | "apparmor";
    readonly defaults: readonly string[];
  },
): void {
  const { annotation, profile, word, defaults } = sides;
  if (annotation === undefined || !profile) return;
  const { type, localhostProfile } = profile;
  const matches =
    type === "Unconfined"
      ? annotation === "unconfined"
      : type === "RuntimeDefault"
        ? defaults.includes(annotation)
        : type !== "Localhost" || annotation.startsWith(localProfile);
  if (!matches) {
    errors.push(forbiddenField(`${at}.type`, `${word} type in annotation and field must match`));
  } else if (type === "Localhost" && annotation.slice(localProfile.length) !== localhostProfile) {
    const detail = `${word} profile in annotation and field must match`;
    errors.push(forbiddenField(`${at}.localhostProfile`, detail));
  }
}

/** Some annotations are there from the beginning, and stay. */
export function validatePodAnnotationChanges(errors: FieldErrors, next: Pod, previous: Pod): void {
  const after = next.metadata.annotations ?? {};
  const before = previous.metadata.annotations ?? {};
  const path = "metadata.annotations";
  const refuse = (key: string, verb: string): void => {
    const at = `${path}[${key}]`;
    if (key.startsWith(containerAppArmor)) {
      errors.push(forbiddenField(at, `may not ${verb} AppArmor annotations`));
    }
    if (key === mirrorAnnotation) {
      errors.push(forbiddenField(at, `may not ${verb} mirror pod annotation`));
    }
  };
  for (const key of Object.keys(before).sort()) {
    if (after[key] !== before[key]) refuse(key, "remove or update");
  }
  for (const key of Object.keys(after).sort()) if (before[key] === undefined) refuse(key, "add");
  const spec = next.spec ?? { containers: [] };
  validatePodAnnotations(errors, path, { annotations: after, spec });
}
