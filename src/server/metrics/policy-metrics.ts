/**
 * What ValidatingAdmissionPolicies have decided (apiserver, pkg/admission/plugin/policy/validating/metrics). As there, an expression that
 * holds is not counted.
 */
import { Histogram, histogramFamily, simpleFamily } from "../../api/prometheus.ts";
import type { MetricFamily, MetricLabels } from "../../api/prometheus.ts";

const bounds = [0.0000005, 0.001, 0.01, 0.1, 1];

export interface PolicyCheck {
  readonly policy: string;
  readonly binding: string;
  /** `allow`: it could not be evaluated, and yet does no harm. */
  readonly action: "allow" | "audit" | "deny" | "warn";
  readonly message: string;
  readonly seconds: number;
}

interface Series {
  readonly labels: MetricLabels;
  total: number;
  readonly seconds: Histogram;
}

export class PolicyMetrics {
  readonly #checks = new Map<string, Series>();

  checked({ policy, binding, action, message, seconds }: PolicyCheck): void {
    const error = errorTypeOf(message);
    const key = `${action} ${error} ${policy} ${binding}`;
    let series = this.#checks.get(key);
    if (series === undefined) {
      const labels = {
        enforcement_action: action,
        error_type: error,
        policy,
        policy_binding: binding,
      };
      series = { labels, total: 0, seconds: new Histogram(bounds) };
      this.#checks.set(key, series);
    }
    series.total += 1;
    series.seconds.observe(seconds);
  }

  families(): readonly MetricFamily[] {
    const name = "apiserver_validating_admission_policy_check";
    const checks = [...this.#checks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
    return [
      histogramFamily(
        [
          `${name}_duration_seconds`,
          "[BETA] Validation admission latency for individual validation expressions in seconds, labeled by policy and further including binding and enforcement action taken.",
        ],
        checks.map(({ labels, seconds }) => [labels, seconds] as const),
      ),
      simpleFamily(
        [
          "counter",
          `${name}_total`,
          "[BETA] Validation admission policy check total, labeled by policy and further identified by binding and enforcement action taken.",
        ],
        checks.map(({ labels, total }) => [labels, total] as const),
      ),
    ];
  }
}

/** By how the message begins, as Kubernetes tells them apart: what merely does not hold is invalid. */
function errorTypeOf(message: string): string {
  if (message.startsWith("compilation")) return "compile_error";
  const isTooMuch = message.startsWith("validation failed due to running out of cost budget");
  return isTooMuch ? "out_of_budget" : "invalid_error";
}
