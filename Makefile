.PHONY: train-roles setup run test check eval bench bench-store bench-linking bench-people bench-media parity-spark test-durability other-pythons
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin

setup: $(VENV)/.ready  ## Own virtual environment, pinned dependencies with hashes.
$(VENV)/.ready: requirements.txt requirements-dev.txt pyproject.toml
	$(PY) tools/setup_venv.py $(VENV)
run: setup  ## The main job on the practice case; prints the path of the site.
	$(BIN)/python tools/run_practice.py
test: setup  ## All tests.
	$(BIN)/python -m pytest
check: setup  ## Lint, types, import contracts, tests.
	$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/python -m pytest
eval: setup  ## Quality against pinned floors.
	$(BIN)/python tools/evaluate.py
bench: setup  ## Speed, memory, growth.
	$(BIN)/python tools/bench.py && $(BIN)/python tools/assess_speed.py && $(BIN)/python tools/bench_box.py
bench-store: setup  ## Speed of the store beside plain hashing and borg.
	$(BIN)/python tools/bench_store.py
bench-linking: setup  ## Reports to incidents at growing sizes; origins beside datasketch where installed.
	$(BIN)/python tools/bench_linking.py
bench-people: setup  ## One person or two, 100,000 rows; beside Splink where installed.
	$(BIN)/python tools/bench_people.py
bench-media: setup  ## Re-use of media beside peers' hashes; wants ffmpeg and pictures.
	$(BIN)/python tools/bench_media.py
parity-spark: setup  ## One person or two: Apache Spark proper beside DuckDB and Sail; wants Java.
	$(BIN)/python tools/parity_spark.py
test-durability: setup  ## Kills at every system call, power loss; minutes; wants strace, root.
	$(BIN)/python tools/durability.py
other-pythons: setup  ## The verifier on Python 3.9 to 3.14; node from npm, pypy3.
	$(BIN)/python tools/other_pythons.py
train-roles: setup  ## The small learnt models, again; wants development data.
	$(BIN)/python tools/train_roles.py
	$(BIN)/python tools/train_coder_weapon.py
	$(BIN)/python tools/train_victims.py
	$(BIN)/python tools/train_attributions.py
	$(BIN)/python tools/train_name_pairs.py
