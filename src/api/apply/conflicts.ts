/** Conflicts between field managers, and how they are told (apimachinery, managedfields/internal/conflict.go). */
import { escapeHtml } from "../go-json.ts";
import { applyConflict, type StatusError } from "../status.ts";
import { type FieldSet, intersect, isEmptySet, membersOf } from "./field-set.ts";
import type { FieldWrite } from "./field-write.ts";
import type { Manager, Managers } from "./managed-fields.ts";
import { quote } from "../validation/field-errors.ts";
import { pathText } from "./path-element.ts";

export interface Conflict {
  readonly owner: Manager;
  readonly fields: FieldSet;
}

/** Whose fields a write at `own` would change, by owner's name; `changed` tells it in the version of an owner. */
export function conflictsWith(
  managers: Managers,
  changed: (owner: Manager) => FieldSet,
  own: string,
): readonly Conflict[] {
  const conflicts: Conflict[] = [];
  for (const [key, owner] of managers) {
    if (key === own) continue;
    const fields = intersect(owner.set, changed(owner));
    if (!isEmptySet(fields)) conflicts.push({ owner, fields });
  }
  return conflicts.sort((a, b) => (identityText(a.owner) < identityText(b.owner) ? -1 : 1));
}

/** What upstream knows owners by: their entries as JSON, in this order of members. */
function identityText({ manager, operation, apiVersion, subresource }: Manager): string {
  return escapeHtml(
    JSON.stringify({
      manager,
      operation,
      ...(operation === "Update" ? { apiVersion } : {}),
      ...(subresource === "" ? {} : { subresource }),
    }),
  );
}

function ownerText(owner: Manager, apiVersion = owner.apiVersion): string {
  const name = quote(owner.manager);
  const through = owner.subresource === "" ? "" : ` with subresource ${quote(owner.subresource)}`;
  return `${name}${through}${owner.operation === "Update" ? ` using ${apiVersion}` : ""}`;
}

/** The 409 that tells every conflicting field; at least one conflict must be given. */
export function conflictError(
  conflicts: readonly Conflict[],
  shownAs?: FieldWrite["shownAs"],
): StatusError {
  const told = conflicts.map(({ owner, fields }) => ({
    owner: ownerText(owner, shownAs?.apiVersion),
    paths: shownAs ? [shownAs.field] : [...membersOf(fields)].map(pathText),
  }));
  const causes = told.flatMap(({ owner, paths }) =>
    paths.map((field) => ({
      reason: "FieldManagerConflict",
      message: `conflict with ${owner}`,
      field,
    })),
  );
  const [first] = causes;
  if (causes.length === 1 && first !== undefined) {
    return applyConflict(`Apply failed with 1 conflict: ${first.message}: ${first.field}`, causes);
  }
  const lines = told.flatMap(({ owner, paths }) => [
    `conflicts with ${owner}:`,
    ...paths.map((path) => `- ${path}`),
  ]);
  return applyConflict(`Apply failed with ${causes.length} conflicts: ${lines.join("\n")}`, causes);
}
