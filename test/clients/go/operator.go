package main

import (
	"context"
	"fmt"
	"os"
	"time"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/util/retry"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/config"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
)

// operatorFacts is what the life of one operator came to.
type operatorFacts struct {
	DefaultedClass    string   `json:"defaultedClass"`
	TooMany           string   `json:"tooMany"`
	TooManyField      string   `json:"tooManyField"`
	OtherClass        string   `json:"otherClass"`
	Kept              string   `json:"kept"`
	Warnings          []string `json:"warnings"`
	ReadyReason       string   `json:"readyReason"`
	Recreated         bool     `json:"recreated"`
	Scaled            int32    `json:"scaled"`
	WokenBySecret     bool     `json:"wokenBySecret"`
	QuietWhenDone     bool     `json:"quietWhenDone"`
	PageManager       string   `json:"pageManager"`
	BySelectableField []string `json:"bySelectableField"`
	OldTitle          string   `json:"oldTitle"`
	OldTitles         []string `json:"oldTitles"`
	NewMessage        string   `json:"newMessage"`
	Unconverted       string   `json:"unconverted"`
	TakenOver         bool     `json:"takenOver"`
	Farewell          string   `json:"farewell"`
	Collected         bool     `json:"collected"`
	EventNotes        []string `json:"eventNotes"`
}

func operatorScenario(w *world) (any, error) {
	story, err := newOperatorStory(w)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(story.certificates)
	first, err := story.startManager(true)
	if err != nil {
		return nil, err
	}
	defer first.stop()
	for _, chapter := range []func(*operatorFacts, *runningManager) error{
		story.admission, story.readiness, story.repair, story.changes, story.conversion, story.takeover, story.ending,
	} {
		if err := chapter(&story.facts, first); err != nil {
			return nil, err
		}
	}
	return story.facts, nil
}

type operatorStory struct {
	*world
	scheme       *runtime.Scheme
	direct       client.Client
	certificates string
	caBundle     []byte
	facts        operatorFacts
}

func newOperatorStory(w *world) (*operatorStory, error) {
	scheme := runtime.NewScheme()
	if err := clientgoscheme.AddToScheme(scheme); err != nil {
		return nil, err
	}
	if err := apiextensionsv1.AddToScheme(scheme); err != nil {
		return nil, err
	}
	addWebsites(scheme)
	addOldWebsites(scheme)
	direct, err := client.New(w.config, client.Options{Scheme: scheme})
	if err != nil {
		return nil, err
	}
	definition := websiteDefinition()
	if err := removeWebsites(w, direct); err != nil {
		return nil, err
	}
	if err := direct.Create(w, definition); err != nil {
		return nil, err
	}
	if err := w.until("the definition to be established", func() (bool, error) {
		if err := direct.Get(w, client.ObjectKeyFromObject(definition), definition); err != nil {
			return false, err
		}
		for _, condition := range definition.Status.Conditions {
			if condition.Type == apiextensionsv1.Established {
				return condition.Status == apiextensionsv1.ConditionTrue, nil
			}
		}
		return false, nil
	}); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "websites-")
	if err != nil {
		return nil, err
	}
	bundle, err := writeServingCertificate(dir)
	return &operatorStory{world: w, scheme: scheme, direct: direct, certificates: dir, caBundle: bundle}, err
}

type runningManager struct {
	ctrl.Manager
	reconciler *websiteReconciler
	stop       func()
}

