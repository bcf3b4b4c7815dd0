/** What Pods are refused for beside their containers and volumes, as facts: the rows of Kubernetes 1.36 (pkg/apis/core/validation/validation_test.go). The form: vector.ts. */
import type { Section } from "./vector.ts";

export const pods: readonly Section[] = [
  {
    kind: "Pod",
    write: "create",
    rows: String.raw`
# TestHugePagesIsolation
  metadata.name: "hugepages-requireCpuOrMemory"
  spec.containers[0].resources.limits: {"hugepages-2Mi":"1Gi"}
! metadata.name: Invalid value: "hugepages-requireCpuOrMemory": {{subdomain}}
! spec.containers[0].resources: Forbidden: HugePages require cpu or memory

# TestValidateWindowsPodSecurityContext
  spec.securityContext.seLinuxOptions: {}
  spec.os.name: "windows"
! spec.securityContext.seLinuxOptions: Forbidden: cannot be set for a windows pod

  spec.securityContext.supplementalGroupsPolicy: "Strict"
  spec.os.name: "windows"
! spec.securityContext.supplementalGroupsPolicy: Forbidden: cannot be set for a windows pod

# TestValidateLinuxPodSecurityContext
  spec.securityContext.windowsOptions: {}
  spec.os.name: "linux"
! spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod

# TestValidateRestartPolicy
  spec.restartPolicy: "newpolicy"
! spec.restartPolicy: Unsupported value: "newpolicy": supported values: "Always", "OnFailure", "Never"

# TestValidateDNSPolicy
  spec.dnsPolicy: "None"
! spec.dnsConfig: Required value: must provide {{tick}}dnsConfig{{tick}} when {{tick}}dnsPolicy{{tick}} is None

  spec.dnsPolicy: "invalid"
! spec.dnsPolicy: Unsupported value: "invalid": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"

# TestValidatePodDNSConfig
  spec.dnsConfig.nameservers: ["127.0.0.1","10.0.0.10","8.8.8.8","1.2.3.4"]
! spec.dnsConfig.nameservers: Invalid value: ["127.0.0.1","10.0.0.10","8.8.8.8","1.2.3.4"]: must not have more than 3 nameservers

  spec.dnsConfig.searches: ["custom","mydomain.com","local","cluster.local","svc.cluster.local","default.svc.cluster.local.","7","8","9","10","11","12","13","14","15","16","17","18","19","20","21","22","23","24","25","26","27","28","29","30","31","32","33"]
! spec.dnsConfig.searches: Invalid value: ["custom","mydomain.com","local","cluster.local","svc.cluster.local","default.svc.cluster.local.","7","8","9","10","11","12","13","14","15","16","17","18","19","20","21","22","23","24","25","26","27","28","29","30","31","32","33"]: must not have more than 32 search paths

  spec.dnsConfig.searches: ["{{a*65}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}"]
! spec.dnsConfig.searches: Invalid value: ["{{a*65}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}","{{a*63}}"]: must not have more than 2048 characters (including spaces) in the search list

  spec.dnsConfig.searches[0]: "custom?"
! spec.dnsConfig.searches[0]: Invalid value: "custom?": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')

  spec.dnsConfig.nameservers[0]: "invalid"
! spec.dnsConfig.nameservers[0]: Invalid value: "invalid": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  spec.dnsConfig.nameservers[0]: "001.002.003.004"
! spec.dnsConfig.nameservers[0]: Invalid value: "001.002.003.004": must not have leading 0s

  spec.dnsConfig.options[0]: {}
! spec.dnsConfig.options[0]: Required value: must not be empty

  spec.dnsPolicy: "None"
  spec.dnsConfig: {}
! spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when {{tick}}dnsPolicy{{tick}} is None

# TestValidatePodReadinessGates
  spec.readinessGates[0].conditionType: "invalid/condition/type"
! spec.readinessGates[0].conditionType: Invalid value: "invalid/condition/type": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')

# TestValidatePodSpec
  spec.hostAliases[0].ip: "012.034.056.078"
! spec.hostAliases[0].ip: Invalid value: "012.034.056.078": must not have leading 0s

  spec.securityContext.supplementalGroupsPolicy: ""
! spec.securityContext.supplementalGroupsPolicy: Unsupported value: "": supported values: "Merge", "Strict"

  spec.securityContext.runAsUser: 2147483648
! spec.securityContext.runAsUser: Invalid value: 2147483648: must be between 0 and 2147483647, inclusive

  spec.os.name: "windows"
  spec.resources: {}
! spec.resources: Forbidden: may not be set for a windows pod

  spec.serviceAccountName: "invalidName"
! spec.serviceAccountName: Invalid value: "invalidName": {{subdomain}}

  spec.securityContext.supplementalGroups[0]: -1
! spec.securityContext.supplementalGroups[0]: Invalid value: -1: must be between 0 and 2147483647, inclusive

  spec.nodeName: "node name"
! spec.nodeName: Invalid value: "node name": {{subdomain}}

  spec.securityContext.fsGroupChangePolicy: ""
! spec.securityContext.fsGroupChangePolicy: Unsupported value: "": supported values: "Always", "OnRootMismatch"

  spec.securityContext.fsGroupChangePolicy: "invalid"
! spec.securityContext.fsGroupChangePolicy: Unsupported value: "invalid": supported values: "Always", "OnRootMismatch"

  spec.hostAliases[0].ip: "001.002.003.004"
! spec.hostAliases[0].ip: Invalid value: "001.002.003.004": must not have leading 0s

  spec.securityContext.runAsUser: -1
! spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive

  spec.activeDeadlineSeconds: 2147483648
! spec.activeDeadlineSeconds: Invalid value: 2147483648: must be between 1 and 2147483647, inclusive

  spec.securityContext.supplementalGroupsPolicy: "invalid"
! spec.securityContext.supplementalGroupsPolicy: Unsupported value: "invalid": supported values: "Merge", "Strict"

  spec.hostAliases[0].ip: "999.999.999.999"
! spec.hostAliases[0].ip: Invalid value: "999.999.999.999": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  spec.securityContext.fsGroup: 2147483648
! spec.securityContext.fsGroup: Invalid value: 2147483648: must be between 0 and 2147483647, inclusive

  spec.securityContext.fsGroup: -1
! spec.securityContext.fsGroup: Invalid value: -1: must be between 0 and 2147483647, inclusive

  spec.restartPolicy: "UnknowPolicy"
! spec.restartPolicy: Unsupported value: "UnknowPolicy": supported values: "Always", "OnFailure", "Never"

  spec.priorityClassName: "InvalidName"
! spec.priorityClassName: Invalid value: "InvalidName": {{subdomain}}

  spec.hostAliases[0]: {"ip":"12.34.56.78","hostnames":["@#$^#@#$"]}
! spec.hostAliases[0].hostnames[0]: Invalid value: "@#$^#@#$": {{subdomain}}

  spec.securityContext.supplementalGroups[0]: 2147483648
! spec.securityContext.supplementalGroups[0]: Invalid value: 2147483648: must be between 0 and 2147483647, inclusive

  spec.activeDeadlineSeconds: 0
! spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive

  spec.runtimeClassName: "invalid/sandbox"
! spec.runtimeClassName: Invalid value: "invalid/sandbox": {{subdomain}}

  spec.hostPID: true
  spec.shareProcessNamespace: true
! spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled

# TestValidatePod
  metadata.annotations: {"kubernetes.io/config.mirror":""}
! metadata.annotations[kubernetes.io/config.mirror]: Invalid value: "": must set spec.nodeName if mirror pod annotation is set

  spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0]: {"key":"metadata.name","operator":"In"}
! spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].values: Required value: must be only one value when {{tick}}operator{{tick}} is 'In' or 'NotIn' for node field selector

  spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":109,"podAffinityTerm":{"topologyKey":"region"}}
! spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 109: must be in the range 1-100

  spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"podAffinityTerm":{"labelSelector":{},"topologyKey":"k8s.io/zone","mismatchLabelKeys":["/simple"]}}
! spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.mismatchLabelKeys[0]: Invalid value: "/simple": prefix part must be non-empty

  spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {"labelSelector":{},"topologyKey":"k8s.io/zone","mismatchLabelKeys":["/simple"]}
! spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].mismatchLabelKeys[0]: Invalid value: "/simple": prefix part must be non-empty

  spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"podAffinityTerm":{"labelSelector":{"matchExpressions":[{"key":"key","operator":"In","values":["value1"]},{"key":"key","operator":"NotIn","values":["value2"]}]},"topologyKey":"k8s.io/zone","matchLabelKeys":["key"]}}
! spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm[0]: Invalid value: "key": exists in both matchLabelKeys and labelSelector

  spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {"labelSelector":{},"topologyKey":"k8s.io/zone","matchLabelKeys":["samekey"],"mismatchLabelKeys":["samekey"]}
! spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys[0]: Invalid value: "samekey": exists in both matchLabelKeys and mismatchLabelKeys

  metadata.annotations: {"container.apparmor.security.beta.kubernetes.io/ctr":"bad-name"}
  spec.containers[0].name: "ctr"
! metadata.annotations[container.apparmor.security.beta.kubernetes.io/ctr]: Invalid value: "bad-name": invalid AppArmor profile name: "bad-name"

  spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key: "key1"
! spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: "": not a valid selector operator

  spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"podAffinityTerm":{"labelSelector":{},"topologyKey":"k8s.io/zone","matchLabelKeys":["samekey"],"mismatchLabelKeys":["samekey"]}}
! spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.matchLabelKeys[0]: Invalid value: "samekey": exists in both matchLabelKeys and mismatchLabelKeys

  metadata.annotations: {"seccomp.security.alpha.kubernetes.io/pod":"unconfined"}
  spec.securityContext.seccompProfile.type: "RuntimeDefault"
! spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match

  spec.securityContext.appArmorProfile: {}
! spec.securityContext.appArmorProfile.type: Required value: type is required when appArmorProfile is set

  metadata.annotations: {"kubernetes.io/config.mirror":"foo"}
! metadata.annotations[kubernetes.io/config.mirror]: Invalid value: "foo": must set spec.nodeName if mirror pod annotation is set

  spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {"labelSelector":{},"topologyKey":"k8s.io/zone","mismatchLabelKeys":["/simple"]}
! spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].mismatchLabelKeys[0]: Invalid value: "/simple": prefix part must be non-empty

  metadata.annotations: {"controller.kubernetes.io/pod-deletion-cost":"text"}
! metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "text": must be a 32bit integer

  spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {"labelSelector":{},"topologyKey":"k8s.io/zone","matchLabelKeys":["/simple"]}
! spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys[0]: Invalid value: "/simple": prefix part must be non-empty

  metadata.labels.key: "value1"
  spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {"labelSelector":{"matchExpressions":[{"key":"key","operator":"In","values":["value1"]},{"key":"key","operator":"NotIn","values":["value2"]}]},"topologyKey":"k8s.io/zone","matchLabelKeys":["key"]}
! spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0][0]: Invalid value: "key": exists in both matchLabelKeys and labelSelector
! spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0][0]: Invalid value: "key": exists in both matchLabelKeys and labelSelector

  spec.tolerations[0].key: "nospecialchars^=@"
! spec.tolerations[0].key: Invalid value: "nospecialchars^=@": {{labelName}}

  metadata.annotations: {"container.apparmor.security.beta.kubernetes.io/ctr":"runtime/foo"}
  spec.containers[0].name: "ctr"
! metadata.annotations[container.apparmor.security.beta.kubernetes.io/ctr]: Invalid value: "runtime/foo": invalid AppArmor profile name: "runtime/foo"

  spec.securityContext.appArmorProfile.type: "Localhost"
! spec.securityContext.appArmorProfile.localhostProfile: Required value: must be set when AppArmor type is Localhost

  spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0]: {"key":"invalid key ___@#","operator":"Exists"}
! spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key: Invalid value: "invalid key ___@#": {{labelName}}

  spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: 10
! spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey: Required value: can not be empty
! spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey: Invalid value: "": name part must be non-empty
! spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey: Invalid value: "": {{labelName}}

  spec.securityContext.appArmorProfile: {"type":"RuntimeDefault","localhostProfile":"foo-bar"}
! spec.securityContext.appArmorProfile.localhostProfile: Invalid value: "foo-bar": can only be set when AppArmor type is Localhost

  metadata.namespace: -
! metadata.namespace: Required value

  spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"podAffinityTerm":{"labelSelector":{},"topologyKey":"k8s.io/zone","mismatchLabelKeys":["/simple"]}}
! spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.mismatchLabelKeys[0]: Invalid value: "/simple": prefix part must be non-empty

  metadata.annotations: {"seccomp.security.alpha.kubernetes.io/pod":"localhost/../foo"}
! metadata.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: "../foo": must not contain '..'

  metadata.annotations: {"container.apparmor.security.beta.kubernetes.io/fake-ctr":"runtime/default"}
! metadata.annotations[container.apparmor.security.beta.kubernetes.io/fake-ctr]: Invalid value: "fake-ctr": container not found

  spec.securityContext.appArmorProfile: {"type":"Localhost","localhostProfile":"{{a*4096}}"}
! spec.securityContext.appArmorProfile.localhostProfile: Too long: may not be more than 4095 bytes

  spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0]: {"key":"metadata.namespace","operator":"In","values":["ns1"]}
! spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].key: Invalid value: "metadata.namespace": not a valid field selector key

  metadata.annotations: {"seccomp.security.alpha.kubernetes.io/pod":"localhost//foo"}
! metadata.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: "/foo": must be a relative path

  spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"podAffinityTerm":{"topologyKey":"region","namespaceSelector":{"matchExpressions":[{"key":"key2","operator":"In"}]}}}
! spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.namespaceSelector.matchExpressions[0].values: Required value: must be specified when {{tick}}operator{{tick}} is 'In' or 'NotIn'

  spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {"labelSelector":{},"topologyKey":"k8s.io/zone","matchLabelKeys":["/simple"]}
! spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys[0]: Invalid value: "/simple": prefix part must be non-empty

  spec.tolerations[0]: {"key":"foo","operator":"In"}
! spec.tolerations[0].operator: Unsupported value: "In": supported values: "Equal", "Exists"

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"bar"}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {}
! spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: can not be empty
! spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": name part must be non-empty
! spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": {{labelName}}

  spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"podAffinityTerm":{"labelSelector":{},"topologyKey":"k8s.io/zone","matchLabelKeys":["/simple"]}}
! spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.matchLabelKeys[0]: Invalid value: "/simple": prefix part must be non-empty

  spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0]: {"key":"metadata.name","operator":"Exists"}
! spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].operator: Invalid value: "Exists": not a valid selector operator

  spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution: {}
! spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term

  metadata.labels.key: "value1"
  spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {"labelSelector":{"matchExpressions":[{"key":"key","operator":"In","values":["value1"]},{"key":"key","operator":"NotIn","values":["value2"]}]},"topologyKey":"k8s.io/zone","matchLabelKeys":["key"]}
! spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0][0]: Invalid value: "key": exists in both matchLabelKeys and labelSelector
! spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0][0]: Invalid value: "key": exists in both matchLabelKeys and labelSelector

  metadata.annotations: {"seccomp.security.alpha.kubernetes.io/pod":"foo"}
! metadata.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: "foo": must be a valid seccomp profile

  spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"podAffinityTerm":{"labelSelector":{"matchExpressions":[{"key":"key2","operator":"Exists","values":["value2"]}]},"topologyKey":"region"}}
! spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector.matchExpressions[0].values: Forbidden: may not be specified when {{tick}}operator{{tick}} is 'Exists' or 'DoesNotExist'

  spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {}
! spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: can not be empty
! spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": name part must be non-empty
! spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": {{labelName}}

  metadata.annotations: {"controller.kubernetes.io/pod-deletion-cost":"008"}
! metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "008": must be a 32bit integer

  spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"podAffinityTerm":{"labelSelector":{},"topologyKey":"k8s.io/zone","matchLabelKeys":["samekey"],"mismatchLabelKeys":["samekey"]}}
! spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.matchLabelKeys[0]: Invalid value: "samekey": exists in both matchLabelKeys and mismatchLabelKeys

  spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {"labelSelector":{},"topologyKey":"k8s.io/zone","matchLabelKeys":["samekey"],"mismatchLabelKeys":["samekey"]}
! spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys[0]: Invalid value: "samekey": exists in both matchLabelKeys and mismatchLabelKeys

  spec.tolerations[0].operator: "Equal"
! spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when {{tick}}key{{tick}} is empty, which means "match all values and all keys"

  spec.tolerations[0]: {"operator":"Exists","effect":"NoSchedule","tolerationSeconds":20}
! spec.tolerations[0].effect: Invalid value: "NoSchedule": effect must be 'NoExecute' when {{tick}}tolerationSeconds{{tick}} is set

  metadata.annotations: {"container.seccomp.security.alpha.kubernetes.io/foo":"foo"}
! metadata.annotations.container.seccomp.security.alpha.kubernetes.io/foo: Invalid value: "foo": must be a valid seccomp profile

  metadata.labels.key: "value1"
  spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"podAffinityTerm":{"labelSelector":{"matchExpressions":[{"key":"key","operator":"In","values":["value1"]},{"key":"key","operator":"NotIn","values":["value2"]}]},"topologyKey":"k8s.io/zone","matchLabelKeys":["key"]}}
! spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm[0]: Invalid value: "key": exists in both matchLabelKeys and labelSelector
! spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm[0]: Invalid value: "key": exists in both matchLabelKeys and labelSelector

  spec.securityContext.appArmorProfile.type: "test"
! spec.securityContext.appArmorProfile.type: Unsupported value: "test": supported values: "Localhost", "RuntimeDefault", "Unconfined"

  metadata.annotations: {"controller.kubernetes.io/pod-deletion-cost":"+10"}
! metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "+10": must be a 32bit integer

  spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0]: {"key":"foo","operator":"In","values":["-1"]}
! spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values[0]: Invalid value: "-1": {{labelValue}}

  spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: 199
! spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 199: must be in the range 1-100

  spec.tolerations[0]: {"operator":"Exists","value":"bar"}
! spec.tolerations[0].operator: Invalid value: "bar": value must be empty when {{tick}}operator{{tick}} is 'Exists'

  metadata.annotations: {"container.seccomp.security.alpha.kubernetes.io/foo":""}
! metadata.annotations.container.seccomp.security.alpha.kubernetes.io/foo: Invalid value: "": must be a valid seccomp profile

  metadata.name: -
! metadata.name: Required value: name or generateName is required

  spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"podAffinityTerm":{"topologyKey":"region","namespaceSelector":{"matchExpressions":[{"key":"key2","operator":"Exists","values":["value2"]}]}}}
! spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.namespaceSelector.matchExpressions[0].values: Forbidden: may not be specified when {{tick}}operator{{tick}} is 'Exists' or 'DoesNotExist'

  spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"podAffinityTerm":{"namespaces":["INVALID_NAMESPACE"],"topologyKey":"region"}}
! spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.namespace: Invalid value: "INVALID_NAMESPACE": {{label}}

  spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"podAffinityTerm":{"labelSelector":{},"topologyKey":"k8s.io/zone","matchLabelKeys":["/simple"]}}
! spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.matchLabelKeys[0]: Invalid value: "/simple": prefix part must be non-empty

  metadata.annotations: {"container.seccomp.security.alpha.kubernetes.io/":"foo"}
! metadata.annotations: Invalid value: "container.seccomp.security.alpha.kubernetes.io/": name part must be non-empty
! metadata.annotations: Invalid value: "container.seccomp.security.alpha.kubernetes.io/": {{labelName}}
! metadata.annotations.container.seccomp.security.alpha.kubernetes.io/: Invalid value: "foo": must be a valid seccomp profile

  spec.securityContext.appArmorProfile: {"type":"Localhost","localhostProfile":"foo-bar "}
! spec.securityContext.appArmorProfile.localhostProfile: Invalid value: "foo-bar ": must not be padded with whitespace

  spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: 10
! spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey: Required value: can not be empty
! spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey: Invalid value: "": name part must be non-empty
! spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey: Invalid value: "": {{labelName}}

# TestNumericTolerationsWithFeatureGate
  spec.tolerations[0]: {"key":"node.kubernetes.io/sla","operator":"Lt"}
! spec.tolerations[0].operator: Unsupported value: "Lt": supported values: "Equal", "Exists", "Lt", "Gt"

  spec.tolerations[0]: {"key":"test-key","operator":"Gt"}
! spec.tolerations[0].operator: Unsupported value: "Gt": supported values: "Equal", "Exists", "Lt", "Gt"

# TestValidatePodCreateWithSchedulingGates
  spec.nodeName: "node"
  spec.schedulingGates[0].name: "foo"
! spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared

# TestValidatePodResources
  spec.resourceClaims[0].name: "resource-claim"
! spec.resourceClaims[0]: Invalid value: {"Name":"resource-claim","ResourceClaimName":null,"ResourceClaimTemplateName":null}: must specify one of: {{tick}}resourceClaimName{{tick}}, {{tick}}resourceClaimTemplateName{{tick}}

  spec.os.name: "windows"
  spec.resourceClaims[0].name: "resource-claim"
  spec.resources: {}
! spec.resourceClaims[0]: Invalid value: {"Name":"resource-claim","ResourceClaimName":null,"ResourceClaimTemplateName":null}: must specify one of: {{tick}}resourceClaimName{{tick}}, {{tick}}resourceClaimTemplateName{{tick}}
! spec.resources: Forbidden: may not be set for a windows pod

  spec.resourceClaims[0].name: "resource-claim"
  spec.resources.claims[0].name: "resource-claim"
! spec.resourceClaims[0]: Invalid value: {"Name":"resource-claim","ResourceClaimName":null,"ResourceClaimTemplateName":null}: must specify one of: {{tick}}resourceClaimName{{tick}}, {{tick}}resourceClaimTemplateName{{tick}}
! spec.resources.claims: Forbidden: claims may not be set for Resources at pod-level

# TestValidateSchedulingGates
  spec.schedulingGates: [{"name":"foo"},{}]
! spec.schedulingGates[1]: Invalid value: "": name part must be non-empty
! spec.schedulingGates[1]: Invalid value: "": {{labelName}}

  spec.schedulingGates: [{"name":"foo"},{"name":"\nbar"}]
! spec.schedulingGates[1]: Invalid value: "\nbar": {{labelName}}

  spec.schedulingGates: [{"name":"foo"},{"name":"bar"},{"name":"bar"}]
! spec.schedulingGates[2]: Duplicate value: "bar"

  spec.schedulingGates: [{"name":"foo"},{"name":"bar"},{"name":"foo"},{"name":"baz"},{"name":"foo"},{"name":"bar"}]
! spec.schedulingGates[2]: Duplicate value: "foo"
! spec.schedulingGates[4]: Duplicate value: "foo"
! spec.schedulingGates[5]: Duplicate value: "bar"

# TestValidateSysctls
  spec.securityContext.sysctls: [{"name":"i..nvalid"},{"name":"_invalid"}]
! spec.securityContext.sysctls[0].name: Invalid value: "i..nvalid": must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$
! spec.securityContext.sysctls[1].name: Invalid value: "_invalid": must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$

  spec.securityContext.sysctls: [{"name":"kernel.shmmax"},{"name":"kernel.shmmax"}]
! spec.securityContext.sysctls[1].name: Duplicate value: "kernel.shmmax"

  spec.hostNetwork: true
  spec.securityContext.sysctls: [{"name":"net.ipv4.conf.enp3s0/200.forwarding"},{"name":"net/ipv4/conf/enp3s0.200/forwarding"}]
! spec.securityContext.sysctls[0].name: Invalid value: "net.ipv4.conf.enp3s0/200.forwarding": may not be specified when 'hostNetwork' is true
! spec.securityContext.sysctls[1].name: Invalid value: "net/ipv4/conf/enp3s0.200/forwarding": may not be specified when 'hostNetwork' is true

  spec.hostIPC: true
  spec.securityContext.sysctls: [{"name":"kernel.shmmax"},{"name":"kernel.msgmax"}]
! spec.securityContext.sysctls[0].name: Invalid value: "kernel.shmmax": may not be specified when 'hostIPC' is true
! spec.securityContext.sysctls[1].name: Invalid value: "kernel.msgmax": may not be specified when 'hostIPC' is true

# TestValidateWindowsSecurityContextOptions
  spec.securityContext.windowsOptions.gmsaCredentialSpecName: "not_a-valid-gmsa-crep-spec-name"
! spec.securityContext.windowsOptions.gmsaCredentialSpecName: Invalid value: "not_a-valid-gmsa-crep-spec-name": {{subdomain}}

  spec.securityContext.windowsOptions.gmsaCredentialSpec: ""
! spec.securityContext.windowsOptions.gmsaCredentialSpec: Invalid value: "": gmsaCredentialSpec cannot be an empty string

  spec.securityContext.windowsOptions.runAsUserName: ""
! spec.securityContext.windowsOptions.runAsUserName: Invalid value: "": runAsUserName cannot be an empty string

  spec.securityContext.windowsOptions.runAsUserName: "Container\tUser"
! spec.securityContext.windowsOptions.runAsUserName: Invalid value: "Container\tUser": runAsUserName cannot contain control characters

  spec.securityContext.windowsOptions.runAsUserName: "Container\\Foo\\Lish"
! spec.securityContext.windowsOptions.runAsUserName: Invalid value: "Container\\Foo\\Lish": runAsUserName cannot contain more than one backslash

  spec.securityContext.windowsOptions.runAsUserName: "\\User"
! spec.securityContext.windowsOptions.runAsUserName: Invalid value: "\\User": runAsUserName's Domain doesn't match the NetBios nor the DNS format

  spec.securityContext.windowsOptions.runAsUserName: "Container\\"
! spec.securityContext.windowsOptions.runAsUserName: Invalid value: "Container\\": runAsUserName's User cannot be empty

  spec.securityContext.windowsOptions.runAsUserName: "NetBios aaaaaaaa\\user"
! spec.securityContext.windowsOptions.runAsUserName: Invalid value: "NetBios aaaaaaaa\\user": runAsUserName's Domain doesn't match the NetBios nor the DNS format

  spec.securityContext.windowsOptions.runAsUserName: "{{a*63}}.{{a*63}}.{{a*63}}.{{a*61}}.com\\user"
! spec.securityContext.windowsOptions.runAsUserName: Invalid value: "{{a*63}}.{{a*63}}.{{a*63}}.{{a*61}}.com\\user": runAsUserName's Domain length must be under 256 characters

  spec.securityContext.windowsOptions.runAsUserName: "{{a*105}}"
! spec.securityContext.windowsOptions.runAsUserName: Invalid value: "{{a*105}}": runAsUserName's User length must not be longer than 104 characters

  spec.securityContext.windowsOptions.runAsUserName: "... ..."
! spec.securityContext.windowsOptions.runAsUserName: Invalid value: "... ...": runAsUserName's User cannot contain only periods or spaces

  spec.securityContext.windowsOptions.runAsUserName: ".FooLish\\User"
! spec.securityContext.windowsOptions.runAsUserName: Invalid value: ".FooLish\\User": runAsUserName's Domain doesn't match the NetBios nor the DNS format

  spec.securityContext.windowsOptions.runAsUserName: "Foo? Lish?\\User"
! spec.securityContext.windowsOptions.runAsUserName: Invalid value: "Foo? Lish?\\User": runAsUserName's Domain doesn't match the NetBios nor the DNS format

  spec.securityContext.windowsOptions.runAsUserName: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com-\\user"
! spec.securityContext.windowsOptions.runAsUserName: Invalid value: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com-\\user": runAsUserName's Domain doesn't match the NetBios nor the DNS format

  spec.securityContext.windowsOptions.runAsUserName: "Container/User"
! spec.securityContext.windowsOptions.runAsUserName: Invalid value: "Container/User": runAsUserName's User cannot contain the following characters: "/\:;|=,+*?<>@[]

# TestValidateTopologySpreadConstraints
  spec.topologySpreadConstraints[0]: {"topologyKey":"k8s.io/zone","whenUnsatisfiable":"DoNotSchedule"}
! spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero

  spec.topologySpreadConstraints[0]: {"maxSkew":-1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"DoNotSchedule"}
! spec.topologySpreadConstraints[0].maxSkew: Invalid value: -1: must be greater than zero

  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"DoNotSchedule","minDomains":-1}
! spec.topologySpreadConstraints[0].minDomains: Invalid value: -1: must be greater than zero

  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"ScheduleAnyway","minDomains":10}
! spec.topologySpreadConstraints[0].minDomains: Invalid value: 10: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway

  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"ScheduleAnyway","minDomains":-1}
! spec.topologySpreadConstraints[0].minDomains: Invalid value: -1: must be greater than zero
! spec.topologySpreadConstraints[0].minDomains: Invalid value: -1: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway

  spec.topologySpreadConstraints[0]: {"maxSkew":1,"whenUnsatisfiable":"DoNotSchedule"}
! spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty

  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone"}
! spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "": supported values: "DoNotSchedule", "ScheduleAnyway"

  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"N/A"}
! spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "N/A": supported values: "DoNotSchedule", "ScheduleAnyway"

  spec.topologySpreadConstraints: [{"maxSkew":1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"DoNotSchedule"},{"maxSkew":2,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"DoNotSchedule"}]
! spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: "{k8s.io/zone, DoNotSchedule}"

  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"DoNotSchedule","nodeAffinityPolicy":"Unknown"}
! spec.topologySpreadConstraints[0].nodeAffinityPolicy: Unsupported value: "Unknown": supported values: "Honor", "Ignore"

  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"DoNotSchedule","nodeTaintsPolicy":"Unknown"}
! spec.topologySpreadConstraints[0].nodeTaintsPolicy: Unsupported value: "Unknown": supported values: "Honor", "Ignore"

  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{},"matchLabelKeys":["/simple"]}
! spec.topologySpreadConstraints[0].matchLabelKeys[0]: Invalid value: "/simple": prefix part must be non-empty

  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchExpressions":[{"key":"foo","operator":"NotIn","values":["value1"]},{"key":"foo","operator":"NotIn","values":["value3"]}]},"matchLabelKeys":["foo"]}
! spec.topologySpreadConstraints[0][0]: Invalid value: "foo": exists in both matchLabelKeys and labelSelector

  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["foo"]}
! spec.topologySpreadConstraints[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set

  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"NoUppercaseOrSpecialCharsLike=Equals":"foo"}}}
! spec.topologySpreadConstraints[0].labelSelector.matchLabels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

# TestValidateOverhead
  spec.overhead: {"my.org":"10m"}
! spec.overhead.limits[my.org]: Invalid value: "my.org": must be a standard resource type or fully qualified
! spec.overhead.limits[my.org]: Invalid value: "my.org": must be a standard resource for containers

# TestValidateHostUsers
  spec.hostNetwork: true
  spec.hostUsers: false
! spec.hostNetwork: Forbidden: when {{tick}}hostUsers{{tick}} is false

  spec.hostPID: true
  spec.hostUsers: false
! spec.HostPID: Forbidden: when {{tick}}hostUsers{{tick}} is false

  spec.hostIPC: true
  spec.hostUsers: false
! spec.HostIPC: Forbidden: when {{tick}}hostUsers{{tick}} is false

# TestValidatePodHostName
  spec.hostnameOverride: ""
! spec.hostnameOverride: Invalid value: "": {{subdomain}}

  spec.hostnameOverride: "{{a*65}}"
! spec.hostnameOverride: Too long: may not be more than 64 bytes

  spec.hostnameOverride: "Not-RFC1123"
! spec.hostnameOverride: Invalid value: "Not-RFC1123": {{subdomain}}

  spec.setHostnameAsFQDN: true
  spec.hostnameOverride: "custom-host"
! spec.hostnameOverride: Forbidden: may not be specified when setHostnameAsFQDN is true

  spec.hostNetwork: true
  spec.hostnameOverride: "custom-host"
! spec.hostnameOverride: Forbidden: may not be specified when hostNetwork is true

# TestValidateOS
  spec.os: {}
! spec.os.name: Required value

  spec.os.name: "dummyOS"
! spec.os: Unsupported value: "dummyOS": supported values: "linux", "windows"

# TestValidateDynamicResourceAllocation
  metadata.annotations: {"kubernetes.io/config.mirror":"True"}
  spec.resourceClaims[0]: {}
! metadata.annotations[kubernetes.io/config.mirror]: Invalid value: "True": must set spec.nodeName if mirror pod annotation is set
! []: Forbidden: static pods do not support resource claims

  spec.resourceClaims[0]: {"name":"../my-claim","resourceClaimName":"some-claim"}
! spec.resourceClaims[0].name: Invalid value: "../my-claim": {{label}}

  spec.resourceClaims[0]: {"name":"my-claim","resourceClaimName":"some-claim","resourceClaimTemplateName":"some-claim-template"}
! spec.resourceClaims[0]: Invalid value: {"Name":"my-claim","ResourceClaimName":"some-claim","ResourceClaimTemplateName":"some-claim-template"}: at most one of {{tick}}resourceClaimName{{tick}} or {{tick}}resourceClaimTemplateName{{tick}} may be specified

  spec.resourceClaims[0]: {"name":"my-claim-reference","resourceClaimName":".foo_bar"}
! spec.resourceClaims[0].resourceClaimName: Invalid value: ".foo_bar": {{subdomain}}

  spec.resourceClaims[0]: {"name":"my/claim","resourceClaimName":"some-claim"}
! spec.resourceClaims[0].name: Invalid value: "my/claim": {{label}}

  spec.resourceClaims[0].name: "my-claim"
! spec.resourceClaims[0]: Invalid value: {"Name":"my-claim","ResourceClaimName":null,"ResourceClaimTemplateName":null}: must specify one of: {{tick}}resourceClaimName{{tick}}, {{tick}}resourceClaimTemplateName{{tick}}

  spec.resourceClaims[0].resourceClaimName: "some-claim"
! spec.resourceClaims[0].name: Required value

  spec.resourceClaims: [{"name":"my-claim","resourceClaimName":"some-claim"},{"name":"my-claim","resourceClaimName":"some-claim"}]
! spec.resourceClaims[1].name: Duplicate value: "my-claim"

  spec.resourceClaims[0]: {"name":"my-claim-template","resourceClaimTemplateName":".foo_bar"}
! spec.resourceClaims[0].resourceClaimTemplateName: Invalid value: ".foo_bar": {{subdomain}}

# TestValidatePodDNSConfigWithRelaxedSearchDomain
  spec.dnsConfig.searches[0]: ".."
! spec.dnsConfig.searches[0]: Invalid value: ".": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')

  spec.dnsConfig.searches[0]: "_."
! spec.dnsConfig.searches[0]: Invalid value: "_": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')

  spec.dnsConfig.searches[0]: "-."
! spec.dnsConfig.searches[0]: Invalid value: "-": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')

  spec.dnsConfig.searches[0]: "__."
! spec.dnsConfig.searches[0]: Invalid value: "__": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')

  spec.dnsConfig.searches[0]: ".__"
! spec.dnsConfig.searches[0]: Invalid value: ".__": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')

  spec.dnsConfig.searches[0]: "._"
! spec.dnsConfig.searches[0]: Invalid value: "._": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')

  spec.dnsConfig.searches[0]: "____________"
! spec.dnsConfig.searches[0]: Invalid value: "____________": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')

  spec.dnsConfig.searches[0]: "☃.example.com"
! spec.dnsConfig.searches[0]: Invalid value: "☃.example.com": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')

# TestDropSELinuxChangePolicy
  spec.securityContext.seLinuxChangePolicy: "MountOption"
! spec.securityContext.seLinuxChangePolicy: Unsupported value: "MountOption": supported values: "Recursive"

# TestValidateSELinuxChangePolicy
  spec.securityContext.seLinuxChangePolicy: "InvalidValue"
! spec.securityContext.seLinuxChangePolicy: Unsupported value: "InvalidValue": supported values: "Recursive"

# TestWarnings
  spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions: [{"key":"foo"},{"key":"beta.kubernetes.io/arch"},{"key":"beta.kubernetes.io/os"},{"key":"failure-domain.beta.kubernetes.io/region"},{"key":"failure-domain.beta.kubernetes.io/zone"},{"key":"beta.kubernetes.io/instance-type"}]
! spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100
! spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].operator: Invalid value: "": not a valid selector operator
! spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[1].operator: Invalid value: "": not a valid selector operator
! spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[2].operator: Invalid value: "": not a valid selector operator
! spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[3].operator: Invalid value: "": not a valid selector operator
! spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[4].operator: Invalid value: "": not a valid selector operator
! spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[5].operator: Invalid value: "": not a valid selector operator

  metadata.annotations: {"container.seccomp.security.alpha.kubernetes.io/foo":"default","seccomp.security.alpha.kubernetes.io/pod":"default"}
! metadata.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: "default": must be a valid seccomp profile
! metadata.annotations.container.seccomp.security.alpha.kubernetes.io/foo: Invalid value: "default": must be a valid seccomp profile

  spec.topologySpreadConstraints: [{},{}]
! spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero
! spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty
! spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "": supported values: "DoNotSchedule", "ScheduleAnyway"
! spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: "{, }"
! spec.topologySpreadConstraints[1].maxSkew: Invalid value: 0: must be greater than zero
! spec.topologySpreadConstraints[1].topologyKey: Required value: can not be empty
! spec.topologySpreadConstraints[1].whenUnsatisfiable: Unsupported value: "": supported values: "DoNotSchedule", "ScheduleAnyway"

  spec.hostAliases[0].ip: "::ffff:1.2.3.4"
  spec.dnsConfig.nameservers: ["1.2.3.4","05.06.07.08"]
! spec.dnsConfig.nameservers[1]: Invalid value: "05.06.07.08": must not have leading 0s
! spec.hostAliases[0].ip: Invalid value: "::ffff:1.2.3.4": must not be an IPv4-mapped IPv6 address
`,
  },
];
