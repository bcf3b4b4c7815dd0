/**
 * The volumes of a Pod as a runtime is asked to make them: ConfigMaps, Secrets, the downward API and tokens become files. Fails with
 * VolumeError while something that a volume needs is missing; the Pod then waits.
 */
import type {
  DownwardAPIVolumeFile,
  KeyToPath,
  Volume,
  VolumeProjection,
} from "../api/generated/types.ts";
import { quantityValue } from "../api/quantity.ts";
import { type ClaimSources, claimOf, claimVolume } from "./claim-volumes.ts";
import type { VolumeConfig, VolumeFile } from "./container-runtime.ts";
import { type FieldView, fieldValue, resourceValue } from "./field-ref.ts";
import { type PodSources, decodeBase64 } from "./pod-env.ts";

/** Worded as the FailedMount event says it. */
export class VolumeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "VolumeError";
  }
}

function setUpFailed(volume: string, why: string): VolumeError {
  return new VolumeError(`MountVolume.SetUp failed for volume "${volume}" : ${why}`);
}

type IssueToken = (audience: string | undefined, expirationSeconds: number) => Promise<string>;

export interface VolumeContext {
  readonly view: FieldView;
  readonly sources: PodSources;
  readonly storage: ClaimSources;
  /** The Pod has its volumes already: a claim that is being deleted is there for as long as the Pod. */
  readonly mounted: boolean;
  /** A bound service-account token; undefined when the runtime keeps no volumes. */
  readonly token: IssueToken | undefined;
  /** For a runtime that keeps no volumes: the context of the moment at which somebody looks, with its tokens. */
  readonly current?: () => VolumeContext;
}

const encoder = new TextEncoder();
const defaultMode = 0o644;
/** Of KEP-5040: no kubelet of this version can be told to clone repositories (pkg/volume/git_repo). */
const gitRepoRefusal =
  "git-repo volume plugin has been disabled; if necessary, it may be re-enabled by enabling the feature-gate `GitRepoVolumeDriver`";

/** The configs of all volumes, in the spec's order. Rejects with VolumeError, or what `token` rejects with. */
export async function podVolumes(context: VolumeContext): Promise<readonly VolumeConfig[]> {
  const claimed = claimVolumes(context);
  const configs: VolumeConfig[] = [];
  for (const volume of context.view.pod.spec?.volumes ?? [])
    configs.push(claimed.get(volume.name) ?? (await volumeConfig(volume, context)));
  return configs;
}

/** What the Pod's claims give it, by the name of its volume. Throws VolumeError for all that cannot be had. */
function claimVolumes({ view, storage, mounted, token }: VolumeContext): Map<string, VolumeConfig> {
  const found = new Map<string, VolumeConfig>();
  const failed: string[] = [];
  const errors: string[] = [];
  for (const volume of view.pod.spec?.volumes ?? []) {
    const claim = claimOf(view.pod, volume);
    if (claim === undefined) continue;
    const answer = claimVolume(claim, storage, { mounted, simulated: token === undefined });
    if (typeof answer !== "string") found.set(volume.name, answer);
    else {
      failed.push(volume.name);
      errors.push(answer);
    }
  }
  if (failed.length === 0) return found;
  const names = failed.join(" ");
  throw new VolumeError(
    `Unable to attach or mount volumes: unmounted volumes=[${names}], unattached volumes=[], failed to process volumes=[${names}]: ${errors.join("; ")}`,
  );
}

async function volumeConfig(volume: Volume, context: VolumeContext): Promise<VolumeConfig> {
  const { name } = volume;
  if (volume.hostPath)
    return { type: "hostPath", name, path: volume.hostPath.path, kind: volume.hostPath.type ?? "" };
  const mode = (volume.configMap ?? volume.secret ?? volume.downwardAPI ?? volume.projected)
    ?.defaultMode;
  const at = { name, mode: mode ?? defaultMode, context };
  const { current } = context;
  const files = (list: readonly VolumeFile[], memory: boolean): VolumeConfig => ({
    type: "files",
    name,
    memory,
    files: list,
    ...(current === undefined ? {} : { current: () => currentFiles(volume, current()) }),
  });
  if (volume.configMap) return files(sourceFiles("configmap", volume.configMap, at), false);
  if (volume.secret) {
    const { secretName, ...source } = volume.secret;
    const named = secretName === undefined ? source : { ...source, name: secretName };
    return files(sourceFiles("secret", named, at), true);
  }
  if (volume.downwardAPI) return files(downwardFiles(volume.downwardAPI.items ?? [], at), false);
  if (volume.projected) {
    const parts: VolumeFile[] = [];
    for (const source of volume.projected.sources ?? [])
      parts.push(...(await projection(source, at)));
    return files(parts, true);
  }
  if (volume.gitRepo) throw setUpFailed(name, gitRepoRefusal);
  // Where nothing is real, neither are disks of others.
  if (volume.emptyDir || !context.token) {
    const limit = volume.emptyDir?.sizeLimit;
    const sizeLimitBytes = limit === undefined ? undefined : quantityValue(limit);
    return {
      type: "emptyDir",
      name,
      memory: volume.emptyDir?.medium === "Memory",
      ...(sizeLimitBytes === undefined ? {} : { sizeLimitBytes }),
    };
  }
  const kind = Object.keys(volume).find((key) => key !== "name") ?? "unknown";
  throw setUpFailed(name, `volumes of type ${kind} are not supported by this node`);
}

