/**
 * Makes sure that a container's image is there: pull policy, back-off, registry credentials, and the events that tell of it.
 * Follows pkg/kubelet/images/image_manager.go.
 */
import type { Secret } from "../api/generated/types.ts";
import { isJsonObject } from "../api/json.ts";
import type { Host } from "../host/host.ts";
import type { Lister } from "../loop/object-cache.ts";
import { BackOff, goDuration } from "./back-off.ts";
import type {
  ContainerRuntime,
  ImageStatus,
  RegistryAuth,
  SandboxConfig,
} from "./container-runtime.ts";
import type { EventNote } from "../loop/event-recorder.ts";
import { decodeBase64 } from "./pod-env.ts";
import type { PodObject, SpecContainer } from "./pod-view.ts";

/** Why a container could not be started: becomes its waiting reason. */
export class StartFailure extends Error {
  readonly reason: string;
  /** When to try again, if nothing else happens before. */
  readonly retryMs: number | undefined;

  constructor(reason: string, message: string, retryMs?: number) {
    super(message);
    this.name = "StartFailure";
    this.reason = reason;
    this.retryMs = retryMs;
  }
}

export interface PullRequest {
  readonly pod: PodObject;
  readonly container: SpecContainer;
  readonly sandbox: SandboxConfig;
  readonly signal: AbortSignal;
  note(event: EventNote): void;
}

const initialMs = 10_000;
/**
 * When a Pod whose image could not be pulled is looked at next, and then seen to wait: at first when the kubelet hears of its sandbox,
 * later as after any error.
 */
const relistMs = 1_000;
const resyncMs = 10_000;

export class ImagePuller {
  readonly #runtime: ContainerRuntime;
  readonly #host: Host;
  readonly #secrets: Lister<Secret>;
  readonly #backOff = new BackOff({ initialMs, maxMs: 300_000 });
  /** The last failure by key, told again while the back-off lasts. */
  readonly #failures = new Map<string, { message: string; atMs: number }>();

  constructor(runtime: ContainerRuntime, host: Host, secrets: Lister<Secret>) {
    this.#runtime = runtime;
    this.#host = host;
    this.#secrets = secrets;
  }

