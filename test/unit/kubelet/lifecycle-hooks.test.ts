/** What is said of hooks that no kubelet can run. Expectations: pkg/kubelet/lifecycle/handlers.go, and String of the API's types. */
import { expect, test } from "vitest";
import type { NodeContext } from "../../../src/kubelet/node-context.ts";
import { type HookPlace, runHook } from "../../../src/kubelet/lifecycle-hooks.ts";

test.each([
  [{ port: 8080 }, "{Port:{0 8080 },Host:,}"],
  [{ port: "http", host: "example.com" }, "{Port:{1 0 http},Host:example.com,}"],
])("a socket %j is no hook", async (tcpSocket, shown) => {
  const place = { container: { spec: { name: "main" } }, pod: { metadata: { name: "web" } } };
  expect(await runHook({} as NodeContext, { tcpSocket }, place as unknown as HookPlace)).toBe(
    `Cannot run handler: invalid handler: &LifecycleHandler{Exec:nil,HTTPGet:nil,TCPSocket:&TCPSocketAction${shown},Sleep:nil,}`,
  );
});
