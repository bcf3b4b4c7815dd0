/**
 * What creating, updating and deleting have in common for every kind: status kept apart, generation counted, metadata
 * validated. Follows apiserver's pkg/registry/rest (create.go, update.go) and the strategies under pkg/registry.
 *
 * The server, not a strategy, sets and keeps uid, creationTimestamp, deletionTimestamp, resourceVersion, managedFields and
 * generated names; it fills them into an update before `validateUpdate` is called.
 */
import type { ObjectMeta } from "../generated/types.ts";
import type { KubeObject } from "../object.ts";
import { schemaOf } from "../schema/built-in.ts";
import type { TypeSchema } from "../schema/type-schema.ts";
import { hingesOnEmpties, podSpecInOf } from "./pod-spec-empties.ts";
import { withSentEmpties, withSentField } from "../typed-form/sent-empties.ts";
import { settledForm } from "../typed-form/settled-form.ts";
import { typedForm } from "../typed-form/typed-form.ts";
import type { ResourceDefinition } from "../resources.ts";
import type { FieldErrors } from "../validation/field-errors.ts";
import {
  validateMetadata,
  validateMetadataChange,
  validateMetadataUpdate,
  type MetadataRules,
} from "../validation/metadata.ts";
import { dnsSubdomain, pathSegmentName } from "../validation/names.ts";
import { identical, same } from "../validation/same.ts";
import { put } from "../defaults/fill.ts";
import { disabledFieldsOf } from "./disabled-fields.ts";
import type { KindRules, UpdateStep } from "./kind-rules.ts";
import type { Strategy } from "./strategy.ts";
import type { Int64 } from "../json.ts";

type WithStatus = KubeObject & { readonly status?: unknown };

const noFields = Object.freeze({});
const noTexts: readonly string[] = Object.freeze([]);

/** The strategy of one resource, from its registry row and its kind's rules. */
export function makeStrategy(
  definition: ResourceDefinition,
  rules: KindRules,
  builtIn: boolean,
): Strategy {
  const hasStatus = definition.subresources.some(({ name }) => name === "status");
  const metadataRules: MetadataRules = {
    namespaced: definition.namespaced,
    name: rules.name ?? dnsSubdomain,
    anyName: rules.anyName === true,
    builtIn: builtIn && rules.anyFinalizer !== true,
  };
  const counting = rules.generation ?? "spec";

  const typed = builtIn ? typedFormOf(definition) : untyped;
  const dropDisabled = disabledFieldsOf(`${definition.group}/${definition.kind}`);
  let empty: WithStatus | undefined;
  // Its form is made with the first object that is written: what is only read needs none.
  const noStatus = (): unknown => (empty ??= typed({ metadata: {} } as WithStatus)).status;

  return {
    default: (object, known) => {
      const given = typed(object, known);
      return rules.default?.(given, known) ?? given;
    },

    prepareForCreate(object) {
      let result = dropDisabled?.(object) ?? object;
      if (hasStatus && !rules.keepsStatusOnCreate) result = withStatus(result, noStatus());
      if (!definition.ephemeral) {
        if (counting !== "none" && counting !== "updates") result = withGeneration(result, 1);
      }
      return rules.prepareForCreate?.(result) ?? result;
    },

    validateCreate(object, requested) {
      const errors: FieldErrors = [];
      const hasMetadata = !definition.ephemeral;
      if (hasMetadata && !rules.metadataLast) {
        validateMetadata(errors, metaOf(object), metadataRules);
      }
      rules.validate?.(errors, object, requested);
      rules.validateCreate?.(errors, object, requested);
      if (hasMetadata && errors.length === 0) {
        validateMetadata(errors, metaOf(object), commonRules(metadataRules));
      }
      return errors;
    },

    prepareForUpdate(next, previous) {
      let result = dropDisabled?.(next) ?? next;
      if (hasStatus) result = withStatus(result, (previous as WithStatus).status);
      result = rules.prepareForUpdate?.(result, previous) ?? result;
      const equal = rules.empties ? identical : same;
      return withGeneration(result, nextGeneration(result, previous, { counting, equal }));
    },

    validateUpdate(next, previous, requested) {
      return updateErrors(
        { next, previous, rules: metadataRules },
        rules.updateOrder ?? usualOrder,
        {
          rest: (errors) => rules.validate?.(errors, next, requested),
          change: (errors) => rules.validateUpdate?.(errors, next, previous, requested),
        },
      );
    },

    ...(rules.compiles ? { compiles: true } : {}),
    ...(builtIn ? sentForms(definition, rules.empties) : {}),

    prepareForStatusUpdate(next, previous, now) {
      const metadata = statusMetadata(metaOf(next), metaOf(previous), rules.statusMetadata);
      const result = withStatus({ ...previous, metadata }, (next as WithStatus).status);
      return rules.prepareForStatusUpdate?.(result, previous, now) ?? result;
    },

    validateStatusUpdate(next, previous) {
      return updateErrors(
        { next, previous, rules: metadataRules },
        rules.statusOrder ?? statusOrder,
        {
          rest: () => undefined,
          change: (errors) => rules.validateStatusUpdate?.(errors, next, previous),
        },
      );
    },

    warnings: (object, previous) => rules.warnings?.(object, previous) ?? noTexts,
    creationWarnings: (object) => rules.creationWarnings?.(object) ?? noTexts,
    statusWarnings: (object) => rules.statusWarnings?.(object) ?? noTexts,
    selectableFields: (object) => rules.selectableFields?.(object) ?? noFields,
    prepareForDeletion: (marked) => rules.prepareForDeletion?.(marked) ?? marked,
    deletionGraceSeconds: (object, asked) => rules.deletionGraceSeconds?.(object, asked) ?? 0,
    allowCreateOnUpdate: rules.allowCreateOnUpdate ?? false,
    allowUnconditionalUpdate: rules.allowUnconditionalUpdate ?? true,
    defaultPropagation: rules.defaultPropagation ?? "Background",
  };
}

