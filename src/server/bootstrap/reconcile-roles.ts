/**
 * Brings the default roles and bindings of an existing cluster up to what this release has (component-helpers/auth/rbac/
 * reconciliation): missing ones are created, missing rules and subjects added, nothing is taken away. What carries the
 * annotation `rbac.authorization.kubernetes.io/autoupdate: "false"` is left alone.
 */
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  Subject,
} from "../../api/generated/types.ts";
import { CLUSTER_ROLE_BINDINGS, CLUSTER_ROLES, ROLE_BINDINGS, ROLES } from "../../api/kinds.ts";
import { groupResourceOf, type ResourceRef, type Stored } from "../../api/object.ts";
import { hasReason } from "../../api/status.ts";
import type { Client } from "../../loop/client.ts";
import type { Store } from "../../store/store.ts";
import { uncovered } from "../auth/rules.ts";
import { sameValue } from "../operations/update.ts";
import {
  autoUpdateAnnotation,
  defaultClusterRoleBindings,
  defaultClusterRoles,
  defaultRoleBindings,
  defaultRoles,
} from "./roles.ts";

interface Options {
  readonly client: Client;
  readonly store: Store;
}

type AnyRole = Role | ClusterRole;
type AnyBinding = RoleBinding | ClusterRoleBinding;

/** Rejects with the API's StatusError when something cannot be written. */
export async function reconcileRoles(options: Options): Promise<void> {
  await Promise.all([
    ...defaultClusterRoles.map((role) => reconcileRole(options, CLUSTER_ROLES, role)),
    ...defaultClusterRoleBindings.map((binding) =>
      reconcileBinding(options, CLUSTER_ROLE_BINDINGS, binding),
    ),
    ...defaultRoles.map((role) => reconcileRole(options, ROLES, role)),
    ...defaultRoleBindings.map((binding) => reconcileBinding(options, ROLE_BINDINGS, binding)),
  ]);
}

async function reconcileRole<T extends AnyRole>(
  { client, store }: Options,
  ref: ResourceRef<T>,
  wanted: T,
): Promise<void> {
  const found = stored(store, ref, wanted);
  if (!found) return create(client, ref, wanted);
  if (found.metadata.annotations?.[autoUpdateAnnotation] === "false") return;
  const { aggregationRule } = wanted as ClusterRole;
  const own = (found as unknown as ClusterRole).aggregationRule?.clusterRoleSelectors ?? [];
  const selectors = (aggregationRule?.clusterRoleSelectors ?? []).filter(
    (selector) => !own.some((each) => sameValue(each, selector)),
  );
  // The rules of an aggregated role are the aggregation controller's.
  const same = sameValue(found.rules ?? [], wanted.rules ?? []);
  const missing = aggregationRule || same ? [] : uncovered(found.rules ?? [], wanted.rules ?? []);
  const metadata = withLabels(found, wanted);
  if (missing.length === 0 && selectors.length === 0 && metadata === found.metadata) return;
  await client.update(ref, {
    ...found,
    metadata,
    rules: [...(found.rules ?? []), ...(missing as PolicyRule[])],
    ...(aggregationRule
      ? { aggregationRule: { clusterRoleSelectors: [...own, ...selectors] } }
      : {}),
  });
}

async function reconcileBinding<T extends AnyBinding>(
  { client, store }: Options,
  ref: ResourceRef<T>,
  wanted: T,
): Promise<void> {
  const found = stored(store, ref, wanted);
  if (!found) return create(client, ref, wanted);
  if (found.metadata.annotations?.[autoUpdateAnnotation] === "false") return;
  if (!sameValue(found.roleRef, wanted.roleRef)) {
    // A binding cannot change its role: it is made anew.
    const { name, namespace = "" } = found.metadata;
    await client.delete(ref, { name, namespace }, { preconditions: { uid: found.metadata.uid } });
    return create(client, ref, wanted);
  }
  const subjects: readonly Subject[] = found.subjects ?? [];
  const missing = (wanted.subjects ?? []).filter(
    (subject) => !subjects.some((each) => sameValue(each, subject)),
  );
  const metadata = withLabels(found, wanted);
  if (missing.length === 0 && metadata === found.metadata) return;
  await client.update(ref, { ...found, metadata, subjects: [...subjects, ...missing] });
}

function stored<T extends AnyRole | AnyBinding>(
  store: Store,
  ref: ResourceRef<T>,
  { metadata }: T,
): Stored<T> | undefined {
  const { name = "", namespace = "" } = metadata;
  const entry = store.get({ resource: groupResourceOf(ref), namespace, name });
  return entry?.object as unknown as Stored<T> | undefined;
}

async function create<T extends AnyRole | AnyBinding>(
  client: Client,
  ref: ResourceRef<T>,
  object: T,
): Promise<void> {
  try {
    await client.create(ref, object);
  } catch (error) {
    if (!hasReason(error, "AlreadyExists")) throw error;
  }
}

/** The found metadata with what labels and annotations it lacks; the same value when it lacks none. */
function withLabels<T extends AnyRole | AnyBinding>(
  found: Stored<T>,
  wanted: T,
): Stored<T>["metadata"] {
  const lacks = (["labels", "annotations"] as const).some((field) =>
    Object.keys(wanted.metadata[field] ?? {}).some(
      (name) => found.metadata[field]?.[name] === undefined,
    ),
  );
  if (!lacks) return found.metadata;
  return {
    ...found.metadata,
    labels: { ...wanted.metadata.labels, ...found.metadata.labels },
    annotations: { ...wanted.metadata.annotations, ...found.metadata.annotations },
  };
}
