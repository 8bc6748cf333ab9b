# Commands of the repository. `make` alone lists them. `make demo` needs Go; what the tests need is installed by `make test`.

.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

# ARGS go through to the program: make demo ARGS="--children 300 --serve=false"
ARGS ?=
# SCALE of make bench: city (the whole city), nation (the admission year of a million children) or a number of children.
SCALE ?= city
# KILLS of make chaos: how often the demo is killed; make test does it 30 times.
KILLS ?= 1000
FUZZTIME ?= 30s
# COMPARED is how long make test lets engine, reference and judge of allocations compare random problems.
COMPARED ?= 60s

TOOL := CGO_ENABLED=0 go tool -modfile=tools/go.mod
DEMO_DB := sqlite:balajol-demo/city.db

# Rooms that compute: their fast tests run under the race detector each time, too.
LIGHT := $(patsubst %,./%/...,$(wildcard allocation translog civil money i18n register preschool policy access round payout indicator))

.PHONY: help
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

.PHONY: build
build: ## build the one binary, bin/balajol
	@CGO_ENABLED=0 go build -o bin/balajol ./cmd/balajol

.PHONY: demo
demo: build ## live a city's year and serve it; flags in ARGS="…"
	@bin/balajol demo $(ARGS)

.PHONY: run
run: build ## serve the demo's database, templates read from disk at each request
	@bin/balajol serve --db $(DEMO_DB) --dev $(ARGS)

.PHONY: test
test: deps ## install what the tests need, then run all of them, on both engines
	go test -race -short -shuffle=on -timeout 10m . $(LIGHT)
	go test -shuffle=on -timeout 15m ./...
	go test -run '^$$' -fuzz '^FuzzSolve$$' -fuzztime $(COMPARED) ./allocation

.PHONY: check
check: lint ## format, vet, staticcheck, architecture, fast tests; prints the table of sizes
	go test -short ./...
	@go test -count=1 -run '^TestSizes$$' -v . | grep -v -e '^=== ' -e '^ok '

.PHONY: lint
lint: ## format, vet and staticcheck alone
	@unformatted=$$(gofmt -l .); [[ -z $$unformatted ]] || { echo "not formatted (gofmt -w):"; echo "$$unformatted"; exit 1; }
	go vet ./...
	$(TOOL) staticcheck ./...

.PHONY: bench
bench: build deps ## measure what the README promises, as ratios inside one run; SCALE=city
	@bin/balajol bench allocate
	go test -run '^$$' -bench '^BenchmarkRegistration$$' -benchtime 10x ./store
ifeq ($(SCALE),nation)
	@bin/balajol bench admission $(ARGS)
else
	@bin/balajol bench year --scale $(SCALE) $(ARGS)
	go test -run '^$$' -bench '^BenchmarkYearOnPostgres$$' -benchtime 1x -timeout 15m ./cmd/balajol -children $(if $(filter city,$(SCALE)),5000,$(SCALE))
endif

.PHONY: fuzz
fuzz: ## run each fuzz target for FUZZTIME (30s)
	@scripts/fuzz.sh $(FUZZTIME)

.PHONY: e2e
e2e: deps ## the journeys in a real browser
	go test -count=1 -timeout 15m ./e2e/...

.PHONY: golden
golden: ## write the golden files anew; read the difference before you commit it
	@for room in $$(grep -rlE 'flag\.Bool(Var)?\(.*"update"' --include='*_test.go' . | xargs -rn1 dirname | sort -u); do go test "$$room" -update; done

.PHONY: chaos
chaos: deps ## kill the demo KILLS times (1000) at seeded moments, on both engines
	go test -count=1 -timeout 12h -run '^TestKill' -v ./cmd/balajol -kills $(KILLS)

.PHONY: generate
generate: ## write the generated code anew from store/query
	$(TOOL) sqlc generate -f store/sqlc.yaml

.PHONY: verify
verify: ## fail when generated code is older than its source
	$(TOOL) sqlc diff -f store/sqlc.yaml

.PHONY: checker
checker: checker-deps ## build the browser's judge of outcomes, web/static/check.mjs
	@npm run --silent build --prefix web/checker

.PHONY: deps
deps: e2e-deps checker-deps
	@scripts/install-test-deps.sh

.PHONY: checker-deps
checker-deps: web/checker/node_modules/typescript/package.json

web/checker/node_modules/typescript/package.json: web/checker/package-lock.json
	npm ci --prefix web/checker --no-audit --no-fund
	@touch $@

.PHONY: e2e-deps
e2e-deps: e2e/node_modules/axe-core/axe.min.js

e2e/node_modules/axe-core/axe.min.js: e2e/package-lock.json
	npm ci --prefix e2e --no-audit --no-fund
	@touch $@
