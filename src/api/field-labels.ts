/**
 * Where a kind's field labels are not simply metadata.name, metadata.namespace and its own fields: other names for them, fewer of
 * them, other words for what is none. Source: AddFieldLabelConversionFunc in pkg/apis, and the strategies' own field sets.
 */
import type { FieldMatcher } from "./field-selector.ts";
import { unknownFieldError } from "./field-selector.ts";
import { badRequest, type StatusError } from "./status.ts";

interface LabelRules {
  /** The kind's own labels do not include metadata.namespace. */
  readonly withoutNamespace?: true;
  /** Old names of fields. */
  readonly aliases?: Readonly<Record<string, string>>;
  refusal?(label: string): string;
}

const cluster: LabelRules = { withoutNamespace: true };
const rules: Readonly<Record<string, LabelRules>> = {
  "/Pod": { aliases: { "spec.host": "spec.nodeName" } },
  "/Namespace": cluster,
  "/Node": cluster,
  "batch/Job": {
    refusal: (label) => `field label ${JSON.stringify(label)} not supported for batchv1.Job`,
  },
  "certificates.k8s.io/CertificateSigningRequest": cluster,
  "resource.k8s.io/ResourceSlice": {
    withoutNamespace: true,
    refusal: (label) =>
      `field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: ${label}`,
  },
};

/** The matcher in the fields' present names. */
export function resolveFieldLabels(
  matcher: FieldMatcher,
  kind: { readonly group: string; readonly kind: string },
): FieldMatcher {
  const aliases = rules[`${kind.group}/${kind.kind}`]?.aliases;
  if (!aliases) return matcher;
  const requirements = matcher.requirements.map((requirement) => {
    const field = Object.hasOwn(aliases, requirement.field)
      ? aliases[requirement.field]
      : undefined;
    return field === undefined ? requirement : { ...requirement, field };
  });
  return { requirements };
}

/** What is wrong with a matcher's labels on a kind whose own fields are `known`: a StatusError 400; undefined when nothing is. */
export function fieldLabelError(
  matcher: FieldMatcher,
  known: readonly string[],
  kind: { readonly group: string; readonly kind: string; readonly custom?: boolean },
): StatusError | undefined {
  const own = rules[`${kind.group}/${kind.kind}`];
  if (own && kind.custom !== true) {
    const labels = new Set(["metadata.name", ...known]);
    if (!own.withoutNamespace) labels.add("metadata.namespace");
    const unknown = matcher.requirements.find(({ field }) => !labels.has(field));
    if (unknown === undefined) return undefined;
    const refusal = own.refusal ?? ((label: string) => `field label not supported: ${label}`);
    return badRequest(refusal(unknown.field));
  }
  return unknownFieldError(matcher, known, kind.custom === true);
}
