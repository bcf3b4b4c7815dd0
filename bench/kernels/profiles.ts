/** The scheduling kernel beyond three plugins: the whole default profile, rules between Pods, and runs of replicas. */
import type { SchedulerEngine } from "../../src/kernels/pool.ts";
import { noEntries } from "../../src/kernels/scheduler/records.ts";
import type { PodEntries, PodRecord } from "../../src/kernels/scheduler/records.ts";

const zones = 3;

/** Columns and counters that every plugin of the default profile has something to say about. */
export function addWholeProfile(engine: SchedulerEngine, nodes: number): Partial<PodRecord> {
  const { memory } = engine;
  const size = Math.max(8192, 64 * Math.ceil((nodes + 1) / 64));
  memory.grow({ keys: 2, counters: 2, counts: 3 * size, scoreColumns: 2, entries: 16 });
  memory.anySoftTaint = true;
  for (let node = 0; node < nodes; node++) {
    memory.setBits("softTaints", node, node % 10 === 0 ? [3] : []);
    memory.row("scoreColumns", 0)[node] = node % 4 === 0 ? 50 : 0;
    memory.row("scoreColumns", 1)[node] = node % 5 === 0 ? 30 : 0;
    memory.domains(0)[node] = node + 1;
    memory.domains(1)[node] = 1 + (node % zones);
  }
  memory.keyDomains.set([nodes, zones]);
  const shape = { mask: -1, size };
  memory.writeCounter(0, { ...shape, key: 0, counts: 0, present: 0xffffffff });
  memory.writeCounter(1, { ...shape, key: 1, counts: size, present: 2 * size });
  for (let zone = 1; zone <= zones; zone++) memory.counts[2 * size + zone] = nodes / zones;
  memory.sumCounter(1, 0, zones);
  return { preferredColumn: 0, imageColumn: 1, entries: softSpread };
}

/** The same with preferred affinity to others of its kind by zone, and anti-affinity by node. */
export function withPodRules(pod: Partial<PodRecord>): Partial<PodRecord> {
  const podScores = [
    { counter: 1, weight: 10 },
    { counter: 0, weight: -100 },
  ];
  return { ...pod, entries: { ...(pod.entries ?? noEntries), podScores } };
}

const gains = [
  { counter: 0, amount: 1 },
  { counter: 1, amount: 1 },
];

/** kube-scheduler's default constraints. */
const softSpread: PodEntries = {
  ...noEntries,
  softSpread: [
    { counter: 0, maxSkew: 3 },
    { counter: 1, maxSkew: 5 },
  ],
  gains,
};
