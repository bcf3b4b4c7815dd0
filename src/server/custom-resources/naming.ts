/** Which of its names a CustomResourceDefinition gets (apiextensions-apiserver, pkg/controller/status/naming_controller.go). */
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionCondition,
  CustomResourceDefinitionNames,
} from "../../api/generated/types.ts";
import { quote } from "../../api/validation/field-errors.ts";

type Condition = Omit<CustomResourceDefinitionCondition, "lastTransitionTime">;

export interface Naming {
  readonly acceptedNames: CustomResourceDefinitionNames;
  readonly namesAccepted: Condition;
}

/** `others`: the definitions of the same group, whose accepted names are taken. */
export function computeNaming(
  crd: CustomResourceDefinition,
  others: readonly CustomResourceDefinition[],
): Naming {
  const asked = crd.spec.names;
  const accepted = crd.status?.acceptedNames;
  const names = others.flatMap(({ status }) =>
    status?.acceptedNames ? [status.acceptedNames] : [],
  );
  const resources = new Set(
    names.flatMap(({ plural, singular, shortNames }) => [
      plural,
      singular ?? "",
      ...(shortNames ?? []),
    ]),
  );
  const kinds = new Set(names.flatMap(({ kind, listKind }) => [kind, listKind ?? ""]));
  const conflicts: (readonly [reason: string, message: string])[] = [];
  const next: {
    -readonly [K in keyof CustomResourceDefinitionNames]: CustomResourceDefinitionNames[K];
  } = {
    plural: accepted?.plural ?? "",
    kind: accepted?.kind ?? "",
    ...accepted,
  };
  const claim = (
    field: "plural" | "singular" | "kind" | "listKind",
    taken: ReadonlySet<string>,
  ): void => {
    const name = asked[field] ?? "";
    if (name !== (accepted?.[field] ?? "") && taken.has(name)) {
      const reason = `${field.charAt(0).toUpperCase()}${field.slice(1)}Conflict`;
      conflicts.push([reason, inUse(name)]);
    } else if (name !== "") next[field] = name;
  };
  claim("plural", resources);
  claim("singular", resources);
  const own = new Set(accepted?.shortNames);
  const taken = (asked.shortNames ?? []).filter((name) => !own.has(name) && resources.has(name));
  if (taken.length > 0) {
    const messages = [...new Set(taken.map(inUse))];
    const message = messages.length === 1 ? (messages[0] ?? "") : `[${messages.join(", ")}]`;
    conflicts.push(["ShortNamesConflict", message]);
  } else if (asked.shortNames) next.shortNames = asked.shortNames;
  else delete next.shortNames;
  claim("kind", kinds);
  claim("listKind", kinds);
  if (asked.categories) next.categories = asked.categories;
  else delete next.categories;
  // The last conflict found is the one that is told.
  const [reason, message] = conflicts.at(-1) ?? ["NoConflicts", "no conflicts found"];
  const status = conflicts.length > 0 ? "False" : "True";
  return { acceptedNames: next, namesAccepted: { type: "NamesAccepted", status, reason, message } };
}

function inUse(name: string): string {
  return `${quote(name)} is already in use`;
}
