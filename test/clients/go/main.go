// The Go clients as strangers: one scenario a function, run by name, each ending in a line of JSON on standard output.
// What the libraries have to complain about (klog's warnings and errors) is all that goes to standard error.
//
// Usage: clients KUBECONFIG SCENARIO; KLOG_V=8 shows every request.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"

	"k8s.io/klog/v2"
	ctrllog "sigs.k8s.io/controller-runtime/pkg/log"
)

var scenarios = map[string]func(*world) (any, error){
	"operator":       operatorScenario,
	"environment":    environmentScenario,
	"informers":      informersScenario,
	"restart":        restartScenario,
	"metadata":       metadataScenario,
	"discovery":      discoveryScenario,
	"contents":       contentsScenario,
	"cbor":           cborScenario,
	"conflicts":      conflictsScenario,
	"apply":          applyScenario,
	"pages":          pagesScenario,
	"deletions":      deletionsScenario,
	"warnings":       warningsScenario,
	"throttled":      throttledScenario,
	"evictions":      evictionsScenario,
	"leaders":        leadersScenario,
	"tokens":         tokensScenario,
	"certificates":   certificatesScenario,
	"events":         eventsScenario,
	"scaling":        scalingScenario,
	"exec_spdy":      execSpdyScenario,
	"exec_websocket": execWebSocketScenario,
	"exec_fallback":  execFallbackScenario,
	"forward":        forwardScenario,
	"logs":           logsScenario,
	"watch_tools":    watchToolsScenario,
}

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("usage: %s KUBECONFIG SCENARIO", os.Args[0]))
	}
	scenario, known := scenarios[os.Args[2]]
	if !known {
		fail(fmt.Errorf("no scenario %q", os.Args[2]))
	}
	configureLogs(os.Getenv("KLOG_V"))
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Second)
	defer cancel()
	w, err := newWorld(ctx, os.Args[1], os.Args[2])
	if err != nil {
		fail(err)
	}
	result, err := scenario(w)
	klog.Flush()
	if err != nil {
		fail(err)
	}
	line, err := json.Marshal(result)
	if err != nil {
		fail(err)
	}
	fmt.Println(string(line))
}

// configureLogs keeps klog's Info lines off standard error, unless a verbosity is asked for.
func configureLogs(verbosity string) {
	flags := flag.NewFlagSet("klog", flag.ExitOnError)
	klog.InitFlags(flags)
	settings := map[string]string{
		"legacy_stderr_threshold_behavior": "false",
		"stderrthreshold":                  "WARNING",
	}
	if verbosity != "" {
		settings = map[string]string{"v": verbosity}
	}
	for name, value := range settings {
		if err := flags.Set(name, value); err != nil {
			fail(err)
		}
	}
	ctrllog.SetLogger(klog.NewKlogr())
}

func fail(err error) {
	fmt.Fprintf(os.Stderr, "%v\n", err)
	os.Exit(1)
}
