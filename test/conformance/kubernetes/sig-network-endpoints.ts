/** Pods behind Services, and what Endpoints and EndpointSlices say of them, for the conformance texts of sig-network. */
import { expect } from "vitest";
import { eventually } from "../../fixtures/eventually.ts";
import type { ConformanceApi } from "./conformance-suite.ts";

/** A Pod that serves on these ports. */
export const web = (name: string, ports: readonly object[], labels: object = { app: "web" }) => ({
  metadata: { name, labels },
  spec: { containers: [{ name: "web", image: "web", ports }] },
});

/** The Service's Endpoints and EndpointSlices name just these Pods with these ports. */
export async function expectPodPorts(
  api: ConformanceApi,
  service: string,
  wanted: Readonly<Record<string, readonly number[]>>,
): Promise<void> {
  await eventually(
    async () => {
      const { subsets = [] } = await api.get(api.path(`v1/endpoints/${service}`));
      const found: Record<string, number[]> = {};
      for (const { addresses = [], ports } of subsets)
        for (const { targetRef } of addresses)
          (found[targetRef.name] ??= []).push(...ports.map(({ port }: { port: number }) => port));
      expect(found).toEqual(wanted);
      const selector = `labelSelector=kubernetes.io/service-name%3D${service}`;
      const { items } = await api.get(api.path(`discovery.k8s.io/v1/endpointslices?${selector}`));
      const sliced: Record<string, number[]> = {};
      for (const slice of items)
        for (const { targetRef } of slice["endpoints"] ?? [])
          (sliced[targetRef.name] ??= []).push(
            ...slice["ports"].map(({ port }: { port: number }) => port),
          );
      expect(sliced).toEqual(wanted);
    },
    { everyMs: 10 },
  );
}
