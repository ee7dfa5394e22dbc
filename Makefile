# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# The front door. Meson does the work.
.PHONY: all build demo test fuzz bench install clean

all: build

build:
	@tools/install build
	@test -f build/build.ninja || meson setup build
	@ninja -C build

demo: build
	@demo/run

test:
	@tools/install test
	@tools/test

# The long form: make fuzz FUZZ_SECONDS=3600
fuzz:
	@tools/install test
	@FUZZ_SECONDS=$(FUZZ_SECONDS) tools/fuzz

bench: build
	@bench/run

install: build
	@meson install -C build

clean:
	@rm -rf build build-* out
