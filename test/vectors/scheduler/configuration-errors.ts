/**
 * What kube-scheduler refuses in a KubeSchedulerConfiguration, and how: apis/config/validation/validation_test.go and
 * validation_pluginargs_test.go, the refusals of scheme_test.go, and of framework_test.go what a profile cannot be made of. A row
 * is what the file says beside its kind, and the whole message. Rows that no file can bring about are left out: fields that are
 * filled in where they are empty (leader election's names, an empty backoff, weights of 0), and arguments of another plugin's type,
 * which are refused while the file is decoded.
 */
export interface ConfigurationError {
  readonly name: string;
  readonly text: string;
  /** Undefined where it is fine. */
  readonly message?: string;
}

const at = "profiles[0].pluginConfig[0].args";
const ofProfile = "initializing profiles: creating profile for scheduler name default-scheduler";
const args = (plugin: string, given: string): string =>
  `profiles: [{pluginConfig: [{name: ${plugin}, args: {${given}}}]}]`;
const fit = (strategy: string): string => args("NodeResourcesFit", `scoringStrategy: {${strategy}}`);
const ratio = (...shape: readonly (readonly [utilization: number, score: number])[]): string =>
  fit(`type: RequestedToCapacityRatio, requestedToCapacityRatio: {shape: [${shape.map(([utilization, score]) => `{utilization: ${utilization}, score: ${score}}`).join(", ")}]}`);
const fitFault = (fault: string): string => `${ofProfile}: initializing plugin "NodeResourcesFit": ${fault}`;
const constraint = (given: string): string => args("PodTopologySpread", `defaultingType: List, defaultConstraints: [${given}]`);
const affinity = (given: string): string => args("NodeAffinity", `addedAffinity: {${given}}`);
const needing = (term: string): string => affinity(`requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [${term}]}`);
const term = `${at}.addedAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]`;
const preference = `${at}.addedAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]`;
const labelName = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const ofArguments = (plugin: string): string => `strict decoding error: decoding .profiles[0].pluginConfig[0]: strict decoding error: decoding args for plugin ${plugin}: strict decoding error:`;
const removed = 'was invalid in version "kubescheduler.config.k8s.io/v1" (KubeSchedulerConfiguration is version "kubescheduler.config.k8s.io/v1")';
const noExtenders = "extenders: Forbidden: this scheduler does not call extenders; remove them";
const sorted = '{"Enabled":[{"Name":"PrioritySort","Weight":0}],"Disabled":null}';
const long = "a".repeat(64);