// startManager runs a manager as an operator's main does: cache, election, controller and, for the first, webhooks.
func (s *operatorStory) startManager(withWebhooks bool) (*runningManager, error) {
	lease, renew, wait := 3*time.Second, 2*time.Second, 200*time.Millisecond
	skipNameValidation := true
	options := ctrl.Options{
		Scheme: s.scheme, LeaderElection: true, LeaderElectionID: "website-operator",
		LeaderElectionNamespace: s.namespace, LeaderElectionReleaseOnCancel: true,
		LeaseDuration: &lease, RenewDeadline: &renew, RetryPeriod: &wait,
		Metrics:    metricsserver.Options{BindAddress: "0"},
		Controller: config.Controller{SkipNameValidation: &skipNameValidation},
	}
	port := 0
	if withWebhooks {
		var err error
		if port, err = freePort(); err != nil {
			return nil, err
		}
		options.WebhookServer = webhook.NewServer(webhook.Options{Host: "127.0.0.1", Port: port, CertDir: s.certificates})
	}
	manager, err := ctrl.NewManager(s.config, options)
	if err != nil {
		return nil, err
	}
	reconciler := &websiteReconciler{Client: manager.GetClient(), recorder: manager.GetEventRecorder("website-operator")}
	if err := reconciler.setup(manager); err != nil {
		return nil, err
	}
	if withWebhooks {
		hooks := ctrl.NewWebhookManagedBy(manager, &Website{}).WithDefaulter(websiteWebhook{}).WithValidator(websiteWebhook{})
		if err := hooks.Complete(); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithCancel(s.Context)
	done := make(chan error, 1)
	go func() { done <- manager.Start(ctx) }()
	stop := func() {
		cancel()
		select {
		case err := <-done:
			done <- err
			if err != nil {
				fmt.Fprintln(os.Stderr, "the manager ended:", err)
			}
		case <-time.After(10 * time.Second):
			fmt.Fprintln(os.Stderr, "the manager did not end")
		}
	}
	running := &runningManager{manager, reconciler, stop}
	if !withWebhooks {
		return running, nil
	}
	if err := s.until("the webhook server", func() (bool, error) {
		return manager.GetWebhookServer().StartedChecker()(nil) == nil, nil
	}); err != nil {
		return nil, err
	}
	if err := registerWebhooks(s, s.direct, port, s.caBundle); err != nil {
		return nil, err
	}
	return running, serveOldWebsites(s, s.direct, port, s.caBundle)
}

func (s *operatorStory) website(name string, replicas int32, message string) *Website {
	return &Website{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: s.namespace},
		Spec:       WebsiteSpec{Replicas: replicas, Message: message},
	}
}

func (s *operatorStory) admission(facts *operatorFacts, _ *runningManager) error {
	site := s.website("shop", 2, "welcome")
	if err := s.direct.Create(s, site); err != nil {
		return err
	}
	facts.DefaultedClass = site.Spec.Class
	err := s.direct.Create(s, s.website("huge", replicasMax+1, "much"))
	facts.TooMany = errorText(err)
	if status, ok := err.(apierrors.APIStatus); ok && apierrors.IsInvalid(err) && len(status.Status().Details.Causes) == 1 {
		facts.TooManyField = status.Status().Details.Causes[0].Field
	}
	s.warnings.taken()
	silent := s.website("silent", 0, "")
	if err := s.direct.Create(s, silent); err != nil {
		return err
	}
	facts.Warnings = s.warnings.taken()
	silent.Spec.Class = "dynamic"
	facts.OtherClass = errorText(s.direct.Update(s, silent))
	kept := s.website("kept", 0, "keep me")
	if err := s.direct.Create(s, kept); err != nil {
		return err
	}
	facts.Kept = errorText(s.direct.Delete(s, kept))
	return nil
}

func (s *operatorStory) ready(site *Website, generation int64) func() (bool, error) {
	return func() (bool, error) {
		if err := s.direct.Get(s, client.ObjectKeyFromObject(site), site); err != nil {
			return false, err
		}
		condition := meta.FindStatusCondition(site.Status.Conditions, "Ready")
		return condition != nil && condition.Status == metav1.ConditionTrue && condition.ObservedGeneration == generation, nil
	}
}

func (s *operatorStory) readiness(facts *operatorFacts, _ *runningManager) error {
	site := s.website("shop", 0, "")
	if err := s.until("the shop to be ready", s.ready(site, 1)); err != nil {
		return err
	}
	facts.ReadyReason = meta.FindStatusCondition(site.Status.Conditions, "Ready").Reason
	var page corev1.ConfigMap
	if err := s.direct.Get(s, keyOf(s.namespace, "shop"), &page); err != nil {
		return err
	}
	for _, entry := range page.ManagedFields {
		facts.PageManager += entry.Manager + "/" + string(entry.Operation)
	}
	return nil
}

// repair deletes what the operator owns, which it makes again.
func (s *operatorStory) repair(facts *operatorFacts, _ *runningManager) error {
	var deployment appsv1.Deployment
	key := keyOf(s.namespace, "shop")
	if err := s.direct.Get(s, key, &deployment); err != nil {
		return err
	}
	old := deployment.UID
	if err := s.direct.Delete(s, &deployment, client.PropagationPolicy(metav1.DeletePropagationBackground)); err != nil {
		return err
	}
	err := s.until("another deployment", func() (bool, error) {
		var again appsv1.Deployment
		err := s.direct.Get(s, key, &again)
		return err == nil && again.UID != old && again.Status.ReadyReplicas == 2, ignoreNotFound(err)
	})
	facts.Recreated = err == nil
	return err
}

