#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# LV2 plug-ins as a person meets them: listed, asked, run, missing. The plug-ins are the toys of tests/lv2.
. "$(dirname "$0")/tap.sh"

sound in.wav 1 '0.4*sin(2*PI*220*t)|0.4*sin(2*PI*331*t)'
level() { "$lacquer" meter --json "$1" | jq .sample_peak_dbfs; }

run processors --lv2
claim 'those that can run are listed' all 'exits 0' "prints '^urn:lacquer-test:gain  Toy Gain$'" '! prints teapot'
run processors --lv2 --json
claim 'as JSON with those that cannot, and why' all 'exits 0' \
  "printf '%s' '$out' | json 'any(.[]; .uri == \"urn:lacquer-test:strange\" and (.refusal | contains(\"teapot\")))'"
run processors --lv2 urn:lacquer-test:gain
claim 'one says its controls and presets' all 'exits 0' "prints 'gain +-60 to 20 dB; 0 dB if not said'" \
  "prints 'presets: Loud'"
run processors --lv2 urn:lacquer-test:gian
claim 'one that is not there has a neighbour' fails 2 "not installed \(nearest: 'gain'\)"

run process in.wav -o out.wav --chain '{lv2: {uri: "urn:lacquer-test:gain", controls: {gain: -6 dB}}}'
claim 'one runs' near "$(level out.wav)" "$(awk "BEGIN { print $(level in.wav) - 6 }")" 0.01
run process in.wav -o set.wav --chain '[lv2: urn:lacquer-test:gain]' --set 'lv2.gain=-6dB'
claim 'and takes --set' same out.wav set.wav
run process in.wav -o late.wav --bits 32f --chain '[lv2: urn:lacquer-test:late]'
run process in.wav -o plain.wav --bits 32f --chain '[trim: 0 dB]'
claim 'what comes late is back in time, to the bit' same late.wav plain.wav
run process in.wav -o none.wav --chain '[lv2: urn:lacquer-test:nowhere]'
claim 'a missing one is an error with its place' all "fails 1 'chain:1:7: the plug-in urn:lacquer-test:nowhere is not installed'" \
  'gone none.wav'
run process in.wav -o none.wav --chain '[lv2: urn:lacquer-test:sick]'
claim 'one that gives no number is named' all "says 'no number; it came from the plug-in urn:lacquer-test:sick'" \
  'exits 1' 'gone none.wav'

cat >session.yaml <<'YAML'
lacquer: 1
tracks:
  - name: Voice
    file: in.wav
    chain:
      - lv2: {uri: "urn:lacquer-test:nowhere", controls: {a: 1.50}}
YAML
run mix session.yaml -o mix.wav
claim 'a session names strip and plug-in' all 'exits 1' 'gone mix.wav' \
  "says \"the chain of 'Voice' cannot run: the plug-in urn:lacquer-test:nowhere is not installed\""
done_testing
