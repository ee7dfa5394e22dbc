#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# lacquer process: every processor alone on a file, chains as text, list and file, formats and depths.
. "$(dirname "$0")/tap.sh"

sound in.wav 2 '0.4*sin(2*PI*220*t)*(0.5+0.5*sin(2*PI*t))|0.4*sin(2*PI*331*t)'
names=$("$lacquer" processors --json | jq -r '.[].symbol')
claim 'there are processors' eval '[ "$(printf "%s\n" "$names" | wc -l)" -ge 12 ]'
for name in $names; do
  [ "$name" = send ] && continue # has no place in a chain
  run process in.wav -o "$name.wav" --chain "$name"
  claim "$name runs as it comes" all 'exits 0' "there $name.wav" "[ \"\$(probe $name.wav channels)\" = 2 ]" \
    "\"$lacquer\" meter --json $name.wav | json '.nonfinite_samples == 0 and .duration_sec >= 2 and .true_peak_dbtp > -30'"
  run processors "$name"
  claim "and can be asked what it does" all 'exits 0' "prints '^$name: '"
done
run process in.wav -o send.wav --chain send
claim 'send belongs to a strip and says so' all 'exits 3' 'says send' 'gone send.wav'

level() { "$lacquer" meter --json "$1" | jq .sample_peak_dbfs; }
run process in.wav -o a.wav --chain 'trim: {gain: -6 dB}'
claim 'a chain may be text' near "$(level a.wav)" "$(awk "BEGIN { print $(level in.wav) - 6 }")" 0.01
run process in.wav -o b.wav --chain '[trim: {gain: -2 dB}, trim: {gain: -4 dB}]'
claim 'a list' near "$(level b.wav)" "$(level a.wav)" 0.01
printf -- '- trim: {gain: -2 dB}\n- trim: {gain: -4 dB}\n' >chain.yaml
run process in.wav -o c.wav --chain chain.yaml
claim 'or a file, and gives the same bits as the same chain as text' same b.wav c.wav
run process in.wav -o d.wav --chain 'trim: {gain: 0 dB}' --bits 32f
claim 'nothing done is nothing changed' eval \
  '[ "$(ffmpeg -v error -i in.wav -f f32le - | md5sum)" = "$(ffmpeg -v error -i d.wav -f f32le - | md5sum)" ]'

for bits in 16:pcm_s16le 24:pcm_s24le 32f:pcm_f32le; do
  run process in.wav -o "bits.wav" --force --chain trim --bits "${bits%:*}"
  claim "--bits ${bits%:*} writes ${bits#*:}" all 'exits 0' "[ \"\$(probe bits.wav codec_name)\" = ${bits#*:} ]"
done
for ending in wav:pcm_s24le flac:flac aiff:pcm_s24be; do
  run process in.wav -o "out.${ending%:*}" --chain trim
  claim "the ending .${ending%:*} says the format" all 'exits 0' "[ \"\$(probe out.${ending%:*} codec_name)\" = ${ending#*:} ]"
done
run process in.wav -o float.flac --chain trim --bits 32f
claim 'FLAC holds no float, and it says so' all 'exits 2' 'says FLAC' 'gone float.flac' one_line
run process in.wav -o out.mp9 --chain trim
claim 'an ending that means nothing is answered with those that do' all 'exits 2' 'says "wav.*flac|WAV.*FLAC"' 'gone out.mp9' one_line
run process in.wav -o pipe.wav --chain trim --bits 12
claim '--bits 12 is refused with what is expected' fails 2 'expected 16, 24 or 32f'

run process in.wav -o tail.wav --chain reverb --tail
claim '--tail lets it ring out' eval '"$lacquer" meter --json tail.wav | json ".duration_sec > 2.3"'
run process in.wav -o j1.wav --chain '[eq: {bands: [{freq: 300 Hz, gain: 3 dB}]}, compressor, reverb, limiter]' --jobs 1 --block 1
run process in.wav -o j2.wav --chain '[eq: {bands: [{freq: 300 Hz, gain: 3 dB}]}, compressor, reverb, limiter]' --jobs 2 --cpu base
claim 'the same bits on one thread in blocks of 1 and on two in big ones' same j1.wav j2.wav
run process in.wav -o lim.wav --chain 'limiter: {gain: 12 dB, ceiling: -1 dBTP}'
claim 'the limiter holds its ceiling and tells what it took' all 'prints "limiter .*dB"' \
  'at_most "$("$lacquer" meter --json lim.wav | jq .true_peak_dbtp)" -0.99'