func (s *operatorStory) changes(facts *operatorFacts, manager *runningManager) error {
	site := s.website("shop", 0, "")
	if err := retry.RetryOnConflict(retry.DefaultRetry, func() error {
		if err := s.direct.Get(s, client.ObjectKeyFromObject(site), site); err != nil {
			return err
		}
		site.Spec.Replicas = 3
		return s.direct.Update(s, site)
	}); err != nil {
		return err
	}
	if err := s.until("three replicas", s.ready(site, 2)); err != nil {
		return err
	}
	facts.Scaled = site.Status.ReadyReplicas
	// With nothing left to do, the operator's own writes must not wake it again.
	time.Sleep(500 * time.Millisecond)
	runs := manager.reconciler.runs.Load()
	time.Sleep(500 * time.Millisecond)
	facts.QuietWhenDone = manager.reconciler.runs.Load() == runs
	secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{
		Name: "credentials", Namespace: s.namespace, Labels: map[string]string{"class": "static"},
	}}
	if err := s.direct.Create(s, secret); err != nil {
		return err
	}
	err := s.until("the Secret to wake the operator", func() (bool, error) {
		return manager.reconciler.runs.Load() > runs, nil
	})
	facts.WokenBySecret = err == nil
	var sites WebsiteList
	selected := client.MatchingFields{classIndex: "static"}
	if err := s.direct.List(s, &sites, client.InNamespace(s.namespace), selected); err != nil {
		return err
	}
	for _, site := range sites.Items {
		facts.BySelectableField = append(facts.BySelectableField, site.Name)
	}
	return err
}

// takeover starts a second operator, which waits until the first has let go of the Lease.
func (s *operatorStory) takeover(facts *operatorFacts, first *runningManager) error {
	second, err := s.startManager(false)
	if err != nil {
		return err
	}
	time.Sleep(500 * time.Millisecond)
	select {
	case <-second.Elected():
		return fmt.Errorf("two leaders at once")
	default:
	}
	// Its webhooks go with the first operator.
	if err := s.direct.DeleteAllOf(s, &admissionregistrationv1.MutatingWebhookConfiguration{}); err != nil {
		return err
	}
	if err := s.direct.DeleteAllOf(s, &admissionregistrationv1.ValidatingWebhookConfiguration{}); err != nil {
		return err
	}
	first.stop()
	select {
	case <-second.Elected():
		facts.TakenOver = true
	case <-time.After(5 * time.Second):
	}
	return nil
}

func (s *operatorStory) ending(facts *operatorFacts, _ *runningManager) error {
	site := s.website("shop", 0, "")
	if err := s.direct.Delete(s, site, client.PropagationPolicy(metav1.DeletePropagationForeground)); err != nil {
		return err
	}
	if err := s.until("the shop to be gone", func() (bool, error) {
		err := s.direct.Get(s, client.ObjectKeyFromObject(site), site)
		return apierrors.IsNotFound(err), ignoreNotFound(err)
	}); err != nil {
		return err
	}
	var farewell, page corev1.ConfigMap
	if err := s.direct.Get(s, keyOf(s.namespace, "farewell-shop"), &farewell); err != nil {
		return err
	}
	facts.Farewell = farewell.Data["message"]
	// Foreground: what it owned went first.
	pageErr := s.direct.Get(s, keyOf(s.namespace, "shop"), &page)
	deploymentErr := s.direct.Get(s, keyOf(s.namespace, "shop"), &appsv1.Deployment{})
	facts.Collected = apierrors.IsNotFound(pageErr) && apierrors.IsNotFound(deploymentErr)
	var told eventsv1.EventList
	if err := s.direct.List(s, &told, client.InNamespace(s.namespace)); err != nil {
		return err
	}
	for _, event := range told.Items {
		if event.Regarding.Name == "shop" && event.ReportingController == "website-operator" {
			facts.EventNotes = append(facts.EventNotes, event.Note)
		}
	}
	return nil
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
