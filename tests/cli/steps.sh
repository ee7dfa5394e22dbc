#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Steps: what each decision of a master did, in files that ffmpeg hears at one loudness.
. "$(dirname "$0")/tap.sh"

sound mix.wav 8 '0.12*sin(2*PI*110*t)*(0.6+0.4*sin(2*PI*0.5*t))+0.5*sin(2*PI*180*mod(t,0.5))*exp(-30*mod(t,0.5))+0.02*(random(0)-0.5)|0.12*sin(2*PI*110*t)*(0.6+0.4*sin(2*PI*0.5*t))+0.5*sin(2*PI*180*mod(t,0.5))*exp(-30*mod(t,0.5))+0.02*(random(1)-0.5)'
cat >plan.yaml <<'Y'
lacquer: 1
title: Night
master: mix.wav
chain:
  - eq: {bands: [{type: bell, freq: 300 Hz, gain: -3 dB, why: "boxy by 3 dB"}]}
  - compressor: {threshold: -24 dB, ratio: 2, on: off}
  - compressor: {threshold: -30 dB, ratio: 2, why: "loud passages stand out"}
deliveries:
  - {target: spotify, rate: 48000 Hz, bits: 24, chain: [limiter: {gain: 9 dB, why: "to its level"}]}
  - {target: cd, bits: 16, chain: [limiter: {gain: 14 dB, ceiling: -0.5 dBTP}]}
Y

lufs() { # as ffmpeg hears it, to a tenth
  ffmpeg -nostdin -hide_banner -i "$1" -filter_complex ebur128=peak=true:framelog=verbose -f null - 2>&1 |
    awk '/Summary:/ { s = 1 } s && /I:/ { i = $2 } END { print i }'
}
peak() {
  ffmpeg -nostdin -hide_banner -i "$1" -af astats=measure_perchannel=none -f null - 2>&1 |
    awk '/Peak level dB/ { print $NF }'
}
equally_loud() { # FOLDER
  local file first=''
  for file in "$1"/*.wav; do
    first=${first:-$(lufs "$file")}
    near "$(lufs "$file")" "$first" 0.1 || { echo "$file"; return 1; }
    at_most "$(peak "$file")" -0.05 || { echo "$file"; return 1; }
  done
}

run master --plan plan.yaml -o out --steps steps
claim 'steps are written beside the deliveries' all '[ "$code" -eq 0 ] || [ "$code" -eq 5 ]' \
  'there steps/steps.txt out/spotify/Night.wav out/cd/Night.wav' 'no_litter .'
claim 'there is one for the mix, each device that is on, and each delivery, in order' \
  eval '[ "$(ls steps | tr "\n" ,)" = "01 mix.wav,02 eq.wav,03 compressor.wav,04 for spotify.wav,05 for cd.wav,steps.txt," ]'
claim 'ffmpeg hears all of them within 0.1 LU, none near full scale' equally_loud steps
claim 'they have 24 bits, whatever the delivery has' eval '[ "$(probe "steps/05 for cd.wav" codec_name)" = pcm_s24le ]'
claim 'the list says what, why, what it came from, and how far it was turned down' all \
  'grep -q "boxy by 3 dB" steps/steps.txt' 'grep -q "loud passages stand out" steps/steps.txt' \
  'grep -q "limiter: gain 9 dB" steps/steps.txt' 'grep -q "before  03 compressor.wav" steps/steps.txt' \
  'grep -qE "turned down by [0-9]+\.[0-9][0-9] dB" steps/steps.txt'

run master --plan plan.yaml -o again --steps steps
claim 'an older folder stays without --force, and nothing is begun' all 'exits 4' 'says "there already"' 'gone again'
mkdir mine && echo 1 >mine/notes.doc
run master --plan plan.yaml -o again --steps mine --force
claim 'a folder with something else in it is never replaced' all 'exits 4' 'there mine/notes.doc'
run master --plan plan.yaml -o out --steps steps --force
claim '--force replaces it' all 'there steps/steps.txt' 'equally_loud steps' 'no_litter .'

run master mix.wav --for spotify -o solved --steps solved-steps --anyway
claim 'a mix that is mastered anew has steps too' all 'there "solved-steps/01 mix.wav" solved-steps/steps.txt' \
  'equally_loud solved-steps' 'grep -q "for spotify" solved-steps/steps.txt'
run master --plan solved/master.yaml -o twice
claim 'and its plan gives the same file again' same solved/spotify/mix.wav twice/spotify/mix.wav

(ulimit -f 1000 && trap '' XFSZ && "$lacquer" master --plan plan.yaml -o full --steps full-steps) >.log/out 2>.log/err </dev/null
code=$? out='' err=$(cat .log/err)
claim 'a disk that is full is an error, and nothing is left' all '[ "$code" -ne 0 ]' 'says "cannot be kept between two steps"' 'gone full full-steps' 'no_litter .'
done_testing
