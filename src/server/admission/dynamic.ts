/**
 * The plugins whose rules are objects of the API: admission policies and webhooks. Without any such object a write passes here
 * at the price of a look into the store; what handles them is loaded with the first one.
 */
import { loadAdmissionCompiler } from "../../api/cel/admission-compiler.ts";
import type { KubeObject } from "../../api/object.ts";
import type { StoredEntry } from "../../store/store.ts";
import type { Authorizer } from "../auth/authorizer.ts";
import type { ServerCore } from "../core.ts";
import type { AdmissionPlugin, AdmissionRequest } from "./chain.ts";
import { compileSelectors, selectsDevices } from "./device-selectors.ts";
import { isAdmissionConfiguration } from "./matching/rules.ts";

export interface DynamicAdmissionOptions {
  /** Asked when a request comes: the core holds the chain that these plugins are part of. */
  core(): ServerCore;
  readonly authorizer: Authorizer;
}

const stored = (resource: string): string => `${resource}.admissionregistration.k8s.io`;

/** MutatingAdmissionPolicy, then MutatingAdmissionWebhook. */
export function mutatingAdmission(options: DynamicAdmissionOptions): readonly AdmissionPlugin[] {
  return [
    expressionCompiler(options),
    mutatingPlugin("MutatingAdmissionPolicy", options, {
      resource: stored("mutatingadmissionpolicybindings"),
      run: async (dependencies, bindings, request) => {
        const { runMutatingPolicies } = await import("./policies/mutating.ts");
        return runMutatingPolicies(dependencies, bindings, request);
      },
    }),
    mutatingPlugin("MutatingAdmissionWebhook", options, {
      resource: stored("mutatingwebhookconfigurations"),
      run: async (dependencies, configurations, request) => {
        const { runMutatingWebhooks } = await import("./webhooks/mutating.ts");
        return runMutatingWebhooks(dependencies, configurations, request);
      },
    }),
  ];
}

/** ValidatingAdmissionPolicy, then ValidatingAdmissionWebhook. */
export function validatingAdmission(options: DynamicAdmissionOptions): readonly AdmissionPlugin[] {
  return [
    validatingPlugin("ValidatingAdmissionPolicy", options, {
      resource: stored("validatingadmissionpolicybindings"),
      run: async (dependencies, bindings, request) => {
        const { runValidatingPolicies } = await import("./policies/validating.ts");
        return runValidatingPolicies(dependencies, bindings, request);
      },
    }),
    validatingPlugin("ValidatingAdmissionWebhook", options, {
      resource: stored("validatingwebhookconfigurations"),
      run: async (dependencies, configurations, request) => {
        const { runValidatingWebhooks } = await import("./webhooks/validating.ts");
        return runValidatingWebhooks(dependencies, configurations, request);
      },
    }),
  ];
}

/** The kinds that configure admission, and those that select devices, are validated with a compiler at hand: here is where it is loaded. */
function expressionCompiler({ core }: DynamicAdmissionOptions): AdmissionPlugin {
  const load = (request: AdmissionRequest): Promise<void> | undefined => {
    if (isAdmissionConfiguration(request)) return loadAdmissionCompiler();
    return selectsDevices(request) ? compileSelectors(request, core().slices) : undefined;
  };
  return {
    name: "kubarium/AdmissionCompiler",
    mutate(request) {
      const { object, operation } = request;
      if (operation === "DELETE") return object;
      return load(request)?.then(() => object) ?? object;
    },
  };
}

interface Dependencies {
  readonly core: ServerCore;
  readonly authorizer: Authorizer;
}

interface Handler<T> {
  /** The store's name of the objects without which there is nothing to do. */
  readonly resource: string;
  run(
    dependencies: Dependencies,
    entries: readonly StoredEntry[],
    request: AdmissionRequest,
  ): Promise<T>;
}

/** What may change an object may also refuse its deletion, or a connection, where there is nothing to change. */
function mutatingPlugin(
  name: string,
  options: DynamicAdmissionOptions,
  handler: Handler<KubeObject | undefined>,
): AdmissionPlugin {
  return {
    name,
    mutate(request) {
      const pending = start(options, handler, request);
      if (!pending) return request.object;
      return pending.then((object) =>
        object === undefined || object === request.object
          ? request.object
          : withDefaults(options.core(), request, object),
      );
    },
    validate(request) {
      if (request.operation !== "DELETE" && request.operation !== "CONNECT") return undefined;
      return start(options, handler, request)?.then(() => undefined);
    },
  };
}

/** What comes from outside may lack what every object has. */
function withDefaults(core: ServerCore, { target }: AdmissionRequest, object: KubeObject) {
  return core.strategyOf(core.registry.storageOf(target.definition)).default(object);
}

function validatingPlugin(
  name: string,
  options: DynamicAdmissionOptions,
  handler: Handler<void>,
): AdmissionPlugin {
  return { name, validate: (request) => start(options, handler, request) };
}

function start<T>(
  { core, authorizer }: DynamicAdmissionOptions,
  { resource, run }: Handler<T>,
  request: AdmissionRequest,
): Promise<T> | undefined {
  const own = core();
  const { entries } = own.store.list(resource);
  if (entries.length === 0 || isAdmissionConfiguration(request)) return undefined;
  return run({ core: own, authorizer }, entries, request);
}