  /** Rejects with StartFailure (ErrImagePull, ImagePullBackOff, ErrImageNeverPull, InvalidImageName). */
  async ensure(request: PullRequest): Promise<ImageStatus> {
    const { container, pod, signal } = request;
    const image = container.spec.image ?? "";
    if (!/^[\w.][\w./:@+-]*$/.test(image)) {
      const why = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format`;
      request.note({ type: "Warning", reason: "InspectFailed", message: why });
      throw new StartFailure("InvalidImageName", why, 10_000);
    }
    const policy = container.spec.imagePullPolicy ?? defaultPolicy(image);
    const present = await this.#runtime.imageStatus(image, signal);
    if (present && policy !== "Always") {
      const message = `Container image "${image}" already present on machine and can be accessed by the pod`;
      request.note({ type: "Normal", reason: "Pulled", message });
      return present;
    }
    if (policy === "Never") {
      const message = `Container image "${image}" is not present with pull policy of Never`;
      request.note({ type: "Warning", reason: "ErrImageNeverPull", message });
      throw new StartFailure("ErrImageNeverPull", message, 10_000);
    }
    return this.#pull(request, image, `${pod.metadata.uid}_${image}`);
  }

  forget(podUid: string): void {
    this.#backOff.forget(podUid);
    for (const key of this.#failures.keys()) if (key.startsWith(podUid)) this.#failures.delete(key);
  }

  async #pull(request: PullRequest, image: string, key: string): Promise<ImageStatus> {
    const startedMs = this.#host.clock.monotonicMs();
    const failed = this.#failures.get(key);
    const waitMs = failed ? this.#backOff.remainingMs(key, failed.atMs, startedMs) : 0;
    if (failed && waitMs > 0) {
      const message = `Back-off pulling image "${image}"`;
      request.note({ type: "Normal", reason: "BackOff", message });
      throw new StartFailure(
        "ImagePullBackOff",
        `${message}: ErrImagePull: ${failed.message}`,
        waitMs,
      );
    }
    request.note({ type: "Normal", reason: "Pulling", message: `Pulling image "${image}"` });
    try {
      const status = await this.#pullWithAny(request, image);
      const took = durationText(this.#host.clock.monotonicMs() - startedMs);
      const message = `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${status.sizeBytes} bytes.`;
      request.note({ type: "Normal", reason: "Pulled", message });
      this.#failures.delete(key);
      return status;
    } catch (error) {
      request.signal.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      const atMs = this.#host.clock.monotonicMs();
      this.#failures.set(key, { message: why, atMs });
      this.#backOff.next(key, atMs);
      const delayMs = this.#backOff.delayMs(key);
      const message = `Failed to pull image "${image}": ${why}`;
      request.note({ type: "Warning", reason: "Failed", message });
      throw new StartFailure("ErrImagePull", why, delayMs > initialMs ? resyncMs : relistMs);
    }
  }

  /** Tries each credential that fits the registry in turn, or none when there is none. */
  async #pullWithAny(request: PullRequest, image: string): Promise<ImageStatus> {
    const auths = this.#credentials(request.pod, image);
    const options = { pod: request.sandbox, signal: request.signal };
    for (const auth of auths.slice(0, -1)) {
      try {
        return await this.#runtime.pullImage(image, auth, options);
      } catch {
        // The next credential may be the right one; the last one's failure is told.
        request.signal.throwIfAborted();
      }
    }
    return this.#runtime.pullImage(image, auths.at(-1), options);
  }

  #credentials(pod: PodObject, image: string): readonly RegistryAuth[] {
    const registry = registryOf(image);
    return (pod.spec?.imagePullSecrets ?? []).flatMap(({ name = "" }) => {
      const secret = this.#secrets.get(`${pod.metadata.namespace ?? ""}/${name}`);
      const text = secret?.data?.[".dockerconfigjson"];
      return text === undefined ? [] : credentialsIn(text, registry);
    });
  }
}

/** The API server defaults it; kept for objects that were made without. */
function defaultPolicy(image: string): "Always" | "IfNotPresent" {
  const tail = image.slice(image.lastIndexOf("/") + 1);
  return image.includes("@") || (tail.includes(":") && !tail.endsWith(":latest"))
    ? "IfNotPresent"
    : "Always";
}

/** The registry of a reference: `docker.io` where none is named. */
export function registryOf(image: string): string {
  const [first = ""] = image.split("/");
  const named = image.includes("/") && (/[.:]/.test(first) || first === "localhost");
  return named ? first : "docker.io";
}

function credentialsIn(base64: string, registry: string): readonly RegistryAuth[] {
  let config: unknown;
  try {
    config = JSON.parse(new TextDecoder().decode(decodeBase64(base64)));
  } catch {
    return []; // A malformed secret is the user's; the pull then fails for want of credentials.
  }
  const auths = isJsonObject(config) && isJsonObject(config["auths"]) ? config["auths"] : {};
  return Object.entries(auths).flatMap(([server, entry]) => {
    const host = server.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
    const fits = host === registry || (registry === "docker.io" && host === "index.docker.io");
    if (!fits || !isJsonObject(entry)) return [];
    const { username, password, auth } = entry;
    if (typeof username === "string" && typeof password === "string")
      return [{ username, password, serverAddress: server }];
    if (typeof auth !== "string") return [];
    const text = new TextDecoder().decode(decodeBase64(auth));
    const colon = text.indexOf(":");
    return [
      { username: text.slice(0, colon), password: text.slice(colon + 1), serverAddress: server },
    ];
  });
}

function durationText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  return ms < 60_000 ? `${(ms / 1000).toFixed(3).replace(/\.?0+$/, "")}s` : goDuration(ms);
}
