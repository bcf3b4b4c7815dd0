/**
 * One version of a CustomResourceDefinition at one revision of its spec: its registry row, its schemas and how its objects print.
 * What is costly is made when it is first asked for.
 */
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionVersion,
  CustomResourceSubresourceScale,
} from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import type { ResourceDefinition, SubresourceDefinition, Verb } from "../../api/resources.ts";
import type { StructSchema } from "../../api/schema/type-schema.ts";
import type { Strategy } from "../../api/strategy/strategy.ts";
import type { JsonSchema } from "../../api/structural-schema/schema.ts";
import { propertyOf } from "../../api/structural-schema/schema.ts";
import { rootTypeSchema } from "../../api/structural-schema/type-schema.ts";
import type { CustomColumn } from "../../api/table/custom-printer.ts";
import { customStrategy } from "./custom-strategy.ts";
import { deprecationWarning } from "./deprecation.ts";
import { RuleSet } from "./rules.ts";

/** In the order in which Kubernetes lists them for custom resources. */
const verbs: readonly Verb[] = [
  "delete",
  "deletecollection",
  "get",
  "list",
  "patch",
  "create",
  "update",
  "watch",
];
const modify: readonly Verb[] = ["get", "patch", "update"];
const status: Omit<SubresourceDefinition, "kind"> = { name: "status", verbs: modify };
const scale: SubresourceDefinition = {
  name: "scale",
  kind: "Scale",
  group: "autoscaling",
  version: "v1",
  verbs: modify,
};

/** No schema at all: everything is pruned. */
const nothing: JsonSchema = { type: "object" };

export class CustomKind {
  readonly crd: Stored<CustomResourceDefinition>;
  readonly version: CustomResourceDefinitionVersion;
  readonly definition: ResourceDefinition;
  readonly schema: JsonSchema;
  readonly rules: RuleSet;
  /** The text of the Warning header that every request for a deprecated version gets. */
  readonly warning: string | undefined;
  #typeSchema: StructSchema | undefined;
  #strategy: Strategy | undefined;

  constructor(crd: Stored<CustomResourceDefinition>, version: CustomResourceDefinitionVersion) {
    this.crd = crd;
    this.version = version;
    this.schema = (version.schema?.openAPIV3Schema as JsonSchema | undefined) ?? nothing;
    this.definition = rowOf(crd, version);
    this.rules = new RuleSet(this.schema);
    this.warning = deprecationWarning(crd, version);
  }

  /** `example.com/v1`. */
  get apiVersion(): string {
    return `${this.crd.spec.group}/${this.version.name}`;
  }

  get hasStatus(): boolean {
    return this.version.subresources?.status !== undefined;
  }

  get scale(): CustomResourceSubresourceScale | undefined {
    return this.version.subresources?.scale;
  }

  /** Undefined where the schema says nothing of the status. */
  get statusSchema(): JsonSchema | undefined {
    return propertyOf(this.schema, "status");
  }

  get columns(): readonly CustomColumn[] | undefined {
    const columns = this.version.additionalPrinterColumns ?? [];
    return columns.length > 0 ? columns : undefined;
  }

  get typeSchema(): StructSchema {
    const { group, version, kind } = this.definition;
    const name = [...group.split(".").reverse(), version, kind].join(".");
    this.#typeSchema ??= rootTypeSchema(this.schema, name);
    return this.#typeSchema;
  }

  get strategy(): Strategy {
    this.#strategy ??= customStrategy(this);
    return this.#strategy;
  }
}

function rowOf(
  crd: Stored<CustomResourceDefinition>,
  version: CustomResourceDefinitionVersion,
): ResourceDefinition {
  const { group, scope } = crd.spec;
  const names = crd.status?.acceptedNames ?? crd.spec.names;
  const { kind } = names;
  return {
    custom: true,
    isStorageVersion: version.storage,
    group,
    version: version.name,
    resource: names.plural,
    singular: names.singular ?? kind.toLowerCase(),
    kind,
    namespaced: scope === "Namespaced",
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    verbs,
    subresources: [
      ...(version.subresources?.status ? [{ ...status, kind }] : []),
      ...(version.subresources?.scale ? [scale] : []),
    ],
    definition: [...group.split(".").reverse(), version.name, kind].join("."),
  };
}
