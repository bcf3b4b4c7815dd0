/** Puts together what every operation of the API server works with. */
import { builtInResources, type ResourceDefinition } from "../api/resources.ts";
import { schemaOf as builtInSchema } from "../api/schema/built-in.ts";
import type { TypeSchema } from "../api/schema/type-schema.ts";
import { internalError, invalid } from "../api/status.ts";
import { strategyFor } from "../api/strategy/registry.ts";
import type { Host } from "../host/host.ts";
import type { Store } from "../store/store.ts";
import { builtInAdmission } from "./admission/built-in.ts";
import { AdmissionChain } from "./admission/chain.ts";
import { mutatingAdmission, validatingAdmission } from "./admission/dynamic.ts";
import type { ClusterAuthorizer } from "./auth/cluster-authorizer.ts";
import type { ServerCore } from "./core.ts";
import type { Ending } from "./ending.ts";
import { CustomResources } from "./custom-resources/custom-resources.ts";
import { AdmissionMetrics } from "./metrics/admission-metrics.ts";
import { WatchMetrics } from "./metrics/watch-metrics.ts";
import type { NodeConnector } from "./node-connector.ts";
import { trackFields } from "./operations/track-fields.ts";
import type { Outbound } from "./outbound/outbound.ts";
import { ServiceOutbound } from "./outbound/services.ts";
import { Slices } from "./slices.ts";
import type { ResourceRegistry } from "./resource-registry.ts";
import type { ServiceAllocator } from "./services/allocator.ts";

export interface CoreParts {
  readonly host: Host;
  readonly store: Store;
  readonly registry: ResourceRegistry;
  readonly authorizer: ClusterAuthorizer;
  readonly services: ServiceAllocator;
  readonly outbound: Outbound | undefined;
  readonly ending: Ending;
  nodes(): NodeConnector | undefined;
}

export function createCore(parts: CoreParts): ServerCore {
  const { host, store, registry, authorizer, services, ending, nodes } = parts;
  const builtIn = new Set<ResourceDefinition>(builtInResources);
  const outbound = new ServiceOutbound({
    store,
    random: host.random,
    outbound: parts.outbound,
    nodes,
  });
  const custom = new CustomResources({ host, store, registry, outbound });
  const admissionMetrics = new AdmissionMetrics(host.clock);
  const dynamic = { core: () => core, authorizer };
  const core: ServerCore = {
    host,
    store,
    registry,
    services,
    ending,
    slices: new Slices(host.timers),
    outbound,
    custom,
    admission: new AdmissionChain(
      builtInAdmission({
        host,
        store,
        authorizer,
        mutating: mutatingAdmission(dynamic),
        validating: validatingAdmission(dynamic),
      }),
      admissionMetrics,
    ),
    admissionMetrics,
    watchMetrics: new WatchMetrics(),
    strategyOf: (definition) => custom.kindOf(definition)?.strategy ?? strategyFor(definition),
    schemaOf: (definition) =>
      custom.kindOf(definition)?.typeSchema ?? schemaNamed(definition.definition),
    schemaOfKind({ group, version, kind }) {
      const definition = registry.findKind(group, version, kind)?.definition;
      return schemaNamed(
        definition ?? `io.k8s.api.${group.split(".")[0] || "core"}.${version}.${kind}`,
      );
    },
    isBuiltIn: (definition) => builtIn.has(definition),
    invalidObject: ({ definition, name }, errors) => invalid(definition, name, errors),
    trackFields: (change) => trackFields(change, core),
  };
  return core;
}

function schemaNamed(definition: string): TypeSchema {
  const schema = builtInSchema(definition);
  if (!schema) throw internalError(`no schema for ${definition}`);
  return schema;
}
