package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"strings"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	certificatesv1 "k8s.io/api/certificates/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/events"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/util/certificate/csr"
	"k8s.io/client-go/util/keyutil"
)

// leadersScenario elects one of two candidates by a Lease, and the other one when the first lets go.
func leadersScenario(w *world) (any, error) {
	started := make(chan string, 4)
	candidate := func(ctx context.Context, name string) (<-chan struct{}, error) {
		lock, err := resourcelock.New(resourcelock.LeasesResourceLock, w.namespace, "leader",
			w.clients.CoreV1(), w.clients.CoordinationV1(), resourcelock.ResourceLockConfig{Identity: name})
		if err != nil {
			return nil, err
		}
		elector, err := leaderelection.NewLeaderElector(leaderelection.LeaderElectionConfig{
			Lock: lock, Name: name, LeaseDuration: 3 * time.Second, RenewDeadline: 2 * time.Second, RetryPeriod: 100 * time.Millisecond,
			ReleaseOnCancel: true,
			Callbacks: leaderelection.LeaderCallbacks{
				OnStartedLeading: func(context.Context) { started <- name },
				OnStoppedLeading: func() {},
			},
		})
		if err != nil {
			return nil, err
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			elector.Run(ctx)
		}()
		return done, nil
	}
	firstContext, letGo := context.WithCancel(w)
	defer letGo()
	secondContext, end := context.WithCancel(w)
	defer end()
	firstDone, err := candidate(firstContext, "first")
	if err != nil {
		return nil, err
	}
	order := []string{<-started}
	secondDone, err := candidate(secondContext, "second")
	if err != nil {
		return nil, err
	}
	time.Sleep(300 * time.Millisecond)
	early := len(started)
	letGo()
	order = append(order, <-started)
	lease, err := w.clients.CoordinationV1().Leases(w.namespace).Get(w, "leader", metav1.GetOptions{})
	end()
	<-firstDone
	<-secondDone
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"order": order, "early": early, "transitions": *lease.Spec.LeaseTransitions, "holder": *lease.Spec.HolderIdentity,
		"strategyUnset": lease.Spec.Strategy == (*coordinationv1.CoordinatedLeaseStrategy)(nil),
	}, nil
}

