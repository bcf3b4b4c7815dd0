/** A Pod's spread constraints, hard and soft, as counters and as masks of the nodes that they look at. */
import type { Node, Pod } from "../../api/generated/types.ts";
import { noEntries } from "../../kernels/scheduler/records.ts";
import type { PodEntries } from "../../kernels/scheduler/records.ts";
import type { NodeAnswers } from "../node-answers.ts";
import { selects } from "../plugins/default-selector.ts";
import type { ClusterObjects } from "../plugins/snapshot.ts";
import {
  hasAllKeys,
  hostnameLabel,
  isIncluded,
  spreadConstraints,
} from "../plugins/spread-constraint.ts";
import type { SpreadConstraint } from "../plugins/spread-constraint.ts";
import { isEnabled, scoreWeight } from "../profile/profile.ts";
import type { SchedulerProfile } from "../profile/profile.ts";
import type { Counters } from "./counters.ts";
import { exactJson } from "../../api/wide-integers.ts";

export interface SpreadRules {
  readonly hard: PodEntries["spread"];
  readonly soft: PodEntries["softSpread"];
  /** Nodes that scoring looks at, -1: all. */
  readonly mask: number;
}

interface Context {
  readonly objects: ClusterObjects;
  readonly counters: Counters;
  readonly masks: NodeAnswers;
}

/** Throws StatusError for a selector that cannot be read. */
export function spreadRules(pod: Pod, profile: SchedulerProfile, context: Context): SpreadRules {
  const args = profile.args.PodTopologySpread;
  const { objects } = context;
  const hard = isEnabled(profile, "filter", "PodTopologySpread")
    ? spreadConstraints(pod, "DoNotSchedule", { args, objects })
    : [];
  const soft =
    scoreWeight(profile, "PodTopologySpread") > 0
      ? spreadConstraints(pod, "ScheduleAnyway", { args, objects })
      : [];
  if (hard.length + soft.length === 0) {
    return { hard: noEntries.spread, soft: noEntries.softSpread, mask: -1 };
  }
  const own = (pod.spec?.topologySpreadConstraints ?? []).length > 0;
  // With the system's defaults a node without a zone still has a name to spread over.
  const softKeys = own || args.defaultingType !== "System" ? soft : [];
  return {
    hard: hard.map((constraint) => ({
      counter: counterOf(pod, constraint, { all: hard, context }),
      maxSkew: constraint.maxSkew,
      minDomains: constraint.minDomains,
      self: selects(constraint.matcher, pod),
    })),
    soft: soft.map((constraint) => ({
      counter:
        constraint.topologyKey === hostnameLabel
          ? context.counters.ofNode(pod, constraint.matcher)
          : counterOf(pod, constraint, { all: softKeys, context }),
      maxSkew: constraint.maxSkew,
    })),
    mask: softKeys.length === 0 ? -1 : context.masks.ask(keysQuestion(softKeys)),
  };
}

function keysQuestion(constraints: readonly SpreadConstraint[]): {
  readonly key: string;
  answer(node: Node): number;
} {
  const keys = constraints.map(({ topologyKey }) => topologyKey).sort();
  return {
    key: `keys ${JSON.stringify(keys)}`,
    answer: (node) => (hasAllKeys(constraints, node) ? 1 : 0),
  };
}

function counterOf(
  pod: Pod,
  constraint: SpreadConstraint,
  { all, context }: { readonly all: readonly SpreadConstraint[]; readonly context: Context },
): number {
  const { spec } = pod;
  const required = [
    spec?.nodeSelector ?? {},
    spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
  ];
  const isChoosy = Object.keys(spec?.nodeSelector ?? {}).length > 0 || required[1] !== undefined;
  const honorsAffinity = constraint.honorsAffinity && isChoosy;
  const others = all.filter(({ topologyKey }) => topologyKey !== constraint.topologyKey);
  if (!honorsAffinity && !constraint.honorsTaints && others.length === 0) {
    return context.counters.ofSelector(pod, constraint, undefined);
  }
  const key = exactJson([
    others.map(({ topologyKey }) => topologyKey).sort(),
    honorsAffinity ? required : 0,
    constraint.honorsTaints ? (spec?.tolerations ?? []) : 0,
  ]);
  return context.counters.ofSelector(pod, constraint, {
    key: `spread ${key}`,
    answer: (node) => (hasAllKeys(others, node) && isIncluded(constraint, pod, node) ? 1 : 0),
  });
}
