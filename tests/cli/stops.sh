#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Stopped in the middle: earlier outputs stay as they were, nothing half-written is left.
. "$(dirname "$0")/tap.sh"

# A session that takes some seconds: many strips of reverb over the same file.
song song 4
sound long.wav 40 '0.2*sin(2*PI*220*t)*sin(2*PI*t)|0.2*sin(2*PI*330*t)*sin(2*PI*t)'
{
  echo 'lacquer: 1'
  echo 'title: heavy'
  echo 'tracks:'
  for i in {1..60}; do
    echo "  - {name: t$i, file: long.wav, fader: -40 dB, chain: [eq: {bands: [{freq: 300 Hz, gain: 3 dB}]}, compressor, reverb: {mix: 20 %}, reverb: {mix: 20 %}]}"
  done
} >heavy.yaml
run mix heavy.yaml -o check.wav --dry-run
claim 'the heavy session is one' exits 0
run finish song --for cd,hires -o out
claim 'there are earlier outputs' exits 0
cp -r out before
mkdir -p before/heavy && cp -r out/. before/heavy && mv before/heavy heavy
mkdir -p heavy/cd && mv heavy/cd/song.wav heavy/cd/heavy.wav && mv heavy/hires/song.flac heavy/hires/heavy.flac
cp -r heavy before.heavy

# stop SIGNAL SECONDS ARGUMENTS...: start, send the signal after so many seconds, wait.
stop() {
  local signal=$1 after=$2
  shift 2
  last="lacquer $* (SIG$signal after $after s)"
  "$lacquer" "$@" >"$scratch/.log/out" 2>"$scratch/.log/err" </dev/null &
  local pid=$!
  sleep "$after"
  local then=$(date +%s%N)
  kill -"$signal" $pid 2>/dev/null
  wait $pid 2>/dev/null
  code=$?
  took_ms=$((($(date +%s%N) - then) / 1000000))
  out=$(cat "$scratch/.log/out")
  err=$(cat "$scratch/.log/err")
}
soon() { [ "$took_ms" -lt 3000 ] || { echo "took $took_ms ms to stop"; return 1; }; }

for signal in INT TERM HUP; do
  stop $signal 0.4 finish heavy.yaml --for cd,hires -o heavy --force --jobs 1
  claim "SIG$signal in mid-mix: exit 130, at once, and it says that nothing is left" all 'exits 130' soon 'says "stopped"' one_line
  claim "SIG$signal in mid-mix: earlier outputs are the same bytes" all 'diff -r before.heavy heavy' 'no_litter .'
done
stop INT 0.3 mix heavy.yaml -o new.wav --jobs 1
claim 'mix, stopped, leaves nothing' all 'exits 130' 'gone new.wav new.session.yaml' 'no_litter .'
stop TERM 0.4 finish heavy.yaml --for cd -o new --jobs 1
claim 'finish, stopped, leaves nothing, not even the folder' all 'exits 130' 'gone new' 'no_litter .'
stop KILL 0.4 finish heavy.yaml --for cd,hires -o heavy --force --jobs 1
claim 'SIGKILL: earlier outputs are the same bytes' all 'exits 137' 'diff -r -x ".lacquer*" before.heavy heavy'
stop INT 0.4 finish heavy.yaml --for cd,hires -o heavy --force --jobs 1
claim 'and the next run, stopped too, leaves nothing of the dead one' all 'exits 130' 'diff -r before.heavy heavy' 'no_litter heavy'
stop KILL 0.4 finish heavy.yaml --for cd -o new --jobs 1
claim 'SIGKILL on a first run: nothing lies under a final name' eval '[ -z "$(find new -type f -not -path "*/.lacquer*" 2>/dev/null)" ]'
rm -rf new

# A whole folder: the older one stays until the new one is complete.
run mix out/session.yaml -o set.wav --stems set
claim 'there are stems' exits 0
cp -r set before.set
stop INT 0.4 mix heavy.yaml -o heavy.wav --stems set --force --jobs 1
claim 'SIGINT while stems are written: the older ones stay' all 'exits 130' 'diff -r before.set set' 'gone heavy.wav' 'no_litter .'
stop KILL 0.4 mix heavy.yaml -o heavy.wav --stems set --force --jobs 1
claim 'SIGKILL: they stay too, and at most a hidden folder is left' all 'exits 137' 'diff -r before.set set' 'gone heavy.wav' \
  '[ "$(find . -maxdepth 1 -name ".lacquer-*" | wc -l)" -le 1 ]'
run mix out/session.yaml -o set2.wav --stems set --force
claim 'which the next one removes' all 'exits 0' 'there set/stems.txt' 'no_litter .'

ffmpeg -nostdin -v error -stream_loop 20 -i long.wav -c copy longer.wav
chain="[$(printf 'reverb, %.0s' {1..15})reverb]"
stop INT 0.5 process longer.wav -o p.wav --chain "$chain" --jobs 1
claim 'process, stopped, leaves nothing' all 'exits 130' soon 'gone p.wav' 'no_litter .'

# In the middle of mastering: a long file, many destinations.
mkdir masters && cp -r out/. masters/
stop INT 1 master longer.wav --for spotify,youtube,apple-music,cd,hires -o masters --title song --force --jobs 1
claim 'master, stopped while it solves: exit 130, earlier outputs the same bytes' all 'exits 130' soon 'diff -r before masters' 'no_litter masters'
ln longer.wav song2.wav; mkdir tracks; for i in 1 2 3; do ln longer.wav tracks/$i.wav; done
stop INT 0.3 finish tracks --for cd -o tracks.out --jobs 1
claim 'finish, stopped while it listens, leaves nothing' all 'exits 130' soon 'gone tracks.out'
stop INT 0.3 meter --full $(printf 'longer.wav %.0s' {1..60}) --jobs 1
claim 'meter, stopped, says so' all 'exits 130' soon
stop INT 0.15 check longer.wav
claim 'check, stopped, says so' all 'exits 130' soon

# nohup: a hang-up is no reason to stop.
(trap '' HUP; exec "$lacquer" process long.wav -o hup.wav --chain "$chain" 2>/dev/null) &
pid=$!
sleep 0.3
kill -HUP $pid
wait $pid
code=$?
claim 'under nohup the work goes on' all 'exits 0' 'there hup.wav'
done_testing