// tokensScenario asks for a token bound to a Pod, and uses it until the Pod is gone.
func tokensScenario(w *world) (any, error) {
	if err := w.runPod("bound", nil); err != nil {
		return nil, err
	}
	pod, err := w.clients.CoreV1().Pods(w.namespace).Get(w, "bound", metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	seconds := int64(600)
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{
		ExpirationSeconds: &seconds,
		BoundObjectRef:    &authenticationv1.BoundObjectReference{Kind: "Pod", APIVersion: "v1", Name: "bound", UID: pod.UID},
	}}
	answer, err := w.clients.CoreV1().ServiceAccounts(w.namespace).CreateToken(w, "default", request, metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	config := rest.AnonymousClientConfig(w.config)
	config.BearerToken = answer.Status.Token
	bearer, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	self, err := bearer.AuthenticationV1().SelfSubjectReviews().Create(w, &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	_, forbidden := bearer.CoreV1().Secrets(w.namespace).List(w, metav1.ListOptions{})
	access, err := bearer.AuthorizationV1().SelfSubjectAccessReviews().Create(w, &authorizationv1.SelfSubjectAccessReview{
		Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &authorizationv1.ResourceAttributes{
			Namespace: w.namespace, Verb: "list", Resource: "secrets",
		}},
	}, metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	review := func() (*authenticationv1.TokenReview, error) {
		return w.clients.AuthenticationV1().TokenReviews().Create(w, &authenticationv1.TokenReview{
			Spec: authenticationv1.TokenReviewSpec{Token: answer.Status.Token},
		}, metav1.CreateOptions{})
	}
	valid, err := review()
	if err != nil {
		return nil, err
	}
	now := int64(0)
	if err := w.clients.CoreV1().Pods(w.namespace).Delete(w, "bound", metav1.DeleteOptions{GracePeriodSeconds: &now}); err != nil {
		return nil, err
	}
	err = w.until("the token to be void", func() (bool, error) {
		_, err := bearer.AuthenticationV1().SelfSubjectReviews().Create(w, &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
		return apierrors.IsUnauthorized(err), nil
	})
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"user": strings.ReplaceAll(self.Status.UserInfo.Username, w.namespace, "NAMESPACE"), "podName": self.Status.UserInfo.Extra["authentication.kubernetes.io/pod-name"],
		"forbidden": strings.ReplaceAll(errorText(forbidden), w.namespace, "NAMESPACE"), "allowed": access.Status.Allowed, "authenticated": valid.Status.Authenticated,
		"minutes": time.Until(answer.Status.ExpirationTimestamp.Time).Round(time.Minute).Minutes(),
	}, nil
}

// certificatesScenario asks for a client certificate as a kubelet does, approves it, and is known by it.
func certificatesScenario(w *world) (any, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	encodedKey, err := keyutil.MarshalPrivateKeyToPEM(key)
	if err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{
		Subject: pkix.Name{CommonName: "gopher", Organization: []string{"burrow"}},
	}, key)
	if err != nil {
		return nil, err
	}
	encoded := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der})
	usages := []certificatesv1.KeyUsage{certificatesv1.UsageDigitalSignature, certificatesv1.UsageClientAuth}
	hour := time.Hour
	name, uid, err := csr.RequestCertificateWithContext(w, w.clients, encoded, "", certificatesv1.KubeAPIServerClientSignerName, &hour, usages, key)
	if err != nil {
		return nil, err
	}
	requests := w.clients.CertificatesV1().CertificateSigningRequests()
	object, err := requests.Get(w, name, metav1.GetOptions{})
	if err != nil {
		return nil, err
	}
	object.Status.Conditions = append(object.Status.Conditions, certificatesv1.CertificateSigningRequestCondition{
		Type: certificatesv1.CertificateApproved, Status: corev1.ConditionTrue, Reason: "Test", Message: "known",
	})
	if _, err := requests.UpdateApproval(w, name, object, metav1.UpdateOptions{}); err != nil {
		return nil, err
	}
	certificate, err := csr.WaitForCertificate(w, w.clients, name, uid)
	if err != nil {
		return nil, err
	}
	config := rest.AnonymousClientConfig(w.config)
	config.CertData, config.KeyData = certificate, encodedKey
	known, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	self, err := known.AuthenticationV1().SelfSubjectReviews().Create(w, &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	return map[string]any{"user": self.Status.UserInfo.Username, "groups": self.Status.UserInfo.Groups}, nil
}

// eventsScenario tells one thing several times by the recorder of each events API: one Event, which counts.
func eventsScenario(w *world) (any, error) {
	object, err := w.clients.CoreV1().ConfigMaps(w.namespace).Create(w, configMap("subject", nil, nil), metav1.CreateOptions{})
	if err != nil {
		return nil, err
	}
	adapter := events.NewEventBroadcasterAdapterWithContext(w, w.clients)
	adapter.StartRecordingToSink(w.Done())
	recorder := adapter.NewRecorder("go-events")
	old := record.NewBroadcaster(record.WithContext(w))
	old.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: w.clients.CoreV1().Events(w.namespace)})
	oldRecorder := old.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "go-old-events"})
	for range 3 {
		recorder.Eventf(object, nil, corev1.EventTypeNormal, "Repeated", "Repeat", "told by %s", "the new API")
		oldRecorder.Eventf(object, corev1.EventTypeWarning, "Repeated", "told by %s", "the old API")
		time.Sleep(50 * time.Millisecond)
	}
	selector := "regarding.name=subject,reason=Repeated"
	var found *eventsv1.EventList
	if err := w.until("both to count", func() (bool, error) {
		if found, err = w.clients.EventsV1().Events(w.namespace).List(w, metav1.ListOptions{FieldSelector: selector}); err != nil {
			return false, err
		}
		counts := 0
		for _, event := range found.Items {
			if event.DeprecatedCount == 3 || event.Series != nil && event.Series.Count >= 2 {
				counts++
			}
		}
		return counts == 2, nil
	}); err != nil {
		return nil, fmt.Errorf("%w: %+v", err, found)
	}
	adapter.Shutdown()
	old.Shutdown()
	var told []string
	for _, event := range found.Items {
		told = append(told, fmt.Sprintf("%s %s %s", event.Type, event.ReportingController, event.Note))
	}
	return map[string]any{"told": sorted(told)}, nil
}
