// Package e2e_test holds the journeys: what a person does on the site, in a real browser, by keyboard, in Kazakh and Russian,
// on a phone and on a wide screen, light and dark. Each page is judged by axe-core.
package e2e_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"

	"github.com/balajol/balajol/internal/city"
	"github.com/balajol/balajol/web"
)

// chromium finds the browser; its absence fails and says what to install.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("no Chromium: run scripts/install-test-deps.sh, or install the package chromium")
	return ""
}

// axe is the source of the accessibility checker.
func axe(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal("axe-core is not installed: run make e2e-deps")
	}
	return string(source)
}

// browser starts a browser that reaches nothing but this machine.
func browser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("journeys are left out under -short")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()), chromedp.WSURLReadTimeout(time.Minute),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"))
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(allocator)
	t.Cleanup(func() { stop(); stopAllocator() })
	if err := chromedp.Do(ctx); err != nil { // the first step starts the browser: no timeout on its context
		t.Fatal(err)
	}
	return ctx
}

// screen is how a page is looked at.
type screen struct {
	lang          string
	width, height int64
	scheme        string // light or dark
}

// tab is a new tab of a browser, whose complaints are collected.
type tab struct {
	t      *testing.T
	ctx    context.Context
	screen screen
	mu     sync.Mutex
	heard  []string
}

func open(t *testing.T, browser context.Context, s screen) *tab {
	t.Helper()
	ctx, stop := chromedp.NewContext(browser)
	t.Cleanup(stop)
	b := &tab{t: t, screen: s}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel)
	b.ctx = ctx
	b.do(
		chromedp.EmulateViewport(s.width, s.height),
		chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: s.scheme}},
			})
			return err
		}),
		chromedp.Func(b.listen),
	)
	return b
}

// listen collects what the browser complains of: blocked or missing files, errors, broken policies.
func (b *tab) listen(ctx context.Context, target *chromedp.Target) error {
	entries := cdp.Events(b.ctx, target, log.EntryAdded)
	go func() {
		for e, err := range entries {
			if err != nil {
				return
			}
			if e.Entry.Level == "error" || e.Entry.Level == "warning" {
				b.mu.Lock()
				b.heard = append(b.heard, e.Entry.Text+" "+e.Entry.URL)
				b.mu.Unlock()
			}
		}
	}()
	_, err := cdp.Call(ctx, target, log.Enable, cdp.Empty{})
	return err
}

// complaints gives and forgets what was heard.
func (b *tab) complaints() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := strings.Join(b.heard, "\n")
	b.heard = nil
	return all
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// ask evaluates an expression in the page.
func ask[T any](b *tab, expression string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression[:min(len(expression), 60)], err)
	}
	return value
}

// picture keeps a screenshot in the test's folder, or in PICTURES where that is set.
func (b *tab) picture(name string) {
	b.t.Helper()
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	folder := os.Getenv("PICTURES")
	if folder == "" {
		folder = b.t.TempDir()
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), png, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// serve serves a city.
func serve(t *testing.T, c *city.City) *httptest.Server {
	t.Helper()
	handler, err := web.New(web.Config{
		Authority: city.Authority, Verifier: c.Verifier, Registry: c.Registry, Admission: c.Admission, Oversight: c.Oversight, Messages: c.Messages,
		API: http.NotFoundHandler(), Ping: c.DB.Ping, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}
