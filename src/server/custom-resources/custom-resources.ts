/** What custom resources add to the server: their kinds, and their objects between store and served version. */
import type { JsonObject } from "../../api/json.ts";
import type { KubeObject } from "../../api/object.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { loadRuleEngine, mentionsRules } from "../../api/structural-schema/rule-loading.ts";
import type { Host } from "../../host/host.ts";
import type { Store } from "../../store/store.ts";
import type { ResourceRegistry } from "../resource-registry.ts";
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

  /** Loads what writing an object needs: the engine of its kind's rules, or of those that it brings itself. */
  ready(definition: ResourceDefinition, object: KubeObject): Promise<void> | undefined {
    if (definition.kind === "CustomResourceDefinition" && mentionsRules(object)) {
      return loadRuleEngine();
    }
    return this.kindOf(definition)?.rules.load();
  }

  /** The schema of a kind as OpenAPI v3 shows it; undefined for built-in kinds. */
  openApiSchema(definition: ResourceDefinition): JsonObject | undefined {
    return this.kindOf(definition)?.schema as JsonObject | undefined;
  }

  stop(): void {
    this.catalog.stop();
  }
}
