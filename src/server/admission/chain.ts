/** Admission: the plugins that may change a write, then those that may refuse it (apiserver, pkg/admission). */
import type { KubeObject, Stored } from "../../api/object.ts";
import type { WriteContext, Target } from "../core.ts";

export interface AdmissionRequest {
  readonly operation: "CREATE" | "UPDATE" | "DELETE";
  readonly target: Target;
  readonly context: WriteContext;
  /** In the storage version; undefined for DELETE. */
  readonly object: KubeObject | undefined;
  readonly previous: Stored<KubeObject> | undefined;
}

export interface AdmissionPlugin {
  readonly name: string;
  /** Returns the object to go on with. Throws StatusError to refuse. */
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
    let object = request.object;
    for (const plugin of this.#plugins) {
      if (!plugin.mutate) continue;
      const changed = plugin.mutate({ ...request, object });
      object = changed instanceof Promise ? await changed : changed;
    }
    return object;
  }

  async validate(request: AdmissionRequest): Promise<void> {
    for (const plugin of this.#plugins) {
      const done = plugin.validate?.(request);
      if (done instanceof Promise) await done;
    }
  }
}
