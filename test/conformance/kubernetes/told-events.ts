/**
 * What the suites of events share: steps that somebody takes in a namespace of its own, and the events that come of them as
 * `kubectl describe` shows them, `*` standing for what is generated or measured.
 */
import { expect } from "vitest";
import { localProvisionerName } from "../../../src/api/local-volumes.ts";
import type { Body, ConformanceCluster } from "../../fixtures/conformance.ts";

export const containers = [{ name: "main", image: "busybox", command: ["sleep", "1d"] }];
export const storage = {
  accessModes: ["ReadWriteOnce"],
  resources: { requests: { storage: "1Gi" } },
};

export interface Step {
  readonly verb: "create" | "patch" | "delete";
  /** `apps/v1/deployments`, with a name where it is there already. */
  readonly at: string;
  readonly body?: object;
  /** Seconds that pass afterwards; 5 by default. */
  readonly seconds?: number;
}

export interface EventRow {
  readonly what: string;
  readonly steps: readonly Step[];
  /** Of whom the events are. */
  readonly kind: string;
  /** `component: Type Reason message`; generated names are `*`. */
  readonly events: readonly string[];
}

export const make = (at: string, name: string, spec: object): Step => ({
  verb: "create",
  at,
  body: { metadata: { name }, spec },
});

function pathOf(at: string, namespace: string): string {
  const parts = at.split("/");
  const isCore = parts[0] === "v1";
  const root = isCore ? "/api/v1" : `/apis/${parts.slice(0, 2).join("/")}`;
  return `${root}/namespaces/${namespace}/${parts.slice(isCore ? 1 : 2).join("/")}`;
}

export async function take(
  cluster: ConformanceCluster,
  { verb, at, body, seconds = 5 }: Step,
  namespace: string,
): Promise<void> {
  const path = pathOf(at, namespace);
  if (verb === "patch") await cluster.patch(path, body);
  else await cluster.ok(verb === "create" ? "POST" : "DELETE", path, body);
  await cluster.advance(seconds * 1000);
}

/** The events of a namespace about objects of a kind, in the order in which they were first told. */
export async function eventsOf(
  cluster: ConformanceCluster,
  namespace: string,
  kind: string,
): Promise<readonly Body[]> {
  const { items } = await cluster.ok("GET", pathOf("v1/events", namespace));
  return items
    .filter((event: Body) => event.involvedObject.kind === kind)
    .sort((a: Body, b: Body) =>
      a.metadata.name.split(".").at(-1) < b.metadata.name.split(".").at(-1) ? -1 : 1,
    );
}

function shown(event: Body, namespace: string): string {
  const message = event.message
    .replaceAll(namespace, "NS")
    .replace(/\bweb-(?!\d\b)[a-z0-9-]+/g, "web-*")
    .replace(/ node-\d/, " node-*")
    .replaceAll(localProvisionerName, "PROVISIONER")
    .replace(/ pvc-[0-9a-f-]+/, " pvc-*")
    .replace(/ in \S+ \(\S+ including/, " in * (* including")
    .replace(/size: \d+ bytes/, "size: * bytes");
  const who = event.reportingComponent.replace(localProvisionerName, "PROVISIONER");
  return `${who}: ${event.type} ${event.reason} ${message}`;
}

/** Takes a row's steps and finds its events, all of them and no others, in the form of who tells. */
export async function expectEvents(
  cluster: ConformanceCluster,
  { steps, kind, events }: EventRow,
): Promise<void> {
  const namespace = await cluster.namespace("events");
  for (const step of steps) await take(cluster, step, namespace);
  const found = await eventsOf(cluster, namespace, kind);
  expect(found.map((event) => shown(event, namespace))).toEqual(events);
  for (const event of found) {
    expect(event.metadata.namespace).toBe(namespace);
    expect(event.involvedObject).toMatchObject({ namespace, uid: expect.any(String) });
    // The scheduler alone writes them by the newer API.
    if (event.reportingComponent === "default-scheduler") {
      expect(event).toMatchObject({
        action: expect.stringMatching("Binding|Scheduling"),
        eventTime: expect.any(String),
        source: {},
      });
    } else {
      expect(event.source.component).toBe(event.reportingComponent);
      expect(event.eventTime).toBeNull();
      expect(event.count).toBeGreaterThanOrEqual(1);
    }
  }
}
