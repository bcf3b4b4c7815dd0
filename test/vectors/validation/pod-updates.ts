/** What changes of Pods and of their status, size and ephemeral containers are refused for, as facts: the rows of Kubernetes 1.36 (pkg/apis/core/validation/validation_test.go). The form: vector.ts. */
import type { Section } from "./vector.ts";

export const podUpdates: readonly Section[] = [
  {
    kind: "Pod",
    write: "ephemeralcontainers",
    rows: String.raw`
# TestValidatePodEphemeralContainersUpdate
- spec.ephemeralContainers[0].name: "debugger"
! spec.ephemeralContainers: Forbidden: existing ephemeral containers "debugger" may not be removed⏎

- spec.ephemeralContainers[0].name: "thentheother"
! spec.ephemeralContainers: Forbidden: existing ephemeral containers "thentheother" may not be removed⏎

- spec.ephemeralContainers[0]: {"name":"debugger1","image":"debian"}
+ spec.ephemeralContainers[0]: {"name":"debugger1","image":"busybox"}
! spec.ephemeralContainers: Forbidden: existing ephemeral containers "debugger1" may not be changed⏎@@ -1,6 +1,6 @@⏎ {⏎  "Name": "debugger1",⏎- "Image": "debian",⏎+ "Image": "busybox",⏎  "Command": null,⏎  "Args": null,⏎  "WorkingDir": "",⏎

- spec.hostNetwork: true
- spec.securityContext.windowsOptions.hostProcess: true
+ spec.ephemeralContainers[0]: {"name":"debugger1","image":"image","securityContext":{"windowsOptions":{"hostProcess":false}}}
! spec.ephemeralContainers[0].securityContext.windowsOptions.hostProcess: Invalid value: false: pod hostProcess value must be identical if both are specified, was true
! spec: Invalid value: "": If pod contains any hostProcess containers then all containers must be HostProcess containers

- metadata.annotations: {"kubernetes.io/config.mirror":"foo"}
! []: Forbidden: static pods do not support ephemeral containers
`,
  },
  {
    kind: "Pod",
    write: "resize",
    rows: String.raw`
# TestValidatePodResize
+ spec.containers[0].resources.requests.memory: "100Mi"
! spec: Invalid value: "": Pod QOS Class may not change as a result of resizing

+ spec.resources.requests: {"memory":"100Mi","storage":"200Mi"}
! spec.resources.requests[storage]: Unsupported value: "storage": supported values: "cpu", "hugepages-", "memory"
! spec: Invalid value: "": Pod QOS Class may not change as a result of resizing
! spec: Forbidden: only cpu and memory resources are mutable at pod-level

+ spec.containers[0].resources.requests: {"ephemeral-storage":"10Gi"}
! spec: Forbidden: only cpu and memory resources are mutable

- spec.containers[0].resources.limits.memory: "100Mi"
! spec: Invalid value: "": Pod QOS Class may not change as a result of resizing
! spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed
! spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed

- spec.os.name: "windows"
! []: Forbidden: windows pods cannot be resized

- spec.containers[0].resources.requests.memory: "100Mi"
+ spec.containers[0].resources.requests.cpu: "100m"
! spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed

- spec.initContainers[0]: {"name":"container","image":"image","resources":{"limits":{"memory":"100Mi"}}}
+ spec.initContainers[0]: {"name":"container","resources":{"limits":{"cpu":"100m"}}}
! spec.initContainers[0].resources.requests: Forbidden: resource requests cannot be removed
! spec.initContainers[0].resources.limits: Forbidden: resource limits cannot be removed

- spec.initContainers[0]: {"name":"container","image":"image","resources":{"requests":{"memory":"100Mi"}}}
+ spec.initContainers[0]: {"name":"container","resources":{"requests":{"cpu":"100m"}}}
! spec.initContainers[0].resources.requests: Forbidden: resource requests cannot be removed

- spec.initContainers[0]: {"name":"container","image":"image","resources":{"requests":{"memory":"100Mi"}},"restartPolicy":""}
+ spec.initContainers[0]: {"name":"container","resources":{"limits":{"cpu":"100m"}}}
! spec.initContainers[0].restartPolicy: Unsupported value: "": supported values: "Always", "Never", "OnFailure"
! spec.initContainers[0].resources.requests: Forbidden: resource requests cannot be removed

- status.containerStatuses[0].state.running: {}
! spec: Forbidden: Pod running on node without support for resize

- spec.initContainers[0]: {"name":"container","image":"image"}
+ spec.initContainers[0]: {"name":"container","resources":{"requests":{"ephemeral-storage":"2Gi"}}}
! spec.initContainers[0]: Forbidden: only cpu and memory resources for init or sidecar containers are mutable

- spec: -
! spec.containers: Forbidden: containers may not be added or removed on resize

- spec.containers[0].name: -
- spec.containers[0].image: -
- spec.containers[1]: {}
+ spec.containers[1]: {"name":"c1","image":"image"}
! spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize
! spec.containers[1].name: Forbidden: containers may not be renamed or reordered on resize

- spec.containers[0].name: -
- spec.containers[0].image: -
! spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize

- spec.initContainers[0]: {"name":"container","image":"image"}
- spec.containers[0].resizePolicy[0]: {}
+ spec.initContainers[0]: {"name":"container","resources":{"requests":{"ephemeral-storage":"2Gi"}}}
! spec: Forbidden: only cpu and memory resources are mutable
! spec.initContainers[0]: Forbidden: only cpu and memory resources for init or sidecar containers are mutable
`,
  },
  {
    kind: "Pod",
    write: "status",
    rows: String.raw`
# TestValidatePodStatusUpdate
+ status.observedGeneration: -1
! status.observedGeneration: Invalid value: -1: must be a non-negative integer

+ status.conditions[0]: {"type":"PodScheduled","observedGeneration":-1}
! status.conditions[0].observedGeneration: Invalid value: -1: must be a non-negative integer

- spec.nodeName: "node1"
+ status.nominatedNodeName: "node1"
! status.nominatedNodeName: Forbidden: may not be set on pods that are already bound to a node

- spec.nodeName: "node1"
+ status.nominatedNodeName: "Node1"
! status.nominatedNodeName: Invalid value: "Node1": {{subdomain}}
! status.nominatedNodeName: Forbidden: may not be set on pods that are already bound to a node

+ status.resourceClaimStatuses[0].name: "no-such-claim"
! status.resourceClaimStatuses[0].name: Invalid value: "no-such-claim": must match the name of an entry in {{tick}}spec.resourceClaims{{tick}}

- spec.resourceClaims[0].name: "my-claim"
+ status.resourceClaimStatuses[0]: {"name":"my-claim","resourceClaimName":"%$!#"}
! status.resourceClaimStatuses[0].resourceClaimName: Invalid value: "%$!#": {{subdomain}}

- spec.resourceClaims[0].name: "my-claim"
+ status.resourceClaimStatuses: [{"name":"my-claim"},{"name":"my-other-claim"},{"name":"my-other-claim"}]
! status.resourceClaimStatuses[1].name: Invalid value: "my-other-claim": must match the name of an entry in {{tick}}spec.resourceClaims{{tick}}
! status.resourceClaimStatuses[2].name: Invalid value: "my-other-claim": must match the name of an entry in {{tick}}spec.resourceClaims{{tick}}
! status.resourceClaimStatuses[2].name: Duplicate value: "my-other-claim"

- spec.resourceClaims[0].name: "my-claim"
+ status.resourceClaimStatuses: [{"name":"my-claim"},{"name":"my-other-claim"}]
! status.resourceClaimStatuses[1].name: Invalid value: "my-other-claim": must match the name of an entry in {{tick}}spec.resourceClaims{{tick}}

- spec.containers[0].name: "ctr"
+ status.extendedResourceClaimStatus: {"requestMappings":[{"containerName":"ctr","resourceName":"example.com/gpu","requestName":"container-0-request-0"}],"resourceClaimName":"xyz"}
! status.extendedResourceClaimStatus.requestMappings[0].resourceName: Invalid value: "example.com/gpu": must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests

+ status.extendedResourceClaimStatus: {"requestMappings":[{"containerName":"initctr","requestName":"container-0-request-0"}],"resourceClaimName":"xyz"}
! status.extendedResourceClaimStatus.requestMappings[0].containerName: Invalid value: "initctr": must match the name of an entry in spec.initContainers.name or spec.containers.name

+ status.extendedResourceClaimStatus.resourceClaimName: "xyz"
! status.extendedResourceClaimStatus.requestMappings: Required value: at least one request mapping is required

- spec.containers[0].name: "ctr"
+ status.extendedResourceClaimStatus: {"requestMappings":[{"containerName":"ctr","resourceName":"example.com/gpu","requestName":"container-0-request-0"},{"containerName":"ctr","resourceName":"example.com/gpu","requestName":"container-0-request-0"}],"resourceClaimName":"xyz"}
! status.extendedResourceClaimStatus.requestMappings[0].resourceName: Invalid value: "example.com/gpu": must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests
! status.extendedResourceClaimStatus.requestMappings[1].resourceName: Invalid value: "example.com/gpu": must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests
! status.extendedResourceClaimStatus.requestMappings[1].containerName: Duplicate value: "ctr"
! status.extendedResourceClaimStatus.requestMappings[1].resourceName: Duplicate value: "example.com/gpu"
! status.extendedResourceClaimStatus.requestMappings[1].requestName: Duplicate value: "container-0-request-0"

- spec.containers[0].name: "ctr"
+ status.extendedResourceClaimStatus: {"requestMappings":[{"containerName":"ctr","resourceName":"example.com/gpu","requestName":"container-0-request-0"},{"containerName":"ctr","resourceName":"example.com/gpu","requestName":"container-1-request-0"}],"resourceClaimName":"xyz"}
! status.extendedResourceClaimStatus.requestMappings[0].resourceName: Invalid value: "example.com/gpu": must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests
! status.extendedResourceClaimStatus.requestMappings[1].resourceName: Invalid value: "example.com/gpu": must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests

+ status.extendedResourceClaimStatus: {"requestMappings":[{"containerName":"abc","requestName":"container-0-request-0"}],"resourceClaimName":"xyz"}
! status.extendedResourceClaimStatus.requestMappings[0].containerName: Invalid value: "abc": must match the name of an entry in spec.initContainers.name or spec.containers.name

- spec.containers[0].name: "ctr"
+ status.extendedResourceClaimStatus: {"requestMappings":[{"containerName":"ctr","resourceName":"example.com/cpu","requestName":"container-0-request-0"}],"resourceClaimName":"xyz"}
! status.extendedResourceClaimStatus.requestMappings[0].resourceName: Invalid value: "example.com/cpu": must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests

- spec.containers[0].name: "ctr"
+ status.extendedResourceClaimStatus: {"requestMappings":[{"containerName":"ctr","resourceName":"example.com/gpu","requestName":"example.com"}],"resourceClaimName":"xyz"}
! status.extendedResourceClaimStatus.requestMappings[0].resourceName: Invalid value: "example.com/gpu": must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests
! status.extendedResourceClaimStatus.requestName: Invalid value: "example.com": must not contain dots

- spec.containers[0].name: "ctr"
+ status.extendedResourceClaimStatus: {"requestMappings":[{"containerName":"ctr","resourceName":"example.com/gpu","requestName":"container-0-request-0"}],"resourceClaimName":"xyz/abc"}
! status.extendedResourceClaimStatus.requestMappings[0].resourceName: Invalid value: "example.com/gpu": must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests
! status.extendedResourceClaimStatus.resourceClaimName: Invalid value: "xyz/abc": {{subdomain}}

- status.initContainerStatuses[0].state.terminated: {}
+ status.initContainerStatuses[0]: {}
! status.initContainerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state

+ status.qosClass: "Burstable"
! status.qosClass: Invalid value: "Burstable": field is immutable

+ status.containerStatuses[0].user.linux: {"uid":-1,"gid":-1,"supplementalGroups":[-1]}
! status.containerStatuses[0].user.linux.uid: Invalid value: -1: must be between 0 and 2147483647, inclusive
! status.containerStatuses[0].user.linux.gid: Invalid value: -1: must be between 0 and 2147483647, inclusive
! status.containerStatuses[0].user.linux.supplementalGroups[0]: Invalid value: -1: must be between 0 and 2147483647, inclusive

- spec.os.name: "windows"
+ status.containerStatuses[0].user.linux: {}
! status.containerStatuses[0].user.linux: Forbidden: cannot be set for a windows pod

+ status.initContainerStatuses[0].user.linux: {"uid":-1,"gid":-1,"supplementalGroups":[-1]}
! status.initContainerStatuses[0].user.linux.uid: Invalid value: -1: must be between 0 and 2147483647, inclusive
! status.initContainerStatuses[0].user.linux.gid: Invalid value: -1: must be between 0 and 2147483647, inclusive
! status.initContainerStatuses[0].user.linux.supplementalGroups[0]: Invalid value: -1: must be between 0 and 2147483647, inclusive

- spec.os.name: "windows"
+ status.initContainerStatuses[0].user.linux: {}
! status.initContainerStatuses[0].user.linux: Forbidden: cannot be set for a windows pod

+ status.ephemeralContainerStatuses[0].user.linux: {"uid":-1,"gid":-1,"supplementalGroups":[-1]}
! status.ephemeralContainerStatuses[0].user.linux.uid: Invalid value: -1: must be between 0 and 2147483647, inclusive
! status.ephemeralContainerStatuses[0].user.linux.gid: Invalid value: -1: must be between 0 and 2147483647, inclusive
! status.ephemeralContainerStatuses[0].user.linux.supplementalGroups[0]: Invalid value: -1: must be between 0 and 2147483647, inclusive

- spec.os.name: "windows"
+ status.ephemeralContainerStatuses[0].user.linux: {}
! status.ephemeralContainerStatuses[0].user.linux: Forbidden: cannot be set for a windows pod

# TestPodIPsValidation
+ status.podIPs[0].ip: "001.002.003.004"
! status.podIPs[0]: Invalid value: "001.002.003.004": must not have leading 0s

  status.podIPs[0].ip: "001.002.003.004"
~ status.podIPs[0].ip: non-standard IP address "001.002.003.004" is invalid: use "1.2.3.4"

+ status.podIPs[0].ip: "1.1.1.01"
! status.podIPs[0]: Invalid value: "1.1.1.01": must not have leading 0s

  status.podIPs[0].ip: "1.1.1.01"
~ status.podIPs[0].ip: non-standard IP address "1.1.1.01" is invalid: use "1.1.1.1"

+ status.podIPs: [{"ip":"::1"},{"ip":"::2"}]
! status.podIPs: Invalid value: [{"IP":"::1"},{"IP":"::2"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1"},{"ip":"2.2.2.2"}]
! status.podIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"2.2.2.2"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1"},{"ip":"::1"},{"ip":"::2"}]
! status.podIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1"},{"IP":"::2"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1"},{"ip":"::1"},{"ip":"2.2.2.2"}]
! status.podIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1"},{"IP":"2.2.2.2"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1"},{"ip":"1.1.1.1"},{"ip":"::1"}]
! status.podIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"1.1.1.1"},{"IP":"::1"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1"},{"ip":"::1"},{"ip":"::1"}]
! status.podIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1"},{"IP":"::1"}]: may specify no more than one IP for each IP family

# TestHostIPsValidation
+ status: {"hostIP":"001.002.003.004","hostIPs":[{"ip":"001.002.003.004"}]}
! status.hostIPs[0]: Invalid value: "001.002.003.004": must not have leading 0s

- status.hostIPs[0].ip: "001.002.003.004"
+ status: {"hostIP":"001.002.003.004","hostIPs":[{"ip":"001.002.003.004"}]}
~ status.hostIPs[0].ip: non-standard IP address "001.002.003.004" is invalid: use "1.2.3.4"

+ status: {"hostIP":"this-is-not-an-ip","hostIPs":[{"ip":"this-is-not-an-ip"}]}
! status.hostIPs[0]: Invalid value: "this-is-not-an-ip": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

+ status: {"hostIP":"::1","hostIPs":[{"ip":"::1"},{"ip":"::2"}]}
! status.hostIPs: Invalid value: [{"IP":"::1"},{"IP":"::2"}]: may specify no more than one IP for each IP family

+ status: {"hostIP":"1.1.1.1","hostIPs":[{"ip":"1.1.1.1"},{"ip":"2.2.2.2"}]}
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"2.2.2.2"}]: may specify no more than one IP for each IP family

+ status: {"hostIP":"1.1.1.1","hostIPs":[{"ip":"1.1.1.1"},{"ip":"::1"},{"ip":"::2"}]}
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1"},{"IP":"::2"}]: may specify no more than one IP for each IP family

+ status: {"hostIP":"1.1.1.1","hostIPs":[{"ip":"1.1.1.1"},{"ip":"::1"},{"ip":"2.2.2.2"}]}
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1"},{"IP":"2.2.2.2"}]: may specify no more than one IP for each IP family

+ status: {"hostIP":"1.1.1.1","hostIPs":[{"ip":"1.1.1.1"},{"ip":"1.1.1.1"},{"ip":"::1"}]}
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"1.1.1.1"},{"IP":"::1"}]: may specify no more than one IP for each IP family

+ status: {"hostIP":"1.1.1.1","hostIPs":[{"ip":"1.1.1.1"},{"ip":"::1"},{"ip":"::1"}]}
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1"},{"IP":"::1"}]: may specify no more than one IP for each IP family
`,
  },
  {
    kind: "Pod",
    write: "update",
    rows: String.raw`
# TestValidatePodUpdate
- spec: -
! spec.containers: Forbidden: pod updates may not add or remove containers

- spec.initContainers[0]: {}
! spec.initContainers: Forbidden: pod updates may not add or remove containers

- spec.containers[0].image: -
+ metadata.deletionTimestamp: "2026-11-23T15:12:14Z"
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! metadata.deletionTimestamp: Invalid value: "2026-11-23T15:12:14Z": field is immutable
! metadata.deletionTimestamp: Invalid value: "2026-11-23T15:12:14Z": field is immutable

- spec.containers[0].image: -
+ metadata.deletionGracePeriodSeconds: 30
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! metadata.deletionGracePeriodSeconds: Invalid value: 30: field is immutable
! metadata.deletionGracePeriodSeconds: Invalid value: 30: field is immutable

  spec.containers[0].image: -
! spec.containers[0].image: Required value
! spec.containers[0].image: Required value

  spec.initContainers[0].name: "container"
- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec.initContainers[0].image: Required value
! spec.initContainers[0].image: Required value

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.ephemeralContainers[0]: {"name":"ephemeral","image":"busybox"}
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -34,7 +34,40 @@⏎    "TTY": false⏎   }⏎  ],⏎- "EphemeralContainers": null,⏎+ "EphemeralContainers": [⏎+  {⏎+   "Name": "ephemeral",⏎+   "Image": "busybox",⏎+   "Command": null,⏎+   "Args": null,⏎+   "WorkingDir": "",⏎+   "Ports": null,⏎+   "EnvFrom": null,⏎+   "Env": null,⏎+   "Resources": {⏎+    "Limits": null,⏎+    "Requests": null,⏎+    "Claims": null⏎+   },⏎+   "ResizePolicy": null,⏎+   "RestartPolicy": null,⏎+   "RestartPolicyRules": null,⏎+   "VolumeMounts": null,⏎+   "VolumeDevices": null,⏎+   "LivenessProbe": null,⏎+   "ReadinessProbe": null,⏎+   "StartupProbe": null,⏎+   "Lifecycle": null,⏎+   "TerminationMessagePath": "/dev/termination-log",⏎+   "TerminationMessagePolicy": "File",⏎+   "ImagePullPolicy": "Always",⏎+   "SecurityContext": null,⏎+   "Stdin": false,⏎+   "StdinOnce": false,⏎+   "TTY": false,⏎+   "TargetContainerName": ""⏎+  }⏎+ ],⏎  "RestartPolicy": "Always",⏎  "TerminationGracePeriodSeconds": 30,⏎  "ActiveDeadlineSeconds": null,⏎

- spec.activeDeadlineSeconds: 30
+ spec.activeDeadlineSeconds: 31
! spec.activeDeadlineSeconds: Invalid value: 31: must be less than or equal to previous value

+ spec.activeDeadlineSeconds: -30
! spec.activeDeadlineSeconds: Invalid value: -30: must be between 1 and 2147483647, inclusive
! spec.activeDeadlineSeconds: Invalid value: -30: must be between 0 and 2147483647, inclusive

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.activeDeadlineSeconds: 0
! spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive

- spec.containers[0].image: -
- spec.activeDeadlineSeconds: 30
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec.activeDeadlineSeconds: Invalid value: null: must not update from a positive integer to nil value

- spec.containers[0].image: -
- spec.containers[0].resources.limits: {"cpu":"100m","ephemeral-storage":"1Gi","memory":"0"}
+ spec.containers[0].resources.limits: {"cpu":"200m","ephemeral-storage":"1Gi","memory":"0"}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -13,12 +13,12 @@⏎    "Env": null,⏎    "Resources": {⏎     "Limits": {⏎-     "cpu": "100m",⏎+     "cpu": "200m",⏎      "ephemeral-storage": "1Gi",⏎      "memory": "0"⏎     },⏎     "Requests": {⏎-     "cpu": "100m",⏎+     "cpu": "200m",⏎      "ephemeral-storage": "1Gi",⏎      "memory": "0"⏎     },⏎

- spec.containers[0].image: -
- spec.containers[0].resources.limits: {"cpu":"100m","memory":"200Mi"}
+ spec.containers[0].resources.limits: {"cpu":"100m","memory":"100Mi"}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -14,11 +14,11 @@⏎    "Resources": {⏎     "Limits": {⏎      "cpu": "100m",⏎-     "memory": "200Mi"⏎+     "memory": "100Mi"⏎     },⏎     "Requests": {⏎      "cpu": "100m",⏎-     "memory": "200Mi"⏎+     "memory": "100Mi"⏎     },⏎     "Claims": null⏎    },⏎

- spec.containers[0].image: -
- spec.containers[0].resources.limits: {"cpu":"100m","ephemeral-storage":"2Gi","memory":"100Mi"}
+ spec.containers[0].resources.limits: {"cpu":"100m","ephemeral-storage":"1Gi","memory":"100Mi"}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -14,12 +14,12 @@⏎    "Resources": {⏎     "Limits": {⏎      "cpu": "100m",⏎-     "ephemeral-storage": "2Gi",⏎+     "ephemeral-storage": "1Gi",⏎      "memory": "100Mi"⏎     },⏎     "Requests": {⏎      "cpu": "100m",⏎-     "ephemeral-storage": "2Gi",⏎+     "ephemeral-storage": "1Gi",⏎      "memory": "100Mi"⏎     },⏎     "Claims": null⏎

- spec.containers[0].image: -
- spec.containers[0].resources.requests: {"cpu":"200m","memory":"0"}
+ spec.containers[0].resources.requests: {"cpu":"100m","memory":"0"}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -14,7 +14,7 @@⏎    "Resources": {⏎     "Limits": null,⏎     "Requests": {⏎-     "cpu": "200m",⏎+     "cpu": "100m",⏎      "memory": "0"⏎     },⏎     "Claims": null⏎

- spec.containers[0].image: -
- spec.containers[0].resources.requests: {"cpu":"0","memory":"100Mi"}
+ spec.containers[0].resources.requests: {"cpu":"0","memory":"200Mi"}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -15,7 +15,7 @@⏎     "Limits": null,⏎     "Requests": {⏎      "cpu": "0",⏎-     "memory": "100Mi"⏎+     "memory": "200Mi"⏎     },⏎     "Claims": null⏎    },⏎

- spec.containers[0].image: -
- spec.containers[0].resources.requests: {"cpu":"100m","ephemeral-storage":"1Gi","memory":"0"}
+ spec.containers[0].resources.requests: {"cpu":"100m","ephemeral-storage":"2Gi","memory":"0"}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -15,7 +15,7 @@⏎     "Limits": null,⏎     "Requests": {⏎      "cpu": "100m",⏎-     "ephemeral-storage": "1Gi",⏎+     "ephemeral-storage": "2Gi",⏎      "memory": "0"⏎     },⏎     "Claims": null⏎

- spec.containers[0].image: -
- spec.containers[0].resources.limits: {"cpu":"100m","ephemeral-storage":"1Gi","memory":"100Mi"}
+ spec.containers[0].resources.limits: {"cpu":"200m","ephemeral-storage":"1Gi","memory":"400Mi"}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -13,14 +13,14 @@⏎    "Env": null,⏎    "Resources": {⏎     "Limits": {⏎-     "cpu": "100m",⏎+     "cpu": "200m",⏎      "ephemeral-storage": "1Gi",⏎-     "memory": "100Mi"⏎+     "memory": "400Mi"⏎     },⏎     "Requests": {⏎-     "cpu": "100m",⏎+     "cpu": "200m",⏎      "ephemeral-storage": "1Gi",⏎-     "memory": "100Mi"⏎+     "memory": "400Mi"⏎     },⏎     "Claims": null⏎    },⏎

- spec.containers[0].image: -
- spec.containers[0].resources: {"limits":{"cpu":"400m","ephemeral-storage":"2Gi","memory":"400Mi"},"requests":{"cpu":"200m","ephemeral-storage":"1Gi","memory":"200Mi"}}
+ spec.containers[0].resources: {"limits":{"cpu":"200m","ephemeral-storage":"2Gi","memory":"200Mi"},"requests":{"cpu":"100m","ephemeral-storage":"1Gi","memory":"100Mi"}}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -13,14 +13,14 @@⏎    "Env": null,⏎    "Resources": {⏎     "Limits": {⏎-     "cpu": "400m",⏎+     "cpu": "200m",⏎      "ephemeral-storage": "2Gi",⏎-     "memory": "400Mi"⏎+     "memory": "200Mi"⏎     },⏎     "Requests": {⏎-     "cpu": "200m",⏎+     "cpu": "100m",⏎      "ephemeral-storage": "1Gi",⏎-     "memory": "200Mi"⏎+     "memory": "100Mi"⏎     },⏎     "Claims": null⏎    },⏎

- spec.containers[0].image: -
- spec.containers[0].resources.requests: {"cpu":"100m","memory":"100Mi"}
+ spec.containers[0].resources: {"limits":{"cpu":"200m","memory":"200Mi"},"requests":{"cpu":"100m","memory":"100Mi"}}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -12,7 +12,10 @@⏎    "EnvFrom": null,⏎    "Env": null,⏎    "Resources": {⏎-    "Limits": null,⏎+    "Limits": {⏎+     "cpu": "200m",⏎+     "memory": "200Mi"⏎+    },⏎     "Requests": {⏎      "cpu": "100m",⏎      "memory": "100Mi"⏎

- spec.containers[0].image: -
- spec.containers[0].resources: {"limits":{"cpu":"200m","memory":"200Mi"},"requests":{"cpu":"100m","memory":"100Mi"}}
+ spec.containers[0].resources.requests: {"cpu":"100m","memory":"100Mi"}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -12,10 +12,7 @@⏎    "EnvFrom": null,⏎    "Env": null,⏎    "Resources": {⏎-    "Limits": {⏎-     "cpu": "200m",⏎-     "memory": "200Mi"⏎-    },⏎+    "Limits": null,⏎     "Requests": {⏎      "cpu": "100m",⏎      "memory": "100Mi"⏎

- spec.containers[0].image: -
- spec.containers[0].resources.limits: {"cpu":"200m","ephemeral-storage":"1Gi","memory":"500Mi"}
+ spec.containers[0].resources: {"limits":{"cpu":"400m","ephemeral-storage":"1Gi"},"requests":{"cpu":"300m"}}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -13,14 +13,12 @@⏎    "Env": null,⏎    "Resources": {⏎     "Limits": {⏎-     "cpu": "200m",⏎-     "ephemeral-storage": "1Gi",⏎-     "memory": "500Mi"⏎+     "cpu": "400m",⏎+     "ephemeral-storage": "1Gi"⏎     },⏎     "Requests": {⏎-     "cpu": "200m",⏎-     "ephemeral-storage": "1Gi",⏎-     "memory": "500Mi"⏎+     "cpu": "300m",⏎+     "ephemeral-storage": "1Gi"⏎     },⏎     "Claims": null⏎    },⏎

- spec.containers[0].image: -
- spec.containers[0].resources: {"limits":{"cpu":"200m","ephemeral-storage":"2Gi","memory":"300Mi"},"requests":{"cpu":"100m","memory":"200Mi"}}
+ spec.containers[0].resources.limits: {"cpu":"400m","ephemeral-storage":"2Gi","memory":"500Mi"}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -13,14 +13,14 @@⏎    "Env": null,⏎    "Resources": {⏎     "Limits": {⏎-     "cpu": "200m",⏎+     "cpu": "400m",⏎      "ephemeral-storage": "2Gi",⏎-     "memory": "300Mi"⏎+     "memory": "500Mi"⏎     },⏎     "Requests": {⏎-     "cpu": "100m",⏎+     "cpu": "400m",⏎      "ephemeral-storage": "2Gi",⏎-     "memory": "200Mi"⏎+     "memory": "500Mi"⏎     },⏎     "Claims": null⏎    },⏎

- spec.containers[0].image: -
- spec.containers[0].resources.limits: {"cpu":"100m","memory":"100Mi"}
+ spec.containers[0].resources: {"limits":{"cpu":"200m","memory":"200Mi"},"requests":{"cpu":"100m","memory":"100Mi"}}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -13,8 +13,8 @@⏎    "Env": null,⏎    "Resources": {⏎     "Limits": {⏎-     "cpu": "100m",⏎-     "memory": "100Mi"⏎+     "cpu": "200m",⏎+     "memory": "200Mi"⏎     },⏎     "Requests": {⏎      "cpu": "100m",⏎

- spec.containers[0].image: -
- spec.containers[0].resources.requests: {"cpu":"100m","memory":"100Mi"}
+ spec.containers[0].resources.limits: {"cpu":"100m","memory":"100Mi"}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -12,7 +12,10 @@⏎    "EnvFrom": null,⏎    "Env": null,⏎    "Resources": {⏎-    "Limits": null,⏎+    "Limits": {⏎+     "cpu": "100m",⏎+     "memory": "100Mi"⏎+    },⏎     "Requests": {⏎      "cpu": "100m",⏎      "memory": "100Mi"⏎

- spec.containers[0].name: "ctr"
  spec.containers[0].image: "image"
+ spec.containers[0].name: "container"
+ spec.containers[0].resources: {"limits":{"cpu":"200m","memory":"200Mi"},"requests":{"cpu":"100m","memory":"100Mi"}}
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -3,7 +3,7 @@⏎  "InitContainers": null,⏎  "Containers": [⏎   {⏎-   "Name": "ctr",⏎+   "Name": "container",⏎    "Image": "image",⏎    "Command": null,⏎    "Args": null,⏎@@ -12,8 +12,14 @@⏎    "EnvFrom": null,⏎    "Env": null,⏎    "Resources": {⏎-    "Limits": null,⏎-    "Requests": null,⏎+    "Limits": {⏎+     "cpu": "200m",⏎+     "memory": "200Mi"⏎+    },⏎+    "Requests": {⏎+     "cpu": "100m",⏎+     "memory": "100Mi"⏎+    },⏎     "Claims": null⏎    },⏎    "ResizePolicy": null,⏎

- spec.containers[0].name: "container"
  spec.containers[0].image: "image"
- spec.containers[0].resources: {"limits":{"cpu":"200m","memory":"200Mi"},"requests":{"cpu":"100m","memory":"100Mi"}}
+ spec.containers[0].name: "ctr"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -3,7 +3,7 @@⏎  "InitContainers": null,⏎  "Containers": [⏎   {⏎-   "Name": "container",⏎+   "Name": "ctr",⏎    "Image": "image",⏎    "Command": null,⏎    "Args": null,⏎@@ -12,14 +12,8 @@⏎    "EnvFrom": null,⏎    "Env": null,⏎    "Resources": {⏎-    "Limits": {⏎-     "cpu": "200m",⏎-     "memory": "200Mi"⏎-    },⏎-    "Requests": {⏎-     "cpu": "100m",⏎-     "memory": "100Mi"⏎-    },⏎+    "Limits": null,⏎+    "Requests": null,⏎     "Claims": null⏎    },⏎    "ResizePolicy": null,⏎

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.securityContext.fsGroupChangePolicy: "OnRootMismatch"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -57,7 +57,7 @@⏎   "SupplementalGroups": null,⏎   "SupplementalGroupsPolicy": null,⏎   "FSGroup": null,⏎-  "FSGroupChangePolicy": null,⏎+  "FSGroupChangePolicy": "OnRootMismatch",⏎   "Sysctls": null,⏎   "SeccompProfile": null,⏎   "AppArmorProfile": null,⏎

- spec.containers[0].image: -
- spec.containers[0].ports[0]: {"hostPort":8000,"containerPort":80}
+ spec.containers[0].ports[0]: {"hostPort":8080,"containerPort":80}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -11,7 +11,7 @@⏎    "Ports": [⏎     {⏎      "Name": "",⏎-     "HostPort": 8000,⏎+     "HostPort": 8080,⏎      "ContainerPort": 80,⏎      "Protocol": "TCP",⏎      "HostIP": ""⏎

- spec.containers[0].image: -
- spec.tolerations[0]: {}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.tolerations: [{"key":"key1"},{"key":"key2","effect":"NoSchedule","tolerationSeconds":30}]
! spec.tolerations[1].effect: Invalid value: "NoSchedule": effect must be 'NoExecute' when {{tick}}tolerationSeconds{{tick}} is set
! spec.tolerations[1].effect: Invalid value: "NoSchedule": effect must be 'NoExecute' when {{tick}}tolerationSeconds{{tick}} is set

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.nodeName: "foo"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -42,7 +42,7 @@⏎  "NodeSelector": null,⏎  "ServiceAccountName": "",⏎  "AutomountServiceAccountToken": null,⏎- "NodeName": "",⏎+ "NodeName": "foo",⏎  "SecurityContext": {⏎   "HostNetwork": false,⏎   "HostPID": false,⏎

- spec.containers[0].image: -
  spec.nodeName: "foo"
+ metadata.annotations: {"kubernetes.io/config.mirror":""}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! metadata.annotations[kubernetes.io/config.mirror]: Forbidden: may not add mirror pod annotation

- metadata.annotations: {"kubernetes.io/config.mirror":""}
- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! metadata.annotations[kubernetes.io/config.mirror]: Forbidden: may not remove or update mirror pod annotation

- spec.containers[0].image: -
- spec.priorityClassName: "foo-priority"
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.priorityClassName: "bar-priority"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -71,7 +71,7 @@⏎  "SchedulerName": "default-scheduler",⏎  "Tolerations": null,⏎  "HostAliases": null,⏎- "PriorityClassName": "foo-priority",⏎+ "PriorityClassName": "bar-priority",⏎  "Priority": null,⏎  "PreemptionPolicy": null,⏎  "DNSConfig": null,⏎

- spec.containers[0].image: -
- spec.priorityClassName: "foo-priority"
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -71,7 +71,7 @@⏎  "SchedulerName": "default-scheduler",⏎  "Tolerations": null,⏎  "HostAliases": null,⏎- "PriorityClassName": "foo-priority",⏎+ "PriorityClassName": "",⏎  "Priority": null,⏎  "PreemptionPolicy": null,⏎  "DNSConfig": null,⏎

- spec.containers[0].image: -
- spec.terminationGracePeriodSeconds: 1
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.terminationGracePeriodSeconds: 0
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -36,7 +36,7 @@⏎  ],⏎  "EphemeralContainers": null,⏎  "RestartPolicy": "Always",⏎- "TerminationGracePeriodSeconds": 1,⏎+ "TerminationGracePeriodSeconds": 0,⏎  "ActiveDeadlineSeconds": null,⏎  "DNSPolicy": "ClusterFirst",⏎  "NodeSelector": null,⏎

- spec.containers[0].image: -
  spec.securityContext.seLinuxOptions: {}
- spec.os.name: "linux"
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.os.name: "windows"
! spec.securityContext.seLinuxOptions: Forbidden: cannot be set for a windows pod
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -86,7 +86,7 @@⏎  "EnableServiceLinks": true,⏎  "TopologySpreadConstraints": null,⏎  "OS": {⏎-  "Name": "linux"⏎+  "Name": "windows"⏎  },⏎  "SchedulingGates": null,⏎  "ResourceClaims": null,⏎

- spec.initContainers[0].name: "ictr"
- spec.containers[0].image: -
+ spec.initContainers[0]: {"name":"ictr","image":"image","resizePolicy":[{"resourceName":"cpu","restartPolicy":"RestartContainer"}],"imagePullPolicy":"IfNotPresent"}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec.initContainers[0].resizePolicy[0].restartPolicy: Invalid value: "RestartContainer": must not be set to 'RestartContainer' for non-sidecar initContainers
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -15,7 +15,12 @@⏎     "Requests": null,⏎     "Claims": null⏎    },⏎-   "ResizePolicy": null,⏎+   "ResizePolicy": [⏎+    {⏎+     "ResourceName": "cpu",⏎+     "RestartPolicy": "RestartContainer"⏎+    }⏎+   ],⏎    "RestartPolicy": null,⏎    "RestartPolicyRules": null,⏎    "VolumeMounts": null,⏎

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.os.name: "dummy"
! spec.os: Unsupported value: "dummy": supported values: "linux", "windows"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -80,7 +80,9 @@⏎  "Overhead": null,⏎  "EnableServiceLinks": true,⏎  "TopologySpreadConstraints": null,⏎- "OS": null,⏎+ "OS": {⏎+  "Name": "dummy"⏎+ },⏎  "SchedulingGates": null,⏎  "ResourceClaims": null,⏎  "Resources": null,⏎

- spec.containers[0].image: -
- spec.os.name: "windows"
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.os.name: "linux"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -81,7 +81,7 @@⏎  "EnableServiceLinks": true,⏎  "TopologySpreadConstraints": null,⏎  "OS": {⏎-  "Name": "windows"⏎+  "Name": "linux"⏎  },⏎  "SchedulingGates": null,⏎  "ResourceClaims": null,⏎

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.schedulingGates[0].name: "foo"
! spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'foo'

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.schedulingGates[0].name: "bar"
! spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'bar'

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.schedulingGates[0].name: "baz"
! spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'baz'

- spec.containers[0].image: -
- spec.nodeSelector.foo: "bar"
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.nodeSelector: {"foo":"bar","foo2":"bar2"}
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -40,7 +40,8 @@⏎  "ActiveDeadlineSeconds": null,⏎  "DNSPolicy": "ClusterFirst",⏎  "NodeSelector": {⏎-  "foo": "bar"⏎+  "foo": "bar",⏎+  "foo2": "bar2"⏎  },⏎  "ServiceAccountName": "",⏎  "AutomountServiceAccountToken": null,⏎

- spec.containers[0].image: -
- spec.nodeSelector.foo: "bar"
- spec.schedulingGates[0]: {}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec.nodeSelector: Invalid value: null: only additions to spec.nodeSelector are allowed (no mutations or deletions)

- spec.containers[0].image: -
- spec.nodeSelector.foo: "bar"
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -39,9 +39,7 @@⏎  "TerminationGracePeriodSeconds": 30,⏎  "ActiveDeadlineSeconds": null,⏎  "DNSPolicy": "ClusterFirst",⏎- "NodeSelector": {⏎-  "foo": "bar"⏎- },⏎+ "NodeSelector": null,⏎  "ServiceAccountName": "",⏎  "AutomountServiceAccountToken": null,⏎  "NodeName": "",⏎

- spec.containers[0].image: -
- spec.nodeSelector.foo: "bar"
- spec.schedulingGates[0]: {}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.nodeSelector.foo: "new value"
! spec.nodeSelector: Invalid value: "new value": {{labelValue}}
! spec.nodeSelector: Invalid value: {"foo":"new value"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)

- spec.containers[0].image: -
- spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: {}
- spec.schedulingGates[0]: {}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Invalid value: null: no additions/deletions to non-empty NodeSelectorTerms list are allowed

- spec.containers[0].image: -
- spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0]: {"key":"expr","operator":"In","values":["foo"]}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: {"matchExpressions":[{"key":"expr","operator":"In","values":["foo"]},{"key":"expr2","operator":"In","values":["foo2"]}],"matchFields":[{"key":"metadata.name","operator":"In","values":["foo"]}]}
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -79,9 +79,24 @@⏎         "Values": [⏎          "foo"⏎         ]⏎+       },⏎+       {⏎+        "Key": "expr2",⏎+        "Operator": "In",⏎+        "Values": [⏎+         "foo2"⏎+        ]⏎        }⏎       ],⏎-      "MatchFields": null⏎+      "MatchFields": [⏎+       {⏎+        "Key": "metadata.name",⏎+        "Operator": "In",⏎+        "Values": [⏎+         "foo"⏎+        ]⏎+       }⏎+      ]⏎      }⏎     ]⏎    },⏎

- spec.containers[0].image: -
- spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: {}
- spec.schedulingGates[0]: {}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0]: {"key":"metadata.name","operator":"In","values":["foo"]}
! spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: Invalid value: {"MatchExpressions":null,"MatchFields":[{"Key":"metadata.name","Operator":"In","Values":["foo"]}]}: only additions are allowed (no mutations or deletions)

- spec.containers[0].image: -
- spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: {}
- spec.schedulingGates[0]: {}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0]: {"key":"expr","operator":"In","values":["foo"]}
! spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: Invalid value: {"MatchExpressions":[{"Key":"expr","Operator":"In","Values":["foo"]}],"MatchFields":null}: only additions are allowed (no mutations or deletions)

- spec.containers[0].image: -
- spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: {}
- spec.schedulingGates[0]: {}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: {"matchExpressions":[{"key":"expr","operator":"In","values":["bar"]}],"matchFields":[{"key":"metadata.name","operator":"In","values":["foo"]}]}
! spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: Invalid value: {"MatchExpressions":[{"Key":"expr","Operator":"In","Values":["bar"]}],"MatchFields":[{"Key":"metadata.name","Operator":"In","Values":["foo"]}]}: only additions are allowed (no mutations or deletions)

- spec.containers[0].image: -
- spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: {}
- spec.schedulingGates[0]: {}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: {"matchExpressions":[{"key":"expr","operator":"In","values":["foo"]}],"matchFields":[{"key":"metadata.name","operator":"In","values":["bar"]}]}
! spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: Invalid value: {"MatchExpressions":[{"Key":"expr","Operator":"In","Values":["foo"]}],"MatchFields":[{"Key":"metadata.name","Operator":"In","Values":["bar"]}]}: only additions are allowed (no mutations or deletions)

- spec.containers[0].image: -
- spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: {}
- spec.schedulingGates[0]: {}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: [{"matchExpressions":[{"key":"expr","operator":"In","values":["foo"]}],"matchFields":[{"key":"metadata.name","operator":"In","values":["bar"]}]},{"matchExpressions":[{"key":"expr","operator":"In","values":["foo2"]}],"matchFields":[{"key":"metadata.name","operator":"In","values":["bar2"]}]}]
! spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Invalid value: [{"MatchExpressions":[{"Key":"expr","Operator":"In","Values":["foo"]}],"MatchFields":[{"Key":"metadata.name","Operator":"In","Values":["bar"]}]},{"MatchExpressions":[{"Key":"expr","Operator":"In","Values":["foo2"]}],"MatchFields":[{"Key":"metadata.name","Operator":"In","Values":["bar2"]}]}]: no additions/deletions to non-empty NodeSelectorTerms list are allowed

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {"labelSelector":{"matchLabels":{"foo":"bar"}},"topologyKey":"foo"}
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -67,7 +67,27 @@⏎  "Hostname": "",⏎  "Subdomain": "",⏎  "SetHostnameAsFQDN": null,⏎- "Affinity": null,⏎+ "Affinity": {⏎+  "NodeAffinity": null,⏎+  "PodAffinity": {⏎+   "RequiredDuringSchedulingIgnoredDuringExecution": [⏎+    {⏎+     "LabelSelector": {⏎+      "matchLabels": {⏎+       "foo": "bar"⏎+      }⏎+     },⏎+     "Namespaces": null,⏎+     "TopologyKey": "foo",⏎+     "NamespaceSelector": null,⏎+     "MatchLabelKeys": null,⏎+     "MismatchLabelKeys": null⏎+    }⏎+   ],⏎+   "PreferredDuringSchedulingIgnoredDuringExecution": null⏎+  },⏎+  "PodAntiAffinity": null⏎+ },⏎  "SchedulerName": "default-scheduler",⏎  "Tolerations": null,⏎  "HostAliases": null,⏎

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {"labelSelector":{"matchLabels":{"foo":"bar"}},"topologyKey":"foo"}
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -67,7 +67,27 @@⏎  "Hostname": "",⏎  "Subdomain": "",⏎  "SetHostnameAsFQDN": null,⏎- "Affinity": null,⏎+ "Affinity": {⏎+  "NodeAffinity": null,⏎+  "PodAffinity": null,⏎+  "PodAntiAffinity": {⏎+   "RequiredDuringSchedulingIgnoredDuringExecution": [⏎+    {⏎+     "LabelSelector": {⏎+      "matchLabels": {⏎+       "foo": "bar"⏎+      }⏎+     },⏎+     "Namespaces": null,⏎+     "TopologyKey": "foo",⏎+     "NamespaceSelector": null,⏎+     "MatchLabelKeys": null,⏎+     "MismatchLabelKeys": null⏎+    }⏎+   ],⏎+   "PreferredDuringSchedulingIgnoredDuringExecution": null⏎+  }⏎+ },⏎  "SchedulerName": "default-scheduler",⏎  "Tolerations": null,⏎  "HostAliases": null,⏎

- spec.containers[0].image: -
- spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: {}
- spec.schedulingGates[0]: {}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0]: {"key":"expr","operator":"In","values":["-1"]}
! spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values[0]: Invalid value: "-1": {{labelValue}}
! spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]: Invalid value: {"MatchExpressions":[{"Key":"expr","Operator":"In","Values":["-1"]}],"MatchFields":null}: only additions are allowed (no mutations or deletions)

- spec.containers[0].image: -
- spec.containers[0].resources.limits: {"cpu":"100m","ephemeral-storage":"1Gi","memory":"0"}
+ spec.containers[0].resources.limits: {"cpu":"200m","ephemeral-storage":"1Gi","memory":"0"}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.resources.limits: {"cpu":"100m","memory":"200Mi"}
! spec.resources.requests: Invalid value: "200m": must be less than or equal to cpu limit of 100m
! spec.resources.containers[0][cpu].limits: Invalid value: "200m": must be less than or equal to pod limits of 100m
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -13,12 +13,12 @@⏎    "Env": null,⏎    "Resources": {⏎     "Limits": {⏎-     "cpu": "100m",⏎+     "cpu": "200m",⏎      "ephemeral-storage": "1Gi",⏎      "memory": "0"⏎     },⏎     "Requests": {⏎-     "cpu": "100m",⏎+     "cpu": "200m",⏎      "ephemeral-storage": "1Gi",⏎      "memory": "0"⏎     },⏎@@ -91,7 +91,17 @@⏎  "OS": null,⏎  "SchedulingGates": null,⏎  "ResourceClaims": null,⏎- "Resources": null,⏎+ "Resources": {⏎+  "Limits": {⏎+   "cpu": "100m",⏎+   "memory": "200Mi"⏎+  },⏎+  "Requests": {⏎+   "cpu": "200m",⏎+   "memory": "0"⏎+  },⏎+  "Claims": null⏎+ },⏎  "HostnameOverride": null,⏎  "SchedulingGroup": null⏎ }⏎

- spec.containers[0].image: -
- spec.containers[0].resources.limits: {"cpu":"100m","memory":"200Mi"}
- spec.resources.limits: {"cpu":"100m","memory":"200Mi"}
+ spec.containers[0].resources.limits: {"cpu":"100m","memory":"100Mi"}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -14,11 +14,11 @@⏎    "Resources": {⏎     "Limits": {⏎      "cpu": "100m",⏎-     "memory": "200Mi"⏎+     "memory": "100Mi"⏎     },⏎     "Requests": {⏎      "cpu": "100m",⏎-     "memory": "200Mi"⏎+     "memory": "100Mi"⏎     },⏎     "Claims": null⏎    },⏎@@ -89,17 +89,7 @@⏎  "OS": null,⏎  "SchedulingGates": null,⏎  "ResourceClaims": null,⏎- "Resources": {⏎-  "Limits": {⏎-   "cpu": "100m",⏎-   "memory": "200Mi"⏎-  },⏎-  "Requests": {⏎-   "cpu": "100m",⏎-   "memory": "200Mi"⏎-  },⏎-  "Claims": null⏎- },⏎+ "Resources": null,⏎  "HostnameOverride": null,⏎  "SchedulingGroup": null⏎ }⏎

- spec.containers[0].image: -
  spec.containers[0].restartPolicy: "Never"
- spec.containers[0].restartPolicyRules[0]: {"action":"RestartAllContainers","exitCodes":{"operator":"In","values":[43]}}
+ spec.containers[0].restartPolicyRules[0]: {"action":"RestartAllContainers","exitCodes":{"operator":"In","values":[42]}}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! spec: Forbidden: pod updates may not change fields other than {{tick}}spec.containers[*].image{{tick}},{{tick}}spec.initContainers[*].image{{tick}},{{tick}}spec.activeDeadlineSeconds{{tick}},{{tick}}spec.tolerations{{tick}} (only additions to existing tolerations),{{tick}}spec.terminationGracePeriodSeconds{{tick}} (allow it to be set to 1 if it was previously negative)⏎@@ -24,7 +24,7 @@⏎      "ExitCodes": {⏎       "Operator": "In",⏎       "Values": [⏎-       43⏎+       42⏎       ]⏎      }⏎     }⏎
`,
  },
];
