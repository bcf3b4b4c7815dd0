/**
 * Objects with something odd in them, as facts: rows of Kubernetes' published tests with one or two values left out, repeated or distorted, and what
 * the registries of 1.36 (pkg/registry/core) say of them. The form: vector.ts.
 */
import type { Section } from "./vector.ts";

export const oddValues: readonly Section[] = [
  {
    kind: "Endpoints",
    write: "create",
    rows: String.raw`
  subsets[0]: {"addresses":[{}],"ports":[{"port":-1},{"name":"b","port":309}]}
! subsets[0].addresses[0].ip: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! subsets[0].addresses[0].ip: Invalid value: "": must be a valid IP address
! subsets[0].ports[0].name: Required value
! subsets[0].ports[0].port: Invalid value: -1: must be between 1 and 65535, inclusive

  subsets[0]: {"addresses":[{"ip":"10.10.1.1"}],"ports":[{"port":70000,"appProtocol":"lots-of[invalid]-{chars}"}]}
! subsets[0].ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive
! subsets[0].ports[0].appProtocol: Invalid value: "lots-of[invalid]-{chars}": {{labelName}}

  subsets: [{"addresses":[{"ip":"10.10.1.1"}],"ports":[{"port":93,"appProtocol":""}]},{"addresses":[{"ip":"10.10.1.1"}],"ports":[{"port":93,"appProtocol":""}]}]
! subsets[0].ports[0].appProtocol: Invalid value: "": name part must be non-empty
! subsets[0].ports[0].appProtocol: Invalid value: "": {{labelName}}
! subsets[1].ports[0].appProtocol: Invalid value: "": name part must be non-empty
! subsets[1].ports[0].appProtocol: Invalid value: "": {{labelName}}

  subsets[0]: {"addresses":[{"ip":"10.10.1.1"}],"ports":[{"port":8675},{"name":"B","port":65536}]}
! subsets[0].ports[0].name: Required value
! subsets[0].ports[1].name: Invalid value: "B": {{label}}
! subsets[0].ports[1].port: Invalid value: 65536: must be between 1 and 65535, inclusive

  subsets[0]: {"addresses":[{"ip":"10.10.1.1"}],"ports":[{"port":8675},{"name":"b{{y*64}}","port":2147483647}]}
! subsets[0].ports[0].name: Required value
! subsets[0].ports[1].name: Invalid value: "b{{y*64}}": must be no more than 63 characters
! subsets[0].ports[1].port: Invalid value: 2147483647: must be between 1 and 65535, inclusive

  subsets: [{"addresses":[{"ip":"8.8.8.8","nodeName":"illegal*.nodename{{y*254}}"}]},{"addresses":[{}]}]
! subsets[0].addresses[0].nodeName: Invalid value: "illegal*.nodename{{y*254}}": must be no more than 253 characters
! subsets[0].addresses[0].nodeName: Invalid value: "illegal*.nodename{{y*254}}": {{subdomain}}
! subsets[1].addresses[0].ip: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! subsets[1].addresses[0].ip: Invalid value: "": must be a valid IP address

  subsets[0]: {"addresses":[{"ip":"10.10.1.1"}],"ports":[{"port":93,"appProtocol":"..{{y*64}}"}]}
! subsets[0].ports[0].appProtocol: Invalid value: "..{{y*64}}": name part must be no more than 63 bytes
! subsets[0].ports[0].appProtocol: Invalid value: "..{{y*64}}": {{labelName}}
`,
  },
  {
    kind: "Endpoints",
    write: "update",
    rows: String.raw`
+ subsets[0]: {"addresses":[{"ip":"10.1.2.3"}],"ports":[{"port":8675,"appProtocol":"~https"},{"port":8675,"appProtocol":"~https"}]}
! subsets[0].ports[0].name: Required value
! subsets[0].ports[0].appProtocol: Invalid value: "~https": {{labelName}}
! subsets[0].ports[1].name: Required value
! subsets[0].ports[1].appProtocol: Invalid value: "~https": {{labelName}}

+ subsets[0]: {"addresses":[{}],"ports":[{"port":8675,"appProtocol":"~https"}]}
! subsets[0].addresses[0].ip: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! subsets[0].addresses[0].ip: Invalid value: "": must be a valid IP address
! subsets[0].ports[0].appProtocol: Invalid value: "~https": {{labelName}}

+ subsets[0]: {"addresses":[{"ip":"10.1.2.3"}],"ports":[{"port":8675,"appProtocol":"~https"},{"appProtocol":"~https"}]}
! subsets[0].ports[0].name: Required value
! subsets[0].ports[0].appProtocol: Invalid value: "~https": {{labelName}}
! subsets[0].ports[1].name: Required value
! subsets[0].ports[1].port: Invalid value: 0: must be between 1 and 65535, inclusive
! subsets[0].ports[1].appProtocol: Invalid value: "~https": {{labelName}}

+ subsets: [{"addresses":[{"ip":"10.1.2.3"}],"ports":[{"port":-1,"appProtocol":"~https"}]},{"addresses":[{"ip":"10.1.2.3"}],"ports":[{"port":-1,"appProtocol":"~https"}]}]
! subsets[0].ports[0].port: Invalid value: -1: must be between 1 and 65535, inclusive
! subsets[0].ports[0].appProtocol: Invalid value: "~https": {{labelName}}
! subsets[1].ports[0].port: Invalid value: -1: must be between 1 and 65535, inclusive
! subsets[1].ports[0].appProtocol: Invalid value: "~https": {{labelName}}

+ subsets[0].ports[0]: {"port":8675,"appProtocol":"~HTTPS"}
! subsets[0]: Required value: must specify {{tick}}addresses{{tick}} or {{tick}}notReadyAddresses{{tick}}
! subsets[0].ports[0].appProtocol: Invalid value: "~HTTPS": {{labelName}}

+ subsets[0]: {"addresses":[{"ip":"10.1.2.3"}],"ports":[{"port":8675,"appProtocol":"~https{{y*64}}"}]}
! subsets[0].ports[0].appProtocol: Invalid value: "~https{{y*64}}": name part must be no more than 63 bytes
! subsets[0].ports[0].appProtocol: Invalid value: "~https{{y*64}}": {{labelName}}
`,
  },
  {
    kind: "Event",
    write: "create",
    rows: String.raw`
  involvedObject.namespace: "bar"
  reason: "Because"
  eventTime: "2017-09-19T13:49:16.000000Z"
  action: "Do"
  reportingComponent: "my-contr@ller{{y*64}}"
  reportingInstance: "node-xyz"
! reportingComponent: Invalid value: "my-contr@ller{{y*64}}": name part must be no more than 63 bytes
! reportingComponent: Invalid value: "my-contr@ller{{y*64}}": {{labelName}}

  metadata.namespace: "kube-system"
  reason: "Because"
  eventTime: "2017-09-19T13:49:16.000000Z"
  action: "Do"
  reportingComponent: "K8S.IO/MY-CONTROLLER!"
  reportingInstance: "node-xy{{z*142}}"
! reportingComponent: Invalid value: "K8S.IO/MY-CONTROLLER!": prefix part {{subdomain}}
! reportingComponent: Invalid value: "K8S.IO/MY-CONTROLLER!": {{labelName}}
! reportingInstance: Invalid value: "": can have at most 128 characters

  metadata.namespace: "kube-system"
  reason: "Because{{y*254}}"
  eventTime: "2017-09-19T13:49:16.000000Z"
  reportingComponent: "k8s.io/my-controller"
  reportingInstance: "node-xyz{{y*60}}"
! action: Required value
! reason: Invalid value: "": can have at most 128 characters

  metadata.namespace: "kube-system"
  reason: "Because"
  eventTime: "2017-09-19T13:49:16.000000Z"
  reportingComponent: "/"
! reportingComponent: Invalid value: "/": prefix part must be non-empty
! reportingComponent: Invalid value: "/": name part must be non-empty
! reportingComponent: Invalid value: "/": {{labelName}}
! reportingInstance: Required value
! action: Required value
`,
  },
  {
    kind: "Event",
    write: "update",
    rows: String.raw`
+ eventTime: "2017-09-19T13:49:16.000000Z"
+ action: "Do"
+ reportingComponent: "k8s.io/my-controller{{y*64}}"
+ reportingInstance: "node-xyz"
! involvedObject.namespace: Invalid value: "": does not match event.namespace
! reportingComponent: Invalid value: "k8s.io/my-controller{{y*64}}": name part must be no more than 63 bytes
! reason: Required value

+ reason: "Because"
+ eventTime: "2017-09-19T13:49:16.000000Z"
+ action: "Do"
+ reportingComponent: "/"
+ reportingInstance: "."
! involvedObject.namespace: Invalid value: "": does not match event.namespace
! reportingComponent: Invalid value: "/": prefix part must be non-empty
! reportingComponent: Invalid value: "/": name part must be non-empty
! reportingComponent: Invalid value: "/": {{labelName}}
`,
  },
  {
    kind: "LimitRange",
    write: "create",
    rows: String.raw`
  spec.limits[0].type: "/"
! spec.limits[0].type: Invalid value: "/": prefix part must be non-empty
! spec.limits[0].type: Invalid value: "/": name part must be non-empty
! spec.limits[0].type: Invalid value: "/": {{labelName}}

  spec.limits[0].type: "PersistentVolumeClaim{{y*60}}"
! spec.limits[0].type: Invalid value: "PersistentVolumeClaim{{y*60}}": name part must be no more than 63 bytes

  spec.limits: [{"type":"Container/","max":{"cpu":"1"},"default":{"cpu":"2"}},{"type":"Pod"},{"type":"Pod"}]
! spec.limits[0].type: Invalid value: "Container/": prefix part {{subdomain}}
! spec.limits[0].type: Invalid value: "Container/": name part must be non-empty
! spec.limits[0].type: Invalid value: "Container/": {{labelName}}
! spec.limits[0].default[cpu]: Invalid value: "1": default value 2 is greater than max value 1
! spec.limits[2].type: Duplicate value: "Pod"

  spec.limits[0]: {"type":"Container","maxLimitRequestRatio":{"memory":"."}}
! spec.limits[0].maxLimitRequestRatio[memory]: Invalid value: "0": ratio 0 is less than 1

  spec.limits[0]: {"type":"Container","default":{"cpu":"."},"defaultRequest":{"cpu":"800m"}}
! spec.limits[0].defaultRequest[cpu]: Invalid value: "800m": default request value 800m is greater than default limit value 0

  spec.limits[0]: {"type":"Container","max":{"cpu":"."},"default":{"cpu":"2"}}
! spec.limits[0].defaultRequest[cpu]: Invalid value: "2": default request value 2 is greater than max value 0
! spec.limits[0].default[cpu]: Invalid value: "0": default value 2 is greater than max value 0
`,
  },
  {
    kind: "Namespace",
    write: "create",
    rows: String.raw`
  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"b/x"}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! metadata.labels: Invalid value: "b/x": {{labelValue}}

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"b{{y*254}}"}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! metadata.labels: Invalid value: "b{{y*254}}": must be no more than 63 bytes
`,
  },
  {
    kind: "Namespace",
    write: "finalize",
    rows: String.raw`
+ spec.finalizers[0]: "/X"
! spec.finalizers[0]: Invalid value: "/X": prefix part must be non-empty

+ spec.finalizers[0]: "../a"
! spec.finalizers[0]: Invalid value: "../a": prefix part {{subdomain}}

+ spec.finalizers[0]: "a/../b"
! spec.finalizers[0]: Invalid value: "a/../b": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')

+ spec.finalizers[0]: "x{{y*64}}"
! spec.finalizers[0]: Invalid value: "x{{y*64}}": name part must be no more than 63 bytes
! spec.finalizers[0]: Invalid value: "x{{y*64}}": name is neither a standard finalizer name nor is it fully qualified
`,
  },
  {
    kind: "Node",
    write: "create",
    rows: String.raw`
  spec.taints[0]: {"key":"../a","effect":"NoScheduleNoAdmit"}
! metadata.taints[0].key: Invalid value: "../a": prefix part {{subdomain}}
! metadata.taints[0].effect: Unsupported value: "NoScheduleNoAdmit": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"

  status.nodeInfo.swap.capacity: -1
! metadata.nodeSwapStatus.capacity: Invalid value: -1: must be greater than zero

  spec.podCIDRs: [".","10.0.0.0/16","3000::/10"]
! spec.podCIDRs[0]: Invalid value: ".": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[0]: <nil> (invalid CIDR address: .)
! spec.podCIDRs: Invalid value: [".","10.0.0.0/16","3000::/10"]: may specify no more than one CIDR for each IP family

  spec.podCIDRs: ["10.0.0.0/16","3000::/10",""]
! spec.podCIDRs[2]: Invalid value: "": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[2]: <nil> (invalid CIDR address: )
! spec.podCIDRs: Invalid value: ["10.0.0.0/16","3000::/10",""]: may specify no more than one CIDR for each IP family

  spec.podCIDRs: ["2000::/10","10.0.0.0/16","3000::/10{{y*60}}"]
! spec.podCIDRs[2]: Invalid value: "3000::/10{{y*60}}": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[2]: <nil> (invalid CIDR address: 3000::/10{{y*60}})
! spec.podCIDRs: Invalid value: ["2000::/10","10.0.0.0/16","3000::/10{{y*60}}"]: may specify no more than one CIDR for each IP family

  spec.taints[0]: {"key":"NOUPPERCASEORSPECIALCHARSLIKE=EQUALS{{Y*60}}","effect":"NoSchedule"}
! metadata.taints[0].key: Invalid value: "NOUPPERCASEORSPECIALCHARSLIKE=EQUALS{{Y*60}}": name part must be no more than 63 bytes
! metadata.taints[0].key: Invalid value: "NOUPPERCASEORSPECIALCHARSLIKE=EQUALS{{Y*60}}": {{labelName}}

  spec.podCIDRs: ["../a","../a"]
! spec.podCIDRs[0]: Invalid value: "../a": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs[1]: Invalid value: "../a": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[0]: <nil> (invalid CIDR address: ../a)
! spec.podCIDRs: Invalid value: ["../a","../a"]: may specify no more than one CIDR for each IP family

  spec.podCIDRs: ["2000::/10{{y*64}}","2000::/10"]
! spec.podCIDRs[0]: Invalid value: "2000::/10{{y*64}}": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[0]: <nil> (invalid CIDR address: 2000::/10{{y*64}})
! spec.podCIDRs: Invalid value: ["2000::/10{{y*64}}","2000::/10"]: may specify no more than one CIDR for each IP family

  spec.podCIDRs: ["a/../b","10.0.0.1/16"]
! spec.podCIDRs[0]: Invalid value: "a/../b": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs[1]: Invalid value: "10.0.0.1/16": must not have bits set beyond the prefix length
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[0]: <nil> (invalid CIDR address: a/../b)
! spec.podCIDRs: Invalid value: ["a/../b","10.0.0.1/16"]: may specify no more than one CIDR for each IP family

  metadata.annotations: {"scheduler.alpha.kubernetes.io/preferAvoidPods":"\n\t\t\t\t\t\t\t{\n\t\t\t\t\t\t\t    \"PREFERAVOIDPODS\": [\n\t\t\t\t\t\t\t        {\n\t\t\t\t\t\t\t            \"REASON\": \"SOME REASON\",\n\t\t\t\t\t\t\t            \"MESSAGE\": \"SOME MESSAGE\"\n\t\t\t\t\t\t\t        }\n\t\t\t\t\t\t\t    ]\n\t\t\t\t\t\t\t}{{Y*318}}"}
! metadata.annotations.AvoidPods: Invalid value: "scheduler.alpha.kubernetes.io/preferAvoidPods": invalid character 'Y' after top-level value

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"/"}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! metadata.labels: Invalid value: "/": {{labelValue}}

  metadata.annotations: {"scheduler.alpha.kubernetes.io/preferAvoidPods":"."}
! metadata.annotations.AvoidPods: Invalid value: "scheduler.alpha.kubernetes.io/preferAvoidPods": invalid character '.' looking for beginning of value

  metadata.annotations: {"scheduler.alpha.kubernetes.io/preferAvoidPods":"\n\t\t\t\t\t\t\t{\n\t\t\t\t\t\t\t    \"preferAvoidPods\": [\n\t\t\t\t\t\t\t        {\n\t\t\t\t\t\t\t            \"reason\": \"some reason\",\n\t\t\t\t\t\t\t            \"message\": \"some message\"\n\t\t\t\t\t\t\t        }\n\t\t\t\t\t\t\t    ]\n\t\t\t\t\t\t\t}-"}
! metadata.annotations.AvoidPods: Invalid value: "scheduler.alpha.kubernetes.io/preferAvoidPods": invalid character '-' after top-level value

  spec.podCIDRs: ["2000::/10","10.0.0.0/16é","3000::/10","2000::/10"]
! spec.podCIDRs[1]: Invalid value: "10.0.0.0/16é": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[1]: <nil> (invalid CIDR address: 10.0.0.0/16é)
! spec.podCIDRs: Invalid value: ["2000::/10","10.0.0.0/16é","3000::/10","2000::/10"]: may specify no more than one CIDR for each IP family

  spec.podCIDRs: ["/","3000::/10","10.1.0.0/16"]
! spec.podCIDRs[0]: Invalid value: "/": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[0]: <nil> (invalid CIDR address: /)
! spec.podCIDRs: Invalid value: ["/","3000::/10","10.1.0.0/16"]: may specify no more than one CIDR for each IP family

  spec.podCIDRs: ["2000::/10/x","10.0.0.0/16","2000::/10","2000::/10"]
! spec.podCIDRs[0]: Invalid value: "2000::/10/x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[0]: <nil> (invalid CIDR address: 2000::/10/x)
! spec.podCIDRs: Invalid value: ["2000::/10/x","10.0.0.0/16","2000::/10","2000::/10"]: may specify no more than one CIDR for each IP family

  spec.taints[0]: {"key":"dedicated","value":"some\\bad\\value{{y*64}}","effect":"NoSchedule"}
! metadata.taints[0].value: Invalid value: "some\\bad\\value{{y*64}}": must be no more than 63 bytes;{{labelValue}}

  metadata.annotations: {"scheduler.alpha.kubernetes.io/preferAvoidPods":"\n\t\t\t\t\t\t\t{\n\t\t\t\t\t\t\t    \"preferAvoidPods\": [\n\t\t\t\t\t\t\t        {\n\t\t\t\t\t\t\t            \"reason\": \"some reason\",\n\t\t\t\t\t\t\t            \"message\": \"some message\"\n\t\t\t\t\t\t\t        }\n\t\t\t\t\t\t\t    ]\n\t\t\t\t\t\t\t}{{y*60}}"}
! metadata.annotations.AvoidPods: Invalid value: "scheduler.alpha.kubernetes.io/preferAvoidPods": invalid character 'y' after top-level value

  spec.podCIDRs: ["2000::/10","2000::/10é"]
! spec.podCIDRs[1]: Invalid value: "2000::/10é": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[1]: <nil> (invalid CIDR address: 2000::/10é)
! spec.podCIDRs: Invalid value: ["2000::/10","2000::/10é"]: may specify no more than one CIDR for each IP family

  spec.podCIDRs: ["10.0.0.0/16","10.1.0.0/16{{y*254}}"]
! spec.podCIDRs[1]: Invalid value: "10.1.0.0/16{{y*254}}": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[1]: <nil> (invalid CIDR address: 10.1.0.0/16{{y*254}})
! spec.podCIDRs: Invalid value: ["10.0.0.0/16","10.1.0.0/16{{y*254}}"]: may specify no more than one CIDR for each IP family

  metadata.annotations: {"scheduler.alpha.kubernetes.io/preferAvoidPods":"a/../b"}
! metadata.annotations.AvoidPods: Invalid value: "scheduler.alpha.kubernetes.io/preferAvoidPods": invalid character 'a' looking for beginning of value

  spec.podCIDRs: ["2000::/10","../a_"]
! spec.podCIDRs[1]: Invalid value: "../a_": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[1]: <nil> (invalid CIDR address: ../a_)
! spec.podCIDRs: Invalid value: ["2000::/10","../a_"]: may specify no more than one CIDR for each IP family

  spec.podCIDRs: ["2000::/10","2000::/10{{y*254}}"]
! spec.podCIDRs[1]: Invalid value: "2000::/10{{y*254}}": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[1]: <nil> (invalid CIDR address: 2000::/10{{y*254}})
! spec.podCIDRs: Invalid value: ["2000::/10","2000::/10{{y*254}}"]: may specify no more than one CIDR for each IP family

  spec.podCIDRs: ["2000::/10","3000::/10-","2000::/10","2000::/10"]
! spec.podCIDRs[1]: Invalid value: "3000::/10-": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[1]: <nil> (invalid CIDR address: 3000::/10-)
! spec.podCIDRs: Invalid value: ["2000::/10","3000::/10-","2000::/10","2000::/10"]: may specify no more than one CIDR for each IP family

  metadata.annotations: {"scheduler.alpha.kubernetes.io/preferAvoidPods":"/a/.."}
! metadata.annotations.AvoidPods: Invalid value: "scheduler.alpha.kubernetes.io/preferAvoidPods": invalid character '/' looking for beginning of value

  spec.podCIDRs: ["x{{y*64}}",""]
! spec.podCIDRs[0]: Invalid value: "x{{y*64}}": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs[1]: Invalid value: "": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[0]: <nil> (invalid CIDR address: x{{y*64}})
! spec.podCIDRs: Invalid value: ["x{{y*64}}",""]: may specify no more than one CIDR for each IP family

  spec.podCIDRs: ["10.0.0.0/16","3000::/10","/a/.."]
! spec.podCIDRs[2]: Invalid value: "/a/..": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)
! spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[2]: <nil> (invalid CIDR address: /a/..)
! spec.podCIDRs: Invalid value: ["10.0.0.0/16","3000::/10","/a/.."]: may specify no more than one CIDR for each IP family

  metadata.annotations: {"scheduler.alpha.kubernetes.io/preferAvoidPods":"\n\t\t\t\t\t\t\t{\n\t\t\t\t\t\t\t    \"preferAvoidPods\": [\n\t\t\t\t\t\t\t        {\n\t\t\t\t\t\t\t            \"reason\": \"some reason\",\n\t\t\t\t\t\t\t            \"message\": \"some message\"\n\t\t\t\t\t\t\t        }\n\t\t\t\t\t\t\t    ]\n\t\t\t\t\t\t\t}_"}
! metadata.annotations.AvoidPods: Invalid value: "scheduler.alpha.kubernetes.io/preferAvoidPods": invalid character '_' after top-level value
`,
  },
  {
    kind: "Node",
    write: "update",
    rows: String.raw`
+ metadata.annotations: {"scheduler.alpha.kubernetes.io/preferAvoidPods":"/"}
! metadata.annotations.AvoidPods: Invalid value: "scheduler.alpha.kubernetes.io/preferAvoidPods": invalid character '/' looking for beginning of value
! metadata.annotations.AvoidPods: Invalid value: "scheduler.alpha.kubernetes.io/preferAvoidPods": invalid character '/' looking for beginning of value

+ metadata.annotations: {"scheduler.alpha.kubernetes.io/preferAvoidPods":".."}
! metadata.annotations.AvoidPods: Invalid value: "scheduler.alpha.kubernetes.io/preferAvoidPods": invalid character '.' looking for beginning of value
! metadata.annotations.AvoidPods: Invalid value: "scheduler.alpha.kubernetes.io/preferAvoidPods": invalid character '.' looking for beginning of value
`,
  },
  {
    kind: "PersistentVolume",
    write: "create",
    rows: String.raw`
  spec: {"capacity":{"storage":"1Gi"},"csi":{},"accessModes":["fakemode"],"hostPath":{"path":"/FOO"}}
! spec.accessModes: Unsupported value: "fakemode": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"
! spec.csi: Forbidden: may not specify more than 1 volume type

  spec: {"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"],"capacity":{"storage":"1Gi"},"glusterfs":{}}
! spec.glusterfs: Forbidden: may not specify more than 1 volume type

  spec: {"capacity":{"storage":"5G"},"gcePersistentDisk":{}}
! spec.accessModes: Required value
! spec.persistentDisk.pdName: Required value

  spec: {"cephfs":{},"capacity":{"storage":"0"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"]}
! spec.capacity[storage]: Invalid value: "0": must be greater than zero
! spec.cephFS: Forbidden: may not specify more than 1 volume type

  spec: {"capacity":{"storage":"10G"},"hostPath":{},"accessModes":["ReadWriteOnce"]}
! spec.hostPath.path: Required value

  spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{}}}
! spec.nodeAffinity.required.nodeSelectorTerms: Required value: must have at least one node selector term

  spec: {"hostPath":{"path":"/"},"accessModes":["ReadWriteOnce"],"scaleIO":{}}
! spec.capacity: Required value
! spec.capacity: Unsupported value: null: supported values: "storage"
! spec.scaleIO: Forbidden: may not specify more than 1 volume type

  spec: {"capacity":{"storage":"10G"},"hostPath":{},"accessModes":["ReadWriteOnce"],"storageos":{}}
! spec.hostPath.path: Required value
! spec.storageos: Forbidden: may not specify more than 1 volume type

  spec: {"rbd":{},"capacity":{"storage":"10G"},"hostPath":{"path":"/foo{{y*64}}"},"accessModes":["ReadWriteOncePod","ReadWriteMany"]}
! spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes
! spec.rbd: Forbidden: may not specify more than 1 volume type

  spec: {"capacity":{"storage":"10G"},"local":{},"accessModes":["READWRITEONCE"],"hostPath":{"path":"/foo"},"volumeAttributesClassName":"valid"}
! spec.accessModes: Unsupported value: "READWRITEONCE": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"
! spec.local: Forbidden: may not specify more than 1 volume type
! spec.csi: Required value: has to be specified when using volumeAttributesClassName

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"com.google.gcepd","volumeHandle":"foobar","controllerPublishSecretRef":{"name":"FOOBAR"}},"accessModes":["ReadWriteOnce"]}
! spec.csi.controllerPublishSecretRef.name: Invalid value: "FOOBAR": {{subdomain}}
! spec.csi.controllerPublishSecretRef.namespace: Required value

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"com.google.gcepd","volumeHandle":"foobar","nodePublishSecretRef":{"namespace":"foobar."},"controllerPublishSecretRef":{"namespace":"default"}},"accessModes":["ReadWriteOnce"]}
! spec.csi.controllerPublishSecretRef.name: Required value
! spec.csi.nodePublishSecretRef.name: Required value
! spec.csi.nodePublishSecretRef.namespace: Invalid value: "foobar.": {{label}}

  spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/a/..{{y*60}}"},"accessModes":["ReadWriteOnce"],"persistentVolumeReclaimPolicy":"Recycle"}
~ spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.

  spec: {"capacity":{"storage":"1Gi"},"csi":{"driver":"com.google.gcepd{{y*254}}","volumeHandle":"foobar","nodePublishSecretRef":{"namespace":"foobar"}},"accessModes":["ReadWriteOnce"]}
! spec.csi.driver: Too long: may not be more than 63 bytes
! spec.csi.driver: Invalid value: "com.google.gcepd{{y*254}}": must be no more than 253 characters
! spec.csi.nodePublishSecretRef.name: Required value

  spec: {"glusterfs":{"path":"/tmp"},"accessModes":["ReadWriteOnce"],"photonPersistentDisk":{}}
! spec.capacity: Required value
! spec.capacity: Unsupported value: null: supported values: "storage"
! spec.glusterfs.endpoints: Required value
! spec.photonPersistentDisk: Forbidden: may not specify more than 1 volume type

  spec: {"capacity":{"storage":"1Gi"},"glusterfs":{"endpoints":"my-endpoint","path":"/tmp","endpointsNamespace":"a/../b"},"accessModes":["ReadWriteOnce"]}
! spec.glusterfs.endpointsNamespace: Invalid value: "a/../b": {{label}}
`,
  },
  {
    kind: "PersistentVolume",
    write: "update",
    rows: String.raw`
- spec: {"gcePersistentDisk":{"pdName":"foo"},"nodeAffinity":{}}
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{"nodeSelectorTerms":[{}]}}}
! nodeAffinity: Invalid value: {"Required":{"NodeSelectorTerms":[{"MatchExpressions":null,"MatchFields":null}]}}: field is immutable, except for updating from beta label to GA

- spec.hostPath.path: "/foo"
+ spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["READWRITEONCE"],"volumeMode":"Block"}
! spec.accessModes: Unsupported value: "READWRITEONCE": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"
! spec.accessModes: Unsupported value: "READWRITEONCE": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"
! volumeMode: Invalid value: "Block": field is immutable

- spec.gcePersistentDisk.pdName: "foo"
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{"required":{}}}
! spec.nodeAffinity.required.nodeSelectorTerms: Required value: must have at least one node selector term
! spec.nodeAffinity.required.nodeSelectorTerms: Required value: must have at least one node selector term

- spec.gcePersistentDisk.pdName: "foo"
+ spec: {"capacity":{"storage":"10G"},"gcePersistentDisk":{"pdName":"foo"},"accessModes":["ReadWriteOnce"],"nodeAffinity":{}}
! spec.nodeAffinity.required: Required value: must specify required node constraints
! spec.nodeAffinity.required: Required value: must specify required node constraints

- spec.csi: {"driver":"test-driver","volumeHandle":"test-123"}
+ spec: {"capacity":{"storage":"10G"},"csi":{"driver":"test-driver","volumeHandle":"test-123"},"accessModes":["ReadWriteOnce"],"volumeAttributesClassName":"x{{y*318}}"}
! spec.volumeAttributesClassName: Invalid value: "x{{y*318}}": must be no more than 253 characters
! spec.volumeAttributesClassName: Invalid value: "x{{y*318}}": must be no more than 253 characters

- spec.csi: {"driver":"test-driver","volumeHandle":"test-123"}
+ spec: {"capacity":{"storage":"10G"},"csi":{"driver":"test-driver","volumeHandle":"test-123"},"volumeAttributesClassName":"/"}
! spec.accessModes: Required value
! spec.volumeAttributesClassName: Invalid value: "/": {{subdomain}}
! spec.accessModes: Required value
! spec.volumeAttributesClassName: Invalid value: "/": {{subdomain}}

- spec.hostPath.path: "/foo"
+ spec: {"capacity":{"storage":"10G"},"hostPath":{"path":"/foo"},"accessModes":["ReadWriteOnce"],"volumeMode":"/a/.."}
! spec.volumeMode: Unsupported value: "/a/..": supported values: "Block", "Filesystem"
! spec.volumeMode: Unsupported value: "/a/..": supported values: "Block", "Filesystem"
! volumeMode: Invalid value: "/a/..": field is immutable
`,
  },
  {
    kind: "PersistentVolumeClaim",
    write: "create",
    rows: String.raw`
  spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"volumeMode":"FAKE","selector":{"matchExpressions":[{"operator":"InvalidOp"}]}}
! spec.selector.matchExpressions[0].operator: Invalid value: "InvalidOp": not a valid selector operator
! spec.selector.matchExpressions[0].key: Invalid value: "": name part must be non-empty
! spec.selector.matchExpressions[0].key: Invalid value: "": {{labelName}}
! spec.volumeMode: Unsupported value: "FAKE": supported values: "Block", "Filesystem"

  spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"volumeAttributesClassName":"-invalid-{{y*254}}"}
! spec.volumeAttributesClassName: Invalid value: "-invalid-{{y*254}}": must be no more than 253 characters
! spec.volumeAttributesClassName: Invalid value: "-invalid-{{y*254}}": {{subdomain}}

  spec: {"accessModes":["ReadOnlyMany"],"volumeAttributesClassName":"-invalid-","selector":{"matchExpressions":[{"key":"../a"}]}}
! spec.selector.matchExpressions[0].operator: Invalid value: "": not a valid selector operator
! spec.selector.matchExpressions[0].key: Invalid value: "../a": prefix part {{subdomain}}
! spec.resources[storage]: Required value
! spec.volumeAttributesClassName: Invalid value: "-invalid-": {{subdomain}}
`,
  },
  {
    kind: "PersistentVolumeClaim",
    write: "update",
    rows: String.raw`
- spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}}}
- status.phase: "Bound"
+ spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"10G"}},"volumeAttributesClassName":"_"}
! spec.volumeAttributesClassName: Invalid value: "_": {{subdomain}}

- spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"15G"}}}
- status.phase: "Bound"
+ spec: {"accessModes":["ReadOnlyMany"],"resources":{"requests":{"storage":"."}}}
! spec.resources[storage]: Invalid value: "0": must be greater than zero
! spec.resources.requests.storage: Forbidden: field can not be less than status.capacity
`,
  },
  {
    kind: "Pod",
    write: "create",
    rows: String.raw`
  spec.containers[0].image: -
  spec.containers[0].ports: [{"name":"abc","containerPort":-1},{"name":"abc","containerPort":81}]
! spec.containers[0].image: Required value
! spec.containers[0].ports[0].containerPort: Invalid value: -1: must be between 1 and 65535, inclusive
! spec.containers[0].ports[1].name: Duplicate value: "abc"

  spec.containers[0].name: "/"
  spec.tolerations[0].operator: "Equal"
! spec.containers[0].name: Invalid value: "/": {{label}}
! spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when {{tick}}key{{tick}} is empty, which means "match all values and all keys"

  spec.containers[0].name: "a.b.c"
  spec.containers[1]: {"name":"c","image":"a","readinessProbe":{"tcpSocket":{}}}
! spec.containers[0].name: Invalid value: "a.b.c": must not contain dots
! spec.containers[1].readinessProbe.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive

  spec.containers[0].livenessProbe: {"exec":{},"failureThreshold":-1}
  spec.containers[0].readinessProbe: {"exec":{"command":["echo"]},"failureThreshold":-1}
! spec.containers[0].livenessProbe.exec.command: Required value
! spec.containers[0].livenessProbe.failureThreshold: Invalid value: -1: must be greater than or equal to 0
! spec.containers[0].readinessProbe.failureThreshold: Invalid value: -1: must be greater than or equal to 0

  spec.containers[1]: {"name":"c","image":"a"}
  spec.ephemeralContainers[0]: {"name":"debug!","image":"image"}
  spec.volumes[0]: {"name":"v","nfs":{"path":"/tmp"}}
! spec.volumes[0].nfs.server: Required value
! spec.containers[1].name: Duplicate value: "c"
! spec.ephemeralContainers[0].name: Invalid value: "debug!": {{label}}
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.initContainers: [{"name":"foo1","ports":[{}],"image":"a:1"},{"name":"life-123","image":"image","restartPolicy":"Always","lifecycle":{"preStop":{"tcpSocket":{}}}}]
  spec.containers[1]: {"name":"c","image":"a"}
! spec.containers[1].name: Duplicate value: "c"
! spec.initContainers[0].ports[0].containerPort: Required value
! spec.initContainers[1].lifecycle.preStop.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive

  spec.containers[0].image: -
  spec.containers[0].ports[0]: {"hostPort":-1,"containerPort":65536}
! spec.containers[0].image: Required value
! spec.containers[0].ports[0].containerPort: Invalid value: 65536: must be between 1 and 65535, inclusive
! spec.containers[0].ports[0].hostPort: Invalid value: -1: must be between 1 and 65535, inclusive

  spec.initContainers: [{"name":"foo1","image":"a:1"},{"name":"foo","ports":[{"containerPort":8090},{"name":"..","containerPort":8091}],"image":"a:1"}]
! spec.initContainers[1].ports[1].name: Invalid value: "..": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)
! spec.initContainers[1].ports[1].name: Invalid value: "..": must contain at least one letter (a-z)

  spec.volumes[0].name: "vol{{y*64}}"
  spec.ephemeralContainers[0]: {"name":"debug{{y*60}}","image":"image"}
! spec.volumes[0].name: Invalid value: "vol{{y*64}}": must be no more than 63 characters
! spec.ephemeralContainers[0].name: Invalid value: "debug{{y*60}}": must be no more than 63 characters
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.ephemeralContainers[0]: {"name":"test-container","volumeDevices":[{"name":"test-volume"}]}
  spec.hostUsers: false
! spec.ephemeralContainers[0].image: Required value
! spec.ephemeralContainers[0].volumeDevices[0].name: Not found: "test-volume"
! spec.ephemeralContainers[0].volumeDevices[0].devicePath: Required value
! spec.ephemeralContainers[0].volumeDevices: Forbidden: when {{tick}}hostUsers{{tick}} is false
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"items":[{"path":"/absolutepath"}]}}
  spec.containers[1]: {"name":"c","image":"a"}
  spec.restartPolicy: "newpolicy"
! spec.volumes[0].downwardAPI.path: Invalid value: "/absolutepath": must be a relative path
! spec.volumes[0].downwardAPI: Required value: one of fieldRef and resourceFieldRef is required
! spec.containers[1].name: Duplicate value: "c"
! spec.restartPolicy: Unsupported value: "newpolicy": supported values: "Always", "OnFailure", "Never"

  spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {"topologyKey":"k8s.io/zone","mismatchLabelKeys":["/simple"]}
! spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].mismatchLabelKeys: Forbidden: must not be specified when labelSelector is not set

  spec.volumes[0]: {"name":"foo","ephemeral":{}}
! spec.volumes[0].ephemeral.volumeClaimTemplate: Required value

  spec.initContainers[0]: {"name":"life-123","image":"image","restartPolicy":"Always","readinessProbe":{"tcpSocket":{"port":-1},"terminationGracePeriodSeconds":10}}
! spec.initContainers[0].readinessProbe.tcpSocket.port: Invalid value: -1: must be between 1 and 65535, inclusive
! spec.initContainers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 10: must not be set for readinessProbes

  spec.containers[0].livenessProbe: {"tcpSocket":{"port":70000},"successThreshold":2}
! spec.containers[0].livenessProbe.tcpSocket.port: Invalid value: 70000: must be between 1 and 65535, inclusive
! spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1

  spec.dnsConfig.searches[0]: "..{{y*254}}"
! spec.dnsConfig.searches[0]: Invalid value: "..{{y*254}}": must be no more than 253 characters
! spec.dnsConfig.searches[0]: Invalid value: "..{{y*254}}": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')

  spec.containers[0].name: "C"
  spec.hostnameOverride: "Not-RFC1123{{y*254}}"
! spec.containers[0].name: Invalid value: "C": {{label}}
! spec.hostnameOverride: Too long: may not be more than 64 bytes
! spec.hostnameOverride: Invalid value: "Not-RFC1123{{y*254}}": must be no more than 253 characters
! spec.hostnameOverride: Invalid value: "Not-RFC1123{{y*254}}": {{subdomain}}

  spec.activeDeadlineSeconds: -1
! spec.activeDeadlineSeconds: Invalid value: -1: must be between 1 and 2147483647, inclusive

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"fieldRef":{"fieldPath":"metadata.whoops/x"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.whoops/x": error converting fieldPath: field label not supported: metadata.whoops/x

  spec.os.name: "windows"
  spec.resourceClaims[0].name: "resource-claim{{y*60}}"
  spec.resources: {}
! spec.resourceClaims[0].name: Invalid value: "resource-claim{{y*60}}": must be no more than 63 characters
! spec.resourceClaims[0]: Invalid value: {"Name":"resource-claim{{y*60}}","ResourceClaimName":null,"ResourceClaimTemplateName":null}: must specify one of: {{tick}}resourceClaimName{{tick}}, {{tick}}resourceClaimTemplateName{{tick}}
! spec.resources: Forbidden: may not be set for a windows pod

  spec.volumes[0]: {"name":"cfgmap","configMap":{"name":"c","items":[{"path":"../foo"}]}}
! spec.volumes[0].configMap.items[0].key: Required value
! spec.volumes[0].configMap.items[0].path: Invalid value: "../foo": must not contain '..'

  spec.initContainers[0]: {"name":"live-123","image":"image","restartPolicy":"Always","livenessProbe":{"tcpSocket":{"port":80},"successThreshold":-1}}
! spec.initContainers[0].livenessProbe.successThreshold: Invalid value: -1: must be greater than or equal to 0
! spec.initContainers[0].livenessProbe.successThreshold: Invalid value: -1: must be 1

  spec.ephemeralContainers[0]: {"name":"../a","image":"image","resizePolicy":[{"resourceName":"cpu","restartPolicy":"NotRequired"},{"resourceName":"cpu","restartPolicy":"NotRequired"}]}
! spec.ephemeralContainers[0].name: Invalid value: "../a": {{label}}
! spec.ephemeralContainers[0].resizePolicy[1]: Duplicate value: "cpu"
! spec.ephemeralContainers[0].resizePolicy: Forbidden: cannot be set for an Ephemeral Container
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.initContainers: [{"name":"container-1-same-host-port-different-protocol","image":"image"},{"name":"container-2-same-host-port-different-protocol","image":"image"},{"name":"container-3-restart-always-with-lifecycle-hook-and-probes","image":"image"},{"name":"container-4-allowed-resize-policy","image":"image"},{"name":"restartcontainer-policy-allowed-if-already-exists","image":"nginx","resizePolicy":[{"resourceName":"cpu"}]}]
! spec.initContainers[4].resizePolicy: Required value

  spec.containers: -
  spec.volumes[0]: {"name":"downapi","downwardAPI":{"defaultMode":65536}}
! spec.volumes[0].downwardAPI.defaultMode: Invalid value: 65536: must be a number between 0 and 0777 (octal), both inclusive
! spec.containers: Required value

  spec.initContainers[0]: {"name":"abc","image":"image","ports":[{"containerPort":8080},{"hostPort":8080,"containerPort":8080}]}
~ spec.initContainers[0].ports[1]: overlapping port definition with spec.initContainers[0].ports[0]

  spec.containers[0].name: -
  spec.containers[0].image: -
  spec.containers[0].securityContext.appArmorProfile: {}
  spec.os.name: "windows"
! spec.containers[0].name: Required value
! spec.containers[0].image: Required value
! spec.containers[0].securityContext.appArmorProfile.type: Required value: type is required when appArmorProfile is set
! spec.containers[0].securityContext.appArmorProfile: Forbidden: cannot be set for a windows pod

  spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"preference":{"matchExpressions":[{"key":"foo","operator":"In","values":["/a/.."]}]}}
~ spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values[0]: /a/.. is invalid, {{labelValue}}

  spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"podAffinityTerm":{"topologyKey":"region","namespaceSelector":{"matchExpressions":[{"key":"key2","operator":"../a"}]}}}
! spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.namespaceSelector.matchExpressions[0].operator: Invalid value: "../a": not a valid selector operator

  spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {"labelSelector":{},"topologyKey":"k8s.io/zone","mismatchLabelKeys":[""]}
! spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].mismatchLabelKeys[0]: Invalid value: "": name part must be non-empty
! spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].mismatchLabelKeys[0]: Invalid value: "": {{labelName}}

  spec.initContainers[0]: {"name":"standard-init-no-restart","image":"image","resizePolicy":[{"resourceName":"cpu","restartPolicy":"/"}]}
! spec.initContainers[0].resizePolicy: Unsupported value: "/": supported values: "NotRequired", "RestartContainer"

  metadata.annotations: {"container.seccomp.security.alpha.kubernetes.io/ctr":"unconfinedé"}
  spec.containers[1]: {"name":"ctr","image":"a","securityContext":{"seccompProfile":{"type":"RuntimeDefault"}}}
! metadata.annotations.container.seccomp.security.alpha.kubernetes.io/ctr: Invalid value: "unconfinedé": must be a valid seccomp profile
! spec.containers[1].securityContext.seccompProfile.type: Forbidden: seccomp type in annotation and field must match

  spec.schedulingGates: [{"name":"foo"},{"name":"../a"}]
! spec.schedulingGates[1]: Invalid value: "../a": prefix part {{subdomain}}

  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone","minDomains":-1}
! spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "": supported values: "DoNotSchedule", "ScheduleAnyway"
! spec.topologySpreadConstraints[0].minDomains: Invalid value: -1: must be greater than zero
! spec.topologySpreadConstraints[0].minDomains: Invalid value: -1: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not 

  spec.tolerations[0]: {"key":"foo{{y*254}}","operator":"In"}
! spec.tolerations[0].key: Invalid value: "foo{{y*254}}": name part must be no more than 63 bytes
! spec.tolerations[0].operator: Unsupported value: "In": supported values: "Equal", "Exists"

  spec.resourceClaims[0].name: "resource-claim"
  spec.resources.claims[0]: {}
! spec.resourceClaims[0]: Invalid value: {"Name":"resource-claim","ResourceClaimName":null,"ResourceClaimTemplateName":null}: must specify one of: {{tick}}resourceClaimName{{tick}}, {{tick}}resourceClaimTemplateName{{tick}}
! spec.resources.claims: Forbidden: claims may not be set for Resources at pod-level
! spec.resources.claims[0]: Required value

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"items":[{"path":"/a/..{{y*254}}","resourceFieldRef":{}}]}}
! spec.volumes[0].downwardAPI.path: Invalid value: "/a/..{{y*254}}": must be a relative path
! spec.volumes[0].downwardAPI.resourceFieldRef.containerName: Required value

  spec.tolerations[0]: {"operator":"Exists","effect":"NOSCHEDULE","tolerationSeconds":20}
! spec.tolerations[0].effect: Invalid value: "NOSCHEDULE": effect must be 'NoExecute' when {{tick}}tolerationSeconds{{tick}} is set
! spec.tolerations[0].effect: Unsupported value: "NOSCHEDULE": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"

  spec.containers: -
  spec.volumes: [{"name":"abc"},{"name":"abc-123","persistentVolumeClaim":{}},{"name":"abc"}]
! spec.volumes[1].persistentVolumeClaim.claimName: Required value
! spec.volumes[2].name: Duplicate value: "abc"
! spec.containers: Required value

  spec.volumes[0]: {"name":"foo","projected":{"sources":[{"secret":{"name":"TestSecret","items":[{"key":"mykey","path":".."}]}}]}}
! spec.volumes[0].projected.sources[0].secret.items[0].path: Invalid value: "..": must not contain '..'
! spec.volumes[0].projected.sources[0].secret.items[0].path: Invalid value: "..": must not start with '..'

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"10G"}},"dataSource":{"apiGroup":"^invalid{{y*254}}","kind":"Foo","name":"foo1"}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSource.apiGroup: Invalid value: "^invalid{{y*254}}": must be no more than 253 characters
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSource.apiGroup: Invalid value: "^invalid{{y*254}}": {{subdomain}}

  spec.containers[1]: {"name":"c","image":"a"}
  spec.containers[2]: {"name":"c","image":"a"}
  spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {"labelSelector":{},"topologyKey":"k8s.io/zone","matchLabelKeys":[".."]}
! spec.containers[1].name: Duplicate value: "c"
! spec.containers[2].name: Duplicate value: "c"
! spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys[0]: Invalid value: "..": {{labelName}}

  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"NoUppercaseOrSpecialCharsLike=Equals":"foo_"}}}
! spec.topologySpreadConstraints[0].labelSelector.matchLabels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! spec.topologySpreadConstraints[0].labelSelector.matchLabels: Invalid value: "foo_": {{labelValue}}

  spec.volumes: [{"name":"hostpath","hostPath":{"path":"/mnt/path/.."}},{"name":"iscsi","iscsi":{"targetPortal":"127.0.0.1","iqn":".."}}]
  spec.containers[1]: {"name":"c","image":"a"}
! spec.volumes[0].hostPath.path: Invalid value: "/mnt/path/..": must not contain '..'
! spec.volumes[1].iscsi.iqn: Invalid value: "..": must be valid format starting with iqn, eui, or naa
! spec.containers[1].name: Duplicate value: "c"

  spec.containers[0].lifecycle.preStop.sleep.seconds: 5
  spec.terminationGracePeriodSeconds: -1
! spec.containers[0].lifecycle.preStop.sleep: Invalid value: 5: must be non-negative and less than terminationGracePeriodSeconds (1)

  spec.volumes[0]: {}
  spec.containers[0].volumeMounts[0]: {"name":"123","recursiveReadOnly":"","mountPath":"/RRO-BAD1"}
  spec.containers[0].volumeDevices[0]: {"name":"xyz","devicePath":"/mnt/exists"}
! spec.volumes[0].name: Required value
! spec.containers[0].volumeMounts[0].name: Not found: "123"
! spec.containers[0].volumeMounts.recursiveReadOnly: Unsupported value: "": supported values: "Disabled", "Enabled", "IfPossible"
! spec.containers[0].volumeDevices[0].name: Not found: "xyz"

  spec.containers[1]: {"name":"c","image":"a"}
  spec.dnsPolicy: "None"
  spec.dnsConfig: {}
  spec.schedulingGates: [{"name":"foo"},{"name":"\nbar{{y*254}}"}]
! spec.containers[1].name: Duplicate value: "c"
! spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when {{tick}}dnsPolicy{{tick}} is None
! spec.schedulingGates[1]: Invalid value: "\nbar{{y*254}}": name part must be no more than 63 bytes
! spec.schedulingGates[1]: Invalid value: "\nbar{{y*254}}": {{labelName}}

  spec.volumes[0]: {"name":"foo","ephemeral":{"volumeClaimTemplate":{"spec":{"accessModes":["."],"resources":{"requests":{"storage":"10G"}},"dataSource":{"kind":"PersistentVolumeClaim"}}}}}
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Unsupported value: ".": supported values: "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"
! spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSource.name: Required value

  spec.containers[0].name: -
  spec.containers[0].securityContext.procMount: "UNMASKED"
! spec.containers[0].name: Required value
! spec.containers[0].securityContext.procMount: Unsupported value: "UNMASKED": supported values: "Default", "Unmasked"

  spec.containers[0].name: "/a/.."
  spec.containers[0].env[0]: {"name":"abc","value":"foo","valueFrom":{"fieldRef":{"fieldPath":"METADATA.NAME"}}}
! spec.containers[0].name: Invalid value: "/a/..": {{label}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "METADATA.NAME": error converting fieldPath: field label not supported: METADATA.NAME
! spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when {{tick}}value{{tick}} is not empty

  spec.volumes[0]: {"name":"fc","fc":{"targetWWNs":["wwn"],"lun":70000}}
! spec.volumes[0].fc.lun: Invalid value: 70000: must be between 0 and 255, inclusive

  spec.volumes[0]: {"name":"v","csi":{"driver":"com.google.gcepd{{y*254}}"}}
  spec.containers[0].name: -
! spec.volumes[0].csi.driver: Too long: may not be more than 63 bytes
! spec.volumes[0].csi.driver: Invalid value: "com.google.gcepd{{y*254}}": must be no more than 253 characters
! spec.containers[0].name: Required value

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"items":[{"path":"path","fieldRef":{"fieldPath":"metadata.labels{{y*254}}"},"mode":-1}]}}
! spec.volumes[0].downwardAPI.fieldRef.fieldPath: Invalid value: "metadata.labels{{y*254}}": error converting fieldPath: field label not supported: metadata.labels{{y*254}}
! spec.volumes[0].downwardAPI.mode: Invalid value: -1: must be a number between 0 and 0777 (octal), both inclusive

  spec.containers[0].resources.claims[0].name: "no-such-claim"
  spec.resourceClaims[0]: {"name":"MY-CLAIM","resourceClaimName":"some-claim"}
! spec.resourceClaims[0].name: Invalid value: "MY-CLAIM": {{label}}
! spec.containers[0].resources.claims[0]: Not found: "no-such-claim": must be one of the names in pod.spec.resourceClaims: MY-CLAIM

  spec.containers[0].env[0]: {"name":"abc","value":"foo","valueFrom":{"fieldRef":{"fieldPath":"metadata.name."}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.name.": error converting fieldPath: field label not supported: metadata.name.
! spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when {{tick}}value{{tick}} is not empty

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"bar{{y*254}}"}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! metadata.labels: Invalid value: "bar{{y*254}}": must be no more than 63 bytes

  spec.containers[0].env[0]: {"name":"labels","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels!"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.labels!": error converting fieldPath: field label not supported: metadata.labels!

  spec.containers[1]: {"name":"c","image":"a"}
  spec.securityContext.windowsOptions.runAsUserName: "Container\\Foo\\Lish"
  spec.volumes[0]: {"name":"foo","projected":{"sources":[{"secret":{"name":"TestSecret","items":[{"key":"MYKEY"}]}}]}}
! spec.volumes[0].projected.sources[0].secret.items[0].path: Required value
! spec.containers[1].name: Duplicate value: "c"
! spec.securityContext.windowsOptions.runAsUserName: Invalid value: "Container\\Foo\\Lish": runAsUserName cannot contain more than one backslash

  spec.initContainers[0]: {"name":"restartable-init","image":"image","restartPolicy":"Always","startupProbe":{"successThreshold":2}}
  spec.containers[0].image: -
  spec.containers[1]: {"name":"c","image":"a"}
! spec.containers[0].image: Required value
! spec.containers[1].name: Duplicate value: "c"
! spec.initContainers[0].startupProbe: Required value: must specify a handler type
! spec.initContainers[0].startupProbe.successThreshold: Invalid value: 2: must be 1

  spec.hostNetwork: true
  spec.hostUsers: false
  spec.os.name: "windows"
! spec.hostNetwork: Forbidden: when {{tick}}hostUsers{{tick}} is false
! spec.hostUsers: Forbidden: cannot be set for a windows pod

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels['Www.k8s.io/test']{{y*60}}"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.labels['Www.k8s.io/test']{{y*60}}": error converting fieldPath: field label not supported: metadata.labels['Www.k8s.io/test']{{y*60}}

  spec.containers[0].resources.claims: [{"name":"my-claim","request":"req-0"},{"name":"my-claim","request":"req-0{{y*64}}"}]
  spec.resourceClaims[0]: {"name":"my-claim","resourceClaimName":"some-claim"}
! spec.containers[0].resources.claims[1].request: Invalid value: "req-0{{y*64}}": must be no more than 63 characters

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"bar/x"}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! metadata.labels: Invalid value: "bar/x": {{labelValue}}

  spec.volumes[0]: {"name":"fc","fc":{"targetWWNs":["some_wwn"],"lun":1,"wwids":["some_wwid"]}}
  spec.containers[1]: {"name":"c","image":"a","lifecycle":{"preStop":{"httpGet":{"port":"x{{y*60}}"}}}}
! spec.volumes[0].fc.targetWWNs: Invalid value: ["some_wwn"]: targetWWNs and wwids can not be specified simultaneously
! spec.containers[1].name: Duplicate value: "c"
! spec.containers[1].lifecycle.preStop.httpGet.port: Invalid value: "x{{y*60}}": must be no more than 15 characters

  spec.containers[0].ports: [{"containerPort":80,"protocol":"UDP"},{"containerPort":80,"protocol":"UDP","hostIP":"/a/.."}]
~ spec.containers[0].ports[1]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:UDP HostIP:/a/..}
~ spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]

  spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"podAffinityTerm":{"topologyKey":"region"}}
~ spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector: a null labelSelector results in matching no pod

  metadata.annotations: {"container.apparmor.security.beta.kubernetes.io/ctr":"localhost/foo{{y*64}}"}
  spec.containers[1]: {"name":"ctr","image":"a","securityContext":{"appArmorProfile":{"type":"Localhost"}}}
! spec.containers[1].securityContext.appArmorProfile.localhostProfile: Required value: must be set when AppArmor type is Localhost
! spec.containers[1].securityContext.appArmorProfile.localhostProfile: Forbidden: apparmor profile in annotation and field must match

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"fieldRef":{"fieldPath":"./x"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "./x": error converting fieldPath: field label not supported: ./x

  spec.initContainers[0]: {"name":"foo1","ports":[{"name":"test-","containerPort":80}],"image":"a:1"}
  spec.containers[1]: {"name":"c","image":"a"}
! spec.containers[1].name: Duplicate value: "c"
! spec.initContainers[0].ports[0].name: Invalid value: "test-": must not begin or end with a hyphen

  spec.containers[0].ports: [{"containerPort":80,"hostIP":"10.0.0.1"},{"containerPort":80,"protocol":"UDP"},{"containerPort":80}]
~ spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:TCP HostIP:10.0.0.1}
~ spec.containers[0].ports[2]: overlapping port definition with spec.containers[0].ports[0]

  spec.containers: -
  spec.initContainers[0]: {"name":"life-123","image":"..","restartPolicy":"Always","readinessProbe":{"terminationGracePeriodSeconds":10}}
! spec.containers: Required value
! spec.initContainers[0].readinessProbe: Required value: must specify a handler type
! spec.initContainers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 10: must not be set for readinessProbes

  spec.volumes[0]: {"name":"s","flocker":{}}
  spec.containers[1]: {"name":"c","image":"a","livenessProbe":{"tcpSocket":{"port":-1}}}
! spec.volumes[0].flocker: Required value: one of datasetName and datasetUUID is required
! spec.containers[1].name: Duplicate value: "c"
! spec.containers[1].livenessProbe.tcpSocket.port: Invalid value: -1: must be between 1 and 65535, inclusive

  spec.containers: -
  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone","minDomains":10}
! spec.containers: Required value
! spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "": supported values: "DoNotSchedule", "ScheduleAnyway"
! spec.topologySpreadConstraints[0].minDomains: Invalid value: 10: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not 

  spec.containers[0].env[0]: {"name":"labels","valueFrom":{"fieldRef":{"fieldPath":"metadata.name['key']/"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.name['key']/": error converting fieldPath: field label not supported: metadata.name['key']/

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"items":[{"path":"../../passwd","fieldRef":{}}]}}
! spec.volumes[0].downwardAPI.path: Invalid value: "../../passwd": must not contain '..'
! spec.volumes[0].downwardAPI.fieldRef.fieldPath: Required value

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"fieldRef":{"fieldPath":"metadata.nameé"},"secretKeyRef":{"name":"a-secret","key":"a-key"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.nameé": error converting fieldPath: field label not supported: metadata.nameé
! spec.containers[0].env[0].valueFrom: Invalid value: "": may not have more than one field specified at a time

  spec.containers[0].name: -
  spec.tolerations[0].key: "/"
! spec.containers[0].name: Required value
! spec.tolerations[0].key: Invalid value: "/": prefix part must be non-empty
! spec.tolerations[0].key: Invalid value: "/": name part must be non-empty
! spec.tolerations[0].key: Invalid value: "/": {{labelName}}

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"fieldRef":{"fieldPath":"metadata.annotations{{y*64}}"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.annotations{{y*64}}": error converting fieldPath: field label not supported: metadata.annotations{{y*64}}

  spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]: {"labelSelector":{},"topologyKey":"k8s.io/zone","matchLabelKeys":["sameke{{y*255}}"]}
! spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys[0]: Invalid value: "sameke{{y*255}}": name part must be no more than 63 bytes

  spec.containers[0].name: -
  spec.ephemeralContainers[0]: {"name":"debug","image":"image","ports":[{"containerPort":65536}]}
! spec.containers[0].name: Required value
! spec.ephemeralContainers[0].ports[0].containerPort: Invalid value: 65536: must be between 1 and 65535, inclusive
! spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container
! spec.ephemeralContainers: Forbidden: cannot be set on create

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"fieldRef":{"fieldPath":"METADATA.WHOOPS"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "METADATA.WHOOPS": error converting fieldPath: field label not supported: METADATA.WHOOPS

  spec.containers[0].resources.claims[0].name: "my-claim"
  spec.resourceClaims[0]: {"name":"my-claim!","resourceClaimName":"some-claim"}
! spec.resourceClaims[0].name: Invalid value: "my-claim!": {{label}}
! spec.containers[0].resources.claims[0]: Not found: "my-claim": must be one of the names in pod.spec.resourceClaims: my-claim!

  spec.containers[0].ports[0]: {"containerPort":80,"protocol":"UDP","hostIP":"/"}
~ spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:UDP HostIP:/}

  spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"podAffinityTerm":{"topologyKey":"region"}}
~ spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector: a null labelSelector results in matching no pod

  spec.containers[0].env[0]: {"name":"labels","valueFrom":{"fieldRef":{"fieldPath":"METADATA.NAME['KEY']"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "METADATA.NAME['KEY']": error converting fieldPath: field label does not support subscript: METADATA.NAME['KEY']

  spec.topologySpreadConstraints[0]: {"maxSkew":1,"topologyKey":"k8s.io/zone","whenUnsatisfiable":"DoNotSchedule-","minDomains":-1}
! spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "DoNotSchedule-": supported values: "DoNotSchedule", "ScheduleAnyway"
! spec.topologySpreadConstraints[0].minDomains: Invalid value: -1: must be greater than zero
! spec.topologySpreadConstraints[0].minDomains: Invalid value: -1: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not DoNotSchedule-

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels['Www.k8s.io/test']é"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.labels['Www.k8s.io/test']é": error converting fieldPath: field label not supported: metadata.labels['Www.k8s.io/test']é

  spec.containers[1].name: "c"
  spec.serviceAccountName: "invalidName"
  spec.volumes[0]: {"name":"projected-volume","projected":{"sources":[{"serviceAccountToken":{}}]}}
! spec.volumes[0].projected.path: Required value
! spec.containers[1].image: Required value
! spec.containers[1].name: Duplicate value: "c"
! spec.serviceAccountName: Invalid value: "invalidName": {{subdomain}}

  spec.containers[1]: {"name":"c","image":"a"}
  spec.hostPID: true
  spec.os.name: "windows"
! spec.containers[1].name: Duplicate value: "c"
! spec.hostPID: Forbidden: cannot be set for a windows pod

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"items":[{"path":"test","fieldRef":{"fieldPath":"metadata.labelsé"},"resourceFieldRef":{}}]}}
! spec.volumes[0].downwardAPI.fieldRef.fieldPath: Invalid value: "metadata.labelsé": error converting fieldPath: field label not supported: metadata.labelsé
! spec.volumes[0].downwardAPI: Invalid value: "resource": fieldRef and resourceFieldRef can not be specified simultaneously

  spec.containers[0].env[0]: {"name":"labels","valueFrom":{"fieldRef":{"fieldPath":"metadata.name['key']é"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.name['key']é": error converting fieldPath: field label not supported: metadata.name['key']é

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"items":[{"path":"/absolutepath","fieldRef":{"fieldPath":"/"}}]}}
! spec.volumes[0].downwardAPI.path: Invalid value: "/absolutepath": must be a relative path
! spec.volumes[0].downwardAPI.fieldRef.fieldPath: Invalid value: "/": error converting fieldPath: field label not supported: /

  spec.containers[0].ports: [{"containerPort":80,"protocol":"UDP"},{"containerPort":80,"protocol":"UDP","hostIP":".."}]
~ spec.containers[0].ports[1]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:UDP HostIP:..}
~ spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]

  spec.containers[0].env[0]: {"name":"abc","valueFrom":{"fieldRef":{"fieldPath":"status.phase-"}}}
! spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "status.phase-": error converting fieldPath: field label not supported: status.phase-

  spec.runtimeClassName: "invalid/sandbox{{y*254}}"
! spec.runtimeClassName: Invalid value: "invalid/sandbox{{y*254}}": must be no more than 253 characters
! spec.runtimeClassName: Invalid value: "invalid/sandbox{{y*254}}": {{subdomain}}

  spec.volumes[0]: {"name":"downapi","downwardAPI":{"items":[{"path":"..badFileName.","fieldRef":{"fieldPath":"."}}]}}
! spec.volumes[0].downwardAPI.path: Invalid value: "..badFileName.": must not start with '..'
! spec.volumes[0].downwardAPI.fieldRef.fieldPath: Invalid value: ".": error converting fieldPath: field label not supported: .

  spec.nodeName: "node name{{y*254}}"
! spec.nodeName: Invalid value: "node name{{y*254}}": must be no more than 253 characters
! spec.nodeName: Invalid value: "node name{{y*254}}": {{subdomain}}
`,
  },
  {
    kind: "Pod",
    write: "update",
    rows: String.raw`
- spec.containers[0].name: -
- spec.containers[0].image: -
+ spec: -
! spec.containers: Required value
! spec.containers: Forbidden: pod updates may not add or remove containers

+ spec.containers[0].imagePullPolicy: "IfNotPresent/x"
+ spec.containers[1]: {"name":"c","image":"a"}
! spec.containers[0].imagePullPolicy: Unsupported value: "IfNotPresent/x": supported values: "Always", "IfNotPresent", "Never"
! spec.containers[1].name: Duplicate value: "c"
! spec.containers: Forbidden: pod updates may not add or remove containers

- spec.containers[0].name: -
- spec.containers[0].image: -
+ spec.containers: -
+ spec.schedulingGates[0]: {}
! spec.containers: Required value
! spec.schedulingGates[0]: Invalid value: "": name part must be non-empty
! spec.schedulingGates[0]: Invalid value: "": {{labelName}}
! spec.containers: Forbidden: pod updates may not add or remove containers

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.schedulingGates[0].name: "baz{{y*254}}"
! spec.schedulingGates[0]: Invalid value: "baz{{y*254}}": name part must be no more than 63 bytes
! spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'baz{{y*254}}'

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.schedulingGates: [{"name":"baz"},{"name":"baz"}]
! spec.schedulingGates[1]: Duplicate value: "baz"
! spec.schedulingGates[1].name: Forbidden: only deletion is allowed, but found new scheduling gate 'baz'

- spec.containers[0].name: -
- spec.containers[0].image: -
+ spec.containers: -
+ spec.nodeName: "FOO"
! spec.containers: Required value
! spec.nodeName: Invalid value: "FOO": {{subdomain}}
! spec.containers: Forbidden: pod updates may not add or remove containers

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.schedulingGates[0].name: "FOO"
! spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'FOO'

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.schedulingGates[0]: {}
! spec.schedulingGates[0]: Invalid value: "": name part must be non-empty
! spec.schedulingGates[0]: Invalid value: "": {{labelName}}
! spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate ''

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.schedulingGates[0].name: "../a"
! spec.schedulingGates[0]: Invalid value: "../a": prefix part {{subdomain}}
! spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate '../a'

- spec.containers[0].image: -
+ metadata.deletionGracePeriodSeconds: 0
+ spec.containers[0].image: "."
! metadata.deletionGracePeriodSeconds: Invalid value: 0: field is immutable
! metadata.deletionGracePeriodSeconds: Invalid value: 0: field is immutable

+ spec.containers[0].name: "../a"
+ spec.activeDeadlineSeconds: -1
! spec.containers[0].name: Invalid value: "../a": {{label}}
! spec.activeDeadlineSeconds: Invalid value: -1: must be between 1 and 2147483647, inclusive
! spec.activeDeadlineSeconds: Invalid value: -1: must be between 0 and 2147483647, inclusive

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.schedulingGates[0].name: "foo-"
! spec.schedulingGates[0]: Invalid value: "foo-": {{labelName}}
! spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'foo-'

- spec.containers[0].image: -
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.schedulingGates[0].name: "foo/"
! spec.schedulingGates[0]: Invalid value: "foo/": name part must be non-empty
! spec.schedulingGates[0]: Invalid value: "foo/": {{labelName}}
! spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'foo/'

- spec.activeDeadlineSeconds: 30
+ spec.activeDeadlineSeconds: 70000
! spec.activeDeadlineSeconds: Invalid value: 70000: must be less than or equal to previous value

- spec.containers[0].image: -
- spec.nodeSelector.foo: "bar"
- spec.schedulingGates[0]: {}
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
+ spec.nodeSelector.foo: "new value{{y*64}}"
! spec.nodeSelector: Invalid value: "new value{{y*64}}": must be no more than 63 bytes
! spec.nodeSelector: Invalid value: "new value{{y*64}}": {{labelValue}}
! spec.nodeSelector: Invalid value: {"foo":"new value{{y*64}}"}: only additions to spec.nodeSelector are allowed (no mutations or deletions)

- spec.containers[0].image: -
+ metadata.deletionGracePeriodSeconds: -1
+ spec.containers[0].imagePullPolicy: "IfNotPresent"
! metadata.deletionGracePeriodSeconds: Invalid value: -1: field is immutable
! metadata.deletionGracePeriodSeconds: Invalid value: -1: field is immutable
`,
  },
  {
    kind: "Pod",
    write: "ephemeralcontainers",
    rows: String.raw`
- spec.ephemeralContainers[0].name: "debugger1"
+ spec.ephemeralContainers: [{},{"image":"busybox"}]
! spec.ephemeralContainers[0].name: Required value
! spec.ephemeralContainers[0].image: Required value
! spec.ephemeralContainers[1].name: Required value
! spec.ephemeralContainers[1].name: Duplicate value: ""
! spec.ephemeralContainers: Forbidden: existing ephemeral containers "debugger1" may not be removed⏎

+ spec.ephemeralContainers[0]: {"name":"debugger1{{y*60}}","image":"image"}
! spec.ephemeralContainers[0].name: Invalid value: "debugger1{{y*60}}": must be no more than 63 characters

- spec.ephemeralContainers[0].name: "debugger1"
+ spec.ephemeralContainers[0]: {"name":"debugger1.","image":"busybox"}
! spec.ephemeralContainers[0].name: Invalid value: "debugger1.": {{label}}
! spec.ephemeralContainers: Forbidden: existing ephemeral containers "debugger1" may not be removed⏎
`,
  },
  {
    kind: "Pod",
    write: "resize",
    rows: String.raw`
  spec.initContainers[0].name: "container"
- spec.containers[0].name: -
- spec.containers[0].image: -
+ spec.containers: -
! spec.containers: Required value
! spec.initContainers[0].image: Required value
! spec.containers: Forbidden: containers may not be added or removed on resize

- spec.initContainers[0]: {}
- spec.containers[0].name: -
- spec.containers[0].image: -
+ spec: -
! spec.containers: Required value
! spec.containers: Forbidden: containers may not be added or removed on resize
! spec.initContainers: Forbidden: initContainers may not be added or removed on resize

+ spec.containers[0].name: "c-"
! spec.containers[0].name: Invalid value: "c-": {{label}}
! spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize

- spec.initContainers[0].name: "ctr-1"
+ spec.initContainers[0]: {}
! spec.initContainers[0].name: Required value
! spec.initContainers[0].image: Required value
! spec.initContainers[0].name: Forbidden: initContainers may not be renamed or reordered on resize

- spec.containers[0].name: -
- spec.containers[0].image: -
- spec.containers[1]: {}
+ spec.containers[1]: {"name":"c1{{y*254}}","image":"image"}
! spec.containers[1].name: Invalid value: "c1{{y*254}}": must be no more than 63 characters
! spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize
! spec.containers[1].name: Forbidden: containers may not be renamed or reordered on resize

+ spec.containers[1]: {"name":"c","image":"A"}
+ spec.resources.requests: {"memory":"100Mi","storage":"200Mi"}
! spec.containers[1].name: Duplicate value: "c"
! spec.resources.requests[storage]: Unsupported value: "storage": supported values: "cpu", "hugepages-", "memory"
! spec: Invalid value: "": Pod QOS Class may not change as a result of resizing
! spec: Forbidden: only cpu and memory resources are mutable at pod-level
! spec.containers: Forbidden: containers may not be added or removed on resize

- spec.initContainers[0]: {"name":"ctr-1","image":"image"}
+ spec.initContainers[0]: {"name":"ctr-1","resizePolicy":[{"resourceName":"cpu"}]}
! spec.initContainers[0].resizePolicy: Required value
! spec.initContainers[0]: Forbidden: only cpu and memory resources for init or sidecar containers are mutable
`,
  },
  {
    kind: "Pod",
    write: "status",
    rows: String.raw`
+ status.hostIPs: [{"ip":"1.1.1.1"},{"ip":"1.1.1.1"},{"ip":"::1"}]
! status.hostIPs[0].ip: Invalid value: "1.1.1.1": must be equal to {{tick}}hostIP{{tick}}
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"1.1.1.1"},{"IP":"::1"}]: may specify no more than one IP for each IP family

+ status.hostIPs: [{"ip":"1.1.1.1{{y*60}}"},{"ip":"2.2.2.2"}]
! status.hostIPs[0].ip: Invalid value: "1.1.1.1{{y*60}}": must be equal to {{tick}}hostIP{{tick}}
! status.hostIPs[0]: Invalid value: "1.1.1.1{{y*60}}": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: 1.1.1.1{{y*60}}
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1{{y*60}}"},{"IP":"2.2.2.2"}]: may specify no more than one IP for each IP family

+ status: {"hostIP":"1.1.1.1","hostIPs":[{},{"ip":"2.2.2.2"}]}
! status.hostIPs[0].ip: Invalid value: "": must be equal to {{tick}}hostIP{{tick}}
! status.hostIPs[0]: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: 
! status.hostIPs: Invalid value: [{"IP":""},{"IP":"2.2.2.2"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"::1"},{}]
! status.podIPs[1]: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: 
! status.podIPs: Invalid value: [{"IP":"::1"},{"IP":""}]: may specify no more than one IP for each IP family

+ status.extendedResourceClaimStatus: {"requestMappings":[{"containerName":"initctr","requestName":"container-0-request-0-"}],"resourceClaimName":"xyz"}
! status.extendedResourceClaimStatus.requestMappings[0].containerName: Invalid value: "initctr": must match the name of an entry in spec.initContainers.name or spec.containers.name
! status.extendedResourceClaimStatus.requestName: Invalid value: "container-0-request-0-": {{label}}

+ status: {"hostIP":"1.1.1.1","hostIPs":[{"ip":"1.1.1.1"},{"ip":"1.1.1.1"},{"ip":"."}]}
! status.hostIPs[2]: Invalid value: ".": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[2]: .
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"1.1.1.1"},{"IP":"."}]: may specify no more than one IP for each IP family

+ status: {"hostIP":"1.1.1.1","hostIPs":[{"ip":"1.1.1.1"},{"ip":"/"},{"ip":"::1"}]}
! status.hostIPs[1]: Invalid value: "/": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: /
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"/"},{"IP":"::1"}]: may specify no more than one IP for each IP family

+ status.hostIPs: [{"ip":"1.1.1.1."},{"ip":"1.1.1.1"},{"ip":"::1"}]
! status.hostIPs[0].ip: Invalid value: "1.1.1.1.": must be equal to {{tick}}hostIP{{tick}}
! status.hostIPs[0]: Invalid value: "1.1.1.1.": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: 1.1.1.1.
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1."},{"IP":"1.1.1.1"},{"IP":"::1"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1"},{"ip":"."},{"ip":"::1"}]
! status.podIPs[1]: Invalid value: ".": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: .
! status.podIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"."},{"IP":"::1"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1"},{"ip":"::1"},{"ip":"::1{{y*60}}"}]
! status.podIPs[2]: Invalid value: "::1{{y*60}}": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[2]: ::1{{y*60}}
! status.podIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1"},{"IP":"::1{{y*60}}"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1"},{"ip":"::1"},{"ip":"/a/.."}]
! status.podIPs[2]: Invalid value: "/a/..": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[2]: /a/..
! status.podIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1"},{"IP":"/a/.."}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1_"},{"ip":"1.1.1.1"},{"ip":"::1"}]
! status.podIPs[0]: Invalid value: "1.1.1.1_": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: 1.1.1.1_
! status.podIPs: Invalid value: [{"IP":"1.1.1.1_"},{"IP":"1.1.1.1"},{"IP":"::1"}]: may specify no more than one IP for each IP family

+ status: {"hostIP":"::1","hostIPs":[{"ip":"::1"},{"ip":"::2{{y*64}}"}]}
! status.hostIPs[1]: Invalid value: "::2{{y*64}}": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: ::2{{y*64}}
! status.hostIPs: Invalid value: [{"IP":"::1"},{"IP":"::2{{y*64}}"}]: may specify no more than one IP for each IP family

+ status.hostIPs: [{"ip":"../a"},{"ip":"1.1.1.1"},{"ip":"::1"}]
! status.hostIPs[0].ip: Invalid value: "../a": must be equal to {{tick}}hostIP{{tick}}
! status.hostIPs[0]: Invalid value: "../a": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: ../a
! status.hostIPs: Invalid value: [{"IP":"../a"},{"IP":"1.1.1.1"},{"IP":"::1"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"::1{{y*254}}"},{"ip":"::2"}]
! status.podIPs[0]: Invalid value: "::1{{y*254}}": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: ::1{{y*254}}
! status.podIPs: Invalid value: [{"IP":"::1{{y*254}}"},{"IP":"::2"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.01-"},{}]
! status.podIPs[0]: Invalid value: "1.1.1.01-": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs[1]: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: 1.1.1.01-
! status.podIPs: Invalid value: [{"IP":"1.1.1.01-"},{"IP":""}]: may specify no more than one IP for each IP family

+ status: {"hostIP":"1.1.1.1","hostIPs":[{"ip":"1.1.1.1"},{"ip":"::1."},{"ip":"::2"}]}
! status.hostIPs[1]: Invalid value: "::1.": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: ::1.
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1."},{"IP":"::2"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"::1{{Y*60}}"},{"ip":"::2"}]
! status.podIPs[0]: Invalid value: "::1{{Y*60}}": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: ::1{{Y*60}}
! status.podIPs: Invalid value: [{"IP":"::1{{Y*60}}"},{"IP":"::2"}]: may specify no more than one IP for each IP family

+ status.conditions[0]: {"type":"PodScheduled{{y*254}}","observedGeneration":-1}
! status.conditions[0].observedGeneration: Invalid value: -1: must be a non-negative integer
! status.conditions[0].Type: Invalid value: "PodScheduled{{y*254}}": name part must be no more than 63 bytes

+ status: {"hostIP":"1.1.1.1","hostIPs":[{"ip":"1.1.1.1"},{"ip":"2.2.2.2/"}]}
! status.hostIPs[1]: Invalid value: "2.2.2.2/": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: 2.2.2.2/
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"2.2.2.2/"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"/"},{"ip":"/"}]
! status.podIPs[0]: Invalid value: "/": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs[1]: Invalid value: "/": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: /
! status.podIPs: Invalid value: [{"IP":"/"},{"IP":"/"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1/x"},{"ip":"::1"},{"ip":"::1"}]
! status.podIPs[0]: Invalid value: "1.1.1.1/x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: 1.1.1.1/x
! status.podIPs: Invalid value: [{"IP":"1.1.1.1/x"},{"IP":"::1"},{"IP":"::1"}]: may specify no more than one IP for each IP family

+ status.hostIPs: [{"ip":"::1/"},{"ip":"::2"}]
! status.hostIPs[0].ip: Invalid value: "::1/": must be equal to {{tick}}hostIP{{tick}}
! status.hostIPs[0]: Invalid value: "::1/": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: ::1/
! status.hostIPs: Invalid value: [{"IP":"::1/"},{"IP":"::2"}]: may specify no more than one IP for each IP family

+ status.hostIPs: [{"ip":"::1/x"},{"ip":"2.2.2.2"}]
! status.hostIPs[0].ip: Invalid value: "::1/x": must be equal to {{tick}}hostIP{{tick}}
! status.hostIPs[0]: Invalid value: "::1/x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: ::1/x
! status.hostIPs: Invalid value: [{"IP":"::1/x"},{"IP":"2.2.2.2"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1"},{"ip":"::1"},{"ip":"::1!"},{"ip":"1.1.1.1"}]
! status.podIPs[2]: Invalid value: "::1!": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[2]: ::1!
! status.podIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1"},{"IP":"::1!"},{"IP":"1.1.1.1"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1{{y*60}}"},{"ip":"../a"}]
! status.podIPs[0]: Invalid value: "1.1.1.1{{y*60}}": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs[1]: Invalid value: "../a": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: 1.1.1.1{{y*60}}
! status.podIPs: Invalid value: [{"IP":"1.1.1.1{{y*60}}"},{"IP":"../a"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1{{y*254}}"},{"ip":"2.2.2.2"}]
! status.podIPs[0]: Invalid value: "1.1.1.1{{y*254}}": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: 1.1.1.1{{y*254}}
! status.podIPs: Invalid value: [{"IP":"1.1.1.1{{y*254}}"},{"IP":"2.2.2.2"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1"},{"ip":"::1"},{"ip":".."}]
! status.podIPs[2]: Invalid value: "..": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[2]: ..
! status.podIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1"},{"IP":".."}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"::1_"},{"ip":"::2"}]
! status.podIPs[0]: Invalid value: "::1_": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: ::1_
! status.podIPs: Invalid value: [{"IP":"::1_"},{"IP":"::2"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1"},{"ip":"1.1.1.1"},{"ip":"::1."}]
! status.podIPs[2]: Invalid value: "::1.": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[2]: ::1.
! status.podIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"1.1.1.1"},{"IP":"::1."}]: may specify no more than one IP for each IP family

+ status: {"hostIP":"1.1.1.1","hostIPs":[{"ip":"1.1.1.1"},{"ip":"::1"},{"ip":"2.2.2.2_"}]}
! status.hostIPs[2]: Invalid value: "2.2.2.2_": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[2]: 2.2.2.2_
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1"},{"IP":"2.2.2.2_"}]: may specify no more than one IP for each IP family

+ status.conditions[0]: {"type":"../a","observedGeneration":-1}
! status.conditions[0].observedGeneration: Invalid value: -1: must be a non-negative integer
! status.conditions[0].Type: Invalid value: "../a": prefix part {{subdomain}}

+ status: {"hostIP":"1.1.1.1","hostIPs":[{"ip":"1.1.1.1"},{"ip":"::1"},{"ip":"::2é"}]}
! status.hostIPs[2]: Invalid value: "::2é": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[2]: ::2é
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1"},{"IP":"::2é"}]: may specify no more than one IP for each IP family

+ status.hostIPs: [{"ip":"::1"},{"ip":".."}]
! status.hostIPs[0].ip: Invalid value: "::1": must be equal to {{tick}}hostIP{{tick}}
! status.hostIPs[1]: Invalid value: "..": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: ..
! status.hostIPs: Invalid value: [{"IP":"::1"},{"IP":".."}]: may specify no more than one IP for each IP family

+ status.hostIPs: [{"ip":"1.1.1.1{{y*64}}"},{"ip":"2.2.2.2"}]
! status.hostIPs[0].ip: Invalid value: "1.1.1.1{{y*64}}": must be equal to {{tick}}hostIP{{tick}}
! status.hostIPs[0]: Invalid value: "1.1.1.1{{y*64}}": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: 1.1.1.1{{y*64}}
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1{{y*64}}"},{"IP":"2.2.2.2"}]: may specify no more than one IP for each IP family

+ status.resourceClaimStatuses[0].resourceClaimName: "%$!#{{y*254}}"
! status.resourceClaimStatuses[0].name: Invalid value: "": must match the name of an entry in {{tick}}spec.resourceClaims{{tick}}
! status.resourceClaimStatuses[0].resourceClaimName: Invalid value: "%$!#{{y*254}}": must be no more than 253 characters
! status.resourceClaimStatuses[0].resourceClaimName: Invalid value: "%$!#{{y*254}}": {{subdomain}}

+ status.podIPs: [{"ip":"1.1.1.1"},{"ip":"::1{{y*64}}"},{"ip":"2.2.2.2"}]
! status.podIPs[1]: Invalid value: "::1{{y*64}}": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: ::1{{y*64}}
! status.podIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1{{y*64}}"},{"IP":"2.2.2.2"}]: may specify no more than one IP for each IP family

+ status.hostIPs: [{"ip":"a/../b"},{"ip":"2.2.2.2"}]
! status.hostIPs[0].ip: Invalid value: "a/../b": must be equal to {{tick}}hostIP{{tick}}
! status.hostIPs[0]: Invalid value: "a/../b": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: a/../b
! status.hostIPs: Invalid value: [{"IP":"a/../b"},{"IP":"2.2.2.2"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1é"},{"ip":"::1"},{"ip":"2.2.2.2"}]
! status.podIPs[0]: Invalid value: "1.1.1.1é": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: 1.1.1.1é
! status.podIPs: Invalid value: [{"IP":"1.1.1.1é"},{"IP":"::1"},{"IP":"2.2.2.2"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1!"},{"ip":"2.2.2.2"}]
! status.podIPs[0]: Invalid value: "1.1.1.1!": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: 1.1.1.1!
! status.podIPs: Invalid value: [{"IP":"1.1.1.1!"},{"IP":"2.2.2.2"}]: may specify no more than one IP for each IP family

+ status.conditions[0].observedGeneration: -1
! status.conditions[0].observedGeneration: Invalid value: -1: must be a non-negative integer
! status.conditions[0].Type: Invalid value: "": name part must be non-empty
! status.conditions[0].Type: Invalid value: "": {{labelName}}

+ status.podIPs: [{"ip":"1.1.1.1"},{"ip":"../a"},{"ip":"::1"}]
! status.podIPs[1]: Invalid value: "../a": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: ../a
! status.podIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"../a"},{"IP":"::1"}]: may specify no more than one IP for each IP family

+ status: {"hostIP":"1.1.1.1","hostIPs":[{"ip":"1.1.1.1"},{"ip":"::1-"},{"ip":"::2"}]}
! status.hostIPs[1]: Invalid value: "::1-": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: ::1-
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1-"},{"IP":"::2"}]: may specify no more than one IP for each IP family

+ status.hostIPs: [{"ip":"::1"},{"ip":"::1!"}]
! status.hostIPs[0].ip: Invalid value: "::1": must be equal to {{tick}}hostIP{{tick}}
! status.hostIPs[1]: Invalid value: "::1!": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: ::1!
! status.hostIPs: Invalid value: [{"IP":"::1"},{"IP":"::1!"}]: may specify no more than one IP for each IP family

+ status: {"hostIP":"1.1.1.1","hostIPs":[{"ip":"1.1.1.1"},{"ip":"::1"},{"ip":"2.2.2.2/x"}]}
! status.hostIPs[2]: Invalid value: "2.2.2.2/x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[2]: 2.2.2.2/x
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"::1"},{"IP":"2.2.2.2/x"}]: may specify no more than one IP for each IP family

- spec.nodeName: "node1"
+ status.nominatedNodeName: "NODE1{{Y*254}}"
! status.nominatedNodeName: Invalid value: "NODE1{{Y*254}}": must be no more than 253 characters
! status.nominatedNodeName: Invalid value: "NODE1{{Y*254}}": {{subdomain}}
! status.nominatedNodeName: Forbidden: may not be set on pods that are already bound to a node

+ status.hostIPs: [{"ip":"1.1.1.1-"},{"ip":"2.2.2.2"}]
! status.hostIPs[0].ip: Invalid value: "1.1.1.1-": must be equal to {{tick}}hostIP{{tick}}
! status.hostIPs[0]: Invalid value: "1.1.1.1-": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[0]: 1.1.1.1-
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1-"},{"IP":"2.2.2.2"}]: may specify no more than one IP for each IP family

+ status: {"hostIP":"1.1.1.1","hostIPs":[{"ip":"1.1.1.1"},{"ip":"1.1.1.1"},{"ip":"::1{{y*254}}"}]}
! status.hostIPs[2]: Invalid value: "::1{{y*254}}": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.hostIPs: Internal error: failed to check for dual stack with error:invalid IP[2]: ::1{{y*254}}
! status.hostIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"1.1.1.1"},{"IP":"::1{{y*254}}"}]: may specify no more than one IP for each IP family

+ status.podIPs: [{"ip":"1.1.1.1"},{"ip":"2.2.2.2/"}]
! status.podIPs[1]: Invalid value: "2.2.2.2/": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! status.podIPs: Internal error: failed to check for dual stack with error:invalid IP[1]: 2.2.2.2/
! status.podIPs: Invalid value: [{"IP":"1.1.1.1"},{"IP":"2.2.2.2/"}]: may specify no more than one IP for each IP family
`,
  },
  {
    kind: "PodTemplate",
    write: "create",
    rows: String.raw`
  template: -
! template.spec.containers: Required value

  template.spec.containers[0].name: -
! template.spec.containers[0].name: Required value

  template.spec.containers[1]: {"name":"c","image":"a"}
! template.spec.containers[1].name: Duplicate value: "c"

  template.spec: -
  template.metadata.annotations: {"container.apparmor.security.beta.kubernetes.io/foo":"localhost/foo"}
! template.annotations[container.apparmor.security.beta.kubernetes.io/foo]: Invalid value: "foo": container not found
! template.spec.containers: Required value

  template.spec.containers[1]: {"name":"bar{{y*254}}","image":"a:1"}
! template.spec.containers[1].name: Invalid value: "bar{{y*254}}": must be no more than 63 characters

  template.spec.containers[0].name: "cé"
  template.spec.containers[0].ports: [{"hostPort":80,"containerPort":80,"protocol":"UDP"},{"hostPort":80,"containerPort":80,"protocol":"UDP"}]
! template.spec.containers[0].name: Invalid value: "cé": {{label}}
! template.spec.containers[0].ports[1].hostPort: Duplicate value: "UDP//80"

  template.spec.containers[0].ports[0]: {"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1{{y*254}}"}
~ template.spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:UDP HostIP:10.0.0.1{{y*254}}}

  template.spec.containers[0].ports: [{"containerPort":80},{"hostPort":-1,"containerPort":80}]
! template.spec.containers[0].ports[1].hostPort: Invalid value: -1: must be between 1 and 65535, inclusive

  template.spec.containers[0].ports: [{"containerPort":80},{}]
  template.spec.containers[1]: {"name":"c","image":"a"}
! template.spec.containers[0].ports[1].containerPort: Required value
! template.spec.containers[1].name: Duplicate value: "c"

  template.spec.containers[0].image: -
! template.spec.containers[0].image: Required value

  template.spec.containers[0].name: "base"
  template.spec.containers[1]: {"name":"c","image":"a"}
  template.spec.containers[2]: {"name":"TEST2","image":"image"}
  template.spec.nodeSelector: {"failure-domain.beta.kubernetes.io/region":"a/../b"}
! template.spec.containers[2].name: Invalid value: "TEST2": {{label}}
! template.spec.nodeSelector: Invalid value: "a/../b": {{labelValue}}

  template.spec.initContainers[0]: {"name":"FOO1","image":"a:1"}
  template.spec.containers[0].name: "../a"
  template.spec.containers[0].ports: [{"containerPort":8090},{"containerPort":-1}]
! template.spec.containers[0].name: Invalid value: "../a": {{label}}
! template.spec.containers[0].ports[1].containerPort: Invalid value: -1: must be between 1 and 65535, inclusive
! template.spec.initContainers[0].name: Invalid value: "FOO1": {{label}}

  template.spec.containers[0].ports[0]: {"hostPort":80,"containerPort":80,"protocol":"UDP"}
  template.spec.containers[1]: {"name":"bar","ports":[{"hostPort":80,"containerPort":65536,"protocol":"UDP"}],"image":"a:1"}
! template.spec.containers[1].ports[0].containerPort: Invalid value: 65536: must be between 1 and 65535, inclusive
! template.spec.containers[1].ports[0].hostPort: Duplicate value: "UDP//80"

  template.spec.containers[1]: {"name":"foo","ports":[{"name":"TEST","containerPort":8090}],"image":"a:1{{y*254}}"}
! template.spec.containers[1].ports[0].name: Invalid value: "TEST": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)
! template.spec.containers[1].ports[0].name: Invalid value: "TEST": must contain at least one letter (a-z)

  template.spec.volumes: [{"name":"ephemeral-volume","ephemeral":{}},{"name":"p","photonPersistentDisk":{}}]
  template.spec.containers[1]: {"name":"c","image":"a"}
! template.spec.volumes[0].ephemeral.volumeClaimTemplate: Required value
! template.spec.volumes[1].photonPersistentDisk.pdID: Required value
! template.spec.containers[1].name: Duplicate value: "c"

  template.spec.volumes[0]: {"name":"s{{y*64}}","quobyte":{}}
! template.spec.volumes[0].quobyte.registry: Required value: must be a host:port pair or multiple pairs separated by commas
! template.spec.volumes[0].quobyte.volume: Required value
! template.spec.volumes[0].name: Invalid value: "s{{y*64}}": must be no more than 63 characters

  template.spec.volumes[0]: {"name":"ephemeral-volume","ephemeral":{"volumeClaimTemplate":{}}}
! template.spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required
! template.spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value

  template.spec.containers[0].ports: [{"containerPort":80,"protocol":"UDP"},{"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1{{y*64}}"}]
~ template.spec.containers[0].ports[1]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:UDP HostIP:10.0.0.1{{y*64}}}
~ template.spec.containers[0].ports[1]: overlapping port definition with template.spec.containers[0].ports[0]

  template.spec.initContainers[0]: {"name":"a/../b","image":"image","securityContext":{"seccompProfile":{}}}
! template.spec.initContainers[0].name: Invalid value: "a/../b": {{label}}
! template.spec.initContainers[0].securityContext.seccompProfile.type: Required value: type is required when seccompProfile is set

  template.spec.containers[1]: {"name":"c","image":"a"}
  template.spec.volumes[0]: {"name":"foo","projected":{"sources":[{},{"downwardAPI":{"items":[{"path":"test/test2","fieldRef":{}}]}}]}}
! template.spec.volumes[0].projected.sources[1].downwardAPI.fieldRef.fieldPath: Required value
! template.spec.containers[1].name: Duplicate value: "c"

  template.spec.containers[1]: {"name":"c","image":"a"}
  template.spec.hostAliases: [{"ip":"1.1.1.1"},{"ip":"1.1.1.1"},{}]
  template.spec.volumes[0]: {"name":"s","flocker":{}}
! template.spec.volumes[0].flocker: Required value: one of datasetName and datasetUUID is required
! template.spec.containers[1].name: Duplicate value: "c"
! template.spec.hostAliases[2].ip: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  template.spec.volumes[0]: {"name":"foo","projected":{"sources":[{},{"downwardAPI":{"items":[{"path":"test/test2","fieldRef":{"fieldPath":"."}}]}}]}}
! template.spec.volumes[0].projected.sources[1].downwardAPI.fieldRef.fieldPath: Invalid value: ".": error converting fieldPath: field label not supported: .

  template.spec.volumes[0].storageos: {}
! template.spec.volumes[0].storageos.volumeName: Required value
! template.spec.volumes[0].name: Required value

  template.spec.volumes[0]: {"name":"foo","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":0}}]}}
  template.spec.containers[1]: {"name":"c","image":"a"}
! template.spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 0: may not specify a duration less than 10 minutes
! template.spec.volumes[0].projected.path: Required value
! template.spec.containers[1].name: Duplicate value: "c"

  template.spec.hostAliases[0].ip: "::ffff:1.2.3.4"
  template.spec.dnsConfig.nameservers: ["1.2.3.4","/"]
! template.spec.dnsConfig.nameservers[1]: Invalid value: "/": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! template.spec.hostAliases[0].ip: Invalid value: "::ffff:1.2.3.4": must not be an IPv4-mapped IPv6 address

  template.spec.containers[0].ports[0]: {"containerPort":80,"hostIP":"10.0.0.1"}
~ template.spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:TCP HostIP:10.0.0.1}

  template.spec.containers[0].ports[0]: {"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1{{y*60}}"}
~ template.spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:UDP HostIP:10.0.0.1{{y*60}}}

  template.metadata.annotations: {"container.seccomp.security.alpha.kubernetes.io/test2":"unconfined"}
  template.spec.containers[0].name: "test2"
~ template.metadata.annotations[container.seccomp.security.alpha.kubernetes.io/test2]: non-functional in v1.27+; use the "seccompProfile" field instead

  template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"preference":{"matchExpressions":[{"key":"foo","operator":"In","values":["-1."]}]}}
~ template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values[0]: -1. is invalid, {{labelValue}}

  template.metadata.annotations: {"container.seccomp.security.alpha.kubernetes.io/init-test":"unconfined{{y*64}}"}
! template.annotations.container.seccomp.security.alpha.kubernetes.io/init-test: Invalid value: "unconfined{{y*64}}": must be a valid seccomp profile

  template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution: {}
! template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term

  template.spec.nodeSelector: {"beta.kubernetes.io/instance-type":"true{{y*254}}"}
  template.spec.volumes[0]: {"name":"s","glusterfs":{}}
! template.spec.volumes[0].glusterfs.endpoints: Required value
! template.spec.volumes[0].glusterfs.path: Required value
! template.spec.nodeSelector: Invalid value: "true{{y*254}}": must be no more than 63 bytes

  template.metadata.annotations: {"container.apparmor.security.beta.kubernetes.io/foo":"unconfined"}
  template.spec.containers[0].name: -
  template.spec.containers[1]: {"name":"foo","image":"a"}
  template.spec.securityContext.appArmorProfile: {"type":"Localhost","localhostProfile":"bar"}
! template.spec.containers[0].name: Required value
! template.spec.containers[1].securityContext.appArmorProfile.type: Forbidden: apparmor type in annotation and field must match

  template.spec.containers[0].ports[0]: {"containerPort":80,"protocol":"UDP"}
  template.spec.containers[1]: {"name":"bar","ports":[{"containerPort":80,"protocol":"UDP","hostIP":"10.0.0.1é"}],"image":"a:1"}
~ template.spec.containers[1].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:UDP HostIP:10.0.0.1é}
~ template.spec.containers[1].ports[0]: overlapping port definition with template.spec.containers[0].ports[0]

  template.spec.containers[0].ports: [{"containerPort":80,"protocol":"UDP"},{"containerPort":80,"protocol":"UDP","hostIP":"/a/.."}]
~ template.spec.containers[0].ports[1]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:UDP HostIP:/a/..}
~ template.spec.containers[0].ports[1]: overlapping port definition with template.spec.containers[0].ports[0]

  template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"preference":{"matchExpressions":[{"key":"foo","operator":"In","values":["-1","."]}]}}
~ template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values[0]: -1 is invalid, {{labelValue}}
~ template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values[1]: . is invalid, {{labelValue}}

  template.spec.containers: -
  template.spec.volumes[0]: {"name":"foo","projected":{"sources":[{},{"downwardAPI":{"items":[{"path":"test/test2","fieldRef":{"fieldPath":"../a"}}]}}]}}
! template.spec.volumes[0].projected.sources[1].downwardAPI.fieldRef.fieldPath: Invalid value: "../a": error converting fieldPath: field label not supported: ../a
! template.spec.containers: Required value

  template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: -1
! template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: -1: must be in the range 1-100

  template.spec.securityContext.appArmorProfile: {}
! template.spec.securityContext.appArmorProfile.type: Required value: type is required when appArmorProfile is set

  template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]: {"weight":10,"preference":{"matchExpressions":[{"operator":"In","values":["-1"]}]}}
! template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].key: Invalid value: "": name part must be non-empty
! template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].key: Invalid value: "": {{labelName}}
`,
  },
  {
    kind: "ReplicationController",
    write: "create",
    rows: String.raw`
! spec.selector: Required value
! spec.template: Required value

  spec.template.metadata.labels.a: "b"
! spec.template.spec.containers: Required value

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"bar"}
  spec: {"selector":{"a":"b"},"template":{"spec":{"containers":[{"image":"image"}]}}}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers[0].name: Required value

  spec: {"minReadySeconds":-1,"template":{"metadata":{"labels":{"a":"b_"}}}}
! metadata.labels: Invalid value: "b_": {{labelValue}}
! spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0
! spec.template.labels: Invalid value: "b_": {{labelValue}}
! spec.template.spec.containers: Required value

  spec.template: {"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr","image":"image"},{"name":"ctr","image":"image"}],"ephemeralContainers":[{"name":"debug","image":"image"}]}}
! spec.template.spec.containers[1].name: Duplicate value: "ctr"
! spec.template.spec.ephemeralContainers: Forbidden: ephemeral containers not allowed in pod template

  spec.template: {"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr"}],"restartPolicy":"OnFailure"}}
! spec.template.spec.containers[0].image: Required value
! spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"

  spec: {"replicas":-1,"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"CTR","image":"image"}]}}}
! spec.replicas: Invalid value: -1: must be greater than or equal to 0
! spec.template.spec.containers[0].name: Invalid value: "CTR": {{label}}

  spec: {"replicas":-1,"template":{"metadata":{"labels":{"a":"b{{y*254}}"}},"spec":{"containers":[{"name":"ctr","image":"image"}]}}}
! metadata.labels: Invalid value: "b{{y*254}}": must be no more than 63 bytes
! spec.replicas: Invalid value: -1: must be greater than or equal to 0
! spec.template.labels: Invalid value: "b{{y*254}}": must be no more than 63 bytes

  spec.template.spec: {"containers":[{"name":"ctr","image":"image"}],"restartPolicy":"Never."}
! spec.selector: Required value
! spec.template.spec.restartPolicy: Unsupported value: "Never.": supported values: "Always", "OnFailure", "Never"
! spec.template.spec.restartPolicy: Unsupported value: "Never.": supported values: "Always"
`,
  },
  {
    kind: "ReplicationController",
    write: "update",
    rows: String.raw`
! spec.selector: Required value
! spec.template: Required value

+ spec.template.metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"b"}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! spec.template.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! spec.template.spec.containers: Required value

+ spec: {"selector":{"another":"value"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"/","image":"image"}]}}}
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers[0].name: Invalid value: "/": {{label}}

+ spec: {"selector":{"another":"value{{y*60}}"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"image":"image"}]}}}
! spec.template.metadata.labels: Invalid value: {"a":"b"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers[0].name: Required value

+ spec: {"selector":{"another":"value"},"template":{"metadata":{"labels":{"a":"b/"}},"spec":{"containers":[{"name":"ctr","image":"image{{y*60}}"}]}}}
! metadata.labels: Invalid value: "b/": {{labelValue}}
! metadata.labels: Invalid value: "b/": {{labelValue}}
! metadata.labels: Invalid value: "b/": {{labelValue}}
! spec.template.metadata.labels: Invalid value: {"a":"b/"}: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.labels: Invalid value: "b/": {{labelValue}}

+ spec: {"selector":{"another":"value"},"template":{}}
! spec.template.metadata.labels: Invalid value: null: {{tick}}selector{{tick}} does not match template {{tick}}labels{{tick}}
! spec.template.spec.containers: Required value

+ spec: {"minReadySeconds":-1,"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"ctr/{{y*60}}","image":"image"}]}}}
! spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0
! spec.template.spec.containers[0].name: Invalid value: "ctr/{{y*60}}": must be no more than 63 characters
! spec.template.spec.containers[0].name: Invalid value: "ctr/{{y*60}}": {{label}}
`,
  },
  {
    kind: "ReplicationController",
    write: "status",
    rows: String.raw`
+ status.replicas: -1
! status.replicas: Invalid value: -1: must be greater than or equal to 0
! status.fullyLabeledReplicas: Invalid value: 0: cannot be greater than status.replicas
! status.readyReplicas: Invalid value: 0: cannot be greater than status.replicas
! status.availableReplicas: Invalid value: 0: cannot be greater than status.replicas
`,
  },
  {
    kind: "ResourceQuota",
    write: "create",
    rows: String.raw`
  spec.scopeSelector.matchExpressions[0]: {"scopeName":"CrossNamespacePodAffinity","operator":"IN"}
! spec.scopeSelector.matchExpressions.operator: Invalid value: "IN": must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity
! spec.scopeSelector.matchExpressions.operator: Invalid value: "IN": not a valid selector operator

  spec.scopeSelector.matchExpressions: [{"scopeName":"CrossNamespacePodAffinit{{y*255}}","operator":"In","values":["cluster-services"]},{"scopeName":"CrossNamespacePodAffinit{{y*255}}","operator":"In","values":["cluster-services"]}]
! spec.scopeSelector.matchExpressions.scopeName: Invalid value: "CrossNamespacePodAffinit{{y*255}}": unsupported scope
! spec.scopeSelector.matchExpressions.scopeName: Invalid value: "CrossNamespacePodAffinit{{y*255}}": unsupported scope
`,
  },
  {
    kind: "Secret",
    write: "create",
    rows: String.raw`
  data: {".dockercfg":"YMFK"}
  type: "kubernetes.io/dockercfg"
! data[.dockercfg]: Invalid value: "<secret contents redacted>": invalid character '{{tick}}' looking for beginning of value
`,
  },
  {
    kind: "Service",
    write: "create",
    rows: String.raw`
  spec: {"ports":[{}],"externalIPs":["001.002.003.004"]}
! spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
! spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive
! spec.externalIPs[0]: Invalid value: "001.002.003.004": must not have leading 0s

  spec.ports[0].port: -1
! spec.ports[0].port: Invalid value: -1: must be between 1 and 65535, inclusive
! spec.ports[0].targetPort: Invalid value: -1: must be between 1 and 65535, inclusive

  metadata.namespace: -
  spec.ports[0].port: 70000
! metadata.namespace: Required value
! spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive
! spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive

  spec: {"ports":[{"port":80},{"port":8675},{"port":80}],"internalTrafficPolicy":"invalid"}
! spec.ports[0].name: Required value
! spec.ports[1].name: Required value
! spec.ports[2].name: Required value
! spec.ports[2]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}
! spec.internalTrafficPolicy: Unsupported value: "invalid": supported values: "Cluster", "Local"

  spec: {"ports":[{"name":"p","port":8675},{"name":"q","nodePort":1},{"name":"r{{y*254}}","port":2,"nodePort":1}],"type":"NodePort"}
! spec.ports[1].port: Invalid value: 0: must be between 1 and 65535, inclusive
! spec.ports[1].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive
! spec.ports[2].name: Invalid value: "r{{y*254}}": must be no more than 63 characters
! spec.ports[2].nodePort: Duplicate value: 1

  spec: {"externalTrafficPolicy":"Local","healthCheckNodePort":-1}
! spec.ports: Required value
! spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services
! spec.healthCheckNodePort: Invalid value: -1: may only be set when {{tick}}type{{tick}} is 'LoadBalancer' and {{tick}}externalTrafficPolicy{{tick}} is 'Local'

  metadata.name: "-123"
  spec.ports: [{"port":8675},{"port":8675}]
! metadata.name: Invalid value: "-123": {{label}}
! spec.ports[0].name: Required value
! spec.ports[1].name: Required value
! spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":8675,"TargetPort":0,"NodePort":0}

  spec: {"ports":[{"port":8675},{"port":8675}],"sessionAffinity":"CLIENTIP"}
! spec.ports[0].name: Required value
! spec.ports[1].name: Required value
! spec.sessionAffinity: Unsupported value: "CLIENTIP": supported values: "ClientIP", "None"
! spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":8675,"TargetPort":0,"NodePort":0}

  spec.ports[0]: {"appProtocol":"a/../b","port":12345}
! spec.ports[0].appProtocol: Invalid value: "a/../b": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')

  spec: {"ports":[{"port":8675}],"type":"LoadBalancer","loadBalancerClass":"Bad/LoadBalancerClass{{y*64}}"}
! spec.loadBalancerClass: Invalid value: "Bad/LoadBalancerClass{{y*64}}": prefix part {{subdomain}}
! spec.loadBalancerClass: Invalid value: "Bad/LoadBalancerClass{{y*64}}": name part must be no more than 63 bytes

  spec.ports: [{"name":"p","port":8675},{"name":"q","port":2147483647,"nodePort":12345}]
! spec.ports[1].port: Invalid value: 2147483647: must be between 1 and 65535, inclusive
! spec.ports[1].targetPort: Invalid value: 2147483647: must be between 1 and 65535, inclusive
! spec.ports[1].nodePort: Forbidden: may not be used when {{tick}}type{{tick}} is 'ClusterIP'

  spec: {"type":"LoadBalancer","loadBalancerClass":""}
! spec.ports: Required value
! spec.loadBalancerClass: Invalid value: "": name part must be non-empty
! spec.loadBalancerClass: Invalid value: "": {{labelName}}

  spec: {"ports":[{"port":8675},{"protocol":"INVALID","port":8675}],"sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":0}}}
! spec.ports[0].name: Required value
! spec.ports[1].name: Required value
! spec.ports[1].protocol: Unsupported value: "INVALID": supported values: "SCTP", "TCP", "UDP"
! spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 0: must be greater than 0 and less than 86400

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"bar."}
  spec.ports: [{"port":80},{"port":8675}]
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! metadata.labels: Invalid value: "bar.": {{labelValue}}
! spec.ports[0].name: Required value
! spec.ports[1].name: Required value

  spec: {"ports":[{"port":8675}],"type":"LoadBalancer","externalTrafficPolicy":"Local"}
! spec.healthCheckNodePort: Required value

  spec: {"ports":[{"name":"p","port":8675},{"port":12345}],"type":"LoadBalancer","externalTrafficPolicy":"a/../b","healthCheckNodePort":70000}
! spec.ports[1].name: Required value
! spec.externalTrafficPolicy: Unsupported value: "a/../b": supported values: "Cluster", "Local"
! spec.healthCheckNodePort: Invalid value: 70000: may only be set when {{tick}}type{{tick}} is 'LoadBalancer' and {{tick}}externalTrafficPolicy{{tick}} is 'Local'

  spec: {"type":"ExternalName","externalName":"-123","ipFamilies":["IPv6"]}
! spec.ipFamilies: Forbidden: may not be set for ExternalName services
! spec.externalName: Invalid value: "-123": {{subdomain}}

  spec.ports[0]: {"appProtocol":"","port":12345}
! spec.ports[0].appProtocol: Invalid value: "": name part must be non-empty
! spec.ports[0].appProtocol: Invalid value: "": {{labelName}}

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"bar{{y*254}}"}
  spec.ports[0].port: 8675
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}
! metadata.labels: Invalid value: "bar{{y*254}}": must be no more than 63 bytes

  spec: {"ports":[{"port":8675}],"type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":70000}
! spec.healthCheckNodePort: Invalid value: 70000: must be between 1 and 65535, inclusive

  spec.ports[0].appProtocol: "EXAMPLE.COM/PROTOCOL_WITH{INVALID}[CHARACTERS]"
! spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
! spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive
! spec.ports[0].appProtocol: Invalid value: "EXAMPLE.COM/PROTOCOL_WITH{INVALID}[CHARACTERS]": prefix part {{subdomain}}
! spec.ports[0].appProtocol: Invalid value: "EXAMPLE.COM/PROTOCOL_WITH{INVALID}[CHARACTERS]": {{labelName}}

  spec.ports[0]: {"appProtocol":"/","port":12345}
! spec.ports[0].appProtocol: Invalid value: "/": prefix part must be non-empty
! spec.ports[0].appProtocol: Invalid value: "/": name part must be non-empty
! spec.ports[0].appProtocol: Invalid value: "/": {{labelName}}

  spec: {"type":"ExternalName","externalName":"-123{{Y*254}}"}
! spec.externalName: Invalid value: "-123{{Y*254}}": must be no more than 253 characters
! spec.externalName: Invalid value: "-123{{Y*254}}": {{subdomain}}

  spec: {"ports":[{"port":8675}],"selector":{"NoSpecialCharsLike=Equals":"/"}}
! spec.selector: Invalid value: "NoSpecialCharsLike=Equals": {{labelName}}
! spec.selector: Invalid value: "/": {{labelValue}}
`,
  },
  {
    kind: "Service",
    write: "update",
    rows: String.raw`
+ metadata.annotations: {"service.beta.kubernetes.io/load-balancer-source-ranges":"010.0.0.0/8, 1.2.3.0/24"}
+ spec.type: "LoadBalancer"
! spec.ports: Required value
! metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Invalid value: "010.0.0.0/8": must not have leading 0s in IP or prefix length

+ spec.type: "/"
! spec.ports: Required value
! spec.type: Unsupported value: "/": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"

- spec.clusterIPs[0]: "2001::1"
+ spec: {"ports":[{"port":8675},{"port":8675}],"clusterIP":"1.2.3.5","clusterIPs":["1.2.3.5","2001::1"]}
! spec.clusterIPs[0]: Invalid value: ["1.2.3.5","2001::1"]: may not change once set
! spec.ports[0].name: Required value
! spec.ports[1].name: Required value
! spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":8675,"TargetPort":0,"NodePort":0}

- spec.clusterIPs[0]: "2001::1"
+ spec: {"ports":[{"port":70000}],"clusterIP":"1.2.3.5","clusterIPs":["1.2.3.5","2001::1","1.2.3.5"]}
! spec.clusterIPs[0]: Invalid value: ["1.2.3.5","2001::1","1.2.3.5"]: may not change once set
! spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive
! spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive
! spec.clusterIPs: Invalid value: ["1.2.3.5","2001::1","1.2.3.5"]: may only hold up to 2 values

- spec.ipFamilies[0]: "IPv4"
+ spec: {"ports":[{"port":8675}],"clusterIP":"1.2.3.4","ipFamilies":["IPv6"]}
! spec.ipFamilies[0]: Invalid value: ["IPv6"]: may not change once set
! spec.clusterIPs: Required value

+ spec: {"clusterIP":"None","clusterIPs":["None","None"]}
! spec.ports: Required value
! spec.clusterIPs: Invalid value: ["None","None"]: 'None' must be the first and only value
! spec.clusterIPs[1]: Invalid value: "None": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

+ spec: {"ports":[{"port":8675}],"type":"LoadBalancer","loadBalancerSourceRanges":["1.2.3.0/24","010.0.0.0/8{{y*60}}"]}
! spec.LoadBalancerSourceRanges[1]: Invalid value: "010.0.0.0/8{{y*60}}": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

- spec: {"clusterIPs":["2001::1"],"ipFamilies":["IPv6"]}
! spec.clusterIPs[0]: Invalid value: null: primary clusterIP can not be unset
! spec.ipFamilies[0]: Invalid value: null: primary ipFamily can not be unset
! spec.ports: Required value

- spec.clusterIPs[0]: "None"
+ spec: {"ports":[{"port":8675}],"clusterIPs":["1.2.3.4"]}
! spec.clusterIPs[0]: Invalid value: ["1.2.3.4"]: may not change once set
! spec.clusterIPs: Invalid value: ["1.2.3.4"]: must be empty when {{tick}}clusterIP{{tick}} is not specified

- spec.clusterIPs[0]: "1.2.3.4"
+ spec: {"ports":[{"port":8675}],"clusterIP":"1.2.3.5","clusterIPs":["1.2.3.5","1.2.3.5"]}
! spec.clusterIPs[0]: Invalid value: ["1.2.3.5","1.2.3.5"]: may not change once set
! spec.clusterIPs: Invalid value: ["1.2.3.5","1.2.3.5"]: may specify no more than one IP for each IP family

+ spec: {"ports":[{"port":8675},{"port":2147483647}],"externalIPs":["5.6.7.8","."]}
! spec.ports[0].name: Required value
! spec.ports[1].name: Required value
! spec.ports[1].port: Invalid value: 2147483647: must be between 1 and 65535, inclusive
! spec.ports[1].targetPort: Invalid value: 2147483647: must be between 1 and 65535, inclusive
! spec.externalIPs[1]: Invalid value: ".": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

- spec.ipFamilies[0]: "IPv4"
+ spec: {"clusterIP":"1.2.3.4","clusterIPs":[""],"ipFamilies":["."]}
! spec.ipFamilies[0]: Invalid value: ["."]: may not change once set
! spec.ports: Required value
! spec.clusterIPs: Invalid value: [""]: first value must match {{tick}}clusterIP{{tick}}
! spec.ipFamilies[0]: Unsupported value: ".": supported values: "IPv4", "IPv6"
! spec.clusterIPs[0]: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

- spec: {"clusterIPs":["1.2.3.4","2001::1"],"ipFamilies":["IPv4","IPv6"]}
+ spec: {"ports":[{"port":8675}],"clusterIP":"1.2.3.4","clusterIPs":["1.2.3.4"],"ipFamilies":["IPv4","IPv4"],"ipFamilyPolicy":"RequireDualStack"}
! spec.ipFamilyPolicy: Invalid value: "RequireDualStack": must be set to 'SingleStack' when releasing the secondary clusterIP
! spec.ipFamilies[0]: Invalid value: ["IPv4","IPv4"]: may not change once set
! spec.ipFamilies[1]: Duplicate value: "IPv4"

+ spec.ports: [{"appProtocol":"~https","port":443},{"appProtocol":"~https","port":443}]
! spec.ports[0].name: Required value
! spec.ports[0].appProtocol: Invalid value: "~https": {{labelName}}
! spec.ports[1].name: Required value
! spec.ports[1].appProtocol: Invalid value: "~https": {{labelName}}
! spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":443,"TargetPort":0,"NodePort":0}

+ spec.ports[0]: {"appProtocol":"~https{{y*254}}","port":443}
! spec.ports[0].appProtocol: Invalid value: "~https{{y*254}}": name part must be no more than 63 bytes
! spec.ports[0].appProtocol: Invalid value: "~https{{y*254}}": {{labelName}}

+ metadata.annotations: {"service.beta.kubernetes.io/load-balancer-source-ranges":"a/../b"}
+ spec: {"ports":[{"port":8675}],"type":"LoadBalancer"}
! metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Invalid value: "a/../b": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

+ spec.ports[0]: {"appProtocol":"/a/..","port":443}
! spec.ports[0].appProtocol: Invalid value: "/a/..": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')

+ spec.ports[0]: {"appProtocol":"","port":443}
! spec.ports[0].appProtocol: Invalid value: "": name part must be non-empty
! spec.ports[0].appProtocol: Invalid value: "": {{labelName}}

+ metadata.annotations: {"service.kubernetes.io/topology-aware-hints":"original"}
+ spec.ports[0].port: 8675
~ annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead

- spec.clusterIPs: ["1.2.3.4","2001::1"]
+ spec: {"ports":[{"port":8675}],"clusterIP":"1.2.3.4","clusterIPs":["1.2.3.4"]}
! spec.ipFamilyPolicy: Invalid value: null: must be set to 'SingleStack' when releasing the secondary clusterIP

- spec.type: "LoadBalancer"
+ spec: {"ports":[{"port":8675}],"type":"LoadBalancer","loadBalancerClass":""}
! spec.loadBalancerClass: Invalid value: "": may not change once set
! spec.loadBalancerClass: Invalid value: "": name part must be non-empty
! spec.loadBalancerClass: Invalid value: "": {{labelName}}
! spec.loadBalancerClass: Invalid value: "": name part must be non-empty
! spec.loadBalancerClass: Invalid value: "": {{labelName}}
`,
  },
];
