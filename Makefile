# Two commands do everything: `make replay` and `make test`. Both first install what is missing.

# What every build of the tests uses: targets may import only what they declare.
STRICT := --explicit-target-dependency-import-check error
CHAINBED := .build/release/chainbed
# The suites whose tests take as many seeds as CHAINBED_SEEDS says.
SEEDED = $(shell grep -rl 'Seeds\.' Tests/ProtocolsTests | sed 's:.*/::; s:\.swift::' | sort | paste -sd '|')

.PHONY: help replay test checklist build lint format bench mutants clean

help: ## Show this list.
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

replay: build ## Replay the experiments of the crb-smb paper, with figures and a report.
	@$(CHAINBED) replay crb-smb

test: ## Check the style and run all tests.
	@tools/install-packages build run test
	@$(MAKE) --no-print-directory lint
	@tools/run-tests $(STRICT)

checklist: ## Try the properties of docs/models/pbft-checklist.md with 1,000 seeds each.
	@CHAINBED_SEEDS=1000 swift test -c release -Xswiftc -enable-testing $(STRICT) --filter '^ProtocolsTests\.($(SEEDED))/'

build: ## Build the optimised program, .build/release/chainbed.
	@tools/install-packages build run
	@swift build -c release --product chainbed

lint: ## Check the format of the sources.
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests

format: ## Format the sources in place.
	@swift format --in-place --recursive --parallel Package.swift Sources Tests

bench: build ## Measure the kernel, consensus and cryptography on this machine.
	@$(CHAINBED) bench kernel
	@$(CHAINBED) bench consensus
	@$(CHAINBED) bench crypto

mutants: ## Plant defects, one at a time, and look whether each is found.
	@tools/install-packages build run test
	@tools/mutants

clean: ## Remove what was built; results stay.
	@rm -rf .build