/** Undefined while a source is missing. Rejects with what a token's request rejects with. */
async function currentFiles(
  volume: Volume,
  context: VolumeContext,
): Promise<readonly VolumeFile[] | undefined> {
  try {
    const config = await volumeConfig(volume, context);
    return config.type === "files" ? config.files : undefined;
  } catch (error) {
    if (error instanceof VolumeError) return undefined;
    throw error;
  }
}

interface At {
  readonly name: string;
  readonly mode: number;
  readonly context: VolumeContext;
}

async function projection(source: VolumeProjection, at: At): Promise<readonly VolumeFile[]> {
  if (source.configMap) return sourceFiles("configmap", source.configMap, at);
  if (source.secret) return sourceFiles("secret", source.secret, at);
  if (source.downwardAPI) return downwardFiles(source.downwardAPI.items ?? [], at);
  const wanted = source.serviceAccountToken;
  if (!wanted) return [];
  const { token } = at.context;
  if (!token) return [];
  const issued = await token(wanted.audience, Number(wanted.expirationSeconds ?? 3600));
  return [{ path: wanted.path, content: encoder.encode(issued), mode: at.mode }];
}

function sourceFiles(
  kind: "configmap" | "secret",
  source: {
    readonly name?: string;
    readonly items?: readonly KeyToPath[];
    readonly optional?: boolean;
  },
  at: At,
): readonly VolumeFile[] {
  const { view, sources } = at.context;
  const key = `${view.pod.metadata.namespace ?? ""}/${source.name ?? ""}`;
  const object = kind === "configmap" ? sources.configMaps.get(key) : sources.secrets.get(key);
  if (!object) {
    if (source.optional) return [];
    throw setUpFailed(at.name, `${kind} "${source.name ?? ""}" not found`);
  }
  const content = new Map<string, Uint8Array>();
  for (const [name, value] of Object.entries(object.data ?? {}))
    content.set(name, kind === "secret" ? decodeBase64(value) : encoder.encode(value));
  if ("binaryData" in object)
    for (const [name, value] of Object.entries(object.binaryData ?? {}))
      content.set(name, decodeBase64(value));
  if (!source.items)
    return [...content].map(([path, bytes]) => ({ path, content: bytes, mode: at.mode }));
  return source.items.flatMap((item) => {
    const bytes = content.get(item.key);
    if (bytes) return [{ path: item.path, content: bytes, mode: item.mode ?? at.mode }];
    if (source.optional) return [];
    throw setUpFailed(
      at.name,
      `references non-existent ${kind === "secret" ? "secret" : "config"} key: ${item.key}`,
    );
  });
}

function downwardFiles(items: readonly DownwardAPIVolumeFile[], at: At): readonly VolumeFile[] {
  const { view } = at.context;
  return items.map((item) => {
    const value = item.fieldRef
      ? fieldValue(item.fieldRef, view)
      : item.resourceFieldRef && resourceValue(item.resourceFieldRef, "", view);
    if (value === undefined)
      throw setUpFailed(at.name, `unsupported downward API item "${item.path}"`);
    return { path: item.path, content: encoder.encode(value), mode: item.mode ?? at.mode };
  });
}

/** Two lists of volumes with the same content have the same key. */
export function volumesKey(volumes: readonly VolumeConfig[]): string {
  return JSON.stringify(volumes, (_key, value: unknown) =>
    value instanceof Uint8Array ? Array.from(value).join() : value,
  );
}
