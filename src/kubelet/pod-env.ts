/**
 * The environment of a container: envFrom, env with its references and `$(NAME)` expansion, and the variables that name the
 * namespace's Services. Pure. Follows kubelet_pods.go (makeEnvironmentVariables) and pkg/kubelet/envvars.
 */
import type {
  ConfigMap,
  Container,
  EnvVar,
  FileKeySelector,
  Secret,
  Service,
} from "../api/generated/types.ts";
import type { Lister } from "../loop/object-cache.ts";
import { envFileKey, type EnvFiles, envFileValue } from "./env-file-text.ts";
import { type FieldView, fieldValue, resourceValue } from "./field-ref.ts";
import type { PodObject } from "./pod-view.ts";

/** What Pods refer to, at hand. */
export interface PodSources {
  readonly configMaps: Lister<ConfigMap>;
  readonly secrets: Lister<Secret>;
  readonly services: Lister<Service>;
  /** What the container's variables name of files in volumes. */
  readonly files?: EnvFiles;
}

/** A reference that cannot be resolved; the container waits with CreateContainerConfigError and this message. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ConfigError";
  }
}

/** Name and value pairs in order, each name once. Throws ConfigError. */
export function resolveEnv(
  container: Container,
  view: FieldView,
  sources: PodSources,
): readonly { readonly name: string; readonly value: string }[] {
  const { pod } = view;
  const env = new Map<string, string>();
  for (const from of container.envFrom ?? [])
    for (const [key, value] of envFromEntries(from, pod, sources))
      env.set(`${from.prefix ?? ""}${key}`, value);
  const services = serviceEnv(pod, sources.services);
  for (const variable of container.env ?? []) {
    const lookup = (name: string) => env.get(name) ?? services.get(name);
    const value = variableValue(variable, { container, view, sources, lookup });
    if (value !== undefined) env.set(variable.name, value);
  }
  for (const [name, value] of services) if (!env.has(name)) env.set(name, value);
  return [...env].map(([name, value]) => ({ name, value }));
}

function envFromEntries(
  from: NonNullable<Container["envFrom"]>[number],
  pod: PodObject,
  sources: PodSources,
): readonly (readonly [string, string])[] {
  const ref = from.configMapRef ?? from.secretRef;
  if (!ref) return [];
  const secret = from.configMapRef === undefined;
  const found = source(secret ? "secret" : "configmap", ref.name ?? "", pod, sources);
  if (!found && !ref.optional) throw missing(secret ? "secret" : "configmap", ref.name ?? "");
  return Object.entries(found ?? {});
}

/** The data of a ConfigMap or Secret as text, undefined when it does not exist. */
function source(
  kind: "configmap" | "secret",
  name: string,
  pod: PodObject,
  sources: PodSources,
): Readonly<Record<string, string>> | undefined {
  const key = `${pod.metadata.namespace ?? ""}/${name}`;
  if (kind === "configmap") {
    const found = sources.configMaps.get(key);
    return found && (found.data ?? {});
  }
  const found = sources.secrets.get(key);
  if (!found) return undefined;
  return Object.fromEntries(
    Object.entries(found.data ?? {}).map(([name, value]) => [name, decodeText(value)]),
  );
}

function decodeText(base64: string): string {
  return new TextDecoder().decode(decodeBase64(base64));
}

/** The bytes of standard base64, as Secret data is written. */
export function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

function missing(kind: string, name: string): ConfigError {
  return new ConfigError(`${kind} "${name}" not found`);
}

