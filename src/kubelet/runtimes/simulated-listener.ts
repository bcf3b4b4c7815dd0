/** Which of a simulated Pod's containers answers on a port. */
import type { SimulatedContainer } from "./simulated-container.ts";

/** The running container that has the port; the first one where the Pod declares none at all, since then every port might be its own. */
export function listenerOf(
  containers: Iterable<SimulatedContainer>,
  declared: readonly number[],
  port: number,
): ReturnType<typeof asListener> | undefined {
  const running = [...containers].filter((container) => container.running);
  const undeclared = declared.length === 0;
  const container = undeclared
    ? running[0]
    : running.find(({ config }) => config.tcpPorts.includes(port));
  return container && asListener(container);
}

function asListener(container: SimulatedContainer): {
  container: string;
  status: number;
  log(line: string): void;
} {
  return {
    container: container.config.name,
    status: container.options.httpStatus ?? 200,
    log: (line) => container.print(line),
  };
}
