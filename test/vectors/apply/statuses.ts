/**
 * An object of each stable kind that has a status, two statuses, and what to change of its spec to be in conflict with who applied it.
 * Source: test/integration/etcd/data.go, test/integration/apiserver/apply/{status,reset_fields}_test.go of Kubernetes 1.36.
 */

export interface StatusRow {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly object: {
    readonly metadata: { readonly name: string };
    readonly [member: string]: unknown;
  };
  readonly status: object;
  /** Members that take the place of the object's. */
  readonly other: object;
  readonly otherStatus: object;
}

export const statusRows: readonly StatusRow[] = [
 {
  "group": "",
  "version": "v1",
  "resource": "namespaces",
  "kind": "Namespace",
  "namespaced": false,
  "object": {
   "metadata": {
    "name": "namespace1"
   },
   "spec": {
    "finalizers": [
     "kubernetes"
    ]
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {
   "spec": {
    "finalizers": [
     "kubernetes2"
    ]
   }
  },
  "otherStatus": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "False"
    }
   ]
  }
 },
 {
  "group": "",
  "version": "v1",
  "resource": "nodes",
  "kind": "Node",
  "namespaced": false,
  "object": {
   "metadata": {
    "name": "node1"
   },
   "spec": {
    "unschedulable": true
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {
   "spec": {
    "unschedulable": false
   }
  },
  "otherStatus": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "False"
    }
   ]
  }
 },
 {
  "group": "",
  "version": "v1",
  "resource": "persistentvolumeclaims",
  "kind": "PersistentVolumeClaim",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "pvc1"
   },
   "spec": {
    "accessModes": [
     "ReadWriteOnce"
    ],
    "resources": {
     "limits": {
      "storage": "1M"
     },
     "requests": {
      "storage": "2M"
     }
    },
    "selector": {
     "matchLabels": {
      "pvc": "stuff"
     }
    }
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {
   "spec": {
    "resources": {
     "limits": {
      "storage": "21M"
     }
    }
   }
  },
  "otherStatus": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "False"
    }
   ]
  }
 },
 {
  "group": "",
  "version": "v1",
  "resource": "persistentvolumes",
  "kind": "PersistentVolume",
  "namespaced": false,
  "object": {
   "metadata": {
    "name": "pv1name"
   },
   "spec": {
    "accessModes": [
     "ReadWriteOnce"
    ],
    "capacity": {
     "storage": "3M"
    },
    "hostPath": {
     "path": "/tmp/test/"
    }
   }
  },
  "status": {
   "message": "hello"
  },
  "other": {
   "spec": {
    "capacity": {
     "storage": "23M"
    }
   }
  },
  "otherStatus": {
   "message": "hello2"
  }
 },
 {
  "group": "",
  "version": "v1",
  "resource": "pods",
  "kind": "Pod",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "pod1"
   },
   "spec": {
    "containers": [
     {
      "image": "busybox",
      "name": "container7",
      "resources": {
       "limits": {
        "cpu": "1M"
       },
       "requests": {
        "cpu": "1M"
       }
      }
     }
    ]
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {
   "metadata": {
    "deletionTimestamp": "2020-01-01T00:00:00Z",
    "ownerReferences": []
   },
   "spec": {
    "containers": [
     {
      "image": "etcd",
      "name": "container7"
     }
    ]
   }
  },
  "otherStatus": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "False"
    }
   ]
  }
 },
 {
  "group": "",
  "version": "v1",
  "resource": "replicationcontrollers",
  "kind": "ReplicationController",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "rc1"
   },
   "spec": {
    "selector": {
     "new": "stuff"
    },
    "template": {
     "metadata": {
      "labels": {
       "new": "stuff"
      }
     },
     "spec": {
      "containers": [
       {
        "image": "busybox",
        "name": "container8"
       }
      ]
     }
    }
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {
   "spec": {
    "selector": {
     "new": "stuff2"
    }
   }
  },
  "otherStatus": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "False"
    }
   ]
  }
 },
 {
  "group": "",
  "version": "v1",
  "resource": "resourcequotas",
  "kind": "ResourceQuota",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "rq1name"
   },
   "spec": {
    "hard": {
     "cpu": "5M"
    }
   }
  },
  "status": {
   "used": {
    "cpu": "5M"
   }
  },
  "other": {
   "spec": {
    "hard": {
     "cpu": "25M"
    }
   }
  },
  "otherStatus": {
   "used": {
    "cpu": "25M"
   }
  }
 },
 {
  "group": "",
  "version": "v1",
  "resource": "services",
  "kind": "Service",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "service1"
   },
   "spec": {
    "type": "LoadBalancer",
    "ports": [
     {
      "port": 10000,
      "targetPort": 11000
     }
    ],
    "selector": {
     "test": "data"
    }
   }
  },
  "status": {
   "loadBalancer": {
    "ingress": [
     {
      "ip": "127.0.0.1"
     }
    ]
   }
  },
  "other": {
   "spec": {
    "type": "ClusterIP"
   }
  },
  "otherStatus": {
   "loadBalancer": {
    "ingress": [
     {
      "ip": "127.0.0.2",
      "ipMode": "VIP"
     }
    ]
   }
  }
 },
 {
  "group": "admissionregistration.k8s.io",
  "version": "v1",
  "resource": "validatingadmissionpolicies",
  "kind": "ValidatingAdmissionPolicy",
  "namespaced": false,
  "object": {
   "metadata": {
    "name": "vap1"
   },
   "spec": {
    "paramKind": {
     "apiVersion": "test.example.com/v1",
     "kind": "Example"
    },
    "matchConstraints": {
     "resourceRules": [
      {
       "resourceNames": [
        "fakeName"
       ],
       "apiGroups": [
        "apps"
       ],
       "apiVersions": [
        "v1"
       ],
       "operations": [
        "CREATE",
        "UPDATE"
       ],
       "resources": [
        "deployments"
       ]
      }
     ]
    },
    "validations": [
     {
      "expression": "object.spec.replicas <= params.maxReplicas",
      "message": "Too many replicas"
     }
    ]
   }
  },
  "status": {
   "conditions": [
    {
     "type": "Accepted",
     "status": "False",
     "lastTransitionTime": "2020-01-01T00:00:00Z",
     "reason": "RuleApplied",
     "message": "Rule was applied"
    }
   ]
  },
  "other": {
   "metadata": {
    "labels": {
     "a": "c"
    }
   },
   "spec": {
    "paramKind": {
     "apiVersion": "apps/v1",
     "kind": "Deployment"
    }
   }
  },
  "otherStatus": {
   "conditions": [
    {
     "type": "Accepted",
     "status": "True",
     "lastTransitionTime": "2020-01-01T00:00:00Z",
     "reason": "RuleApplied",
     "message": "Rule was applied"
    }
   ]
  }
 },
 {
  "group": "apiextensions.k8s.io",
  "version": "v1",
  "resource": "customresourcedefinitions",
  "kind": "CustomResourceDefinition",
  "namespaced": false,
  "object": {
   "metadata": {
    "name": "openshiftwebconsoleconfigs.webconsole2.operator.openshift.io"
   },
   "spec": {
    "scope": "Cluster",
    "group": "webconsole2.operator.openshift.io",
    "versions": [
     {
      "name": "v1alpha1",
      "storage": true,
      "served": true,
      "schema": {
       "openAPIV3Schema": {
        "type": "object"
       }
      }
     }
    ],
    "names": {
     "kind": "OpenShiftWebConsoleConfig",
     "plural": "openshiftwebconsoleconfigs",
     "singular": "openshiftwebconsoleconfig"
    }
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {
   "metadata": {
    "labels": {
     "a": "c"
    }
   },
   "spec": {
    "group": "webconsole22.operator.openshift.io"
   }
  },
  "otherStatus": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "False"
    }
   ]
  }
 },
 {
  "group": "apiregistration.k8s.io",
  "version": "v1",
  "resource": "apiservices",
  "kind": "APIService",
  "namespaced": false,
  "object": {
   "metadata": {
    "name": "as2.foo.com"
   },
   "spec": {
    "group": "foo.com",
    "version": "as2",
    "groupPriorityMinimum": 100,
    "versionPriority": 10
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {
   "metadata": {
    "labels": {
     "a": "c"
    }
   },
   "spec": {
    "group": "foo2.com"
   }
  },
  "otherStatus": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "False"
    }
   ]
  }
 },
 {
  "group": "apps",
  "version": "v1",
  "resource": "daemonsets",
  "kind": "DaemonSet",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "ds6"
   },
   "spec": {
    "selector": {
     "matchLabels": {
      "a": "b"
     }
    },
    "template": {
     "metadata": {
      "labels": {
       "a": "b"
      }
     },
     "spec": {
      "containers": [
       {
        "image": "busybox",
        "name": "container6"
       }
      ]
     }
    }
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {
   "spec": {
    "template": {
     "spec": {
      "containers": [
       {
        "image": "etcd",
        "name": "container6"
       }
      ]
     }
    }
   }
  },
  "otherStatus": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "False"
    }
   ]
  }
 },
 {
  "group": "apps",
  "version": "v1",
  "resource": "deployments",
  "kind": "Deployment",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "deployment4"
   },
   "spec": {
    "selector": {
     "matchLabels": {
      "f": "z"
     }
    },
    "template": {
     "metadata": {
      "labels": {
       "f": "z"
      }
     },
     "spec": {
      "containers": [
       {
        "image": "busybox",
        "name": "container6"
       }
      ]
     }
    }
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {
   "metadata": {
    "labels": {
     "a": "c"
    }
   },
   "spec": {
    "template": {
     "spec": {
      "containers": [
       {
        "image": "etcd",
        "name": "container6"
       }
      ]
     }
    }
   }
  },
  "otherStatus": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "False"
    }
   ]
  }
 },
 {
  "group": "apps",
  "version": "v1",
  "resource": "replicasets",
  "kind": "ReplicaSet",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "rs3"
   },
   "spec": {
    "selector": {
     "matchLabels": {
      "g": "h"
     }
    },
    "template": {
     "metadata": {
      "labels": {
       "g": "h"
      }
     },
     "spec": {
      "containers": [
       {
        "image": "busybox",
        "name": "container4"
       }
      ]
     }
    }
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {
   "spec": {
    "template": {
     "spec": {
      "containers": [
       {
        "image": "etcd",
        "name": "container4"
       }
      ]
     }
    }
   }
  },
  "otherStatus": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "False"
    }
   ]
  }
 },
 {
  "group": "apps",
  "version": "v1",
  "resource": "statefulsets",
  "kind": "StatefulSet",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "ss3"
   },
   "spec": {
    "selector": {
     "matchLabels": {
      "a": "b"
     }
    },
    "template": {
     "metadata": {
      "labels": {
       "a": "b"
      }
     },
     "spec": {
      "restartPolicy": "Always",
      "terminationGracePeriodSeconds": 30,
      "containers": [
       {
        "image": "busybox",
        "name": "container6",
        "terminationMessagePolicy": "File"
       }
      ]
     }
    }
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {
   "spec": {
    "selector": {
     "matchLabels": {
      "a2": "b2"
     }
    }
   }
  },
  "otherStatus": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "False"
    }
   ]
  }
 },
 {
  "group": "autoscaling",
  "version": "v1",
  "resource": "horizontalpodautoscalers",
  "kind": "HorizontalPodAutoscaler",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "hpa2"
   },
   "spec": {
    "maxReplicas": 3,
    "scaleTargetRef": {
     "kind": "something",
     "name": "cross",
     "apiVersion": "apps/v1"
    }
   }
  },
  "status": {
   "currentReplicas": 5
  },
  "other": {
   "spec": {
    "maxReplicas": 23
   }
  },
  "otherStatus": {
   "currentReplicas": 25
  }
 },
 {
  "group": "autoscaling",
  "version": "v2",
  "resource": "horizontalpodautoscalers",
  "kind": "HorizontalPodAutoscaler",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "hpa4"
   },
   "spec": {
    "maxReplicas": 3,
    "scaleTargetRef": {
     "kind": "something",
     "name": "cross",
     "apiVersion": "apps/v1"
    }
   }
  },
  "status": {
   "currentReplicas": 5
  },
  "other": {
   "spec": {
    "maxReplicas": 23
   }
  },
  "otherStatus": {
   "currentReplicas": 25
  }
 },
 {
  "group": "batch",
  "version": "v1",
  "resource": "cronjobs",
  "kind": "CronJob",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "cjv1"
   },
   "spec": {
    "jobTemplate": {
     "spec": {
      "template": {
       "metadata": {
        "labels": {
         "controller-uid": "uid0"
        }
       },
       "spec": {
        "containers": [
         {
          "image": "busybox",
          "name": "container0"
         }
        ],
        "dnsPolicy": "ClusterFirst",
        "restartPolicy": "Never"
       }
      }
     }
    },
    "schedule": "* * * * *"
   }
  },
  "status": {
   "lastScheduleTime": null
  },
  "other": {
   "spec": {
    "jobTemplate": {
     "spec": {
      "template": {
       "spec": {
        "containers": [
         {
          "image": "etcd",
          "name": "container0"
         }
        ]
       }
      }
     }
    }
   }
  },
  "otherStatus": {
   "lastScheduleTime": "2020-01-01T00:00:00Z"
  }
 },
 {
  "group": "batch",
  "version": "v1",
  "resource": "jobs",
  "kind": "Job",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "job1"
   },
   "spec": {
    "manualSelector": true,
    "selector": {
     "matchLabels": {
      "controller-uid": "uid1"
     }
    },
    "template": {
     "metadata": {
      "labels": {
       "controller-uid": "uid1"
      }
     },
     "spec": {
      "containers": [
       {
        "image": "busybox",
        "name": "container1"
       }
      ],
      "dnsPolicy": "ClusterFirst",
      "restartPolicy": "Never"
     }
    }
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {
   "spec": {
    "template": {
     "spec": {
      "containers": [
       {
        "image": "etcd",
        "name": "container1"
       }
      ]
     }
    }
   }
  },
  "otherStatus": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "False"
    }
   ]
  }
 },
 {
  "group": "certificates.k8s.io",
  "version": "v1",
  "resource": "certificatesigningrequests",
  "kind": "CertificateSigningRequest",
  "namespaced": false,
  "object": {
   "metadata": {
    "name": "csr2"
   },
   "spec": {
    "signerName": "example.com/signer",
    "usages": [
     "any"
    ],
    "request": "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQnlqQ0NBVE1DQVFBd2dZa3hDekFKQmdOVkJBWVRBbFZUTVJNd0VRWURWUVFJRXdwRFlXeHBabTl5Ym1saApNUll3RkFZRFZRUUhFdzFOYjNWdWRHRnBiaUJXYVdWM01STXdFUVlEVlFRS0V3cEhiMjluYkdVZ1NXNWpNUjh3CkhRWURWUVFMRXhaSmJtWnZjbTFoZEdsdmJpQlVaV05vYm05c2IyZDVNUmN3RlFZRFZRUURFdzUzZDNjdVoyOXYKWjJ4bExtTnZiVENCbnpBTkJna3Foa2lHOXcwQkFRRUZBQU9CalFBd2dZa0NnWUVBcFp0WUpDSEo0VnBWWEhmVgpJbHN0UVRsTzRxQzAzaGpYK1prUHl2ZFlkMVE0K3FiQWVUd1htQ1VLWUhUaFZSZDVhWFNxbFB6eUlCd2llTVpyCldGbFJRZGRaMUl6WEFsVlJEV3dBbzYwS2VjcWVBWG5uVUsrNWZYb1RJL1VnV3NocmU4dEoreC9UTUhhUUtSL0oKY0lXUGhxYVFoc0p1elpidkFkR0E4MEJMeGRNQ0F3RUFBYUFBTUEwR0NTcUdTSWIzRFFFQkJRVUFBNEdCQUlobAo0UHZGcStlN2lwQVJnSTVaTStHWng2bXBDejQ0RFRvMEprd2ZSRGYrQnRyc2FDMHE2OGVUZjJYaFlPc3E0ZmtIClEwdUEwYVZvZzNmNWlKeENhM0hwNWd4YkpRNnpWNmtKMFRFc3VhYU9oRWtvOXNkcENvUE9uUkJtMmkvWFJEMkQKNmlOaDhmOHowU2hHc0ZxakRnRkh5RjNvK2xVeWorVUM2SDFRVzdibgotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0="
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {},
  "otherStatus": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "False"
    }
   ]
  }
 },
 {
  "group": "flowcontrol.apiserver.k8s.io",
  "version": "v1",
  "resource": "flowschemas",
  "kind": "FlowSchema",
  "namespaced": false,
  "object": {
   "metadata": {
    "name": "fs-3"
   },
   "spec": {
    "priorityLevelConfiguration": {
     "name": "name1"
    }
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {
   "metadata": {
    "labels": {
     "a": "c"
    }
   },
   "spec": {
    "priorityLevelConfiguration": {
     "name": "name2"
    }
   }
  },
  "otherStatus": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "False"
    }
   ]
  }
 },
 {
  "group": "flowcontrol.apiserver.k8s.io",
  "version": "v1",
  "resource": "prioritylevelconfigurations",
  "kind": "PriorityLevelConfiguration",
  "namespaced": false,
  "object": {
   "metadata": {
    "name": "conf5"
   },
   "spec": {
    "type": "Limited",
    "limited": {
     "nominalConcurrencyShares": 3,
     "limitResponse": {
      "type": "Reject"
     }
    }
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {
   "metadata": {
    "labels": {
     "a": "c"
    }
   },
   "spec": {
    "limited": {
     "nominalConcurrencyShares": 23
    }
   }
  },
  "otherStatus": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "False"
    }
   ]
  }
 },
 {
  "group": "networking.k8s.io",
  "version": "v1",
  "resource": "ingresses",
  "kind": "Ingress",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "ingress3"
   },
   "spec": {
    "defaultBackend": {
     "service": {
      "name": "service",
      "port": {
       "number": 5000
      }
     }
    }
   }
  },
  "status": {
   "loadBalancer": {
    "ingress": [
     {
      "ip": "127.0.0.1"
     }
    ]
   }
  },
  "other": {
   "spec": {
    "defaultBackend": {
     "service": {
      "name": "service2"
     }
    }
   }
  },
  "otherStatus": {
   "loadBalancer": {
    "ingress": [
     {
      "ip": "127.0.0.2"
     }
    ]
   }
  }
 },
 {
  "group": "networking.k8s.io",
  "version": "v1",
  "resource": "servicecidrs",
  "kind": "ServiceCIDR",
  "namespaced": false,
  "object": {
   "metadata": {
    "name": "range-b2"
   },
   "spec": {
    "cidrs": [
     "192.168.0.0/16",
     "fd00:1::/120"
    ]
   }
  },
  "status": {
   "conditions": [
    {
     "type": "MyStatus",
     "status": "True"
    }
   ]
  },
  "other": {},
  "otherStatus": {
   "conditions": [
    {
     "type": "Accepted",
     "status": "True",
     "lastTransitionTime": "2020-01-01T00:00:00Z",
     "reason": "RuleApplied",
     "message": "Rule was applied"
    }
   ]
  }
 },
 {
  "group": "policy",
  "version": "v1",
  "resource": "poddisruptionbudgets",
  "kind": "PodDisruptionBudget",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "pdbv1"
   },
   "spec": {
    "selector": {
     "matchLabels": {
      "anokkey": "anokvalue"
     }
    }
   }
  },
  "status": {
   "currentHealthy": 5
  },
  "other": {
   "spec": {
    "selector": {
     "matchLabels": {
      "anokkey2": "anokvalue"
     }
    }
   }
  },
  "otherStatus": {
   "currentHealthy": 25
  }
 },
 {
  "group": "resource.k8s.io",
  "version": "v1",
  "resource": "resourceclaims",
  "kind": "ResourceClaim",
  "namespaced": true,
  "object": {
   "metadata": {
    "name": "claim4name"
   },
   "spec": {
    "devices": {
     "requests": [
      {
       "name": "req-0",
       "exactly": {
        "deviceClassName": "example-class",
        "allocationMode": "ExactCount",
        "count": 1
       }
      }
     ]
    }
   }
  },
  "status": {
   "allocation": {
    "nodeSelector": {
     "nodeSelectorTerms": [
      {
       "matchExpressions": [
        {
         "key": "some-label",
         "operator": "In",
         "values": [
          "some-value"
         ]
        }
       ]
      }
     ]
    }
   }
  },
  "other": {
   "spec": {
    "devices": {
     "requests": [
      {
       "name": "req-0",
       "exactly": {
        "deviceClassName": "other-class"
       }
      }
     ]
    }
   }
  },
  "otherStatus": {
   "allocation": {
    "nodeSelector": {
     "nodeSelectorTerms": [
      {
       "matchExpressions": [
        {
         "key": "some-label",
         "operator": "In",
         "values": [
          "some-other-value"
         ]
        }
       ]
      }
     ]
    }
   }
  }
 },
 {
  "group": "storage.k8s.io",
  "version": "v1",
  "resource": "volumeattachments",
  "kind": "VolumeAttachment",
  "namespaced": false,
  "object": {
   "metadata": {
    "name": "va3"
   },
   "spec": {
    "attacher": "gce",
    "nodeName": "localhost",
    "source": {
     "persistentVolumeName": "pv3"
    }
   }
  },
  "status": {
   "attached": true
  },
  "other": {
   "metadata": {
    "name": "va3"
   },
   "spec": {
    "nodeName": "localhost2"
   }
  },
  "otherStatus": {
   "attached": false
  }
 }
];
