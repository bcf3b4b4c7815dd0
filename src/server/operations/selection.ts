/** The selectors of lists and watches, over what a kind lets be selected. */
import { fieldLabelError, resolveFieldLabels } from "../../api/field-labels.ts";
import { storedFieldName } from "../../api/conversion.ts";
import {
  type FieldMatcher,
  matchesFields,
  parseFieldSelector,
  requiredFieldValue,
  type SelectableFields,
} from "../../api/field-selector.ts";
import { matchesLabels, parseLabelSelector } from "../../api/label-selector.ts";
import { apiVersionOf, type KubeObject } from "../../api/object.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { badRequest } from "../../api/status.ts";
import type { Strategy } from "../../api/strategy/strategy.ts";

export interface Selection {
  /** Nothing was asked for: every object matches, and none need be looked at. */
  readonly everything: boolean;
  matches(object: KubeObject): boolean;
  /** The only name that can match, where the field selector says so. */
  readonly name: string | undefined;
}

/** Throws StatusError 400 for text that is not a selector, or a field that the kind does not offer. */
export function selectionOf(
  definition: ResourceDefinition,
  strategy: Strategy,
  query: {
    readonly labelSelector?: string | undefined;
    readonly fieldSelector?: string | undefined;
  },
): Selection {
  const labels = query.labelSelector ? parseLabelSelector(query.labelSelector) : undefined;
  const asked = query.fieldSelector ? parseFieldSelector(query.fieldSelector) : undefined;
  const fields = asked && resolveFieldLabels(asStored(asked, definition), definition);
  if (fields) {
    const known = Object.keys(strategy.selectableFields(emptyObject(definition)));
    const error = fieldLabelError(fields, known, definition);
    if (error) throw error;
  }
  return {
    everything: labels === undefined && fields === undefined,
    matches: (object) =>
      (labels === undefined || matchesLabels(labels, object.metadata.labels)) &&
      (fields === undefined || matchesFields(fields, fieldsOf(strategy, object))),
    name: fields && requiredFieldValue(fields, "metadata.name"),
  };
}

/** Fields are those of the stored version; a name that the asked version does not have is refused. Throws StatusError 400. */
function asStored(asked: FieldMatcher, { group, storedAs }: ResourceDefinition): FieldMatcher {
  if (!storedAs) return asked;
  const requirements = asked.requirements.map((requirement) => {
    const field = storedFieldName(group, requirement.field);
    if (field === undefined) throw badRequest(`field label not supported: ${requirement.field}`);
    return { ...requirement, field };
  });
  return { requirements };
}

function emptyObject(definition: ResourceDefinition): KubeObject {
  return { apiVersion: apiVersionOf(definition), kind: definition.kind, metadata: {} };
}

function fieldsOf(strategy: Strategy, object: KubeObject): SelectableFields {
  return {
    ...strategy.selectableFields(object),
    "metadata.name": object.metadata.name ?? "",
    "metadata.namespace": object.metadata.namespace ?? "",
  };
}
