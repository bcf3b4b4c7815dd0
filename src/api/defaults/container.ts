/** Defaults of containers and what they hold. Source: SetDefaults_Container and its neighbours in pkg/apis/core/v1/defaults.go. */
import type {
  Container,
  ContainerPort,
  EnvVar,
  EphemeralContainer,
  GRPCAction,
  HTTPGetAction,
  Lifecycle,
  LifecycleHandler,
  ObjectFieldSelector,
  Probe,
} from "../generated/types.ts";
import { imageTag } from "./image-tag.ts";
import { fill, fillNonZero, mapShared, put, within } from "./fill.ts";

const fieldRefDefaults: Partial<ObjectFieldSelector> = { apiVersion: "v1" };
const portDefaults: Partial<ContainerPort> = { protocol: "TCP" };
const httpDefaults: Partial<HTTPGetAction> = { path: "/", scheme: "HTTP" };
const probeDefaults: Partial<Probe> = {
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
};
const pulledIfAbsent: Partial<Container> = {
  imagePullPolicy: "IfNotPresent",
  terminationMessagePath: "/dev/termination-log",
  terminationMessagePolicy: "File",
};
const pulledAlways: Partial<Container> = { ...pulledIfAbsent, imagePullPolicy: "Always" };

/** Works on EphemeralContainers too: they have a Container's fields and defaults. */
export function defaultContainer<T extends Container | EphemeralContainer>(container: T): T {
  const latest = imageTag(container.image ?? "") === "latest";
  let result: Container = fill<Container>(container, latest ? pulledAlways : pulledIfAbsent);
  if (result.ports) result = put(result, "ports", mapShared(result.ports, defaultPort));
  if (result.env) result = put(result, "env", mapShared(result.env, defaultEnv));
  if (result.livenessProbe) result = within(result, "livenessProbe", defaultProbe);
  if (result.readinessProbe) result = within(result, "readinessProbe", defaultProbe);
  if (result.startupProbe) result = within(result, "startupProbe", defaultProbe);
  if (result.lifecycle) result = within(result, "lifecycle", defaultLifecycle);
  return result as T;
}

export function defaultFieldRef(selector: ObjectFieldSelector): ObjectFieldSelector {
  return fill(selector, fieldRefDefaults);
}

function defaultPort(port: ContainerPort): ContainerPort {
  return fill(port, portDefaults);
}

function defaultEnv(variable: EnvVar): EnvVar {
  const { fieldRef, fileKeyRef } = variable.valueFrom ?? {};
  if ((!fieldRef || fieldRef.apiVersion) && !fileKeyRef) return variable;
  return within(variable, "valueFrom", (source) =>
    within(within(source, "fieldRef", defaultFieldRef), "fileKeyRef", (selector) =>
      selector.optional === undefined ? { ...selector, optional: false } : selector,
    ),
  );
}

function defaultProbe(probe: Probe): Probe {
  let result = fillNonZero(probe, probeDefaults);
  if (result.httpGet) result = within(result, "httpGet", defaultHttpGet);
  if (result.grpc) result = within(result, "grpc", defaultGrpc);
  return result;
}

function defaultHttpGet(action: HTTPGetAction): HTTPGetAction {
  return fill(action, httpDefaults);
}

function defaultGrpc(action: GRPCAction): GRPCAction {
  return action.service === undefined ? { ...action, service: "" } : action;
}

function defaultLifecycle(lifecycle: Lifecycle): Lifecycle {
  return within(within(lifecycle, "postStart", defaultHandler), "preStop", defaultHandler);
}

function defaultHandler(handler: LifecycleHandler): LifecycleHandler {
  return within(handler, "httpGet", defaultHttpGet);
}
