/** Commands that the kubelet runs in simulated containers, for probes and lifecycle hooks: when their outcome counts, and when it cannot. */
import { type ExecResult, RuntimeError } from "../container-runtime.ts";
import type { SimulatedContainer } from "./simulated-container.ts";
import { isRunnable } from "./simulated-images.ts";
import { isScriptKnown } from "./simulated-script-check.ts";
import type { SimulatedCommand } from "./simulated-session-place.ts";
import { programOf } from "./simulated-shell.ts";

const noPrograms: ReadonlyMap<string, SimulatedCommand> = new Map();

/** Rejects with RuntimeError `timeout` when it took too long, `failed` when the container does not run. */
export async function execInContainer(
  container: SimulatedContainer,
  command: readonly string[],
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<ExecResult> {
  const { image, isFaithful, streams, place } = container;
  if (!container.running) throw new RuntimeError("failed", `container ${place.id} is not running`);
  const { execExitCode } = container.options;
  if (execExitCode !== undefined) return { exitCode: execExitCode, output: "" };
  const runnable = image ? isRunnable(image, command) : isScriptKnown(command, noPrograms);
  // A command that the simulation cannot run is taken to succeed: a probe of a real image must not fail here.
  if (!runnable) return { exitCode: 0, output: "" };
  const timeout = new AbortController();
  const timer = place.host.timers.after(limits.timeoutMs, () => timeout.abort());
  try {
    const signal = AbortSignal.any([limits.signal, timeout.signal]);
    const result = await streams.execSync(command, signal);
    // Nor may it fail for want of what its image has.
    const counts = isFaithful || programOf(command, container.shellContext()) !== undefined;
    return counts ? result : { ...result, exitCode: 0 };
  } catch (error) {
    if (!timeout.signal.aborted || limits.signal.aborted) throw error;
    throw new RuntimeError("timeout", `command ${JSON.stringify(command)} timed out`);
  } finally {
    timer.cancel();
  }
}
