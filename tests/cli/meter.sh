#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# lacquer meter: one object for a file, a list for several, null where there is nothing to measure.
. "$(dirname "$0")/tap.sh"

sound tone.wav 3 '0.5*sin(2*PI*997*t)|0.5*sin(2*PI*997*t)'
sound silence.wav 1 0
sound blink.wav 0.2 '0.5*sin(2*PI*997*t)'
ffmpeg -nostdin -v error -i tone.wav -c:a flac tone.flac
ffmpeg -nostdin -v error -i tone.wav -c:a libmp3lame tone.mp3 2>/dev/null
printf 'not audio' >lie.wav
mkdir folder empty && cp tone.wav silence.wav folder/ && printf 'words\n' >folder/notes.txt

run meter --json tone.wav
claim 'one file is one object' all 'exits 0' 'printf %s "$out" | json "type == \"object\""' '[ -z "$err" ]'
claim 'a tone of -6 dBFS in both channels reads -6.0 LUFS' near "$(printf %s "$out" | jq .integrated_lufs)" -6.02 0.1
claim 'and peaks at -6.02 dB' all 'near "$(printf %s "$out" | jq .sample_peak_dbfs)" -6.02 0.01' \
  'near "$(printf %s "$out" | jq .true_peak_dbtp)" -6.02 0.05'
claim 'rate, channels, bits and duration are those of the file' eval \
  'printf %s "$out" | json ".sample_rate_hz == 44100 and .channels == 2 and .bits == 24 and .duration_sec == 3 and .file == \"tone.wav\""'
run meter --json tone.wav tone.flac
claim 'several files are a list in the order given' eval \
  'printf %s "$out" | json "length == 2 and .[0].file == \"tone.wav\" and .[1].file == \"tone.flac\""'
claim 'FLAC reads the same as WAV' eval 'printf %s "$out" | json "(.[0] | del(.file)) == (.[1] | del(.file))"'
run meter --json folder
claim 'a folder is its sound files by name' all 'exits 0' \
  'printf %s "$out" | json "map(.file) == [\"folder/silence.wav\", \"folder/tone.wav\"]"'
if [ -s tone.mp3 ]; then
  run meter --json tone.mp3
  claim 'a lossy file has no bits' all 'exits 0' 'printf %s "$out" | json ".bits == null and .integrated_lufs < -5"'
else
  skip 'a lossy file has no bits' 'this ffmpeg writes no MP3'
fi
for file in silence.wav blink.wav; do
  run meter --json $file
  claim "$file has no loudness: null, never NaN" all 'exits 0' \
    'printf %s "$out" | json ".integrated_lufs == null and .max_short_term_lufs == null and .loudness_range_lu == null"' \
    '! printf %s "$out" | grep -qiE "nan|inf[^o]"'
done
run meter silence.wav
claim 'in the table it is a dash' all 'exits 0' 'prints "-  +- "' '! printf %s "$out" | grep -qiE "nan|inf"'
run meter tone.wav folder
claim 'the table has a head and a line a file' all 'exits 0' '[ "$(printf "%s\n" "$out" | wc -l)" -eq 4 ]' \
  'prints "LUFS +LRA"' 'prints "^ *-6\.0[0-9] .*tone\.wav"'
run meter lie.wav
claim 'a text file called .wav is named' fails 3 'lie\.wav'
run meter missing.wav
claim 'a missing file is named' fails 3 'missing\.wav'
run meter --json tone.wav missing.wav lie.wav silence.wav
claim 'when some fail the rest is measured and the code is 6' all 'exits 6' \
  'says missing.wav' 'says lie.wav' 'printf %s "$out" | json "map(.file) == [\"tone.wav\", \"silence.wav\"]"'
run meter --json tone.wav missing.wav
claim 'a list stays a list when one file of it is left' eval 'printf %s "$out" | json "type == \"array\" and length == 1"'
run meter missing.wav lie.wav
claim 'when all fail the code is 3' all 'exits 3' '[ -z "$out" ]'
run meter empty
claim 'an empty folder is an error' fails 3 "no sound files in 'empty'"
run meter
claim 'no file is a usage error' fails 2 'usage: lacquer meter'
run meter --josn tone.wav
claim 'a mistyped option is answered with the right one' fails 2 "did you mean '--json'"
run meter --json -- tone.wav
claim '-- ends the options' exits 0
cp tone.wav ./-tone.wav
run meter --json -- -tone.wav
claim 'behind it a name may begin with a dash' all 'exits 0' 'prints "\"-tone.wav\""'
cp tone.wav $'l\xe4rm.wav'
run meter --json $'l\xe4rm.wav'
claim 'a name that is no UTF-8 still gives valid JSON' all 'exits 0' 'printf %s "$out" | json "type == \"object\""'
cp tone.wav $'a "b"\nc.wav'
run meter --json $'a "b"\nc.wav'
claim 'quotes and line ends in a name are escaped' all 'exits 0' 'printf %s "$out" | json ".file == \"a \\\"b\\\"\\nc.wav\""'
for closed in '>&-' '>/dev/full'; do
  eval '"$lacquer" meter tone.wav' "$closed" '2>why'
  code=$?
  claim "a result that cannot be written ($closed) is exit 4" all 'exits 4' 'grep -q "standard output" why'
done
run meter --jobs 0 tone.wav
claim '--jobs 0 is refused with what is expected' fails 2 "'0'; expected a whole number, 1 to"
done_testing
