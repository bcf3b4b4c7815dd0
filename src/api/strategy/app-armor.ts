/**
 * AppArmor profiles in annotations, as they were before there was a field: on creation of a Pod the field is filled in from
 * them. Source: applyAppArmorVersionSkew in pkg/registry/core/pod, ApparmorFieldForAnnotation in pkg/api/pod.
 */
import { put } from "../defaults/fill.ts";
import type {
  AppArmorProfile,
  Container,
  EphemeralContainer,
  Pod,
  PodSpec,
} from "../generated/types.ts";
import { validateAppArmor } from "../validation/security-context.ts";
import type { FieldErrors } from "../validation/field-errors.ts";
import { containerAppArmor } from "../validation/pod-annotations.ts";
import { containersOf } from "../validation/pod-containers.ts";
import { same } from "../validation/same.ts";

export const useAppArmorField = 'deprecated since v1.30; use the "appArmorProfile" field instead';

export function profileOfAnnotation(annotation: string): AppArmorProfile | undefined {
  if (annotation === "unconfined") return { type: "Unconfined" };
  if (annotation === "runtime/default") return { type: "RuntimeDefault" };
  const local = annotation.startsWith("localhost/") ? annotation.slice("localhost/".length) : "";
  return local === "" ? undefined : { type: "Localhost", localhostProfile: local };
}

type AnyContainer = Container | EphemeralContainer;

/** The profile that an annotation stands for, where the container has none; undefined for one that is no profile. */
function annotated(pod: Pod, container: AnyContainer): AppArmorProfile | "none" | undefined {
  const annotation = pod.metadata.annotations?.[containerAppArmor + container.name];
  if (annotation === undefined || container.securityContext?.appArmorProfile) return "none";
  const profile = profileOfAnnotation(annotation);
  const errors: FieldErrors = [];
  validateAppArmor(errors, "", profile);
  return errors.length > 0 ? undefined : profile;
}

const concerns = (pod: Pod): boolean =>
  pod.spec?.os?.name !== "windows" &&
  Object.keys(pod.metadata.annotations ?? {}).some((key) => key.startsWith(containerAppArmor));

/** The Pod with the fields that its annotations stand for; the very Pod where there is nothing to do. */
export function fillAppArmor(pod: Pod): Pod {
  if (!pod.spec || !concerns(pod)) return pod;
  const ofPod = pod.spec.securityContext?.appArmorProfile;
  const fill = <T extends AnyContainer>(container: T): T => {
    const profile = annotated(pod, container);
    if (profile === "none" || profile === undefined || same(profile, ofPod)) return container;
    return {
      ...container,
      securityContext: { ...container.securityContext, appArmorProfile: profile },
    };
  };
  let spec: PodSpec = put(pod.spec, "containers", pod.spec.containers?.map(fill));
  spec = put(spec, "initContainers", spec.initContainers?.map(fill));
  spec = put(spec, "ephemeralContainers", spec.ephemeralContainers?.map(fill));
  return { ...pod, spec };
}

/** Of a Pod whose fields were not filled in yet: annotations that should be fields. */
export function appArmorWarnings(pod: Pod): readonly string[] {
  if (!pod.spec || !concerns(pod)) return [];
  const ofPod = pod.spec.securityContext?.appArmorProfile;
  return containersOf("spec", pod.spec).flatMap(({ container }) => {
    const profile = annotated(pod, container);
    if (profile === "none" || (profile !== undefined && same(profile, ofPod))) return [];
    return [`metadata.annotations[${containerAppArmor}${container.name}]: ${useAppArmorField}`];
  });
}
