/** What is written down of requests (apiserver, pkg/audit/metrics.go). */
import { simpleFamily, type MetricFamily } from "../../api/prometheus.ts";
import type { AuditLevel } from "../audit/policy.ts";

export class AuditMetrics {
  /** That were written. */
  events = 0;
  readonly #levels = new Map<AuditLevel, number>();

  /** What the policy says of one request. */
  decided(level: AuditLevel): void {
    this.#levels.set(level, (this.#levels.get(level) ?? 0) + 1);
  }

  families(): readonly MetricFamily[] {
    return [
      simpleFamily(
        [
          "counter",
          "apiserver_audit_event_total",
          "[ALPHA] Counter of audit events generated and sent to the audit backend.",
        ],
        [[{}, this.events]],
      ),
      simpleFamily(
        [
          "counter",
          "apiserver_audit_level_total",
          "[ALPHA] Counter of policy levels for audit events (1 per request).",
        ],
        [...this.#levels].map(([level, count]) => [{ level }, count] as const),
      ),
    ];
  }
}