export const configurationErrors: readonly ConfigurationError[] = [
  // validation_test.go
  { name: "good", text: "profiles: [{schedulerName: me, plugins: {queueSort: {enabled: [{name: PrioritySort}]}, score: {disabled: [{name: '*'}]}}}, {schedulerName: other, plugins: {queueSort: {enabled: [{name: PrioritySort}]}, bind: {enabled: [{name: DefaultBinder}]}}}]\nleaderElection: {leaderElect: true, leaseDuration: 30s, renewDeadline: 15s, retryPeriod: 5s, resourceLock: leases, resourceNamespace: name, resourceName: name}\nclientConnection: {acceptContentTypes: application/json, contentType: application/json, qps: 10, burst: 10}\nparallelism: 8\npodInitialBackoffSeconds: 1\npodMaxBackoffSeconds: 1" },
  { name: "parallelism of 0", text: "parallelism: 0", message: "parallelism: Invalid value: 0: should be an integer value greater than zero" },
  { name: "a lock that is no lease", text: "leaderElection: {leaderElect: true, resourceLock: configmap}", message: 'leaderElection.resourceLock: Invalid value: "configmap": resourceLock value must be "leases"' },
  { name: "a lock that is no lease, without an election", text: "leaderElection: {leaderElect: false, resourceLock: configmap}" },
  { name: "a negative burst", text: "clientConnection: {burst: -1}", message: "clientConnection.burst: Invalid value: -1: must be non-negative" },
  { name: "percentage of 101", text: "percentageOfNodesToScore: 101", message: "percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]" },
  { name: "percentage of -1", text: "percentageOfNodesToScore: -1", message: "percentageOfNodesToScore: Invalid value: -1: not in valid range [0-100]" },
  { name: "percentage of a profile of 101", text: "profiles: [{percentageOfNodesToScore: 101}]", message: "profiles[0].percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]" },
  { name: "percentage of a profile of -1, after parallelism", text: "profiles: [{percentageOfNodesToScore: -1}]\nparallelism: -2", message: "[parallelism: Invalid value: -2: should be an integer value greater than zero, profiles[0].percentageOfNodesToScore: Invalid value: -1: not in valid range [0-100]]" },
  { name: "a scheduler name that is empty", text: "profiles: [{schedulerName: a}, {}]", message: "profiles[1].schedulerName: Required value" },
  { name: "two profiles of one scheduler name", text: "profiles: [{schedulerName: a}, {schedulerName: a}]", message: "profiles[1].schedulerName: Duplicate value: {}" },
  { name: "different queue sorts", text: "profiles: [{schedulerName: a, plugins: {queueSort: {enabled: [{name: PrioritySort}]}}}, {schedulerName: b, plugins: {queueSort: {enabled: [{name: CustomSort}]}}}]", message: 'profiles[1].plugins.queueSort: Invalid value: {"Enabled":[{"Name":"CustomSort","Weight":0}],"Disabled":null}: must be the same for all profiles' },
  { name: "a queue sort in one of two profiles", text: "profiles: [{schedulerName: a, plugins: {queueSort: {enabled: [{name: PrioritySort}]}}}, {schedulerName: b}]", message: 'profiles[1].plugins.queueSort: Invalid value: {"Enabled":null,"Disabled":null}: must be the same for all profiles' },
  { name: "a queue sort in the second of two profiles", text: "profiles: [{schedulerName: a}, {schedulerName: b, plugins: {queueSort: {enabled: [{name: PrioritySort}]}}}]", message: `profiles[1].plugins.queueSort: Invalid value: ${sorted}: must be the same for all profiles` },
  { name: "two queue sorts", text: "profiles: [{plugins: {queueSort: {enabled: [{name: PrioritySort}, {name: CustomSort}]}}}]", message: "profiles[0].plugins.queueSort.Enabled: Invalid value: 2: only one queue sort plugin can be enabled" },
  { name: "a negative weight of an extender", text: "extenders: [{prioritizeVerb: prioritize, weight: -1}]", message: `[extenders[0].weight: Invalid value: -1: must have a positive weight applied to it, ${noExtenders}]` },
  { name: "a managed resource twice", text: "extenders: [{urlPrefix: 'http://a', managedResources: [{name: example.com/foo, ignoredByScheduler: false}]}, {managedResources: [{name: example.com/foo}]}]", message: `[extenders[1].managedResources[0].name: Invalid value: "example.com/foo": duplicate extender managed resource name, ${noExtenders}]` },
  { name: "a managed resource of Kubernetes", text: "extenders: [{managedResources: [{name: kubernetes.io/foo}]}]", message: `[extenders[0].managedResources[0].name: Invalid value: "kubernetes.io/foo": is an invalid extended resource name, ${noExtenders}]` },
  { name: "a managed resource without a name", text: "extenders: [{managedResources: [{}]}]", message: `[extenders[0].managedResources[0].name: Invalid value: "": name part must be non-empty, extenders[0].managedResources[0].name: Invalid value: "": ${labelName}, ${noExtenders}]` },
  { name: "two extenders that bind", text: "extenders: [{bindVerb: bar}, {bindVerb: foo}]", message: `[extenders: Invalid value: "found 2 extenders implementing bind": only one extender can implement bind, ${noExtenders}]` },
  { name: "an extender as Kubernetes would take it", text: "extenders: [{urlPrefix: 'http://127.0.0.1:8888/', filterVerb: filter, nodeCacheCapable: true, httpTimeout: 5s, enableHTTPS: false, ignorable: true}]", message: noExtenders },
  { name: "an extender's unknown field", text: "extenders: [{filterverb: filter}]", message: 'strict decoding error: unknown field "extenders[0].filterverb"' },
  { name: "initial backoff below 0", text: "podInitialBackoffSeconds: -1", message: "podInitialBackoffSeconds: Invalid value: -1: must be greater than 0" },
  { name: "most backoff below the initial", text: "podMaxBackoffSeconds: 1\npodInitialBackoffSeconds: 5", message: "podMaxBackoffSeconds: Invalid value: 1: must be greater than or equal to PodInitialBackoffSeconds" },
  { name: "a removed plugin in a point", text: "profiles: [{plugins: {filter: {enabled: [{name: EBSLimits}]}}}]", message: `profiles[0].plugins.filter.enabled[0]: Invalid value: "EBSLimits": ${removed}` },
  { name: "a removed plugin in every point", text: "profiles: [{plugins: {multiPoint: {enabled: [{name: EBSLimits}]}}}]", message: `${ofProfile}: PreFilterPlugin "EBSLimits" does not exist` },
  { name: "arguments for a removed plugin", text: "profiles: [{pluginConfig: [{name: AzureDiskLimits}]}]", message: `profiles[0].pluginConfig[0]: Invalid value: "AzureDiskLimits": ${removed}` },
  { name: "arguments twice", text: "profiles: [{pluginConfig: [{name: InterPodAffinity}, {name: InterPodAffinity}]}]", message: 'profiles[0].pluginConfig[1]: Duplicate value: "InterPodAffinity"' },
  { name: "arguments for a plugin that is not known", text: "profiles: [{pluginConfig: [{name: Custom, args: {anything: 1}}]}]" },
  { name: "every fault in its order", text: "extenders: [{bindVerb: a}]\npodInitialBackoffSeconds: -1\npercentageOfNodesToScore: 200\nprofiles: [{schedulerName: ''}]\nparallelism: -1\nleaderElection: {resourceLock: endpoints}", message: `[leaderElection.resourceLock: Invalid value: "endpoints": resourceLock value must be "leases", parallelism: Invalid value: -1: should be an integer value greater than zero, profiles[0].schedulerName: Required value, percentageOfNodesToScore: Invalid value: 200: not in valid range [0-100], podInitialBackoffSeconds: Invalid value: -1: must be greater than 0, ${noExtenders}]` },

  // TestValidateDefaultPreemptionArgs
  { name: "DefaultPreemption as it is", text: args("DefaultPreemption", "") },
  { name: "a negative percentage of candidates", text: args("DefaultPreemption", "minCandidateNodesPercentage: -1"), message: `${at}.minCandidateNodesPercentage: Invalid value: -1: not in valid range [0, 100]` },
  { name: "a percentage of candidates over 100", text: args("DefaultPreemption", "minCandidateNodesPercentage: 900"), message: `${at}.minCandidateNodesPercentage: Invalid value: 900: not in valid range [0, 100]` },
  { name: "a negative number of candidates", text: args("DefaultPreemption", "minCandidateNodesAbsolute: -1"), message: `${at}.minCandidateNodesAbsolute: Invalid value: -1: not in valid range [0, inf)` },
  { name: "no candidates at all", text: args("DefaultPreemption", "minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 0"), message: `[${at}.minCandidateNodesPercentage: Invalid value: 0: cannot be zero at the same time as minCandidateNodesAbsolute, ${at}.minCandidateNodesAbsolute: Invalid value: 0: cannot be zero at the same time as minCandidateNodesPercentage]` },
  { name: "both below 0", text: args("DefaultPreemption", "minCandidateNodesPercentage: -1, minCandidateNodesAbsolute: -1"), message: `[${at}.minCandidateNodesPercentage: Invalid value: -1: not in valid range [0, 100], ${at}.minCandidateNodesAbsolute: Invalid value: -1: not in valid range [0, inf)]` },

  // TestValidateInterPodAffinityArgs
  { name: "a hard affinity weight of 0", text: args("InterPodAffinity", "hardPodAffinityWeight: 0") },
  { name: "a hard affinity weight of 100", text: args("InterPodAffinity", "hardPodAffinityWeight: 100") },
  { name: "a hard affinity weight of -1", text: args("InterPodAffinity", "hardPodAffinityWeight: -1"), message: `${at}.hardPodAffinityWeight: Invalid value: -1: not in valid range [0, 100]` },
  { name: "a hard affinity weight of 101", text: args("InterPodAffinity", "hardPodAffinityWeight: 101"), message: `${at}.hardPodAffinityWeight: Invalid value: 101: not in valid range [0, 100]` },

  // TestValidatePodTopologySpreadArgs
  { name: "default constraints of both kinds", text: constraint("{maxSkew: 1, topologyKey: node, whenUnsatisfiable: DoNotSchedule}, {maxSkew: 2, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}") },
  { name: "max skew of -1", text: constraint("{maxSkew: -1, topologyKey: node, whenUnsatisfiable: DoNotSchedule}"), message: `${at}.defaultConstraints[0].maxSkew: Invalid value: -1: not in valid range (0, inf)` },
  { name: "an empty topology key", text: constraint("{maxSkew: 1, whenUnsatisfiable: DoNotSchedule}"), message: `${at}.defaultConstraints[0].topologyKey: Required value: can not be empty` },
  { name: "a topology key that is no label", text: constraint("{maxSkew: 1, topologyKey: -a, whenUnsatisfiable: DoNotSchedule}"), message: `${at}.defaultConstraints[0].topologyKey: Invalid value: "-a": ${labelName}` },
  { name: "nothing to do where it is not satisfied", text: constraint("{maxSkew: 1, topologyKey: node}"), message: `${at}.defaultConstraints[0].whenUnsatisfiable: Required value: can not be empty` },
  { name: "something else to do", text: constraint("{maxSkew: 1, topologyKey: node, whenUnsatisfiable: unknown action}"), message: `${at}.defaultConstraints[0].whenUnsatisfiable: Unsupported value: "unknown action": supported values: "DoNotSchedule", "ScheduleAnyway"` },
  { name: "constraints that repeat", text: constraint("{maxSkew: 1, topologyKey: node, whenUnsatisfiable: DoNotSchedule}, {maxSkew: 2, topologyKey: node, whenUnsatisfiable: DoNotSchedule}"), message: `${at}.defaultConstraints[1]: Duplicate value: "{node, DoNotSchedule}"` },
  { name: "a selector of its own", text: constraint("{maxSkew: 1, topologyKey: key, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {a: b}}}"), message: `${at}.defaultConstraints[0].labelSelector: Forbidden: constraint must not define a selector, as they deduced for each pod` },
  { name: "all of it at once", text: constraint("{topologyKey: zone, labelSelector: {}}"), message: `[${at}.defaultConstraints[0].maxSkew: Invalid value: 0: not in valid range (0, inf), ${at}.defaultConstraints[0].whenUnsatisfiable: Required value: can not be empty, ${at}.defaultConstraints[0].labelSelector: Forbidden: constraint must not define a selector, as they deduced for each pod]` },
  { name: "a list without constraints", text: constraint("") },
  { name: "the system's constraints", text: args("PodTopologySpread", "defaultingType: System") },
  { name: "another kind of defaults", text: args("PodTopologySpread", "defaultingType: unknown"), message: `${at}.defaultingType: Unsupported value: "unknown": supported values: "System", "List"` },
  { name: "constraints beside the system's", text: args("PodTopologySpread", "defaultingType: System, defaultConstraints: [{maxSkew: 1, topologyKey: key, whenUnsatisfiable: DoNotSchedule}]"), message: `${at}.defaultingType: Invalid value: "System": when .defaultConstraints are not empty` },

  // TestValidateNodeResourcesBalancedAllocationArgs
  { name: "balanced resources", text: args("NodeResourcesBalancedAllocation", "resources: [{name: cpu, weight: 1}, {name: memory, weight: 1}]") },
  { name: "a weight to balance by", text: args("NodeResourcesBalancedAllocation", "resources: [{name: cpu, weight: 2}, {name: memory, weight: 1}]"), message: `${at}.resources[0].weight: Invalid value: 2: must be 1` },
  { name: "a resource twice", text: args("NodeResourcesBalancedAllocation", "resources: [{name: cpu, weight: 1}, {name: cpu, weight: 1}]"), message: `${at}.resources[1].name: Duplicate value: "cpu"` },

  // TestValidateNodeAffinityArgs
  { name: "no added affinity", text: args("NodeAffinity", "") },
  { name: "added affinity", text: affinity("requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: label-1, operator: In, values: [label-1-val]}]}]}, preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchFields: [{key: metadata.name, operator: In, values: [node-1]}]}}]") },
  { name: "added affinity that cannot be read", text: affinity("requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: invalid/label/key, operator: In, values: [label-1-val]}]}]}, preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchFields: [{key: metadata.name, operator: In, values: [node-1, node-2]}]}}]"), message: `[${term}.matchExpressions[0].key: Invalid value: "invalid/label/key": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName'), ${preference}.matchFields[0].values: Invalid value: ["node-1","node-2"]: must have one element]` },
  // nodeaffinity_test.go: TestNodeSelectorMatch, TestPreferredSchedulingTermsScore and their parse errors.
  { name: "terms that say nothing, and preferences without weight", text: affinity("requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{}]}, preferredDuringSchedulingIgnoredDuringExecution: [{weight: 0, preference: {matchFields: [{key: a, operator: Exists}]}}, {weight: 3, preference: {}}]") },
  { name: "no terms", text: needing("") },
  { name: "no values to be in", text: needing("{matchExpressions: [{key: a, operator: In}]}"), message: `${term}.matchExpressions[0].values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty` },
  { name: "values to exist", text: needing("{matchExpressions: [{key: a, operator: Exists, values: [b]}]}"), message: `${term}.matchExpressions[0].values: Invalid value: ["b"]: values set must be empty for exists and does not exist` },
  { name: "two values to be above", text: needing("{matchExpressions: [{key: a, operator: Gt, values: ['1', '2']}]}"), message: `${term}.matchExpressions[0].values: Invalid value: ["1","2"]: for 'Gt', 'Lt' operators, exactly one value is required` },
  { name: "a text to be above", text: needing("{matchExpressions: [{key: a, operator: Gt, values: [much]}]}"), message: `${term}.matchExpressions[0].values[0]: Invalid value: "much": for 'Gt', 'Lt' operators, the value must be an integer` },
  { name: "another operator", text: needing("{matchExpressions: [{key: a, operator: Near, values: [b]}]}"), message: `${term}.matchExpressions[0].operator: Unsupported value: "Near": supported values: "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"` },
  { name: "a requirement that says nothing", text: needing("{matchExpressions: [{}]}"), message: `${term}.matchExpressions[0].operator: Unsupported value: "": supported values: "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"` },
  { name: "a label without a name", text: needing("{matchExpressions: [{operator: Exists}]}"), message: `${term}.matchExpressions[0].key: Invalid value: "": name part must be non-empty; ${labelName}` },
  { name: "another operator on a field", text: needing("{matchFields: [{key: metadata.name, operator: Exists}]}"), message: `${term}.matchFields[0].operator: Unsupported value: "Exists": supported values: "In", "NotIn"` },

  // TestValidateVolumeBindingArgs; the rows with StorageCapacityScoring are of a feature that is off.
  { name: "binding in no time", text: args("VolumeBinding", "bindTimeoutSeconds: 0") },
  { name: "binding in less than no time", text: args("VolumeBinding", "bindTimeoutSeconds: -10"), message: `${at}.bindTimeoutSeconds: Invalid value: -10: invalid BindTimeoutSeconds, should not be a negative value` },
  { name: "a shape, which is behind a gate", text: args("VolumeBinding", "shape: [{utilization: 1, score: 0}]"), message: `${at}.shape: Invalid value: [{"Utilization":1,"Score":0}]: unexpected field \`shape\`, remove it or turn on the feature gate StorageCapacityScoring` },

  // TestValidateFitArgs: kube-scheduler looks at these when it makes the plugin.
  { name: "an ignored resource that is too long", text: args("NodeResourcesFit", `ignoredResources: [${long}]`), message: fitFault(`ignoredResources[0]: Invalid value: "${long}": name part must be no more than 63 bytes`) },
  { name: "an ignored resource without a name", text: args("NodeResourcesFit", "ignoredResources: ['']"), message: fitFault(`[ignoredResources[0]: Invalid value: "": name part must be non-empty, ignoredResources[0]: Invalid value: "": ${labelName}]`) },
  { name: "an ignored resource with too many slashes", text: args("NodeResourcesFit", "ignoredResources: [resource1/v1/xyz]"), message: fitFault(`ignoredResources[0]: Invalid value: "resource1/v1/xyz": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`) },
  { name: "ignored resources and groups", text: args("NodeResourcesFit", "ignoredResources: [example.com], ignoredResourceGroups: [no-slash]") },
  { name: "a group with a slash", text: args("NodeResourcesFit", "ignoredResourceGroups: [example.com/foo]"), message: fitFault(`ignoredResourceGroups[0]: Invalid value: "example.com/foo": resource group name can't contain '/'`) },
  { name: "every strategy", text: "profiles: [{schedulerName: a, pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: {type: LeastAllocated}}}]}, {schedulerName: b, pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: {type: MostAllocated}}}]}]" },
  { name: "another strategy", text: fit("type: Invalid"), message: fitFault('scoringStrategy.type: Unsupported value: "Invalid": supported values: "LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"') },
  { name: "a strategy without a type", text: fit(""), message: fitFault('scoringStrategy.type: Unsupported value: "": supported values: "LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"') },
  { name: "another strategy, of a plugin that is not there", text: "profiles: [{plugins: {multiPoint: {disabled: [{name: NodeResourcesFit}]}}, pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: {type: Invalid}}}]}]" },

  // TestValidateLeastAllocatedScoringStrategy, TestValidateMostAllocatedScoringStrategy: a weight of 0 is filled in.
  ...["LeastAllocated", "MostAllocated"].flatMap((type): readonly ConfigurationError[] => [
    { name: `${type} with weights left to the default`, text: fit(`type: ${type}, resources: [{name: cpu}, {name: memory}, {name: example.com/foo}]`) },
    { name: `${type} with weights in range`, text: fit(`type: ${type}, resources: [{name: cpu, weight: 1}, {name: memory, weight: 100}]`) },
    { name: `${type} with a weight below it`, text: fit(`type: ${type}, resources: [{name: cpu, weight: -1}]`), message: fitFault("scoringStrategy.resources[0].weight: Invalid value: -1: resource weight of cpu not in valid range (0, 100]") },
    { name: `${type} with weights above it`, text: fit(`type: ${type}, resources: [{name: cpu, weight: 101}, {name: memory, weight: 102}]`), message: fitFault("[scoringStrategy.resources[0].weight: Invalid value: 101: resource weight of cpu not in valid range (0, 100], scoringStrategy.resources[1].weight: Invalid value: 102: resource weight of memory not in valid range (0, 100]]") },
    { name: `${type} with a shape`, text: fit(`type: ${type}, requestedToCapacityRatio: {shape: []}`), message: fitFault("scoringStrategy.requestedToCapacityRatio: Forbidden: must be nil when type is not RequestedToCapacityRatio") },
  ]),

  // TestValidateRequestedToCapacityRatioScoringStrategy
  { name: "a shape of points that rise", text: ratio([0, 5], [30, 5], [50, 10]) },
  { name: "no shape", text: fit("type: RequestedToCapacityRatio"), message: fitFault("scoringStrategy.requestedToCapacityRatio: Required value: must be specified when type is RequestedToCapacityRatio") },
  { name: "a shape without points", text: ratio(), message: fitFault("scoringStrategy.requestedToCapacityRatio.shape: Required value: at least one point must be specified") },
  { name: "utilization below 0", text: ratio([-10, 3]), message: fitFault("scoringStrategy.requestedToCapacityRatio.shape[0].utilization: Invalid value: -10: not in valid range [0, 100]") },
  { name: "utilization above 100", text: ratio([101, 3]), message: fitFault("scoringStrategy.requestedToCapacityRatio.shape[0].utilization: Invalid value: 101: not in valid range [0, 100]") },
  { name: "a score below 0", text: ratio([1, -3]), message: fitFault("scoringStrategy.requestedToCapacityRatio.shape[0].score: Invalid value: -3: not in valid range [0, 10]") },
  { name: "a score above 10", text: ratio([1, 11]), message: fitFault("scoringStrategy.requestedToCapacityRatio.shape[0].score: Invalid value: 11: not in valid range [0, 10]") },
  { name: "utilizations that fall", text: ratio([0, 3], [10, 3], [5, 3]), message: fitFault("scoringStrategy.requestedToCapacityRatio.shape[2].utilization: Invalid value: 5: values must be sorted in increasing order") },
  { name: "a utilization twice", text: ratio([10, 3], [20, 3], [20, 3]), message: fitFault("scoringStrategy.requestedToCapacityRatio.shape[2].utilization: Invalid value: 20: values must be sorted in increasing order") },
  { name: "utilizations that fall twice: the first is told", text: ratio([10, 3], [20, 3], [20, 3], [15, 3]), message: fitFault("scoringStrategy.requestedToCapacityRatio.shape[2].utilization: Invalid value: 20: values must be sorted in increasing order") },
  { name: "several faults", text: ratio([10, 3], [10, 11]), message: fitFault("[scoringStrategy.requestedToCapacityRatio.shape[1].utilization: Invalid value: 10: values must be sorted in increasing order, scoringStrategy.requestedToCapacityRatio.shape[1].score: Invalid value: 11: not in valid range [0, 10]]") },
  { name: "a ratio's weight out of range", text: fit("type: RequestedToCapacityRatio, resources: [{name: cpu, weight: -5}], requestedToCapacityRatio: {shape: [{utilization: 5, score: 5}]}"), message: fitFault("scoringStrategy.resources[0].weight: Invalid value: -5: resource weight of cpu not in valid range (0, 100]") },

  // framework_test.go, profile_test.go
  { name: "a plugin that is not known", text: "profiles: [{plugins: {filter: {enabled: [{name: Mine}]}}}]", message: `${ofProfile}: FilterPlugin "Mine" does not exist` },
  { name: "a plugin without a say there", text: "profiles: [{plugins: {filter: {enabled: [{name: ImageLocality}]}}}]", message: `${ofProfile}: plugin "ImageLocality" does not extend FilterPlugin plugin` },
  { name: "a plugin twice in every point", text: "profiles: [{plugins: {multiPoint: {enabled: [{name: NodeAffinity}, {name: NodeAffinity}]}}}]", message: `${ofProfile}: plugin "NodeAffinity" already registered as "PreFilterPlugin"` },
  { name: "a plugin that is not known in every point", text: "profiles: [{plugins: {multiPoint: {enabled: [{name: Mine}]}}}]", message: `${ofProfile}: PreFilterPlugin "Mine" does not exist` },
  { name: "a plugin twice in a point", text: "profiles: [{plugins: {score: {enabled: [{name: ImageLocality}, {name: ImageLocality}]}}}]", message: `${ofProfile}: plugin "ImageLocality" already registered as "ScorePlugin"` },
  { name: "no queue sort", text: 'profiles: [{plugins: {queueSort: {disabled: [{name: "*"}]}}}]', message: `${ofProfile}: only one queue sort plugin required for profile with scheduler name "default-scheduler", but got 0` },
  { name: "nothing that binds", text: "profiles: [{plugins: {bind: {disabled: [{name: DefaultBinder}]}}}]", message: `${ofProfile}: at least one bind plugin is needed for profile with scheduler name "default-scheduler"` },

  // scheme_test.go
  { name: "arguments of another plugin", text: args("InterPodAffinity", "kind: NodeAffinityArgs"), message: "decoding .profiles[0].pluginConfig[0]: args for plugin InterPodAffinity were not of type InterPodAffinityArgs.kubescheduler.config.k8s.io, got NodeAffinityArgs.kubescheduler.config.k8s.io" },
  { name: "a shape's fields in other letters", text: fit("type: RequestedToCapacityRatio, requestedToCapacityRatio: {shape: [{Score: 2, Utilization: 1}]}"), message: `${ofArguments("NodeResourcesFit")} unknown field "scoringStrategy.requestedToCapacityRatio.shape[0].Score", unknown field "scoringStrategy.requestedToCapacityRatio.shape[0].Utilization"` },
  { name: "resources' fields in other letters", text: fit("type: MostAllocated, resources: [{Name: cpu, Weight: 1}]"), message: `${ofArguments("NodeResourcesFit")} unknown field "scoringStrategy.resources[0].Name", unknown field "scoringStrategy.resources[0].Weight"` },
  { name: "fields that are not known, outside and inside of arguments", text: "profils: []\nprofiles: [{schedulerName: a, pluginConfig: [{name: Custom, args: {any: 1}}, {name: InterPodAffinity, args: {weight: 1}}]}]", message: 'strict decoding error: unknown field "profils", decoding .profiles[0].pluginConfig[1]: strict decoding error: decoding args for plugin InterPodAffinity: strict decoding error: unknown field "weight"' },
  { name: "a field that is not known", text: "profils: []", message: 'strict decoding error: unknown field "profils"' },
  { name: "a point that is not known", text: "profiles: [{plugins: {filtre: {}}}]", message: 'strict decoding error: unknown field "profiles[0].plugins.filtre"' },
  { name: "leader election's unknown field", text: "leaderElection: {leader: true}", message: 'strict decoding error: unknown field "leaderElection.leader"' },
  { name: "profiles that are a text", text: "profiles: none", message: "json: cannot unmarshal string into Go struct field KubeSchedulerConfiguration.profiles of type []v1.KubeSchedulerProfile" },
  { name: "a profile that is a number, which comes before a field that is not known", text: "profils: 1\nprofiles: [5]", message: "json: cannot unmarshal number into Go struct field KubeSchedulerConfiguration.profiles of type v1.KubeSchedulerProfile" },
  { name: "a number for a name", text: "profiles: [{schedulerName: 5}]", message: "json: cannot unmarshal number into Go struct field KubeSchedulerProfile.profiles.schedulerName of type string" },
  { name: "a text for a weight", text: "profiles: [{plugins: {score: {enabled: [{name: NodeAffinity, weight: much}]}}}]", message: "json: cannot unmarshal string into Go struct field Plugin.profiles.plugins.score.enabled.weight of type int32" },
  { name: "a list for a set", text: "profiles: [{plugins: {score: []}}]", message: "json: cannot unmarshal array into Go struct field Plugins.profiles.plugins.score of type v1.PluginSet" },
  { name: "seconds in parts", text: "podMaxBackoffSeconds: 1.5", message: "json: cannot unmarshal number 1.5 into Go struct field KubeSchedulerConfiguration.podMaxBackoffSeconds of type int64" },
  { name: "a flag for an election", text: "leaderElection: {leaderElect: 1}", message: "json: cannot unmarshal number into Go struct field LeaderElectionConfiguration.leaderElection.leaderElect of type bool" },
  { name: "a text for a percentage", text: args("DefaultPreemption", "minCandidateNodesPercentage: few"), message: "decoding .profiles[0].pluginConfig[0]: decoding args for plugin DefaultPreemption: json: cannot unmarshal string into Go struct field DefaultPreemptionArgs.minCandidateNodesPercentage of type int32" },
  { name: "a percentage beyond what fits", text: args("DefaultPreemption", "minCandidateNodesPercentage: 3000000000"), message: "decoding .profiles[0].pluginConfig[0]: decoding args for plugin DefaultPreemption: json: cannot unmarshal number 3000000000 into Go struct field DefaultPreemptionArgs.minCandidateNodesPercentage of type int32" },
  { name: "a text for resources", text: fit("type: MostAllocated, resources: cpu"), message: "decoding .profiles[0].pluginConfig[0]: decoding args for plugin NodeResourcesFit: json: cannot unmarshal string into Go struct field ScoringStrategy.scoringStrategy.resources of type []v1.ResourceSpec" },
];
