/** What Pods and templates of Pods are warned about, and what is wrong with templates, as facts: the rows of Kubernetes 1.36 (pkg/api/pod/warnings_test.go and util_test.go). The form: vector.ts. */
import type { Section } from "./vector.ts";

export const podWarnings: readonly Section[] = [
  {
    kind: "Pod",
    write: "create",
    rows: String.raw`
# TestValidateVolumes
  spec.volumes[0]: {"name":"git-repo-dot","gitRepo":{"repository":"my-repo"}}
~ spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+

  spec.volumes[0]: {"name":"glusterfs","glusterfs":{"endpoints":"host1","path":"path"}}
~ spec.volumes[0].glusterfs: deprecated in v1.25, non-functional in v1.26+

  spec.volumes[0]: {"name":"flocker","flocker":{"datasetName":"datasetName"}}
~ spec.volumes[0].flocker: deprecated in v1.22, non-functional in v1.25+

  spec.volumes[0]: {"name":"rbd","rbd":{"monitors":["foo"],"image":"bar"}}
~ spec.volumes[0].rbd: deprecated in v1.28, non-functional in v1.31+

  spec.volumes[0]: {"name":"cephfs","cephfs":{"monitors":["foo"]}}
~ spec.volumes[0].cephfs: deprecated in v1.28, non-functional in v1.31+

  spec.volumes[0]: {"name":"quobyte","quobyte":{"registry":"registry:7861","volume":"/test"}}
~ spec.volumes[0].quobyte: deprecated in v1.22, non-functional in v1.25+

  spec.volumes[0]: {"name":"scaleio-volume","scaleIO":{"gateway":"http://abcd/efg","system":"test-system","volumeName":"test-vol-1"}}
~ spec.volumes[0].scaleIO: deprecated in v1.16, non-functional in v1.22+

# TestRelaxedValidateEnv
  spec.containers[0].env: [{"name":"!\"#$%&'()"},{"name":"* +,-./0123456789"},{"name":":;<>?@"},{"name":"ABCDEFG"},{"name":"abcdefghijklmn"},{"name":"[\\]^_{{tick}}{}|~"},{"name":"!\"#$%&'()"},{"name":"!\"#$%&'()"},{"name":"* +,-./0123456789"},{"name":"* +,-./0123456789"},{"name":"* +,-./0123456789"},{"name":":;<>?@"},{"name":":;<>?@"},{"name":":;<>?@"},{"name":":;<>?@"},{"name":"abcdefghijklmn"},{"name":"abcdefghijklmn"},{"name":"!\"#$%&'()"}]
~ spec.containers[0].env[6]: hides previous definition of "!\"#$%&'()", which may be dropped when using apply
~ spec.containers[0].env[7]: hides previous definition of "!\"#$%&'()", which may be dropped when using apply
~ spec.containers[0].env[8]: hides previous definition of "* +,-./0123456789", which may be dropped when using apply
~ spec.containers[0].env[9]: hides previous definition of "* +,-./0123456789", which may be dropped when using apply
~ spec.containers[0].env[10]: hides previous definition of "* +,-./0123456789", which may be dropped when using apply
~ spec.containers[0].env[11]: hides previous definition of ":;<>?@", which may be dropped when using apply
~ spec.containers[0].env[12]: hides previous definition of ":;<>?@", which may be dropped when using apply
~ spec.containers[0].env[13]: hides previous definition of ":;<>?@", which may be dropped when using apply
~ spec.containers[0].env[14]: hides previous definition of ":;<>?@", which may be dropped when using apply
~ spec.containers[0].env[15]: hides previous definition of "abcdefghijklmn", which may be dropped when using apply
~ spec.containers[0].env[16]: hides previous definition of "abcdefghijklmn", which may be dropped when using apply
~ spec.containers[0].env[17]: hides previous definition of "!\"#$%&'()", which may be dropped when using apply

# TestValidateEnv
  spec.containers[0].env: [{"name":"abc"},{"name":"ABC"},{"name":"AbC_123"},{"name":"abc"},{"name":"a.b.c"},{"name":"a-b-c"},{"name":"abc"},{"name":"abc"},{"name":"abc"},{"name":"abc"},{"name":"abc"},{"name":"abc"},{"name":"abc"},{"name":"abc"},{"name":"abc"},{"name":"abc"}]
~ spec.containers[0].env[3]: hides previous definition of "abc", which may be dropped when using apply
~ spec.containers[0].env[6]: hides previous definition of "abc", which may be dropped when using apply
~ spec.containers[0].env[7]: hides previous definition of "abc", which may be dropped when using apply
~ spec.containers[0].env[8]: hides previous definition of "abc", which may be dropped when using apply
~ spec.containers[0].env[9]: hides previous definition of "abc", which may be dropped when using apply
~ spec.containers[0].env[10]: hides previous definition of "abc", which may be dropped when using apply
~ spec.containers[0].env[11]: hides previous definition of "abc", which may be dropped when using apply
~ spec.containers[0].env[12]: hides previous definition of "abc", which may be dropped when using apply
~ spec.containers[0].env[13]: hides previous definition of "abc", which may be dropped when using apply
~ spec.containers[0].env[14]: hides previous definition of "abc", which may be dropped when using apply
~ spec.containers[0].env[15]: hides previous definition of "abc", which may be dropped when using apply

# TestValidatePodDNSConfig
  spec.dnsConfig.nameservers[0]: "FE80::0202:B3FF:FE1E:8329"
~ spec.dnsConfig.nameservers[0]: IPv6 address "FE80::0202:B3FF:FE1E:8329" should be in RFC 5952 canonical format ("fe80::202:b3ff:fe1e:8329")

# TestValidatePod
  spec.volumes[0]: {"name":"projected-volume","projected":{"sources":[{}]}}
~ volume "projected-volume" (Projected) has no sources provided

  metadata.annotations: {"container.apparmor.security.beta.kubernetes.io/ctr":"localhost/foo"}
  spec.containers[0].name: "ctr"
~ metadata.annotations[container.apparmor.security.beta.kubernetes.io/ctr]: deprecated since v1.30; use the "appArmorProfile" field instead

  metadata.annotations: {"seccomp.security.alpha.kubernetes.io/pod":"unconfined"}
~ metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional in v1.27+; use the "seccompProfile" field instead

  metadata.name: "abc.123.do-re-mi"
~ metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]

  metadata.annotations: {"container.apparmor.security.beta.kubernetes.io/init-ctr":"runtime/default"}
  spec.initContainers[0]: {"name":"init-ctr","image":"image"}
~ metadata.annotations[container.apparmor.security.beta.kubernetes.io/init-ctr]: deprecated since v1.30; use the "appArmorProfile" field instead

# TestValidateTopologySpreadConstraints
  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"ScheduleAnyway"}
~ spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod

  spec.topologySpreadConstraints: [{"maxSkew":1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"DoNotSchedule"},{"maxSkew":2,"topologyKey":"k8s.io/node","whenUnsatisfiable":"ScheduleAnyway"}]
~ spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod
~ spec.topologySpreadConstraints[1].labelSelector: a null labelSelector results in matching no pod

# TestWarnings
  spec.volumes[0]: {"name":"foo","projected":{"sources":[{"secret":{"name":"TestSecret","items":[{"key":"mykey","path":"test"}]}},{"configMap":{"name":"TestConfigMap","items":[{"key":"mykey","path":"test/test1"}]}}]}}
~ volume "foo" (Projected): overlapping paths: "test/test1" (ConfigMap "TestConfigMap") with "test" (Secret "TestSecret")

  spec.volumes[0]: {"name":"foo","projected":{"sources":[{"secret":{"name":"TestSecret","items":[{"key":"mykey","path":"test"}]}},{"downwardAPI":{"items":[{"path":"test/test2","fieldRef":{"fieldPath":"metadata.name"}}]}}]}}
~ volume "foo" (Projected): overlapping paths: "test/test2" (DownwardAPI) with "test" (Secret "TestSecret")

  spec.volumes[0]: {"name":"foo","projected":{"sources":[{}]}}
~ volume "foo" (Projected) has no sources provided

  spec.hostAliases: [{"ip":"1.1.1.1"},{"ip":"1.1.1.1"},{"ip":"1.1.1.1"}]
~ spec.hostAliases[1].ip: duplicate ip "1.1.1.1"
~ spec.hostAliases[2].ip: duplicate ip "1.1.1.1"

  spec.imagePullSecrets: [{"name":"a"},{"name":"a"},{"name":"a"}]
~ spec.imagePullSecrets[1].name: duplicate name "a"
~ spec.imagePullSecrets[2].name: duplicate name "a"

  spec.imagePullSecrets[0]: {}
~ spec.imagePullSecrets[0].name: invalid empty name ""

  spec.initContainers[0]: {"name":"initcontainers0","resources":{"limits":{"ephemeral-storage":"4m","memory":"4m"}},"image":"a:1"}
  spec.containers[0].resources.limits: {"ephemeral-storage":"4m","memory":"4m"}
  spec.overhead: {"ephemeral-storage":"4m","memory":"4m"}
~ spec.overhead[memory]: fractional byte value "4m" is invalid, must be an integer
~ spec.overhead[ephemeral-storage]: fractional byte value "4m" is invalid, must be an integer
~ spec.initContainers[0].resources.limits[memory]: fractional byte value "4m" is invalid, must be an integer
~ spec.initContainers[0].resources.requests[memory]: fractional byte value "4m" is invalid, must be an integer
~ spec.initContainers[0].resources.limits[ephemeral-storage]: fractional byte value "4m" is invalid, must be an integer
~ spec.initContainers[0].resources.requests[ephemeral-storage]: fractional byte value "4m" is invalid, must be an integer
~ spec.containers[0].resources.limits[memory]: fractional byte value "4m" is invalid, must be an integer
~ spec.containers[0].resources.requests[memory]: fractional byte value "4m" is invalid, must be an integer
~ spec.containers[0].resources.limits[ephemeral-storage]: fractional byte value "4m" is invalid, must be an integer
~ spec.containers[0].resources.requests[ephemeral-storage]: fractional byte value "4m" is invalid, must be an integer

  spec.containers[0].ports: [{"containerPort":80,"protocol":"UDP"},{"containerPort":80,"protocol":"UDP"}]
~ spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]

  spec.containers[0].ports[0]: {"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"}
~ spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:UDP HostIP:10.0.0.1}

  spec.containers[0].ports: [{"containerPort":80,"protocol":"UDP"},{"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"}]
~ spec.containers[0].ports[1]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:UDP HostIP:10.0.0.1}
~ spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]

  spec.containers[0].ports: [{"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"},{"hostPort":80,"containerPort":80,"protocol":"UDP"},{"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.2"}]
~ spec.containers[0].ports[1]: dangerously ambiguous port definition with spec.containers[0].ports[0]
~ spec.containers[0].ports[2]: dangerously ambiguous port definition with spec.containers[0].ports[1]

  spec.containers[0].ports: [{"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"},{"hostPort":80,"containerPort":80,"protocol":"UDP"}]
~ spec.containers[0].ports[1]: dangerously ambiguous port definition with spec.containers[0].ports[0]

  spec.containers[0].ports[0]: {"containerPort":80,"protocol":"UDP"}
  spec.containers[1]: {"name":"bar","ports":[{"containerPort":80,"protocol":"UDP"}],"image":"a:1"}
~ spec.containers[1].ports[0]: duplicate port definition with spec.containers[0].ports[0]

  spec.containers[0].ports[0]: {"containerPort":80,"protocol":"UDP"}
  spec.containers[1]: {"name":"bar","ports":[{"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"}],"image":"a:1"}
~ spec.containers[1].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:UDP HostIP:10.0.0.1}
~ spec.containers[1].ports[0]: overlapping port definition with spec.containers[0].ports[0]

  spec.containers[0].ports[0]: {"hostPort":80,"containerPort":80,"protocol":"UDP"}
  spec.containers[1]: {"name":"bar","ports":[{"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"}],"image":"a:1"}
~ spec.containers[1].ports[0]: dangerously ambiguous port definition with spec.containers[0].ports[0]

  spec.containers[0].ports[0]: {"name":"test","containerPort":80}
  spec.containers[1]: {"name":"foo","ports":[{"name":"test","containerPort":8090}],"image":"a:1"}
~ spec.containers[1].ports[0]: duplicate port name "test" with spec.containers[0].ports[0], services and probes that select ports by name will use spec.containers[0].ports[0]

  spec.containers[0].ports[0]: {"name":"test","containerPort":80}
  spec.containers[1]: {"name":"foo","ports":[{"containerPort":8090},{"name":"test","containerPort":8092}],"image":"a:1"}
~ spec.containers[1].ports[1]: duplicate port name "test" with spec.containers[0].ports[0], services and probes that select ports by name will use spec.containers[0].ports[0]

  spec.initContainers: [{"name":"foo1","ports":[{"name":"test","containerPort":80}],"image":"a:1"},{"name":"foo","ports":[{"name":"test","containerPort":8090}],"image":"a:1"}]
~ spec.initContainers[1].ports[0]: duplicate port name "test" with spec.initContainers[0].ports[0], services and probes that select ports by name will use spec.initContainers[0].ports[0]

  spec.initContainers: [{"name":"foo1","ports":[{"name":"test","containerPort":80}],"image":"a:1"},{"name":"foo","ports":[{"containerPort":8090},{"name":"test","containerPort":8091}],"image":"a:1"}]
~ spec.initContainers[1].ports[1]: duplicate port name "test" with spec.initContainers[0].ports[0], services and probes that select ports by name will use spec.initContainers[0].ports[0]

  spec.initContainers[0]: {"name":"foo1","ports":[{"name":"test","containerPort":80}],"image":"a:1"}
  spec.containers[0].ports[0]: {"name":"test","containerPort":8090}
~ spec.containers[0].ports[0]: duplicate port name "test" with spec.initContainers[0].ports[0], services and probes that select ports by name will use spec.initContainers[0].ports[0]

  spec.initContainers[0]: {"name":"foo1","ports":[{"name":"test","containerPort":80}],"image":"a:1"}
  spec.containers[0].ports: [{"containerPort":8090},{"name":"test","containerPort":8092}]
~ spec.containers[0].ports[1]: duplicate port name "test" with spec.initContainers[0].ports[0], services and probes that select ports by name will use spec.initContainers[0].ports[0]

  spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"preference":{"matchExpressions":[{"key":"foo","operator":"In","values":["-1"]}]}}
~ spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values[0]: -1 is invalid, {{labelValue}}

# TestTemplateOnlyWarnings
  metadata.annotations: {"container.apparmor.security.beta.kubernetes.io/foo":"unconfined"}
  spec.containers[0].name: "foo"
~ metadata.annotations[container.apparmor.security.beta.kubernetes.io/foo]: deprecated since v1.30; use the "appArmorProfile" field instead
`,
  },
  {
    kind: "PodTemplate",
    write: "create",
    rows: String.raw`
# TestValidatePodTemplateSpecSeccomp
  template.metadata.annotations: {"container.seccomp.security.alpha.kubernetes.io/test2":"unconfined"}
  template.spec.containers[1]: {"name":"test2","image":"image","securityContext":{"seccompProfile":{"type":"RuntimeDefault"}}}
! template.spec.containers[1].securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match

  template.metadata.annotations: {"seccomp.security.alpha.kubernetes.io/pod":"runtime/default"}
  template.spec.securityContext.seccompProfile.type: "Unconfined"
! template.spec.securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match

  template.metadata.annotations: {"container.seccomp.security.alpha.kubernetes.io/init-test":"unconfined"}
  template.spec.initContainers[0]: {"name":"init-test","image":"image","securityContext":{"seccompProfile":{"type":"RuntimeDefault"}}}
! template.spec.initContainers[0].securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match

# TestWarnings
  template.spec.volumes[0]: {"name":"p","photonPersistentDisk":{}}
! template.spec.volumes[0].photonPersistentDisk.pdID: Required value

  template.spec.volumes[0]: {"name":"s","gitRepo":{}}
! template.spec.volumes[0].gitRepo.repository: Required value

  template.spec.volumes[0]: {"name":"s","scaleIO":{}}
! template.spec.volumes[0].scaleIO.gateway: Required value
! template.spec.volumes[0].scaleIO.system: Required value
! template.spec.volumes[0].scaleIO.volumeName: Required value

  template.spec.volumes[0]: {"name":"s","flocker":{}}
! template.spec.volumes[0].flocker: Required value: one of datasetName and datasetUUID is required

  template.spec.volumes[0]: {"name":"s","storageos":{}}
! template.spec.volumes[0].storageos.volumeName: Required value

  template.spec.volumes[0]: {"name":"s","quobyte":{}}
! template.spec.volumes[0].quobyte.registry: Required value: must be a host:port pair or multiple pairs separated by commas
! template.spec.volumes[0].quobyte.volume: Required value

  template.spec.volumes[0]: {"name":"s","glusterfs":{}}
! template.spec.volumes[0].glusterfs.endpoints: Required value
! template.spec.volumes[0].glusterfs.path: Required value

  template.spec.volumes[0]: {"name":"s","cephfs":{}}
! template.spec.volumes[0].cephfs.monitors: Required value

  template.spec.volumes[0]: {"name":"s","rbd":{}}
! template.spec.volumes[0].rbd.monitors: Required value
! template.spec.volumes[0].rbd.image: Required value

  template.spec.volumes[0].name: "Test"
! template.spec.volumes[0].name: Invalid value: "Test": {{label}}

  template.spec.volumes[0]: {"name":"foo","projected":{"sources":[{},{"serviceAccountToken":{"expirationSeconds":0,"path":"test"}}]}}
! template.spec.volumes[0].projected.sources[1].serviceAccountToken.expirationSeconds: Invalid value: 0: may not specify a duration less than 10 minutes

  template.spec.volumes[0]: {"name":"foo","projected":{"sources":[{"secret":{"name":"TestSecret","items":[{"key":"mykey","path":"test"}]}},{"configMap":{"name":"TestConfigMap","items":[{"key":"mykey","path":"test/test1"}]}}]}}
~ volume "foo" (Projected): overlapping paths: "test/test1" (ConfigMap "TestConfigMap") with "test" (Secret "TestSecret")

  template.spec.volumes[0]: {"name":"foo","projected":{"sources":[{"secret":{"name":"TestSecret","items":[{"key":"mykey","path":"test"}]}},{"downwardAPI":{"items":[{"path":"test/test2","fieldRef":{"fieldPath":"metadata.name"}}]}}]}}
~ volume "foo" (Projected): overlapping paths: "test/test2" (DownwardAPI) with "test" (Secret "TestSecret")

  template.spec.volumes[0]: {"name":"foo","projected":{"sources":[{}]}}
~ volume "foo" (Projected) has no sources provided

  template.spec.volumes[0]: {"name":"foo","projected":{"sources":[{},{"downwardAPI":{"items":[{"path":"test","fieldRef":{"fieldPath":"metadata.name"}}]}},{"secret":{"name":"Test","items":[{"key":"foo","path":"test"}]}},{"serviceAccountToken":{"expirationSeconds":0,"path":"test"}}]}}
! template.spec.volumes[0].projected: Invalid value: "Test": conflicting duplicate paths
! template.spec.volumes[0].projected.sources[3].serviceAccountToken.expirationSeconds: Invalid value: 0: may not specify a duration less than 10 minutes

  template.spec.volumes[0]: {"name":"foo","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":0,"path":"test/test2"}},{"downwardAPI":{"items":[{"path":"test","fieldRef":{"fieldPath":"metadata.name"}},{"path":"test","fieldRef":{"fieldPath":"metadata.name"}}]}}]}}
! template.spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 0: may not specify a duration less than 10 minutes
! template.spec.volumes[0].projected: Invalid value: "test": conflicting duplicate paths

  template.spec.hostAliases: [{"ip":"1.1.1.1"},{"ip":"1.1.1.1"},{"ip":"1.1.1.1"}]
~ template.spec.hostAliases[1].ip: duplicate ip "1.1.1.1"
~ template.spec.hostAliases[2].ip: duplicate ip "1.1.1.1"

  template.spec.imagePullSecrets: [{"name":"a"},{"name":"a"},{"name":"a"}]
~ template.spec.imagePullSecrets[1].name: duplicate name "a"
~ template.spec.imagePullSecrets[2].name: duplicate name "a"

  template.spec.imagePullSecrets[0]: {}
~ template.spec.imagePullSecrets[0].name: invalid empty name ""

  template.spec.initContainers[0]: {"name":"initcontainers0","env":[{"name":"a"},{"name":"a"},{"name":"a"},{"name":"a"},{"name":"a"},{"name":"a","valueFrom":{}}],"image":"a:1"}
  template.spec.containers[0].env: [{"name":"b"},{"name":"b"},{"name":"b"},{"name":"b"},{"name":"b"},{"name":"b","valueFrom":{}}]
! template.spec.containers[0].env[5].valueFrom: Invalid value: "": must specify one of: {{tick}}fieldRef{{tick}}, {{tick}}resourceFieldRef{{tick}}, {{tick}}configMapKeyRef{{tick}}, {{tick}}secretKeyRef{{tick}} or {{tick}}fileKeyRef{{tick}}
! template.spec.initContainers[0].env[5].valueFrom: Invalid value: "": must specify one of: {{tick}}fieldRef{{tick}}, {{tick}}resourceFieldRef{{tick}}, {{tick}}configMapKeyRef{{tick}}, {{tick}}secretKeyRef{{tick}} or {{tick}}fileKeyRef{{tick}}

  template.spec.initContainers[0]: {"name":"initcontainers0","resources":{"limits":{"ephemeral-storage":"4m","memory":"4m"},"requests":{"ephemeral-storage":"4m","memory":"4m"}},"image":"a:1"}
  template.spec.containers[0].resources: {"limits":{"ephemeral-storage":"4m","memory":"4m"},"requests":{"ephemeral-storage":"4m","memory":"4m"}}
  template.spec.overhead: {"ephemeral-storage":"4m","memory":"4m"}
~ template.spec.overhead[memory]: fractional byte value "4m" is invalid, must be an integer
~ template.spec.overhead[ephemeral-storage]: fractional byte value "4m" is invalid, must be an integer
~ template.spec.initContainers[0].resources.limits[memory]: fractional byte value "4m" is invalid, must be an integer
~ template.spec.initContainers[0].resources.requests[memory]: fractional byte value "4m" is invalid, must be an integer
~ template.spec.initContainers[0].resources.limits[ephemeral-storage]: fractional byte value "4m" is invalid, must be an integer
~ template.spec.initContainers[0].resources.requests[ephemeral-storage]: fractional byte value "4m" is invalid, must be an integer
~ template.spec.containers[0].resources.limits[memory]: fractional byte value "4m" is invalid, must be an integer
~ template.spec.containers[0].resources.requests[memory]: fractional byte value "4m" is invalid, must be an integer
~ template.spec.containers[0].resources.limits[ephemeral-storage]: fractional byte value "4m" is invalid, must be an integer
~ template.spec.containers[0].resources.requests[ephemeral-storage]: fractional byte value "4m" is invalid, must be an integer

  metadata.namespace: "ns"
  template.spec.containers[0].name: "base"
  template.spec.containers[0].image: "a:1"
  template.spec.nodeSelector: {"beta.kubernetes.io/arch":"true","beta.kubernetes.io/instance-type":"true","beta.kubernetes.io/os":"true","failure-domain.beta.kubernetes.io/region":"true","failure-domain.beta.kubernetes.io/zone":"true"}
~ template.spec.nodeSelector[beta.kubernetes.io/arch]: deprecated since v1.14; use "kubernetes.io/arch" instead
~ template.spec.nodeSelector[beta.kubernetes.io/instance-type]: deprecated since v1.17; use "node.kubernetes.io/instance-type" instead
~ template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead
~ template.spec.nodeSelector[failure-domain.beta.kubernetes.io/region]: deprecated since v1.17; use "topology.kubernetes.io/region" instead
~ template.spec.nodeSelector[failure-domain.beta.kubernetes.io/zone]: deprecated since v1.17; use "topology.kubernetes.io/zone" instead

  template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions: [{"key":"foo"},{"key":"beta.kubernetes.io/arch"},{"key":"beta.kubernetes.io/os"},{"key":"failure-domain.beta.kubernetes.io/region"},{"key":"failure-domain.beta.kubernetes.io/zone"},{"key":"beta.kubernetes.io/instance-type"}]
! template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: "": not a valid selector operator
! template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[1].operator: Invalid value: "": not a valid selector operator
! template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[2].operator: Invalid value: "": not a valid selector operator
! template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[3].operator: Invalid value: "": not a valid selector operator
! template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[4].operator: Invalid value: "": not a valid selector operator
! template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[5].operator: Invalid value: "": not a valid selector operator

  template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions: [{"key":"foo"},{"key":"beta.kubernetes.io/arch"},{"key":"beta.kubernetes.io/os"},{"key":"failure-domain.beta.kubernetes.io/region"},{"key":"failure-domain.beta.kubernetes.io/zone"},{"key":"beta.kubernetes.io/instance-type"}]
! template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100
! template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].operator: Invalid value: "": not a valid selector operator
! template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[1].operator: Invalid value: "": not a valid selector operator
! template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[2].operator: Invalid value: "": not a valid selector operator
! template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[3].operator: Invalid value: "": not a valid selector operator
! template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[4].operator: Invalid value: "": not a valid selector operator
! template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[5].operator: Invalid value: "": not a valid selector operator

  template.metadata.annotations: {"container.seccomp.security.alpha.kubernetes.io/foo":"default","seccomp.security.alpha.kubernetes.io/pod":"default"}
! template.annotations.seccomp.security.alpha.kubernetes.io/pod: Invalid value: "default": must be a valid seccomp profile
! template.annotations.container.seccomp.security.alpha.kubernetes.io/foo: Invalid value: "default": must be a valid seccomp profile

  template.spec.volumes[0]: {"name":"ephemeral-volume","ephemeral":{"volumeClaimTemplate":{"spec":{"resources":{"requests":{"storage":"200m"}}}}}}
! template.spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required

  template.spec.terminationGracePeriodSeconds: -1
~ template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1

  template.spec.topologySpreadConstraints: [{},{}]
! template.spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero
! template.spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty
! template.spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "": supported values: "DoNotSchedule", "ScheduleAnyway"
! template.spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: "{, }"
! template.spec.topologySpreadConstraints[1].maxSkew: Invalid value: 0: must be greater than zero
! template.spec.topologySpreadConstraints[1].topologyKey: Required value: can not be empty
! template.spec.topologySpreadConstraints[1].whenUnsatisfiable: Unsupported value: "": supported values: "DoNotSchedule", "ScheduleAnyway"

  template.spec.containers[0].ports: [{"containerPort":80,"protocol":"UDP"},{"containerPort":80,"protocol":"UDP"}]
~ template.spec.containers[0].ports[1]: duplicate port definition with template.spec.containers[0].ports[0]

  template.spec.containers[0].ports: [{"hostPort":80,"containerPort":80,"protocol":"UDP"},{"hostPort":80,"containerPort":80,"protocol":"UDP"}]
! template.spec.containers[0].ports[1].hostPort: Duplicate value: "UDP//80"

  template.spec.containers[0].ports: [{"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"},{"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"}]
! template.spec.containers[0].ports[1].hostPort: Duplicate value: "UDP/10.0.0.1/80"

  template.spec.containers[0].ports[0]: {"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"}
~ template.spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:UDP HostIP:10.0.0.1}

  template.spec.containers[0].ports: [{"containerPort":80,"protocol":"UDP"},{"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"}]
~ template.spec.containers[0].ports[1]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:UDP HostIP:10.0.0.1}
~ template.spec.containers[0].ports[1]: overlapping port definition with template.spec.containers[0].ports[0]

  template.spec.containers[0].ports: [{"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"},{"hostPort":80,"containerPort":80,"protocol":"UDP"},{"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.2"}]
~ template.spec.containers[0].ports[1]: dangerously ambiguous port definition with template.spec.containers[0].ports[0]
~ template.spec.containers[0].ports[2]: dangerously ambiguous port definition with template.spec.containers[0].ports[1]

  template.spec.containers[0].ports: [{"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"},{"hostPort":80,"containerPort":80,"protocol":"UDP"}]
~ template.spec.containers[0].ports[1]: dangerously ambiguous port definition with template.spec.containers[0].ports[0]

  template.spec.containers[0].ports[0]: {"containerPort":80,"protocol":"UDP"}
  template.spec.containers[1]: {"name":"bar","ports":[{"containerPort":80,"protocol":"UDP"}],"image":"a:1"}
~ template.spec.containers[1].ports[0]: duplicate port definition with template.spec.containers[0].ports[0]

  template.spec.containers[0].ports[0]: {"hostPort":80,"containerPort":80,"protocol":"UDP"}
  template.spec.containers[1]: {"name":"bar","ports":[{"hostPort":80,"containerPort":80,"protocol":"UDP"}],"image":"a:1"}
! template.spec.containers[1].ports[0].hostPort: Duplicate value: "UDP//80"

  template.spec.containers[0].ports[0]: {"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"}
  template.spec.containers[1]: {"name":"bar","ports":[{"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"}],"image":"a:1"}
! template.spec.containers[1].ports[0].hostPort: Duplicate value: "UDP/10.0.0.1/80"

  template.spec.containers[0].ports[0]: {"containerPort":80,"protocol":"UDP"}
  template.spec.containers[1]: {"name":"bar","ports":[{"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"}],"image":"a:1"}
~ template.spec.containers[1].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:UDP HostIP:10.0.0.1}
~ template.spec.containers[1].ports[0]: overlapping port definition with template.spec.containers[0].ports[0]

  template.spec.containers[0].ports[0]: {"hostPort":80,"containerPort":80,"protocol":"UDP"}
  template.spec.containers[1]: {"name":"bar","ports":[{"hostPort":80,"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1"}],"image":"a:1"}
~ template.spec.containers[1].ports[0]: dangerously ambiguous port definition with template.spec.containers[0].ports[0]

  template.spec.containers[0].ports: [{"hostPort":80,"containerPort":80},{"hostPort":80,"containerPort":180},{"hostPort":80,"containerPort":80}]
  template.spec.containers[1]: {"name":"foo","ports":[{"hostPort":80,"containerPort":80},{"hostPort":80,"containerPort":80}],"image":"a:1"}
! template.spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//80"
! template.spec.containers[0].ports[2].hostPort: Duplicate value: "TCP//80"
! template.spec.containers[1].ports[0].hostPort: Duplicate value: "TCP//80"
! template.spec.containers[1].ports[1].hostPort: Duplicate value: "TCP//80"

  template.spec.containers[0].ports[0]: {"name":"test","containerPort":80}
  template.spec.containers[1]: {"name":"foo","ports":[{"name":"test","containerPort":8090}],"image":"a:1"}
~ template.spec.containers[1].ports[0]: duplicate port name "test" with template.spec.containers[0].ports[0], services and probes that select ports by name will use template.spec.containers[0].ports[0]

  template.spec.containers[0].ports[0]: {"name":"test","containerPort":80}
  template.spec.containers[1]: {"name":"foo","ports":[{"containerPort":8090},{"name":"test","containerPort":8092}],"image":"a:1"}
~ template.spec.containers[1].ports[1]: duplicate port name "test" with template.spec.containers[0].ports[0], services and probes that select ports by name will use template.spec.containers[0].ports[0]

  template.spec.initContainers: [{"name":"foo1","ports":[{"name":"test","containerPort":80}],"image":"a:1"},{"name":"foo","ports":[{"name":"test","containerPort":8090}],"image":"a:1"}]
~ template.spec.initContainers[1].ports[0]: duplicate port name "test" with template.spec.initContainers[0].ports[0], services and probes that select ports by name will use template.spec.initContainers[0].ports[0]

  template.spec.initContainers: [{"name":"foo1","ports":[{"name":"test","containerPort":80}],"image":"a:1"},{"name":"foo","ports":[{"containerPort":8090},{"name":"test","containerPort":8091}],"image":"a:1"}]
~ template.spec.initContainers[1].ports[1]: duplicate port name "test" with template.spec.initContainers[0].ports[0], services and probes that select ports by name will use template.spec.initContainers[0].ports[0]

  template.spec.initContainers[0]: {"name":"foo1","ports":[{"name":"test","containerPort":80}],"image":"a:1"}
  template.spec.containers[0].ports[0]: {"name":"test","containerPort":8090}
~ template.spec.containers[0].ports[0]: duplicate port name "test" with template.spec.initContainers[0].ports[0], services and probes that select ports by name will use template.spec.initContainers[0].ports[0]

  template.spec.initContainers[0]: {"name":"foo1","ports":[{"name":"test","containerPort":80}],"image":"a:1"}
  template.spec.containers[0].ports: [{"containerPort":8090},{"name":"test","containerPort":8092}]
~ template.spec.containers[0].ports[1]: duplicate port name "test" with template.spec.initContainers[0].ports[0], services and probes that select ports by name will use template.spec.initContainers[0].ports[0]

  template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"preference":{"matchExpressions":[{"key":"foo","operator":"In","values":["-1"]}]}}
~ template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values[0]: -1 is invalid, {{labelValue}}

  template.spec.hostAliases[0].ip: "::ffff:1.2.3.4"
  template.spec.dnsConfig.nameservers: ["1.2.3.4","05.06.07.08"]
! template.spec.dnsConfig.nameservers[1]: Invalid value: "05.06.07.08": must not have leading 0s
! template.spec.hostAliases[0].ip: Invalid value: "::ffff:1.2.3.4": must not be an IPv4-mapped IPv6 address

# TestTemplateOnlyWarnings
  template.metadata.annotations: {"container.apparmor.security.beta.kubernetes.io/foo":"unconfined"}
  template.spec.containers[0].name: "foo"
~ template.metadata.annotations[container.apparmor.security.beta.kubernetes.io/foo]: deprecated since v1.30; use the "appArmorProfile" field instead

  template.metadata.annotations: {"container.apparmor.security.beta.kubernetes.io/foo":"localhost/foo"}
  template.spec.containers[0].name: "foo"
  template.spec.securityContext.appArmorProfile: {"type":"Localhost","localhostProfile":"bar"}
! template.spec.containers[0].securityContext.appArmorProfile.localhostProfile: Forbidden: apparmor profile in annotation and field must match
`,
  },
];
