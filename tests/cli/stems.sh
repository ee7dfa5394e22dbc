#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Lacquer contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Stems: which files, of which length and start, and that they add up to the mix as ffmpeg sums them.
# And --explain, which renders nothing.
. "$(dirname "$0")/tap.sh"

song song 5
mkdir out
run mix song -o out/mix.wav
claim 'the song is mixed' exits 0
run mix out/mix.session.yaml -o bus.wav --stems bus
claim 'stems are written beside a mix that they do not change' all 'exits 0' 'same out/mix.wav bus.wav' \
  'there bus/stems.txt' 'prints "stems, listed in stems.txt; their sum is the mix within -1[0-9][0-9]"' 'no_litter .'
names='^[0-9][0-9]_(Track|Bus|Return)_[^_]+_Wet\.wav$'
claim 'every name says number, group, strip and wet' \
  eval '[ "$(ls bus | grep -cvE "$names")" -eq 1 ]' # stems.txt

rest_db() { # MIX DIR: peak in dBFS of the mix minus all stems, by ffmpeg
  local inputs=() pads='[m]' n=1 file
  for file in "$2"/*.wav; do
    inputs+=(-i "$file")
    pads+="[$n]"
    n=$((n + 1))
  done
  ffmpeg -nostdin -hide_banner -i "$1" "${inputs[@]}" -filter_complex \
    "[0]aformat=dblp,aeval=-val(0)|-val(1)[m];${pads}amix=inputs=$n:normalize=0,astats=measure_perchannel=none" \
    -f null - 2>&1 |
    awk '/Peak level dB/ { print $NF == "-inf" ? -999 : $NF }'
}
adds_up() { at_most "$(rest_db "$1" "$2")" -100; }
lengths() { for file in "$@"; do probe "$file" duration_ts; done | sort -u | wc -l; }
claim 'ffmpeg sums them to the mix, under -100 dBFS' adds_up bus.wav bus
claim 'all are 24-bit, as long as the mix and say where they start' all \
  '[ "$(lengths bus/*.wav bus.wav)" -eq 1 ]' '[ "$(probe bus/01_*.wav codec_name)" = pcm_s24le ]' \
  '[ "$(ffprobe -v error -show_entries format_tags=time_reference -of csv=p=0 bus/01_*.wav)" = 0 ]'

run mix out/mix.session.yaml -o track.wav --stems track --stems-by track --json
claim 'so do those of tracks and returns' all 'exits 0' 'same out/mix.wav track.wav' 'adds_up track.wav track' \
  '[ "$(ls track/*.wav | wc -l)" -gt "$(ls bus/*.wav | wc -l)" ]'
claim '--json lists them' eval 'printf %s "$out" | json ".stems | .by == \"track\" and .null_peak_dbfs < -100 and
  (.stems | all(has(\"integrated_lufs\") and has(\"strip\")))"'
run mix out/mix.session.yaml -o other.wav --stems other --stems-by track --block 64 --jobs 1 --cpu base -q
claim 'any blocks, threads and kernels give the same files' diff -r --exclude=stems.txt track other

with_main() { # CHAIN
  { grep -v '^main:' out/mix.session.yaml && printf 'main: {chain: [%s]}\n' "$1"; } >out/main.yaml
}
with_main 'compressor: {threshold: -40 dB, ratio: 4, attack: 5 ms, release: 80 ms}'
run mix out/main.yaml -o held.wav --stems held --stems-by track
claim 'a compressor on main holds the stems as it holds the mix' all '[ $code -eq 0 ] || [ $code -eq 5 ]' \
  'gone held/*_Mix_Difference_Wet.wav' 'adds_up held.wav held'
with_main 'limiter: {gain: 12 dB}'
run mix out/main.yaml -o limited.wav --stems limited
claim 'a limiter breaks the sum, and what it does is a stem more' all '[ $code -eq 0 ] || [ $code -eq 5 ]' \
  'there limited/*_Mix_Difference_Wet.wav' 'adds_up limited.wav limited' \
  'grep -q "misses the mix by" limited/stems.txt'

run mix out/mix.session.yaml -o loud.wav --stems loud --set main.fader=24dB
claim 'a stem over full scale does not fit into 24 bits, and nothing is left of the others' all 'exits 1' \
  'says "dBFS, which 24 bits cannot hold; --bits 32f can"' 'gone loud' 'no_litter .'
run mix out/mix.session.yaml -o loud.wav --force --stems loud --set main.fader=24dB --bits 32f
claim 'into float it does' all '[ $code -eq 0 ] || [ $code -eq 5 ]' 'adds_up loud.wav loud' \
  '[ "$(probe loud/01_*.wav codec_name)" = pcm_f32le ]'

run mix out/mix.session.yaml -o dry.wav --stems dry --stems-dry
dry_is_the_file() { # STEM FILE
  local db
  db=$(ffmpeg -nostdin -hide_banner -i "$1" -i "$2" -filter_complex \
    "[0]atrim=end=3,aeval=-val(0)[m];[1]atrim=end=3[f];[m][f]amix=inputs=2:normalize=0,astats=measure_perchannel=none" \
    -f null - 2>&1 | awk '/Peak level dB/ { print $NF == "-inf" ? -999 : $NF }')
  at_most "$db" -120
}
claim 'dry stems are the tracks as they were recorded, as long as the mix' all 'exits 0' 'same out/mix.wav dry.wav' \
  '[ "$(ls dry/*_Dry.wav | wc -l)" -eq "$(ls song/*.wav | wc -l)" ]' '[ "$(lengths dry/*.wav dry.wav)" -eq 1 ]' \
  'dry_is_the_file dry/*_Kick_Dry.wav "song/01 Kick.wav"'

run mix out/mix.session.yaml -o again.wav --stems bus
claim 'a folder that is there is not touched' all 'fails 4 "is there already"' 'gone again.wav'
cp bus/stems.txt before.txt
run mix out/mix.session.yaml -o again.wav --stems bus --force -q
claim 'with --force it is replaced' all 'exits 0' 'adds_up again.wav bus' 'no_litter .'
mkdir mine && echo "my notes" >mine/notes.txt
run mix out/mix.session.yaml -o mine.wav --stems mine --force
claim 'but never one that holds something else' all 'fails 4 "notes.txt.*did not come from here"' \
  'there mine/notes.txt' 'gone mine.wav'
run mix out/mix.session.yaml -o x.wav --stems-by track
claim '--stems-by without --stems is told' fails 2 '--stems DIR'
run mix out/mix.session.yaml -o x.wav --stems x --stems-by strip
claim 'so is a word that it does not know' fails 2 'bus or track'
run mix out/mix.session.yaml -o x.wav --stems x --stems-dry --stems-by bus
claim 'and that dry stems are tracks' fails 2 'dry stems'
run mix out/mix.session.yaml -o x.wav --stems out/mix.wav/stems
claim 'and that a file is no folder to put them into' all 'exits 4' 'says "out/mix.wav. is a file"' 'gone x.wav'
run finish out/mix.wav --for cd -o f --stems x
claim 'and that a finished mix has none' fails 2 'a finished mix has no stems'

sed 's/^    role:/    mute: true\n    role:/' out/mix.session.yaml >out/silent.yaml
run mix out/silent.yaml -o silent.wav --stems silent
claim 'what is silent has no file, and the list says so' all '[ "$(ls silent | wc -l)" -eq 1 ]' \
  'grep -q "Silent from beginning to end, or muted" silent/stems.txt'

run finish song --for cd -o done --stems done/stems --stems-by bus -q
claim 'finish writes them too, and its report lists them' all 'exits 0' 'there done/stems/stems.txt' \
  'adds_up done/mix.wav done/stems' 'json ".stems.stems | length > 1" done/report.json'

mkdir empty && cd empty || exit 1
run mix ../out/mix.session.yaml --explain
widest() { awk '{ if (length($0) > n) n = length($0) } END { print n + 0 }' <<<"$out"; }
claim '--explain says what was decided and why at 80 columns, and writes nothing' all 'exits 0' \
  'prints "^  role +[a-z-]+$"' 'prints "in its name"' 'at_most "$(widest)" 80' '[ -z "$(ls -A)" ]'
run mix ../out/mix.session.yaml --explain --json
claim 'with --json as data' eval 'printf %s "$out" | json ".strips[0] | .kind == \"track\" and
  (.decisions | any(.what == \"trim\" and (.why | length > 5)))"'
run mix ../song --explain -q
claim 'a folder of tracks is listened to first' all 'exits 0' 'prints "in its name"' '[ -z "$(ls -A)" ]'
run mix ../out/mix.session.yaml -o mix.wav --explain -q
claim 'with -o it comes after the mix' all 'exits 0' 'there mix.wav' 'prints "LUFS, peak"' 'prints "in its name"'
done_testing
