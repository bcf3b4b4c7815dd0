/** What Services and Endpoints, and changes of them, are refused for or warned about, as facts: the rows of Kubernetes 1.36 (pkg/apis/core/validation/validation_test.go, pkg/api/service). The form: vector.ts. */
import type { Section } from "./vector.ts";

export const services: readonly Section[] = [
  {
    kind: "Endpoints",
    write: "create",
    rows: String.raw`
# TestValidateEndpointsCreate
  subsets: [{"addresses":[{"ip":"010.010.001.001"}]},{"addresses":[{"ip":"::ffff:10.10.3.3"}]}]
! subsets[0].addresses[0].ip: Invalid value: "010.010.001.001": must not have leading 0s
! subsets[1].addresses[0].ip: Invalid value: "::ffff:10.10.3.3": must not be an IPv4-mapped IPv6 address

  metadata.namespace: -
! metadata.namespace: Required value

  metadata.name: "-_Invliad^&Characters"
! metadata.name: Invalid value: "-_Invliad^&Characters": {{subdomain}}

  subsets[0].addresses[0].ip: "169.254.169.254"
! subsets[0].addresses[0].ip: Invalid value: "169.254.169.254": may not be in the link-local range (169.254.0.0/16, fe80::/10)

  subsets[0].addresses[0].ip: "001.002.003.004"
! subsets[0].addresses[0].ip: Invalid value: "001.002.003.004": must not have leading 0s

  subsets[0]: {"addresses":[{"ip":"10.10.1.1"}],"ports":[{"port":8675},{"name":"b","port":309}]}
! subsets[0].ports[0].name: Required value

  subsets[0].addresses[0].ip: "127.0.0.1"
! subsets[0].addresses[0].ip: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)

  subsets[0]: {"addresses":[{"ip":"10.10.1.1"}],"ports":[{"port":93,"appProtocol":"lots-of[invalid]-{chars}"}]}
! subsets[0].ports[0].appProtocol: Invalid value: "lots-of[invalid]-{chars}": {{labelName}}

  metadata.name: -
! metadata.name: Required value: name or generateName is required

  subsets[0]: {"addresses":[{"ip":"10.10.1.1"}],"ports":[{"port":66000}]}
! subsets[0].ports[0].port: Invalid value: 66000: must be between 1 and 65535, inclusive

  subsets[0].addresses[0]: {}
! subsets[0].addresses[0].ip: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! subsets[0].addresses[0].ip: Invalid value: "": must be a valid IP address

  subsets[0]: {"addresses":[{"ip":"10.10.1.1"}],"ports":[{}]}
! subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive

  metadata.namespace: "no@#invalid.;chars\"allowed"
! metadata.namespace: Invalid value: "no@#invalid.;chars\"allowed": {{label}}

  subsets[0]: {}
! subsets[0]: Required value: must specify {{tick}}addresses{{tick}} or {{tick}}notReadyAddresses{{tick}}

  subsets[0].addresses[0].ip: "[2001:0db8:85a3:0042:1000:8a2e:0370:7334]"
! subsets[0].addresses[0].ip: Invalid value: "[2001:0db8:85a3:0042:1000:8a2e:0370:7334]": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! subsets[0].addresses[0].ip: Invalid value: "[2001:0db8:85a3:0042:1000:8a2e:0370:7334]": must be a valid IP address

  subsets[0]: {"addresses":[{"ip":"10.10.1.1"}],"ports":[{"port":93,"protocol":"Protocol"}]}
! subsets[0].ports[0].protocol: Unsupported value: "Protocol": supported values: "SCTP", "TCP", "UDP"

  subsets[0].addresses[0].ip: "224.0.0.1"
! subsets[0].addresses[0].ip: Invalid value: "224.0.0.1": may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)

# TestEndpointAddressNodeNameInvalidDNSSubdomain
  subsets[0].addresses[0]: {"ip":"8.8.8.8","nodeName":"illegal*.nodename"}
! subsets[0].addresses[0].nodeName: Invalid value: "illegal*.nodename": {{subdomain}}
`,
  },
  {
    kind: "Endpoints",
    write: "update",
    rows: String.raw`
# TestValidateEndpointsUpdate
+ subsets[0]: {"addresses":[{"ip":"10.1.2.3"}],"ports":[{"port":8675,"appProtocol":"~https"}]}
! subsets[0].ports[0].appProtocol: Invalid value: "~https": {{labelName}}
`,
  },
  {
    kind: "Service",
    write: "create",
    rows: String.raw`
# TestValidateServiceCreate
  metadata.namespace: -
  spec.ports[0].port: 8675
! metadata.namespace: Required value

  metadata.namespace: "-123"
  spec.ports[0].port: 8675
! metadata.namespace: Invalid value: "-123": {{label}}

  metadata.name: -
  spec.ports[0].port: 8675
! metadata.name: Required value: name or generateName is required

  metadata.name: "-123"
  spec.ports[0].port: 8675
! metadata.name: Invalid value: "-123": {{label}}

  metadata.name: "{{a*64}}"
  spec.ports[0].port: 8675
! metadata.name: Invalid value: "{{a*64}}": must be no more than 63 characters

  metadata.generateName: "-123"
  spec.ports[0].port: 8675
! metadata.generateName: Invalid value: "-123": {{label}}

  metadata.generateName: "{{a*64}}"
  spec.ports[0].port: 8675
! metadata.generateName: Invalid value: "{{a*64}}": must be no more than 63 characters

  metadata.labels: {"NoUppercaseOrSpecialCharsLike=Equals":"bar"}
  spec.ports[0].port: 8675
! metadata.labels: Invalid value: "NoUppercaseOrSpecialCharsLike=Equals": {{labelName}}

  metadata.annotations: {"NoSpecialCharsLike=Equals":"bar"}
  spec.ports[0].port: 8675
! metadata.annotations: Invalid value: "NoSpecialCharsLike=Equals": {{labelName}}

  spec: {"ports":[{"port":8675}],"selector":{"NoSpecialCharsLike=Equals":"bar"}}
! spec.selector: Invalid value: "NoSpecialCharsLike=Equals": {{labelName}}

! spec.ports: Required value

  spec.ports: [{"name":"p","port":8675},{"port":12345}]
! spec.ports[1].name: Required value

  spec.ports: [{"port":8675},{"name":"p","port":12345}]
! spec.ports[0].name: Required value

  spec.ports[0]: {"name":"INVALID","port":8675}
! spec.ports[0].name: Invalid value: "INVALID": {{label}}

  spec.ports[0]: {"protocol":"INVALID","port":8675}
! spec.ports[0].protocol: Unsupported value: "INVALID": supported values: "SCTP", "TCP", "UDP"

  spec: {"ports":[{"port":8675}],"clusterIP":"invalid","clusterIPs":["invalid"]}
! spec.clusterIPs[0]: Invalid value: "invalid": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  spec: {"ports":[{"port":8675}],"clusterIP":"001.002.003.004","clusterIPs":["001.002.003.004"]}
! spec.clusterIPs[0]: Invalid value: "001.002.003.004": must not have leading 0s

  spec.ports[0].targetPort: 8675
! spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive

  spec.ports[0]: {"port":65536,"targetPort":8675}
! spec.ports[0].port: Invalid value: 65536: must be between 1 and 65535, inclusive

  spec.ports[0]: {"port":8675,"targetPort":65536}
! spec.ports[0].targetPort: Invalid value: 65536: must be between 1 and 65535, inclusive

  spec: {"ports":[{"port":8675}],"externalIPs":["127.0.0.1"]}
! spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)

  spec: {"ports":[{"port":8675}],"externalIPs":["0.0.0.0"]}
! spec.externalIPs[0]: Invalid value: "0.0.0.0": may not be unspecified (0.0.0.0)

  spec: {"ports":[{"port":8675}],"externalIPs":["myhost.mydomain"]}
! spec.externalIPs[0]: Invalid value: "myhost.mydomain": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  spec: {"ports":[{"port":8675}],"externalIPs":["001.002.003.004"]}
! spec.externalIPs[0]: Invalid value: "001.002.003.004": must not have leading 0s

  spec.ports: [{"name":"p","port":8675},{"name":"p","port":12345}]
! spec.ports[1].name: Duplicate value: "p"

  spec: {"ports":[{"name":"p","port":8675},{"name":"q","port":1,"nodePort":1},{"name":"r","port":2,"nodePort":1}],"type":"NodePort"}
! spec.ports[2].nodePort: Duplicate value: 1

  spec.ports: [{"name":"p","port":8675},{"name":"q","port":12345},{"name":"r","port":12345}]
! spec.ports[2]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":12345,"TargetPort":0,"NodePort":0}

  spec.ports: [{"name":"p","port":8675},{"name":"q","port":12345,"nodePort":12345}]
! spec.ports[1].nodePort: Forbidden: may not be used when {{tick}}type{{tick}} is 'ClusterIP'

  metadata.annotations: {"service.beta.kubernetes.io/load-balancer-source-ranges":"foo.bar"}
  spec: {"ports":[{"port":8675}],"type":"LoadBalancer"}
! metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Invalid value: "foo.bar": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  metadata.annotations: {"service.beta.kubernetes.io/load-balancer-source-ranges":"1.2.3.4/33"}
  spec: {"ports":[{"port":8675}],"type":"LoadBalancer"}
! metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Invalid value: "1.2.3.4/33": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  metadata.annotations: {"service.beta.kubernetes.io/load-balancer-source-ranges":""}
  spec.ports[0].port: 8675
! metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Forbidden: may only be used when {{tick}}type{{tick}} is 'LoadBalancer'

  spec: {"ports":[{"port":8675}],"type":"LoadBalancer","loadBalancerSourceRanges":["001.002.003.000/24"]}
! spec.LoadBalancerSourceRanges[0]: Invalid value: "001.002.003.000/24": must not have leading 0s in IP or prefix length

  metadata.annotations: {"service.beta.kubernetes.io/load-balancer-source-ranges":"001.002.003.000/24"}
  spec: {"ports":[{"port":8675}],"type":"LoadBalancer"}
! metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Invalid value: "001.002.003.000/24": must not have leading 0s in IP or prefix length

  spec: {"ports":[{"port":8675}],"type":"LoadBalancer","loadBalancerSourceRanges":["   "]}
! spec.LoadBalancerSourceRanges[0]: Invalid value: "": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  spec: {"ports":[{"port":8675}],"type":"LoadBalancer","loadBalancerSourceRanges":["foo.bar"]}
! spec.LoadBalancerSourceRanges[0]: Invalid value: "foo.bar": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  spec: {"ports":[{"port":8675}],"type":"LoadBalancer","loadBalancerSourceRanges":["1.2.3.4/33"]}
! spec.LoadBalancerSourceRanges[0]: Invalid value: "1.2.3.4/33": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)

  spec: {"ports":[{"port":8675}],"loadBalancerSourceRanges":["5.6.0.0/16"]}
! spec.LoadBalancerSourceRanges: Forbidden: may only be used when {{tick}}type{{tick}} is 'LoadBalancer'

  spec: {"clusterIPs":["None"],"type":"ExternalName","externalName":"foo.bar.example.com"}
! spec.clusterIPs: Forbidden: may not be set for ExternalName services

  spec: {"type":"ExternalName","externalName":"-123"}
! spec.externalName: Invalid value: "-123": {{subdomain}}

  spec: {"clusterIP":"None","clusterIPs":["None"],"type":"LoadBalancer"}
! spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for LoadBalancer services

  spec: {"clusterIP":"None","clusterIPs":["None"],"type":"NodePort"}
! spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for NodePort services

  spec: {"ports":[{"port":8675}],"type":"LoadBalancer","externalTrafficPolicy":"invalid"}
! spec.externalTrafficPolicy: Unsupported value: "invalid": supported values: "Cluster", "Local"

  spec: {"ports":[{"port":8675}],"internalTrafficPolicy":"invalid"}
! spec.internalTrafficPolicy: Unsupported value: "invalid": supported values: "Cluster", "Local"

  spec: {"ports":[{"port":8675}],"type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":-1}
! spec.healthCheckNodePort: Invalid value: -1: must be between 1 and 65535, inclusive

  spec: {"ports":[{"port":8675}],"sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":-1}}}
! spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: -1: must be greater than 0 and less than 86400

  spec: {"ports":[{"port":8675}],"ipFamilies":["not-a-valid-ip-family"]}
! spec.ipFamilies[0]: Unsupported value: "not-a-valid-ip-family": supported values: "IPv4", "IPv6"

  spec: {"ports":[{"port":8675}],"ipFamilies":["IPv4","not-a-valid-ip-family"]}
! spec.ipFamilies[1]: Unsupported value: "not-a-valid-ip-family": supported values: "IPv4", "IPv6"

  spec: {"ports":[{"port":8675}],"ipFamilies":["IPv4","IPv6","IPv4"]}
! spec.ipFamilies[2]: Duplicate value: "IPv4"

  spec: {"ports":[{"port":8675}],"ipFamilies":["IPv6","IPv6"]}
! spec.ipFamilies[1]: Duplicate value: "IPv6"

  spec: {"ports":[{"port":8675}],"clusterIP":"garbage-ip","clusterIPs":["garbage-ip"]}
! spec.clusterIPs[0]: Invalid value: "garbage-ip": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  spec: {"ports":[{"port":8675}],"clusterIP":"garbage-ip","clusterIPs":["garbage-ip","garbage-second-ip"]}
! spec.clusterIPs[0]: Invalid value: "garbage-ip": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
! spec.clusterIPs[1]: Invalid value: "garbage-second-ip": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  spec: {"ports":[{"port":8675}],"clusterIP":"2001::1","clusterIPs":["2001::1","garbage-ip"]}
! spec.clusterIPs[1]: Invalid value: "garbage-ip": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  spec: {"ports":[{"port":8675}],"clusterIP":"None","clusterIPs":["None","2001::1"]}
! spec.clusterIPs: Invalid value: ["None","2001::1"]: 'None' must be the first and only value

  spec: {"ports":[{"port":8675}],"clusterIP":"2001::1","clusterIPs":["2001::1","None"]}
! spec.clusterIPs[1]: Invalid value: "None": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  spec: {"ports":[{"port":8675}],"clusterIPs":["","2001::1"]}
! spec.clusterIPs: Invalid value: ["","2001::1"]: must be empty when {{tick}}clusterIP{{tick}} is not specified
! spec.clusterIPs[0]: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  spec: {"ports":[{"port":8675}],"clusterIP":"2001::1","clusterIPs":["2001::1",""]}
! spec.clusterIPs[1]: Invalid value: "": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)

  spec: {"ports":[{"port":8675}],"clusterIP":"2001::1","clusterIPs":["2001::1","2001::4"],"ipFamilies":["IPv4"]}
! spec.clusterIPs: Invalid value: ["2001::1","2001::4"]: may specify no more than one IP for each IP family
! spec.clusterIPs[0]: Invalid value: "2001::1": expected an IPv4 value as indicated by {{tick}}ipFamilies[0]{{tick}}

  spec: {"ports":[{"port":8675}],"clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1","10.0.0.10"],"ipFamilies":["IPv4","IPv6"]}
! spec.clusterIPs: Invalid value: ["10.0.0.1","10.0.0.10"]: may specify no more than one IP for each IP family
! spec.clusterIPs[1]: Invalid value: "10.0.0.10": expected an IPv6 value as indicated by {{tick}}ipFamilies[1]{{tick}}

  spec: {"ports":[{"port":8675}],"clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1","2001::1","10.0.0.10"]}
! spec.clusterIPs: Invalid value: ["10.0.0.1","2001::1","10.0.0.10"]: may only hold up to 2 values

  spec: {"ports":[{"port":8675}],"clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],"ipFamilies":["IPv6"]}
! spec.clusterIPs[0]: Invalid value: "10.0.0.1": expected an IPv6 value as indicated by {{tick}}ipFamilies[0]{{tick}}

  spec: {"ports":[{"port":8675}],"clusterIP":"2001::1","clusterIPs":["2001::1"],"ipFamilies":["IPv4"]}
! spec.clusterIPs[0]: Invalid value: "2001::1": expected an IPv4 value as indicated by {{tick}}ipFamilies[0]{{tick}}

  spec.ports[0]: {"appProtocol":"example.com/protocol_with{invalid}[characters]","port":12345}
! spec.ports[0].appProtocol: Invalid value: "example.com/protocol_with{invalid}[characters]": {{labelName}}

  spec: {"ports":[{"port":8675}],"clusterIP":"10.0.0.10","clusterIPs":["10.0.0.1","2001::1"]}
! spec.clusterIPs: Invalid value: ["10.0.0.1","2001::1"]: first value must match {{tick}}clusterIP{{tick}}

  spec: {"ports":[{"port":8675}],"clusterIP":"10.0.0.10","clusterIPs":["10.0.0.1"]}
! spec.clusterIPs: Invalid value: ["10.0.0.1"]: first value must match {{tick}}clusterIP{{tick}}

  spec: {"ports":[{"port":8675}],"allocateLoadBalancerNodePorts":true}
! spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when {{tick}}type{{tick}} is 'LoadBalancer'

  spec: {"ports":[{"port":8675}],"type":"LoadBalancer","loadBalancerClass":"Bad/LoadBalancerClass"}
! spec.loadBalancerClass: Invalid value: "Bad/LoadBalancerClass": prefix part {{subdomain}}

  spec: {"ports":[{"port":8675}],"loadBalancerClass":"test.com/test-load-balancer-class"}
! spec.loadBalancerClass: Forbidden: may only be used when {{tick}}type{{tick}} is 'LoadBalancer'

  metadata.annotations: {"service.kubernetes.io/topology-aware-hints":"original","service.kubernetes.io/topology-mode":"different"}
  spec.ports[0].port: 8675
! metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: "different": must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified

  spec: {"ports":[{"port":8675}],"trafficDistribution":"Random"}
! spec.trafficDistribution: Unsupported value: "Random": supported values: "PreferClose", "PreferSameZone", "PreferSameNode"

# TestGetWarningsForService
  spec: {"externalIPs":["1.2.3.4"],"ports":[{"port":80}]}
~ spec.externalIPs is deprecated and may no longer be implemented in some clusters

  spec: {"trafficDistribution":"PreferClose","ports":[{"port":80}]}
~ spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"

  metadata.annotations: {"service.kubernetes.io/topology-aware-hints":"foo"}
  spec.ports[0].port: 80
~ annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead

  spec.type: "ExternalName"
! spec.externalName: Required value

  spec: {"externalName":"example.com","ports":[{"port":80}]}
~ spec.externalName is ignored when spec.type is not "ExternalName"

  spec: {"clusterIP":"None","ports":[{"port":80}]}
! spec.clusterIPs: Required value

# TestGetWarningsForServiceClusterIPs
  spec: {"clusterIP":"192.012.2.2","clusterIPs":["192.012.2.2"],"ports":[{"port":80}]}
! spec.clusterIPs[0]: Invalid value: "192.012.2.2": must not have leading 0s

  spec: {"clusterIP":"2001:db8::2","clusterIPs":["2001:db8::2","192.012.2.2"],"ports":[{"port":80}]}
! spec.clusterIPs[1]: Invalid value: "192.012.2.2": must not have leading 0s

  spec: {"clusterIP":"2001:db8:0:0::2","clusterIPs":["2001:db8:0:0::2"],"ports":[{"port":80}]}
~ spec.clusterIPs[0]: IPv6 address "2001:db8:0:0::2" should be in RFC 5952 canonical format ("2001:db8::2")

  spec: {"clusterIP":"192.12.2.2","clusterIPs":["192.12.2.2","2001:db8:0:0::2"],"ports":[{"port":80}]}
~ spec.clusterIPs[1]: IPv6 address "2001:db8:0:0::2" should be in RFC 5952 canonical format ("2001:db8::2")

  spec: {"clusterIP":"2001:db8:0:0::2","clusterIPs":["2001:db8:0:0::2","192.012.2.2"],"externalIPs":["2001:db8:1:0::2","10.012.2.2"],"loadBalancerSourceRanges":["2001:db8:1:0::/64","10.012.2.0/24"],"ports":[{"port":80}]}
! spec.clusterIPs[1]: Invalid value: "192.012.2.2": must not have leading 0s
! spec.externalIPs[1]: Invalid value: "10.012.2.2": must not have leading 0s
! spec.LoadBalancerSourceRanges: Forbidden: may only be used when {{tick}}type{{tick}} is 'LoadBalancer'
! spec.LoadBalancerSourceRanges[1]: Invalid value: "10.012.2.0/24": must not have leading 0s in IP or prefix length
`,
  },
  {
    kind: "Service",
    write: "update",
    rows: String.raw`
# TestValidateServiceUpdate
- spec.clusterIPs[0]: "1.2.3.4"
+ spec: {"ports":[{"port":8675}],"clusterIP":"8.6.7.5","clusterIPs":["8.6.7.5"]}
! spec.clusterIPs[0]: Invalid value: ["8.6.7.5"]: may not change once set

- spec.clusterIPs[0]: "None"
+ spec.ports[0].port: 8675
! spec.clusterIPs[0]: Invalid value: null: primary clusterIP can not be unset

+ spec: {"clusterIP":"None","clusterIPs":["None"],"type":"LoadBalancer"}
! spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for LoadBalancer services

- spec.clusterIPs[0]: "None"
+ spec: {"ports":[{"port":8675}],"clusterIP":"1.2.3.4","clusterIPs":["1.2.3.4"]}
! spec.clusterIPs[0]: Invalid value: ["1.2.3.4"]: may not change once set

- spec.clusterIPs[0]: "1.2.3.4"
+ spec: {"clusterIP":"None","clusterIPs":["None"]}
! spec.clusterIPs[0]: Invalid value: ["None"]: may not change once set

- spec.clusterIPs[0]: "1.2.3.4"
+ spec: {"ports":[{"port":8675}],"clusterIP":"1.2.3.5","clusterIPs":["1.2.3.5"]}
! spec.clusterIPs[0]: Invalid value: ["1.2.3.5"]: may not change once set

+ spec: {"clusterIP":"None","clusterIPs":["None"],"type":"NodePort"}
! spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for NodePort services

+ spec: {"ports":[{"port":8675}],"externalName":"somename"}
~ spec.externalName is ignored when spec.type is not "ExternalName"

- spec.ipFamilies[0]: "IPv4"
+ spec: {"ports":[{"port":8675}],"clusterIP":"1.2.3.4","clusterIPs":["1.2.3.4"],"ipFamilies":["IPv6"]}
! spec.ipFamilies[0]: Invalid value: ["IPv6"]: may not change once set
! spec.clusterIPs[0]: Invalid value: "1.2.3.4": expected an IPv6 value as indicated by {{tick}}ipFamilies[0]{{tick}}

- spec.clusterIPs[0]: "2001::1"
+ spec: {"ports":[{"port":8675}],"clusterIP":"1.2.3.5","clusterIPs":["1.2.3.5","2001::1"]}
! spec.clusterIPs[0]: Invalid value: ["1.2.3.5","2001::1"]: may not change once set

- spec.clusterIPs: ["1.2.3.4","2001::1"]
+ spec: {"ports":[{"port":8675}],"clusterIP":"1.2.3.4","clusterIPs":["1.2.3.4","2002::1"]}
! spec.clusterIPs[1]: Invalid value: ["1.2.3.4","2002::1"]: may not change once set

- spec: {"clusterIPs":["1.2.3.4","2001::1"],"ipFamilies":["IPv4","IPv6"]}
+ spec: {"ports":[{"port":8675}],"clusterIP":"1.2.3.4","clusterIPs":["1.2.3.4"],"ipFamilies":["IPv4"],"ipFamilyPolicy":"RequireDualStack"}
! spec.ipFamilyPolicy: Invalid value: "RequireDualStack": must be set to 'SingleStack' when releasing the secondary clusterIP
! spec.ipFamilyPolicy: Invalid value: "RequireDualStack": must be set to 'SingleStack' when releasing the secondary ipFamily

+ spec.ports[0]: {"appProtocol":"~https","port":443}
! spec.ports[0].appProtocol: Invalid value: "~https": {{labelName}}

+ spec: {"ports":[{"port":8675}],"allocateLoadBalancerNodePorts":true}
! spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when {{tick}}type{{tick}} is 'LoadBalancer'

- spec.type: "LoadBalancer"
+ spec: {"ports":[{"port":8675}],"type":"LoadBalancer","loadBalancerClass":"test.com/test-new"}
! spec.loadBalancerClass: Invalid value: "test.com/test-new": may not change once set

- spec: {"type":"LoadBalancer","loadBalancerClass":"test.com/test-old"}
+ spec: {"ports":[{"port":8675}],"type":"LoadBalancer"}
! spec.loadBalancerClass: Invalid value: null: may not change once set

+ spec: {"ports":[{"port":8675}],"type":"LoadBalancer","loadBalancerClass":"Bad/LoadBalancerclass"}
! spec.loadBalancerClass: Invalid value: "Bad/LoadBalancerclass": prefix part {{subdomain}}
! spec.loadBalancerClass: Invalid value: "Bad/LoadBalancerclass": prefix part {{subdomain}}

+ spec: {"ports":[{"port":8675}],"loadBalancerClass":"test.com/test-load-balancer-class"}
! spec.loadBalancerClass: Forbidden: may only be used when {{tick}}type{{tick}} is 'LoadBalancer'
! spec.loadBalancerClass: Forbidden: may only be used when {{tick}}type{{tick}} is 'LoadBalancer'

+ spec.type: "ExternalName"
! spec.externalName: Required value

+ metadata.annotations: {"service.kubernetes.io/topology-aware-hints":"original","service.kubernetes.io/topology-mode":"different"}
+ spec.ports[0].port: 8675
! metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: "different": must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified

+ spec: {"ports":[{"port":8675}],"externalIPs":["1.2.3.4"]}
~ spec.externalIPs is deprecated and may no longer be implemented in some clusters

+ spec: {"ports":[{"port":8675}],"type":"LoadBalancer","loadBalancerSourceRanges":["010.0.0.0/8"]}
! spec.LoadBalancerSourceRanges[0]: Invalid value: "010.0.0.0/8": must not have leading 0s in IP or prefix length

+ metadata.annotations: {"service.beta.kubernetes.io/load-balancer-source-ranges":"010.0.0.0/8, 1.2.3.0/24"}
+ spec: {"ports":[{"port":8675}],"type":"LoadBalancer"}
! metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Invalid value: "010.0.0.0/8": must not have leading 0s in IP or prefix length
`,
  },
];
