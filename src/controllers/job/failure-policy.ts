/** What a failed Pod means for its Job: spec.podFailurePolicy. Source: pkg/controller/job/pod_failure_policy.go. */
import type {
  ContainerStatus,
  Job,
  Pod,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyRule,
} from "../../api/generated/types.ts";

export interface FailureVerdict {
  /** Of the rule that has matched. */
  readonly action?: "Ignore" | "FailIndex" | "FailJob" | "Count";
  /** Whether the failure counts against backoffLimit. */
  readonly counts: boolean;
  /** The whole index has failed with it. */
  readonly failsIndex?: true;
  /** The whole Job has failed with it, and why. */
  readonly failsJob?: string;
}

const counted: FailureVerdict = { counts: true };

/** Of a Pod whose phase is Failed; the first rule that matches decides. */
export function verdictOn(job: Job, pod: Pod): FailureVerdict {
  for (const [index, rule] of (job.spec?.podFailurePolicy?.rules ?? []).entries()) {
    const why = matchOf(rule, pod);
    if (why === undefined) continue;
    switch (rule.action) {
      case "Ignore":
        return { counts: false, action: "Ignore" };
      case "FailIndex":
        return { counts: true, failsIndex: true, action: "FailIndex" };
      case "FailJob":
        return {
          counts: true,
          failsJob: `${why} matching FailJob rule at index ${index}`,
          action: "FailJob",
        };
      case "Count":
        return { ...counted, action: "Count" };
      default:
        // An action of a later version: no rule of ours.
        continue;
    }
  }
  return counted;
}

/** The text that says what has matched; undefined where the rule does not. */
function matchOf(rule: PodFailurePolicyRule, pod: Pod): string | undefined {
  const name = `${pod.metadata.namespace ?? ""}/${pod.metadata.name ?? ""}`;
  if (rule.onExitCodes !== undefined) {
    const container = containerBy(rule.onExitCodes, pod);
    if (container === undefined) return undefined;
    const code = container.state?.terminated?.exitCode ?? 0;
    return `Container ${container.name} for pod ${name} failed with exit code ${code}`;
  }
  for (const { type, status = "True" } of rule.onPodConditions ?? []) {
    const found = (pod.status?.conditions ?? []).find((each) => each.type === type);
    if (found?.status === status) return `Pod ${name} has condition ${type}`;
  }
  return undefined;
}

function containerBy(
  { containerName, operator, values }: PodFailurePolicyOnExitCodesRequirement,
  { status }: Pod,
): ContainerStatus | undefined {
  const all = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  return all.find(({ name, state }) => {
    if (containerName !== undefined && name !== containerName) return false;
    const code = state?.terminated?.exitCode ?? 0;
    return code !== 0 && values.includes(code) === (operator === "In");
  });
}
