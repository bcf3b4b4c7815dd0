/** Waits on the virtual clock. */
import { expect, test } from "vitest";
import { createSimulatedHost } from "../../../src/host/simulated.ts";
import { wait } from "../../../src/loop/wait.ts";

type Until = (abort: AbortController) => Promise<unknown> | undefined;

test.each<[string, Until, number]>([
  ["the time", () => undefined, 1_000],
  ["the signal", (abort) => (abort.abort(), undefined), 0],
  ["what came before it", () => Promise.resolve(), 0],
  ["what failed before it", () => Promise.reject(new Error("no")), 0],
  ["the time before what never comes", () => new Promise(() => undefined), 1_000],
])("a wait is over with %s", async (_what, until, overMs) => {
  const host = createSimulatedHost();
  const abort = new AbortController();
  const turn = until(abort);
  const { signal } = abort;
  let atMs: number | undefined;
  void wait(host, 1_000, { signal, ...(turn ? { turn } : {}) }).then(() => {
    atMs = host.clock.monotonicMs();
  });
  await host.advance(5_000);
  expect(atMs).toBe(overMs);
});

test("a wait that is aborted later is over then", async () => {
  const host = createSimulatedHost();
  const abort = new AbortController();
  host.timers.after(300, () => abort.abort());
  let atMs: number | undefined;
  void wait(host, 1_000, abort).then(() => (atMs = host.clock.monotonicMs()));
  await host.advance(5_000);
  expect(atMs).toBe(300);
});
