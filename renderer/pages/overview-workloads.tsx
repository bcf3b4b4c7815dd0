/** The overview's summary of workloads: for each kind how many there are and how many are not as they should be. */
import { useMemo } from "react";
import type { ResourceRef } from "../../src/api/object.ts";
import { useObjects } from "../api/cluster.tsx";
import { Panel } from "../components/panel.tsx";
import { pluralKind } from "../components/sidebar.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import type { Tone } from "../kubernetes/tone.ts";
import { workloadRefs, workloadView, type Workload } from "../kubernetes/workloads.ts";
import { link } from "../navigation/history.ts";

const tones: readonly Tone[] = ["good", "busy", "bad", "idle"];

export function WorkloadSummary() {
  const { t } = useI18n();
  return (
    <Panel title={t.overview.workloads} className="third">
      <ul className="summary-list">
        {workloadRefs.map((ref) => (
          <KindRow key={ref.kind} kindRef={ref} />
        ))}
      </ul>
    </Panel>
  );
}

function KindRow({ kindRef }: { readonly kindRef: ResourceRef<Workload> }) {
  const { f } = useI18n();
  const { items } = useObjects(kindRef);
  const counts = useMemo(() => {
    const sums: Record<Tone, number> = { good: 0, busy: 0, bad: 0, idle: 0 };
    for (const item of items) sums[workloadView(item).status.tone] += 1;
    return sums;
  }, [items]);
  return (
    <li>
      <a href={link([kindRef.resource])}>{pluralKind(kindRef.kind)}</a>
      <span className="tallies">
        {tones
          .filter((tone) => counts[tone] > 0)
          .map((tone) => (
            <span key={tone} className="tally">
              <span className={`dot ${tone}`} />
              {f.number(counts[tone])}
            </span>
          ))}
        {items.length === 0 && <span className="muted">0</span>}
      </span>
    </li>
  );
}
