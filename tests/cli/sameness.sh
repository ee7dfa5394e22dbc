#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# The same inputs and the same plan give the same bytes, however the work is cut up and wherever it
# runs.
. "$(dirname "$0")/tap.sh"

song song 4
run finish song --for spotify,cd,hires -o out
claim 'the song is finished' exits 0

mixed_the_same() { run mix out/session.yaml -o again.wav --force "$@" && exits 0 && same out/mix.wav again.wav; }
claim 'the written session renders the same mix' mixed_the_same
for block in 1 64 1000; do
  claim "so it does in blocks of $block" mixed_the_same --block $block
done
claim 'so it does on one thread' mixed_the_same --jobs 1
claim 'so it does on two' mixed_the_same --jobs 2
claim 'so it does on seven' mixed_the_same -j7
for level in base avx2 avx512; do
  run mix out/session.yaml -o level.wav --force --cpu $level
  if [ $code -eq 2 ]; then
    skip "so it does with $level kernels" 'this machine has none'
  else
    claim "so it does with $level kernels" mixed_the_same --cpu $level
  fi
done

delivered_the_same() { # OPTIONS...
  rm -rf other
  run master --plan out/master.yaml -o other "$@" && exits 0 && same out/spotify/song.wav other/spotify/song.wav &&
    same out/cd/song.wav other/cd/song.wav && same out/hires/song.flac other/hires/song.flac
}
claim 'the written master plan renders the same deliveries' delivered_the_same
claim 'and a report of the same figures' \
  eval '[ "$(jq -S .deliveries out/report.json)" = "$(jq -S .deliveries other/report.json)" ]'
claim 'so it does in blocks of 64 on one thread' delivered_the_same --block 64 --jobs 1
claim 'so it does in blocks of 1 with base kernels' delivered_the_same --block 1 --cpu base

whole_road() { # FOLDER: everything that finish writes
  same "out/session.yaml" "$1/session.yaml" && same out/master.yaml "$1/master.yaml" && same out/mix.wav "$1/mix.wav" &&
    same out/report.json "$1/report.json" && same out/spotify/song.wav "$1/spotify/song.wav" &&
    same out/cd/song.wav "$1/cd/song.wav" && same out/hires/song.flac "$1/hires/song.flac"
}
# A session finished into another folder: its plan goes along and still finds its files.
mkdir -p far/away
run finish out/session.yaml --for cd -o far/away --set 'main.fader=-1 dB'
claim 'a session that was changed on the way is written where its mix is' \
  all 'exits 0' 'grep -q "fader: -1 dB" far/away/session.yaml' '! cmp -s out/mix.wav far/away/mix.wav'
run mix far/away/session.yaml -o far/again.wav
claim 'and renders that mix again' all 'exits 0' 'same far/away/mix.wav far/again.wav'

run finish song --for spotify,cd,hires -o twice
claim 'the assistants decide the same a second time' whole_road twice
run finish song --for spotify,cd,hires -o one --jobs 1 --block 100 --cpu base
claim 'they decide the same on one thread, in odd blocks, with base kernels' whole_road one
run finish song/ --for spotify,cd,hires -o out --force
claim '--force writes the same over it' all 'exits 0' 'whole_road twice'

comma=$(locale -a 2>/dev/null | grep -iE '^(de|fr|es|it|sv|nl|da|fi|pl|cs|ru)_' | head -n 1)
if [ -z "$comma" ] && command -v localedef >/dev/null && [ -e /usr/share/i18n/locales/de_DE ]; then
  mkdir locales && localedef -i de_DE -f UTF-8 locales/de_DE.UTF-8 2>/dev/null
  [ -d locales/de_DE.UTF-8 ] && { comma=de_DE.UTF-8; export LOCPATH=$PWD/locales; }
fi
if [ -n "$comma" ]; then
  in_locale=$lacquer
  lacquer=env
  run LC_ALL="$comma" "$in_locale" finish song --for spotify,cd,hires -o komma
  claim "a decimal comma ($comma) changes nothing" whole_road komma
  run LC_ALL="$comma" "$in_locale" meter --json out/mix.wav
  lacquer=$in_locale
  claim 'nor does it get into JSON' eval 'printf %s "$out" | json ".integrated_lufs < 0"'
else
  skip 'a decimal comma changes nothing' 'no such locale here'
fi

mkdir sub plans
run mix song -o sub/mix.flac --bits 16 --session plans/song.yaml
claim 'mix writes its session where it is told, with the way to the tracks from there' all 'exits 0' 'gone sub/mix.session.yaml' 'grep -q "\.\./song/01 Kick\.wav" plans/song.yaml'
run mix plans/song.yaml -o sub/again.flac --bits 16
claim 'and it renders the same file, in 16-bit FLAC too' all 'exits 0' 'same sub/mix.flac sub/again.flac'

cp -r song moved && mkdir deep && mv moved deep/song
run finish deep/song --for cd -o elsewhere
claim 'where the tracks lie does not change the sound' same out/mix.wav elsewhere/mix.wav
(cd song && "$lacquer" finish . --for cd -o ../inside >/dev/null 2>&1)
claim 'nor does the folder one stands in' all 'same out/mix.wav inside/mix.wav' 'there inside/cd/song.wav'
done_testing
