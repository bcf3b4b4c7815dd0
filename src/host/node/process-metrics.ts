/** What Node tells of the process, under the names that Prometheus' clients have for it. */
import { simpleFamily, type MetricFamily } from "../../api/prometheus.ts";

export function processMetrics(): readonly MetricFamily[] {
  const { user, system } = process.cpuUsage();
  return [
    simpleFamily(
      ["counter", "process_cpu_seconds_total", "Total user and system CPU time spent in seconds."],
      [[{}, (user + system) / 1e6]],
    ),
    simpleFamily(
      ["gauge", "process_resident_memory_bytes", "Resident memory size in bytes."],
      [[{}, process.memoryUsage.rss()]],
    ),
    simpleFamily(
      [
        "gauge",
        "process_start_time_seconds",
        "Start time of the process since unix epoch in seconds.",
      ],
      [[{}, startedSeconds]],
    ),
  ];
}

const startedSeconds = Math.round(Date.now() - process.uptime() * 1000) / 1000;