const usualOrder: readonly UpdateStep[] = ["update", "rest", "change"];
const statusOrder: readonly UpdateStep[] = ["update", "change"];

interface Update {
  readonly next: KubeObject;
  readonly previous: KubeObject;
  readonly rules: MetadataRules;
}

/**
 * The errors of an update in Kubernetes' order, repeated as it repeats them: rest.BeforeUpdate checks metadata whole and for
 * changes, and the kind's own validation does so again. One quick check tells whether there is anything to repeat.
 */
function updateErrors(
  update: Update,
  order: readonly UpdateStep[],
  checks: Readonly<Record<"rest" | "change", (errors: FieldErrors) => void>>,
): FieldErrors {
  const errors: FieldErrors = [];
  const isClean = !hasMetadataErrors(update, order);
  if (!isClean) {
    const common = { ...update, rules: commonRules(update.rules) };
    metadataStep(errors, "whole", common);
    metadataStep(errors, "update", common);
  }
  for (const step of order) {
    if (step === "rest" || step === "change") checks[step](errors);
    else if (!isClean) metadataStep(errors, step, update);
  }
  return errors;
}

function hasMetadataErrors(update: Update, order: readonly UpdateStep[]): boolean {
  const { next, previous, rules } = update;
  const errors: FieldErrors = [];
  validateMetadataChange(errors, metaOf(next), metaOf(previous));
  validateMetadata(errors, metaOf(next), commonRules(rules));
  if (order.includes("whole")) metadataStep(errors, "whole", update);
  else if (rules.builtIn && metaOf(next).finalizers?.length) metadataStep(errors, "update", update);
  return errors.length > 0;
}

function metadataStep(errors: FieldErrors, step: "whole" | "update", update: Update): void {
  const { next, previous, rules } = update;
  if (step === "whole") validateMetadata(errors, metaOf(next), rules);
  else validateMetadataUpdate(errors, metaOf(next), { previous: metaOf(previous), rules });
}

/** What metadata of every kind is held to: names are parts of paths, finalizers any names that are well formed. */
function commonRules({ namespaced }: MetadataRules): MetadataRules {
  return namespaced ? commonNamespaced : commonClusterWide;
}

const commonNamespaced: MetadataRules = {
  namespaced: true,
  name: pathSegmentName,
  anyName: false,
  builtIn: false,
};
const commonClusterWide: MetadataRules = { ...commonNamespaced, namespaced: false };