function variableValue(
  variable: EnvVar,
  at: {
    container: Container;
    view: FieldView;
    sources: PodSources;
    lookup: (name: string) => string | undefined;
  },
): string | undefined {
  const { view, sources } = at;
  const from = variable.valueFrom;
  if (!from) return expand(variable.value ?? "", at.lookup);
  if (from.fieldRef) {
    const value = fieldValue(from.fieldRef, view);
    if (value === undefined)
      throw new ConfigError(`unsupported fieldPath: ${from.fieldRef.fieldPath}`);
    return value;
  }
  if (from.resourceFieldRef) {
    const value = resourceValue(from.resourceFieldRef, at.container.name, view);
    if (value === undefined)
      throw new ConfigError(`unsupported container resource : ${from.resourceFieldRef.resource}`);
    return value;
  }
  if (from.fileKeyRef) return fileValue(from.fileKeyRef, view.pod, sources.files);
  const ref = from.configMapKeyRef ?? from.secretKeyRef;
  if (!ref) return "";
  const kind = from.configMapKeyRef ? "configmap" : "secret";
  const data = source(kind, ref.name ?? "", view.pod, sources);
  const value = data?.[ref.key];
  if (value !== undefined || ref.optional) return value;
  if (!data) throw missing(kind, ref.name ?? "");
  const owner = `${view.pod.metadata.namespace ?? ""}/${ref.name ?? ""}`;
  const word = kind === "configmap" ? "ConfigMap" : "Secret";
  throw new ConfigError(`couldn't find key ${ref.key} in ${word} ${owner}`);
}

/** An optional variable may be missing, or empty, in its file; the file must be there. */
function fileValue(
  { volumeName, path, key, optional }: FileKeySelector,
  { metadata: { uid } }: PodObject,
  files: EnvFiles | undefined,
): string | undefined {
  const text = files?.get(envFileKey(volumeName, path));
  const value = text === undefined ? undefined : envFileValue(text, key);
  if (value === undefined) throw new ConfigError("couldn't parse env file");
  if (value !== "") return value;
  if (optional) return undefined;
  const file = `/var/lib/kubelet/pods/${uid}/volumes/kubernetes.io~empty-dir/${volumeName}/${path}`;
  throw new ConfigError(
    `environment variable key ${JSON.stringify(key)} not found in file ${JSON.stringify(file)}`,
  );
}

/** Replaces `$(NAME)` by its value; `$$` is a `$`; unknown names stay as they are (third_party/forked/golang/expansion). */
export function expand(text: string, lookup: (name: string) => string | undefined): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (whole, escaped: string, name: string | undefined) =>
    escaped === "$" ? "$" : (lookup(name ?? "") ?? whole),
  );
}

/** Variables of the Services that the Pod's namespace has, and of the API itself (KUBERNETES_SERVICE_HOST). */
export function serviceEnv(pod: PodObject, services: Lister<Service>): ReadonlyMap<string, string> {
  const env = new Map<string, string>();
  const namespace = pod.metadata.namespace ?? "";
  const linked = pod.spec?.enableServiceLinks === false ? [] : services.inNamespace(namespace);
  const api = services.get("default/kubernetes");
  const all = [...linked.filter((service) => service !== api), ...(api ? [api] : [])];
  for (const service of all.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)))
    for (const [name, value] of variablesOf(service)) env.set(name, value);
  return env;
}

function variablesOf(service: Service): readonly (readonly [string, string])[] {
  const ip = service.spec?.clusterIP;
  const ports = service.spec?.ports ?? [];
  const [first] = ports;
  if (!ip || ip === "None" || !first) return [];
  const prefix = envName(service.metadata.name ?? "");
  const host = ip.includes(":") ? `[${ip}]` : ip;
  const url = (port: (typeof ports)[number]): string =>
    `${(port.protocol ?? "TCP").toLowerCase()}://${host}:${port.port}`;
  return [
    [`${prefix}_SERVICE_HOST`, ip],
    [`${prefix}_SERVICE_PORT`, String(first.port)],
    ...ports
      .filter((port) => port.name)
      .map(
        (port) =>
          [`${prefix}_SERVICE_PORT_${envName(port.name ?? "")}`, String(port.port)] as const,
      ),
    [`${prefix}_PORT`, url(first)],
    ...ports.flatMap((port) => {
      const own = `${prefix}_PORT_${port.port}_${port.protocol ?? "TCP"}`;
      return [
        [own, url(port)],
        [`${own}_PROTO`, (port.protocol ?? "TCP").toLowerCase()],
        [`${own}_PORT`, String(port.port)],
        [`${own}_ADDR`, ip],
      ] as const;
    }),
  ];
}

function envName(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}
