/**
 * Admission: the plugins that may change a write, then those that may refuse it (apiserver, pkg/admission). A plugin that has
 * changed the object may ask for one more round of all mutating plugins (reinvocation.go).
 */
import type { KubeObject, Stored } from "../../api/object.ts";
import type { WriteContext, Target } from "../core.ts";

export interface AdmissionRequest {
  /** CONNECT only goes through `validate`: its object are the connection's options. */
  readonly operation: "CREATE" | "UPDATE" | "DELETE" | "CONNECT";
  readonly target: Target;
  readonly context: WriteContext;
  /** In the storage version; undefined for DELETE. */
  readonly object: KubeObject | undefined;
  readonly previous: Stored<KubeObject> | undefined;
  /** What the mutating plugins of one request know of its rounds; absent while validating. */
  readonly reinvocation?: Reinvocation;
}

/** The rounds of mutating plugins in one request: at most two. */
export class Reinvocation {
  /** True in the second round. */
  again = false;
  /** Set by a plugin after whose changes earlier ones should look once more. */
  wanted = false;
  /** What plugins remember between the rounds, by their name. */
  readonly notes = new Map<string, unknown>();
}

export interface AdmissionPlugin {
  readonly name: string;
  /** Returns the object to go on with. Throws StatusError to refuse. Runs a second time where the object was changed late. */
  mutate?(
    request: AdmissionRequest & { readonly object: KubeObject },
  ): KubeObject | Promise<KubeObject>;
  /** Throws StatusError to refuse. */
  validate?(request: AdmissionRequest): void | Promise<void>;
}

export class AdmissionChain {
  readonly #plugins: readonly AdmissionPlugin[];

  constructor(plugins: readonly AdmissionPlugin[]) {
    this.#plugins = plugins;
  }

  async mutate(request: AdmissionRequest & { readonly object: KubeObject }): Promise<KubeObject> {
    const reinvocation = new Reinvocation();
    let object = await this.#round({ ...request, reinvocation });
    if (reinvocation.wanted) {
      reinvocation.again = true;
      object = await this.#round({ ...request, reinvocation, object });
    }
    return object;
  }

  async #round(request: AdmissionRequest & { readonly object: KubeObject }): Promise<KubeObject> {
    let current = request;
    for (const plugin of this.#plugins) {
      if (!plugin.mutate) continue;
      const changed = plugin.mutate(current);
      const object = changed instanceof Promise ? await changed : changed;
      if (object !== current.object) current = { ...current, object };
    }
    return current.object;
  }

  async validate(request: AdmissionRequest): Promise<void> {
    for (const plugin of this.#plugins) {
      const done = plugin.validate?.(request);
      if (done instanceof Promise) await done;
    }
  }
}
