/** How admission webhooks have answered, beside how long they took (apiserver, pkg/admission/metrics). */
import { simpleFamily, type MetricFamily, type MetricLabels } from "../../api/prometheus.ts";

/** One call that has ended. */
export interface WebhookCall {
  readonly name: string;
  readonly operation: string;
  readonly type: string;
  /** Whether the write is refused over it. */
  readonly rejected: boolean;
  /** 200, or that of the refusal; 503 where there was no answer to use, 0 where the server itself failed. */
  readonly code: number;
  readonly error: "no_error" | "calling_webhook_error" | "apiserver_internal_error";
}

/** Greater ones are taken together. */
const codeMax = 600;

export class WebhookMetrics {
  readonly #requests = new Tally();
  readonly #rejections = new Tally();
  readonly #failedOpen = new Tally();

  ended({ name, operation, type, rejected, code: answered, error }: WebhookCall): void {
    const code = String(Math.min(answered, codeMax));
    this.#requests.add({ code, name, operation, rejected: String(rejected), type });
    if (rejected) {
      this.#rejections.add({ error_type: error, name, operation, rejection_code: code, type });
    } else if (error === "calling_webhook_error") this.#failedOpen.add({ name, type });
  }

  families(): readonly MetricFamily[] {
    const prefix = "apiserver_admission_webhook";
    return [
      simpleFamily(
        [
          "counter",
          `${prefix}_fail_open_count`,
          "[ALPHA] Admission webhook fail open count, identified by name and broken out for each admission type (validating or admit).",
        ],
        this.#failedOpen.values(),
      ),
      simpleFamily(
        [
          "counter",
          `${prefix}_rejection_count`,
          "[ALPHA] Admission webhook rejection count, identified by name and broken out for each admission type (validating or admit) and operation. Additional labels specify an error type (calling_webhook_error or apiserver_internal_error if an error occurred; no_error otherwise) and optionally a non-zero rejection code if the webhook rejects the request with an HTTP status code (honored by the apiserver when the code is greater or equal to 400). Codes greater than 600 are truncated to 600, to keep the metrics cardinality bounded.",
        ],
        this.#rejections.values(),
      ),
      simpleFamily(
        [
          "counter",
          `${prefix}_request_total`,
          "[ALPHA] Admission webhook request total, identified by name and broken out for each admission type (validating or admit) and operation. Additional labels specify whether the request was rejected or not and an HTTP status code. Codes greater than 600 are truncated to 600, to keep the metrics cardinality bounded.",
        ],
        this.#requests.values(),
      ),
    ];
  }
}

/** Counts by labels. */
class Tally {
  readonly #counts = new Map<string, { readonly labels: MetricLabels; count: number }>();

  add(labels: MetricLabels): void {
    const key = Object.values(labels).join("\n");
    const known = this.#counts.get(key);
    if (known) known.count += 1;
    else this.#counts.set(key, { labels, count: 1 });
  }

  values(): readonly (readonly [MetricLabels, number])[] {
    return [...this.#counts.values()].map(({ labels, count }) => [labels, count] as const);
  }
}