run process in.wav -o lim2.wav --chain 'limiter: {gain: 12 dB, ceiling: -1 dBTP}' --json
claim '--json tells it to programs' all 'printf %s "$out" | json ".devices[0].processor == \"limiter\" and .file == \"lim2.wav\""' 'same lim.wav lim2.wav'
run process in.wav -o over.wav --chain 'trim: {gain: 20 dB}'
claim 'what went over full scale is said' all 'exits 0' 'says "clipped"'
run process in.wav -o dry.wav --chain trim --dry-run
claim '--dry-run writes nothing' all 'exits 0' 'gone dry.wav'

bad() { # CLAIM CHAIN PATTERN
  run process in.wav -o bad.wav --chain "$2"
  claim "$1" all 'fails 3 "$pattern"' 'gone bad.wav'
}
pattern='compresor.*compressor' bad 'a processor with a typing mistake is answered with the right one' 'compresor'
pattern='1:[0-9]+:.*(hpf|Hz)' bad 'a wrong unit has its place and the right unit' 'hpf: {freq: 80 ms}'
pattern='1:[0-9]+:.*expected' bad 'a value out of range has its place and the range' 'limiter: {ceiling: 40 dBTP}'
pattern='1:[0-9]+:.*freq' bad 'an unknown setting is answered with those there are' 'hpf: {frequency: 80 Hz}'
pattern='1:[0-9]+:' bad 'broken YAML has its place' 'hpf: {freq: 80 Hz'
pattern='[Ee]mpty|expected' bad 'an empty chain is refused' ''
pattern='nochain\.yaml|there is no' bad 'a chain file that is missing is named' 'nochain.yaml'
printf 'hpf:\n  freq: 80 ms\n' >bad.yaml
pattern='bad\.yaml:2:[0-9]+:' bad 'in a file the place has its name and line' 'bad.yaml'

run process in.wav -o x.wav
claim 'no --chain is a usage error' fails 2 '--chain'
run process in.wav --chain trim
claim 'no -o is a usage error' fails 2 '-o OUT'
run process -o x.wav --chain trim
claim 'no input is a usage error' fails 2 'usage: lacquer process'
run process in.wav in.wav -o x.wav --chain trim
claim 'two inputs are a usage error' fails 2 'usage: lacquer process'
run process in.wav -o x.wav --chian trim
claim 'a mistyped option is answered with the right one' fails 2 "did you mean '--chain'"
run process in.wav -o x.wav --chain
claim 'an option without its value says what it needs' fails 2 '--chain needs'
run process none.wav -o x.wav --chain trim
claim 'a missing input is named' fails 3 'none\.wav'
cp in.wav keep.wav
run process in.wav -o keep.wav --chain polarity
claim 'what is there is not overwritten' all 'fails 4 "keep\\.wav.*--force"' 'same in.wav keep.wav'
run process in.wav -o keep.wav --chain polarity --force
claim '--force overwrites it' all 'exits 0' '! cmp -s in.wav keep.wav'
run process in.wav -o in.wav --chain 'trim: {gain: -1 dB}' --force
claim 'a file may become itself' all 'exits 0' '"$lacquer" meter --json in.wav | json ".duration_sec == 2"'
run process in.wav -o none/x.wav --chain trim
claim 'a folder that is missing is named' fails 4 "no folder 'none'"
run process in.wav -o /dev/full --chain trim
claim 'a full device is exit 4' all 'exits 4' one_line
"$lacquer" process in.wav -o - --chain trim 2>err.txt >stream.wav
code=$?
claim 'the name - is standard output' all 'exits 0' '[ "$(probe stream.wav codec_name)" = pcm_s24le ]'
claim 'nothing half-written lies about' no_litter .
done_testing
