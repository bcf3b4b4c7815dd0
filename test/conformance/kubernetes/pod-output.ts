/** What containers that end print, as Kubernetes' e2e framework asks for it (test/e2e/framework/pod/output). */
import { expect } from "vitest";
import type { ConformanceApi } from "./conformance-suite.ts";

/** The images of Kubernetes' e2e tests. */
export const agnhost = "example.test/e2e-test-images/agnhost:2.56";
export const busybox = "example.test/e2e-test-images/busybox:1.36.1-1";

/** framework.PodStartShortTimeout. */
export const podStartShortMs = 120_000;

export const never = { restartPolicy: "Never" };

/** A Pod of one container, `main` of busybox where `container` does not say otherwise. */
export function shellPod(
  name: string,
  container: object,
  spec: object = never,
  metadata: object = {},
) {
  const main = { name: "main", image: busybox, ...container };
  return { metadata: { name, ...metadata }, spec: { ...spec, containers: [main] } };
}

export interface OutputPod {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly containers: readonly { readonly name: string }[] };
}

/** The log of a container, its first by default. */
export async function logOf(
  api: ConformanceApi,
  pod: OutputPod,
  container = pod.spec.containers[0]?.name ?? "",
): Promise<string> {
  const path = api.path(`v1/pods/${pod.metadata.name}/log?container=${container}`);
  const response = await api.cluster.fetch(path);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return text;
}

/** TestContainerOutput: creates the Pod, which must succeed, and finds all of these in what its first container printed. */
export async function expectOutput(
  api: ConformanceApi,
  pod: OutputPod,
  wanted: readonly (string | RegExp)[],
): Promise<void> {
  const { name } = pod.metadata;
  await api.post(api.path("v1/pods"), pod);
  const path = api.path(`v1/pods/${name}`);
  const ended = await api.until(path, ({ status }) =>
    expect(["Succeeded", "Failed"]).toContain(status.phase),
  );
  const log = await logOf(api, pod);
  expect(ended["status"].phase, log).toBe("Succeeded");
  for (const text of wanted) {
    if (typeof text === "string") expect(log).toContain(text);
    else expect(log).toMatch(text);
  }
  await api.delete(path);
}

/** Waits until a container's log has this. */
export async function expectInLog(
  api: ConformanceApi,
  pod: OutputPod,
  wanted: string | RegExp,
  container?: string,
): Promise<void> {
  await api.eventually(async () => {
    const log = await logOf(api, pod, container);
    if (typeof wanted === "string") expect(log).toContain(wanted);
    else expect(log).toMatch(wanted);
  });
}

/** A Pod of one agnhost container that looks at files, with one volume mounted. */
export function mountTest(of: {
  readonly name: string;
  readonly args: readonly string[];
  readonly volume: object;
  readonly mountPath: string;
  readonly readOnly?: boolean;
  readonly container?: object;
  readonly securityContext?: object;
}): OutputPod {
  const { name, args, volume, mountPath, readOnly = false, container, securityContext } = of;
  const main = {
    name: "test-container",
    image: agnhost,
    args: ["mounttest", ...args],
    volumeMounts: [{ name: "test-volume", mountPath, readOnly }],
    ...container,
  };
  const spec = {
    containers: [main],
    volumes: [{ name: "test-volume", ...volume }],
    restartPolicy: "Never",
    ...(securityContext ? { securityContext } : {}),
  };
  return { metadata: { name }, spec };
}
