/** What HorizontalPodAutoscalers are refused for or warned about, as facts: the rows of Kubernetes 1.36 and its answers to them. The form: vector.ts. */
import type { Section } from "./vector.ts";

export const autoscalers: readonly Section[] = [
  {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    write: "create",
    base: String.raw`{"metadata":{"name":"myautoscaler","namespace":"default"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"mydeployment","apiVersion":"apps/v1"},"minReplicas":1,"maxReplicas":5,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70}}}],"behavior":{}}}`,
    rows: String.raw`
# ValidateHorizontalPodAutoscaler
  spec.behavior.scaleUp: {"stabilizationWindowSeconds":3600,"selectPolicy":"Min","policies":[{"type":"Percent","value":10,"periodSeconds":1},{"type":"Pods","value":1,"periodSeconds":1800}]}
  spec.behavior.scaleDown: {"stabilizationWindowSeconds":0,"selectPolicy":"Disabled","policies":[{"type":"Percent","value":10,"periodSeconds":1},{"type":"Pods","value":1,"periodSeconds":1800}]}

  spec.behavior.scaleUp: {"stabilizationWindowSeconds":120,"selectPolicy":"Max","policies":[{"type":"Pods","value":1,"periodSeconds":2},{"type":"Percent","value":3,"periodSeconds":4},{"type":"Pods","value":5,"periodSeconds":6},{"type":"Percent","value":7,"periodSeconds":8}]}
  spec.behavior.scaleDown: {"stabilizationWindowSeconds":120,"selectPolicy":"Max","policies":[{"type":"Pods","value":1,"periodSeconds":2},{"type":"Percent","value":3,"periodSeconds":4},{"type":"Pods","value":5,"periodSeconds":6},{"type":"Percent","value":7,"periodSeconds":8}]}

  spec.behavior.scaleUp: {"selectPolicy":"Min"}

  spec.behavior.scaleUp: {"stabilizationWindowSeconds":3601,"selectPolicy":"Min","policies":[{"type":"Percent","value":10,"periodSeconds":1},{"type":"Pods","value":1,"periodSeconds":1800}]}
! spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal to 3600

  spec.behavior.scaleUp: {"policies":[{"type":"Pods","value":7,"periodSeconds":1801}]}
! spec.behavior.scaleUp.policies[0].periodSeconds: Invalid value: 1801: must be less than or equal to 1800

  spec.behavior.scaleUp: {"selectPolicy":"incorrect","policies":[{"type":"Pods","value":7,"periodSeconds":8}]}
! spec.behavior.scaleUp.selectPolicy: Unsupported value: "incorrect": supported values: "Disabled", "Max", "Min"

  spec.behavior.scaleUp: {"policies":[{"type":"hm","value":7,"periodSeconds":8}]}
! spec.behavior.scaleUp.policies[0].type: Unsupported value: "hm": supported values: "Percent", "Pods"

  spec.behavior.scaleUp: {"policies":[{"type":"Pods","value":8,"periodSeconds":0}]}
! spec.behavior.scaleUp.policies[0].periodSeconds: Invalid value: 0: must be greater than zero

  spec.behavior.scaleUp: {"policies":[{"type":"Pods","value":0,"periodSeconds":8}]}
! spec.behavior.scaleUp.policies[0].value: Invalid value: 0: must be greater than zero

  spec.behavior.scaleUp: {"policies":[{"type":"Pods","value":1,"periodSeconds":-1}]}
! spec.behavior.scaleUp.policies[0].periodSeconds: Invalid value: -1: must be greater than zero

  spec.behavior.scaleUp: {"policies":[{"type":"Pods","value":-1,"periodSeconds":1}]}
! spec.behavior.scaleUp.policies[0].value: Invalid value: -1: must be greater than zero

  spec.behavior.scaleDown: {"selectPolicy":"Min"}

  spec.behavior.scaleDown: {"stabilizationWindowSeconds":3601,"selectPolicy":"Min","policies":[{"type":"Percent","value":10,"periodSeconds":1},{"type":"Pods","value":1,"periodSeconds":1800}]}
! spec.behavior.scaleDown.stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal to 3600

  spec.behavior.scaleDown: {"policies":[{"type":"Percent","value":7,"periodSeconds":1801}]}
! spec.behavior.scaleDown.policies[0].periodSeconds: Invalid value: 1801: must be less than or equal to 1800

  spec.behavior.scaleDown: {"selectPolicy":"incorrect","policies":[{"type":"Pods","value":7,"periodSeconds":8}]}
! spec.behavior.scaleDown.selectPolicy: Unsupported value: "incorrect": supported values: "Disabled", "Max", "Min"

  spec.behavior.scaleDown: {"policies":[{"type":"hm","value":7,"periodSeconds":8}]}
! spec.behavior.scaleDown.policies[0].type: Unsupported value: "hm": supported values: "Percent", "Pods"

  spec.behavior.scaleDown: {"policies":[{"type":"Pods","value":8,"periodSeconds":0}]}
! spec.behavior.scaleDown.policies[0].periodSeconds: Invalid value: 0: must be greater than zero

  spec.behavior.scaleDown: {"policies":[{"type":"Pods","value":0,"periodSeconds":8}]}
! spec.behavior.scaleDown.policies[0].value: Invalid value: 0: must be greater than zero

  spec.behavior.scaleDown: {"policies":[{"type":"Pods","value":1,"periodSeconds":-1}]}
! spec.behavior.scaleDown.policies[0].periodSeconds: Invalid value: -1: must be greater than zero

  spec.behavior.scaleDown: {"policies":[{"type":"Pods","value":-1,"periodSeconds":1}]}
! spec.behavior.scaleDown.policies[0].value: Invalid value: -1: must be greater than zero

  spec.scaleTargetRef: {"kind":"ReplicationController","name":"myrc"}
  spec.behavior: -

  spec.scaleTargetRef: {"kind":"ReplicationController","name":"myrc"}
  spec.metrics: -
  spec.behavior: -

  spec.scaleTargetRef: {"kind":"ReplicationController","name":"myrc"}
  spec.metrics[0].resource.target: {"type":"AverageValue","averageValue":"300m"}
  spec.behavior: -

  spec.scaleTargetRef: {"kind":"ReplicationController","name":"myrc"}
  spec.metrics[0]: {"type":"Pods","pods":{"metric":{"name":"somemetric"},"target":{"type":"AverageValue","averageValue":"300m"}}}
  spec.behavior: -

  spec.scaleTargetRef: {"kind":"ReplicationController","name":"myrc"}
  spec.metrics[0]: {"type":"ContainerResource","containerResource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70},"container":"test-container"}}
  spec.behavior: -

  spec.scaleTargetRef: {"kind":"ReplicationController","name":"myrc"}
  spec.metrics[0]: {"type":"ContainerResource","containerResource":{"name":"cpu","target":{"type":"AverageValue","averageValue":"300m"},"container":"test-container"}}
  spec.behavior: -

  spec.scaleTargetRef: {"kind":"ReplicationController","name":"myrc"}
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -

  spec.scaleTargetRef: {"kind":"ReplicationController","name":"myrc"}
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"Ingress","name":"my-ingress","apiVersion":"networking.k8s.io/v1"},"target":{"type":"Value","value":"300m"},"metric":{"name":"requests-per-second"}}}
  spec.behavior: -

  spec.scaleTargetRef.kind: ""
  spec.behavior: -
! spec.scaleTargetRef.kind: Required value

  spec.scaleTargetRef: {"kind":"","name":"myrc","apiVersion":"v1"}
  spec.metrics[0]: {"type":"ContainerResource","containerResource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70},"container":"test-application"}}
  spec.behavior: -
! spec.scaleTargetRef.kind: Required value
! spec.scaleTargetRef.apiVersion: Invalid value: "v1": apiVersion must specify API group

  spec.scaleTargetRef: {"kind":"..","name":"myrc","apiVersion":"v1"}
  spec.behavior: -
! spec.scaleTargetRef.kind: Invalid value: "..": may not be '..'
! spec.scaleTargetRef.apiVersion: Invalid value: "v1": apiVersion must specify API group

  spec.scaleTargetRef: {"kind":"..","name":"myrc","apiVersion":"v1"}
  spec.metrics[0]: {"type":"ContainerResource","containerResource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70},"container":"test-application"}}
  spec.behavior: -
! spec.scaleTargetRef.kind: Invalid value: "..": may not be '..'
! spec.scaleTargetRef.apiVersion: Invalid value: "v1": apiVersion must specify API group

  spec.scaleTargetRef.name: ""
  spec.behavior: -
! spec.scaleTargetRef.name: Required value

  spec.scaleTargetRef.name: ""
  spec.metrics[0]: {"type":"ContainerResource","containerResource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70},"container":"test-application"}}
  spec.behavior: -
! spec.scaleTargetRef.name: Required value

  spec.scaleTargetRef.name: ".."
  spec.metrics[0]: {"type":"ContainerResource","containerResource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70},"container":"test-application"}}
  spec.behavior: -
! spec.scaleTargetRef.name: Invalid value: "..": may not be '..'

  spec.scaleTargetRef.apiVersion: -
  spec.metrics[0]: {"type":"ContainerResource","containerResource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70},"container":"test-application"}}
  spec.behavior: -
! spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group

  spec.scaleTargetRef: {"kind":"","name":""}
  spec.minReplicas: -1
  spec.metrics: -
  spec.behavior: -
! spec.minReplicas: Invalid value: -1: must be greater than or equal to 1
! spec.scaleTargetRef.kind: Required value
! spec.scaleTargetRef.name: Required value
! spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group

  spec.scaleTargetRef: {"kind":"","name":""}
  spec.minReplicas: 7
  spec.metrics: -
  spec.behavior: -
! spec.maxReplicas: Invalid value: 5: must be greater than or equal to {{tick}}minReplicas{{tick}}
! spec.scaleTargetRef.kind: Required value
! spec.scaleTargetRef.name: Required value
! spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group

  spec.metrics[0].resource.target.averageValue: "300m"
  spec.behavior: -
! spec.metrics[0].resource.target.averageValue: Forbidden: may not set both a target raw value and a target utilization

  spec.metrics[0]: {"type":"ContainerResource","containerResource":{"name":"cpu","target":{"type":"Utilization","averageValue":"300m","averageUtilization":70},"container":"test-application"}}
  spec.behavior: -
! spec.metrics[0].containerResource.target.averageValue: Forbidden: may not set both a target raw value and a target utilization

  spec.metrics[0].resource.name: ""
  spec.behavior: -
! spec.metrics[0].resource.name: Required value: must specify a resource name

  spec.metrics[0]: {"type":"ContainerResource","containerResource":{"name":"","target":{"type":"Utilization","averageUtilization":70},"container":"test-application"}}
  spec.behavior: -
! spec.metrics[0].containerResource.name: Required value: must specify a resource name

  spec.metrics[0]: {"type":"ContainerResource","containerResource":{"name":"InvalidResource","target":{"type":"Utilization","averageUtilization":70},"container":"test-application"}}
  spec.behavior: -
! spec.metrics[0].containerResource.name: Invalid value: "InvalidResource": must be a standard resource type or fully qualified
! spec.metrics[0].containerResource.name: Invalid value: "InvalidResource": must be a standard resource for containers

  spec.metrics[0].resource.target.averageUtilization: -10
  spec.behavior: -
! spec.metrics[0].resource.target.averageUtilization: Invalid value: -10: must be greater than 0

  spec.metrics[0]: {"type":"ContainerResource","containerResource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":-10},"container":"test-application"}}
  spec.behavior: -
! spec.metrics[0].containerResource.target.averageUtilization: Invalid value: -10: must be greater than 0

  spec.metrics[0]: {"type":"ContainerResource","containerResource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":-10},"container":""}}
  spec.behavior: -
! spec.metrics[0].containerResource.container: Required value: must specify a container
! spec.metrics[0].containerResource.target.averageUtilization: Invalid value: -10: must be greater than 0

  spec.metrics[0]: {"type":"ContainerResource","containerResource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":-10},"container":"---***"}}
  spec.behavior: -
! spec.metrics[0].containerResource.container: Invalid value: "---***": {{label}}
! spec.metrics[0].containerResource.target.averageUtilization: Invalid value: -10: must be greater than 0

  spec.metrics[0].resource.target: {"type":"Value"}
  spec.behavior: -
! spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization

  spec.metrics[0]: {"type":"ContainerResource","containerResource":{"name":"cpu","target":{"type":"Value"},"container":"test-application"}}
  spec.behavior: -
! spec.metrics[0].containerResource.target.averageUtilization: Required value: must set either a target raw value or a target utilization

  spec.metrics[0]: {"type":"Pods","pods":{"metric":{"name":""},"target":{"type":"Value","averageValue":"100m"}}}
  spec.behavior: -
! spec.metrics[0].pods.metric.name: Required value: must specify a metric name

  spec.metrics[0]: {"type":"Pods","pods":{"metric":{"name":"somemetric"},"target":{"type":"Value"}}}
  spec.behavior: -
! spec.metrics[0].pods.target.averageValue: Required value: must specify a positive target averageValue

  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! spec.metrics[0].object.target.averageValue: Required value: must set either a target value or averageValue

  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"","name":"myrc"},"target":{"type":"Value","value":"100m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! spec.metrics[0].object.describedObject.kind: Required value

  spec.scaleTargetRef: {"kind":"ReplicationController","name":"myrc","apiVersion":"apps/v1/v3"}
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"Deployment","name":"myrc"},"target":{"type":"Value","value":"100m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! spec.scaleTargetRef.apiVersion: Invalid value: "apps/v1/v3": unexpected GroupVersion string: apps/v1/v3

  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"100m"},"metric":{"name":""}}}
  spec.behavior: -
! spec.metrics[0].object.metric.name: Required value: must specify a metric name

  spec.metrics[0]: {"type":"External","external":{"metric":{"name":"","selector":{"matchLabels":{"label":"value"}}},"target":{"type":"Value","value":"300m"}}}
  spec.behavior: -
! spec.metrics[0].external.metric.name: Required value: must specify a metric name

  spec.metrics[0]: {"type":"External","external":{"metric":{"name":"foo/../","selector":{"matchLabels":{"label":"value"}}},"target":{"type":"Value","value":"300m"}}}
  spec.behavior: -
! spec.metrics[0].external.metric.name: Invalid value: "foo/../": may not contain '/'

  spec.metrics[0]: {"type":"External","external":{"metric":{"name":"somemetric","selector":{"matchLabels":{"label":"value"}}},"target":{"type":"Value"}}}
  spec.behavior: -
! spec.metrics[0].external.target.averageValue: Required value: must set either a target value for metric or a per-pod target

  spec.metrics[0]: {"type":"External","external":{"metric":{"name":"somemetric","selector":{"matchLabels":{"label":"value"}}},"target":{"type":"Value","value":"-300m"}}}
  spec.behavior: -
! spec.metrics[0].external.target.value: Invalid value: "-300m": must be positive

  spec.metrics[0]: {"type":"External","external":{"metric":{"name":"somemetric","selector":{"matchLabels":{"label":"value"}}},"target":{"type":"Value","averageValue":"-300m"}}}
  spec.behavior: -
! spec.metrics[0].external.target.averageValue: Invalid value: "-300m": must be positive

  spec.metrics[0]: {"type":"External","external":{"metric":{"name":"somemetric","selector":{"matchLabels":{"label":"value"}}},"target":{"type":"Value","value":"300m","averageValue":"300m"}}}
  spec.behavior: -
! spec.metrics[0].external.target.value: Forbidden: may not set both a target value for metric and a per-pod target

  spec.metrics[0]: {"type":"External","external":{"metric":{"name":"somemetric","selector":{"matchLabels":{"label":"value"}}},"target":{"type":"boogity","value":"300m"}}}
  spec.behavior: -
! spec.metrics[0].external.target.type: Invalid value: "boogity": must be either Utilization, Value, or AverageValue

  spec.metrics[0]: {"type":"External","external":{"metric":{"name":"somemetric","selector":{"matchLabels":{"label":"value"}}},"target":{"type":"","value":"300m"}}}
  spec.behavior: -
! spec.metrics[0].external.target.type: Required value: must specify a metric target type
! spec.metrics[0].external.target.type: Invalid value: "": must be either Utilization, Value, or AverageValue

  spec.metrics[0]: {"type":"External","external":{"metric":{"name":"somemetric","selector":{"matchLabels":{"label":"value"}}},"target":{"type":""}}}
  spec.behavior: -
! spec.metrics[0].external.target.type: Required value: must specify a metric target type
! spec.metrics[0].external.target.type: Invalid value: "": must be either Utilization, Value, or AverageValue
! spec.metrics[0].external.target.averageValue: Required value: must set either a target value for metric or a per-pod target

  spec.metrics[0]: {"type":""}
  spec.behavior: -
! spec.metrics[0].type: Required value: must specify a metric source type
! spec.metrics[0].type: Unsupported value: "": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"
! spec.metrics[0].type: Unsupported value: "": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"

  spec.metrics[0]: {"type":"InvalidType"}
  spec.behavior: -
! spec.metrics[0].type: Unsupported value: "InvalidType": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"
! spec.metrics[0].type: Unsupported value: "InvalidType": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"

  spec.metrics[0].resource.target: {"type":"AverageValue","averageValue":"100m"}
  spec.metrics[0].pods: {"metric":{"name":"somemetric"},"target":{"type":"AverageValue","averageValue":"100m"}}
  spec.behavior: -
! spec.metrics[0].pods: Forbidden: must populate the given metric source only

  spec.metrics[0]: {"type":"Pods","containerResource":{"name":"cpu","target":{"type":"AverageValue","averageValue":"100m"},"container":"test-application"}}
  spec.behavior: -
! spec.metrics[0].pods: Required value: must populate information for the given metric source

  spec.metrics[0]: {"type":"Object","containerResource":{"name":"cpu","target":{"type":"AverageValue","averageValue":"100m"},"container":"test-application"}}
  spec.behavior: -
! spec.metrics[0].object: Required value: must populate information for the given metric source

  spec.metrics: [{"type":"Resource","containerResource":{"name":"cpu","target":{"type":"AverageValue","averageValue":"100m"},"container":"test-application"}}]
  spec.behavior: -
! spec.metrics[0].resource: Required value: must populate information for the given metric source

  spec.metrics: [{"type":"Resource","pods":{"metric":{"name":"somemetric"},"target":{"type":"AverageValue","averageValue":"100m"}}}]
  spec.behavior: -
! spec.metrics[0].resource: Required value: must populate information for the given metric source

  spec.metrics[0]: {"type":"ContainerResource","pods":{"metric":{"name":"somemetric"},"target":{"type":"AverageValue","averageValue":"100m"}}}
  spec.behavior: -
! spec.metrics[0].containerResource: Required value: must populate information for the given metric source

  spec.metrics[0]: {"type":"Object","pods":{"metric":{"name":"somemetric"},"target":{"type":"AverageValue","averageValue":"100m"}}}
  spec.behavior: -
! spec.metrics[0].object: Required value: must populate information for the given metric source

  spec.metrics[0]: {"type":"ContainerResource","object":{"describedObject":{"kind":"Deployment","name":"mydeployment","apiVersion":"apps/v1"},"target":{"type":"Value","value":"100m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! spec.metrics[0].containerResource: Required value: must populate information for the given metric source

  spec.metrics[0]: {"type":"Pods","object":{"describedObject":{"kind":"Deployment","name":"mydeployment","apiVersion":"apps/v1"},"target":{"type":"Value","value":"100m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! spec.metrics[0].pods: Required value: must populate information for the given metric source

  spec.metrics: [{"type":"Resource","object":{"describedObject":{"kind":"Deployment","name":"mydeployment","apiVersion":"apps/v1"},"target":{"type":"Value","value":"100m"},"metric":{"name":"somemetric"}}}]
  spec.behavior: -
! spec.metrics[0].resource: Required value: must populate information for the given metric source

  spec.metrics[0].type: "ContainerResource"
  spec.metrics[0].resource.target: {"type":"AverageValue","averageValue":"100m"}
  spec.behavior: -
! spec.metrics[0].containerResource: Required value: must populate information for the given metric source

  spec.metrics[0].type: "Pods"
  spec.metrics[0].resource.target: {"type":"AverageValue","averageValue":"100m"}
  spec.behavior: -
! spec.metrics[0].pods: Required value: must populate information for the given metric source

  spec.metrics[0].type: "Object"
  spec.metrics[0].resource.target: {"type":"AverageValue","averageValue":"100m"}
  spec.behavior: -
! spec.metrics[0].object: Required value: must populate information for the given metric source

  spec.minReplicas: 0
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1

  spec.minReplicas: 0
  spec.metrics[0]: {"type":"External","external":{"metric":{"name":"somemetric","selector":{"matchLabels":{"label":"value"}}},"target":{"type":"AverageValue","averageValue":"300m"}}}
  spec.behavior: -
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1

  spec.behavior.scaleUp: {"policies":[{"type":"Pods","value":1,"periodSeconds":1800}],"tolerance":"-1m"}
! spec.behavior.scaleUp.tolerance: Invalid value: "-1m": must be greater than or equal to 0

  spec.behavior.scaleUp: {"policies":[{"type":"Pods","value":1,"periodSeconds":1800}],"tolerance":"-10m"}
! spec.behavior.scaleUp.tolerance: Invalid value: "-10m": must be greater than or equal to 0

  metadata.name: "h"
  spec.scaleTargetRef: {"kind":"","name":"x/y"}
  spec.minReplicas: 3
  spec.maxReplicas: 0
  spec.metrics[0].resource: -
  spec.behavior: -
! spec.maxReplicas: Required value: must be set and greater than 0
! spec.maxReplicas: Invalid value: 0: must be greater than or equal to {{tick}}minReplicas{{tick}}
! spec.scaleTargetRef.kind: Required value
! spec.scaleTargetRef.name: Invalid value: "x/y": may not contain '/'
! spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group
! spec.metrics[0].resource: Required value: must populate information for the given metric source

  metadata.name: "p"
  metadata.namespace: "n"
  spec.scaleTargetRef.name: "d"
  spec.minReplicas: -
  spec.maxReplicas: 3
  spec.metrics[0]: {"type":"Foo"}
  spec.behavior: -
! spec.metrics[0].type: Unsupported value: "Foo": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"
! spec.metrics[0].type: Unsupported value: "Foo": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"

  metadata.name: "p"
  metadata.namespace: "n"
  spec.scaleTargetRef.name: "d"
  spec.minReplicas: -
  spec.maxReplicas: 3
  spec.metrics[0]: {"type":""}
  spec.behavior: -
! spec.metrics[0].type: Required value: must specify a metric source type
! spec.metrics[0].type: Unsupported value: "": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"
! spec.metrics[0].type: Unsupported value: "": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"

  metadata.name: "p"
  metadata.namespace: "n"
  spec.scaleTargetRef.name: "d"
  spec.minReplicas: -
  spec.maxReplicas: 3
  spec.metrics[0]: {"type":"Pods","pods":{"metric":{"name":""},"target":{"type":"Value","value":"0"}}}
  spec.behavior: -
! spec.metrics[0].pods.metric.name: Required value: must specify a metric name
! spec.metrics[0].pods.target.value: Invalid value: "0": must be positive
! spec.metrics[0].pods.target.averageValue: Required value: must specify a positive target averageValue

  metadata.name: "p"
  metadata.namespace: "n"
  spec.scaleTargetRef.name: "d"
  spec.minReplicas: -
  spec.maxReplicas: 3
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"a"},"metric":{"name":"x/y"},"target":{"type":"AverageValue"}}}
  spec.behavior: -
! spec.metrics[0].object.describedObject.name: Required value
! spec.metrics[0].object.metric.name: Invalid value: "x/y": may not contain '/'
! spec.metrics[0].object.target.averageValue: Required value: must set either a target value or averageValue

  metadata.name: "p"
  metadata.namespace: "n"
  spec.scaleTargetRef.name: "d"
  spec.minReplicas: -
  spec.maxReplicas: 3
  spec.metrics[0]: {"type":"External","external":{"metric":{"name":"x","selector":{"matchLabels":{"a b":"c"}}},"target":{"type":"Utilization","averageUtilization":-1}}}
  spec.behavior: -
! spec.metrics[0].external.target.averageUtilization: Invalid value: -1: must be greater than 0
! spec.metrics[0].external.target.averageValue: Required value: must set either a target value for metric or a per-pod target

  metadata.name: "p"
  metadata.namespace: "n"
  spec.scaleTargetRef.name: "d"
  spec.minReplicas: -
  spec.maxReplicas: 3
  spec.metrics[0].resource.name: ""
  spec.metrics[0].resource.target.averageUtilization: 0
  spec.behavior: -
! spec.metrics[0].resource.name: Required value: must specify a resource name
! spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0

  metadata.name: "p"
  metadata.namespace: "n"
  spec.scaleTargetRef.name: "d"
  spec.minReplicas: -
  spec.maxReplicas: 3
  spec.metrics[0].resource.target: {"type":"AverageValue","averageUtilization":10,"averageValue":"-1"}
  spec.behavior: -
! spec.metrics[0].resource.target.averageValue: Invalid value: "-1": must be positive
! spec.metrics[0].resource.target.averageValue: Forbidden: may not set both a target raw value and a target utilization

  metadata.name: "p"
  metadata.namespace: "n"
  spec.scaleTargetRef.name: "d"
  spec.minReplicas: -
  spec.maxReplicas: 3
  spec.metrics[0]: {"type":"ContainerResource","containerResource":{"name":"cpu","container":"","target":{"type":"Value","value":"1"}}}
  spec.behavior: -
! spec.metrics[0].containerResource.container: Required value: must specify a container
! spec.metrics[0].containerResource.target.averageUtilization: Required value: must set either a target raw value or a target utilization

  metadata.name: "p"
  metadata.namespace: "n"
  spec.scaleTargetRef.name: "d"
  spec.minReplicas: -
  spec.maxReplicas: 3
  spec.metrics[0].resource.target.averageUtilization: 10
  spec.metrics[0].pods: {"metric":{"name":"a"},"target":{"type":"AverageValue","averageValue":"1"}}
  spec.behavior: -
! spec.metrics[0].pods: Forbidden: must populate the given metric source only

  metadata.name: "p"
  metadata.namespace: "n"
  spec.scaleTargetRef.name: "d"
  spec.minReplicas: 0
  spec.maxReplicas: 3
  spec.metrics: -
  spec.behavior: -
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1
! spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas

  metadata.name: "p"
  metadata.namespace: "n"
  spec.scaleTargetRef.name: "d"
  spec.minReplicas: -1
  spec.maxReplicas: 3
  spec.metrics: -
  spec.behavior: -
! spec.minReplicas: Invalid value: -1: must be greater than or equal to 1

# (altered)
  spec: -
! spec.maxReplicas: Required value: must be set and greater than 0
! spec.maxReplicas: Invalid value: 0: must be greater than or equal to {{tick}}minReplicas{{tick}}
! spec.scaleTargetRef.kind: Required value
! spec.scaleTargetRef.name: Required value
! spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group

  metadata.name: -
  spec.minReplicas: 0
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! metadata.name: Required value: name or generateName is required
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1

  metadata.name: "BAD_Value!"
  spec.minReplicas: 0
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! metadata.name: Invalid value: "BAD_Value!": {{subdomain}}
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1

  metadata.name: "a.b/c"
  spec.minReplicas: 0
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! metadata.name: Invalid value: "a.b/c": {{subdomain}}
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1

  metadata.namespace: -
  spec.minReplicas: 0
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! metadata.namespace: Required value
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1

  metadata.namespace: "BAD_Value!"
  spec.minReplicas: 0
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! metadata.namespace: Invalid value: "BAD_Value!": {{label}}
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1

  metadata.namespace: "a.b/c"
  spec.minReplicas: 0
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! metadata.namespace: Invalid value: "a.b/c": {{label}}
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1

  spec: {"minReplicas":0,"maxReplicas":5,"metrics":[{"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}]}
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1
! spec.scaleTargetRef.kind: Required value
! spec.scaleTargetRef.name: Required value
! spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group

  spec.scaleTargetRef.kind: -
  spec.minReplicas: 0
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1
! spec.scaleTargetRef.kind: Required value

  spec.scaleTargetRef.kind: "a.b/c"
  spec.minReplicas: 0
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1
! spec.scaleTargetRef.kind: Invalid value: "a.b/c": may not contain '/'

  spec.scaleTargetRef.name: -
  spec.minReplicas: 0
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1
! spec.scaleTargetRef.name: Required value

  spec.scaleTargetRef.name: "a.b/c"
  spec.minReplicas: 0
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1
! spec.scaleTargetRef.name: Invalid value: "a.b/c": may not contain '/'

  spec.scaleTargetRef.apiVersion: -
  spec.minReplicas: 0
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1
! spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group

  spec.scaleTargetRef.apiVersion: "BAD_Value!"
  spec.minReplicas: 0
  spec.metrics[0]: {"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}
  spec.behavior: -
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1
! spec.scaleTargetRef.apiVersion: Invalid value: "BAD_Value!": apiVersion must specify API group
`,
  },
  {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    write: "update",
    base: String.raw`{"metadata":{"name":"myautoscaler","namespace":"default"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"mydeployment","apiVersion":"apps/v1"},"minReplicas":0,"maxReplicas":5,"metrics":[{"type":"Object","object":{"describedObject":{"kind":"ReplicationController","name":"myrc"},"target":{"type":"Value","value":"300m"},"metric":{"name":"somemetric"}}}]},"status":{"desiredReplicas":0,"currentMetrics":null}}`,
    rows: String.raw`
# ValidateHorizontalPodAutoscalerUpdate
+ spec.minReplicas: 1

- spec.minReplicas: 1
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1

  spec.metrics[0]: {"type":"External","external":{"metric":{"name":"somemetric","selector":{"matchLabels":{"label":"value"}}},"target":{"type":"AverageValue","averageValue":"300m"}}}
+ spec.minReplicas: 1

  spec.metrics[0]: {"type":"External","external":{"metric":{"name":"somemetric","selector":{"matchLabels":{"label":"value"}}},"target":{"type":"AverageValue","averageValue":"300m"}}}
- spec.minReplicas: 1
! spec.minReplicas: Invalid value: 0: must be greater than or equal to 1

  spec.minReplicas: 1
  spec.metrics[0]: {"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70}}}
- spec.behavior: {"scaleUp":{"policies":[{"type":"Pods","value":1,"periodSeconds":1800}]}}
+ spec.behavior: {"scaleUp":{"policies":[{"type":"Pods","value":1,"periodSeconds":1800}],"tolerance":"10m"}}

  spec.minReplicas: 1
  spec.metrics[0]: {"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70}}}
- spec.behavior: {"scaleUp":{"policies":[{"type":"Pods","value":1,"periodSeconds":1800}],"tolerance":"10m"}}
+ spec.behavior: {"scaleUp":{"policies":[{"type":"Pods","value":1,"periodSeconds":1800}]}}

  spec.scaleTargetRef: {"kind":"ReplicationController","name":"myrc","apiVersion":"invalidAPIVersion/v1/v2"}
  spec.metrics[0].object.describedObject.apiVersion: "invalidAPIVersion/v1/v2"
- spec.minReplicas: 3
+ spec.minReplicas: 1

  spec.scaleTargetRef: {"kind":"ReplicationController","name":"myrc","apiVersion":"invalidAPIVersion/v1/v2"}
  spec.minReplicas: 3
- spec.metrics[0].object.describedObject.apiVersion: "invalidAPIVersion/v1/v2"
+ spec.metrics[0].object.describedObject.apiVersion: "invalidAPIVersion/v1/v3"

  spec.minReplicas: 3
  spec.metrics[0].object.describedObject.apiVersion: "invalidAPIVersion/v1/v2"
- spec.scaleTargetRef: {"kind":"ReplicationController","name":"myrc","apiVersion":"invalidAPIVersion/v1/v2"}
+ spec.scaleTargetRef: {"kind":"ReplicationController","name":"myrc","apiVersion":"invalidAPIVersion/v1/v4"}
! spec.scaleTargetRef.apiVersion: Invalid value: "invalidAPIVersion/v1/v4": unexpected GroupVersion string: invalidAPIVersion/v1/v4

  metadata.name: "sample"
  spec.scaleTargetRef.name: "web"
  spec.minReplicas: -
  spec.maxReplicas: 3
  spec.metrics: -
  status: -

# (altered)
+ spec: -
! spec.maxReplicas: Required value: must be set and greater than 0
! spec.maxReplicas: Invalid value: 0: must be greater than or equal to {{tick}}minReplicas{{tick}}
! spec.scaleTargetRef.kind: Required value
! spec.scaleTargetRef.name: Required value
! spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group

+ spec.scaleTargetRef: -
! spec.scaleTargetRef.kind: Required value
! spec.scaleTargetRef.name: Required value
! spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group

+ spec.scaleTargetRef.kind: -
! spec.scaleTargetRef.kind: Required value

+ spec.scaleTargetRef.kind: "a.b/c"
! spec.scaleTargetRef.kind: Invalid value: "a.b/c": may not contain '/'

+ spec.scaleTargetRef.name: -
! spec.scaleTargetRef.name: Required value

+ spec.scaleTargetRef.name: "a.b/c"
! spec.scaleTargetRef.name: Invalid value: "a.b/c": may not contain '/'

+ spec.scaleTargetRef.apiVersion: -
! spec.scaleTargetRef.apiVersion: Invalid value: "": apiVersion must specify API group

+ spec.scaleTargetRef.apiVersion: "BAD_Value!"
! spec.scaleTargetRef.apiVersion: Invalid value: "BAD_Value!": apiVersion must specify API group

+ spec.minReplicas: -1
! spec.minReplicas: Invalid value: -1: must be greater than or equal to 0

+ spec.minReplicas: 2147483647
! spec.maxReplicas: Invalid value: 5: must be greater than or equal to {{tick}}minReplicas{{tick}}

+ spec.maxReplicas: -
! spec.maxReplicas: Required value: must be set and greater than 0

+ spec.maxReplicas: -1
! spec.maxReplicas: Invalid value: -1: must be greater than or equal to 1
! spec.maxReplicas: Invalid value: -1: must be greater than or equal to {{tick}}minReplicas{{tick}}

+ spec.metrics: -
! spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas

+ spec.metrics[0]: {}
! spec.metrics[0].type: Required value: must specify a metric source type
! spec.metrics[0].type: Unsupported value: "": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"
! spec.metrics[0].type: Unsupported value: "": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"
! spec.metrics: Forbidden: must specify at least one Object or External metric to support scaling to zero replicas
`,
  },
];
