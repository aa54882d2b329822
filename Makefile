# Everything a newcomer needs: make run, make test.
.DEFAULT_GOAL := help
.PHONY: help run test soak bench build deploy deploy-tools lint clean stack functions dangol dist

BIN       := .local/bin
FUNCTIONS := ingest till desk nightly
TAGS      := lambda.norpc
LDFLAGS   := -s -w
NPM       := npm --no-fund --no-audit --no-update-notifier --loglevel=error

help:
	@echo "make run     run everything on this machine (http://127.0.0.1:8787)"
	@echo "make test    all tests"
	@echo "make bench   how fast the parts are: pages, a night, a sale"
	@echo "make soak    ten thousand simulated histories, on top of those in make test"
	@echo "make build   everything, for this machine and for AWS (dist/)"
	@echo "make deploy  to AWS: see On AWS in the README"
	@echo "make lint    formatting, vet, static analysis, dashboard lints"

run:
	@$(MAKE) --no-print-directory -j2 stack
	@$(BIN)/dangol run

# What the stack on this machine needs.
stack: $(BIN)/s3server infra/tools/node_modules/.package-lock.json dashboard/dist/index.html functions dangol

$(BIN)/s3server: infra/tools/go.mod infra/tools/go.sum $(wildcard infra/tools/s3server/*.go)
	@echo "building the S3 server (once)"
	@cd infra/tools && go build -o ../../$@ ./s3server

infra/tools/node_modules/.package-lock.json: infra/tools/package-lock.json
	@echo "fetching the DynamoDB emulator (once)"
	@cd infra/tools && $(NPM) ci
	@touch $@

dashboard/node_modules/.package-lock.json: dashboard/package-lock.json
	@echo "fetching what the dashboard is built with (once)"
	@cd dashboard && $(NPM) ci
	@touch $@

DASHBOARD := $(shell find dashboard/src dashboard/public dashboard/index.html dashboard/till.html dashboard/vite.config.ts dashboard/font.mjs shared/policy/templates -type f -not -path '*/generated/*' 2>/dev/null)

dashboard/dist/index.html: dashboard/node_modules/.package-lock.json shared/api/openapi.json $(DASHBOARD)
	@echo "building the dashboard"
	@cd dashboard && $(NPM) run --silent build

functions:
	@echo "building the functions"
	@mkdir -p .local/functions
	@go build -tags $(TAGS) -ldflags '$(LDFLAGS)' -o .local/functions/ $(addprefix ./functions/,$(FUNCTIONS))

dangol:
	@go build -o $(BIN)/dangol ./infra/dangol

# What is deployed: one folder with a bootstrap for each function.
dist: $(addprefix dist/,$(FUNCTIONS))

.PHONY: $(addprefix dist/,$(FUNCTIONS))
$(addprefix dist/,$(FUNCTIONS)):
	@echo "building $@ for AWS"
	@GOOS=linux GOARCH=arm64 CGO_ENABLED=0 go build -trimpath -tags $(TAGS) -ldflags '$(LDFLAGS)' -o $@/bootstrap ./functions/$(notdir $@)

build:
	@$(MAKE) --no-print-directory -j2 stack
	@$(MAKE) --no-print-directory dist
	@go build -o /dev/null ./infra/dangol

# To AWS. PARAMETERS are the template's, as Name=Value Name=Value; those a stack
# has already stay as they are unless they are named.
STACK      ?= dangol
REGION     ?= ap-northeast-2
PARAMETERS ?=

deploy: deploy-tools dist dashboard/dist/index.html
	sam deploy --template-file template.yaml --stack-name '$(STACK)' --region '$(REGION)' --resolve-s3 \
		--capabilities CAPABILITY_IAM --no-fail-on-empty-changeset $(if $(PARAMETERS),--parameter-overrides $(PARAMETERS))
	infra/upload '$(STACK)' '$(REGION)'

deploy-tools:
	@command -v sam >/dev/null || { echo "sam is not on the PATH. Install the AWS SAM CLI: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/install-sam-cli.html"; exit 1; }
	@command -v aws >/dev/null || { echo "aws is not on the PATH. Install the AWS CLI: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html"; exit 1; }

# A zone that is not Seoul, so that a hidden use of local time shows.
test: export TZ := America/Los_Angeles
test:
	@$(MAKE) --no-print-directory -j2 stack
	$(BIN)/dangol emulate go test -timeout 30m ./...
	cd dashboard && $(NPM) run --silent check && $(NPM) run --silent test && $(NPM) run --silent e2e
	@test -n "$$DANGOL_DATA" || echo "SKIPPED: the tests against published data (scores, visits, spending): DANGOL_DATA names no folder with them"

# The simulation again, from seeds nobody has looked at: SEEDS of them after FIRST.
SEEDS ?= 10000
FIRST ?= 501
soak:
	@go test -c -o .local/night.test ./shared/night
	@cd shared/night && for first in $$(seq $(FIRST) 500 $$(($(FIRST) + $(SEEDS) - 1))); do \
		../../.local/night.test -test.v -test.run 'TestSimulation$$' -sim.first $$first -sim.seeds 500 || exit 1; done

# Benchmarks of the parts. Whole jobs beside other tools: dangol bench.
bench:
	go test -run '^$$' -bench . -benchtime 2s ./shared/page ./shared/night ./shared/api

# Linters, pinned; they never enter a go.mod.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOSEC       := github.com/securego/gosec/v2/cmd/gosec@v2.22.0
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.1.4

# What gosec finds that is none here: hashes kept bit for bit and guarded sums
# (G115), jitter and the seeded shop (G404), the operator's own arguments (G204,
# G304), a public description (G306), writers that tell when flushed (G104), and
# a fault of big.Rat that Go mended long ago (G113).
GOSEC_NONE  := G104,G113,G115,G204,G304,G306,G404

$(BIN)/staticcheck:
	@GOBIN=$(abspath $(BIN)) go install $(STATICCHECK)

$(BIN)/gosec:
	@GOBIN=$(abspath $(BIN)) go install $(GOSEC)

$(BIN)/govulncheck:
	@GOBIN=$(abspath $(BIN)) go install $(GOVULNCHECK)

lint: $(BIN)/staticcheck $(BIN)/gosec dashboard/node_modules/.package-lock.json
	@test -z "$$(gofmt -l functions infra shared)" || { gofmt -l functions infra shared; echo "run gofmt -w"; exit 1; }
	go vet ./...
	$(BIN)/staticcheck ./...
	$(BIN)/gosec -quiet -exclude=$(GOSEC_NONE) -exclude-dir=infra/tools -exclude-dir=dashboard ./...
	cd infra/tools && go vet ./...
	cd dashboard && $(NPM) run --silent lint

clean:
	rm -rf dist dashboard/dist .local/bin .local/functions
