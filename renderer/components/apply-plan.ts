/** Applying a file: its documents one after another, each with its own outcome. No React here. */
import { StatusError } from "../../src/api/status.ts";
import type { ApiClient, ObjectTarget } from "../api/client.ts";
import { discover, findKind, type DiscoveredResource } from "../api/discovery.ts";
import type { ManifestDocument } from "../kubernetes/manifest.ts";

export type ApplyOutcome =
  | { readonly phase: "waiting" | "applying" | "applied" }
  /** The cluster serves no such kind. */
  | { readonly phase: "unknown-kind" }
  | { readonly phase: "conflict" | "failed"; readonly error: Error };

export interface ApplyRun {
  readonly client: ApiClient;
  /** For objects without a namespace of their own. */
  readonly namespace: string;
  /** Positions in `documents` whose conflicts are to be overridden. */
  readonly forced: ReadonlySet<number>;
  onOutcome(index: number, outcome: ApplyOutcome): void;
}

/** Server-side applies every sound document in the order of the file; one failure does not keep the others back. */
export async function applyDocuments(
  documents: readonly ManifestDocument[],
  run: ApplyRun,
): Promise<void> {
  let known = await discover(run.client);
  for (const [index, { object }] of documents.entries()) {
    if (!object) continue;
    run.onOutcome(index, { phase: "applying" });
    let resource = findKind(known, object.apiVersion, object.kind);
    if (!resource) {
      // A CustomResourceDefinition earlier in the same file may have brought it.
      known = await discover(run.client);
      resource = findKind(known, object.apiVersion, object.kind);
    }
    run.onOutcome(index, await applyOne(object, resource, { ...run, index }));
  }
}

async function applyOne(
  object: NonNullable<ManifestDocument["object"]>,
  resource: DiscoveredResource | undefined,
  run: ApplyRun & { readonly index: number },
): Promise<ApplyOutcome> {
  if (!resource) return { phase: "unknown-kind" };
  const target = targetOf(object, resource, run.namespace);
  try {
    await run.client.apply(target, object, run.forced.has(run.index));
    return { phase: "applied" };
  } catch (error) {
    const conflict = error instanceof StatusError && error.code === 409;
    return { phase: conflict ? "conflict" : "failed", error: error as Error };
  }
}

export function targetOf(
  object: NonNullable<ManifestDocument["object"]>,
  resource: DiscoveredResource,
  fallbackNamespace: string,
): ObjectTarget {
  const { name, namespace } = object.metadata;
  const own = typeof namespace === "string" && namespace !== "" ? namespace : fallbackNamespace;
  return {
    ref: resource,
    namespace: resource.namespaced ? own : undefined,
    name: name,
  };
}
