/** What custom resources add to the server: their kinds, and their objects between store and served version. */
import { loadPublicKeys } from "../../api/certificates/curves.ts";
import type { Secret } from "../../api/generated/types.ts";
import type { KubeObject } from "../../api/object.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { forbidden } from "../../api/status.ts";
import { loadRuleEngine, mentionsRules } from "../../api/structural-schema/rule-loading.ts";
import type { Host } from "../../host/host.ts";
import type { Store } from "../../store/store.ts";
import type { CustomSchema } from "../openapi/custom-schemas.ts";
import type { ResourceRegistry } from "../resource-registry.ts";
import type { Slices } from "../slices.ts";
import { isConditionTrue } from "./conditions.ts";
import { CustomResourceCatalog } from "./catalog.ts";
import type { CustomKind } from "./custom-kind.ts";
import { CustomVersions } from "./versions.ts";
import type { WebhookCaller } from "./webhook-call.ts";
import { converter } from "./webhook-conversion.ts";

export interface CustomResourcesOptions {
  readonly host: Host;
  readonly store: Store;
  readonly registry: ResourceRegistry;
  readonly outbound: WebhookCaller;
}

export class CustomResources {
  readonly catalog: CustomResourceCatalog;
  readonly versions: CustomVersions;

  constructor({ host, store, registry, outbound }: CustomResourcesOptions) {
    this.catalog = new CustomResourceCatalog(store, registry);
    this.versions = new CustomVersions(this.catalog, converter(host, outbound));
  }

  kindOf(definition: ResourceDefinition): CustomKind | undefined {
    return definition.custom ? this.catalog.kindOf(definition) : undefined;
  }

  /** Throws StatusError 403 for a new object of a kind whose definition is going away. */
  refuseWhileTerminating(definition: ResourceDefinition, name: string): void {
    const kind = this.kindOf(definition);
    const crd = kind && this.catalog.currentDefinition(kind);
    if (!crd || !isConditionTrue(crd, "Terminating")) return;
    const why = "create not allowed while custom resource definition is terminating";
    throw forbidden(definition, name, why);
  }

  /** Loads what checking an object needs: the engine of its kind's rules, or of those that it brings itself; what its keys are compared by. */
  ready(
    definition: ResourceDefinition,
    object: KubeObject,
    slices: Slices,
  ): Promise<void> | undefined {
    if (definition.kind === "CustomResourceDefinition" && mentionsRules(object)) {
      return loadRuleEngine();
    }
    if (definition.kind === "Secret" && (object as Secret).type === "kubernetes.io/tls") {
      return loadPublicKeys();
    }
    return this.kindOf(definition)?.rules.load(slices);
  }

  /** What OpenAPI tells of a kind; undefined for built-in kinds. */
  openApiSchema(definition: ResourceDefinition): CustomSchema | undefined {
    const kind = this.kindOf(definition);
    if (!kind) return undefined;
    const { selectableFields = [] } = kind.version;
    return {
      schema: kind.schema,
      listKind: kind.crd.spec.names.listKind ?? `${definition.kind}List`,
      selectableFields: selectableFields.map(({ jsonPath }) => jsonPath.replace(/^\./, "")),
    };
  }

  stop(): void {
    this.catalog.stop();
  }
}
