/** Plugin NodeDeclaredFeatureValidator: a bound Pod changes only into what its node says that it can do (plugin/pkg/admission/nodedeclaredfeatures). */
import type { Node, Pod } from "../../api/generated/types.ts";
import { featuresForUpdate } from "../../api/node-features.ts";
import { quote } from "../../api/validation/field-errors.ts";
import type { Store } from "../../store/store.ts";
import type { AdmissionPlugin } from "./chain.ts";
import { refused } from "./refusal.ts";

export function nodeFeatures(store: Store): AdmissionPlugin {
  return {
    name: "NodeDeclaredFeatureValidator",
    validate(request) {
      const { operation, target, object, previous } = request;
      const { definition, subresource } = target;
      if (definition.kind !== "Pod" || definition.group !== "" || operation !== "UPDATE") return;
      if (subresource !== "" && subresource !== "resize") return;
      const [pod, old] = [object as Pod, previous as Pod | undefined];
      const name = pod.spec?.nodeName;
      if (!name || !old || pod.metadata.generation === old.metadata.generation) return;
      const asked = featuresForUpdate(old.spec, pod.spec);
      if (asked.length === 0) return;
      const entry = store.head({ resource: "nodes", namespace: "", name });
      if (!entry) throw refused(request, `node ${quote(name)} not found`);
      const declared = (entry.object as Node).status?.declaredFeatures ?? [];
      const lacking = asked.filter((each) => !declared.includes(each));
      if (lacking.length === 0) return;
      const why = `pod update requires features ${lacking.join(", ")} which are not available on node ${quote(name)}`;
      throw refused(request, why);
    },
  };
}
