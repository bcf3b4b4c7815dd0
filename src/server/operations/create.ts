/** Creating an object, from decoded input to a durable revision. */
import { withManagedFields } from "../../api/apply/managed-fields.ts";
import type { KubeObject } from "../../api/object.ts";
import { alreadyExists, invalid, unknownError } from "../../api/status.ts";
import type { RuleFindings } from "../../api/strategy/strategy.ts";
import { isTooLarge } from "../../store/object-size.ts";
import { ConflictingWrite, type StoredEntry } from "../../store/store.ts";
import {
  keyOf,
  unstoredEntry,
  type ServerCore,
  type Target,
  type WriteContext,
  type WriteResult,
} from "../core.ts";
import { whenReady, type Soon } from "../custom-resources/versions.ts";
import { inWordsOf } from "./error-words.ts";
import { identified, keptInPlace, metadataForCreate, needsName } from "./metadata.ts";
import { withoutRepeatedOwners } from "./owner-references.ts";
import { withValidOwners } from "./track-fields.ts";
import { validationOf } from "./validation.ts";

/** How many generated names are tried before the collision is reported (apiserver, pkg/registry/generic). */
const generateNameTries = 8;

export interface CreateRequest {
  readonly target: Target;
  readonly context: WriteContext;
  readonly input: KubeObject;
  /** The input's managedFields are right already: server-side apply has made them. */
  readonly managed?: boolean;
  /** It was asked for as a new object, and not as an update of what turns out not to be there. */
  readonly posted?: boolean;
}

/**
 * Creates `input` (decoded, in the storage version). Rejects with StatusError: 409 AlreadyExists, 422, or what admission says.
 */
export async function createObject(
  core: ServerCore,
  { target, context, input, managed = false, posted = false }: CreateRequest,
): Promise<WriteResult> {
  core.custom.refuseWhileTerminating(target.definition, input.metadata.name ?? "");
  const strategy = core.strategyOf(core.registry.storageOf(target.definition));
  const filled = metadataForCreate(target, strategy.default(input));
  const made = managed
    ? filled
    : withoutRepeatedOwners(filled, context.warnings, { afterAdmission: false });
  // Before admission, as upstream: what admission adds is nobody's.
  const tracked = managed
    ? made
    : core.trackFields({ previous: undefined, next: made, target, context });
  const base = tracked instanceof Promise ? await tracked : tracked;
  const changed = mutated(core, { target, context, object: base, sent: input });
  const admitted = keptInPlace(target, changed instanceof Promise ? await changed : changed);
  const loading = core.custom.ready(target.definition, admitted, core.slices);
  if (loading) await loading;
  const generated = needsName(admitted);
  for (let attempt = 1; ; attempt++) {
    const own = identified(core.host, admitted);
    const prepared = checked(core, { target, context, object: own, sent: input });
    const object = prepared instanceof Promise ? await prepared : prepared;
    try {
      if (posted && !context.dryRun) refuseRevision(input.metadata);
      const entry = await commit(core, { target, context, object, sent: input });
      const served = core.custom.versions.read(target.definition, entry);
      return { entry: served instanceof Promise ? await served : served, created: true };
    } catch (error) {
      core.services.abandon(object);
      if (!managed && isTooLarge(error)) {
        const bare = withoutOwners(input);
        return createObject(core, { target, context, input: bare, managed: true, posted });
      }
      if (!(error instanceof ConflictingWrite)) throw error;
      const name = object.metadata.name ?? "";
      if (!generated || attempt >= generateNameTries) {
        await core.store.settled(error.key);
        throw alreadyExists(target.definition, name);
      }
    }
  }
}

/** A new object has no revision yet; what is none at all is nobody's business (apiserver, storage/etcd3/store.go: Create). */
function refuseRevision({ resourceVersion = "" }: KubeObject["metadata"]): void {
  if (!/^\d+$/.test(resourceVersion) || /^0*$/.test(resourceVersion)) return;
  if (BigInt(resourceVersion) >= 2n ** 64n) return;
  throw unknownError("resourceVersion should not be set on objects to be created");
}

/** For an object that is too large with them: who owns what can be done without (apiserver, endpoints/handlers/create.go). */
export function withoutOwners(object: KubeObject): KubeObject {
  return withManagedFields(object, undefined);
}

interface Creation {
  readonly target: Target;
  readonly context: WriteContext;
  /** With its defaults. */
  readonly object: KubeObject;
  /** As the client has given it. */
  readonly sent: KubeObject;
}

/** What admission makes of an object that is not one of its own yet: it has neither uid nor time, nor a name that is to be made. */
function mutated(core: ServerCore, { target, context, object, sent }: Creation): Soon<KubeObject> {
  const operation = "CREATE";
  const request = { operation, target, context, previous: undefined, object, sent } as const;
  const { warnings } = context;
  return whenReady(core.admission.mutate(request), (changed) =>
    withoutRepeatedOwners(withValidOwners(changed, object, warnings), warnings, {
      afterAdmission: true,
    }),
  );
}

/** Preparation, validation, and whether admission has anything against it: everything up to the write. */
function checked(
  core: ServerCore,
  { target, context, object: admitted, sent }: Creation,
): Soon<KubeObject> {
  const definition = core.registry.storageOf(target.definition);
  const strategy = core.strategyOf(definition);
  warn(context, strategy.creationWarnings?.(admitted));
  const prepared = strategy.prepareForCreate(admitted);
  const allocated = core.services.allocate(prepared, undefined);
  const abandon = (error: unknown): never => {
    core.services.abandon(allocated);
    throw error;
  };
  const validation = validationOf(core, strategy, (each) =>
    strategy.validateCreate(each, target.definition),
  );
  const admit = ({ errors, warnings }: RuleFindings): Soon<KubeObject> => {
    if (errors.length > 0) {
      const said = inWordsOf(errors, { strategy, object: allocated, sent }, validation.again);
      throw invalid(definition, allocated.metadata.name ?? "", said);
    }
    const settled = strategy.settle?.(allocated) ?? allocated;
    const object = withManagedFields(settled, admitted.metadata.managedFields);
    warn(context, warnings);
    warn(context, strategy.warnings(object, undefined));
    const operation = "CREATE";
    const request = { operation, target, context, previous: undefined, object, sent } as const;
    return whenReady(core.admission.validate(request), () => object);
  };
  try {
    const checking = validation.run(strategy.asChecked?.(allocated, sent) ?? allocated);
    const spend = (work: number) => core.slices.spend(work);
    const done = whenReady(checking, (found) => {
      const findings = strategy.rules?.({ object: allocated, found, spend });
      return whenReady(findings ?? { errors: found, warnings: [] }, admit);
    });
    return done instanceof Promise ? done.catch(abandon) : done;
  } catch (error) {
    return abandon(error);
  }
}

function warn({ warnings }: WriteContext, found: readonly string[] = []): void {
  for (const text of found) warnings.push(text);
}

/** The stored entry; for a dry run, the one that would have been. */
function commit(core: ServerCore, { target, context, object }: Creation): Soon<StoredEntry> {
  const key = keyOf(core, target, object.metadata.name);
  if (!context.dryRun) {
    const stored = core.custom.versions.write(target.definition, object);
    return whenReady(stored, (value) => core.store.put(key, value, 0, context.texts));
  }
  const head = core.store.head(key);
  if (head) throw new ConflictingWrite(key, 0, head.revision);
  core.services.abandon(object);
  return unstoredEntry(key, core.store.revision, object);
}