/** Custom resources have no Go type to take the form of. */
function untyped<T>(object: T): T {
  return object;
}

function typedFormOf({
  definition,
}: ResourceDefinition): <T extends object>(object: T, known?: object) => T {
  return (object, known) => {
    const schema = schemaOf(definition);
    return schema ? typedForm(object, schema, known) : object;
  };
}

/** What becomes of empty lists and maps on the way from a client to the store. */
function sentForms(
  { definition, kind }: ResourceDefinition,
  empties: readonly string[] | undefined,
): Pick<Strategy, "asSent" | "asChecked" | "withEmpties" | "settle"> {
  const schema = (): TypeSchema => schemaOf(definition) ?? { kind: "any" };
  const withEmpties: Strategy["withEmpties"] = (object, sent) =>
    withSentEmpties(object, sent, schema());
  const settle: Strategy["settle"] = (object) => settledForm(object, schema());
  const podSpecIn = podSpecInOf(kind);
  if (podSpecIn) {
    const asChecked: Strategy["asChecked"] = (object, sent) =>
      hingesOnEmpties(podSpecIn(sent)) ? withEmpties(object, sent) : object;
    return { withEmpties, settle, asChecked };
  }
  if (empties === undefined) return { withEmpties, settle };
  return {
    withEmpties,
    asSent: (object, sent) =>
      empties.reduce(
        (result, field) => withSentField(result, sent, { schema: schema(), field }),
        object,
      ),
    settle: (object) => settle(typedForm(object, schema())),
  };
}

const noMetadata: ObjectMeta = Object.freeze({});

/** Reviews and templates may come without metadata. */
function metaOf(object: KubeObject): ObjectMeta {
  return object.metadata ?? noMetadata;
}

function withStatus(object: KubeObject, status: unknown): KubeObject {
  const current = (object as WithStatus).status;
  if (current === status || (current === undefined && status === undefined)) return object;
  return put<WithStatus, "status">(object, "status", status);
}

function withGeneration(object: KubeObject, generation: Int64 | undefined): KubeObject {
  const metadata = put(metaOf(object), "generation", generation);
  return metadata === object.metadata ? object : { ...object, metadata };
}

function nextGeneration(
  next: KubeObject,
  previous: KubeObject,
  { counting, equal }: { counting: NonNullable<KindRules["generation"]>; equal: typeof same },
): Int64 | undefined {
  const { generation, annotations, labels } = metaOf(previous);
  if (counting === "none" || counting === "fixed") return generation;
  const changed =
    bodyChanged(next, previous, equal) ||
    (counting === "annotations" && !same(metaOf(next).annotations, annotations)) ||
    (counting === "labels" && !same(metaOf(next).labels, labels));
  return changed ? Number(generation ?? 0) + 1 : generation;
}

/** True when anything outside metadata and status differs in meaning. */
function bodyChanged(next: KubeObject, previous: KubeObject, equal: typeof same): boolean {
  const after = next as unknown as Readonly<Record<string, unknown>>;
  const before = previous as unknown as Readonly<Record<string, unknown>>;
  for (const key in after) if (isBody(key) && !equal(after[key], before[key])) return true;
  for (const key in before) {
    if (isBody(key) && !(key in after) && !equal(undefined, before[key])) return true;
  }
  return false;
}

function isBody(key: string): boolean {
  return key !== "metadata" && key !== "status" && key !== "apiVersion" && key !== "kind";
}

/** The metadata that a write of `/status` ends with. System fields are the server's. */
function statusMetadata(
  next: ObjectMeta,
  previous: ObjectMeta,
  kept: KindRules["statusMetadata"],
): ObjectMeta {
  const metadata = put(next, "generation", previous.generation);
  switch (kept) {
    case "reset": {
      const { resourceVersion, managedFields } = metadata;
      return put(put(previous, "resourceVersion", resourceVersion), "managedFields", managedFields);
    }
    case "labels":
      return put(metadata, "labels", previous.labels);
    case "ownerReferences":
      return put(metadata, "ownerReferences", previous.ownerReferences);
    case "all":
    case undefined:
    default:
      return metadata;
  }
}
